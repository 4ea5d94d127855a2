#pragma once
#include "core/casework.hpp"
#include "core/policy.hpp"
#include "storage/store.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace habeas::app {

/// The version a person saw when they decided; nothing where the caller cannot have seen one (a mailed link).
using ExpectedVersion = std::optional<std::int64_t>;

/// A rehearsal answers as the change would and changes nothing: it is left without commit.
enum class Purpose { change, rehearsal };

/// Which request, and which version of it the person saw.
struct Target {
    core::RequestId id;
    ExpectedVersion version;
    Purpose purpose{Purpose::change};
};

/// When a printed letter was written and posted.
struct PostedOn {
    core::Day written_on{};
    core::Day posted_on{};
    core::Instant posted_at{}; ///< a moment of that day
};

/// The verbs that all channels share: load → decide → commit. Synchronous; runs on the writer thread inside a
/// transaction. Errors: not_found, conflict (another version than expected), and whatever the verb says (see
/// core/casework.hpp). Every verb answers with the request as it is afterwards.
class Desk {
  public:
    using Changed = core::Result<core::SubjectRequest>;

    Desk(core::Policy policy, core::ReferenceCodec const& references);

    /// Starts the request, where its fields are in order. Never refused for other requests of the same address: a
    /// stranger can have made those, and must neither keep a person from asking nor learn how many there are.
    Changed submit(storage::Transaction& transaction, core::NewRequest const& asked, core::Stamp const& stamp) const;

    Changed verify(storage::Transaction&, Target, core::Evidence reached, core::Stamp const&,
                   core::FreeText const& note = {}) const;
    Changed assign(storage::Transaction&, Target, core::StaffId assignee, core::Stamp const&) const;
    Changed request_information(storage::Transaction&, Target, core::FreeText const& question,
                                core::Stamp const&) const;
    Changed receive_information(storage::Transaction&, Target, core::FreeText const& answer, core::Stamp const&) const;
    Changed extend(storage::Transaction&, Target, core::FreeText const& reason, core::Stamp const&) const;
    Changed submit_for_approval(storage::Transaction&, Target, core::PreparedOutcome const& prepared,
                                core::FreeText const& note, core::Stamp const&) const;
    Changed approve(storage::Transaction&, Target, core::FreeText const& note, core::Stamp const&) const;
    Changed send_back(storage::Transaction&, Target, core::FreeText const& reason, core::Stamp const&) const;
    Changed fulfil(storage::Transaction&, Target, core::PreparedOutcome const& answer, core::Stamp const&) const;
    /// Carries out what was approved.
    Changed fulfil_as_approved(storage::Transaction&, Target, core::Stamp const&) const;
    Changed deny(storage::Transaction&, Target, core::Denial const& denial, core::Stamp const&) const;
    Changed withdraw(storage::Transaction&, Target, core::FreeText const& reason, core::Stamp const&) const;
    Changed redirect(storage::Transaction&, Target, core::OrganisationName const& organisation,
                     core::FreeText const& explanation, core::Stamp const&) const;
    Changed appeal(storage::Transaction&, Target, core::Complaint const& complaint, core::Stamp const&) const;

    Changed add_message(storage::Transaction&, Target, core::MessageKind, core::FreeText const& body,
                        core::Stamp const&) const;
    /// Mails the requester a fresh link (confirmation while unverified, status page otherwise).
    Changed send_link(storage::Transaction&, Target, core::Stamp const&) const;
    /// "Every read of a case by staff is audited" (SECURITY, requirement 52). Does not change the version.
    Changed note_viewed(storage::Transaction&, Target, core::Stamp const&) const;

    /// What the scheduler owes this request now; false where it is owed nothing (or another process was faster).
    bool attend(storage::Transaction&, core::RequestId, core::Stamp const&) const;

    // What became of a claimed letter, told to the request it belongs to. False where the claim is no longer held: then
    // nothing is recorded, for whoever claimed it since speaks for it.
    bool letter_delivered(storage::Transaction&, storage::OutboxLetter const& letter, std::string const& subject,
                          std::string const& text, core::Stamp const&) const;
    /// `why` is a code; a pending extension is dropped with its letter.
    bool letter_given_up(storage::Transaction&, storage::OutboxLetter const& letter, std::string const& why,
                         core::Stamp const&) const;
    /// Overtaken: nobody needs it any more.
    bool letter_dropped(storage::Transaction&, storage::OutboxLetter const& letter, std::string const& why,
                        core::Stamp const&) const;
    bool letter_to_print(storage::Transaction&, storage::OutboxLetter const& letter, std::string const& subject,
                         std::string const& text, core::Stamp const&) const;

    // What staff do with a letter of a request; not_found where it is not of this request.
    /// It was posted on that day, at the moment `posted_at`; `written_on` is the day it was made.
    Changed letter_posted(storage::Transaction&, core::RequestId, core::LetterId, PostedOn const& posted,
                          core::Stamp const&) const;
    /// It was printed and never posted, and what it says has been overtaken; not_allowed_now while it has not. A
    /// pending extension is dropped with it.
    Changed drop_printed_letter(storage::Transaction&, core::RequestId, core::LetterId, core::Stamp const&) const;
    Changed retry_letter(storage::Transaction&, core::RequestId, core::LetterId, core::Stamp const&) const;
    /// The same for a letter about a member's account, which belongs to no request.
    core::Result<void> retry_account_letter(storage::Transaction&, core::LetterId, core::Stamp const&) const;

    core::Policy const& policy() const { return policy_; }

  private:
    using Decide = std::function<core::Result<core::Decision>(core::SubjectRequest const&)>;
    void tell_request(storage::Transaction&, storage::OutboxLetter const& letter, core::Stamp const&,
                      Decide const& decide) const;
    Changed change(storage::Transaction&, Target, core::Stamp const&, Decide const& decide) const;

    core::Policy policy_;
    core::ReferenceCodec const& references_;
};

/// Every active officer: who gets escalations and is asked for approval.
std::vector<core::StaffId> active_officers(storage::Snapshot& snapshot);

} // namespace habeas::app
