#include "app/links.hpp"
#include "core/big_endian.hpp"
#include "tests/support/store_requests.hpp"

#include <algorithm>
#include <array>
#include <ranges>

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;
using app::LinkPurpose;

namespace {

class Chance final : public app::Random {
  public:
    void fill(std::span<std::byte> bytes) override { fixed_(bytes); }

  private:
    FixedRandom fixed_{3};
};

struct LinkMaker {
    explicit LinkMaker(core::Key const& key = test_master_key(), std::string const& url = "https://privacy.example/")
        : links((core::start_crypto(), key), url, chance) {}
    Chance chance;
    app::Links links;

    std::string unsubscribe_token(std::string const& email) {
        auto const url = links.unsubscribe_url(address(email));
        REQUIRE(url.starts_with("https://privacy.example/unsubscribe/"));
        return url.substr(url.rfind('/') + 1);
    }
};

core::Key another_key() {
    auto key = test_master_key();
    key.back() ^= std::byte{0x80};
    return key;
}

/// Every token that differs from this one in one bit of its bytes.
std::vector<std::string> with_one_bit_changed(std::string const& token) {
    std::vector<std::string> all;
    auto const bytes = core::from_base64url(token).value();
    for (std::size_t i = 0; i < bytes.size() * 8; ++i) {
        auto changed = bytes;
        changed[i / 8] ^= std::byte{1} << (i % 8);
        all.push_back(core::to_base64url(changed));
    }
    return all;
}

constexpr std::array every_purpose{LinkPurpose::verify, LinkPurpose::my_request, LinkPurpose::receipt,
                                   LinkPurpose::page};

std::vector<std::string> const garbage{"",
                                       "A",
                                       "AAAA",
                                       "not a token",
                                       "../../etc/passwd",
                                       "%00",
                                       std::string(1, '\0'),
                                       std::string(44, 'A'),
                                       std::string(43, 'A') + "=",
                                       std::string(10'000, 'z'),
                                       "Ünïcode",
                                       "AAAA+AAA/AAA"};

} // namespace

TEST_CASE("a mailed link says which request it is for and when it was made", "[app][links]") {
    LinkMaker const maker;
    auto const issued = noon(march(2)) + std::chrono::milliseconds{7};
    for (auto const purpose : every_purpose) {
        for (std::int64_t const id : {std::int64_t{1}, std::int64_t{255}, std::int64_t{17'249'876'308}}) {
            auto const target = maker.links.read(purpose, maker.links.token(purpose, core::RequestId{id}, issued));
            REQUIRE(target);
            CHECK(target->request == core::RequestId{id});
            CHECK(target->issued_at == issued);
        }
    }
}

TEST_CASE("a link for one purpose opens nothing else", "[app][links]") {
    LinkMaker const maker;
    auto const verify = maker.links.token(LinkPurpose::verify, core::RequestId{4}, noon(march(2)));
    auto const mine = maker.links.token(LinkPurpose::my_request, core::RequestId{4}, noon(march(2)));
    CHECK_FALSE(maker.links.read(LinkPurpose::my_request, verify));
    CHECK_FALSE(maker.links.read(LinkPurpose::verify, mine));
    CHECK_FALSE(maker.links.read(LinkPurpose::page, mine));
    auto const page = maker.links.token(LinkPurpose::page, core::RequestId{4}, noon(march(2)));
    CHECK_FALSE(maker.links.read(LinkPurpose::my_request, page));
    CHECK_FALSE(maker.links.read_unsubscribe(verify));
    LinkMaker unsubscribing;
    for (auto const purpose : every_purpose) {
        CHECK_FALSE(maker.links.read(purpose, unsubscribing.unsubscribe_token("ada@example.org")));
        for (auto const other : every_purpose)
            CHECK(maker.links.read(other, maker.links.token(purpose, core::RequestId{4}, noon(march(2)))).has_value() ==
                  (purpose == other));
    }
}

// References are no running numbers, so that nobody learns how many ask: the number beneath must not show either.
TEST_CASE("a link shows nothing of the request's number or of its time and looks new every time", "[app][links]") {
    LinkMaker const maker;
    core::RequestId const request{0x1122334455};
    auto const issued = noon(march(2));
    auto const shows = [](core::Bytes const& bytes, std::int64_t number) {
        auto const sought = core::big_endian(static_cast<std::uint64_t>(number));
        auto const significant = std::span(sought).last(5);
        return !std::ranges::search(bytes, significant).empty() ||
               !std::ranges::search(bytes, std::views::reverse(significant)).empty();
    };
    for (auto const purpose : every_purpose) {
        auto const token = maker.links.token(purpose, request, issued);
        auto const bytes = core::from_base64url(token).value();
        CHECK_FALSE(shows(bytes, request.value));
        CHECK_FALSE(shows(bytes, issued.time_since_epoch().count()));
        CHECK(maker.links.token(purpose, request, issued) != token);
        CHECK(token.size() == 76); // no line of a letter becomes too long
    }
}

TEST_CASE("a link with any bit changed is refused", "[app][links]") {
    LinkMaker const maker;
    auto const token = maker.links.token(LinkPurpose::my_request, core::RequestId{4}, noon(march(2)));
    auto const changed = with_one_bit_changed(token);
    REQUIRE(changed.size() == 57 * 8); // algorithm 1, nonce 24, request and time 16, tag 16
    for (auto const& each : changed) {
        INFO(each);
        CHECK_FALSE(maker.links.read(LinkPurpose::my_request, each));
        CHECK_FALSE(maker.links.read(LinkPurpose::verify, each));
    }
    CHECK_FALSE(maker.links.read(LinkPurpose::my_request, token.substr(0, token.size() - 4)));
    CHECK_FALSE(maker.links.read(LinkPurpose::my_request, token + "AAAA"));
}

TEST_CASE("a link made under another master key is refused", "[app][links]") {
    LinkMaker const maker;
    LinkMaker foreign(another_key());
    CHECK_FALSE(maker.links.read(LinkPurpose::verify,
                                 foreign.links.token(LinkPurpose::verify, core::RequestId{4}, noon(march(2)))));
    CHECK_FALSE(maker.links.read_unsubscribe(foreign.unsubscribe_token("ada@example.org")));
}

TEST_CASE("garbage is no link", "[app][links]") {
    LinkMaker const maker;
    for (auto const& each : garbage) {
        INFO(each);
        CHECK_FALSE(maker.links.read(LinkPurpose::verify, each));
        CHECK_FALSE(maker.links.read(LinkPurpose::my_request, each));
        CHECK_FALSE(maker.links.read_unsubscribe(each));
    }
}

TEST_CASE("links lead to the public address whether or not that ends in a slash", "[app][links]") {
    for (auto const* url : {"https://privacy.example", "https://privacy.example/", "https://privacy.example//"}) {
        LinkMaker const maker(test_master_key(), url);
        CHECK(maker.links.url("/request") == "https://privacy.example/request");
        auto const verify = maker.links.verify_url(core::RequestId{4}, noon(march(2)));
        auto const mine = maker.links.my_request_url(core::RequestId{4}, noon(march(2)));
        CHECK(verify.starts_with("https://privacy.example/verify/"));
        CHECK(mine.starts_with("https://privacy.example/r/"));
        CHECK(maker.links.read(LinkPurpose::verify, verify.substr(verify.rfind('/') + 1)));
        CHECK(maker.links.read(LinkPurpose::my_request, mine.substr(mine.rfind('/') + 1)));
    }
}

TEST_CASE("an unsubscribe link holds the address as it was written", "[app][links]") {
    LinkMaker maker;
    for (auto const* email : {"ada@example.org", "Ada.Lindqvist+news@example.org", "a@b.example"}) {
        auto const read = maker.links.read_unsubscribe(maker.unsubscribe_token(email));
        REQUIRE(read);
        CHECK(read->reveal() == email);
    }
}

TEST_CASE("an unsubscribe link shows nothing of the address and looks new every time", "[app][links]") {
    LinkMaker maker;
    auto const token = maker.unsubscribe_token("ada@example.org");
    auto const bytes = core::from_base64url(token).value();
    auto const raw = std::string(core::as_text(bytes));
    for (std::string const part : {"ada", "example", "@", "org"}) {
        auto const encoded = core::to_base64url(core::as_bytes(part));
        if (part.size() > 2) CHECK(raw.find(part) == std::string::npos);
        if (part.size() > 3) CHECK(token.find(encoded) == std::string::npos);
    }
    CHECK(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
          std::string::npos);
    CHECK(maker.unsubscribe_token("ada@example.org") != token);
}

TEST_CASE("an unsubscribe link with any bit changed is refused", "[app][links]") {
    LinkMaker maker;
    for (auto const& each : with_one_bit_changed(maker.unsubscribe_token("ada@example.org"))) {
        INFO(each);
        CHECK_FALSE(maker.links.read_unsubscribe(each));
    }
}

TEST_CASE("a letter shown to others has words where its personal links were, and nothing else is changed",
          "[app][links]") {
    LinkMaker maker;
    auto const at = core::Instant{std::chrono::milliseconds{1'700'000'000'000}};
    auto const stop = maker.links.unsubscribe_url(address("ines@example.com"));
    auto preferences = stop;
    preferences.replace(preferences.find("/unsubscribe/"), 13, "/preferences/");
    for (auto const& link : {maker.links.verify_url(core::RequestId{7}, at),
                             maker.links.my_request_url(core::RequestId{7}, at), stop, preferences}) {
        INFO(link);
        CHECK(app::without_personal_links("Open\n" + link + "\nand <" + link + ">.", "[a link]") ==
              "Open\n[a link]\nand <[a link]>.");
        CHECK(app::without_personal_links(link, "(in the letter)") == "(in the letter)");
    }
    for (std::string const other : {"", "https://privacy.example/", "See https://privacy.example/status or /r/privacy.",
                                    "https://forum.example/r/a-short-name", "a/verify/b", "/r/"})
        CHECK(app::without_personal_links(other, "[a link]") == other);
}
