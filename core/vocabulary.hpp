#pragma once
#include "core/words.hpp"

// The glossary of the project, as enumerations. Adding a value breaks every switch that must decide about it.
namespace habeas::core {

/// "Requests to access, change, or delete your information will be handled within 30 days." (policy §9);
/// "You may manage your receipt of marketing … by clicking on the 'unsubscribe' link" (policy §8)
enum class RequestType { access, correction, deletion, unsubscribe };

enum class Status {
    unverified,
    open,
    in_progress,
    awaiting_requester,
    awaiting_approval,
    fulfilled,
    partially_fulfilled,
    denied,
    withdrawn,
    redirected,
    expired,
};

enum class Verb {
    submit,
    verify,
    assign,
    request_information,
    receive_information,
    extend,
    submit_for_approval,
    approve,
    send_back,
    fulfil,
    fulfil_partially,
    deny,
    withdraw,
    redirect,
    expire,
    appeal,
};

/// `system` is the program itself: the scheduler, and the one-click unsubscribe.
enum class Role { requester, agent, officer, admin, system };

/// How the subject stands to the company (policy §2 and §11).
enum class Relationship { visitor, customer, end_user };

enum class RequesterKind { self, agent, organisation_admin };

enum class Channel { web_form, email, unsubscribe_link, postal_mail, phone, api };

enum class DeletionScope { registration, account, categories };

/// "Communications preferences" (policy §8). Transactional mail is not a topic: nobody can opt out of it.
enum class Topic { marketing, events, product_news, partner_offers };

/// What has been shown about who is asking. Ordered: later is stronger.
enum class Evidence {
    none,
    address_confirmed, ///< the mailed link was used
    matched,           ///< staff compared the address with the one on file
};

enum class ClockName { respond, acknowledge, appeal };
enum class ClockState { running, stopped, missed };
enum class Urgency { on_time, due_soon, overdue, closed };

enum class DenialReason {
    identity_not_confirmed,
    no_data_found,
    manifestly_unfounded,
    excessive,
    rights_of_others,
    legal_obligation,
    legal_claims,
    other,
    first_answer_stands, ///< of complaints alone
};

enum class CategoryOutcome {
    provided,
    nothing_held,
    not_searched,
    corrected,
    not_corrected,
    deleted,
    anonymised,
    kept,
};

/// "as long as needed to provide our Services, comply with our legal obligations, resolve disputes, establish legal
/// defenses, to conduct audits, pursue legitimate business purposes, and enforce our agreements" (policy §10)
enum class RetentionGround {
    provide_services,
    legal_obligation,
    resolve_disputes,
    legal_defences,
    conduct_audits,
    legitimate_business_purposes,
    enforce_agreements,
};

/// Every letter a person can get; each has a template of the same name in templates/letters/.
enum class LetterKind {
    confirm_address,  ///< to the requester: receipt, due day, link to confirm
    confirm_reminder, ///< the same link again, with a warning of expiry
    received,         ///< address confirmed: what happens next, by when, link to the status page
    information_wanted,
    information_noted, ///< to the assignee: the requester has answered
    extended,
    fulfilled,
    partially_fulfilled,
    denied,
    withdrawn,
    redirected,
    expired,
    unsubscribed,
    appeal_received,
    message,             ///< a message of staff to the requester
    status_link,         ///< asked for on the status page
    deadline_reminder,   ///< to the assignee (or the officers where nobody is assigned)
    deadline_escalation, ///< to every officer, from the first day over
    approval_wanted,     ///< to every officer
    message_noted,       ///< to the assignee: the requester has written
    assignment_noted,    ///< to the assignee: somebody else has given them the request
    approval_noted,      ///< to the assignee and whoever asked: approved
    return_noted,        ///< to the same: sent back, with the reason
    appeal_noted,        ///< to every officer: the requester is not satisfied
    asked_for_you,       ///< to the subject, where somebody else asks for them
    password_changed,    ///< to a member of staff, about their own account
};

enum class LetterState {
    owed,    ///< to be sent, or tried again
    sending, ///< claimed by a delivery job; after a crash it is tried again
    sent,    ///< handed to the mail server
    dead,    ///< gave up; staff see it and can try again
    print,   ///< no e-mail address is known: staff print and post it
    dropped, ///< not needed any more: what it would say has been overtaken
    posted,  ///< printed and posted by staff, who recorded the day
};

enum class MessageKind { to_requester, from_requester, note };

template <>
struct Words<RequestType> {
    static constexpr std::pair<RequestType, std::string_view> list[] = {
        {RequestType::access, "access"},
        {RequestType::correction, "correction"},
        {RequestType::deletion, "deletion"},
        {RequestType::unsubscribe, "unsubscribe"},
    };
};
template <>
struct Words<Status> {
    static constexpr std::pair<Status, std::string_view> list[] = {
        {Status::unverified, "unverified"},
        {Status::open, "open"},
        {Status::in_progress, "in_progress"},
        {Status::awaiting_requester, "awaiting_requester"},
        {Status::awaiting_approval, "awaiting_approval"},
        {Status::fulfilled, "fulfilled"},
        {Status::partially_fulfilled, "partially_fulfilled"},
        {Status::denied, "denied"},
        {Status::withdrawn, "withdrawn"},
        {Status::redirected, "redirected"},
        {Status::expired, "expired"},
    };
};
template <>
struct Words<Verb> {
    // The code is the sub-resource of API.md, so that "the API's allowed actions" are its URLs.
    static constexpr std::pair<Verb, std::string_view> list[] = {
        {Verb::submit, "submission"},
        {Verb::verify, "verification"},
        {Verb::assign, "assignment"},
        {Verb::request_information, "information-request"},
        {Verb::receive_information, "information"},
        {Verb::extend, "extension"},
        {Verb::submit_for_approval, "approval-request"},
        {Verb::approve, "approval"},
        {Verb::send_back, "return"},
        {Verb::fulfil, "fulfilment"},
        {Verb::fulfil_partially, "partial-fulfilment"},
        {Verb::deny, "denial"},
        {Verb::withdraw, "withdrawal"},
        {Verb::redirect, "redirection"},
        {Verb::expire, "expiry"},
        {Verb::appeal, "appeal"},
    };
};
template <>
struct Words<Role> {
    static constexpr std::pair<Role, std::string_view> list[] = {
        {Role::requester, "requester"}, {Role::agent, "agent"},   {Role::officer, "officer"},
        {Role::admin, "admin"},         {Role::system, "system"},
    };
};
template <>
struct Words<Relationship> {
    static constexpr std::pair<Relationship, std::string_view> list[] = {
        {Relationship::visitor, "visitor"},
        {Relationship::customer, "customer"},
        {Relationship::end_user, "end_user"},
    };
};
template <>
struct Words<RequesterKind> {
    static constexpr std::pair<RequesterKind, std::string_view> list[] = {
        {RequesterKind::self, "self"},
        {RequesterKind::agent, "agent"},
        {RequesterKind::organisation_admin, "organisation_admin"},
    };
};
template <>
struct Words<Channel> {
    static constexpr std::pair<Channel, std::string_view> list[] = {
        {Channel::web_form, "web_form"},
        {Channel::email, "email"},
        {Channel::unsubscribe_link, "unsubscribe_link"},
        {Channel::postal_mail, "postal_mail"},
        {Channel::phone, "phone"},
        {Channel::api, "api"},
    };
};
template <>
struct Words<DeletionScope> {
    static constexpr std::pair<DeletionScope, std::string_view> list[] = {
        {DeletionScope::registration, "registration"},
        {DeletionScope::account, "account"},
        {DeletionScope::categories, "categories"},
    };
};
template <>
struct Words<Topic> {
    static constexpr std::pair<Topic, std::string_view> list[] = {
        {Topic::marketing, "marketing"},
        {Topic::events, "events"},
        {Topic::product_news, "product_news"},
        {Topic::partner_offers, "partner_offers"},
    };
};
template <>
struct Words<Evidence> {
    static constexpr std::pair<Evidence, std::string_view> list[] = {
        {Evidence::none, "none"},
        {Evidence::address_confirmed, "address_confirmed"},
        {Evidence::matched, "matched"},
    };
};
template <>
struct Words<ClockName> {
    static constexpr std::pair<ClockName, std::string_view> list[] = {
        {ClockName::respond, "respond"},
        {ClockName::acknowledge, "acknowledge"},
        {ClockName::appeal, "appeal"},
    };
};
template <>
struct Words<ClockState> {
    static constexpr std::pair<ClockState, std::string_view> list[] = {
        {ClockState::running, "running"},
        {ClockState::stopped, "stopped"},
        {ClockState::missed, "missed"},
    };
};
template <>
struct Words<Urgency> {
    static constexpr std::pair<Urgency, std::string_view> list[] = {
        {Urgency::on_time, "on_time"},
        {Urgency::due_soon, "due_soon"},
        {Urgency::overdue, "overdue"},
        {Urgency::closed, "closed"},
    };
};
template <>
struct Words<DenialReason> {
    static constexpr std::pair<DenialReason, std::string_view> list[] = {
        {DenialReason::identity_not_confirmed, "identity_not_confirmed"},
        {DenialReason::no_data_found, "no_data_found"},
        {DenialReason::manifestly_unfounded, "manifestly_unfounded"},
        {DenialReason::excessive, "excessive"},
        {DenialReason::rights_of_others, "rights_of_others"},
        {DenialReason::legal_obligation, "legal_obligation"},
        {DenialReason::legal_claims, "legal_claims"},
        {DenialReason::other, "other"},
        {DenialReason::first_answer_stands, "first_answer_stands"},
    };
};
template <>
struct Words<CategoryOutcome> {
    static constexpr std::pair<CategoryOutcome, std::string_view> list[] = {
        {CategoryOutcome::provided, "provided"},           {CategoryOutcome::nothing_held, "nothing_held"},
        {CategoryOutcome::not_searched, "not_searched"},   {CategoryOutcome::corrected, "corrected"},
        {CategoryOutcome::not_corrected, "not_corrected"}, {CategoryOutcome::deleted, "deleted"},
        {CategoryOutcome::anonymised, "anonymised"},       {CategoryOutcome::kept, "kept"},
    };
};
template <>
struct Words<RetentionGround> {
    static constexpr std::pair<RetentionGround, std::string_view> list[] = {
        {RetentionGround::provide_services, "provide_services"},
        {RetentionGround::legal_obligation, "legal_obligation"},
        {RetentionGround::resolve_disputes, "resolve_disputes"},
        {RetentionGround::legal_defences, "legal_defences"},
        {RetentionGround::conduct_audits, "conduct_audits"},
        {RetentionGround::legitimate_business_purposes, "legitimate_business_purposes"},
        {RetentionGround::enforce_agreements, "enforce_agreements"},
    };
};
template <>
struct Words<LetterKind> {
    static constexpr std::pair<LetterKind, std::string_view> list[] = {
        {LetterKind::confirm_address, "confirm_address"},
        {LetterKind::confirm_reminder, "confirm_reminder"},
        {LetterKind::received, "received"},
        {LetterKind::information_wanted, "information_wanted"},
        {LetterKind::information_noted, "information_noted"},
        {LetterKind::extended, "extended"},
        {LetterKind::fulfilled, "fulfilled"},
        {LetterKind::partially_fulfilled, "partially_fulfilled"},
        {LetterKind::denied, "denied"},
        {LetterKind::withdrawn, "withdrawn"},
        {LetterKind::redirected, "redirected"},
        {LetterKind::expired, "expired"},
        {LetterKind::unsubscribed, "unsubscribed"},
        {LetterKind::appeal_received, "appeal_received"},
        {LetterKind::message, "message"},
        {LetterKind::status_link, "status_link"},
        {LetterKind::deadline_reminder, "deadline_reminder"},
        {LetterKind::deadline_escalation, "deadline_escalation"},
        {LetterKind::approval_wanted, "approval_wanted"},
        {LetterKind::message_noted, "message_noted"},
        {LetterKind::assignment_noted, "assignment_noted"},
        {LetterKind::approval_noted, "approval_noted"},
        {LetterKind::return_noted, "return_noted"},
        {LetterKind::appeal_noted, "appeal_noted"},
        {LetterKind::asked_for_you, "asked_for_you"},
        {LetterKind::password_changed, "password_changed"},
    };
};
template <>
struct Words<LetterState> {
    static constexpr std::pair<LetterState, std::string_view> list[] = {
        {LetterState::owed, "owed"},     {LetterState::sending, "sending"}, {LetterState::sent, "sent"},
        {LetterState::dead, "dead"},     {LetterState::print, "print"},     {LetterState::dropped, "dropped"},
        {LetterState::posted, "posted"},
    };
};
template <>
struct Words<MessageKind> {
    static constexpr std::pair<MessageKind, std::string_view> list[] = {
        {MessageKind::to_requester, "to_requester"},
        {MessageKind::from_requester, "from_requester"},
        {MessageKind::note, "note"},
    };
};

} // namespace habeas::core
