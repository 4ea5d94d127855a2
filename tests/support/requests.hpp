#pragma once
#include "core/casework.hpp"
#include "tests/support/answers.hpp"

#include <string>
#include <utility>
#include <vector>

// Requests for tests, said in a sentence: `a_request().of(RequestType::deletion).in(Status::awaiting_approval)`.
// What is built is what the verbs would have made: its clocks run or are stopped, its people are who they must be.
namespace habeas::testing {

inline core::Day on_day(int year, unsigned month, unsigned day) {
    return core::Day{
        std::chrono::local_days{std::chrono::year{year} / static_cast<int>(month) / static_cast<int>(day)}};
}
inline core::Day operator+(core::Day day, int days) {
    return day + std::chrono::days{days};
}
inline core::Day operator-(core::Day day, int days) {
    return day - std::chrono::days{days};
}

/// Noon of that day in a company whose time is UTC.
inline core::Instant at_noon(core::Day day) {
    return core::Instant{day.time_since_epoch()} + std::chrono::hours{12};
}

inline core::Actor the_requester() {
    return core::Actor::requester();
}
inline core::Actor the_system() {
    return core::Actor::system();
}
inline core::Actor an_agent(std::int64_t id = 1) {
    return core::Actor::staff({id}, core::Role::agent);
}
inline core::Actor an_officer(std::int64_t id = 2) {
    return core::Actor::staff({id}, core::Role::officer);
}
inline core::Actor an_admin(std::int64_t id = 9) {
    return core::Actor::staff({id}, core::Role::admin);
}
inline core::Actor a_token(std::int64_t id = 1) {
    return core::Actor::token({id}, core::Role::agent);
}
/// Somebody in that role, for tables over all roles.
inline core::Actor somebody_as(core::Role role) {
    switch (role) {
    case core::Role::requester:
        return the_requester();
    case core::Role::agent:
        return an_agent();
    case core::Role::officer:
        return an_officer();
    case core::Role::admin:
        return an_admin();
    case core::Role::system:
        return the_system();
    }
    return the_system();
}

/// Who, and at noon of which day.
inline core::Stamp by(core::Actor actor, core::Day day) {
    return {actor, at_noon(day), day};
}

inline core::EmailAddress mailbox(std::string const& text) {
    return core::EmailAddress::parse(text).value();
}

/// The day most tests begin on: a request received then is due on 1 March.
inline core::Day usual_day() {
    return on_day(2026, 1, 30);
}

/// A complete new request of a type, as the web form would give it.
inline core::NewRequest a_new_request(core::RequestType type, core::Day received_on = usual_day()) {
    core::NewRequest asked;
    asked.type = type;
    asked.subject.name = core::PersonName{"Ines Okafor"};
    asked.subject.email = mailbox("ines@example.com");
    asked.received_at = at_noon(received_on);
    asked.received_on = received_on;
    if (type == core::RequestType::correction)
        asked.corrections = {{"billing.address", core::FreeText{"1 Old Lane"}, core::FreeText{"2 New Street"}}};
    if (type == core::RequestType::deletion) asked.deletion_scope = core::DeletionScope::account;
    return asked;
}

class RequestBuilder {
  public:
    RequestBuilder& of(core::RequestType type) {
        type_ = type;
        return *this;
    }
    RequestBuilder& in(core::Status status) {
        status_ = status;
        return *this;
    }
    RequestBuilder& received(core::Day day) {
        received_on_ = day;
        return *this;
    }
    /// For closed ones; else they end ten days after receipt.
    RequestBuilder& closed(core::Day day) {
        closed_on_ = day;
        return *this;
    }
    RequestBuilder& with(core::Evidence evidence) {
        evidence_ = evidence;
        return *this;
    }
    RequestBuilder& assigned_to(std::int64_t staff) {
        assignee_ = core::StaffId{staff};
        return *this;
    }
    RequestBuilder& unassigned() {
        assignee_.reset();
        assignee_is_chosen_ = true;
        return *this;
    }
    /// Approval of everything asked, asked for by the agent 1 and given by the officer 2.
    RequestBuilder& approved() {
        approved_ = true;
        return *this;
    }
    /// The same, but approval is of this answer.
    RequestBuilder& approved(core::PreparedOutcome answer) {
        answer_ = std::move(answer);
        return approved();
    }
    /// Ended by this person, and opened again ten days later.
    RequestBuilder& appealed_after(core::Actor first_decider) {
        first_decider_ = first_decider;
        return *this;
    }
    /// The answer that an appeal is about had been approved by this person.
    RequestBuilder& approved_first_by(core::Actor first_approver) {
        first_approver_ = first_approver;
        return *this;
    }
    /// With an extension that was asked for, and in force since the second day where there is one.
    RequestBuilder& extended(core::Day asked_on, std::optional<core::Day> effective_on = std::nullopt) {
        extension_ = core::Extension{policy_.respond.extension_days, asked_on, effective_on};
        return *this;
    }
    RequestBuilder& about(std::vector<std::string> categories) {
        categories_ = std::move(categories);
        return *this;
    }
    RequestBuilder& asked_by(core::RequesterKind kind) {
        requester_ = kind;
        return *this;
    }
    RequestBuilder& by_channel(core::Channel channel) {
        channel_ = channel;
        return *this;
    }
    /// It came by post, and no e-mail address is known.
    RequestBuilder& on_paper() {
        on_paper_ = true;
        return *this;
    }
    RequestBuilder& numbered(std::int64_t id) {
        id_ = id;
        return *this;
    }

