#include "app/form_token.hpp"
#include "tests/support/store_temporary.hpp"

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;

namespace {

app::FormTokens tokens_of(core::Key const& key) {
    core::start_crypto();
    return app::FormTokens(key);
}

} // namespace

TEST_CASE("a form token fits the cookie it was made for and no other", "[app][form_token]") {
    auto const tokens = tokens_of(test_master_key());
    auto const token = tokens.token_for("cookie of Mira");
    CHECK(tokens.fits(token, "cookie of Mira"));
    CHECK(tokens_of(test_master_key()).fits(token, "cookie of Mira")); // after a restart, too
    CHECK_FALSE(tokens.fits(token, "cookie of Jonas"));
    CHECK_FALSE(tokens.fits(token, "cookie of Mir"));
}

TEST_CASE("a form without a cookie has no token that fits", "[app][form_token]") {
    auto const tokens = tokens_of(test_master_key());
    CHECK_FALSE(tokens.fits(tokens.token_for(""), ""));
    CHECK_FALSE(tokens.fits("", ""));
}

TEST_CASE("a form token with any character changed, missing or added does not fit", "[app][form_token]") {
    auto const tokens = tokens_of(test_master_key());
    auto const token = tokens.token_for("cookie");
    for (std::size_t i = 0; i < token.size(); ++i) {
        auto changed = token;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        INFO("character " << i);
        CHECK_FALSE(tokens.fits(changed, "cookie"));
    }
    CHECK_FALSE(tokens.fits(token.substr(1), "cookie"));
    CHECK_FALSE(tokens.fits(token + "A", "cookie"));
    CHECK_FALSE(tokens.fits("", "cookie"));
}

TEST_CASE("a form token and a stored digest tell nothing under another master key", "[app][form_token]") {
    auto other_key = test_master_key();
    other_key[0] ^= std::byte{1};
    auto const tokens = tokens_of(test_master_key());
    auto const others = tokens_of(other_key);
    CHECK_FALSE(others.fits(tokens.token_for("cookie"), "cookie"));
    CHECK(others.digest_of_secret("secret") != tokens.digest_of_secret("secret"));
    CHECK(tokens.digest_of_secret("secret") == tokens.digest_of_secret("secret"));
    CHECK(tokens.digest_of_secret("secret") != tokens.digest_of_secret("secreu"));
}

TEST_CASE("the digest under which a secret is stored is not what forms show of it", "[app][form_token]") {
    auto const tokens = tokens_of(test_master_key());
    auto const digest = tokens.digest_of_secret("cookie");
    CHECK(tokens.token_for("cookie") != core::to_base64url(std::span(digest).first(18)));
}

TEST_CASE("a staff form's token fits its cookie, and says whose form it is even when the cookie is gone",
          "[app][form_token]") {
    auto const tokens = tokens_of(test_master_key());
    core::StaffId const mira{7};
    auto const token = tokens.token_for("cookie of Mira", mira);
    CHECK(tokens.fits(token, "cookie of Mira"));
    CHECK_FALSE(tokens.fits(token, "cookie of Jonas"));
    CHECK(tokens.owner_of(token) == mira);
    CHECK_FALSE(tokens.owner_of(tokens.token_for("cookie of Mira")));
    CHECK_FALSE(tokens.owner_of(""));
    CHECK_FALSE(tokens.owner_of(token + "A"));
}

TEST_CASE("nobody can write somebody else's name into a form's token", "[app][form_token]") {
    auto const tokens = tokens_of(test_master_key());
    auto token = tokens.token_for("cookie", core::StaffId{7});
    token[token.find('.') + 1] = '8';
    CHECK_FALSE(tokens.owner_of(token));
    CHECK_FALSE(tokens.fits(token, "cookie"));
}
