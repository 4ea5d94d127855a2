#pragma once
#include "core/audit.hpp"
#include "core/request.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace habeas::core {

/// Who a letter goes to.
struct Addressee {
    enum class Kind { requester, staff, subject } kind{Kind::requester};
    StaffId staff{}; ///< only for Kind::staff

    static Addressee requester() { return {}; }
    static Addressee member(StaffId id) { return {Kind::staff, id}; }
    /// The person the data is about, where somebody else asks for them.
    static Addressee subject() { return {Kind::subject, {}}; }
    friend bool operator==(Addressee const&, Addressee const&) = default;
};

/// A letter that must go out because of a decision. It is committed with its cause and delivered later by a job,
/// which renders templates/letters/<kind>. What was decided, and the words for it, come from these facts (sealed at
/// rest): a letter that goes out late tells what was decided then, whatever has become of the request since. How the
/// request stands, its running deadline and its links are those of the moment of delivery. Days are ISO (2026-03-01).
///
///     kind                            facts (due_on is missing where the request has no clock)
///     confirm_address, confirm_reminder  due_on, expires_on, link_hours
///     received                        due_on
///     information_wanted              due_on, question
///     information_noted (staff)       due_on
///     extended                        due_on (with the extension), previous_due_on, days, reason
///     fulfilled, partially_fulfilled  category.<id> (CategoryOutcome), ground.<id> (RetentionGround), until.<id>,
///                                     correction.<n>.field, .verdict (FieldVerdict), .reason; answer (may be empty)
///     denied                          denial_reason (DenialReason), explanation
///     withdrawn                       what (request, or complaint where the first answer stands), by (requester,
///                                     company), reason (only where the company withdrew it)
///     expired                         none
///     redirected                      organisation, explanation (both may be empty where it happened at intake)
///     unsubscribed                    topics (Topic codes joined by commas)
///     appeal_received                 due_on (of the appeal)
///     message                         message
///     status_link                     due_on, link_hours
///     deadline_reminder, deadline_escalation (staff)  clock (ClockName), stage (days after the due day), due_on,
///                                     days (how many until the due day, or over it), mark (the clock's
///                                     reminded_stage that it made: a later one makes this letter old)
///     approval_wanted (staff)         due_on, note (may be empty)
///     message_noted, assignment_noted, approval_noted, appeal_noted (staff)  due_on
///     return_noted (staff)            due_on, reason
///     asked_for_you (subject)         none
///     password_changed (staff, about no request)  changed_on; hours where somebody else gave the new password
///
/// Links are made at delivery, from the request.
struct Letter {
    LetterKind kind{};
    Addressee to;
    std::vector<std::pair<std::string, std::string>> facts;
    friend bool operator==(Letter const&, Letter const&) = default;
};

/// An entry of the thread with the requester, or an internal note.
struct Message {
    MessageKind kind{};
    Actor author;
    Instant at{};
    FreeText body;
};

/// The mark that a reminder stage was dealt with: unique per (request, clock, stage), append-only.
struct ReminderMark {
    ClockName clock{};
    int stage{}; ///< days after the original due day (see DeadlineClock::reminded_stage); negative is before
    friend bool operator==(ReminderMark const&, ReminderMark const&) = default;
};

/// An address that must no longer get a topic.
struct Suppression {
    EmailAddress address;
    Topic topic{};
};

/// Everything one verb changes, to be stored in one transaction or not at all. Only core makes one, so nobody can
/// change a request and forget the audit record.
class Decision {
  public:
    std::optional<SubjectRequest> const& after() const { return after_; }
    bool creates() const { return after_ && after_->version == 1; }
    std::vector<AuditEntry> const& audit() const { return audit_; }
    std::vector<Letter> const& letters() const { return letters_; }
    std::vector<Message> const& messages() const { return messages_; }
    std::vector<ReminderMark> const& reminders() const { return reminders_; }
    std::vector<Suppression> const& suppressions() const { return suppressions_; }
    /// Topics an address wants again: their suppressions go.
    std::vector<Suppression> const& resumptions() const { return resumptions_; }

    /// A change to something that is not a request (staff, tokens, keys, settings): an audit entry and nothing else.
    static Decision record(Stamp const& stamp, std::string action,
                           std::vector<std::pair<std::string, std::string>> details = {},
                           std::optional<RequestId> about = std::nullopt);

    /// A member of staff has a new password: an entry, and a letter to the member, in case it was somebody else's
    /// doing. `given_for` says for how long a password works that was given by somebody else.
    static Decision new_password(Stamp const& stamp, std::string action, StaffId whose,
                                 std::optional<std::chrono::hours> given_for = std::nullopt);

    /// "Communications preferences" (policy §8): the holder of the address wants these topics again.
    static Decision resume(Stamp const& stamp, EmailAddress const& address, std::vector<Topic> const& topics);

    /// Bookkeeping of the machine that nobody needs to account for: a session seen, a letter claimed, a job run.
    static Decision bookkeeping() { return {}; }

  private:
    friend class Casework;
    Decision() = default;
    std::optional<SubjectRequest> after_;
    std::vector<AuditEntry> audit_;
    std::vector<Letter> letters_;
    std::vector<Message> messages_;
    std::vector<ReminderMark> reminders_;
    std::vector<Suppression> suppressions_;
    std::vector<Suppression> resumptions_;
};

} // namespace habeas::core
