#include "app/plain_words.hpp"

#include <set>

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::app;
using core::CategoryOutcome;

namespace {

core::CategoryResult kept(std::optional<core::RetentionGround> ground, std::string until) {
    return {"billing", CategoryOutcome::kept, ground, std::move(until)};
}

} // namespace

TEST_CASE("every topic, result, verdict and reason has plain words of its own", "[app][words]") {
    std::set<std::string> seen;
    for (auto const& [topic, code] : core::words_of<core::Topic>())
        CHECK(seen.insert(std::string(topic_words(topic))).second);
    for (auto const& [reason, code] : core::words_of<core::DenialReason>())
        CHECK(seen.insert(std::string(denial_words(reason))).second);
    for (auto const& [ground, code] : core::words_of<core::RetentionGround>())
        CHECK(seen.insert(result_words(kept(ground, "2031-12-31"))).second);
    for (auto const& [outcome, code] : core::words_of<CategoryOutcome>())
        CHECK(seen.insert(result_words({"contact", outcome, {}, {}})).second);
    for (auto const& words : seen) {
        INFO(words);
        CHECK_FALSE(words.empty());
        CHECK(words.find('!') == words.npos);
    }
    for (auto const& [verdict, code] : core::words_of<core::FieldVerdict>())
        CHECK_FALSE(verdict_words(verdict).empty());
}

TEST_CASE("what is kept says until when and why", "[app][words]") {
    CHECK(result_words(kept(core::RetentionGround::legal_obligation, "2031-12-31")) ==
          "Kept until 31 December 2031, because a law obliges us to keep it.");
    CHECK(result_words(kept(core::RetentionGround::conduct_audits, "the end of the audit")) ==
          "Kept until the end of the audit, because we need it for audits.");
    CHECK(result_words(kept(std::nullopt, "2031-02-30")) == "Kept until 2031-02-30.");
}
