#include "desk_pages.hpp"
#include "storage/sqlite/connection.hpp"
#include "tests/support/no_room.hpp"
#include "tests/support/store_requests.hpp"

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;
using core::RequestType;

namespace {

/// Whether the page shows this verb's form open, as the one next action.
bool is_next(app::http::HttpResponse const& page, std::string const& step) {
    auto const next = page.body.find("class=\"panel next\"");
    if (next == std::string::npos) return false;
    auto const end = page.body.find("</section>", next);
    return page.body.substr(next, end - next).contains("/" + step + "\"");
}

bool offers(app::http::HttpResponse const& page, core::SubjectRequest const& request, std::string const& step) {
    return contains(page, "action=\"" + path_of(request, step) + "\"");
}

std::size_t looks(DeskHarness& harness) {
    harness.settle();
    return harness.ledger("request.viewed").size();
}

} // namespace

TEST_CASE("the request page shows who asks, for what, by when, and why that day", "[pages][request]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::correction);
    auto const page = harness.get(path_of(request), harness.officer);
    REQUIRE(page.status == 200);
    for (auto const* words :
         {"Ines Okafor", "ines@example.com", "Correction", "In progress", "1 March 2026", "in 30 days",
          "How is this day computed?", "received, day 0", "Requests to access, change, or delete", "01632 960 001",
          "01632 960 002", "Matched with the address on file", "with Staff agent1"}) {
        INFO(words);
        CHECK(contains(page, words));
    }
    CHECK(header(page, "Content-Type").starts_with("text/html"));
}

TEST_CASE("a request that does not exist, and a reference that is none, are not found alike", "[pages][request]") {
    DeskHarness harness;
    auto const missing = harness.services().store.references().encode(core::RequestId{77}).text();
    CHECK(harness.get("/desk/requests/" + missing, harness.agent).status == 404);
    CHECK(harness.get("/desk/requests/nonsense", harness.agent).status == 404);
}

TEST_CASE("the next right action stands first: assign, match, approve, fulfil", "[pages][request]") {
    DeskHarness harness;
    auto request = harness.open_request(RequestType::deletion);
    auto const page_for = [&](StaffBrowser& who) { return harness.get(path_of(request), who); };
    CHECK(is_next(page_for(harness.agent), "assignment"));

    harness.act(request, "assignment", {{"take", "1"}}, harness.agent);
    CHECK(is_next(page_for(harness.agent), "verification"));
    CHECK(contains(page_for(harness.agent), "Still missing: compare the requester"));

    harness.act(request, "verification", {{"note", ""}}, harness.agent);
    CHECK(is_next(page_for(harness.agent), "approval-request"));
    CHECK(contains(page_for(harness.agent), "needs a second person before it is answered"));
    CHECK_FALSE(offers(page_for(harness.agent), request, "fulfilment")); // one form for one answer

    harness.act(request, "approval-request", everything_deleted("Everything in the account is searched."),
                harness.agent);
    CHECK_FALSE(contains(page_for(harness.agent), "class=\"panel next\""));
    CHECK(is_next(page_for(harness.officer), "approval"));
    CHECK(contains(page_for(harness.officer), "Everything in the account is searched."));

    harness.act(request, "approval", {{"note", ""}}, harness.officer);
    CHECK(is_next(page_for(harness.agent), "fulfilment"));
    CHECK(contains(page_for(harness.agent), "The answer that was approved"));
    CHECK(contains(page_for(harness.agent), "Carry out and send the answer"));
    CHECK_FALSE(contains(page_for(harness.agent), "Still missing"));
}

TEST_CASE("the page offers what the state machine allows the role and nothing else", "[pages][request]") {
    DeskHarness harness;
    auto const waiting = harness.worked_request(RequestType::deletion);
    harness.act(waiting, "approval-request", everything_deleted(""), harness.agent);
    auto const for_agent = harness.get(path_of(waiting), harness.agent);
    auto const for_officer = harness.get(path_of(waiting), harness.officer);
    CHECK_FALSE(offers(for_agent, waiting, "approval"));
    CHECK_FALSE(offers(for_agent, waiting, "return"));
    CHECK(offers(for_officer, waiting, "approval"));
    CHECK(offers(for_officer, waiting, "return"));
    CHECK_FALSE(offers(for_officer, waiting, "fulfilment"));
    CHECK(offers(for_agent, waiting, "withdrawal"));
}

