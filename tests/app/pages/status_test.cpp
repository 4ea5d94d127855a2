#include "public_pages.hpp"
#include "tests/support/no_room.hpp"

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;

namespace {

app::http::HttpResponse ask_for_link(AppHarness& harness, std::string const& reference, std::string const& email) {
    auto browser = harness.visitor();
    auto answer = harness.post_form("/status", {{"reference", reference}, {"email", email}}, browser);
    // The letter is written behind the answer; work of the one writer is done in order, so this waits for it.
    harness.write([](storage::Transaction&) {});
    return answer;
}

} // namespace

TEST_CASE("reference and address that belong together bring a letter with a link", "[pages][status]") {
    AppHarness harness(public_pages);
    auto const request = confirmed(harness, harness.add_request(core::RequestType::access));
    auto const answer = ask_for_link(harness, request.reference.text(), "INES@Example.com");
    CHECK(answer.status == 200);
    CHECK(letters(harness, request.id, core::LetterKind::status_link) == 1);
    CHECK(audited(harness, "request.link_sent") == 1);
}

TEST_CASE("a reference is read from other keyboards and with the dashes that text programs make", "[pages][status]") {
    AppHarness harness(public_pages);
    auto const request = confirmed(harness, harness.add_request(core::RequestType::access));
    std::string wide;
    std::string dashed;
    for (char const letter : request.reference.text()) {
        auto const at = static_cast<unsigned>(letter) - 0x20U; // U+FF01 is "!"
        wide += {'\xEF', '\xBC', static_cast<char>(0x80U + at)};
        dashed += letter == '-' ? std::string("\u2013") : std::string(1, letter);
    }
    for (auto const& typed : {wide, dashed, "\u00A0" + request.reference.text()}) {
        INFO(typed);
        CHECK(ask_for_link(harness, typed, "ines@example.com").status == 200);
    }
    CHECK(letters(harness, request.id, core::LetterKind::status_link) == 3);
    CHECK(ask_for_link(harness, dashed + "\uFF21", "ines@example.com").status == 422);
}

TEST_CASE("a request that waits for its confirmation gets that link again", "[pages][status]") {
    AppHarness harness(public_pages);
    auto const request = harness.add_request(core::RequestType::access);
    ask_for_link(harness, request.reference.text(), "ines@example.com");
    CHECK(letters(harness, request.id, core::LetterKind::confirm_address) == 2);
}

TEST_CASE("known and unknown are answered with the same bytes", "[pages][status]") {
    AppHarness harness(public_pages);
    auto const request = confirmed(harness, harness.add_request(core::RequestType::access));
    auto const known = ask_for_link(harness, request.reference.text(), "ines@example.com");
    auto const unknown_reference = harness.store().references().encode(core::RequestId{4711}).text();
    for (auto const& other : {ask_for_link(harness, request.reference.text(), "somebody@example.com"),
                              ask_for_link(harness, unknown_reference, "ines@example.com"),
                              ask_for_link(harness, unknown_reference, "somebody@example.com")}) {
        CHECK(other.status == known.status);
        CHECK(other.body == known.body);
        CHECK(other.headers.size() == known.headers.size());
    }
    CHECK(letters(harness, request.id, core::LetterKind::status_link) == 1);
}

TEST_CASE("a reference that is whole and wrong is not called incomplete, and the one we show is right",
          "[pages][status]") {
    AppHarness harness(public_pages);
    auto const wrong = "A character in this reference is wrong. Compare it with our letter.";
    auto const short_of = "Enter the whole reference, such as DSR-7Q2M-K4XV.";
    for (auto const* typed : {"DSR-7Q2M-K4XW", "7q2mk4xw", "DSR 7Q2M K4X\u00D6"})
        CHECK(contains(ask_for_link(harness, typed, "ines@example.com"), wrong));
    for (auto const* typed : {"DSR-7Q2M-K4X", "7Q2M", "DSR-7Q2M-K4XVV", "-"})
        CHECK(contains(ask_for_link(harness, typed, "ines@example.com"), short_of));
    CHECK(ask_for_link(harness, "DSR-7Q2M-K4XV", "ines@example.com").status == 200);
}

