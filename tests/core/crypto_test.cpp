#include "core/crypto.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace habeas::core;

namespace {

Key key_of(int seed) {
    Key key;
    for (std::size_t i = 0; i < key.size(); ++i)
        key[i] = static_cast<std::byte>(static_cast<int>(i) + seed);
    return key;
}

Nonce nonce_of(int seed) {
    Nonce nonce;
    nonce.fill(static_cast<std::byte>(seed));
    return nonce;
}

Bytes bytes_of(std::string_view text) {
    auto const view = as_bytes(text);
    return {view.begin(), view.end()};
}

Bytes any_bytes() {
    Bytes bytes;
    for (auto const each : *rc::gen::arbitrary<std::vector<std::uint8_t>>())
        bytes.push_back(static_cast<std::byte>(each));
    return bytes;
}

} // namespace

TEST_CASE("SHA-256 gives the digests of its standard", "[core][crypto]") {
    CHECK(to_hex(sha256({})) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(to_hex(sha256(as_bytes("abc"))) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("a keyed digest is BLAKE2b-256 and depends on the key and on the text", "[core][crypto]") {
    CHECK(to_hex(keyed_digest(key_of(0), "abc")) == "d63a32d3e44738d7907f964316c241adaba0abfeabc32349677578a15a203f7f");
    CHECK(keyed_digest(key_of(0), "abc") != keyed_digest(key_of(1), "abc"));
    CHECK(keyed_digest(key_of(0), "abc") != keyed_digest(key_of(0), "abd"));
    CHECK(keyed_digest(key_of(0), "abc") == keyed_digest(key_of(0), as_bytes("abc")));
}

TEST_CASE("a blind index is the first eight bytes of the keyed digest", "[core][crypto]") {
    auto const digest = keyed_digest(key_of(3), "ines@example.com");
    std::uint64_t number{};
    for (std::size_t i = 0; i < 8; ++i)
        number = number * 256 + std::to_integer<std::uint64_t>(digest[i]);
    CHECK(static_cast<std::uint64_t>(blind_index(key_of(3), "ines@example.com")) == number);
    CHECK(blind_index(key_of(3), "ines@example.com") != blind_index(key_of(4), "ines@example.com"));
}

TEST_CASE("every purpose has its own key", "[core][crypto]") {
    CHECK(derive_key(key_of(0), "blind-index") != derive_key(key_of(0), "links"));
    CHECK(derive_key(key_of(0), "links") != derive_key(key_of(1), "links"));
    CHECK(derive_key(key_of(0), "links") == derive_key(key_of(0), "links"));
}

TEST_CASE("SipHash-2-4 gives the value of its paper", "[core][crypto]") {
    std::array<std::byte, 16> key;
    Bytes input(15);
    for (std::size_t i = 0; i < 16; ++i)
        key[i] = static_cast<std::byte>(i);
    for (std::size_t i = 0; i < 15; ++i)
        input[i] = static_cast<std::byte>(i);
    // The paper prints the number a129ca6149be45e5, whose bytes come out last one first.
    CHECK(short_hash(key, input) == 0xe545be4961ca29a1);
}

TEST_CASE("what is sealed opens with its key and at its place", "[core][crypto]") {
    CHECK(rc::check("round trip", [] {
        auto const plain = any_bytes();
        auto const sealed = seal(key_of(1), nonce_of(2), "requests/17", plain);
        RC_ASSERT(open(key_of(1), "requests/17", sealed) == plain);
        RC_ASSERT(sealed.size() == plain.size() + 1 + 24 + 16);
    }));
}

TEST_CASE("what is sealed does not open with another key or at another place", "[core][crypto]") {
    auto const sealed = seal(key_of(1), nonce_of(2), "requests/17", as_bytes("Ines Okafor"));
    CHECK_FALSE(open(key_of(2), "requests/17", sealed).has_value());
    CHECK_FALSE(open(key_of(1), "requests/18", sealed).has_value());
    CHECK_FALSE(open(key_of(1), "messages/17", sealed).has_value());
    CHECK(open(key_of(1), "requests/17", sealed) == bytes_of("Ines Okafor"));
}

TEST_CASE("no changed or missing byte of what is sealed goes unnoticed", "[core][crypto]") {
    auto const sealed = seal(key_of(1), nonce_of(2), "requests/17", as_bytes("Ines Okafor"));
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        auto changed = sealed;
        changed[i] ^= std::byte{1};
        CHECK_FALSE(open(key_of(1), "requests/17", changed).has_value());
        CHECK_FALSE(open(key_of(1), "requests/17", std::span{sealed}.first(i)).has_value());
    }
}

TEST_CASE("what is sealed shows nothing of the text", "[core][crypto]") {
    auto const sealed = seal(key_of(1), nonce_of(2), "requests/17", as_bytes("Ines Okafor"));
    CHECK(as_text(sealed).find("Ines") == std::string_view::npos);
}

TEST_CASE("hexadecimal comes back, and what is none is refused", "[core][crypto]") {
    CHECK(to_hex(as_bytes("\x01\xAB")) == "01ab");
    CHECK(from_hex("01AB") == from_hex("01ab"));
    CHECK(from_hex("") == Bytes{});
    for (std::string_view const wrong : {"0", "0g", "01 ab", "zz", "0x01"})
        CHECK_FALSE(from_hex(wrong).has_value());
    CHECK(rc::check("round trip", [] {
        auto const bytes = any_bytes();
        RC_ASSERT(from_hex(to_hex(bytes)) == bytes);
    }));
}

TEST_CASE("base64url comes back without padding, and each value has one form", "[core][crypto]") {
    CHECK(to_base64url(as_bytes("\xFB\xFF")) == "-_8");
    CHECK(from_base64url("") == Bytes{});
    CHECK_FALSE(from_base64url("-_9").has_value()); // the same bytes, but bits left over
    for (std::string_view const wrong : {"-_8=", "+/8", "A", "AA A", "AAAAA"})
        CHECK_FALSE(from_base64url(wrong).has_value());
    CHECK(rc::check("round trip", [] {
        auto const bytes = any_bytes();
        auto const text = to_base64url(bytes);
        RC_ASSERT(text.find_first_of("+/=") == std::string::npos);
        RC_ASSERT(from_base64url(text) == bytes);
    }));
}

TEST_CASE("bytes are equal only where length and content are", "[core][crypto]") {
    CHECK(equal_in_constant_time(as_bytes("abc"), as_bytes("abc")));
    CHECK(equal_in_constant_time({}, {}));
    CHECK_FALSE(equal_in_constant_time(as_bytes("abc"), as_bytes("abd")));
    CHECK_FALSE(equal_in_constant_time(as_bytes("abc"), as_bytes("ab")));
    CHECK_FALSE(equal_in_constant_time(as_bytes("abc"), {}));
}

TEST_CASE("the library starts, and starting it again does no harm", "[core][crypto]") {
    CHECK_NOTHROW(start_crypto());
    CHECK_NOTHROW(start_crypto());
}
