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
/// nothing else does. Letters to a requester are owed whatever has become of the request since, unless they would say
/// something untrue: a confirmation link for a request that waits for none any more, and an extension that the answer
/// or the due day has overtaken ("a late extension is refused"). Letters to staff are owed while they matter: not for
/// a finished request, not an old reminder when a newer one is there. What is not needed any more is dropped, with a
/// code that says why.
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
        std::optional<core::EmailAddress> counts_for{}; ///< whose share of letters an hour it takes from
        int tries{};
    };
    struct Tally {
        int sent{}, put_off{}, dead{}, dropped{}, to_print{};
    };
    /// What goes with a letter, as it is now.
    struct Context {
        std::optional<core::SubjectRequest> request;
        std::optional<storage::StaffMember> member;
    };

    /// The letter ready to go; or why it cannot, or need not.
    struct Prepared {
        std::optional<mail::ComposedLetter> composed;
        std::string impossible_because;
        std::string needless_because;
    };

    std::vector<storage::OutboxLetter> claim(core::Stamp const& stamp);
    /// False where nobody can be reached: then what is left is given back.
    bool deliver(std::span<storage::OutboxLetter const> letters, core::Instant claimed_at, Moment const& moment,
                 Stopping const& stopping, Tally& tally);
    /// False where nobody can be reached.
    bool attend(storage::OutboxLetter const& letter, core::Stamp const& stamp, Tally& tally);
    Prepared prepare(storage::OutboxLetter const& letter, core::Stamp const& stamp);
    /// Also to a member whose account was closed: it is theirs, and somebody may have misused it.
    Prepared prepare_account_letter(storage::OutboxLetter const& letter,
                                    std::optional<storage::StaffMember> const& member);
    void leave_to_print(storage::OutboxLetter const& letter, mail::ComposedLetter const& composed,
                        core::Stamp const& stamp, Tally& tally);
    bool hand_over(storage::OutboxLetter const& letter, mail::ComposedLetter const& composed, core::Stamp const& stamp,
                   Tally& tally);
    Context context_of(storage::OutboxLetter const& letter);
    /// When letters that anybody can cause were handed over for this address in the last hour.
    std::vector<core::Instant> handed_over_lately(core::EmailAddress const& address, core::Instant now);
    bool was_handed_over(storage::OutboxLetter const& letter);
    static void note_mailing(storage::Transaction& transaction, Unrecorded const& delivered);
    void record(Unrecorded delivered);
    void record_alone(Unrecorded const& delivered);
    void record_what_is_left();
    void fail(storage::OutboxLetter const& letter, std::string const& code, core::Stamp const& stamp, Tally& tally);
    void bury(storage::OutboxLetter const& letter, std::string const& code, core::Stamp const& stamp, Tally& tally);
    void drop(storage::OutboxLetter const& letter, std::string const& code, core::Stamp const& stamp, Tally& tally);
    void put_off(storage::OutboxLetter const& letter, core::Instant until, core::Stamp const& stamp, Tally& tally);
    void release(std::span<storage::OutboxLetter const> letters, core::Stamp const& stamp);
    /// A write that only whoever holds the claim may make; whether it was made.
    template <class Write>
    bool say(storage::OutboxLetter const& letter, Write write);
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