    core::SubjectRequest build() const;
    operator core::SubjectRequest() const { return build(); }

  private:
    void fill_as_asked(core::SubjectRequest& request) const;
    void start_clocks(core::SubjectRequest& request) const;
    void end(core::SubjectRequest& request) const;

    core::Policy policy_;
    std::int64_t id_{17};
    core::RequestType type_{core::RequestType::access};
    core::Status status_{core::Status::in_progress};
    core::Day received_on_{usual_day()};
    std::optional<core::Day> closed_on_;
    std::optional<core::Evidence> evidence_;
    std::optional<core::StaffId> assignee_{core::StaffId{1}};
    bool assignee_is_chosen_{};
    bool approved_{};
    bool on_paper_{};
    core::Channel channel_{core::Channel::web_form};
    std::optional<core::PreparedOutcome> answer_;
    std::optional<core::Actor> first_decider_;
    std::optional<core::Actor> first_approver_;
    std::optional<core::Extension> extension_;
    std::vector<std::string> categories_;
    core::RequesterKind requester_{core::RequesterKind::self};
};

inline RequestBuilder a_request() {
    return {};
}

inline void RequestBuilder::fill_as_asked(core::SubjectRequest& request) const {
    auto const asked = a_new_request(type_, received_on_);
    request.subject = asked.subject;
    request.corrections = asked.corrections;
    request.deletion_scope = asked.deletion_scope;
    request.categories = categories_;
    request.received_at = asked.received_at;
    request.received_on = asked.received_on;
    request.recorded_at = request.updated_at = asked.received_at;
    request.recorded_on = asked.received_on;
    request.relationship = core::Relationship::customer;
    request.requester.kind = requester_;
    if (requester_ != core::RequesterKind::self) {
        request.requester.name = core::PersonName{"Tomas Reiter"};
        request.requester.email = mailbox("tomas@example.org");
        request.organisation = core::OrganisationName{"Birch Bakery"};
    }
    if (type_ == core::RequestType::unsubscribe) request.topics = {core::Topic::marketing};
    request.channel = channel_;
    if (!on_paper_) return;
    request.channel = core::Channel::postal_mail;
    request.subject.email.reset();
    request.requester.email.reset();
    request.subject.postal_address = core::PostalAddress{"1 Old Lane\n20457 Hamburg"};
}

inline void RequestBuilder::start_clocks(core::SubjectRequest& request) const {
    if (type_ != core::RequestType::unsubscribe) {
        request.clocks.push_back(core::start_clock(core::ClockName::respond, policy_.respond, received_on_));
        request.clocks.back().extension = extension_;
    }
    if (requester_ == core::RequesterKind::organisation_admin) {
        request.clocks.push_back(core::start_clock(core::ClockName::acknowledge, policy_.acknowledge, received_on_));
        if (status_ != core::Status::unverified) request.clocks.back().stopped_on = received_on_;
    }
    if (!first_decider_) return;
    for (auto& clock : request.clocks)
        clock.stopped_on = received_on_ + 10;
    request.appealed = true;
    request.decided_by = first_decider_;
    request.outcome.denial_reason = core::DenialReason::excessive;
    request.first_end = core::FirstEnd{core::Status::denied, received_on_ + 10, request.outcome, first_approver_};
    request.clocks.push_back(core::start_clock(core::ClockName::appeal, policy_.appeal, received_on_ + 20));
}

inline void RequestBuilder::end(core::SubjectRequest& request) const {
    request.closed_on = closed_on_.value_or(received_on_ + (first_decider_ ? 25 : 10));
    for (auto& clock : request.clocks)
        if (!clock.stopped_on) clock.stopped_on = request.closed_on;
    request.decided_by = first_decider_ ? an_officer(5) : an_agent();
}

inline core::SubjectRequest RequestBuilder::build() const {
    bool const is_begun = status_ != core::Status::unverified && status_ != core::Status::expired;
    bool const is_taken = is_begun && status_ != core::Status::open;
    core::SubjectRequest request;
    request.id = {id_};
    request.reference = core::ReferenceCodec{{}}.encode(request.id);
    request.type = type_;
    request.status = status_;
    request.version = 7;
    fill_as_asked(request);
    request.evidence = evidence_.value_or(is_taken   ? core::Evidence::matched
                                          : is_begun ? core::Evidence::address_confirmed
                                                     : core::Evidence::none);
    if (is_taken || assignee_is_chosen_) request.assignee = assignee_;
    if (request.evidence == core::Evidence::matched) request.verified_by = an_agent();
    start_clocks(request);
    if (status_ == core::Status::awaiting_approval || approved_)
        request.prepared = answer_.value_or(everything_done(request));
    if (status_ == core::Status::awaiting_approval || approved_) request.approval_asked_by = an_agent();
    if (approved_) request.approved_by = an_officer();
    if (core::is_closed(status_)) end(request);
    return request;
}

} // namespace habeas::testing
