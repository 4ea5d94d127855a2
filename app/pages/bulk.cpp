#include "app/pages/bulk.hpp"

#include "app/html/text.hpp"
#include "app/pages/frame.hpp"
#include "app/pages/numbers.hpp"
#include "app/pages/people.hpp"
#include "app/pages/queue_choice.hpp"
#include "app/pages/strict_form.hpp"
#include "app/store_access.hpp"

namespace habeas::app::pages {

namespace {

namespace asio = boost::asio;
using http::HttpRequest;
using http::HttpResponse;

struct Skipped {
    std::string reference;
    std::string why;
};

/// What became of the picked requests.
struct BulkResult {
    std::int64_t assigned{};
    std::vector<Skipped> skipped;
    std::string assignee_name;
};

/// Of the picked references those that can be read; the rest was never on our page.
std::vector<core::RequestId> read_references(Services const& services, std::vector<std::string_view> const& picked) {
    std::vector<core::RequestId> ids;
    for (auto const& each : picked)
        if (auto const id = services.store.references().decode(each)) ids.push_back(*id);
    return ids;
}

BulkResult assign_all(Desk const& desk, storage::Transaction& transaction, core::ReferenceCodec const& references,
                      std::vector<core::RequestId> const& ids, core::StaffId assignee, core::Stamp const& stamp) {
    BulkResult result;
    result.assignee_name = People::read_staff(transaction).name_of(assignee);
    for (auto const id : ids) {
        auto const changed = desk.assign(transaction, {id, std::nullopt}, assignee, stamp);
        if (changed)
            ++result.assigned;
        else if (!changed.error().fields.empty())
            result.skipped.push_back({references.encode(id).text(), changed.error().fields.front().message});
        else
            result.skipped.push_back({references.encode(id).text(), changed.error().message});
    }
    return result;
}

/// What the page says: the sentence, and what was left as it is and why.
struct Answer {
    int status{};
    std::string sentence;
    std::vector<Skipped> skipped;
};

/// The page of the queue that the requests were picked on.
std::string page_picked_on(std::string_view in) {
    auto const position = QueuePosition::read(in);
    return position ? position->choice.url() : "/desk";
}

HttpResponse show_result(Services const& services, SignedIn const& signed_in, std::string_view in,
                         Answer const& answer) {
    auto const& [status, sentence, skipped] = answer;
    auto view = desk_frame(services, signed_in, "Assign requests", Place::queue);
    view.text("BULK_SENTENCE", sentence).text("BACK_URL", page_picked_on(in));
    if (!skipped.empty()) {
        auto& list = view.add("SKIPPED");
        for (auto const& each : skipped)
            list.add("SKIPPED_ROW").text("REFERENCE", each.reference).text("SKIPPED_WHY", each.why);
    }
    return show(services, status, "pages/bulk.html", view);
}

std::string result_sentence(BulkResult const& result) {
    if (result.assigned == 0) return "No request was assigned.";
    return number_words(result.assigned) + (result.assigned == 1 ? " request was" : " requests were") +
           " assigned to " + result.assignee_name + ".";
}

} // namespace

asio::awaitable<HttpResponse> bulk_assign(Services& services, HttpRequest&, SignedIn const& signed_in,
                                          http::Form const& form) {
    StrictForm fields(form);
    auto const picked = fields.many("reference");
    auto const assignee = fields.number("assignee");
    auto const in = fields.text("in");
    auto const refuse = [&](std::string const& why) { return show_result(services, signed_in, in, {422, why, {}}); };
    auto const mistakes = fields.mistakes();
    if (!mistakes.empty()) co_return refuse(mistakes.front().message);
    auto ids = read_references(services, picked);
    if (ids.empty()) co_return refuse("No request was picked.");
    if (!assignee) co_return refuse("Choose who is to work on these requests.");
    auto const most = services.configuration.limits.bulk_rows;
    if (std::ssize(picked) > most)
        co_return refuse("No more than " + std::to_string(most) + " requests can be assigned at once.");

    auto assigning =
        write_store(services.store, [&desk = services.desk, &references = services.store.references(),
                                     ids = std::move(ids), assignee = core::StaffId{*assignee},
                                     stamp = services.stamp(signed_in.actor())](storage::Transaction& transaction) {
            return assign_all(desk, transaction, references, ids, assignee, stamp);
        });
    auto const result = co_await std::move(assigning);
    services.log.info(
        "requests.assigned_in_bulk",
        {{"staff", signed_in.member.id.value}, {"assigned", result.assigned}, {"skipped", std::ssize(result.skipped)}});
    co_return show_result(services, signed_in, in, {200, result_sentence(result), result.skipped});
}

} // namespace habeas::app::pages
