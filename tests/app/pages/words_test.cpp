#include "app/pages/words.hpp"

#include <set>
#include <string>

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::app::pages;

namespace {

/// Every word of a vocabulary is shown, and no two of them alike.
template <class Word>
void check_labels() {
    std::set<std::string> seen;
    for (auto const& [word, code] : core::words_of<Word>()) {
        INFO(code);
        CHECK_FALSE(label(word).empty());
        CHECK(seen.insert(std::string(label(word))).second);
    }
}

} // namespace

TEST_CASE("every word of every vocabulary has a label of its own", "[pages][words]") {
    check_labels<core::RequestType>();
    check_labels<core::Status>();
    check_labels<core::Role>();
    check_labels<core::Relationship>();
    check_labels<core::RequesterKind>();
    check_labels<core::Channel>();
    check_labels<core::DeletionScope>();
    check_labels<core::Topic>();
    check_labels<core::Evidence>();
    check_labels<core::ClockName>();
    check_labels<core::ClockState>();
    check_labels<core::Urgency>();
    check_labels<core::DenialReason>();
    check_labels<core::CategoryOutcome>();
    check_labels<core::RetentionGround>();
    check_labels<core::FieldVerdict>();
    check_labels<core::LetterKind>();
    check_labels<core::LetterState>();
    check_labels<core::MessageKind>();
    check_labels<core::ActorKind>();
    check_labels<core::Standing>();
    check_labels<core::Verb>();
}

TEST_CASE("every status, type and clock has words for people outside", "[pages][words]") {
    for (auto const& [status, code] : core::words_of<core::Status>()) {
        CHECK_FALSE(public_sentence(status).empty());
        CHECK_FALSE(public_detail(status).empty());
    }
    for (auto const& [type, code] : core::words_of<core::RequestType>()) {
        CHECK_FALSE(public_title(type).empty());
        CHECK(public_phrase(type).starts_with("your request to "));
    }
    for (auto const& [name, code] : core::words_of<core::ClockName>())
        for (auto const words : {public_words(name), public_late_words(name), public_done_words(name)})
            CHECK_FALSE(words.empty());
    for (auto const& [verb, code] : core::words_of<core::Verb>())
        CHECK_FALSE(past_words(verb).empty());
}

TEST_CASE("the words people outside read shout at nobody", "[pages][words]") {
    for (auto const& [status, code] : core::words_of<core::Status>())
        CHECK(public_detail(status).find('!') == std::string_view::npos);
}
