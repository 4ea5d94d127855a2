#include "app/pages/queue_choice.hpp"
#include "desk_pages.hpp"
#include "storage/sqlite/connection.hpp"

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;
using core::RequestType;

namespace {

bool lists(app::http::HttpResponse const& page, core::SubjectRequest const& request) {
    return contains(page, "href=\"/desk/requests/" + request.reference.text() + "\"");
}

std::size_t rows_of(app::http::HttpResponse const& page) {
    std::size_t count = 0;
    for (auto at = page.body.find("class=\"subject\""); at != std::string::npos;
         at = page.body.find("class=\"subject\"", at + 1))
        ++count;
    return count;
}

} // namespace

TEST_CASE("the queue shows open requests with their subject, due words and tabs with counts", "[pages][queue]") {
    DeskHarness harness;
    auto const access = harness.open_request(RequestType::access, "ines@example.com", "Ines Okafor");
    auto const page = harness.get("/desk", harness.agent);
    REQUIRE(page.status == 200);
    CHECK(lists(page, access));
    CHECK(contains(page, "Ines Okafor"));
    CHECK(contains(page, "due in 30 days"));
    CHECK(contains(page, "All open <span class=\"count\">1</span>"));
    CHECK(contains(page, "Unassigned <span class=\"count\">1</span>"));
    CHECK(contains(page, "1 request"));
}

TEST_CASE("an empty queue says what will appear there", "[pages][queue]") {
    DeskHarness harness;
    CHECK(contains(harness.get("/desk", harness.agent), "Nothing waits here"));
    CHECK(contains(harness.get("/desk?type=access", harness.agent), "No request fits"));
}

TEST_CASE("each tab shows its own requests", "[pages][queue]") {
    DeskHarness harness;
    auto const mine = harness.worked_request(RequestType::access);
    auto const waiting = harness.open_request(RequestType::deletion, "tom@example.com", "Tom Becker");
    auto const closed = harness.open_request(RequestType::access, "kim@example.com", "Kim Lee");
    auto const stamp = harness.stamp_of(harness.agent.actor());
    harness.change([&](auto& transaction) {
        return harness.desk().withdraw(transaction, {closed.id, {}}, core::FreeText{"By phone."}, stamp);
    });

    auto const shows = [&](std::string const& view, bool a, bool b, bool c) {
        INFO(view);
        auto const page = harness.get("/desk?view=" + view, harness.agent);
        CHECK(lists(page, mine) == a);
        CHECK(lists(page, waiting) == b);
        CHECK(lists(page, closed) == c);
    };
    shows("open", true, true, false);
    shows("mine", true, false, false);
    shows("unassigned", false, true, false);
    shows("closed", false, false, true);
    shows("approval", false, false, false);
    shows("due_soon", false, false, false);
    shows("overdue", false, false, false);

    harness.advance(std::chrono::days{23}); // 7 days left
    auto officer = harness.sign_in_as(core::Role::officer);
    CHECK(lists(harness.get("/desk?view=due_soon", officer), waiting));
    CHECK_FALSE(lists(harness.get("/desk?view=overdue", officer), waiting));
    harness.advance(std::chrono::days{8}); // one day over
    officer = harness.sign_in_as(core::Role::officer);
    auto const overdue = harness.get("/desk?view=overdue", officer);
    CHECK(lists(overdue, waiting));
    CHECK(contains(overdue, "1 day overdue"));
    CHECK(contains(overdue, "Overdue <span class=\"count\">2</span>"));
}

TEST_CASE("filters narrow what a tab shows and appear as chips that take them away", "[pages][queue]") {
    DeskHarness harness;
    auto const access = harness.worked_request(RequestType::access);
    auto const deletion = harness.open_request(RequestType::deletion, "tom@example.com", "Tom Becker");
    auto const page = harness.get("/desk?type=deletion", harness.agent);
    CHECK(lists(page, deletion));
    CHECK_FALSE(lists(page, access));
    CHECK(contains(page, "Remove filter: "));
    CHECK(lists(harness.get("/desk?status=in_progress", harness.agent), access));
    CHECK_FALSE(lists(harness.get("/desk?status=in_progress", harness.agent), deletion));
    CHECK(lists(harness.get("/desk?channel=web_form", harness.agent), access));
    CHECK_FALSE(lists(harness.get("/desk?channel=phone", harness.agent), access));
    CHECK(lists(harness.get("/desk?assignee=" + std::to_string(harness.agent.id.value), harness.officer), access));
    CHECK(lists(harness.get("/desk?assignee=none", harness.officer), deletion));
    CHECK(lists(harness.get("/desk?urgency=on_time", harness.agent), access));
    CHECK_FALSE(lists(harness.get("/desk?urgency=overdue", harness.agent), access));
}

