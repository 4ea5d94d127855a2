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

std::string path_of(core::Reference const& reference) {
    return "/desk/requests/" + reference.text();
}

/// What a search found: one request by its reference, or rows.
struct Found {
    std::optional<core::Reference> reference;
    QueueSight sight;
};

Found find_requests(storage::Snapshot& snapshot, std::optional<core::RequestId> id, storage::QueueQuery const& query,
                    QueueDays days) {
    if (id)
        if (auto const request = snapshot.find(*id)) return {request->reference, {}};
    return {{}, look_at_queue(snapshot, query, days)};
}

storage::QueueQuery search_query(Services const& services, std::string const& typed) {
    storage::QueueQuery query;
    query.closed_too = true;
    query.search = typed;
    query.order = storage::QueueOrder::received_newest;
    query.limit = services.configuration.limits.queue_page_rows;
    return query;
}

} // namespace

asio::awaitable<HttpResponse> queue(Services& services, HttpRequest& request, SignedIn const& signed_in) {
    auto const choice = QueueChoice::read(request.query);
    if (!choice) co_return error_response(services, request, choice.error());
    auto const days = queue_days(services);
    auto const query = query_of(*choice, signed_in.member.id, days, services.configuration.limits.queue_page_rows);
    auto looking = read_store(
        services.store, [query, days](storage::Snapshot& snapshot) { return look_at_queue(snapshot, query, days); });
    auto const sight = co_await std::move(looking);
    log_damaged(services, sight.page);
    co_return show_queue(services, 200, signed_in, sight, *choice);
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
    if (!search.mistake.empty()) co_return show_queue(services, 422, signed_in, {}, {}, search);

    auto looking = read_store(services.store, [id = services.store.references().decode(search.typed),
                                               query = search_query(services, search.typed),
                                               days = queue_days(services)](storage::Snapshot& snapshot) {
        return find_requests(snapshot, id, query, days);
    });
    auto const found = co_await std::move(looking);
    if (found.reference) co_return HttpResponse::see_other(path_of(*found.reference));
    log_damaged(services, found.sight.page);
    co_return show_queue(services, 200, signed_in, found.sight, {}, search);
}

} // namespace habeas::app::pages
