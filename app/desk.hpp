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

/// Which request, and which version of it the person saw.
struct Target {
    core::RequestId id;
    ExpectedVersion version;
};

/// The verbs that all channels share: load → decide → commit. Synchronous; runs on the writer thread inside a
/// transaction. Errors: not_found, conflict (another version than expected), and whatever the verb says (see
/// core/casework.hpp). Every verb answers with the request as it is afterwards.
class Desk {
  public:
    using Changed = core::Result<core::SubjectRequest>;

    Desk(core::Policy policy, core::ReferenceCodec const& references);

    /// Starts the request, where its fields are in order. Never refused for other requests of the same address: a stranger can
    /// have made those, and must neither keep a person from asking nor learn how many there are.
    Changed submit(storage::Transaction& transaction, core::NewRequest const& asked, core::Stamp const& stamp) const;

    Changed verify(storage::Transaction&, Target, core::Evidence reached, core::Stamp const&) const;
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
    Changed appeal(storage::Transaction&, Target, core::FreeText const& complaint, core::Stamp const&) const;

    Changed add_message(storage::Transaction&, Target, core::MessageKind, core::FreeText const& body,
                        core::Stamp const&) const;
    /// Mails the requester a fresh link (confirmation while unverified, status page otherwise).
    Changed send_link(storage::Transaction&, Target, core::Stamp const&) const;
    /// "Every read of a case by staff is audited" (SECURITY, requirement 52). Does not change the version.
    Changed note_viewed(storage::Transaction&, Target, core::Stamp const&) const;

    /// What the scheduler owes this request now; false where it is owed nothing (or another process was faster).
    bool attend(storage::Transaction&, core::RequestId, core::Stamp const&) const;
    /// A letter was handed to the mail server (or printed): marks it sent and tells the request it belongs to.
    void letter_delivered(storage::Transaction&, storage::OutboxLetter const& letter, std::string const& subject,
                          std::string const& text, core::Stamp const&) const;

    core::Policy const& policy() const { return policy_; }

  private:
    using Decide = std::function<core::Result<core::Decision>(core::SubjectRequest const&)>;
    Changed change(storage::Transaction&, Target, core::Stamp const&, Decide const& decide) const;

    core::Policy policy_;
    core::ReferenceCodec const& references_;
};

/// Every active officer: who gets escalations and is asked for approval.
std::vector<core::StaffId> active_officers(storage::Snapshot& snapshot);

} // namespace habeas::app
