#include "app/pages/request.hpp"

#include "app/error_response.hpp"
#include "app/pages/done_words.hpp"
#include "app/pages/request_page.hpp"
#include "app/store_access.hpp"

namespace habeas::app::pages {

namespace {

namespace asio = boost::asio;
using http::HttpRequest;
using http::HttpResponse;
using Seen = std::optional<RequestCase>;

core::Error no_such_request() {
    return {core::ErrorCode::not_found, "There is no such request.", {}, {}};
}

/// What a look at the request found, and whether it must be written down.
struct Look {
    Seen seen;
    bool must_be_noted{};
};

Look look_at(storage::Snapshot& snapshot, core::RequestId id, core::Stamp const& stamp) {
    Look look{read_case(snapshot, id)};
    look.must_be_noted = look.seen && must_note_view(snapshot, look.seen->request, stamp);
    return look;
}

/// A look that takes the unread mark away changes the version: it is written first, so that the forms of the page carry
/// the version that results.
asio::awaitable<Seen> note_and_look(Services& services, core::RequestId id, core::Stamp stamp) {
    return write_store(services.store, [&desk = services.desk, id, stamp](storage::Transaction& transaction) {
        note_view(desk, transaction, id, stamp);
        return read_case(transaction, id);
    });
}

} // namespace

asio::awaitable<HttpResponse> request(Services& services, HttpRequest& request, SignedIn const& signed_in) {
    auto const id = services.store.references().decode(request.parameter("reference"));
    if (!id) co_return error_response(services, request, no_such_request());
    auto const stamp = services.stamp(signed_in.actor());
    auto reading = read_store(services.store,
                              [id = *id, stamp](storage::Snapshot& snapshot) { return look_at(snapshot, id, stamp); });
    auto [seen, must_be_noted] = co_await std::move(reading);
    if (!seen) co_return error_response(services, request, no_such_request());

    if (seen->request.unread) {
        auto looking = note_and_look(services, *id, stamp);
        seen = co_await std::move(looking);
    } else if (must_be_noted) {
        write_later(services.store, [&desk = services.desk, id = *id, stamp](storage::Transaction& transaction) {
            note_view(desk, transaction, id, stamp);
        });
    }
    co_return show_request(services, signed_in, *seen, done_words(request.query.value("done")));
}

} // namespace habeas::app::pages