TEST_CASE("a due range shows its first and its last day and not the days beside them", "[pages][queue]") {
    DeskHarness harness; // received on 30 January 2026: due on 1 March
    auto const request = harness.open_request(RequestType::access);
    CHECK(lists(harness.get("/desk?due_from=2026-03-01&due_until=2026-03-01", harness.agent), request));
    CHECK_FALSE(lists(harness.get("/desk?due_from=2026-03-02", harness.agent), request));
    CHECK_FALSE(lists(harness.get("/desk?due_until=2026-02-28", harness.agent), request));
}

TEST_CASE("the queue comes in pages that meet without a gap", "[pages][queue]") {
    DeskHarness harness(AppHarness::Options{.settings = {{"limits.queue_page_rows", "3"}}});
    for (int i = 0; i < 7; ++i)
        harness.open_request(RequestType::access, "p" + std::to_string(i) + "@example.com",
                             "Person " + std::to_string(i));
    std::string url = "/desk";
    std::vector<std::size_t> sizes;
    std::string seen;
    while (sizes.size() < 5) {
        auto const page = harness.get(url, harness.agent);
        REQUIRE(page.status == 200);
        sizes.push_back(rows_of(page));
        seen += page.body;
        auto const next = page.body.find("rel=\"next\" href=\"");
        if (next == std::string::npos) break;
        auto const begin = next + 17;
        url = page.body.substr(begin, page.body.find('"', begin) - begin);
        for (auto at = url.find("&amp;"); at != url.npos; at = url.find("&amp;"))
            url.replace(at, 5, "&");
    }
    CHECK(sizes == std::vector<std::size_t>{3, 3, 1});
    for (int i = 0; i < 7; ++i)
        CHECK(seen.find("Person " + std::to_string(i)) != seen.npos);
    CHECK(contains(harness.get("/desk", harness.agent), "The first 3 of 7"));
}

TEST_CASE("an address of the queue that is no code, unknown or doubled is refused", "[pages][queue]") {
    DeskHarness harness;
    for (std::string const bad :
         {"view=nowhere", "status=done", "type=access&type=deletion", "assignee=me%27--", "sort=name",
          "q=ines%40example.com", "after=%3Cscript%3E", "after=bm9uc2Vuc2U", "due_from=tomorrow"}) {
        INFO(bad);
        auto const answer = harness.get("/desk?" + bad, harness.agent);
        CHECK(answer.status == 400);
        CHECK_FALSE(contains(answer, "<script>"));
    }
    CHECK(harness.get("/desk?after=12345", harness.agent).status == 200);
}

TEST_CASE("a search by name or address answers at once and leaves nothing in a URL", "[pages][queue]") {
    DeskHarness harness;
    auto const ines = harness.open_request(RequestType::access, "ines@example.com", "Ines Okafor");
    auto const tom = harness.open_request(RequestType::access, "tom@example.com", "Tom Becker");
    for (auto const* words : {"okafor", "Ines@Example.com"}) {
        INFO(words);
        auto const found = harness.post_form("/desk/search", {{"q", words}}, harness.agent);
        CHECK(found.status == 200);
        CHECK(lists(found, ines));
        CHECK_FALSE(lists(found, tom));
        CHECK(contains(found, "1 request fits."));
        CHECK(found.body.find("?q=") == std::string::npos);
        CHECK(header(found, "Location").empty());
    }
    CHECK(contains(harness.post_form("/desk/search", {{"q", "nobody"}}, harness.agent), "No request fits"));
    CHECK_FALSE(harness.logged().contains("kafor"));
    // The page's own search form posts: a browser never puts the words into an address.
    CHECK(contains(harness.get("/desk", harness.agent), "method=\"post\" action=\"/desk/search\""));
}

TEST_CASE("a search finds closed requests too, and a reference leads to its request", "[pages][queue]") {
    DeskHarness harness;
    auto const request = harness.add_request(RequestType::unsubscribe);
    CHECK(lists(harness.post_form("/desk/search", {{"q", "ines@example.com"}}, harness.agent), request));
    auto typed = request.reference.text();
    for (auto& letter : typed)
        letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    auto const answer = harness.post_form("/desk/search", {{"q", " " + typed + " "}}, harness.agent);
    CHECK(answer.status == 303);
    CHECK(header(answer, "Location") == path_of(request));
}

