#include "app/pages/queue_choice.hpp"
#include "desk_pages.hpp"
#include "storage/sqlite/connection.hpp"
#include "tests/support/store_requests.hpp"

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;
using core::RequestType;

namespace {

bool lists(app::http::HttpResponse const& page, core::SubjectRequest const& request) {
    return contains(page, "href=\"/desk/requests/" + request.reference.text() + "?in=");
}

/// The address behind the page's link of this relation; empty where there is none.
std::string link(app::http::HttpResponse const& page, std::string const& relation) {
    auto const mark = "rel=\"" + relation + "\" href=\"";
    auto const at = page.body.find(mark);
    if (at == std::string::npos) return {};
    auto const begin = at + mark.size();
    auto url = page.body.substr(begin, page.body.find('"', begin) - begin);
    for (auto amp = url.find("&amp;"); amp != url.npos; amp = url.find("&amp;"))
        url.replace(amp, 5, "&");
    return url;
}

app::http::HttpResponse search(DeskHarness& harness, std::string const& words) {
    auto const sent = harness.post_form("/desk/search", {{"q", words}}, harness.agent);
    REQUIRE(sent.status == 303);
    return harness.get(header(sent, "Location"), harness.agent);
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
    app::http::HttpResponse last;
    while (sizes.size() < 5) {
        auto const page = harness.get(url, harness.agent);
        REQUIRE(page.status == 200);
        sizes.push_back(rows_of(page));
        seen += page.body;
        if (link(page, "next").empty()) {
            last = page;
            break;
        }
        url = link(page, "next");
    }
    CHECK(sizes == std::vector<std::size_t>{3, 3, 1});
    for (int i = 0; i < 7; ++i)
        CHECK(seen.find("Person " + std::to_string(i)) != seen.npos);
    CHECK(contains(harness.get("/desk", harness.agent), "The first 3 of 7"));

    auto const middle = harness.get(link(last, "prev"), harness.agent);
    CHECK(rows_of(middle) == 3);
    CHECK(contains(middle, "Person 3"));
    CHECK(contains(middle, "Person 5"));
    CHECK_FALSE(link(middle, "next").empty());
    auto const first = harness.get(link(middle, "prev"), harness.agent);
    CHECK(rows_of(first) == 3);
    CHECK(contains(first, "Person 0"));
    CHECK(link(first, "prev").empty());
}

TEST_CASE("a request knows its place in the queue: back to it, and on to the ones beside it", "[pages][queue]") {
    DeskHarness harness(AppHarness::Options{.settings = {{"limits.queue_page_rows", "2"}}});
    std::vector<core::SubjectRequest> requests;
    for (int i = 0; i < 3; ++i)
        requests.push_back(harness.open_request(RequestType::access, "p" + std::to_string(i) + "@example.com",
                                                "Person " + std::to_string(i)));
    auto const queue = harness.get("/desk?type=access", harness.agent);
    auto const at = queue.body.find("/desk/requests/" + requests[0].reference.text() + "?in=");
    REQUIRE(at != std::string::npos);
    auto const url = queue.body.substr(at, queue.body.find('"', at) - at);
    auto const first = harness.get(url, harness.agent);
    CHECK(contains(first, "href=\"/desk?type=access#" + requests[0].reference.text() + "\""));
    CHECK(link(first, "prev").empty());
    REQUIRE(link(first, "next").starts_with(path_of(requests[1])));

    // The place goes on with a step and its answer, and outlives that the request leaves the view.
    auto const in = url.substr(url.find("?in=") + 4);
    auto const done = harness.act(requests[0], "withdrawal", {{"reason", "By phone."}, {"in", in}}, harness.agent);
    CHECK(header(done, "Location") == path_of(requests[0]) + "?done=withdrawal&in=" + in);
    auto const closed = harness.get(header(done, "Location"), harness.agent);
    auto const second = harness.get(link(closed, "next"), harness.agent);
    CHECK(contains(second, requests[1].reference.text() + "</h1>"));
    CHECK(link(second, "prev").empty()); // the closed one has left the view
    auto const third = harness.get(link(second, "next"), harness.agent);
    CHECK(contains(third, requests[2].reference.text() + "</h1>"));
    CHECK(link(third, "next").empty());
    CHECK(link(third, "prev").starts_with(path_of(requests[1])));

    for (std::string const wrong : {"AAAA", "%3Cscript%3E", "", "dmlldz1ub3doZXJl"}) {
        INFO(wrong);
        auto const page = harness.get(path_of(requests[1]) + "?in=" + wrong, harness.agent);
        CHECK(page.status == 200);
        CHECK(contains(page, "<a href=\"/desk\" title=\"Back to the queue\""));
        CHECK(link(page, "next").empty());
    }
}

TEST_CASE("a filter narrows its tab and never brings in what the tab leaves out", "[pages][queue]") {
    DeskHarness harness;
    auto const open = harness.open_request(RequestType::access);
    auto const closed = harness.open_request(RequestType::access, "kim@example.com", "Kim Lee");
    auto const stamp = harness.stamp_of(harness.agent.actor());
    harness.change([&](auto& transaction) {
        return harness.desk().withdraw(transaction, {closed.id, {}}, core::FreeText{"By phone."}, stamp);
    });
    for (std::string const query :
         {"view=overdue&status=withdrawn", "status=withdrawn", "view=closed&status=open", "urgency=closed",
          "view=approval&status=open", "view=unassigned&assignee=7", "view=mine&assignee=none"}) {
        INFO(query);
        auto const page = harness.get("/desk?" + query, harness.agent);
        CHECK(page.status == 200);
        CHECK(rows_of(page) == 0);
        CHECK(contains(page, "No request fits"));
    }
    CHECK(lists(harness.get("/desk?view=closed&status=withdrawn", harness.agent), closed));
    CHECK(lists(harness.get("/desk?status=open", harness.agent), open));
    CHECK(contains(harness.get("/desk?view=closed", harness.agent), "<option value=\"withdrawn\">"));
    CHECK_FALSE(contains(harness.get("/desk?view=closed", harness.agent), "<option value=\"in_progress\">"));
}

TEST_CASE("what nobody has confirmed stands in a tab of its own", "[pages][queue]") {
    DeskHarness harness;
    auto const open = harness.open_request(RequestType::access);
    auto const unverified = harness.add_request(RequestType::access, "kim@example.com", "Kim Lee");
    for (std::string const view : {"open", "unassigned"}) {
        INFO(view);
        auto const page = harness.get("/desk?view=" + view, harness.agent);
        CHECK(lists(page, open));
        CHECK_FALSE(lists(page, unverified));
    }
    auto const page = harness.get("/desk?view=unverified", harness.agent);
    CHECK(lists(page, unverified));
    CHECK_FALSE(lists(page, open));
    CHECK(contains(page, "All open <span class=\"count\">1</span>"));
    CHECK(contains(page, "Unassigned <span class=\"count\">1</span>"));
    CHECK(contains(page, "Not confirmed yet <span class=\"count\">1</span>"));
    harness.advance(std::chrono::days{32});
    auto officer = harness.sign_in_as(core::Role::officer);
    CHECK_FALSE(lists(harness.get("/desk?view=overdue", officer), unverified));
    CHECK(contains(harness.get("/desk", officer), "Overdue <span class=\"count\">1</span>"));
}

TEST_CASE("tabs say how many they hold, mine too, and keep the filters that mean the same there", "[pages][queue]") {
    DeskHarness harness;
    harness.worked_request(RequestType::access);
    auto const page = harness.get("/desk?type=access&status=in_progress&assignee=none&channel=phone", harness.agent);
    CHECK(contains(page, "Mine <span class=\"count\">1</span>"));
    CHECK(contains(page, "href=\"/desk?view=mine&amp;type=access&amp;channel=phone\""));
    CHECK(contains(page, "href=\"/desk?view=overdue&amp;type=access&amp;channel=phone&amp;assignee=none\""));
}

TEST_CASE("an address of the queue that is no code, unknown or doubled is refused", "[pages][queue]") {
    DeskHarness harness;
    for (std::string const bad :
         {"view=nowhere", "status=done", "type=access&type=deletion", "assignee=me%27--", "sort=name",
          "q=ines%40example.com", "before=x", "after=%3Cscript%3E", "after=bm9uc2Vuc2U", "due_from=tomorrow"}) {
        INFO(bad);
        auto const answer = harness.get("/desk?" + bad, harness.agent);
        CHECK(answer.status == 400);
        CHECK_FALSE(contains(answer, "<script>"));
    }
    CHECK(harness.get("/desk?after=12345", harness.agent).status == 200);
}

TEST_CASE("a search by name or address goes on to a page that can be come back to, and leaves nothing in a URL",
          "[pages][queue]") {
    DeskHarness harness;
    auto const ines = harness.open_request(RequestType::access, "ines@example.com", "Ines Okafor");
    auto const tom = harness.open_request(RequestType::access, "tom@example.com", "Tom Becker");
    for (auto const* words : {"okafor", "Ines@Example.com"}) {
        INFO(words);
        auto const sent = harness.post_form("/desk/search", {{"q", words}}, harness.agent);
        CHECK(sent.status == 303);
        auto const url = header(sent, "Location");
        REQUIRE(url.starts_with("/desk?found="));
        auto const found = harness.get(url, harness.agent);
        CHECK(found.status == 200);
        CHECK(lists(found, ines));
        CHECK_FALSE(lists(found, tom));
        CHECK(contains(found, "1 request fits."));
        CHECK(contains(found, "name=\"q\" type=\"search\" value=\"" + std::string(words) + "\""));
        // The words stand in the search field alone: in no link of the page.
        CHECK(found.body.find("okafor") == found.body.rfind("okafor"));
    }
    auto const nothing = search(harness, "nobody");
    CHECK(contains(nothing, "No request fits"));
    CHECK_FALSE(contains(nothing, "ewer filters"));
    CHECK_FALSE(harness.logged().contains("kafor"));
    // The page's own search form posts: a browser never puts the words into an address.
    CHECK(contains(harness.get("/desk", harness.agent), "method=\"post\" action=\"/desk/search\""));
}

TEST_CASE("a search opens for who made it, until the session would be over, and for nobody else", "[pages][queue]") {
    DeskHarness harness;
    auto const ines = harness.open_request(RequestType::access, "ines@example.com", "Ines Okafor");
    auto const url = header(harness.post_form("/desk/search", {{"q", "okafor"}}, harness.agent), "Location");
    auto const others = harness.get(url, harness.officer);
    CHECK(others.status == 422);
    CHECK(contains(others, "This search is over."));
    CHECK_FALSE(lists(others, ines));
    CHECK_FALSE(contains(others, "okafor"));
    CHECK(harness.get("/desk?found=AAAA", harness.agent).status == 422);
}

TEST_CASE("a search with more hits than a page goes on to further pages and back", "[pages][queue]") {
    DeskHarness harness(AppHarness::Options{.settings = {{"limits.queue_page_rows", "2"}}});
    for (int i = 0; i < 3; ++i)
        harness.open_request(RequestType::access, "p" + std::to_string(i) + "@example.com", "Person Lindgren");
    auto const first = search(harness, "lindgren");
    CHECK(rows_of(first) == 2);
    auto const second = harness.get(link(first, "next"), harness.agent);
    CHECK(rows_of(second) == 1);
    CHECK(rows_of(harness.get(link(second, "prev"), harness.agent)) == 2);
}

TEST_CASE("a search that fits more requests than are shown says so in words", "[pages][queue]") {
    DeskHarness harness;
    auto const maria = [&harness](int requests) {
        harness.write([&](storage::Transaction& transaction) {
            for (int i = 0; i < requests; ++i)
                submit_in(transaction, new_request(RequestType::access, "Maria Lindgren", "maria@example.com"),
                          harness.store().references());
        });
    };
    constexpr auto* words = "The newest 1,000 matches are shown; add a word";
    maria(storage::most_search_matches);
    CHECK_FALSE(contains(search(harness, "maria"), words));
    maria(1);
    CHECK(contains(search(harness, "maria"), words));
    CHECK_FALSE(contains(search(harness, "okafor"), words));
}

TEST_CASE("a search finds closed requests too, and a reference leads to its request", "[pages][queue]") {
    DeskHarness harness;
    auto const request = harness.add_request(RequestType::unsubscribe);
    CHECK(lists(search(harness, "ines@example.com"), request));
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
        auto const refused = harness.get(url, admin);
        CHECK(refused.status == 403);
        CHECK(contains(refused, "<a href=\"/settings\">Go to the settings</a>"));
        CHECK_FALSE(contains(refused, "href=\"/desk\""));
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
        return *app::pages::query_of(choice, {}, {today, 7}, 50);
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
    CHECK(search(harness, "Okafor").status == 200);
}

TEST_CASE("an address of the desk that leads nowhere says so in the desk's words", "[pages][queue]") {
    DeskHarness harness;
    auto const page = harness.get("/desk/nothing/here", harness.agent);
    CHECK(page.status == 404);
    CHECK(contains(page, "This address belongs to the desk."));
    CHECK_FALSE(contains(page, "<a href=\"/\">privacy centre</a>, or write"));
    CHECK(contains(harness.get("/nothing/here", harness.agent), "privacy centre</a>, or write"));
}
