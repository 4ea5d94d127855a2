#include "public_pages.hpp"
#include "tests/support/no_room.hpp"

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;

namespace {

core::SubjectRequest sent(AppHarness& harness, app::http::HttpResponse const& answer) {
    auto const location = header(answer, "Location");
    REQUIRE(answer.status == 303);
    REQUIRE(location.starts_with("/requests/received/DSR-"));
    auto const reference = location.substr(location.rfind('/') + 1);
    auto const id = harness.store().references().decode(reference.substr(0, reference.find('?')));
    return harness.find(id.value());
}

/// The page that an answer leads to; the fragment is for the browser.
std::string place_after(app::http::HttpResponse const& answer) {
    REQUIRE(answer.status == 303);
    auto const location = header(answer, "Location");
    return location.substr(0, location.find('#'));
}

/// Sends one step and follows the redirect.
app::http::HttpResponse next_page(AppHarness& harness, Pairs const& fields, Browser& browser) {
    return harness.get(place_after(harness.post_form("/requests", fields, browser)), browser);
}

constexpr auto a_draft = "0123456789abcdefghijkl";

std::int64_t open_requests(AppHarness& harness) {
    return harness.read([](storage::Snapshot& snapshot) { return snapshot.counts().open; });
}

} // namespace

TEST_CASE("the form of each type opens, and without a type one chooses first", "[pages][form]") {
    AppHarness harness(public_pages);
    auto const title = GENERATE(std::pair{"access", "See my data"}, std::pair{"correction", "Correct my data"},
                                std::pair{"deletion", "Delete my data"}, std::pair{"unsubscribe", "Stop e-mails"});
    auto const answer = harness.get("/requests/new?type=" + std::string(title.first));
    CHECK(answer.status == 200);
    CHECK(contains(answer, title.second));
    CHECK(contains(answer, "name=\"form_token\" value=\""));
    CHECK(header(answer, "Set-Cookie").starts_with("form="));
    CHECK_FALSE(answer.compressible);
    auto const none = harness.get("/requests/new");
    CHECK(none.status == 303);
    CHECK(header(none, "Location") == "/");
}

TEST_CASE("a form for something we do not know is not found", "[pages][form]") {
    AppHarness harness(public_pages);
    CHECK(harness.get("/requests/new?type=everything").status == 404);
    CHECK(harness.get("/requests/new?type=access&type=deletion").status == 404);
}

TEST_CASE("a whole form sent in one go becomes a request that waits for its confirmation", "[pages][form]") {
    AppHarness harness(public_pages);
    auto browser = harness.visitor();
    auto const type = GENERATE(as<std::string>{}, "access", "correction", "deletion");
    auto const request = sent(harness, harness.post_form("/requests", whole_form(type), browser));
    CHECK(core::code(request.type) == type);
    CHECK(request.status == core::Status::unverified);
    CHECK(request.channel == core::Channel::web_form);
    CHECK(request.subject.name.reveal() == "Ines Okafor");
    CHECK(core::iso(request.due_on().value()) == "2026-03-01");
    CHECK(letters(harness, request.id, core::LetterKind::confirm_address) == 1);
    CHECK(audited(harness, "request.submitted") == 1);
    CHECK(harness.logged().find("ines@example.com") == std::string::npos);
    CHECK(harness.logged().find("Okafor") == std::string::npos);
}

TEST_CASE("each step of the form carries what was typed before", "[pages][form]") {
    AppHarness harness(public_pages);
    auto browser = harness.visitor();
    auto fields = with(whole_form("access"), "step", "request");
    auto const second = next_page(harness, fields, browser);
    CHECK(second.status == 200);
    CHECK(contains(second, "Step 2 of 3"));
    CHECK(contains(second, "<input type=\"hidden\" name=\"subject.name\" value=\"Ines Okafor\">"));

    fields = with(with(fields, "step", "review"), "details", "Two lines:\nthe second");
    auto const third = next_page(harness, fields, browser);
    CHECK(third.status == 200);
    CHECK(contains(third, "Step 3 of 3"));
    CHECK(contains(third, "Ines Okafor"));
    CHECK(contains(third, "the second"));
    CHECK(contains(third, "1 March 2026"));
    CHECK(open_requests(harness) == 0);

    auto const request = sent(harness, harness.post_form("/requests", with(fields, "step", "send"), browser));
    CHECK(request.details.reveal() == "Two lines:\nthe second");
}

