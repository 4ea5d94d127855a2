#include "storage/sqlite/vault.hpp"
#include "tests/support/store_requests.hpp"

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::storage::sqlite;
using habeas::testing::FixedRandom;

namespace {

struct Opened {
    Chance chance{FixedRandom{}};
    core::Bytes root = Vault::new_root(testing::test_master_key(), chance);
    Vault vault = Vault::unlock(testing::test_master_key(), root).value();
};

core::Bytes some_bytes() {
    return {std::byte{1}, std::byte{2}};
}

} // namespace

TEST_CASE("a sealed value opens only in the place it was sealed for", "[storage][vault]") {
    core::start_crypto();
    Opened opened;
    auto const key = opened.chance.draw<core::Key>();
    auto const sealed = seal(key, Place{"messages.body", 7}, some_bytes(), opened.chance);
    CHECK(unseal(key, Place{"messages.body", 7}, sealed) == some_bytes());
    CHECK_THROWS(unseal(key, Place{"messages.body", 8}, sealed));
    CHECK_THROWS(unseal(key, Place{"letters.facts", 7}, sealed));
    CHECK_THROWS(unseal(opened.chance.draw<core::Key>(), Place{"messages.body", 7}, sealed));
}

TEST_CASE("a data key is bound to its request", "[storage][vault]") {
    core::start_crypto();
    Opened opened;
    auto const key = opened.chance.draw<core::Key>();
    auto const wrapped = opened.vault.wrap(key, core::RequestId{1}, opened.chance);
    CHECK(opened.vault.unwrap(wrapped, core::RequestId{1}) == key);
    CHECK_THROWS(opened.vault.unwrap(wrapped, core::RequestId{2}));
}

TEST_CASE("another master key unlocks nothing", "[storage][vault]") {
    core::start_crypto();
    Opened opened;
    auto other = testing::test_master_key();
    other[0] ^= std::byte{1};
    CHECK_FALSE(Vault::unlock(other, opened.root));
    CHECK_FALSE(Vault::unlock(testing::test_master_key(), {}));
}

TEST_CASE("look-up terms differ by purpose and follow the normalised address", "[storage][vault]") {
    core::start_crypto();
    Opened opened;
    auto const address = testing::address("ann@example.net");
    CHECK(opened.vault.address_term(address) == opened.vault.address_term(testing::address("ANN@Example.NET")));
    CHECK(opened.vault.address_term(address) != opened.vault.suppression_term(address));
    CHECK(opened.vault.address_term(address) != opened.vault.word_term("ann@example.net"));
}

TEST_CASE("chance hands out every byte of its source once and in order", "[storage][vault]") {
    unsigned next = 0;
    Chance chance{[&](std::span<std::byte> bytes) {
        for (auto& byte : bytes)
            byte = static_cast<std::byte>(next++ % 251);
    }};
    using Piece = std::array<std::byte, 24>;
    for (unsigned i = 0, refilled_at = 0; i < 300; ++i) {
        auto const piece = chance.draw<Piece>();
        for (std::size_t at = 1; at < piece.size(); ++at)
            CHECK(std::to_integer<unsigned>(piece[at]) == (std::to_integer<unsigned>(piece[at - 1]) + 1) % 251);
        auto const expected = (i * 24 + refilled_at) % 251;
        if (std::to_integer<unsigned>(piece[0]) != expected) {
            // A piece never spans two fillings: what is left of the pool is given up.
            refilled_at += (std::to_integer<unsigned>(piece[0]) + 251 - expected) % 251;
            CHECK(next % 2048 == 0);
        }
    }
}