TEST_CASE("an extension says to which day, and until when it can be asked for", "[pages][request]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::access);
    auto const page = harness.get(path_of(request), harness.agent);
    CHECK(contains(page, "Extend to 31 March 2026 and tell the requester"));
    CHECK(contains(page, "Possible until 1 March 2026 (in 30 days)"));
}

TEST_CASE("an extension is offered up to the due day, once, and not after it", "[pages][request]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::access);
    auto const extended = harness.worked_request(RequestType::access);
    harness.act(extended, "extension", {{"reason", "Twelve archives."}}, harness.agent);
    CHECK_FALSE(contains(harness.get(path_of(extended), harness.agent), "Extend to"));

    auto const due = harness.find(request.id).clock(core::ClockName::respond)->original_due_on();
    while (harness.services().calendar.day_of(harness.services().clock.now()) < due)
        harness.advance(std::chrono::hours{1});
    auto on_time = harness.sign_in_as(core::Role::agent);
    CHECK(contains(harness.get(path_of(request), on_time), "Extend to"));

    harness.advance(std::chrono::days{1});
    auto late = harness.sign_in_as(core::Role::agent);
    auto const page = harness.get(path_of(request), late);
    CHECK(page.status == 200);
    CHECK(contains(page, path_of(request, "denial")));
    CHECK_FALSE(contains(page, "Extend to"));
}

TEST_CASE("a look is written down once in a quarter of an hour for each person", "[pages][request]") {
    DeskHarness harness;
    auto const request = harness.open_request(RequestType::access);
    harness.get(path_of(request), harness.agent);
    harness.get(path_of(request), harness.agent);
    CHECK(looks(harness) == 1);
    harness.get(path_of(request), harness.officer);
    CHECK(looks(harness) == 2);
    harness.advance(std::chrono::minutes{14});
    harness.get(path_of(request), harness.agent);
    CHECK(looks(harness) == 2);
    harness.advance(std::chrono::minutes{1});
    harness.get(path_of(request), harness.agent);
    CHECK(looks(harness) == 3);
    auto const entries = harness.ledger("request.viewed");
    CHECK(entries.front().actor == harness.agent.actor());
    CHECK(entries.front().request == request.id);
    CHECK(harness.find(request.id).version == request.version);
}

TEST_CASE("a request is not shown while the look cannot be written down", "[pages][request]") {
    DeskHarness harness;
    auto const request = harness.open_request(RequestType::access);
    {
        NoRoom const full{512};
        auto const page = harness.get(path_of(request), harness.agent);
        CHECK(page.status == 503);
        CHECK_FALSE(contains(page, "Ines"));
    }
    CHECK(looks(harness) == 0);
    CHECK(harness.get(path_of(request), harness.agent).status == 200);
    CHECK(looks(harness) == 1);
    NoRoom const full{512};
    CHECK(harness.get(path_of(request), harness.agent).status == 200); // this look is in the trail already
}

TEST_CASE("a message that does not open says so and leaves the rest of the page", "[pages][request]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::access);
    harness.act(request, "notes", {{"body", "Ask billing as well."}}, harness.agent);
    harness.act(request, "messages", {{"body", "We have begun to search."}}, harness.agent);
    storage::sqlite::Connection somebody(harness.temporary_store().path(), storage::sqlite::OpenAs::writer, 1);
    somebody.script("UPDATE messages SET sealed_body = x'0102' WHERE id = 1");
    auto const page = harness.get(path_of(request), harness.agent);
    CHECK(page.status == 200);
    CHECK(contains(page, "This text cannot be read"));
    CHECK(contains(page, "We have begun to search."));
    somebody.script("UPDATE particulars SET sealed_asked = x'0102'");
    CHECK(harness.get(path_of(request), harness.agent).status == 500);
    CHECK(harness.failure().contains(request.reference.text()));
}