TEST_CASE("the first step is mended before the second is asked", "[pages][form]") {
    AppHarness harness(public_pages);
    auto browser = harness.visitor();
    auto const fields = with(with(whole_form("deletion"), "step", "request"), "deletion_scope", "");
    CHECK(harness.post_form("/requests", fields, browser).status == 303);
    auto const answer = harness.post_form("/requests", with(fields, "subject.name", ""), browser);
    CHECK(answer.status == 422);
    CHECK(contains(answer, "Step 1 of 3"));
    CHECK(contains(answer, "href=\"#subject.name\""));
    CHECK(contains(answer, "value=\"ines@example.com\""));
}

TEST_CASE("going back asks nothing and loses nothing", "[pages][form]") {
    AppHarness harness(public_pages);
    auto browser = harness.visitor();
    auto const answer = next_page(harness,
                                  {{"type", "correction"},
                                   {"step", "about"},
                                   {"subject.email", "ines@"},
                                   {"corrections.0.field", "contact.phone"}},
                                  browser);
    CHECK(answer.status == 200);
    CHECK(contains(answer, "Step 1 of 3"));
    CHECK(contains(answer, "value=\"ines@\""));
    CHECK(contains(answer, "name=\"corrections.0.field\" value=\"contact.phone\""));
}

TEST_CASE("one more correction may be added", "[pages][form]") {
    AppHarness harness(public_pages);
    auto browser = harness.visitor();
    auto const sent_on = harness.post_form("/requests", with(whole_form("correction"), "step", "more"), browser);
    CHECK(header(sent_on, "Location").ends_with("#corrections.1.field"));
    auto const answer = harness.get(place_after(sent_on), browser);
    CHECK(answer.status == 200);
    CHECK(contains(answer, "name=\"corrections.1.field\""));
    CHECK_FALSE(contains(answer, "name=\"corrections.2.field\""));
    CHECK(contains(answer, "48 Mill Lane"));
}

TEST_CASE("rows left empty are no corrections", "[pages][form]") {
    AppHarness harness(public_pages);
    auto browser = harness.visitor();
    auto fields = whole_form("correction");
    fields.insert(fields.end(), {{"corrections.1.field", ""},
                                 {"corrections.1.current", " "},
                                 {"corrections.1.requested", ""},
                                 {"corrections.2.field", "contact.phone"},
                                 {"corrections.2.requested", "01632 960 002"}});
    auto const request = sent(harness, harness.post_form("/requests", fields, browser));
    REQUIRE(request.corrections.size() == 2);
    CHECK(request.corrections[1].field == "contact.phone");
}

TEST_CASE("what is wrong is said beside its field and nothing typed is lost", "[pages][form]") {
    struct Case {
        std::string type, field, value, message;
    };
    auto const wrong = GENERATE(values<Case>({
        {"access", "relationship", "", "Choose how you know us."},                 // missing
        {"access", "relationship", "friend", "Choose one of the answers."},        // no such word
        {"access", "requester.kind", "", "Choose who is asking."},                 // missing
        {"access", "subject.name", "", "Enter the name"},                          // missing
        {"access", "subject.email", "", "Enter an e-mail address"},                // missing
        {"access", "subject.email", "ines@", "Enter an e-mail address in full"},   // cut off
        {"access", "subject.email", "a@b.example\r\nBcc: x@y.example", "in full"}, // header injection
        {"access", "subject.country", "XX", "Choose a country"},                   // no such country
        {"access", "categories", "secrets", "Choose from the listed categories"},  // no such category
        {"deletion", "deletion_scope", "", "Choose what we should delete."},       // missing
        {"correction", "corrections.0.field", "", "Choose what to correct"},       // missing
        {"correction", "corrections.0.requested", "", "Enter what it should be"},  // missing
        {"unsubscribe", "topics", "everything", "Choose from the topics"},         // no such topic
        {"unsubscribe", "subject.email", "", "Enter an e-mail address"},           // missing
    }));
    INFO(wrong.type << " " << wrong.field << "=" << wrong.value);
    AppHarness harness(public_pages);
    auto browser = harness.visitor();
    auto const answer = harness.post_form("/requests", with(whole_form(wrong.type), wrong.field, wrong.value), browser);
    CHECK(answer.status == 422);
    CHECK(contains(answer, wrong.message));
    // Where the only field is empty, nothing was typed that could be lost.
    bool const typed_nothing = wrong.type == "unsubscribe" && wrong.value.empty();
    CHECK(contains(answer, "Nothing you typed was lost.") == !typed_nothing);
    CHECK(contains(answer, "<title>Error: "));
    if (wrong.field != "subject.email") CHECK(contains(answer, "value=\"ines@example.com\""));
    CHECK(audited(harness, "request.submitted") == 0);
}

