#include "app/pages/queue.hpp"

#include "app/error_response.hpp"
#include "app/looks.hpp"
#include "app/pages/queue_page.hpp"
#include "app/pages/strict_form.hpp"
#include "app/store_access.hpp"

namespace habeas::app::pages {

namespace {

namespace asio = boost::asio;
using http::HttpRequest;
using http::HttpResponse;

asio::awaitable<QueueSight> look(Services& services, QueueChoice choice, QueueViewer viewer) {
    return read_store(services.store,
                      [choice = std::move(choice), viewer = std::move(viewer), days = queue_days(services),
                       limit = services.configuration.limits.queue_page_rows](storage::Snapshot& snapshot) {
                          return look_at_queue(snapshot, choice, viewer, days, limit);
                      });
}

/// The tabs and the search with what is wrong with it, without any list.
asio::awaitable<HttpResponse> refuse_search(Services& services, SignedIn const& signed_in, QueueSearch search) {
    auto looking =
        read_store(services.store, [me = signed_in.member.id, days = queue_days(services)](
                                       storage::Snapshot& snapshot) { return look_at_tabs(snapshot, me, days); });
    auto const sight = co_await std::move(looking);
    co_return show_queue(services, 422, signed_in, sight, {}, search);
}

} // namespace

asio::awaitable<HttpResponse> queue(Services& services, HttpRequest& request, SignedIn const& signed_in) {
    auto const choice = QueueChoice::read(request.query);
    if (!choice) co_return error_response(services, request, choice.error());
    auto const searched = opened_search(services, *choice, signed_in.member.id);
    if (!searched) {
        auto refusing = refuse_search(services, signed_in, {"", "This search is over. Type it again."});
        co_return co_await std::move(refusing);
    }
    auto looking = look(services, *choice, {signed_in.member.id, *searched});
    auto const sight = co_await std::move(looking);
    log_damaged(services, sight.page);
    auto const search = choice->found.empty() ? std::nullopt : std::optional(QueueSearch{*searched, {}});
    co_return show_queue(services, 200, signed_in, sight, *choice, search);
}

asio::awaitable<HttpResponse> search_queue(Services& services, HttpRequest&, SignedIn const& signed_in,
                                           http::Form const& form) {
    StrictForm fields(form);
    QueueSearch search{fields.text("q"), {}};
    auto const mistakes = fields.mistakes();
    if (search.typed.empty() && mistakes.empty()) co_return HttpResponse::see_other("/desk");
    if (!mistakes.empty()) search.mistake = mistakes.front().message;
    if (search.typed.size() > services.configuration.limits.search_characters)
        search.mistake = "This is too long to search for.";
    if (!search.mistake.empty()) {
        auto refusing = refuse_search(services, signed_in, std::move(search));
        co_return co_await std::move(refusing);
    }
    if (auto const id = services.store.references().decode(search.typed)) {
        auto finding =
            read_store(services.store, [id = *id](storage::Snapshot& snapshot) { return snapshot.find(id); });
        auto const found = co_await std::move(finding);
        if (found) co_return HttpResponse::see_other(desk_path(found->reference));
    }
    QueueChoice choice;
    choice.found =
        services.sealed_texts.seal(SealedFor::queue_search, signed_in.member.id, search.typed, services.clock.now());
    co_return HttpResponse::see_other(choice.url());
}

} // namespace habeas::app::pages