TEST_CASE("reading an unread message takes its mark away, and the page's forms carry the version after it",
          "[pages][request]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::access);
    auto const stamp = harness.stamp_of(core::Actor::requester());
    auto const written = harness.change([&](auto& transaction) {
        return harness.desk().add_message(transaction, {request.id, {}}, core::MessageKind::from_requester,
                                          core::FreeText("Please hurry"), stamp);
    });
    REQUIRE(written.unread);
    auto const page = harness.get(path_of(request), harness.agent);
    auto const read = harness.find(request.id);
    CHECK_FALSE(read.unread);
    CHECK(contains(page, "Please hurry"));
    CHECK(contains(page, "name=\"version\" value=\"" + std::to_string(read.version) + "\""));
}

TEST_CASE("the conversation shows messages and letters with their state, the timeline what happened",
          "[pages][request]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::access);
    harness.act(request, "messages", {{"body", "We have begun to search."}}, harness.agent);
    harness.act(request, "notes", {{"body", "Ask billing as well."}}, harness.agent);
    auto page = harness.get(path_of(request), harness.officer);
    CHECK(contains(page, "We have begun to search."));
    CHECK(contains(page, "Ask billing as well."));
    CHECK(contains(page, "internal note"));
    CHECK(contains(page, "To be sent"));
    for (auto const* words : {"Request came in", "Requester verified", "Assigned", "Message to the requester"})
        CHECK(contains(page, words));

    harness.write([&](storage::Transaction& transaction) {
        for (auto const& letter : transaction.letters_of(request.id))
            if (letter.kind == core::LetterKind::received)
                transaction.letter_sent(claimed(transaction, letter, harness.clock().now()).claim(),
                                        harness.clock().now(), "Your request " + request.reference.text(),
                                        "We have received your request.");
        (void)transaction.commit(core::Decision::bookkeeping(), harness.clock().now());
    });
    page = harness.get(path_of(request), harness.officer);
    CHECK(contains(page, "Handed over"));
    CHECK(contains(page, "We have received your request."));
}

TEST_CASE("whatever a stranger typed is text on the request page", "[pages][request]") {
    DeskHarness harness;
    constexpr auto hostile = "\"><img src=x onerror=alert(1)>";
    auto asked = harness.new_request(RequestType::correction, "x@example.com", hostile);
    asked.organisation = core::OrganisationName(hostile);
    asked.details = core::FreeText(hostile);
    asked.subject.region = hostile;
    asked.corrections = {{"billing.address", core::FreeText(hostile), core::FreeText(hostile)}};
    auto const request = harness.add_request(asked);
    auto const page = harness.get(path_of(request), harness.agent);
    REQUIRE(page.status == 200);
    CHECK_FALSE(contains(page, "<img"));
    CHECK(contains(page, "&lt;img src=x onerror=alert(1)&gt;"));
}

TEST_CASE("a notice is one of ours: text in the URL never reaches the page", "[pages][request]") {
    DeskHarness harness;
    auto const request = harness.open_request(RequestType::access);
    CHECK(contains(harness.get(path_of(request) + "?done=assignment", harness.agent), "The request was assigned."));
    auto const page = harness.get(path_of(request) + "?done=You+won", harness.agent);
    CHECK(page.status == 200);
    CHECK_FALSE(contains(page, "You won"));
}

TEST_CASE("a letter read at the desk opens nothing in the requester's name", "[pages][request]") {
    DeskHarness harness;
    auto const request = harness.add_request(RequestType::access);
    auto const now = harness.clock().now();
    auto const& links = harness.services().links;
    auto const verify = links.verify_url(request.id, now);
    auto const own_page = links.my_request_url(request.id, now);
    harness.write([&](storage::Transaction& transaction) {
        for (auto const& letter : transaction.claim_letters(now, now + std::chrono::minutes{5}, 10))
            transaction.letter_to_print(letter.claim(), "Please confirm", "Hello Ines,\n" + verify + "\n" + own_page);
        (void)transaction.commit(core::Decision::bookkeeping(), now);
    });
    for (auto* who : {&harness.agent, &harness.officer}) {
        auto const page = harness.get(path_of(request), *who);
        CHECK(contains(page, "Hello Ines,"));
        CHECK(contains(page, "[the requester&#39;s personal link]"));
        CHECK_FALSE(contains(page, "/verify/"));
        CHECK_FALSE(contains(page, "/r/"));
    }
}

