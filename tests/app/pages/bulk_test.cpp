#include "desk_pages.hpp"

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;
using core::RequestType;

namespace {

/// The values of the check boxes, as a browser would send them.
std::vector<std::string> picks_on(app::http::HttpResponse const& page) {
    constexpr std::string_view box = "name=\"reference\" value=\"";
    std::vector<std::string> values;
    for (auto at = page.body.find(box); at != std::string::npos; at = page.body.find(box, at)) {
        at += box.size();
        values.push_back(page.body.substr(at, page.body.find('"', at) - at));
    }
    return values;
}

} // namespace

TEST_CASE("the boxes of the queue page, picked as they are, assign its requests", "[pages][bulk]") {
    DeskHarness harness;
    auto const one = harness.open_request(RequestType::access, "one@example.com");
    auto const two = harness.open_request(RequestType::deletion, "two@example.com");
    auto const page = harness.get("/desk", harness.agent);
    auto const picked = picks_on(page);
    REQUIRE(picked.size() == 2);
    CHECK(contains(page, "aria-label=\"Pick " + one.reference.text() + "\""));
    Pairs fields{{"assignee", std::to_string(harness.officer.id.value)}};
    for (auto const& value : picked)
        fields.emplace_back("reference", value);
    CHECK(contains(harness.post_form("/desk/bulk", fields, harness.agent), "2 requests were assigned"));
    CHECK(harness.find(one.id).assignee == harness.officer.id);
    CHECK(harness.find(two.id).assignee == harness.officer.id);
    // What a search shows can be picked as well.
    auto const search = harness.post_form("/desk/search", {{"q", "one@example.com"}}, harness.agent);
    CHECK(picks_on(harness.get(header(search, "Location"), harness.agent)) == std::vector{one.reference.text()});
}

TEST_CASE("picked requests go to one person, and each that could not says why", "[pages][bulk]") {
    DeskHarness harness;
    auto const one = harness.open_request(RequestType::access, "one@example.com");
    auto const two = harness.open_request(RequestType::deletion, "two@example.com");
    auto const unverified = harness.add_request(RequestType::access, "three@example.com");
    auto const answer = harness.post_form("/desk/bulk",
                                          {{"reference", one.reference.text()},
                                           {"reference", two.reference.text()},
                                           {"reference", unverified.reference.text()},
                                           {"assignee", std::to_string(harness.officer.id.value)}},
                                          harness.agent);
    CHECK(answer.status == 200);
    CHECK(contains(answer, "2 requests were assigned to Staff officer2."));
    CHECK(contains(answer, unverified.reference.text()));
    CHECK_FALSE(contains(answer, one.reference.text()));
    for (auto const id : {one.id, two.id}) {
        CHECK(harness.find(id).assignee == harness.officer.id);
        CHECK(harness.find(id).status == core::Status::in_progress);
        CHECK(harness.trail(id).back() == "request.assigned");
    }
    CHECK(harness.find(unverified.id) == unverified);
}

TEST_CASE("a bulk action without picks, without assignee or with too many changes nothing", "[pages][bulk]") {
    DeskHarness harness(AppHarness::Options{.settings = {{"limits.bulk_rows", "1"}}});
    auto const request = harness.open_request(RequestType::access);
    auto const reference = request.reference.text();
    auto const assignee = std::to_string(harness.agent.id.value);
    for (auto const& fields :
         std::vector<Pairs>{{{"assignee", assignee}},
                            {{"reference", ""}, {"assignee", assignee}},
                            {{"reference", reference}},
                            {{"reference", reference}, {"assignee", "x"}},
                            {{"reference", reference}, {"assignee", assignee}, {"status", "open"}},
                            {{"reference", reference}, {"reference", "B"}, {"assignee", assignee}}})
        CHECK(harness.post_form("/desk/bulk", fields, harness.agent).status == 422);
    CHECK(harness.find(request.id) == request);
}

TEST_CASE("the choice of a person starts empty, and sending it so is answered with words", "[pages][bulk]") {
    DeskHarness harness;
    auto const request = harness.open_request(RequestType::access);
    CHECK(contains(harness.get("/desk", harness.agent),
                   "<select id=\"bulk-assignee\" name=\"assignee\"><option value=\"\">Choose a person</option>"));
    auto const answer =
        harness.post_form("/desk/bulk", {{"reference", request.reference.text()}, {"assignee", ""}}, harness.agent);
    CHECK(answer.status == 422);
    CHECK(contains(answer, "Choose who is to work on these requests."));
    CHECK(harness.find(request.id) == request);
}

TEST_CASE("nobody can be given a request who may not work on it", "[pages][bulk]") {
    DeskHarness harness;
    auto const admin = harness.sign_in_as(core::Role::admin);
    auto const request = harness.open_request(RequestType::access);
    auto const answer = harness.post_form(
        "/desk/bulk", {{"reference", request.reference.text()}, {"assignee", std::to_string(admin.id.value)}},
        harness.agent);
    CHECK(contains(answer, "No request was assigned."));
    CHECK(contains(answer, "Choose an active agent or officer."));
    CHECK_FALSE(harness.find(request.id).assignee);
}

TEST_CASE("a complaint does not go to who decided first, and the others of the bulk do", "[pages][bulk]") {
    DeskHarness harness;
    auto const complained = harness.worked_request(RequestType::access);
    harness.act(complained, "denial", {{"reason", "no_data_found"}, {"explanation", "Nothing."}}, harness.agent);
    harness.act(complained, "appeal", {{"complaint", "Look again."}}, harness.officer);
    auto const fresh = harness.open_request(RequestType::access, "two@example.com");
    auto const answer = harness.post_form("/desk/bulk",
                                          {{"reference", complained.reference.text()},
                                           {"reference", fresh.reference.text()},
                                           {"assignee", std::to_string(harness.agent.id.value)}},
                                          harness.officer);
    CHECK(contains(answer, "1 request was assigned to Staff agent1."));
    CHECK(contains(answer, complained.reference.text()));
    CHECK(contains(answer, "They decided or approved the first answer."));
    CHECK_FALSE(harness.find(complained.id).assignee);
    CHECK(harness.find(fresh.id).assignee == harness.agent.id);
}

TEST_CASE("after a bulk action one comes back to the page the requests were picked on", "[pages][bulk]") {
    DeskHarness harness;
    auto const request = harness.open_request(RequestType::access);
    auto const page = harness.get("/desk?view=unassigned&type=access", harness.agent);
    auto const at = page.body.find("name=\"in\" value=\"");
    REQUIRE(at != std::string::npos);
    auto const in = page.body.substr(at + 17, page.body.find('"', at + 17) - at - 17);
    Pairs fields{{"reference", request.reference.text()}, {"in", in}};
    auto const refused = harness.post_form("/desk/bulk", fields, harness.agent);
    fields.emplace_back("assignee", std::to_string(harness.agent.id.value));
    for (auto const& answer : {refused, harness.post_form("/desk/bulk", fields, harness.agent)})
        CHECK(contains(answer, "href=\"/desk?view=unassigned&amp;type=access\""));
}
