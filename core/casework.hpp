#pragma once
#include "core/decision.hpp"
#include "core/error.hpp"
#include "core/policy.hpp"
#include "core/request.hpp"

#include <optional>
#include <vector>

// The verbs. Each is a pure function: the request before, what is asked, who and when, the policy → a Decision or a
// person's mistake. All check, in this order: the role (forbidden), the state machine (not_allowed_now), the details
// (invalid, every field named). Letters and audit entries are part of the Decision.
namespace habeas::core {

/// A request as it comes in. `submit` takes none that `check_new_request` finds a mistake in.
struct NewRequest {
    RequestType type{};
    Relationship relationship{Relationship::customer};
    Channel channel{Channel::web_form};
    Subject subject;
    Requester requester;
    OrganisationName organisation;
    std::vector<std::string> categories;
    FreeText details;
    std::vector<Correction> corrections;
    std::optional<DeletionScope> deletion_scope;
    std::vector<Topic> topics;
    Instant received_at{};
    Day received_on{};
    /// Topics whose e-mails to the subject were stopped before. An unsubscribe that stops nothing new writes no letter:
    /// anybody may type an address again and again.
    std::vector<Topic> stopped_before{};
};

/// Every field's mistake, by its wire name, or none: lengths, required fields per type and channel, known categories,
/// a correction for a correction request, a received day that is not in the future or over a year ago.
std::vector<FieldError> check_new_request(NewRequest const& asked, Stamp const& stamp, Policy const& policy);

/// Proof that the subject of a request was verified as its type demands. Fulfilment takes one, and only
/// `verified` makes one: only verified identifiers can reach fulfilment.
class VerifiedSubject {
  public:
    Subject const& subject() const { return subject_; }

