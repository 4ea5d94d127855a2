#include "app/mail/plain_text.hpp"
#include "tests/support/parsed_message.hpp"
#include "tests/support/post_desk.hpp"

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;
using app::mail::compose_message;

namespace {

app::mail::ComposedLetter a_letter() {
    app::mail::ComposedLetter letter;
    letter.to = mailbox("ines@example.com");
    letter.to_name = "Ines Okafor";
    letter.subject = "We are working on your request DSR-7Q2M-K4XN";
    letter.text = "Dear Ines Okafor,\n\n1 = 1, and a line that ends.\n";
    letter.html = "<!DOCTYPE html>\n<html><body><p>Dear Ines Okafor,</p></body></html>\n";
    letter.message_id = "0123456789abcdef@tidewater.example";
    letter.thread_id = "dsr-7q2m-k4xn@tidewater.example";
    return letter;
}

std::string message_of(app::mail::ComposedLetter const& letter) {
    return compose_message(letter, test_sender(), at_noon(usual_day()));
}

} // namespace

TEST_CASE("a message has the headers that mail systems and people need", "[mail][mime]") {
    auto const parsed = parse_message(message_of(a_letter()));
    CHECK(parsed.headers.at("from") == "Tidewater privacy <desk@tidewater.example>");
    CHECK(parsed.to_names == std::vector<std::string>{"Ines Okafor"});
    CHECK(parsed.to_addresses == std::vector<std::string>{"ines@example.com"});
    CHECK_THAT(parsed.headers.at("reply-to"), Catch::Contains("privacy@tidewater.example"));
    CHECK(parsed.headers.at("subject") == "We are working on your request DSR-7Q2M-K4XN");
    CHECK(parsed.headers.at("date") == "Fri, 30 Jan 2026 12:00:00 +0000");
    CHECK(parsed.headers.at("message-id") == "<0123456789abcdef@tidewater.example>");
    CHECK(parsed.headers.at("in-reply-to") == "<dsr-7q2m-k4xn@tidewater.example>");
    CHECK(parsed.headers.at("references") == "<dsr-7q2m-k4xn@tidewater.example>");
    CHECK(parsed.headers.at("auto-submitted") == "auto-generated");
    CHECK(parsed.headers.at("x-auto-response-suppress") == "All");
    CHECK(parsed.headers.at("mime-version") == "1.0");
}

TEST_CASE("an answer to what a person just did says that it is one", "[mail][mime]") {
    auto letter = a_letter();
    letter.automatic = app::mail::AutoSubmitted::replied;
    CHECK(parse_message(message_of(letter)).headers.at("auto-submitted") == "auto-replied");
}

TEST_CASE("a message has a text and an HTML part, the text first", "[mail][mime]") {
    auto const parsed = parse_message(message_of(a_letter()));
    CHECK(parsed.part_types == std::vector<std::string>{"multipart/alternative", "text/plain", "text/html"});
    CHECK(parsed.text == a_letter().text);
    CHECK(parsed.html == a_letter().html);
}

TEST_CASE("the text part says that it is flowed, and its soft line ends keep their space on the way", "[mail][mime]") {
    auto letter = a_letter();
    letter.text = "Dear Ines Okafor,\n\n" + std::string(30, 'a') + " " + std::string(30, 'b') + " " +
                  std::string(30, 'c') + "\n> not a quotation\nFrom here\n";
    auto const message = message_of(letter);
    CHECK_THAT(message, Catch::Contains("Content-Type: text/plain; charset=utf-8; format=flowed; delsp=no\r\n"));
    // A bare space at the end of a line may be lost on the way; as "=20" it is not.
    CHECK_THAT(message, Catch::Contains("bbb=20\r\n" + std::string(30, 'c') + "\r\n >"));
    CHECK_THAT(parse_message(message).text,
               Catch::Contains("bbb \n" + std::string(30, 'c') + "\n > not a quotation\n From here\n"));
    CHECK(message.find("text/html; charset=utf-8; format") == message.npos);
}

TEST_CASE("the same letter at the same moment is the same bytes", "[mail][mime]") {
    CHECK(message_of(a_letter()) == message_of(a_letter()));
    auto other = a_letter();
    other.message_id = "fedcba9876543210@tidewater.example";
    CHECK(parse_message(message_of(other)).boundary != parse_message(message_of(a_letter())).boundary);
}

