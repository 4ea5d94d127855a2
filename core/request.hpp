#pragma once
#include "core/actor.hpp"
#include "core/deadline.hpp"
#include "core/personal.hpp"
#include "core/reference.hpp"
#include "core/transitions.hpp"

#include <optional>
#include <string>
#include <vector>

namespace habeas::core {

/// The person the data is about. `email` is missing only on requests that came by post or phone.
struct Subject {
    PersonName name;
    std::optional<EmailAddress> email;
    std::string country;            ///< ISO 3166-1 alpha-2, or empty
    std::string region;             ///< free, or empty
    PostalAddress postal_address{}; ///< where letters are posted; required where no e-mail address is known
    friend bool operator==(Subject const&, Subject const&) = default;
};

/// Who submits: the subject, an authorised agent, or an administrator of the customer organisation.
struct Requester {
    RequesterKind kind{RequesterKind::self};
    PersonName name;                   ///< empty when it is the subject
    std::optional<EmailAddress> email; ///< empty when it is the subject
    friend bool operator==(Requester const&, Requester const&) = default;
};

/// "Correction asks which fields and the new values, field by field" (REQUIREMENTS P6).
struct Correction {
    std::string field; ///< `category.field`, such as `billing.address`
    FreeText current;
    FreeText requested;
    friend bool operator==(Correction const&, Correction const&) = default;
};

/// What was done about one data category.
struct CategoryResult {
    std::string category;
    CategoryOutcome outcome{};
    std::optional<RetentionGround> ground; ///< required for `kept`, refused otherwise
    std::string until;                     ///< for `kept`: the day until which, 2031-12-31; required with `ground`
    friend bool operator==(CategoryResult const&, CategoryResult const&) = default;
};

enum class FieldVerdict { corrected, refused };
template <>
struct Words<FieldVerdict> {
    static constexpr std::pair<FieldVerdict, std::string_view> list[] = {
        {FieldVerdict::corrected, "corrected"},
        {FieldVerdict::refused, "refused"},
    };
};

/// What was decided about one asked correction; `index` is its place in SubjectRequest::corrections.
struct FieldDecision {
    std::size_t index{};
    FieldVerdict verdict{};
    FreeText reason; ///< required when refused
    friend bool operator==(FieldDecision const&, FieldDecision const&) = default;
};

/// How a request ended, as told to the requester.
struct Outcome {
    std::vector<CategoryResult> categories;
    std::vector<FieldDecision> corrections;
    FreeText answer; ///< words of staff for the closing letter
    std::optional<DenialReason> denial_reason;
    OrganisationName redirected_to;
    friend bool operator==(Outcome const&, Outcome const&) = default;
};

/// Whether everything that was asked is done, or a part of it.
enum class Completeness { whole, part };
template <>
struct Words<Completeness> {
    static constexpr std::pair<Completeness, std::string_view> list[] = {
        {Completeness::whole, "whole"},
        {Completeness::part, "part"},
    };
};

/// The answer somebody means to give: what a second person approves, and what is then carried out, nothing else.
struct PreparedOutcome {
    Outcome outcome;
    Completeness completeness{Completeness::whole};
    friend bool operator==(PreparedOutcome const&, PreparedOutcome const&) = default;
};

/// How a request had ended before its appeal opened it again.
struct FirstEnd {
    Status status{};
    Day closed_on{};
    Outcome outcome{};
    std::optional<Actor> approved_by{}; ///< the second person behind that answer, where there was one
    friend bool operator==(FirstEnd const&, FirstEnd const&) = default;
};

/// One exercise of a right by one person.
struct SubjectRequest {
    RequestId id{};
    Reference reference;
    RequestType type{};
    Status status{};
    std::int64_t version{}; ///< 1 after submit, +1 with every decision

    Relationship relationship{};
    Channel channel{};
    Subject subject;
    Requester requester;
    OrganisationName organisation;
    std::vector<std::string> categories; ///< ids of data categories, as asked
    FreeText details;
    std::vector<Correction> corrections;
    std::optional<DeletionScope> deletion_scope;
    std::vector<Topic> topics;

    Instant received_at{}; ///< when it reached the company: this starts the clock
    Day received_on{};     ///< the day of received_at in the company's time zone
    Instant recorded_at{}; ///< when it was entered here
    Day recorded_on{};     ///< the day of recorded_at in the company's time zone
    Instant updated_at{};
    std::optional<Day> closed_on;

    Evidence evidence{};
    // Who stood up for what: persons (Actor::person), never tokens that have an owner.
    std::optional<Actor> verified_by; ///< who compared the address with the one on file
    std::optional<StaffId> assignee;
    std::vector<DeadlineClock> clocks;
    std::optional<Actor> approval_asked_by;
    std::optional<Actor> approved_by;
    /// What approval was asked for; stays as a draft when it was sent back. An approval is of this and of nothing else.
    std::optional<PreparedOutcome> prepared;
    std::optional<Actor> decided_by; ///< who ended it (the first time, while an appeal is open)
    bool appealed{};
    std::optional<FirstEnd> first_end; ///< on appealed ones
    bool appeal_withdrawn{};           ///< the complaint was taken back: the first end stands
    bool unverified_reminded{};
    bool unread{}; ///< the requester has written since staff last opened it
    Outcome outcome;
    /// The first day on which the scheduler must look at it again; nothing when it never must.
    std::optional<Day> attention_on;

    /// Whether a complaint opened it again and was answered: `outcome` is that answer.
    bool is_answered_anew() const;
    DeadlineClock const* clock(ClockName name) const;
    /// The due day that counts: the earliest of the clocks still running, else the last that was stopped.
    std::optional<Day> due_on() const;
    /// The name of the clock due_on() speaks of.
    std::optional<ClockName> strictest() const;
    Urgency urgency(Day today, int due_soon_days) const;
    /// An extension was asked for and waits for its letter to be delivered.
    bool awaits_extension_letter() const;
    /// Where letters to the requester go: the requester's own address, or the subject's.
    std::optional<EmailAddress> reply_address() const;
    PersonName const& reply_name() const;
    /// Whether identity can only be matched after the mailed link was used: there is an address to mail it to, and
    /// nothing signed or said on the telephone stands for it.
    bool waits_for_link() const;
    /// Whether they gave the answer that an appeal is about, or approved it: both have made up their mind. "Decided by
    /// another person than the first" (REQUIREMENTS P8)
    bool was_decided_first_by(Actor const& who) const;
    /// Whether a second person has approved the answer that is prepared.
    bool is_approved() const;
    /// The subject's own address, where somebody else asks for them from another one.
    std::optional<EmailAddress> address_of_absent_subject() const;
    friend bool operator==(SubjectRequest const&, SubjectRequest const&) = default;
};

} // namespace habeas::core
