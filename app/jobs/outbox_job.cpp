#include "app/jobs/outbox_job.hpp"

#include "app/jobs/bookkeeping.hpp"

#include <algorithm>
#include <span>

#include <fmt/core.h>

namespace habeas::app::jobs {

namespace {

using core::LetterKind;

/// Letters that a stranger can have sent to somebody else's address; the others answer a confirmed person or are
/// staff's own work, and are never put off.
bool anybody_can_cause(LetterKind kind) {
    using enum LetterKind;
    return kind == confirm_address || kind == confirm_reminder || kind == status_link || kind == unsubscribed ||
           kind == redirected || kind == expired;
}

/// Why this letter must not go out any more, or nothing.
std::optional<std::string> reason_against(storage::OutboxLetter const& letter, core::SubjectRequest const& request,
                                          core::Day today) {
    auto const confirms = letter.kind == LetterKind::confirm_address || letter.kind == LetterKind::confirm_reminder;
    if (confirms && request.status != core::Status::unverified) return "no_longer_needed";
    if (letter.kind != LetterKind::extended) return std::nullopt;
    if (core::is_closed(request.status)) return "no_longer_needed";
    auto const* clock = request.clock(core::ClockName::respond);
    if (clock == nullptr || !clock->extension) return "extension_too_late"; // it was dropped
    if (!clock->extension->effective_on && today > clock->original_due_on()) return "extension_too_late";
    return std::nullopt;
}

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
            // Given back only while the claim certainly holds: afterwards they may be somebody else's.
            if (stamp.at <= last_start + options_.longest_delivery) release(letters);
            break;
        }
        reachable = attend(letters.front(), stamp, tally);
    }
    return reachable;
}

std::vector<storage::OutboxLetter> OutboxJob::claim(core::Stamp const& stamp) {
    std::vector<storage::OutboxLetter> letters;
    keep_books(store_, stamp.at, [&](storage::Transaction& transaction) {
        letters = transaction.claim_letters(stamp.at, stamp.at + options_.lease, options_.batch);
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
    if (!prepared.composed) return bury(letter, prepared.reason_against, tally), true;
    auto const& composed = *prepared.composed;
    if (!composed.to) return leave_to_print(letter, composed, stamp, tally), true;
    if (anybody_can_cause(letter.kind))
        if (auto const wait = budget_.wait_until(*composed.to, stamp.at))
            return put_off(letter, "hourly_budget", *wait, tally), true;
    return hand_over(letter, composed, stamp, tally);
}

OutboxJob::Prepared OutboxJob::prepare(storage::OutboxLetter const& letter, core::Stamp const& stamp) {
    // A claim that ran out counts as an attempt: what ends the process each time must not be tried for ever.
    if (letter.attempts >= options_.attempts) return {{}, "gave_up"};
    auto const context = context_of(letter);
    if (!context.request) return {{}, "request_erased"};
    if (auto against = reason_against(letter, *context.request, stamp.on)) return {{}, std::move(*against)};
    if (letter.to.kind == core::Addressee::Kind::requester)
        return {writer_.to_requester(letter, *context.request, stamp), {}};
    if (!context.member || !context.member->active) return {{}, "member_left"};
    auto composed = writer_.to_staff(letter, *context.request, *context.member, stamp);
    if (!composed.to) return {{}, "address_not_usable"};
    return {std::move(composed), {}};
}

void OutboxJob::leave_to_print(storage::OutboxLetter const& letter, mail::ComposedLetter const& composed,
                               core::Stamp const& stamp, Tally& tally) {
    keep_books(store_, stamp.at, [&](storage::Transaction& transaction) {
        transaction.letter_to_print(letter.id, composed.subject, composed.text);
    });
    ++tally.to_print;
}

bool OutboxJob::hand_over(storage::OutboxLetter const& letter, mail::ComposedLetter const& composed,
                          core::Stamp const& stamp, Tally& tally) {
    std::string message;
    try {
        message = mail::compose_message(composed, sender_, stamp.at);
    } catch (std::invalid_argument const&) {
        return bury(letter, "header_refused", tally), true;
    }
    auto const handed = carrier_.deliver({sender_.address, *composed.to, composed.message_id, std::move(message)});
    switch (handed.result) {
    case mail::Handed::Result::over:
        if (anybody_can_cause(letter.kind)) budget_.spend(*composed.to, stamp.at);
        ++tally.sent;
        // The stamp of before the hand-over: an extension told on its last day counts, though midnight strikes
        // meanwhile.
        record({letter, composed.subject, composed.text, stamp});
        return true;
    case mail::Handed::Result::try_later:
        fail(letter, handed.code, stamp, tally);
        return !handed.unreachable;
    case mail::Handed::Result::refused:
        return bury(letter, handed.code, tally), true;
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

void OutboxJob::record(Unrecorded const& delivered) {
    try {
        store_.write([&](storage::Transaction& transaction) {
            desk_.letter_delivered(transaction, delivered.letter, delivered.subject, delivered.text, delivered.stamp);
        });
    } catch (std::exception const&) {
        unrecorded_.push_back(delivered);
        throw;
    }
}

void OutboxJob::record_what_is_left() {
    while (!unrecorded_.empty()) {
        auto const delivered = std::move(unrecorded_.back());
        unrecorded_.pop_back();
        record(delivered);
    }
}

void OutboxJob::fail(storage::OutboxLetter const& letter, std::string const& code, core::Stamp const& stamp,
                     Tally& tally) {
    if (letter.attempts + 1 >= options_.attempts || options_.retry_delays.empty()) return bury(letter, code, tally);
    log_.warning("letter.put_off", {{"letter", letter.id.value}, {"kind", letter.kind}, {"why", code}});
    put_off(letter, code, next_try(letter, stamp.at), tally);
}

core::Instant OutboxJob::next_try(storage::OutboxLetter const& letter, core::Instant now) const {
    auto const last = options_.retry_delays.size() - 1;
    return now + options_.retry_delays[std::min(last, static_cast<std::size_t>(std::max(0, letter.attempts)))];
}

void OutboxJob::bury(storage::OutboxLetter const& letter, std::string const& code, Tally& tally) {
    keep_books(store_, letter.created_at,
               [&](storage::Transaction& transaction) { transaction.letter_failed(letter.id, code, std::nullopt); });
    ++tally.dead;
    log_.warning("letter.given_up", {{"letter", letter.id.value}, {"kind", letter.kind}, {"why", code}});
}

void OutboxJob::put_off(storage::OutboxLetter const& letter, std::string const& code, core::Instant until,
                        Tally& tally) {
    keep_books(store_, letter.created_at,
               [&](storage::Transaction& transaction) { transaction.letter_failed(letter.id, code, until); });
    ++tally.put_off;
}

void OutboxJob::release(std::span<storage::OutboxLetter const> letters) {
    keep_books(store_, letters.front().created_at, [&](storage::Transaction& transaction) {
        for (auto const& letter : letters)
            transaction.release_letter(letter.id);
    });
}

} // namespace habeas::app::jobs
