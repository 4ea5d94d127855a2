#include "core/letter_case.hpp"
#include "core/personal.hpp"

#include <algorithm>
#include <ostream>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace habeas::core;

namespace {

template <class T>
concept Printable = requires(std::ostream& out, T const& value) { out << value; };

bool is_address(std::string const& text) {
    return EmailAddress::parse(text).has_value();
}

std::string lowered(std::string_view text) {
    return lower_case(text);
}

} // namespace

static_assert(!Printable<PersonName>);
static_assert(!Printable<OrganisationName>);
static_assert(!Printable<FreeText>);
static_assert(!Printable<EmailAddress>);

TEST_CASE("an address keeps its local part as typed and its domain in lower case", "[core][personal]") {
    auto const address = EmailAddress::parse("Ines.Okafor+desk@EXAMPLE.Com");
    REQUIRE(address.has_value());
    CHECK(address->reveal() == "Ines.Okafor+desk@example.com");
    CHECK(address->lookup_key() == "ines.okafor+desk@example.com");
}

TEST_CASE("the usual forms of addresses are accepted", "[core][personal]") {
    for (auto const* text : {"a@b.cd", "o'neil@example.com", "x_y-z@sub.domain.example.co.uk", "1@2.example",
                             "first.last@xn--mnchen-3ya.example", "!#$%&'*+-/=?^_`{|}~@example.org"}) {
        CAPTURE(text);
        CHECK(is_address(text));
    }
}

TEST_CASE("what could break out of a mail header is refused in addresses", "[core][personal]") {
    using namespace std::string_literals;
    for (auto const& text : {"a@b.cd\r\nBcc: x@y.zz"s, "a@b.cd\n"s, "a@b.cd\r"s, "a\0@b.cd"s, "a@b.cd\0"s, "<a@b.cd>"s,
                             "a b@c.de"s, " a@b.cd"s, "a@b.cd "s, "\"a b\"@c.de"s, "a\t@b.cd"s, "a,b@c.de"s,
                             "a;b@c.de"s, "a:b@c.de"s, "a\\b@c.de"s, "(a)@b.cd"s, "a@[127.0.0.1]"s, "a\x7F@b.cd"s}) {
        CAPTURE(text);
        CHECK_FALSE(is_address(text));
    }
}

TEST_CASE("what is no address is refused", "[core][personal]") {
    for (auto const* text : {"", "a", "@", "a@", "@b.cd", "a@b", "a@b@c.de", "a@.cd", "a@b.", "a@b..cd", "a@-b.cd",
                             "a@b-.cd", "a@b_c.de", ".a@b.cd", "a.@b.cd", "a..b@c.de", "a@1.2.3.4"}) {
        CAPTURE(text);
        CHECK_FALSE(is_address(text));
    }
}

TEST_CASE("letters outside A to Z are refused with a word about them", "[core][personal]") {
    for (auto const* text : {"zo\xC3\xAB@example.com", "zoe@m\xC3\xBCnchen.example"}) {
        auto const result = EmailAddress::parse(text);
        REQUIRE_FALSE(result.has_value());
        CHECK(result.error().code == ErrorCode::invalid);
        CHECK(result.error().message.find("letters outside A to Z") != std::string::npos);
    }
}

TEST_CASE("an address of 254 bytes is accepted and of 255 refused", "[core][personal]") {
    std::string const local(64, 'a');
    std::string domain;
    for (int i = 0; i < 3; ++i)
        domain += std::string(55, 'b') + ".";
    auto const rest = 254 - local.size() - 1 - domain.size();
    auto const longest = local + "@" + domain + std::string(rest, 'c');
    REQUIRE(longest.size() == 254);
    CHECK(is_address(longest));
    CHECK_FALSE(is_address(longest + "c"));
}

TEST_CASE("a local part of 64 bytes and a label of 63 are the longest", "[core][personal]") {
    CHECK(is_address(std::string(64, 'a') + "@b.cd"));
    CHECK_FALSE(is_address(std::string(65, 'a') + "@b.cd"));
    CHECK(is_address("a@" + std::string(63, 'b') + ".cd"));
    CHECK_FALSE(is_address("a@" + std::string(64, 'b') + ".cd"));
}

TEST_CASE("no text whatever makes an address with a control character, space, bracket or quote", "[core][personal]") {
    CHECK(rc::check("only clean ones", [] {
        auto const text = *rc::gen::container<std::string>(
            rc::gen::element('a', 'b', '@', '.', '-', ' ', '\r', '\n', '\0', '<', '>', '"', '\x80'));
        if (auto const address = EmailAddress::parse(text)) {
            RC_ASSERT(address->reveal().find_first_of(std::string_view{" \r\n\0<>\"\x80", 8}) == std::string::npos);
            RC_ASSERT(EmailAddress::parse(address->reveal()).value() == *address);
        }
    }));
}

TEST_CASE("an error about an address does not repeat it", "[core][personal]") {
    auto const result = EmailAddress::parse("planted marker@example.com");
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().message.find("marker") == std::string::npos);
    CHECK(result.error().detail.find("marker") == std::string::npos);
}

TEST_CASE("a name is looked up by its words and as a whole", "[core][personal]") {
    auto const words = [](std::string text) { return lookup_words(PersonName{std::move(text)}, lowered); };
    CHECK(words("Zo\xC3\xAB van Dyk") == std::vector<std::string>{"zo\xC3\xAB", "van", "dyk", "zo\xC3\xAB van dyk"});
    CHECK(words("  Ines\t Okafor ") == std::vector<std::string>{"ines", "okafor", "ines okafor"});
    CHECK(words("Okafor, Ines") == std::vector<std::string>{"okafor", "ines", "okafor ines"});
    CHECK(words("INES") == std::vector<std::string>{"ines"});
    CHECK(words("").empty());
    CHECK(words(" \t, ").empty());
    CHECK(words("a a") == std::vector<std::string>{"a", "a a"});
}

TEST_CASE("the words of a name are cut after it was folded", "[core][personal]") {
    auto const spaced = [](std::string_view text) {
        auto folded = std::string{text};
        std::ranges::replace(folded, '_', ' ');
        return folded;
    };
    CHECK(lookup_words(PersonName{"Ines_Okafor"}, spaced) == std::vector<std::string>{"Ines", "Okafor", "Ines Okafor"});
}

TEST_CASE("a name of many words is looked up by eight of them and as a whole", "[core][personal]") {
    auto const words = lookup_words(PersonName{"a b c d e f g h i"}, lowered);
    REQUIRE(words.size() == 9);
    CHECK(words[7] == "h");
    CHECK(words[8] == "a b c d e f g h i");
}
