#pragma once
#include "app/desk.hpp"
#include "app/jobs/mail_budget.hpp"
#include "app/jobs/moment.hpp"
#include "app/log.hpp"
#include "app/mail/carrier.hpp"
#include "app/mail/letter_writer.hpp"
#include "app/mail/mime.hpp"

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace habeas::app::jobs {

struct DeliveryOptions {
    /// How long to wait after the first, second, … failure; the last one repeats.
    std::vector<std::chrono::seconds> retry_delays{std::chrono::minutes{1},  std::chrono::minutes{5},
                                                   std::chrono::minutes{30}, std::chrono::hours{2},
                                                   std::chrono::hours{6},    std::chrono::hours{24}};
    int attempts{7};                           ///< then the letter is dead, and staff see it
    int batch{20};                             ///< letters claimed at a time
    std::chrono::seconds lease{600};           ///< how long a claim holds; a crash delays letters by as much
    std::chrono::seconds longest_delivery{60}; ///< of one letter: no delivery begins that could outlast the claim
    int letters_per_address_hour{3};           ///< that anybody can cause; more are put off, not dropped
};

/// Delivers what the outbox owes. At least once: a letter is claimed, composed and handed over outside any transaction,
/// then recorded. A crash between handing over and recording delivers it a second time with the same Message-ID;
/// nothing else does. Letters are owed whatever has become of the request since, with two exceptions that would say
/// something untrue: a confirmation link for a request that waits for none any more, and an extension that the due day
/// has overtaken ("a late extension is refused"). Those become dead with a code that says so.
///
/// Used by one thread at a time (interrupt() of the carrier apart). Several processes may each have one.
class OutboxJob {
  public:
    /// All must outlive the job.
    OutboxJob(storage::Store& store, Desk const& desk, mail::LetterWriter const& writer, mail::Carrier& carrier,
              mail::Sender sender, DeliveryOptions options, Log log);

    /// Delivers until nothing more is due, `stopping`, or the claim's time is up. What happened: "12 sent, 1 put off".
    std::string run(Moment const& moment, Stopping const& stopping);

    /// Whether anything waits for delivery. Cheap; for not starting in vain.
    bool has_work() const;

  private:
    /// A letter that was handed over but whose recording failed: never handed over twice for that.
    struct Unrecorded {
        storage::OutboxLetter letter;
        std::string subject;
        std::string text;
        core::Stamp stamp;
    };
    struct Tally {
        int sent{}, put_off{}, dead{}, to_print{};
    };
    /// What goes with a letter, as it is now.
    struct Context {
        std::optional<core::SubjectRequest> request;
        std::optional<storage::StaffMember> member;
    };

    /// The letter ready to go, or the code of why it must not.
    struct Prepared {
        std::optional<mail::ComposedLetter> composed;
        std::string reason_against;
    };

    std::vector<storage::OutboxLetter> claim(core::Stamp const& stamp);
    /// False where nobody can be reached: then what is left is given back.
    bool deliver(std::span<storage::OutboxLetter const> letters, core::Instant claimed_at, Moment const& moment,
                 Stopping const& stopping, Tally& tally);
    /// False where nobody can be reached.
    bool attend(storage::OutboxLetter const& letter, core::Stamp const& stamp, Tally& tally);
    Prepared prepare(storage::OutboxLetter const& letter, core::Stamp const& stamp);
    void leave_to_print(storage::OutboxLetter const& letter, mail::ComposedLetter const& composed,
                        core::Stamp const& stamp, Tally& tally);
    bool hand_over(storage::OutboxLetter const& letter, mail::ComposedLetter const& composed, core::Stamp const& stamp,
                   Tally& tally);
    Context context_of(storage::OutboxLetter const& letter);
    void record(Unrecorded const& delivered);
    void record_what_is_left();
    void fail(storage::OutboxLetter const& letter, std::string const& code, core::Stamp const& stamp, Tally& tally);
    void bury(storage::OutboxLetter const& letter, std::string const& code, Tally& tally);
    void put_off(storage::OutboxLetter const& letter, std::string const& code, core::Instant until, Tally& tally);
    void release(std::span<storage::OutboxLetter const> letters);
    core::Instant next_try(storage::OutboxLetter const& letter, core::Instant now) const;

    storage::Store& store_;
    Desk const& desk_;
    mail::LetterWriter const& writer_;
    mail::Carrier& carrier_;
    mail::Sender sender_;
    DeliveryOptions options_;
    Log log_;
    MailBudget budget_;
    std::vector<Unrecorded> unrecorded_;
};

} // namespace habeas::app::jobs