namespace {

/// The part of the request page where letters and messages stand, without the timeline.
std::string conversation_of(app::http::HttpResponse const& page) {
    auto const begin = page.body.find("id=\"messages\"");
    REQUIRE(begin != page.body.npos);
    return page.body.substr(begin, page.body.find("class=\"timeline\"") - begin);
}

std::size_t count_of(std::string const& text, std::string const& words) {
    std::size_t count = 0;
    for (auto at = text.find(words); at != text.npos; at = text.find(words, at + words.size()))
        ++count;
    return count;
}

/// Everything owed leaves, with a text that names its kind and holds what staff wrote in it.
void send_letters(DeskHarness& harness) {
    auto const now = harness.clock().now();
    harness.write([&](storage::Transaction& transaction) {
        for (auto const& letter : transaction.claim_letters(now, now + std::chrono::minutes{5}, 100)) {
            auto text = "Text of " + std::string(core::code(letter.kind)) + ".";
            for (auto const* name : {"question", "message", "reason", "answer"})
                text += " " + std::string(letter.fact(name));
            transaction.letter_sent(letter.claim(), now, "Subject", text);
        }
        (void)transaction.commit(core::Decision::bookkeeping(), now);
    });
}

} // namespace

TEST_CASE("whatever was asked, said, put off or answered stands in the conversation once", "[pages][request]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::access);
    auto const next = [&] { harness.advance(std::chrono::minutes{1}); };
    next();
    harness.act(request, "information-request", {{"question", "Which account is it?"}}, harness.agent);
    next();
    harness.act(request, "information", {{"answer", "The old one."}}, harness.agent);
    next();
    harness.act(request, "messages", {{"body", "We have begun to search."}}, harness.agent);
    next();
    harness.act(request, "extension", {{"reason", "Twelve archives."}}, harness.agent);
    next();
    auto fields = rows_for_all("provided");
    fields.emplace_back("answer", "Your data is on its way.");
    harness.act(request, "fulfilment", fields, harness.agent);
    REQUIRE(harness.find(request.id).status == core::Status::fulfilled);
    auto const check_once = [&] {
        auto const conversation = conversation_of(harness.get(path_of(request), harness.officer));
        for (auto const* words : {"Which account is it?", "The old one.", "We have begun to search.",
                                  "<strong>Extension</strong>", "<strong>Answer</strong>"}) {
            INFO(words);
            CHECK(count_of(conversation, words) == 1);
        }
        CHECK_FALSE(conversation.contains("Question to the requester"));
        CHECK_FALSE(conversation.contains("<strong>Message</strong>"));
        // The newest stands first.
        CHECK(conversation.find("<strong>Answer</strong>") < conversation.find("<strong>Extension</strong>"));
        CHECK(conversation.find("The old one.") < conversation.find("Which account is it?"));
        return conversation;
    };
    check_once();
    send_letters(harness);
    auto const conversation = check_once();
    CHECK(count_of(conversation, "Twelve archives.") == 1);
    CHECK(count_of(conversation, "Your data is on its way.") == 1);
}

TEST_CASE("two messages of one moment have each their own letter", "[pages][request]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::access);
    send_letters(harness);
    harness.act(request, "messages", {{"body", "The first."}}, harness.agent);
    send_letters(harness);
    harness.act(request, "messages", {{"body", "The second."}}, harness.agent);
    auto const conversation = conversation_of(harness.get(path_of(request), harness.officer));
    auto const second = conversation.find("To be sent");
    CHECK(count_of(conversation, "To be sent") == 1);
    CHECK(second < conversation.find("The second."));
    CHECK(conversation.find("The second.") < conversation.find("The first."));
}

TEST_CASE("letters to staff stand folded apart; one that cannot be delivered stays in sight", "[pages][request]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::deletion);
    CHECK_FALSE(contains(harness.get(path_of(request), harness.agent), "Letters to staff"));
    harness.act(request, "approval-request", everything_deleted(""), harness.agent);
    auto conversation = conversation_of(harness.get(path_of(request), harness.officer));
    auto const folded = conversation.find("Letters to staff (1)");
    REQUIRE(folded != conversation.npos);
    CHECK(count_of(conversation, "Approval wanted") == 1);
    CHECK(conversation.find("Approval wanted") > folded);

    auto const now = harness.clock().now();
    harness.write([&](storage::Transaction& transaction) {
        for (auto const& letter : transaction.claim_letters(now, now + std::chrono::minutes{5}, 100))
            if (letter.to.kind == core::Addressee::Kind::staff)
                transaction.letter_failed(letter.claim(), "550", std::nullopt);
        (void)transaction.commit(core::Decision::bookkeeping(), now);
    });
    conversation = conversation_of(harness.get(path_of(request), harness.officer));
    CHECK_FALSE(conversation.contains("Letters to staff"));
    CHECK(count_of(conversation, "Approval wanted") == 1);
    CHECK(conversation.contains("Send it again"));
}

