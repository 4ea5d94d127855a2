#include "tests/app/api/api_world.hpp"
#include "tests/support/store_requests.hpp"

using namespace habeas;
using namespace habeas::testing;

namespace {

/// Five requests, named by the local part of their addresses.
///   late    access, phone, received 2025-12-20, due 2026-01-19
///   oldest  deletion, received 2026-01-05, due 2026-02-04
///   middle  access, in progress, received 2026-01-10, due 2026-02-09
///   done    correction, withdrawn, received 2026-01-20, due 2026-02-19
///   newest  access, received 2026-01-30 09:00, due 2026-03-01
struct ListWorld : ApiWorld {
    ListWorld() {
        add("access", "late", "2025-12-20", R"("channel":"phone")");
        add("deletion", "oldest", "2026-01-05", R"("deletion_scope":"account")");
        auto const middle = add("access", "middle", "2026-01-10", R"("channel":"email")");
        mika = std::to_string(harness.add_staff(core::Role::agent, "mika@company.example").value);
        step(step(confirm(middle), "verification", R"({"evidence":"matched"})"), "assignment",
             R"({"login":"mika@company.example"})");
        auto const done =
            add("correction", "done", "2026-01-20", R"("corrections":[{"field":"contact.phone","requested":"1"}])");
        step(done, "withdrawal", R"({"reason":"By phone."})");
        add("access", "newest", "2026-01-30", R"("channel":"api")");
    }

    Reply add(std::string const& type, std::string const& name, std::string const& day, std::string const& more) {
        auto const made = create(R"({"type":")" + type + R"(","subject":{"name":"Nia )" + name + R"(","email":")" +
                                 name + R"(@example.com"},"received_at":")" + day + R"(T09:00:00Z",)" + more + "}");
        names[made.reference()] = name;
        return made;
    }

    /// The names on a page, in order.
    std::string listed(std::string const& query) {
        auto const reply = get("/api/v1/requests" + query);
        INFO(reply.raw.body);
        REQUIRE(reply.status() == 200);
        std::string joined;
        for (auto const& row : reply.at("requests").as_array())
            joined += (joined.empty() ? "" : " ") + names.at(std::string(row.at("reference").as_string()));
        return joined;
    }

    std::map<std::string, std::string> names;
    std::string mika; ///< the number of a member of staff
};

} // namespace

TEST_CASE("Everything is listed, what is due first before the rest") {
    ListWorld world;
    CHECK(world.listed("") == "late oldest middle done newest");
    auto const reply = world.get("/api/v1/requests");
    CHECK(reply.text("next_cursor") == "null");
    CHECK(reply.text("requests.0.urgency") == "overdue");
    CHECK(reply.text("requests.1.urgency") == "due_soon");
    CHECK(reply.text("requests.3.urgency") == "closed");
    CHECK(reply.text("requests.4.urgency") == "on_time");
    CHECK(reply.text("requests.2.subject.name") == "Nia middle");
    CHECK(reply.text("requests.2.assignee") == world.mika);
    CHECK(reply.text("requests.2.version") == "4");
    CHECK(reply.text("requests.2.status") == "in_progress");
    CHECK(reply.text("requests.2.due_on") == "2026-02-09");
    CHECK_FALSE(reply.raw.body.contains("@example.com"));
}

TEST_CASE("A list can be put in four orders") {
    ListWorld world;
    CHECK(world.listed("?sort=due_on") == "late oldest middle done newest");
    CHECK(world.listed("?sort=-due_on") == "newest done middle oldest late");
    CHECK(world.listed("?sort=received_at") == "late oldest middle done newest");
    CHECK(world.listed("?sort=-received_at") == "newest done middle oldest late");
}

TEST_CASE("Every filter narrows the list, and together they narrow it further") {
    ListWorld world;
    CHECK(world.listed("?status=withdrawn") == "done");
    CHECK(world.listed("?status=unverified,in_progress") == "late oldest middle newest");
    CHECK(world.listed("?type=deletion,correction") == "oldest done");
    CHECK(world.listed("?channel=phone") == "late");
    CHECK(world.listed("?assignee=" + world.mika) == "middle");
    CHECK(world.listed("?assignee=" + std::to_string(world.agent.owner->value)).empty());
    CHECK(world.listed("?assignee=none") == "late oldest done newest");
    CHECK(world.listed("?due_before=2026-02-09") == "late oldest middle");
    CHECK(world.listed("?due_before=2026-02-08") == "late oldest");
    CHECK(world.listed("?due_after=2026-02-09") == "middle done newest");
    CHECK(world.listed("?due_after=2026-02-10") == "done newest");
    CHECK(world.listed("?due_after=2026-02-04&due_before=2026-02-09") == "oldest middle");
    CHECK(world.listed("?type=access&status=unverified&assignee=none&sort=-due_on") == "newest late");
    CHECK(world.listed("?type=deletion&channel=phone").empty());
}

