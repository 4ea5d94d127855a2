#include "app/plain_words.hpp"

#include "app/html/dates.hpp"
#include "app/html/text.hpp"

#include <fmt/core.h>

namespace habeas::app {

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
    return {};
}

/// "Kept until 31 December 2031, because …": an end that is no day stands as staff wrote it.
std::string kept_words(core::CategoryResult const& result) {
    std::string words = "Kept";
    if (!result.until.empty()) {
        auto const day = core::parse_day(result.until);
        words += " until " + (day ? html::day_words(*day) : html::readable(result.until));
    }
    if (result.ground) words += fmt::format(", because {}", ground_words(*result.ground));
    return words + ".";
}

} // namespace

std::string_view topic_words(core::Topic topic) {
    switch (topic) {
    case core::Topic::marketing:
        return "Offers and marketing";
    case core::Topic::events:
        return "Events and promotions";
    case core::Topic::product_news:
        return "Product news";
    case core::Topic::partner_offers:
        return "Offers of our partners";
    }
    return {};
}

std::string result_words(core::CategoryResult const& result) {
    switch (result.outcome) {
    case core::CategoryOutcome::provided:
        return "Given to you.";
    case core::CategoryOutcome::nothing_held:
        return "We searched and hold nothing of this kind.";
    case core::CategoryOutcome::not_searched:
        return "We did not search for this kind.";
    case core::CategoryOutcome::corrected:
        return "Corrected.";
    case core::CategoryOutcome::not_corrected:
        return "Not corrected.";
    case core::CategoryOutcome::deleted:
        return "Deleted.";
    case core::CategoryOutcome::anonymised:
        return "Changed so that it no longer says who you are.";
    case core::CategoryOutcome::kept:
        return kept_words(result);
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
        return "There is another reason, which we explain here.";
    case core::DenialReason::first_answer_stands:
        return "We looked at everything again. Our first answer stays as it was.";
    }
    return {};
}

std::string_view always_sent_words() {
    return "Messages about your account, such as invoices and security notices, still come: without them we could not "
           "provide the service.";
}

} // namespace habeas::app