TEST_CASE("what was typed is shown as text, whatever it is", "[pages][form]") {
    AppHarness harness(public_pages);
    auto browser = harness.visitor();
    auto fields = with(whole_form("access"), "subject.name", "\"><script>alert(1)</script>");
    auto const answer = harness.post_form("/requests", with(fields, "subject.email", "no"), browser);
    CHECK(answer.status == 422);
    CHECK_FALSE(contains(answer, "<script>alert"));
    CHECK(contains(answer, "&lt;script&gt;alert"));
}

TEST_CASE("a field sent twice, one nobody asked for and a filled trap are refused", "[pages][form]") {
    AppHarness harness(public_pages);
    auto browser = harness.visitor();
    auto const extra = GENERATE(Pairs{{"subject.email", "other@example.com"}}, Pairs{{"status", "fulfilled"}},
                                Pairs{{"nickname", "buy now"}}, Pairs{{"step", "explode"}});
    auto fields = whole_form("access");
    fields.insert(fields.end(), extra.begin(), extra.end());
    CHECK(harness.post_form("/requests", fields, browser).status == 422);
    CHECK(audited(harness, "request.submitted") == 0);
}

TEST_CASE("a form without its token, or with that of another browser, changes nothing", "[pages][form]") {
    AppHarness harness(public_pages);
    auto browser = harness.visitor();
    browser.form_token = "made-up";
    CHECK(harness.post_form("/requests", whole_form("access"), browser).status == 403);
    Browser fresh;
    CHECK(harness.post_form("/requests", whole_form("access"), fresh).status == 403);
    CHECK(audited(harness, "request.submitted") == 0);
}

TEST_CASE("answers to questions that do not arise are left out", "[pages][form]") {
    AppHarness harness(public_pages);
    auto browser = harness.visitor();
    auto fields = whole_form("deletion");
    fields.insert(
        fields.end(),
        {{"requester.name", "Somebody Else"}, {"requester.email", "else@example.com"}, {"categories", "billing"}});
    auto const request = sent(harness, harness.post_form("/requests", fields, browser));
    CHECK_FALSE(request.requester.email);
    CHECK(request.requester.name.empty());
    CHECK(request.categories.empty());
    CHECK(request.reply_address()->reveal() == "ines@example.com");
}

TEST_CASE("a person in a customer's data is sent to that customer at once", "[pages][form]") {
    AppHarness harness(public_pages);
    auto browser = harness.visitor();
    auto fields = with(whole_form("access"), "relationship", "end_user");
    fields.emplace_back("organisation", "Brouwer and Sons");
    auto const answer = harness.post_form("/requests", fields, browser);
    auto const request = sent(harness, answer);
    CHECK(request.status == core::Status::redirected);
    CHECK(letters(harness, request.id, core::LetterKind::redirected) == 1);
    auto const received = harness.get(header(answer, "Location"));
    CHECK(contains(received, "Please turn to the organisation"));
    CHECK_FALSE(contains(received, "Brouwer"));
}

TEST_CASE("an unsubscribe by form works at once, all topics where none is named", "[pages][form]") {
    AppHarness harness(public_pages);
    auto browser = harness.visitor();
    auto const answer = harness.post_form("/requests", whole_form("unsubscribe"), browser);
    auto const request = sent(harness, answer);
    CHECK(request.status == core::Status::fulfilled);
    auto const stopped = harness.read([](storage::Snapshot& snapshot) {
        auto const address = core::EmailAddress::parse("INES@example.com").value();
        return snapshot.is_suppressed(address, core::Topic::marketing) &&
               snapshot.is_suppressed(address, core::Topic::partner_offers);
    });
    CHECK(stopped);
    CHECK(contains(harness.get(header(answer, "Location")), "You will no longer get"));
}