TEST_CASE("Overdue is what is open and was due before today") {
    ListWorld world;
    CHECK(world.listed("?overdue=true") == "late");
    CHECK(world.listed("?overdue=false") == "oldest middle done newest");
    world.harness.clock().set(at_time("2026-02-09T12:00:00Z"));
    CHECK(world.listed("?overdue=true") == "late oldest");
    world.harness.clock().set(at_time("2026-02-10T12:00:00Z"));
    CHECK(world.listed("?overdue=true") == "late oldest middle");
    world.harness.clock().set(at_time("2026-03-10T12:00:00Z"));
    CHECK(world.listed("?overdue=true") == "late oldest middle newest"); // "done" is closed
    CHECK(world.listed("?overdue=false") == "done");
    CHECK(world.listed("?overdue=false&sort=received_at") == "done");
    CHECK(world.listed("?overdue=false&q=nia") == "done");
    CHECK(world.listed("?overdue=true&due_before=2026-02-04") == "late oldest");
    CHECK(world.get("/api/v1/requests?overdue=true&status=withdrawn").fields() == "overdue");
}

TEST_CASE("What was never due is in no range of due days, and never overdue") {
    ListWorld world;
    auto const made = world.create(R"({"type":"unsubscribe","subject":{"email":"never@example.com"}})");
    world.names[made.reference()] = "never";
    CHECK(world.listed("?type=unsubscribe") == "never");
    CHECK(world.listed("?type=unsubscribe&due_after=2026-01-01").empty());
    CHECK(world.listed("?type=unsubscribe&due_before=2199-12-31").empty());
    CHECK(world.listed("?type=unsubscribe&due_after=2026-01-01&sort=-received_at").empty());
    CHECK(world.listed("?q=never@example.com&due_after=2026-01-01").empty());
    CHECK(world.listed("?type=unsubscribe&overdue=false") == "never");
}

TEST_CASE("A search finds a reference, an address, or words of a name") {
    ListWorld world;
    CHECK(world.listed("?q=middle@example.com") == "middle");
    CHECK(world.listed("?q=MIDDLE%40EXAMPLE.COM") == "middle");
    CHECK(world.listed("?q=nia") == "late oldest middle done newest");
    CHECK(world.listed("?q=newest+Nia") == "newest");
    CHECK(world.listed("?q=nobody").empty());
    auto const reference = world.get("/api/v1/requests?type=deletion").text("requests.0.reference");
    CHECK(world.listed("?q=" + reference) == "oldest");
    CHECK(world.listed("?q=nia&type=deletion") == "oldest");
    CHECK(world.get("/api/v1/requests?q=" + std::string(254, 'x')).status() == 200);
    CHECK(world.get("/api/v1/requests?q=" + std::string(255, 'x')).fields() == "q");
}

TEST_CASE("A search that fits more requests than are listed says so") {
    ListWorld world;
    CHECK(world.get("/api/v1/requests").text("notice") == "null");
    world.harness.write([&world](storage::Transaction& transaction) {
        for (int i = 0; i <= storage::most_search_matches; ++i)
            submit_in(transaction, new_request(core::RequestType::access, "Maria Lindgren", "maria@example.com"),
                      world.harness.store().references());
    });
    CHECK(world.get("/api/v1/requests?q=maria&limit=1")
              .text("notice")
              .starts_with("The newest 1,000 matches are shown; add a word"));
    CHECK(world.get("/api/v1/requests?q=nia").text("notice") == "null");
}

TEST_CASE("A page has as many rows as asked for, within bounds") {
    ListWorld world;
    CHECK(world.listed("?limit=1") == "late");
    CHECK(world.listed("?limit=200") == "late oldest middle done newest");
    for (auto const* wrong : {"0", "201", "-1", "", "x", "1.5", "+5", "99999999999"})
        CHECK(world.get("/api/v1/requests?limit=" + std::string(wrong)).fields() == "limit");
}

