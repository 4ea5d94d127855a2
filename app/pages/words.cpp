#include "app/pages/words.hpp"

#include "app/plain_words.hpp"

namespace habeas::app::pages {

std::string_view label(core::RequestType type) {
    switch (type) {
    case core::RequestType::access:
        return "Access";
    case core::RequestType::correction:
        return "Correction";
    case core::RequestType::deletion:
        return "Deletion";
    case core::RequestType::unsubscribe:
        return "Unsubscribe";
    }
    return {};
}

std::string_view label(core::Status status) {
    switch (status) {
    case core::Status::unverified:
        return "Unverified";
    case core::Status::open:
        return "Open";
    case core::Status::in_progress:
        return "In progress";
    case core::Status::awaiting_requester:
        return "Waiting for the requester";
    case core::Status::awaiting_approval:
        return "Waiting for approval";
    case core::Status::fulfilled:
        return "Fulfilled";
    case core::Status::partially_fulfilled:
        return "Partially fulfilled";
    case core::Status::denied:
        return "Denied";
    case core::Status::withdrawn:
        return "Withdrawn";
    case core::Status::redirected:
        return "Redirected";
    case core::Status::expired:
        return "Expired";
    }
    return {};
}

std::string_view label(core::Role role) {
    switch (role) {
    case core::Role::requester:
        return "requester";
    case core::Role::agent:
        return "agent";
    case core::Role::officer:
        return "officer";
    case core::Role::admin:
        return "admin";
    case core::Role::system:
        return "system";
    }
    return {};
}

std::string_view label(core::Relationship relationship) {
    switch (relationship) {
    case core::Relationship::visitor:
        return "Visitor of the web site";
    case core::Relationship::customer:
        return "Customer or user of an account";
    case core::Relationship::end_user:
        return "Person in a customer's data";
    }
    return {};
}

std::string_view label(core::RequesterKind kind) {
    switch (kind) {
    case core::RequesterKind::self:
        return "The subject";
    case core::RequesterKind::agent:
        return "An authorised agent";
    case core::RequesterKind::organisation_admin:
        return "An administrator of the organisation";
    }
    return {};
}

std::string_view label(core::Channel channel) {
    switch (channel) {
    case core::Channel::web_form:
        return "Web form";
    case core::Channel::email:
        return "E-mail";
    case core::Channel::unsubscribe_link:
        return "Unsubscribe link";
    case core::Channel::postal_mail:
        return "Post";
    case core::Channel::phone:
        return "Phone";
    case core::Channel::api:
        return "API";
    }
    return {};
}

std::string_view label(core::DeletionScope scope) {
    switch (scope) {
    case core::DeletionScope::registration:
        return "Registration information";
    case core::DeletionScope::account:
        return "The whole account";
    case core::DeletionScope::categories:
        return "Some kinds of data";
    }
    return {};
}

std::string_view label(core::Topic topic) {
    return topic_words(topic);
}

std::string_view label(core::Evidence evidence) {
    switch (evidence) {
    case core::Evidence::none:
        return "Nothing yet";
    case core::Evidence::address_confirmed:
        return "Address confirmed by link";
    case core::Evidence::matched:
        return "Matched with the address on file";
    }
    return {};
}

std::string_view label(core::ClockName name) {
    switch (name) {
    case core::ClockName::respond:
        return "Answer by";
    case core::ClockName::acknowledge:
        return "Acknowledge by";
    case core::ClockName::appeal:
        return "Answer the appeal by";
    }
    return {};
}

std::string_view label(core::ClockState state) {
    switch (state) {
    case core::ClockState::running:
        return "Running";
    case core::ClockState::stopped:
        return "Met";
    case core::ClockState::missed:
        return "Missed";
    }
    return {};
}

std::string_view label(core::Urgency urgency) {
    switch (urgency) {
    case core::Urgency::on_time:
        return "On time";
    case core::Urgency::due_soon:
        return "Due soon";
    case core::Urgency::overdue:
        return "Overdue";
    case core::Urgency::closed:
        return "Closed";
    }
    return {};
}

std::string_view label(core::DenialReason reason) {
    switch (reason) {
    case core::DenialReason::identity_not_confirmed:
        return "Identity not confirmed";
    case core::DenialReason::no_data_found:
        return "No data found";
    case core::DenialReason::manifestly_unfounded:
        return "Manifestly unfounded";
    case core::DenialReason::excessive:
        return "Excessive";
    case core::DenialReason::rights_of_others:
        return "Rights of others";
    case core::DenialReason::legal_obligation:
        return "Legal obligation";
    case core::DenialReason::legal_claims:
        return "Legal claims";
    case core::DenialReason::other:
        return "Another reason";
    case core::DenialReason::first_answer_stands:
        return "The first answer stands";
    }
    return {};
}

std::string_view label(core::CategoryOutcome outcome) {
    switch (outcome) {
    case core::CategoryOutcome::provided:
        return "Provided";
    case core::CategoryOutcome::nothing_held:
        return "Nothing held";
    case core::CategoryOutcome::not_searched:
        return "Not searched";
    case core::CategoryOutcome::corrected:
        return "Corrected";
    case core::CategoryOutcome::not_corrected:
        return "Not corrected";
    case core::CategoryOutcome::deleted:
        return "Deleted";
    case core::CategoryOutcome::anonymised:
        return "Anonymised";
    case core::CategoryOutcome::kept:
        return "Kept";
    }
    return {};
}

// The policy's own words: "as long as needed to provide our Services, comply with our legal obligations, …" (§10)
std::string_view label(core::RetentionGround ground) {
    switch (ground) {
    case core::RetentionGround::provide_services:
        return "To provide our services";
    case core::RetentionGround::legal_obligation:
        return "To comply with legal obligations";
    case core::RetentionGround::resolve_disputes:
        return "To resolve disputes";
    case core::RetentionGround::legal_defences:
        return "To establish legal defences";
    case core::RetentionGround::conduct_audits:
        return "To conduct audits";
    case core::RetentionGround::legitimate_business_purposes:
        return "For legitimate business purposes";
    case core::RetentionGround::enforce_agreements:
        return "To enforce agreements";
    }
    return {};
}

} // namespace habeas::app::pages