TEST_CASE("a source that sends too many requests waits; unsubscribes always work", "[pages][form][limits]") {
    AppHarness harness(public_pages, {.settings = {{"limits.requests_per_source_hour", "2"}}});
    auto browser = harness.visitor();
    for (int i = 0; i < 2; ++i)
        CHECK(harness.post_form("/requests", whole_form("access"), browser).status == 303);
    auto const third = harness.post_form("/requests", whole_form("access"), browser);
    CHECK(third.status == 429);
    CHECK(std::stoi(header(third, "Retry-After")) >= 1);
    CHECK(harness.post_form("/requests", whole_form("unsubscribe"), browser).status == 303);
}

TEST_CASE("what is wrong does not use up the limit", "[pages][form][limits]") {
    AppHarness harness(public_pages, {.settings = {{"limits.requests_per_source_hour", "1"},
                                                   {"limits.requests_per_source_day", "1"}}});
    auto browser = harness.visitor();
    CHECK(harness.post_form("/requests", with(whole_form("access"), "subject.name", ""), browser).status == 422);
    CHECK(harness.post_form("/requests", whole_form("access"), browser).status == 303);
    CHECK(harness.post_form("/requests", whole_form("access"), browser).status == 429);
}

TEST_CASE("a source that sends many requests for one address waits, and nobody else does", "[pages][form][limits]") {
    AppHarness harness(public_pages, {.settings = {{"limits.requests_per_address_day", "2"}}});
    auto browser = harness.visitor();
    CHECK(harness.post_form("/requests", whole_form("access"), browser).status == 303);
    CHECK(harness.post_form("/requests", with(whole_form("deletion"), "subject.email", "INES@example.com"), browser)
              .status == 303);
    auto const third = harness.post_form("/requests", whole_form("deletion"), browser);
    CHECK(third.status == 429);
    CHECK_FALSE(header(third, "Retry-After").empty());
    CHECK(harness.post_form("/requests", with(whole_form("access"), "subject.email", "tom@example.com"), browser)
              .status == 303);
    harness.come_from("198.51.100.7");
    CHECK(harness.post_form("/requests", whole_form("access"), browser).status == 303);
}

TEST_CASE("a form that does not say what it is for is refused with words", "[pages][form]") {
    AppHarness harness(public_pages);
    auto browser = harness.visitor();
    auto const answer = harness.post_form("/requests", with(whole_form("access"), "type", ""), browser);
    CHECK(answer.status == 422);
    CHECK(contains(answer, "Choose what you would like to do."));
}

TEST_CASE("who stops the same address again and again gets one letter out and one answer in", "[pages][form]") {
    AppHarness harness(public_pages);
    auto browser = harness.visitor();
    auto const first = sent(harness, harness.post_form("/requests", whole_form("unsubscribe"), browser));
    auto const again =
        sent(harness, harness.post_form("/requests", with(whole_form("unsubscribe"), "topics", "events"), browser));
    CHECK(letters(harness, first.id, core::LetterKind::unsubscribed) == 1);
    CHECK(letters(harness, again.id, core::LetterKind::unsubscribed) == 0);
    CHECK(again.status == core::Status::fulfilled);
}

TEST_CASE("stopping one address without end makes only the one who does it wait", "[pages][form][limits]") {
    AppHarness harness(public_pages, {.settings = {{"limits.mails_per_address_hour", "1"}}});
    auto browser = harness.visitor();
    auto const form = whole_form("unsubscribe");
    CHECK(harness.post_form("/requests", form, browser).status == 303);
    CHECK(harness.post_form("/requests", with(form, "subject.email", "INES@example.com"), browser).status == 429);
    CHECK(harness.post_form("/requests", with(form, "subject.email", "tom@example.com"), browser).status == 303);
    harness.come_from("198.51.100.7");
    CHECK(harness.post_form("/requests", form, browser).status == 303);
}

TEST_CASE("every step is a page that can be loaded again, with everything typed", "[pages][form][draft]") {
    AppHarness harness(public_pages);
    auto browser = harness.visitor();
    auto const fields = with(with(whole_form("access"), "step", "review"), "details", "In October, by phone.");
    auto const place = place_after(harness.post_form("/requests", fields, browser));
    CHECK(place.starts_with("/requests/new?type=access&step=review&draft="));
    for (int i = 0; i < 2; ++i) {
        auto const page = harness.get(place, browser);
        CHECK(page.status == 200);
        CHECK(contains(page, "Step 3 of 3"));
        CHECK(contains(page, "In October, by phone."));
        CHECK(contains(page, ">Back</button>"));
    }
    auto const before = "/requests/new?type=access&step=about&draft=" + place.substr(place.rfind('=') + 1);
    CHECK(contains(harness.get(before, browser), "value=\"Ines Okafor\""));
}