TEST_CASE("the other requests with the subject's address stand beside it, ten of them, and a search for more",
          "[pages][request]") {
    DeskHarness harness;
    auto const alone = harness.open_request(RequestType::access, "ben@example.com", "Ben Ito");
    CHECK_FALSE(contains(harness.get(path_of(alone), harness.agent), "Other requests with this address"));

    auto const request = harness.open_request(RequestType::access);
    std::vector<core::SubjectRequest> others;
    for (int other = 0; other < 10; ++other)
        others.push_back(harness.open_request(RequestType::deletion, "INES@example.com"));
    auto page = harness.get(path_of(request), harness.agent);
    CHECK(contains(page, "Other requests with this address"));
    for (auto const& other : others)
        CHECK(contains(page, "href=\"" + path_of(other) + "\""));
    CHECK(contains(page, "due <time datetime=\"2026-03-01\">1 March 2026</time>"));
    CHECK_FALSE(contains(page, "Search for all of them"));
    CHECK_FALSE(contains(page, path_of(alone) + "\""));
    CHECK_FALSE(contains(page, "asked for the same"));

    harness.open_request(RequestType::correction);
    page = harness.get(path_of(request), harness.agent);
    CHECK_FALSE(contains(page, "href=\"" + path_of(others.front()) + "\"")); // the oldest has no room
    auto const link = page.body.find("<a href=\"/desk?found=");
    REQUIRE(link != page.body.npos);
    auto const url = page.body.substr(link + 9, page.body.find('"', link + 9) - link - 9);
    CHECK_FALSE(url.contains("ines"));
    auto const found = harness.get(url, harness.agent);
    CHECK(found.status == 200);
    CHECK(contains(found, "12 requests fit."));
}

TEST_CASE("that the same subject asked for the same before, or again, is said at the top", "[pages][request]") {
    DeskHarness harness;
    auto const first = harness.open_request(RequestType::access);
    auto const second = harness.open_request(RequestType::access, "Ines@Example.com");
    harness.act(first, "withdrawal", {{"reason", "On the phone."}}, harness.agent);
    auto const page = harness.get(path_of(second), harness.agent);
    CHECK(contains(page, "The same subject asked for the same more than once."));
    CHECK(contains(page, "Before, on 30 January 2026: <a class=\"reference\" href=\"" + path_of(first) + "\">"));
    CHECK(contains(harness.get(path_of(first), harness.agent),
                   "Again, on 30 January 2026: <a class=\"reference\" href=\"" + path_of(second) + "\">"));
    auto by_phone = harness.new_request(RequestType::access);
    by_phone.channel = core::Channel::phone;
    auto const third = harness.add_request(by_phone, harness.agent.actor());
    CHECK(contains(harness.get(path_of(second), harness.agent), "href=\"" + path_of(third) + "\">"));
    CHECK_FALSE(contains(harness.get(path_of(second), harness.agent), "More stand below."));
    harness.open_request(RequestType::access);
    CHECK_FALSE(contains(harness.get(path_of(second), harness.agent), "More stand below."));
    harness.open_request(RequestType::access);
    CHECK(contains(harness.get(path_of(second), harness.agent), "More stand below."));
}

TEST_CASE("what nobody confirmed, what is of another type, and who asks for others are no repetition",
          "[pages][request]") {
    DeskHarness harness;
    auto const request = harness.open_request(RequestType::access);
    harness.add_request(RequestType::access); // not confirmed: anybody may have sent it
    harness.open_request(RequestType::correction);
    auto for_another = harness.new_request(RequestType::access, "ben@example.com", "Ben Ito");
    for_another.channel = core::Channel::postal_mail;
    for_another.requester = {core::RequesterKind::agent, core::PersonName("Ines Okafor"),
                             core::EmailAddress::parse("ines@example.com").value()};
    auto const represented = harness.add_request(for_another, harness.agent.actor());
    auto const page = harness.get(path_of(request), harness.agent);
    CHECK(contains(page, path_of(represented) + "\""));
    CHECK_FALSE(contains(page, "asked for the same"));
}