  private:
    friend Result<VerifiedSubject> verified(SubjectRequest const& request);
    explicit VerifiedSubject(Subject subject)
        : subject_(std::move(subject)) {}
    Subject subject_;
};
Result<VerifiedSubject> verified(SubjectRequest const& request);

struct Denial {
    DenialReason reason{};
    FreeText explanation; ///< required; goes into the letter
};

/// What somebody is not satisfied with, and the day it reached the company: today where nobody says. Words alone are a
/// complaint.
struct Complaint {
    Complaint(FreeText words = {}, std::optional<Day> received_on = std::nullopt)
        : words(std::move(words))
        , received_on(received_on) {}
    FreeText words; ///< required
    /// Where staff or a program enter it later than it came: not in the future, and not before the answer.
    std::optional<Day> received_on;
};

/// The data categories an answer must speak of: those that were asked for, or all of the policy's where none was named.
/// None for corrections, which are answered field by field, and for an unsubscribe.
std::vector<std::string> categories_concerned(SubjectRequest const& request, Policy const& policy);

/// What the rows of a result say: `part` where something was kept, refused or not searched.
Completeness completeness_of(Outcome const& outcome);

/// Starts a request. Where it begins: an unsubscribe fulfils itself at once (P4) and makes its suppressions (all topics
/// where none is named; no letter where all were stopped before); a request of an end_user who is not an
/// organisation_admin is redirected to the organisation at once (P3), with its letter; everything else begins
/// unverified, with the letter that asks to confirm the address; post and phone requests of staff without an e-mail
/// address begin open. Clocks: `respond` for access, correction, deletion; `acknowledge` too for an organisation_admin
/// about customer_data.
Result<Decision> submit(NewRequest const& asked, RequestId id, Reference const& reference, Stamp const& stamp,
                        Policy const& policy);
/// Whether `submit` sends the person to the organisation at once, so that no day can be promised.
bool goes_to_organisation(RequestType type, Relationship relationship, RequesterKind requester);

/// The requester by the mailed link (address_confirmed), or staff who compared the address with the one on file
/// (matched); nobody else claims either. An unverified request is matched only where no link can be used first: it came
/// by post or phone, or no address is known. From unverified it opens the request and sends `received`, whose delivery
/// stops an acknowledge clock. Verifying again with evidence already reached changes nothing and is refused as
/// not_allowed_now, unless a program matched it that nobody answers for (see guards.hpp). What was compared (`note`,
/// optional) becomes a note for colleagues: neither without the other.
Result<Decision> verify(SubjectRequest const& before, Evidence reached, Stamp const& stamp, Policy const& policy,
                        FreeText const& note = {});

/// An appeal is not given to who decided first or approved that. A new assignee takes over no approval: who carries an
/// answer out must stand behind it.
Result<Decision> assign(SubjectRequest const& before, StaffId assignee, Stamp const& stamp, Policy const& policy);
Result<Decision> request_information(SubjectRequest const& before, FreeText const& question, Stamp const& stamp,
                                     Policy const& policy);
/// By the requester on their page, or recorded by staff. Tells the assignee.
Result<Decision> receive_information(SubjectRequest const& before, FreeText const& answer, Stamp const& stamp,
                                     Policy const& policy);

/// Asks for an extension of the respond clock by the rule's days: refused after the original due day, when the rule has
/// none, or when one was asked before. It is in force only once the letter was handed over: see letter_delivered.
Result<Decision> extend(SubjectRequest const& before, FreeText const& reason, Stamp const& stamp, Policy const& policy);

/// Asks for the approval of an answer, which must be one that `fulfil` would take. Refused while `verified` refuses: an
/// approval must not be spent on what cannot be carried out. `officers` who may give it get a letter.
Result<Decision> submit_for_approval(SubjectRequest const& before, PreparedOutcome const& prepared,
                                     FreeText const& note, Stamp const& stamp, std::vector<StaffId> const& officers,
                                     Policy const& policy);
/// By another person than the one who asked (the second-person rule) and than the one who matched the identity: else
/// forbidden. What the requester writes afterwards, a question to them, or another assignee drops the approval.
Result<Decision> approve(SubjectRequest const& before, FreeText const& note, Stamp const& stamp, Policy const& policy);
Result<Decision> send_back(SubjectRequest const& before, FreeText const& reason, Stamp const& stamp,
                           Policy const& policy);

/// Ends a request with its result for every category concerned (and per asked correction). Needs approval where the
/// policy says so, and on an appeal another person than the first two. `Completeness::part` ends as
/// partially_fulfilled and must agree with the rows (see completeness_of). A correction needs a decision for every
/// asked field; a deletion result of `kept` needs a ground and a day to come until which it is kept. Where something
/// was approved, exactly that is carried out; anything else is refused.
Result<Decision> fulfil(SubjectRequest const& before, VerifiedSubject const& subject, Outcome const& outcome,
                        Completeness completeness, Stamp const& stamp, Policy const& policy);
/// The same with what was approved; not_allowed_now where nothing is.
Result<Decision> fulfil_as_approved(SubjectRequest const& before, VerifiedSubject const& subject, Stamp const& stamp,
                                    Policy const& policy);
Result<Decision> deny(SubjectRequest const& before, Denial const& denial, Stamp const& stamp, Policy const& policy);
/// By the requester, or by staff with the reason, which the letter carries. On an appeal it takes the complaint back:
/// the request ends again as it had ended first, whatever the table says; staff who gave or approved that answer may
/// not.
Result<Decision> withdraw(SubjectRequest const& before, FreeText const& reason, Stamp const& stamp,
                          Policy const& policy);
/// "please inquire with the Customer (or his/her organization) directly" (policy §11). Counts as handled, not as
/// denied.
Result<Decision> redirect(SubjectRequest const& before, OrganisationName const& organisation,
                          FreeText const& explanation, Stamp const& stamp, Policy const& policy);
/// By the system, once unverified for the policy's days; else not_allowed_now.
Result<Decision> expire(SubjectRequest const& before, Stamp const& stamp, Policy const& policy);
/// Opens a finished request again with an `appeal` clock, which starts on the day the complaint was received; the
/// decider must be another person than who gave the first answer or approved it. `officers` are told.
Result<Decision> appeal(SubjectRequest const& before, Complaint const& complaint, Stamp const& stamp,
                        Policy const& policy, std::vector<StaffId> const& officers = {});

/// The day on which a request that nobody confirms expires: the policy's days after the day it was recorded (requests
/// that staff or a program of the company entered may have a number of their own).
Day expires_on(SubjectRequest const& request, Policy const& policy);
/// The first day on which the reminder to confirm may be owed; the hour of it is the policy's time after recording.
Day confirmation_reminder_from(SubjectRequest const& request, Policy const& policy);

// What is not a verb but still a decision.

/// A message of staff (letter to the requester) or of the requester (marks the request unread), or an internal note.
Result<Decision> add_message(SubjectRequest const& before, MessageKind kind, FreeText const& body, Stamp const& stamp,
                             Policy const& policy);
/// A new confirmation link for an unverified request, or a new status link for any other. A note: it does not change
/// the request, so nobody who asks for links spoils what staff are writing.
Result<Decision> send_link(SubjectRequest const& before, Stamp const& stamp, Policy const& policy);
/// Staff opened the request: leaves an audit entry (every read of a case by staff is audited). Only where it was
/// `unread` is the request changed, and with it its version.
Result<Decision> note_viewed(SubjectRequest const& before, Stamp const& stamp, Policy const& policy);
/// Which answer such a letter brings: that to the request, or that to the complaint about it.
enum class AnswerTo { request, complaint };

/// A letter that was handed over. Its kind alone is one to the requester.
struct HandedOver {
    HandedOver(LetterKind kind, Addressee to = {}, std::string message_id = {}, AnswerTo answer_to = AnswerTo::request)
        : kind(kind)
        , to(to)
        , message_id(std::move(message_id))
        , answer_to(answer_to) {}
    LetterKind kind;
    Addressee to;
    std::string message_id; ///< as OutboxLetter has it
    AnswerTo answer_to;
};
/// A letter was handed to the mail server. Puts an extension in force, unless the original due day has passed
/// meanwhile: then the extension is dropped and the audit says so. The receipt stops an acknowledge clock. An answer
/// that is handed over on a later day than it was decided counts from that day: its clock's stop moves there.
Decision letter_delivered(SubjectRequest const& before, HandedOver const& letter, Stamp const& stamp,
                          Policy const& policy);

/// Why a letter to the requester would say something untrue if it left on this day, as a code; empty where it would
/// not. So is a confirmation link for a request that waits for none any more, and an extension that the answer or the
/// due day has overtaken ("a late extension is refused").
std::string overtaken_because(SubjectRequest const& request, LetterKind kind, Day leaves_on);

/// A letter on paper, and when it was posted.
struct Posting {
    LetterKind kind{};
    Day written_on{};
    Day posted_on{};
    AnswerTo answer_to{AnswerTo::request};
};
/// Staff posted a printed letter: it was delivered on that day, which is not before it was written nor in the future.
Result<Decision> letter_posted(SubjectRequest const& before, Posting const& posting, Stamp const& stamp,
                               Policy const& policy);
/// A letter was given up, or has become untrue before it could go out; `why` is a code. An extension that waits for it
/// is dropped: nothing is extended that nobody was told of.
Decision letter_failed(SubjectRequest const& before, LetterKind kind, std::string const& why, Stamp const& stamp,
                       Policy const& policy);
/// Whether a letter that was given up may be tried again. Not one of an extension, which was dropped with it.
bool may_be_tried_again(LetterKind kind);
/// Staff have a letter that was given up tried again, where it may be.
Result<Decision> retry_letter(SubjectRequest const& before, LetterKind kind, Stamp const& stamp, Policy const& policy);

/// Whether the assignee can still be told: who has left cannot.
enum class AssigneeIs { here, gone };

/// What the scheduler owes this request on this day: nothing; or the reminder after a day or the expiry of an
/// unverified one; or (of an unverified one only where the company entered it) the most urgent reminder stage that has
/// come for each running clock (earlier ones that passed meanwhile are marked with it and send nothing). `officers` get
/// escalations from the first day over, and everything where nobody is assigned or the assignee has left. A stage that
/// nobody could be told of is not dealt with.
std::optional<Decision> attend(SubjectRequest const& before, std::vector<StaffId> const& officers, Stamp const& stamp,
                               Policy const& policy, AssigneeIs assignee = AssigneeIs::here);

} // namespace habeas::core
