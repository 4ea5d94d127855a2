#include "app/mail/plain_text.hpp"

#include <catch2/catch.hpp>

using namespace habeas::app::mail;

TEST_CASE("a paragraph is wrapped between words, at the width and not before", "[mail][text]") {
    CHECK(tidy_text("aaa bbb ccc", 7) == "aaa bbb\nccc\n");
    CHECK(tidy_text("aaa bbb ccc", 6) == "aaa\nbbb\nccc\n");
    CHECK(tidy_text("äää bbb", 7) == "äää bbb\n");
}

TEST_CASE("a link is never broken, however long", "[mail][text]") {
    auto const link = "https://privacy.example/r/" + std::string(300, 'x');
    CHECK(tidy_text("Open " + link + " now", 20) == "Open\n" + link + "\nnow\n");
}

TEST_CASE("the lines of a list item hang under its text", "[mail][text]") {
    CHECK(tidy_text("* one two three", 9) == "* one two\n  three\n");
}

TEST_CASE("many empty lines become one, and none is left at the ends", "[mail][text]") {
    CHECK(tidy_text("\n\n  \nfirst  \n\n\n \nsecond\n\n") == "first\n\nsecond\n");
    CHECK(tidy_text("") == "");
    CHECK(tidy_text("\n\n") == "");
}

TEST_CASE("a name for a header is one line without invisible tricks", "[mail][text]") {
    CHECK(one_line("Eve\r\nBcc: all@example.com", 100) == "Eve Bcc: all@example.com");
    CHECK(one_line("  a \t b\x01 ", 100) == "a b");
    CHECK(one_line("safe\xE2\x80\xAEgpj.exe", 100) == "safegpj.exe");
}

TEST_CASE("a name is cut at the end of a character, never inside one", "[mail][text]") {
    CHECK(one_line("ab\xF0\x9F\x8E\x89z", 5) == "ab");
    CHECK(one_line("ab\xF0\x9F\x8E\x89z", 6) == "ab\xF0\x9F\x8E\x89");
    CHECK(one_line("abc", 3) == "abc");
}
