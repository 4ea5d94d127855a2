#include "app/jobs/outbox_job.hpp"

#include "app/jobs/bookkeeping.hpp"
#include "core/letters.hpp"

#include <algorithm>
#include <iterator>
#include <span>
#include <tuple>
#include <utility>

#include <fmt/core.h>

namespace habeas::app::jobs {

namespace {

using core::LetterKind;

/// Letters that a stranger can have sent to somebody else's address; the others answer a confirmed person or are
/// staff's own work, and are never put off.
bool anybody_can_cause(LetterKind kind) {
    using enum LetterKind;
    return kind == confirm_address || kind == confirm_reminder || kind == status_link || kind == unsubscribed ||
           kind == redirected || kind == expired || kind == asked_for_you;
}

/// After an outage several reminders of one clock may wait: only the newest says how things are.
bool is_newest_reminder(storage::OutboxLetter const& letter, core::SubjectRequest const& request) {
    auto const name = core::parse<core::ClockName>(letter.fact("clock"));
    auto const* clock = name ? request.clock(*name) : nullptr;
    if (clock == nullptr || clock->stopped_on) return false;
    auto const mark = letter.fact("mark"); // letters of before the migration have none
    return mark.empty() || (clock->reminded_stage && mark == std::to_string(*clock->reminded_stage));
}

/// Whether a member of staff still needs this letter.
bool still_matters(storage::OutboxLetter const& letter, core::SubjectRequest const& request) {
    using enum LetterKind;
    if (letter.kind == message_noted) return true; // what somebody wrote wants to be read, whatever has ended since
    if (core::is_closed(request.status)) return false;
    if (letter.kind == deadline_reminder || letter.kind == deadline_escalation)
        return is_newest_reminder(letter, request);
    if (letter.kind == approval_wanted) return request.status == core::Status::awaiting_approval;
    if (letter.kind == assignment_noted) return request.assignee == letter.to.staff;
    return true;
}

/// Why nobody needs this letter any more, or nothing.
std::string needless(storage::OutboxLetter const& letter, core::SubjectRequest const& request, core::Day today) {
    if (letter.to.kind == core::Addressee::Kind::staff)
        return still_matters(letter, request) ? std::string{} : "no_longer_needed";
    return core::overtaken_because(request, letter.kind, today);
}

MailBudget::Letter share_of(LetterKind kind) {
    return core::is_confirmation(kind) ? MailBudget::Letter::confirms : MailBudget::Letter::other;
}

/// How often recording a letter that was handed over is tried before it is recorded without its request.
constexpr int most_recordings = 3;

std::string counted(std::string text, int count, std::string_view what) {
    if (count == 0) return text;
    return text + fmt::format("{}{} {}", text.empty() ? "" : ", ", count, what);
}

} // namespace

OutboxJob::OutboxJob(storage::Store& store, Desk const& desk, mail::LetterWriter const& writer, mail::Carrier& carrier,
                     mail::Sender sender, DeliveryOptions options, Log log)
    : store_(store)
    , desk_(desk)
    , writer_(writer)
    , carrier_(carrier)
    , sender_(std::move(sender))
    , options_(std::move(options))
    , log_(std::move(log))
    , budget_(options_.letters_per_address_hour) {
    // A claim shorter than its letters take would run out under them, and another process would deliver them again.
    options_.lease = std::max(options_.lease, 3 * options_.longest_delivery);
}

bool OutboxJob::has_work() const {
    auto waiting = !unrecorded_.empty();
    store_.read([&](storage::Snapshot& snapshot) {
        waiting = waiting || snapshot.count_letters(core::LetterState::owed) > 0 ||
                  snapshot.count_letters(core::LetterState::sending) > 0;
    });
    return waiting;
}

std::string OutboxJob::run(Moment const& moment, Stopping const& stopping) {
    record_what_is_left();
    Tally tally;
    auto const began_at = moment().at;
    while (!stopping()) {
        auto const claimed_at = moment();
        // Other work waits for its turn; what is left goes with the next.
        if (claimed_at.at >= began_at + options_.lease) break;
        auto const letters = claim(claimed_at);
        if (letters.empty() || !deliver(letters, claimed_at.at, moment, stopping, tally)) break;
    }
    carrier_.rest();
    auto result = counted({}, tally.sent, "sent");
    result = counted(std::move(result), tally.put_off, "put off");
    result = counted(std::move(result), tally.dead, "given up");
    result = counted(std::move(result), tally.dropped, "not needed");
    result = counted(std::move(result), tally.to_print, "to print");
    return result.empty() ? "nothing to send" : result;
}

bool OutboxJob::deliver(std::span<storage::OutboxLetter const> letters, core::Instant claimed_at, Moment const& moment,
                        Stopping const& stopping, Tally& tally) {
    auto const last_start = claimed_at + options_.lease - 2 * options_.longest_delivery;
    auto reachable = true;
    for (; !letters.empty(); letters = letters.subspan(1)) {
        auto const stamp = moment();
        if (!reachable || stopping() || stamp.at > last_start || stamp.at < claimed_at) {
            release(letters, stamp);
            break;
        }
        if (was_handed_over(letters.front())) continue;
        reachable = attend(letters.front(), stamp, tally);
    }
    return reachable;
}

std::vector<storage::OutboxLetter> OutboxJob::claim(core::Stamp const& stamp) {
    std::vector<storage::OutboxLetter> letters;
    keep_books(store_, stamp.at, [&](storage::Transaction& transaction) {
        letters = transaction.claim_letters(stamp.at, stamp.at + options_.lease, options_.batch);
    });
    // A link that confirms is what its person waits for: it takes from the budget before what strangers can cause.
    std::ranges::sort(letters, {}, [](auto const& letter) {
        return std::tuple(!core::is_confirmation(letter.kind), letter.next_try_at, letter.id.value);
    });
    return letters;
}

bool OutboxJob::attend(storage::OutboxLetter const& letter, core::Stamp const& stamp, Tally& tally) {
    Prepared prepared;
    try {
        prepared = prepare(letter, stamp);
    } catch (storage::StoreUnavailable const&) {
        throw;
    } catch (std::exception const& problem) {
        log_.error("letter.not_composed", {{"letter", letter.id.value}, {"what", MachineText{problem.what()}}});
        return fail(letter, "not_composed", stamp, tally), true;
    }
    if (!prepared.needless_because.empty()) return drop(letter, prepared.needless_because, stamp, tally), true;
    if (!prepared.composed) return bury(letter, prepared.impossible_because, stamp, tally), true;
    auto const& composed = *prepared.composed;
    if (!composed.to) return leave_to_print(letter, composed, stamp, tally), true;
    if (anybody_can_cause(letter.kind))
        if (auto const wait =
                budget_.wait_until(handed_over_lately(*composed.to, stamp.at), share_of(letter.kind), stamp.at))
            return put_off(letter, *wait, stamp, tally), true;
    return hand_over(letter, composed, stamp, tally);
}

OutboxJob::Prepared OutboxJob::prepare(storage::OutboxLetter const& letter, core::Stamp const& stamp) {
    if (letter.damaged) return {{}, "cannot_be_read", {}};
    auto const context = context_of(letter);
    if (letter.kind == LetterKind::password_changed) return prepare_account_letter(letter, context.member);
    if (!context.request) return {{}, {}, "request_erased"};
    if (auto against = needless(letter, *context.request, stamp.on); !against.empty()) return {{}, {}, against};
    // A claim that ran out counts as an attempt: what ends the process each time must not be tried for ever.
    if (letter.attempts >= options_.attempts) return {{}, "gave_up", {}};
    switch (letter.to.kind) {
    case core::Addressee::Kind::requester:
        return {writer_.to_requester(letter, *context.request, stamp), {}, {}};
    case core::Addressee::Kind::subject:
        return {writer_.to_subject(letter, *context.request), {}, {}};
    case core::Addressee::Kind::staff:
        break;
    }
    if (!context.member || !context.member->active) return {{}, {}, "member_left"};
    auto composed = writer_.to_staff(letter, *context.request, *context.member, stamp);
    if (!composed.to) return {{}, "address_not_usable", {}};
    return {std::move(composed), {}, {}};
}

template <class Write>
bool OutboxJob::say(storage::OutboxLetter const& letter, Write write) {
    auto held = false;
    store_.write([&](storage::Transaction& transaction) { held = write(transaction); });
    if (!held) log_.warning("letter.claim_lost", {{"letter", letter.id.value}, {"kind", letter.kind}});
    return held;
}

OutboxJob::Prepared OutboxJob::prepare_account_letter(storage::OutboxLetter const& letter,
                                                      std::optional<storage::StaffMember> const& member) {
    if (!member) return {{}, {}, "member_left"};
    if (letter.attempts >= options_.attempts) return {{}, "gave_up", {}};
    auto composed = writer_.about_account(letter, *member);
    if (!composed.to) return {{}, "address_not_usable", {}};
    return {std::move(composed), {}, {}};
}

void OutboxJob::leave_to_print(storage::OutboxLetter const& letter, mail::ComposedLetter const& composed,
                               core::Stamp const& stamp, Tally& tally) {
    if (say(letter, [&](storage::Transaction& transaction) {
            return desk_.letter_to_print(transaction, letter, composed.subject, composed.text, stamp);
        }))
        ++tally.to_print;
}

bool OutboxJob::hand_over(storage::OutboxLetter const& letter, mail::ComposedLetter const& composed,
                          core::Stamp const& stamp, Tally& tally) {
    std::string message;
    try {
        message = mail::compose_message(composed, sender_, stamp.at);
    } catch (std::invalid_argument const&) {
        return bury(letter, "header_refused", stamp, tally), true;
    }
    auto const handed = carrier_.deliver({sender_.address, *composed.to, composed.message_id, std::move(message)});
    switch (handed.result) {
    case mail::Handed::Result::over:
        ++tally.sent;
        // The stamp of before the hand-over: an extension told on its last day counts, though midnight strikes
        // meanwhile.
        record({.letter = letter,
                .subject = composed.subject,
                .text = composed.text,
                .stamp = stamp,
                .counts_for = anybody_can_cause(letter.kind) ? composed.to : std::nullopt});
        return true;
    case mail::Handed::Result::try_later:
        fail(letter, handed.code, stamp, tally);
        return !handed.unreachable;
    case mail::Handed::Result::refused:
        return bury(letter, handed.code, stamp, tally), true;
    }
    return true;
}

OutboxJob::Context OutboxJob::context_of(storage::OutboxLetter const& letter) {
    Context context;
    store_.read([&](storage::Snapshot& snapshot) {
        if (letter.request) context.request = snapshot.find(*letter.request);
        if (letter.to.kind == core::Addressee::Kind::staff) context.member = snapshot.staff_member(letter.to.staff);
    });
    return context;
}

std::vector<core::Instant> OutboxJob::handed_over_lately(core::EmailAddress const& address, core::Instant now) {
    std::vector<core::Instant> times;
    store_.read([&](storage::Snapshot& snapshot) {
        times = snapshot.mailings(address, storage::Mailing::letter_handed_over, now - MailBudget::window);
    });
    for (auto const& each : unrecorded_)
        if (each.counts_for && each.counts_for->lookup_key() == address.lookup_key()) times.push_back(each.stamp.at);
    std::ranges::sort(times);
    return times;
}

/// A letter whose recording failed may come back with a new claim: it is recorded with that, and not sent again.
bool OutboxJob::was_handed_over(storage::OutboxLetter const& letter) {
    auto const known = std::ranges::find_if(unrecorded_, [&](auto const& each) { return each.letter.id == letter.id; });
    if (known == unrecorded_.end()) return false;
    known->letter.claim_token = letter.claim_token;
    return true;
}

/// With the record of the letter itself, so that it costs no commit of its own.
void OutboxJob::note_mailing(storage::Transaction& transaction, Unrecorded const& delivered) {
    if (!delivered.counts_for) return;
    transaction.note_mailing(*delivered.counts_for, storage::Mailing::letter_handed_over, delivered.stamp.at);
}

void OutboxJob::record(Unrecorded delivered) {
    auto const& letter = delivered.letter;
    try {
        say(letter, [&](storage::Transaction& transaction) {
            note_mailing(transaction, delivered);
            return desk_.letter_delivered(transaction, letter, delivered.subject, delivered.text, delivered.stamp);
        });
    } catch (storage::StoreUnavailable const&) {
        unrecorded_.push_back(std::move(delivered));
        throw;
    } catch (std::exception const& problem) {
        // Something about this letter or its request: the others must not wait for it.
        log_.error("letter.not_recorded", {{"letter", letter.id.value}, {"what", MachineText{problem.what()}}});
        if (++delivered.tries >= most_recordings) return record_alone(delivered);
        unrecorded_.push_back(std::move(delivered));
    }
}

/// That it was sent, if nothing else, so that it is not sent once more.
void OutboxJob::record_alone(Unrecorded const& delivered) {
    try {
        keep_books(store_, delivered.stamp.at, [&](storage::Transaction& transaction) {
            note_mailing(transaction, delivered);
            transaction.letter_sent(delivered.letter.claim(), delivered.stamp.at, delivered.subject, delivered.text);
        });
    } catch (std::exception const& problem) {
        log_.error("letter.never_recorded",
                   {{"letter", delivered.letter.id.value}, {"what", MachineText{problem.what()}}});
    }
}

void OutboxJob::record_what_is_left() {
    auto left = std::exchange(unrecorded_, {});
    while (!left.empty()) {
        auto delivered = std::move(left.back());
        left.pop_back();
        try {
            record(std::move(delivered));
        } catch (storage::StoreUnavailable const&) {
            std::ranges::move(left, std::back_inserter(unrecorded_));
            throw;
        }
    }
}

void OutboxJob::fail(storage::OutboxLetter const& letter, std::string const& code, core::Stamp const& stamp,
                     Tally& tally) {
    if (letter.attempts + 1 >= options_.attempts || options_.retry_delays.empty())
        return bury(letter, code, stamp, tally);
    log_.warning("letter.put_off", {{"letter", letter.id.value}, {"kind", letter.kind}, {"why", code}});
    auto held = false;
    keep_books(store_, stamp.at, [&](storage::Transaction& transaction) {
        held = transaction.letter_failed(letter.claim(), code, next_try(letter, stamp.at));
    });
    if (held) ++tally.put_off;
}

core::Instant OutboxJob::next_try(storage::OutboxLetter const& letter, core::Instant now) const {
    auto const last = options_.retry_delays.size() - 1;
    return now + options_.retry_delays[std::min(last, static_cast<std::size_t>(std::max(0, letter.attempts)))];
}

void OutboxJob::bury(storage::OutboxLetter const& letter, std::string const& code, core::Stamp const& stamp,
                     Tally& tally) {
    if (!say(letter, [&](storage::Transaction& transaction) {
            return desk_.letter_given_up(transaction, letter, code, stamp);
        }))
        return;
    ++tally.dead;
    log_.warning("letter.given_up", {{"letter", letter.id.value}, {"kind", letter.kind}, {"why", code}});
}

void OutboxJob::drop(storage::OutboxLetter const& letter, std::string const& code, core::Stamp const& stamp,
                     Tally& tally) {
    if (!say(letter,
             [&](storage::Transaction& transaction) { return desk_.letter_dropped(transaction, letter, code, stamp); }))
        return;
    ++tally.dropped;
    log_.info("letter.dropped", {{"letter", letter.id.value}, {"kind", letter.kind}, {"why", code}});
}

void OutboxJob::put_off(storage::OutboxLetter const& letter, core::Instant until, core::Stamp const& stamp,
                        Tally& tally) {
    auto held = false;
    keep_books(store_, stamp.at, [&](storage::Transaction& transaction) {
        held = transaction.letter_put_off(letter.claim(), "hourly_budget", until);
    });
    if (held) ++tally.put_off;
}

void OutboxJob::release(std::span<storage::OutboxLetter const> letters, core::Stamp const& stamp) {
    keep_books(store_, stamp.at, [&](storage::Transaction& transaction) {
        for (auto const& letter : letters)
            transaction.release_letter(letter.claim());
    });
}

} // namespace habeas::app::jobs