TEST_CASE("what becomes of each category stands in a table, once prepared and once answered", "[pages][request]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::deletion);
    auto fields = everything_deleted("");
    for (auto& [name, value] : fields)
        if (name == "categories.1.outcome") value = "kept";
    fields.emplace_back("categories.1.ground", "legal_obligation");
    fields.emplace_back("categories.1.until", "2036-03-01");
    REQUIRE(harness.act(request, "approval-request", fields, harness.agent).status == 303);
    auto const check_table = [&](std::string const& heading) {
        auto const page = harness.get(path_of(request), harness.officer);
        INFO(page.body);
        CHECK(contains(page, heading));
        CHECK(contains(page, "<th scope=\"col\">Ground</th><th scope=\"col\">Until</th>"));
        CHECK(contains(page, "<td>Deleted</td><td></td><td></td>"));
        CHECK(count_of(page.body, "Until </span>1 March 2036</td></tr>") == 1);
        CHECK(count_of(page.body, "Ground: </span>") == 1);
    };
    check_table("The answer to approve");
    harness.act(request, "approval", {{"note", ""}}, harness.officer);
    harness.act(request, "fulfilment", {}, harness.agent);
    REQUIRE(core::is_closed(harness.find(request.id).status));
    check_table("<h2>Result</h2>");
}

TEST_CASE("what was answered first stays in sight when a complaint is answered", "[pages][request]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::access);
    auto const deny = [&](std::string const& words, StaffBrowser& who) {
        REQUIRE(harness.act(request, "denial", {{"reason", "no_data_found"}, {"explanation", words}}, who).status ==
                303);
    };
    deny("We looked everywhere.", harness.agent);
    auto const stands = "<option value=\"first_answer_stands\">The first answer stands</option>";
    CHECK_FALSE(contains(harness.get("/desk?view=closed", harness.agent), ">Complaint</span>"));
    CHECK(contains(harness.get(path_of(request), harness.agent), "<h2>Result</h2>"));
    harness.act(request, "appeal", {{"complaint", "You have my invoices."}}, harness.agent);
    auto const open_again = harness.get(path_of(request), harness.officer);
    CHECK(contains(open_again, "<h2>First answer, 30 January 2026</h2>"));
    CHECK_FALSE(contains(open_again, "Answer to the complaint"));
    CHECK(contains(open_again, ">Complaint</span>"));
    auto const first_decider = harness.get(path_of(request), harness.agent);
    CHECK(
        contains(first_decider, "You decided or approved the first answer: somebody else must decide the complaint."));
    CHECK_FALSE(contains(open_again, "You decided or approved the first answer"));
    CHECK_FALSE(contains(first_decider, "Record a withdrawal"));
    CHECK(contains(harness.get("/desk", harness.officer), "Access <span class=\"badge\">Complaint</span>"));

    harness.act(request, "assignment", {{"assignee", std::to_string(harness.officer.id.value)}}, harness.officer);
    CHECK(contains(harness.get(path_of(request), harness.officer), stands));
    CHECK_FALSE(contains(harness.get(path_of(harness.worked_request(RequestType::access)), harness.agent), stands));
    deny("We looked there as well.", harness.officer);
    auto const page = harness.get(path_of(request), harness.agent).body;
    INFO(page);
    auto const second = page.find("<h2>Answer to the complaint</h2>");
    auto const first = page.find("<h2>First answer, 30 January 2026</h2>");
    REQUIRE(second < first);
    REQUIRE(first != page.npos);
    CHECK(page.substr(second, first - second).contains("We looked there as well."));
    CHECK(page.substr(first).contains("We looked everywhere."));
}

TEST_CASE("a table of results has no columns for grounds where nothing is kept", "[pages][request]") {
    DeskHarness harness;
    auto const request = harness.worked_request(RequestType::deletion);
    harness.act(request, "approval-request", everything_deleted(""), harness.agent);
    auto const page = harness.get(path_of(request), harness.officer);
    CHECK(contains(page, "<th scope=\"col\">Decision</th></tr>"));
    CHECK(contains(page, "<td>Deleted</td></tr>"));
}
