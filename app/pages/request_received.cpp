#include "app/pages/request_received.hpp"

#include "app/html/dates.hpp"
#include "app/pages/frame.hpp"
#include "app/pages/masked_address.hpp"
#include "app/pages/words.hpp"
#include "app/store_access.hpp"

#include <fmt/format.h>

namespace habeas::app::pages {

namespace {

/// "Offers and marketing; Product news"
std::string stopped_topics(core::SubjectRequest const& received) {
    std::string names;
    for (auto const topic : received.topics)
        names.append(names.empty() ? "" : "; ").append(label(topic));
    return names;
}

void add_due_day(html::View& view, core::SubjectRequest const& received) {
    auto const due = received.due_on();
    if (!due || core::is_closed(received.status)) return;
    auto const days = *due - received.received_on;
    view.add("DUE")
        .text("DUE_ISO", core::iso(*due))
        .text("DUE_DAY", html::day_words(*due))
        .text("DUE_SENTENCE", fmt::format("That is {} after we received your request.", html::days_words(days)));
}

void add_what_now(Services const& services, html::View& view, core::SubjectRequest const& received) {
    if (received.type == core::RequestType::unsubscribe) {
        view.add("DONE_AT_ONCE").text("WHAT_WAS_DONE", "You will no longer get: " + stopped_topics(received) + ".");
        return;
    }
    if (received.status == core::Status::redirected) {
        view.show("REDIRECTED");
        return;
    }
    if (received.status != core::Status::unverified) {
        view.show("UNDER_WAY");
        return;
    }
    auto const lifetime = services.desk.policy().link_lifetime;
    view.add("TO_CONFIRM").text("CONFIRM_WITHIN", html::duration_words(lifetime));
}

/// A letter to a mistyped address never arrives: the person must be able to see that, and to begin anew.
void add_address(html::View& view, core::SubjectRequest const& received) {
    auto const stops = received.type == core::RequestType::unsubscribe;
    auto const address = stops ? received.subject.email : received.reply_address();
    if (!address) return;
    view.maybe("MASKED_ADDRESS", masked_address(*address));
    view.text("AGAIN_URL", fmt::format("/requests/new?type={}", core::code(received.type)));
}

/// The request the key was made for, while it is fresh.
std::optional<core::RequestId> held_by_sender(Services& services, http::HttpRequest const& request) {
    auto const target = services.links.read(LinkPurpose::receipt, request.query.value("key"));
    if (!target || services.clock.now() - target->issued_at > services.desk.policy().link_lifetime) return std::nullopt;
    auto const named = services.store.references().decode(request.parameter("reference"));
    return named == target->request ? named : std::nullopt;
}

} // namespace

boost::asio::awaitable<http::HttpResponse> request_received(Services& services, http::HttpRequest& request) {
    auto const id = held_by_sender(services, request);
    if (!id) co_return http::HttpResponse::see_other("/status");
    auto work = read_store(services.store, [id = *id](storage::Snapshot& snapshot) { return snapshot.find(id); });
    auto const received = co_await std::move(work);
    if (!received) co_return http::HttpResponse::see_other("/status");
    auto view = public_frame(services, "We have your request");
    view.text("REFERENCE", received->reference.text());
    add_address(view, *received);
    add_what_now(services, view, *received);
    add_due_day(view, *received);
    co_return show(services, 200, "pages/request_received.html", view);
}

} // namespace habeas::app::pages