TEST_CASE("no word of a person stands in the address of a step", "[pages][form][draft]") {
    AppHarness harness(public_pages);
    auto browser = harness.visitor();
    for (auto const* step : {"about", "request", "review", "more"}) {
        auto const place =
            place_after(harness.post_form("/requests", with(whole_form("correction"), "step", step), browser));
        CHECK(place.find("ines") == std::string::npos);
        CHECK(place.find("Okafor") == std::string::npos);
    }
}

TEST_CASE("a draft opens in the browser that typed it alone", "[pages][form][draft]") {
    AppHarness harness(public_pages);
    auto browser = harness.visitor();
    auto const place =
        place_after(harness.post_form("/requests", with(whole_form("access"), "step", "review"), browser));
    auto stranger = harness.visitor();
    stranger.cookies["form"] = "another-secret-of-twenty-letters";
    for (auto const& answer : {harness.get(place, stranger), harness.get(place)}) {
        CHECK(answer.status == 200);
        CHECK(contains(answer, "Step 1 of 3"));
        CHECK(contains(answer, "no longer kept"));
        CHECK_FALSE(contains(answer, "ines@example.com"));
    }
}

TEST_CASE("a draft is kept for the configured time, then the form begins anew with a word", "[pages][form][draft]") {
    AppHarness harness(public_pages, {.settings = {{"limits.draft_minutes", "5"}}});
    auto browser = harness.visitor();
    auto const place =
        place_after(harness.post_form("/requests", with(whole_form("deletion"), "step", "review"), browser));
    harness.advance(std::chrono::minutes(5) - std::chrono::milliseconds(1));
    CHECK(contains(harness.get(place, browser), "Step 3 of 3"));
    harness.advance(std::chrono::minutes(5));
    auto const lost = harness.get(place, browser);
    CHECK(lost.status == 200);
    CHECK(contains(lost, "Step 1 of 3"));
    CHECK(contains(lost, "no longer kept"));
    CHECK_FALSE(contains(harness.get("/requests/new?type=deletion", browser), "no longer kept"));
}

TEST_CASE("an open page works on after its draft is lost", "[pages][form][draft]") {
    AppHarness harness(public_pages, {.settings = {{"limits.drafts", "1"}}});
    auto browser = harness.visitor();
    auto fields = with(with(whole_form("access"), "step", "review"), "draft", a_draft);
    harness.post_form("/requests", fields, browser);
    auto other = fields;
    harness.post_form("/requests", with(other, "draft", "another-draft-of-22-ch"), browser);
    auto const request = sent(harness, harness.post_form("/requests", with(fields, "step", "send"), browser));
    CHECK(request.subject.name.reveal() == "Ines Okafor");
}

TEST_CASE("a draft with mistakes is kept for going back, but leads no further", "[pages][form][draft]") {
    AppHarness harness(public_pages);
    auto browser = harness.visitor();
    auto const fields = with(with(with(whole_form("access"), "step", "review"), "draft", a_draft), "subject.name", "");
    CHECK(harness.post_form("/requests", fields, browser).status == 422);
    auto const review = harness.get("/requests/new?type=access&step=review&draft=" + std::string(a_draft), browser);
    CHECK(review.status == 200);
    CHECK(contains(review, "Step 1 of 3"));
    CHECK(contains(review, "href=\"#subject.name\""));
    CHECK(contains(review, "value=\"ines@example.com\""));
}

TEST_CASE("sending the same draft twice leads to the same request", "[pages][form][draft]") {
    AppHarness harness(public_pages);
    auto browser = harness.visitor();
    auto const type = GENERATE(as<std::string>{}, "access", "unsubscribe");
    auto const fields = with(whole_form(type), "draft", a_draft);
    auto const first = sent(harness, harness.post_form("/requests", fields, browser));
    harness.advance(std::chrono::seconds(3));
    auto const second = sent(harness, harness.post_form("/requests", fields, browser));
    CHECK(first.reference.text() == second.reference.text());
    CHECK(audited(harness, "request.submitted") == 1);
}