TEST_CASE("a search that is too long is refused with its words kept", "[pages][queue]") {
    DeskHarness harness(AppHarness::Options{.settings = {{"limits.search_characters", "10"}}});
    auto const answer = harness.post_form("/desk/search", {{"q", "eleven char"}}, harness.agent);
    CHECK(answer.status == 422);
    CHECK(contains(answer, "too long"));
    CHECK(contains(answer, "value=\"eleven char\""));
    CHECK(header(harness.post_form("/desk/search", {{"q", ""}}, harness.agent), "Location") == "/desk");
}

TEST_CASE("a name that is markup is shown as text", "[pages][queue]") {
    DeskHarness harness;
    harness.open_request(RequestType::access, "x@example.com", "<script>alert(1)</script>");
    auto const page = harness.get("/desk", harness.agent);
    CHECK_FALSE(contains(page, "<script>alert"));
    CHECK(contains(page, "&lt;script&gt;alert(1)&lt;/script&gt;"));
}

TEST_CASE("the desk is closed to visitors and to administrators", "[pages][queue]") {
    DeskHarness harness;
    auto admin = harness.sign_in_as(core::Role::admin);
    Browser nobody;
    auto const request = harness.open_request(RequestType::access);
    for (auto const& url : {std::string("/desk"), path_of(request), std::string("/desk/requests/new")}) {
        INFO(url);
        CHECK(harness.get(url, admin).status == 403);
        auto const turned_away = harness.get(url, nobody);
        CHECK(turned_away.status == 303);
        CHECK(header(turned_away, "Location").starts_with("/sign-in"));
    }
    CHECK(harness.post_form("/desk/search", {{"q", "ines"}}, admin).status == 403);
}

TEST_CASE("a choice and its URL say the same", "[pages][queue]") {
    app::http::Form form;
    for (auto const& [name, value] : Pairs{{"view", "mine"},
                                           {"status", "in_progress"},
                                           {"type", "access"},
                                           {"urgency", "due_soon"},
                                           {"channel", "phone"},
                                           {"due_from", "2026-03-01"},
                                           {"assignee", "none"},
                                           {"sort", "-due_on"},
                                           {"after", "712345"}})
        form.add(name, value);
    auto const choice = app::pages::QueueChoice::read(form);
    REQUIRE(choice);
    CHECK(choice->url() == "/desk?view=mine&status=in_progress&type=access&urgency=due_soon&channel=phone"
                           "&due_from=2026-03-01&assignee=none&sort=-due_on&after=712345");
    CHECK(choice->without_filters().url() == "/desk?view=mine&sort=-due_on");
}

TEST_CASE("an urgency is a range of due days that meets its neighbours", "[pages][queue]") {
    using namespace std::chrono;
    core::Day const today = local_days{2026y / March / 10};
    auto const range = [&](core::Urgency urgency) {
        app::pages::QueueChoice choice;
        choice.urgency = urgency;
        return app::pages::query_of(choice, {}, {today, 7}, 50);
    };
    CHECK(range(core::Urgency::overdue).due_until == today - days{1});
    CHECK(range(core::Urgency::due_soon).due_from == today);
    CHECK(range(core::Urgency::due_soon).due_until == today + days{7});
    CHECK(range(core::Urgency::on_time).due_from == today + days{8});
    CHECK_FALSE(range(core::Urgency::on_time).due_until);
}

TEST_CASE("a name that does not open costs its own row alone", "[pages][queue]") {
    DeskHarness harness;
    auto const damaged = harness.open_request(RequestType::access);
    harness.open_request(RequestType::access, "tom@example.com", "Tom Reiter");
    storage::sqlite::Connection somebody(harness.temporary_store().path(), storage::sqlite::OpenAs::writer, 1);
    somebody.script("UPDATE requests SET sealed_label = x'0102030405' WHERE id = 1");
    auto const page = harness.get("/desk", harness.agent);
    CHECK(page.status == 200);
    CHECK(contains(page, "cannot be read"));
    CHECK(contains(page, "Tom Reiter"));
    CHECK(harness.logged().contains("\"event\":\"request.damaged\",\"reference\":\"" + damaged.reference.text()));
    CHECK(harness.post_form("/desk/search", {{"q", "Okafor"}}, harness.agent).status == 200);
}