TEST_CASE("while no letter can be written nobody is promised one", "[pages][status]") {
    AppHarness harness(public_pages);
    auto const request = confirmed(harness, harness.add_request(core::RequestType::access));
    auto const ask = [&](std::string const& reference, std::string const& email) {
        auto browser = harness.visitor();
        return harness.post_form("/status", {{"reference", reference}, {"email", email}}, browser);
    };
    auto const unknown = harness.store().references().encode(core::RequestId{4711}).text();
    {
        NoRoom const full{512};
        auto const first = ask(request.reference.text(), "ines@example.com"); // the store has not noticed yet
        auto const second = ask(request.reference.text(), "ines@example.com");
        auto const third = ask(unknown, "somebody@example.com");
        for (auto const& answer : {first, second, third}) {
            CHECK(answer.status == 503);
            CHECK(answer.body == first.body);
        }
    }
    harness.write([](storage::Transaction& transaction) {
        transaction.prove_writable();
        transaction.commit(core::Decision::bookkeeping(), {}).value();
    });
    CHECK(letters(harness, request.id, core::LetterKind::status_link) == 0);
    CHECK(ask(unknown, "somebody@example.com").status == 200);
    harness.store().close();
    CHECK(ask(unknown, "somebody@example.com").status == 503);
}

TEST_CASE("what is wrong with the form of what was typed is said", "[pages][status]") {
    AppHarness harness(public_pages);
    auto const right = harness.store().references().encode(core::RequestId{7}).text();
    auto const wrong = GENERATE_COPY(std::pair<std::string, std::string>{"", "ines@example.com"},
                                     std::pair<std::string, std::string>{"DSR-7Q2M", "ines@example.com"},
                                     std::pair{right, std::string()}, std::pair{right, std::string("ines")});
    auto const answer = ask_for_link(harness, wrong.first, wrong.second);
    CHECK(answer.status == 422);
    CHECK(contains(answer, "There is a problem"));
    CHECK(contains(answer, "value=\"" + wrong.second + "\""));
}

TEST_CASE("the form itself is shown without a request", "[pages][status]") {
    AppHarness harness(public_pages);
    auto const answer = harness.get("/status");
    CHECK(answer.status == 200);
    CHECK(contains(answer, "name=\"reference\""));
}

TEST_CASE("no more than so many look-ups an hour from one source", "[pages][status][limits]") {
    AppHarness harness(public_pages, {.settings = {{"limits.status_lookups_per_source_hour", "2"}}});
    auto const reference = harness.store().references().encode(core::RequestId{7}).text();
    CHECK(ask_for_link(harness, reference, "a@example.com").status == 200);
    CHECK(ask_for_link(harness, reference, "b@example.com").status == 200);
    CHECK(ask_for_link(harness, reference, "c@example.com").status == 429);
}

TEST_CASE("no more than so many letters an hour to one address, and the answer does not tell",
          "[pages][status][limits]") {
    AppHarness harness(public_pages, {.settings = {{"limits.mails_per_address_hour", "1"}}});
    auto const request = confirmed(harness, harness.add_request(core::RequestType::access));
    auto const first = ask_for_link(harness, request.reference.text(), "ines@example.com");
    auto const second = ask_for_link(harness, request.reference.text(), "ines@example.com");
    CHECK(first.body == second.body);
    CHECK(letters(harness, request.id, core::LetterKind::status_link) == 1);
    harness.advance(std::chrono::minutes{59});
    ask_for_link(harness, request.reference.text(), "ines@example.com");
    CHECK(letters(harness, request.id, core::LetterKind::status_link) == 1);
    harness.advance(std::chrono::minutes{1});
    ask_for_link(harness, request.reference.text(), "ines@example.com");
    CHECK(letters(harness, request.id, core::LetterKind::status_link) == 2);
}

TEST_CASE("the letters of an hour are counted in the store, so that a restart forgets none",
          "[pages][status][limits]") {
    AppHarness harness(public_pages, {.settings = {{"limits.mails_per_address_hour", "1"}}});
    auto const request = confirmed(harness, harness.add_request(core::RequestType::access));
    harness.write([&](storage::Transaction& transaction) { // as another process has done
        transaction.note_mailing(*request.reply_address(), storage::Mailing::link_asked_for, harness.clock().now());
        transaction.commit(core::Decision::bookkeeping(), harness.clock().now()).value();
    });
    CHECK(ask_for_link(harness, request.reference.text(), "ines@example.com").status == 200);
    CHECK(letters(harness, request.id, core::LetterKind::status_link) == 0);
}
