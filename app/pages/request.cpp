#include "app/pages/request.hpp"

#include "app/error_response.hpp"
#include "app/looks.hpp"
#include "app/pages/done_words.hpp"
#include "app/pages/queue_page.hpp"
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

/// The queue the request was opened from, and who looks at it.
struct Surroundings {
    std::optional<QueuePosition> position;
    QueueViewer viewer;
    QueueDays days;
};

Surroundings surroundings_of(Services const& services, std::string_view in, core::StaffId who) {
    Surroundings around{QueuePosition::read(in), {who, {}}, queue_days(services)};
    if (!around.position) return around;
    auto searched = opened_search(services, around.position->choice, who);
    if (!searched || !around.position->at) around.position.reset();
    around.viewer.searched = std::move(searched).value_or(std::string());
    return around;
}

enum class Side { before, behind };

/// The page of the request that stands beside this one in the queue, whatever has become of this one; empty at the end.
std::string neighbour(storage::Snapshot& snapshot, Surroundings const& around, Side side) {
    auto choice = around.position->choice;
    choice.after.reset();
    choice.before.reset();
    (side == Side::before ? choice.before : choice.after) = around.position->at;
    auto const query = query_of(choice, around.viewer, around.days, 1);
    auto const page = query ? snapshot.queue(*query) : storage::QueuePage{};
    return page.rows.empty() ? std::string{} : url_of(page.rows.front(), around.position->choice);
}

/// What a look at the request found, and whether it must be written down.
struct Look {
    Seen seen;
    bool must_be_noted{};
    std::string previous, next;
};

Look look_at(storage::Snapshot& snapshot, core::RequestId id, core::Stamp const& stamp, Surroundings const& around) {
    Look look{.seen = read_case(snapshot, id), .must_be_noted = false, .previous = {}, .next = {}};
    if (around.position) {
        look.previous = neighbour(snapshot, around, Side::before);
        look.next = neighbour(snapshot, around, Side::behind);
    }
    look.must_be_noted = look.seen && must_note_view(snapshot, look.seen->request, stamp);
    return look;
}

/// A look that takes the unread mark away changes the version: it is written first, so that the forms of the page carry
/// the version that results.
core::Result<Seen> note_and_look(Desk const& desk, storage::Transaction& transaction, core::RequestId id,
                                 core::Stamp const& stamp) {
    if (auto noted = note_view(desk, transaction, id, stamp); !noted) return std::unexpected(std::move(noted.error()));
    return read_case(transaction, id);
}

/// The case once the look at it is written down. Only the first look in a quarter of an hour waits for that, and the
/// writer is not kept from its work with reading unless it must be.
asio::awaitable<core::Result<Seen>> noted(Services& services, Look look, core::RequestId id, core::Stamp stamp) {
    if (!look.must_be_noted) co_return std::move(look.seen);
    if (look.seen->request.unread) {
        auto looking =
            write_store(services.store, [&desk = services.desk, id, stamp](storage::Transaction& transaction) {
                return note_and_look(desk, transaction, id, stamp);
            });
        co_return co_await std::move(looking);
    }
    auto noting = note_look(services, id, stamp);
    auto const written = co_await std::move(noting);
    if (!written) co_return std::unexpected(written.error());
    co_return std::move(look.seen);
}

} // namespace

asio::awaitable<HttpResponse> request(Services& services, HttpRequest& request, SignedIn const& signed_in) {
    auto const id = services.store.references().decode(request.parameter("reference"));
    if (!id) co_return error_response(services, request, no_such_request());
    auto const stamp = services.stamp(signed_in.actor());
    auto const in = request.query.value("in");
    auto reading =
        read_store(services.store, [id = *id, stamp, around = surroundings_of(services, in, signed_in.member.id)](
                                       storage::Snapshot& snapshot) { return look_at(snapshot, id, stamp, around); });
    auto look = co_await std::move(reading);
    if (!look.seen) co_return error_response(services, request, no_such_request());

    auto links = way_back(in, look.seen->request.reference);
    links.previous = std::move(look.previous);
    links.next = std::move(look.next);
    auto noting = noted(services, std::move(look), *id, stamp);
    auto const seen = co_await std::move(noting);
    if (!seen) co_return error_response(services, request, seen.error());
    co_return show_request(services, signed_in, **seen, done_words(request.query.value("done")), {}, links);
}

} // namespace habeas::app::pages
