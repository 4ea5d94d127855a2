#include "storage/sqlite/particulars.hpp"
#include "tests/support/store_requests.hpp"

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::storage::sqlite;
using habeas::testing::address;

namespace {

Asked full_asked() {
    return {.subject = {core::PersonName{"Zoë van Dyk"}, address("zoe@example.net"), "NL", "Utrecht",
                        core::PostalAddress{"1 Old Lane\n3511 Utrecht"}},
            .requester = {core::RequesterKind::organisation_admin, core::PersonName{"Ann"}, address("a@example.net")},
            .organisation = core::OrganisationName{std::string(300, 'o')},
            .categories = {"contact", "billing"},
            .details = core::FreeText{std::string("with\0nul\nand line", 17)},
            .corrections = {{"contact.phone", core::FreeText{"1"}, core::FreeText{"2"}}},
            .deletion_scope = core::DeletionScope::categories,
            .topics = {core::Topic::partner_offers, core::Topic::marketing}};
}

core::Outcome full_outcome() {
    core::Outcome outcome;
    outcome.categories = {{"billing", core::CategoryOutcome::kept, core::RetentionGround::enforce_agreements, "2031"},
                          {"contact", core::CategoryOutcome::provided, std::nullopt, ""}};
    outcome.corrections = {{40'000, core::FieldVerdict::refused, core::FreeText{"why"}}};
    outcome.answer = core::FreeText{"answer"};
    outcome.denial_reason = core::DenialReason::identity_not_confirmed;
    outcome.redirected_to = core::OrganisationName{"Elsewhere"};
    return outcome;
}

/// Reads bytes that no writer made: nothing but MalformedBlob may come of it.
template <class Decode>
void read_broken(core::Bytes const& good, Decode decode) {
    for (std::size_t size = 0; size < good.size(); ++size)
        CHECK_THROWS_AS(decode(std::span{good}.first(size)), MalformedBlob);
    auto longer = good;
    longer.push_back(std::byte{0});
    CHECK_THROWS_AS(decode(std::span<std::byte const>{longer}), MalformedBlob);
    int read = 0, refused = 0;
    for (std::size_t at = 0; at < good.size(); ++at)
        for (auto const flip : {0x01, 0x80, 0xff}) {
            auto changed = good;
            changed[at] ^= static_cast<std::byte>(flip);
            try {
                decode(std::span<std::byte const>{changed});
                ++read;
            } catch (MalformedBlob const&) {
                ++refused;
            }
        }
    CHECK(refused > 0);
    CHECK(read + refused == 3 * static_cast<int>(good.size()));
}

} // namespace

TEST_CASE("what was asked, the outcome, facts and sent words come back as they were written", "[storage][codec]") {
    CHECK(decode_asked(encode(Asked{})) == Asked{});
    CHECK(decode_asked(encode(full_asked())) == full_asked());
    CHECK(decode_outcome(encode(core::Outcome{})) == core::Outcome{});
    CHECK(decode_outcome(encode(full_outcome())) == full_outcome());
    core::PreparedOutcome const prepared{full_outcome(), core::Completeness::part};
    CHECK(decode_prepared(encode(prepared)) == prepared);
    CHECK(decode_prepared(encode(core::PreparedOutcome{})) == core::PreparedOutcome{});
    Facts const facts{{"due_on", "2026-04-01"}, {"", ""}, {"message", std::string(70'000, 'x')}};
    CHECK(decode_facts(encode(facts)) == facts);
    CHECK(decode_facts(encode(Facts{})).empty());
    Rendered const rendered{"Subject", "Words\r\n"};
    CHECK(decode_rendered(encode(rendered)) == rendered);
}

TEST_CASE("every value of every sealed enumeration comes back", "[storage][codec]") {
    auto asked = full_asked();
    for (auto const& [scope, word] : core::words_of<core::DeletionScope>()) {
        asked.deletion_scope = scope;
        CHECK(decode_asked(encode(asked)) == asked);
    }
    for (auto const& [kind, word] : core::words_of<core::RequesterKind>()) {
        asked.requester.kind = kind;
        CHECK(decode_asked(encode(asked)) == asked);
    }
    asked.topics.clear();
    for (auto const& [topic, word] : core::words_of<core::Topic>())
        asked.topics.push_back(topic);
    CHECK(decode_asked(encode(asked)) == asked);
    core::Outcome outcome;
    for (auto const& [result, word] : core::words_of<core::CategoryOutcome>())
        outcome.categories.push_back({"c", result, std::nullopt, ""});
    for (auto const& [ground, word] : core::words_of<core::RetentionGround>())
        outcome.categories.push_back({"c", core::CategoryOutcome::kept, ground, ""});
    for (auto const& [verdict, word] : core::words_of<core::FieldVerdict>())
        outcome.corrections.push_back({1, verdict, core::FreeText{}});
    for (auto const& [reason, word] : core::words_of<core::DenialReason>()) {
        outcome.denial_reason = reason;
        CHECK(decode_outcome(encode(outcome)) == outcome);
    }
}

TEST_CASE("cut, lengthened or changed bytes are refused or read as something else, never more", "[storage][codec]") {
    read_broken(encode(full_asked()), [](std::span<std::byte const> bytes) { return decode_asked(bytes); });
    read_broken(encode(full_outcome()), [](std::span<std::byte const> bytes) { return decode_outcome(bytes); });
    read_broken(encode(core::PreparedOutcome{full_outcome(), core::Completeness::part}),
                [](std::span<std::byte const> bytes) { return decode_prepared(bytes); });
    read_broken(encode(Facts{{"a", "b"}}), [](std::span<std::byte const> bytes) { return decode_facts(bytes); });
    read_broken(encode(Rendered{"a", "b"}), [](std::span<std::byte const> bytes) { return decode_rendered(bytes); });
}

TEST_CASE("one form is not read as another", "[storage][codec]") {
    CHECK_THROWS_AS(decode_outcome(encode(Asked{})), MalformedBlob);
    CHECK_THROWS_AS(decode_outcome(encode(core::PreparedOutcome{})), MalformedBlob);
    CHECK_THROWS_AS(decode_facts(encode(Rendered{})), MalformedBlob);
}

TEST_CASE("random bytes are refused", "[storage][codec]") {
    testing::FixedRandom const random;
    for (int i = 0; i < 2'000; ++i) {
        core::Bytes bytes(static_cast<std::size_t>(i % 97));
        random(bytes);
        CHECK_THROWS_AS(decode_asked(bytes), MalformedBlob);
    }
}

TEST_CASE("numbers of every size come back, and those of more than 64 bits are refused", "[storage][codec]") {
    for (auto const number : {std::uint64_t{0}, std::uint64_t{127}, std::uint64_t{128}, std::uint64_t{1} << 56,
                              std::numeric_limits<std::uint64_t>::max()}) {
        ByteWriter out{9};
        out.number(number);
        ByteReader in{out.bytes(), 9};
        CHECK(in.number() == number);
        in.end();
    }
    core::Bytes too_large{std::byte{9}};
    too_large.insert(too_large.end(), 9, std::byte{0xff});
    too_large.push_back(std::byte{0x02});
    ByteReader in{too_large, 9};
    CHECK_THROWS_AS(in.number(), MalformedBlob);
}

TEST_CASE("what was asked before there were postal addresses is still read", "[storage][codec]") {
    // Written by hand in the first form: name, address, country, region, self, nothing more.
    ByteWriter out{1};
    out.text("Ines Okafor");
    out.text("ines@example.com");
    out.text("DE");
    out.text("");
    out.value(core::RequesterKind::self);
    out.text("");
    out.text("");
    out.text("");
    out.number(0);
    out.text("Everything, please.");
    out.number(0);
    out.number(0);
    out.number(0);
    auto const asked = decode_asked(out.bytes());
    CHECK(asked.subject.name == core::PersonName{"Ines Okafor"});
    CHECK(asked.subject.email == address("ines@example.com"));
    CHECK(asked.subject.postal_address.empty());
    CHECK(asked.details == core::FreeText{"Everything, please."});
}
