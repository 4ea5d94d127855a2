#include "app/mail/smtp_reply.hpp"

#include <catch2/catch.hpp>

using habeas::app::mail::read_smtp_reply;

TEST_CASE("of an answer the codes are read, never the words", "[mail][smtp]") {
    auto const reply = read_smtp_reply("550 5.1.1 <ines@example.com>: nobody of that name\r\n");
    CHECK(reply.code == 550);
    CHECK(reply.enhanced == "5.1.1");
    CHECK(read_smtp_reply("550 no such user\r\n").enhanced.empty());
    CHECK(read_smtp_reply("550").code == 550);
    CHECK(read_smtp_reply("554 5.7.1").enhanced == "5.7.1");
    CHECK(read_smtp_reply("550 5.7.606 banned").enhanced == "5.7.606");
}

TEST_CASE("what is no whole answer is none", "[mail][smtp]") {
    for (auto const* line : {"", "5", "55", "a50 5.1.1", "550-5.1.1 more follows", "\r\n"}) {
        INFO(line);
        CHECK(read_smtp_reply(line).code == 0);
    }
    // An enhanced code of another class than the code, or half of one, says nothing.
    for (auto const* line : {"550 4.1.1 x", "550 5.1 x", "550 5..1 x", "550 5.1. x", "550 5.1.1.1 x", "550 51.1.1 x"}) {
        INFO(line);
        CHECK(read_smtp_reply(line).enhanced.empty());
    }
}

TEST_CASE("a refusal of the recipient or the content ends the letter, one of ourselves does not", "[mail][smtp]") {
    for (auto const* line : {"550", "550 5.1.1", "553 5.1.3", "550 5.1.10", "552 5.2.2", "552 5.3.4", "554 5.6.0",
                             "554", "550 5.0.0", "599"}) {
        INFO(line);
        CHECK(read_smtp_reply(line).is_letters_fault());
    }
    for (auto const* line :
         {"554 5.7.1", "550 5.1.7", "550 5.1.8", "550 5.7.26", "530 5.7.0", "530", "534", "535 5.7.8", "538",
          "554 5.3.2", "550 5.4.1", "503 5.5.1", "451 4.3.2", "499", "250 2.0.0"}) {
        INFO(line);
        CHECK_FALSE(read_smtp_reply(line).is_letters_fault());
    }
}
