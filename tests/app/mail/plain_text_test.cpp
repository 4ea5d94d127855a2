#include "app/mail/plain_text.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

using namespace habeas::app::mail;

namespace {

/// What a mail program makes of flowed text: a space in front goes; a line that ends in a space goes on in the next
/// one, and with delsp=no the space stays (RFC 3676, section 4.1).
std::string read_as_flowed(std::string_view sent) {
    std::string read;
    while (!sent.empty()) {
        auto const end = sent.find('\n');
        auto line = sent.substr(0, end);
        sent.remove_prefix(end + 1);
        auto const is_signature = line == "-- ";
        if (line.starts_with(' ')) line.remove_prefix(1);
        read += line;
        if (!line.ends_with(' ') || is_signature) read += '\n';
    }
    return read;
}

} // namespace

TEST_CASE("a paragraph is broken behind a space between words, at the width and not before", "[mail][text]") {
    CHECK(flowed("aaa bbb ccc\n", 7) == "aaa bbb \nccc\n");
    CHECK(flowed("aaa bbb ccc\n", 6) == "aaa \nbbb \nccc\n");
    CHECK(flowed("\xC3\xA4\xC3\xA4\xC3\xA4 bbb\n", 7) == "\xC3\xA4\xC3\xA4\xC3\xA4 bbb\n");
    CHECK(flowed("aaa bbb\n\nccc\n", 7) == "aaa bbb\n\nccc\n");
    CHECK(flowed("") == "");
    CHECK(flowed("no end") == "no end\n");
}

TEST_CASE("a link is never broken, however long", "[mail][text]") {
    auto const link = "https://privacy.example/r/" + std::string(300, 'x');
    CHECK(flowed("Open " + link + " now\n", 20) == "Open \n" + link + " \nnow\n");
}

TEST_CASE("a fixed line never ends in a space, or it would run into the next one", "[mail][text]") {
    CHECK(flowed("one  \ntwo \n   \nthree\n") == "one\ntwo\n\nthree\n");
}

TEST_CASE("a line that begins with a space, with \">\" or with \"From \" gets a space in front, also a broken one",
          "[mail][text]") {
    CHECK(flowed("  moved in\n") == "   moved in\n");
    CHECK(flowed("> said\n") == " > said\n");
    CHECK(flowed("From here on\n") == " From here on\n");
    CHECK(flowed("Fromage\n") == "Fromage\n");
    CHECK(flowed("aaa >b From c\n", 3) == "aaa \n >b \n From \nc\n");
}

TEST_CASE("the mark before a signature is never flowed, and no broken line looks like it", "[mail][text]") {
    CHECK(flowed("Words\n-- \nInes\n") == "Words\n-- \nInes\n");
    CHECK(flowed("aaa -- bbb ccc\n", 3) == "aaa \n-- bbb \nccc\n");
    CHECK(flowed("-- bbb\n", 3) == "-- bbb\n");
}

TEST_CASE("what a mail program joins again is the letter as it was written", "[mail][text]") {
    for (std::string const letter :
         {"Dear Ines Okafor,\n\nwe have looked everywhere, and found nothing about you.\n\n* one two three\n  four\n",
          "> quoted words that are long enough\nFrom the start to the end\n   three spaces in front\n",
          "two  spaces   and  three between the words of this line\n", "- -- --- -- - -- -- ----\n",
          "From From From > > > From\n", "\n\n\n"})
        for (std::size_t columns = 1; columns < 30; ++columns) {
            INFO(columns << " " << letter);
            CHECK(read_as_flowed(flowed(letter, columns)) == letter);
        }
}

TEST_CASE("a line on the wire has 78 characters or fewer", "[mail][text]") {
    std::string words;
    for (std::size_t word = 0; word < 200; ++word)
        words += (word % 7 == 0 ? "> " : word % 5 == 0 ? "From " : "") + std::string(1 + word % 9, 'w') + " ";
    words.back() = '\n';
    auto const sent = flowed(words);
    std::size_t longest = 0;
    for (std::size_t at = 0, end = sent.find('\n'); end != sent.npos; at = end + 1, end = sent.find('\n', at))
        longest = std::max(longest, end - at);
    CHECK(longest <= 78);
    CHECK(longest > 70);
    CHECK(read_as_flowed(sent) == words);
}

TEST_CASE("a letter keeps a paragraph on one line, with one space between its words", "[mail][text]") {
    auto const paragraph = "word " + std::string(200, 'x') + " and more words than fit in a line of any window at all";
    CHECK(tidy_text(paragraph) == paragraph + "\n");
    CHECK(tidy_text("one   two\n  moved  in\n* an  item") == "one two\n  moved in\n* an item\n");
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

TEST_CASE("a name of several words is cut between two of them", "[mail][text]") {
    CHECK(one_line("Ines Okafor", 10) == "Ines");
    CHECK(one_line("Ines Okafor", 5) == "Ines");
    CHECK(one_line("Ines Okafor", 4) == "Ines");
    CHECK(one_line("Ines Okafor", 3) == "Ine");
    CHECK(one_line("Ines Okafor", 11) == "Ines Okafor");
}
