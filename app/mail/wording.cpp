#include "app/mail/wording.hpp"

#include "app/html/dates.hpp"
#include "app/mail/plain_text.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/core.h>

namespace habeas::app::mail {

namespace {

std::string_view ground_words(core::RetentionGround ground) {
    // "as long as needed to provide our Services, comply with our legal obligations, resolve disputes, establish legal
    // defenses, to conduct audits, pursue legitimate business purposes, and enforce our agreements" (policy §10)
    switch (ground) {
    case core::RetentionGround::provide_services:
        return "we need it to provide our services";
    case core::RetentionGround::legal_obligation:
        return "a law obliges us to keep it";
    case core::RetentionGround::resolve_disputes:
        return "we need it to resolve a dispute";
    case core::RetentionGround::legal_defences:
        return "we need it to defend ourselves against legal claims";
    case core::RetentionGround::conduct_audits:
        return "we need it for audits";
    case core::RetentionGround::legitimate_business_purposes:
        return "we need it for legitimate business purposes";
    case core::RetentionGround::enforce_agreements:
        return "we need it to enforce our agreements";
    }
    return "of a reason named in our privacy policy";
}

/// "2031-12-31" → "31 December 2031"; anything else as it is.
std::string until_words(std::string const& until) {
    int year{};
    unsigned month{}, day{};
    auto const number = [&until](std::size_t from, std::size_t length, auto& into) {
        auto const* const begin = until.data() + from;
        return std::from_chars(begin, begin + length, into).ptr == begin + length;
    };
    if (until.size() != 10 || until[4] != '-' || until[7] != '-' || !number(0, 4, year) || !number(5, 2, month) ||
        !number(8, 2, day))
        return one_line(until, 200);
    auto const date = std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day};
    return date.ok() ? html::day_words(date) : one_line(until, 200);
}

} // namespace

std::string_view asks(core::RequestType type) {
    switch (type) {
    case core::RequestType::access:
        return "to see personal data";
    case core::RequestType::correction:
        return "to correct personal data";
    case core::RequestType::deletion:
        return "to delete personal data";
    case core::RequestType::unsubscribe:
        return "to send no more marketing e-mail";
    }
    return "about personal data";
}

std::string_view you_asked(core::RequestType type, core::RequesterKind requester) {
    if (requester != core::RequesterKind::self) return asks(type);
    switch (type) {
    case core::RequestType::access:
        return "to see your personal data";
    case core::RequestType::correction:
        return "to correct your personal data";
    case core::RequestType::deletion:
        return "to delete your personal data";
    case core::RequestType::unsubscribe:
        return "to send you no more marketing e-mail";
    }
    return "about your personal data";
}

std::string plain_word(std::string_view code) {
    std::string word{code};
    std::ranges::replace(word, '_', ' ');
    return word;
}

std::string result_words(core::CategoryResult const& result) {
    switch (result.outcome) {
    case core::CategoryOutcome::provided:
        return "You get what we hold.";
    case core::CategoryOutcome::nothing_held:
        return "We searched and hold nothing.";
    case core::CategoryOutcome::not_searched:
        return "We did not search here.";
    case core::CategoryOutcome::corrected:
        return "Corrected.";
    case core::CategoryOutcome::not_corrected:
        return "Not corrected.";
    case core::CategoryOutcome::deleted:
        return "Deleted.";
    case core::CategoryOutcome::anonymised:
        return "Made anonymous: what is left does not say who you are.";
    case core::CategoryOutcome::kept: {
        auto words = std::string{"Kept"};
        if (result.ground) words += fmt::format(" because {}", ground_words(*result.ground));
        if (!result.until.empty()) words += fmt::format(", until {}", until_words(result.until));
        return words += '.';
    }
    }
    return {};
}

std::string_view verdict_words(core::FieldVerdict verdict) {
    switch (verdict) {
    case core::FieldVerdict::corrected:
        return "Corrected.";
    case core::FieldVerdict::refused:
        return "Not corrected.";
    }
    return {};
}

std::string_view denial_words(core::DenialReason reason) {
    switch (reason) {
    case core::DenialReason::identity_not_confirmed:
        return "We could not make sure that you are the person the data is about.";
    case core::DenialReason::no_data_found:
        return "We searched and found no personal data about you.";
    case core::DenialReason::manifestly_unfounded:
        return "The request does not serve the purpose of this right. The law calls this manifestly unfounded.";
    case core::DenialReason::excessive:
        return "The request repeats what you asked before, or asks far more than we can reasonably do. The law calls "
               "this excessive.";
    case core::DenialReason::rights_of_others:
        return "Doing what you asked would harm the rights of other people.";
    case core::DenialReason::legal_obligation:
        return "A law obliges us to act differently.";
    case core::DenialReason::legal_claims:
        return "We need the data to make or defend a legal claim.";
    case core::DenialReason::other:
        return {};
    }
    return {};
}

std::string_view topic_words(core::Topic topic) {
    switch (topic) {
    case core::Topic::marketing:
        return "Marketing";
    case core::Topic::events:
        return "Events and promotions";
    case core::Topic::product_news:
        return "Product news";
    case core::Topic::partner_offers:
        return "Offers of our partners";
    }
    return {};
}

std::string lifetime_words(std::chrono::hours lifetime) {
    if (lifetime > std::chrono::hours{48} && lifetime.count() % 24 == 0)
        return html::days_words(std::chrono::duration_cast<std::chrono::days>(lifetime));
    return fmt::format("{} hour{}", lifetime.count(), lifetime.count() == 1 ? "" : "s");
}

std::string field_words(std::string_view field) {
    auto const dot = field.find('.');
    if (dot == field.npos) return plain_word(one_line(field, 100));
    return plain_word(one_line(field.substr(0, dot), 100)) + ": " + plain_word(one_line(field.substr(dot + 1), 100));
}

} // namespace habeas::app::mail