TEST_CASE("sending a draft twice works at the limit too", "[pages][form][draft][limits]") {
    AppHarness harness(public_pages, {.settings = {{"limits.requests_per_source_hour", "1"},
                                                   {"limits.requests_per_address_day", "1"}}});
    auto browser = harness.visitor();
    auto const fields = with(whole_form("access"), "draft", a_draft);
    CHECK(harness.post_form("/requests", fields, browser).status == 303);
    CHECK(harness.post_form("/requests", fields, browser).status == 303);
}

TEST_CASE("a draft that was sent is closed: its pages lead to the receipt and hold no words", "[pages][form][draft]") {
    AppHarness harness(public_pages);
    auto browser = harness.visitor();
    auto const fields = with(whole_form("access"), "draft", a_draft);
    auto const request = sent(harness, harness.post_form("/requests", fields, browser));
    auto const back = harness.get("/requests/new?type=access&step=review&draft=" + std::string(a_draft), browser);
    CHECK(back.status == 303);
    CHECK(header(back, "Location").starts_with("/requests/received/" + request.reference.text()));
    auto const changed = sent(harness, harness.post_form("/requests", with(fields, "details", "More."), browser));
    CHECK(changed.reference.text() != request.reference.text());
    auto const next = place_after(harness.post_form("/requests", with(fields, "step", "request"), browser));
    CHECK(next.find(a_draft) == std::string::npos);
}

TEST_CASE("a draft that could not be stored was not sent: its words are there, and nobody else's receipt",
          "[pages][form][draft]") {
    AppHarness harness(public_pages);
    auto alice = harness.visitor();
    auto const fields = with(with(whole_form("access"), "draft", a_draft), "details", "Everything of 2019.");
    {
        NoRoom const full{512};
        CHECK(harness.post_form("/requests", fields, alice).status == 503);
    }
    harness.write([](storage::Transaction& transaction) {
        transaction.prove_writable();
        transaction.commit(core::Decision::bookkeeping(), {}).value();
    });
    harness.clock().advance(std::chrono::seconds{1});
    auto bob = harness.visitor();
    auto const of_bob = sent(harness, harness.post_form("/requests", whole_form("access"), bob)); // takes the number
    auto const page = harness.get("/requests/new?type=access&step=review&draft=" + std::string(a_draft), alice);
    CHECK(page.status == 200);
    CHECK(contains(page, "Everything of 2019."));
    auto const of_alice = sent(harness, harness.post_form("/requests", fields, alice));
    CHECK(of_alice.reference.text() != of_bob.reference.text());
}

TEST_CASE("a form whose token does not fit comes back filled in, with one that does", "[pages][form]") {
    AppHarness harness(public_pages);
    Browser browser;
    browser.form_token = "made-up";
    auto fields = with(with(whole_form("access"), "shown", "review"), "details", "In October, by phone.");
    auto const answer = harness.post_form("/requests", fields, browser);
    CHECK(answer.status == 403);
    CHECK(contains(answer, "Step 3 of 3"));
    CHECK(contains(answer, "Please press the button once more."));
    CHECK(contains(answer, "In October, by phone."));
    CHECK(audited(harness, "request.submitted") == 0);
    auto const token = answer.body.find("name=\"form_token\" value=\"");
    browser.form_token = answer.body.substr(token + 25, 24);
    sent(harness, harness.post_form("/requests", fields, browser));
}

TEST_CASE("a form of another site does not come back", "[pages][form]") {
    AppHarness harness(public_pages);
    auto const answer =
        harness.ask(app::http::Method::post, "/requests",
                    {{"Sec-Fetch-Site", "cross-site"}, {"Content-Type", "application/x-www-form-urlencoded"}},
                    "type=access&subject.name=Planted");
    CHECK(answer.status == 403);
    CHECK_FALSE(contains(answer, "Planted"));
}