TEST_CASE("A parameter that is unknown, doubled or wrong is named") {
    ListWorld world;
    auto const [query, fields] = GENERATE(table<std::string, std::string>({
        {"?colour=crimson", "colour"},
        {"?%3Cb%3E=crimson", "(query)"},
        {"?status=open&status=denied", "status"},
        {"?tint=1&tint=2", "tint"},
        {"?status=closed", "status"},
        {"?status=open,", "(none)"},
        {"?type=Access", "type"},
        {"?channel=fax", "channel"},
        {"?channel=api,phone", "channel"},
        {"?assignee=me", "assignee"},
        {"?assignee=0", "assignee"},
        {"?due_before=2026-02-30", "due_before"},
        {"?due_after=01.02.2026", "due_after"},
        {"?overdue=yes", "overdue"},
        {"?sort=name", "sort"},
        {"?cursor=", "cursor"},
        {"?cursor=bm9uc2Vuc2U", "cursor"},
        {"?cursor=0012", "cursor"},
        {"?cursor=12", "cursor"},
        {"?cursor=12.", "cursor"},
        {"?cursor=.0a1b2c3d", "cursor"},
        {"?sort=due_on;drop+table", "sort"},
        {"?colour=crimson&limit=0&sort=x&type=y", "colour limit sort type"},
    }));
    INFO(query);
    auto const reply = world.get("/api/v1/requests" + query);
    if (fields != "(none)") CHECK(reply.outcome() == "422 invalid");
    CHECK(reply.fields() == fields);
    CHECK_FALSE(reply.raw.body.contains("crimson"));
}

TEST_CASE("A wrong word in a query is answered with the right ones, once") {
    ListWorld world;
    auto const message = [&](std::string const& query) {
        auto const reply = world.get("/api/v1/requests" + query);
        REQUIRE(reply.at("errors").as_array().size() == 1);
        return reply.text("errors.0.message");
    };
    CHECK(message("?type=Access,Deletion").ends_with("access, correction, deletion, unsubscribe."));
    CHECK(message("?status=closed").contains("awaiting_requester"));
    CHECK(message("?channel=api,phone").contains("web_form, email"));
    CHECK(message("?assignee=me").contains("none"));
}

TEST_CASE("A walk by cursor meets every request once, in every order") {
    ApiWorld world;
    std::set<std::string> all;
    for (int count = 0; count < 23; ++count) {
        // Many on the same day and at the same moment: the order between them must still be one.
        if (count % 7 == 6) world.harness.advance(std::chrono::days(1));
        all.insert(world.create(access_body("p" + std::to_string(count) + "@example.com")).reference());
    }
    auto const sort = GENERATE(as<std::string>{}, "due_on", "-due_on", "received_at", "-received_at");
    auto const limit = GENERATE(1, 5, 22, 23, 24);
    INFO(sort << " by " << limit);
    std::set<std::string> met;
    std::size_t rows = 0;
    std::string cursor;
    do {
        auto const reply = world.get("/api/v1/requests?sort=" + sort + "&limit=" + std::to_string(limit) +
                                     (cursor.empty() ? "" : "&cursor=" + cursor));
        REQUIRE(reply.status() == 200);
        for (auto const& row : reply.at("requests").as_array()) {
            met.emplace(row.at("reference").as_string());
            ++rows;
        }
        cursor = reply.text("next_cursor");
    } while (cursor != "null" && rows < 100);
    CHECK(met == all);
    CHECK(rows == all.size());
}

TEST_CASE("A cursor is good for its own order and filters alone") {
    ListWorld world;
    auto const cursor = world.get("/api/v1/requests?type=access&limit=1").text("next_cursor");
    auto const with = [&](std::string const& query) {
        return world.get("/api/v1/requests?" + query + "&cursor=" + cursor);
    };
    CHECK(with("type=access&limit=1").outcome() == "200");
    CHECK(with("type=access&limit=5&sort=due_on").outcome() == "200"); // what is meant where nobody says
    for (auto const* other : {"type=access&sort=-due_on", "type=access&sort=received_at", "type=deletion", "limit=1",
                              "type=access&status=unverified", "type=access&q=nia"}) {
        INFO(other);
        CHECK(with(other).outcome() == "422 invalid");
        CHECK(with(other).fields() == "cursor");
        CHECK(with(other).text("errors.0.message").contains("another sort or other filters"));
    }
}