TEST_CASE("every line ends in CRLF, is short enough and pure ASCII, whatever is in the letter", "[mail][mime]") {
    auto letter = a_letter();
    letter.to_name = std::string(60, 'x') + " Zoë \xF0\x9F\x8E\x89";
    letter.text = std::string(10'000, 'a') + "\n.\n..\nFrom here\n" + "äöü \xF0\x9F\x8E\x89 \xE6\xBC\xA2\n";
    letter.html = "<p>" + std::string(10'000, 'b') + "</p>\n";
    auto const message = message_of(letter);
    std::size_t start = 0, longest = 0;
    for (auto end = message.find('\n'); end != message.npos; end = message.find('\n', start)) {
        REQUIRE(end > 0);
        REQUIRE(message[end - 1] == '\r');
        longest = std::max(longest, end - 1 - start);
        start = end + 1;
    }
    CHECK(start == message.size());
    CHECK(longest <= 998);
    CHECK(std::ranges::all_of(message, [](char byte) { return static_cast<unsigned char>(byte) < 0x80; }));
    auto const parsed = parse_message(message);
    CHECK(parsed.text == app::mail::flowed(letter.text));
    CHECK(parsed.html == letter.html);
    // Where a header is folded a tab may stand for the space.
    REQUIRE(parsed.to_names.size() == 1);
    CHECK(app::mail::one_line(parsed.to_names.front(), 200) == letter.to_name);
}

TEST_CASE("a name that looks like an address or a list stays one name", "[mail][mime]") {
    for (std::string const name : {"\"Eve\" <eve@evil.example>", "a, b <c@d.example>; e", "Müller, Zoë (home)",
                                   "=?utf-8?q?x?=", "back\\slash\"", "@", "undisclosed recipients:;"}) {
        INFO(name);
        auto letter = a_letter();
        letter.to_name = name;
        auto const parsed = parse_message(message_of(letter));
        CHECK(parsed.to_addresses == std::vector<std::string>{"ines@example.com"});
        CHECK(parsed.headers.count("bcc") == 0);
        // One that looks encoded is read as what it looks like; it still is a name and nothing else.
        if (name != "=?utf-8?q?x?=") CHECK(parsed.to_names == std::vector<std::string>{name});
    }
}

TEST_CASE("a line break or NUL in any header is refused, not sent", "[mail][mime]") {
    for (std::string const& bad :
         {std::string{"a\r\nBcc: x@example.com"}, std::string{"a\nb"}, std::string{"a\rb"}, std::string{"a\0b", 3}}) {
        auto name = a_letter();
        name.to_name = bad;
        CHECK_THROWS_AS(message_of(name), std::invalid_argument);
        auto subject = a_letter();
        subject.subject = bad;
        CHECK_THROWS_AS(message_of(subject), std::invalid_argument);
        auto id = a_letter();
        id.message_id = bad;
        CHECK_THROWS_AS(message_of(id), std::invalid_argument);
        auto thread = a_letter();
        thread.thread_id = bad;
        CHECK_THROWS_AS(message_of(thread), std::invalid_argument);
        auto sender = test_sender();
        sender.name = bad;
        CHECK_THROWS_AS(compose_message(a_letter(), sender, at_noon(usual_day())), std::invalid_argument);
    }
}

TEST_CASE("a letter without an address makes no message", "[mail][mime]") {
    auto letter = a_letter();
    letter.to.reset();
    CHECK_THROWS_AS(message_of(letter), std::invalid_argument);
}

TEST_CASE("hostile names and texts stay in their place in the whole letter", "[mail][mime]") {
    PostDesk desk;
    std::string const long_text(10'000, 'w');
    for (std::string const& name :
         {std::string{"Eve\r\nBcc: all@example.com\r\n\r\nHi"}, std::string{"\xE2\x80\xAE evE \xE2\x80\xAC"},
          std::string{"\xF0\x9F\x8E\x89 Zoë \xE5\xB1\xB1\xE7\x94\xB0"}, std::string(5'000, 'N')}) {
        core::SubjectRequest request = a_request().in(core::Status::in_progress);
        request.subject.name = core::PersonName{name};
        storage::OutboxLetter letter;
        letter.kind = core::LetterKind::message;
        letter.message_id = "aaaa";
        letter.facts = {
            {"message", "--=_aaaa--\r\n.\r\nSubject: no\r\n\xE2\x80\xAE" + long_text + " \xF0\x9F\x8E\x89"}};
        auto const composed = desk.writer.to_requester(letter, request, by(the_system(), usual_day() + 1));
        auto const parsed = parse_message(message_of(composed));
        CHECK(parsed.to_addresses == std::vector<std::string>{"ines@example.com"});
        CHECK(parsed.headers.count("bcc") == 0);
        CHECK(parsed.headers.at("subject") == "A message about your request " + request.reference.text());
        CHECK(parsed.part_types.size() == 3);
        CHECK(parsed.text == app::mail::flowed(composed.text));
        CHECK(parsed.html == composed.html);
        CHECK_THAT(parsed.text, Catch::Contains("--=_aaaa--\n.\nSubject: no\n" + long_text));
        CHECK(parsed.text.find("\xE2\x80\xAE") == std::string::npos);
        CHECK(parsed.headers.at("to").find("\xE2\x80\xAE") == std::string::npos);
    }
}
