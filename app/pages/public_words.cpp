#include "app/pages/words.hpp"

// What people outside read: short sentences, "you" and "we", never a promise that the clock does not make.
namespace habeas::app::pages {

std::string_view public_title(core::RequestType type) {
    switch (type) {
    case core::RequestType::access:
        return "See my data";
    case core::RequestType::correction:
        return "Correct my data";
    case core::RequestType::deletion:
        return "Delete my data";
    case core::RequestType::unsubscribe:
        return "Stop e-mails";
    }
    return {};
}

std::string_view public_phrase(core::RequestType type) {
    switch (type) {
    case core::RequestType::access:
        return "your request to see your data";
    case core::RequestType::correction:
        return "your request to have your data corrected";
    case core::RequestType::deletion:
        return "your request to have your data deleted";
    case core::RequestType::unsubscribe:
        return "your request to stop our e-mails";
    }
    return {};
}

std::string_view public_phrase(core::RequestType type, core::RequesterKind requester) {
    if (requester == core::RequesterKind::self) return public_phrase(type);
    switch (type) {
    case core::RequestType::access:
        return "your request to see the data of another person";
    case core::RequestType::correction:
        return "your request to have the data of another person corrected";
    case core::RequestType::deletion:
        return "your request to have the data of another person deleted";
    case core::RequestType::unsubscribe:
        return "your request to stop our e-mails to another person";
    }
    return {};
}

std::string_view public_sentence(core::Status status) {
    switch (status) {
    case core::Status::unverified:
        return "Please confirm your e-mail address";
    case core::Status::open:
        return "We have received your request";
    case core::Status::in_progress:
    case core::Status::awaiting_approval:
        return "We are working on your request";
    case core::Status::awaiting_requester:
        return "We are waiting for your answer";
    case core::Status::fulfilled:
    case core::Status::partially_fulfilled:
        return "We have answered your request";
    case core::Status::denied:
        return "We could not do what you asked";
    case core::Status::withdrawn:
        return "You have withdrawn this request";
    case core::Status::redirected:
        return "Please turn to the organisation that holds your data";
    case core::Status::expired:
        return "This request was not confirmed and has expired";
    }
    return {};
}

std::string_view public_detail(core::Status status) {
    switch (status) {
    case core::Status::unverified:
        return "Open the e-mail we sent you and press the button there. Until then we cannot start.";
    case core::Status::open:
        return "Someone will take it up soon. You do not need to do anything now.";
    case core::Status::in_progress:
    case core::Status::awaiting_approval:
        return "You do not need to do anything now. If we have a question, we write to you.";
    case core::Status::awaiting_requester:
        return "We cannot go on until we hear from you.";
    case core::Status::fulfilled:
        return "The answer was sent to your e-mail address.";
    case core::Status::partially_fulfilled:
        return "We could do a part of what you asked. The answer was sent to your e-mail address.";
    case core::Status::denied:
        return "The reason was sent to your e-mail address and stands below.";
    case core::Status::withdrawn:
        return "We have stopped working on it. You can always make a new request.";
    case core::Status::redirected:
        return "We hold this data only on behalf of another organisation, which can decide about it.";
    case core::Status::expired:
        return "Nobody confirmed the e-mail address in time. You can make a new request whenever you like.";
    }
    return {};
}

std::string_view public_words(core::Relationship relationship) {
    switch (relationship) {
    case core::Relationship::visitor:
        return "I visited your web site or wrote to you";
    case core::Relationship::customer:
        return "I have an account with you";
    case core::Relationship::end_user:
        return "I wrote to a company that uses your service";
    }
    return {};
}

std::string_view public_words(core::RequesterKind kind) {
    switch (kind) {
    case core::RequesterKind::self:
        return "I ask for myself";
    case core::RequesterKind::agent:
        return "I ask for someone else, with their permission";
    case core::RequesterKind::organisation_admin:
        return "I administer an account and ask about a person in our data";
    }
    return {};
}

std::string_view public_words(core::CategoryOutcome outcome) {
    switch (outcome) {
    case core::CategoryOutcome::provided:
        return "Sent to you";
    case core::CategoryOutcome::nothing_held:
        return "We hold nothing of this kind";
    case core::CategoryOutcome::not_searched:
        return "We did not look for this kind";
    case core::CategoryOutcome::corrected:
        return "Corrected";
    case core::CategoryOutcome::not_corrected:
        return "Not corrected";
    case core::CategoryOutcome::deleted:
        return "Deleted";
    case core::CategoryOutcome::anonymised:
        return "Changed so that it no longer says who you are";
    case core::CategoryOutcome::kept:
        return "Kept";
    }
    return {};
}

std::string_view public_words(core::RetentionGround ground) {
    switch (ground) {
    case core::RetentionGround::provide_services:
        return "we need it to provide our services";
    case core::RetentionGround::legal_obligation:
        return "the law asks us to keep it";
    case core::RetentionGround::resolve_disputes:
        return "we need it to resolve a dispute";
    case core::RetentionGround::legal_defences:
        return "we need it to defend legal claims";
    case core::RetentionGround::conduct_audits:
        return "we need it for an audit";
    case core::RetentionGround::legitimate_business_purposes:
        return "we need it for a legitimate business purpose";
    case core::RetentionGround::enforce_agreements:
        return "we need it to enforce an agreement";
    }
    return {};
}

std::string_view public_words(core::DenialReason reason) {
    switch (reason) {
    case core::DenialReason::identity_not_confirmed:
        return "we could not confirm who is asking";
    case core::DenialReason::no_data_found:
        return "we found no data about you";
    case core::DenialReason::manifestly_unfounded:
        return "the request has no basis that we can see";
    case core::DenialReason::excessive:
        return "the same was asked again and again";
    case core::DenialReason::rights_of_others:
        return "it would harm the rights of other people";
    case core::DenialReason::legal_obligation:
        return "the law does not let us";
    case core::DenialReason::legal_claims:
        return "the data is needed for legal claims";
    case core::DenialReason::other:
        return "there is another reason, which we explain to you";
    }
    return {};
}

std::string_view public_words(core::ClockName name) {
    switch (name) {
    case core::ClockName::respond:
        return "We must answer by";
    case core::ClockName::acknowledge:
        return "We must confirm that we have your request by";
    case core::ClockName::appeal:
        return "We must answer your complaint by";
    }
    return {};
}

} // namespace habeas::app::pages