TEST_CASE("a form over the limit comes back filled in and names the wait", "[pages][form][limits]") {
    AppHarness harness(public_pages, {.settings = {{"limits.requests_per_source_hour", "1"}}});
    auto browser = harness.visitor();
    auto const fields = with(whole_form("access"), "details", "In October, by phone.");
    CHECK(harness.post_form("/requests", fields, browser).status == 303);
    auto const answer = harness.post_form("/requests", fields, browser);
    CHECK(answer.status == 429);
    CHECK(contains(answer, "Please wait 60 minutes, then press the button once more."));
    CHECK(contains(answer, "Step 3 of 3"));
    CHECK(contains(answer, "In October, by phone."));
    CHECK_FALSE(header(answer, "Retry-After").empty());
}

TEST_CASE("who wrote to a company names it, and is promised no day", "[pages][form]") {
    AppHarness harness(public_pages);
    auto browser = harness.visitor();
    auto const fields = with(with(whole_form("access"), "relationship", "end_user"), "step", "review");
    auto const nameless = harness.post_form("/requests", fields, browser);
    CHECK(nameless.status == 422);
    CHECK(contains(nameless, "Enter the name of the company you wrote to."));
    auto const review = next_page(harness, with(fields, "organisation", "Brouwer and Sons"), browser);
    CHECK(contains(review, "Please ask Brouwer and Sons directly"));
    CHECK(contains(review, "asks you to turn to the organisation whose service you use. It repeats nothing you typed"));
    CHECK_FALSE(contains(review, "letter that names"));
    CHECK_FALSE(contains(review, "1 March 2026"));
}

TEST_CASE("of a card only the last four digits are taken", "[pages][form]") {
    AppHarness harness(public_pages);
    auto browser = harness.visitor();
    auto const fields = with(whole_form("correction"), "corrections.0.field", "billing.card_number");
    auto const whole =
        harness.post_form("/requests", with(fields, "corrections.0.requested", "4111 1111 1111 1111"), browser);
    CHECK(whole.status == 422);
    CHECK(contains(whole, "Enter only the last four digits of the card number"));
    auto const part = with(with(fields, "corrections.0.current", "4242"), "corrections.0.requested", "1111");
    CHECK(harness.post_form("/requests", part, browser).status == 303);
}

TEST_CASE("a row of corrections can be taken out", "[pages][form]") {
    AppHarness harness(public_pages);
    auto browser = harness.visitor();
    auto fields = with(whole_form("correction"), "step", "remove.0");
    fields.insert(fields.end(),
                  {{"corrections.1.field", "contact.phone"}, {"corrections.1.requested", "01632 960 002"}});
    auto const answer = harness.post_form("/requests", fields, browser);
    CHECK(header(answer, "Location").ends_with("#corrections.0.field"));
    auto const page = harness.get(place_after(answer), browser);
    CHECK(contains(page, "01632 960 002"));
    CHECK_FALSE(contains(page, "48 Mill Lane"));
    CHECK_FALSE(contains(page, "Correction 2"));
    CHECK(harness.post_form("/requests", with(fields, "step", "remove.20"), browser).status == 422);
}

TEST_CASE("one thing is corrected once; something else may be more than one thing", "[pages][form]") {
    AppHarness harness(public_pages);
    auto browser = harness.visitor();
    auto fields = whole_form("correction");
    fields.insert(fields.end(), {{"corrections.1.field", "billing.address"}, {"corrections.1.requested", "3 High St"}});
    auto const twice = harness.post_form("/requests", fields, browser);
    CHECK(twice.status == 422);
    CHECK(contains(twice, "Correction 1 is about the same thing."));
    fields = with(with(fields, "corrections.0.field", "billing.other"), "corrections.1.field", "billing.other");
    CHECK(harness.post_form("/requests", fields, browser).status == 303);
}

TEST_CASE("an address with an umlaut is refused with the reason", "[pages][form]") {
    AppHarness harness(public_pages);
    auto browser = harness.visitor();
    auto const answer =
        harness.post_form("/requests", with(whole_form("access"), "subject.email", "j\xC3\xB6rg@example.org"), browser);
    CHECK(answer.status == 422);
    CHECK(contains(answer, "accents, umlauts"));
}

TEST_CASE("what else stands in the address of the form is not looked at", "[pages][form]") {
    AppHarness harness(public_pages);
    auto const answer = harness.get("/requests/new?type=access&utm_source=mail&next=//example.com");
    CHECK(answer.status == 200);
    CHECK_FALSE(contains(answer, "example.com"));
    auto const posted_to = harness.get("/requests");
    CHECK(posted_to.status == 303);
    CHECK(header(posted_to, "Location") == "/");
}
