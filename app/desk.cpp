#include "app/desk.hpp"

#include "core/letters.hpp"

#include <algorithm>

namespace habeas::app {

Desk::Desk(core::Policy policy, core::ReferenceCodec const& references)
    : policy_(std::move(policy))
    , references_(references) {}

namespace {

/// What core must know of the past to decide whether an unsubscribe is worth a letter.
core::NewRequest with_stopped_topics(storage::Snapshot& snapshot, core::NewRequest asked) {
    if (asked.type != core::RequestType::unsubscribe || !asked.subject.email) return asked;
    for (auto const& [topic, code] : core::words_of<core::Topic>())
        if (snapshot.is_suppressed(*asked.subject.email, topic)) asked.stopped_before.push_back(topic);
    return asked;
}

} // namespace

std::vector<core::StaffId> active_officers(storage::Snapshot& snapshot) {
    std::vector<core::StaffId> officers;
    for (auto const& member : snapshot.staff())
        if (member.active && member.role == core::Role::officer) officers.push_back(member.id);
    return officers;
}

Desk::Changed Desk::submit(storage::Transaction& transaction, core::NewRequest const& asked,
                           core::Stamp const& stamp) const {
    // Core alone says what a request must hold; a number that is not used is nobody's.
    auto const id = transaction.next_request_id();
    auto decision = core::submit(with_stopped_topics(transaction, asked), id, references_.encode(id), stamp, policy_);
    if (!decision) return std::unexpected(std::move(decision.error()));
    if (auto stored = transaction.commit(*decision, stamp.at); !stored)
        return std::unexpected(std::move(stored.error()));
    return *decision->after();
}

Desk::Changed Desk::change(storage::Transaction& transaction, Target target, core::Stamp const& stamp,
                           Decide const& decide) const {
    auto const before = transaction.find(target.id);
    if (!before) return core::fail(core::ErrorCode::not_found, "There is no such request.");
    if (target.version && *target.version != before->version)
        return core::fail(core::ErrorCode::conflict, "Someone changed this request while you were working on it.",
                          "version " + std::to_string(before->version) + ", expected " +
                              std::to_string(*target.version));
    auto decision = decide(*before);
    if (!decision) return std::unexpected(std::move(decision.error()));
    if (target.purpose == Purpose::change)
        if (auto stored = transaction.commit(*decision, stamp.at); !stored)
            return std::unexpected(std::move(stored.error()));
    return decision->after() ? *decision->after() : *before;
}

Desk::Changed Desk::verify(storage::Transaction& transaction, Target target, core::Evidence reached,
                           core::Stamp const& stamp, core::FreeText const& note) const {
    return change(transaction, target, stamp,
                  [&](auto const& before) { return core::verify(before, reached, stamp, policy_, note); });
}

Desk::Changed Desk::assign(storage::Transaction& transaction, Target target, core::StaffId assignee,
                           core::Stamp const& stamp) const {
    auto const member = transaction.staff_member(assignee);
    if (!member || !member->active || !core::may(member->role, core::Verb::assign))
        return core::fail({{"assignee", "Choose an active agent or officer."}});
    return change(transaction, target, stamp,
                  [&](auto const& before) { return core::assign(before, assignee, stamp, policy_); });
}

Desk::Changed Desk::request_information(storage::Transaction& transaction, Target target,
                                        core::FreeText const& question, core::Stamp const& stamp) const {
    return change(transaction, target, stamp,
                  [&](auto const& before) { return core::request_information(before, question, stamp, policy_); });
}

Desk::Changed Desk::receive_information(storage::Transaction& transaction, Target target, core::FreeText const& answer,
                                        core::Stamp const& stamp) const {
    return change(transaction, target, stamp,
                  [&](auto const& before) { return core::receive_information(before, answer, stamp, policy_); });
}

Desk::Changed Desk::extend(storage::Transaction& transaction, Target target, core::FreeText const& reason,
                           core::Stamp const& stamp) const {
    return change(transaction, target, stamp,
                  [&](auto const& before) { return core::extend(before, reason, stamp, policy_); });
}

Desk::Changed Desk::submit_for_approval(storage::Transaction& transaction, Target target,
                                        core::PreparedOutcome const& prepared, core::FreeText const& note,
                                        core::Stamp const& stamp) const {
    auto const officers = active_officers(transaction);
    return change(transaction, target, stamp, [&](auto const& before) {
        return core::submit_for_approval(before, prepared, note, stamp, officers, policy_);
    });
}

Desk::Changed Desk::approve(storage::Transaction& transaction, Target target, core::FreeText const& note,
                            core::Stamp const& stamp) const {
    return change(transaction, target, stamp,
                  [&](auto const& before) { return core::approve(before, note, stamp, policy_); });
}

Desk::Changed Desk::send_back(storage::Transaction& transaction, Target target, core::FreeText const& reason,
                              core::Stamp const& stamp) const {
    return change(transaction, target, stamp,
                  [&](auto const& before) { return core::send_back(before, reason, stamp, policy_); });
}

Desk::Changed Desk::fulfil(storage::Transaction& transaction, Target target, core::PreparedOutcome const& answer,
                           core::Stamp const& stamp) const {
    return change(transaction, target, stamp, [&](auto const& before) -> core::Result<core::Decision> {
        auto const subject = core::verified(before);
        if (!subject) return std::unexpected(subject.error());
        return core::fulfil(before, *subject, answer.outcome, answer.completeness, stamp, policy_);
    });
}

Desk::Changed Desk::fulfil_as_approved(storage::Transaction& transaction, Target target,
                                       core::Stamp const& stamp) const {
    return change(transaction, target, stamp, [&](auto const& before) -> core::Result<core::Decision> {
        auto const subject = core::verified(before);
        if (!subject) return std::unexpected(subject.error());
        return core::fulfil_as_approved(before, *subject, stamp, policy_);
    });
}

Desk::Changed Desk::deny(storage::Transaction& transaction, Target target, core::Denial const& denial,
                         core::Stamp const& stamp) const {
    return change(transaction, target, stamp,
                  [&](auto const& before) { return core::deny(before, denial, stamp, policy_); });
}

Desk::Changed Desk::withdraw(storage::Transaction& transaction, Target target, core::FreeText const& reason,
                             core::Stamp const& stamp) const {
    return change(transaction, target, stamp,
                  [&](auto const& before) { return core::withdraw(before, reason, stamp, policy_); });
}

Desk::Changed Desk::redirect(storage::Transaction& transaction, Target target,
                             core::OrganisationName const& organisation, core::FreeText const& explanation,
                             core::Stamp const& stamp) const {
    return change(transaction, target, stamp, [&](auto const& before) {
        return core::redirect(before, organisation, explanation, stamp, policy_);
    });
}

Desk::Changed Desk::appeal(storage::Transaction& transaction, Target target, core::Complaint const& complaint,
                           core::Stamp const& stamp) const {
    auto const officers = active_officers(transaction);
    return change(transaction, target, stamp,
                  [&](auto const& before) { return core::appeal(before, complaint, stamp, policy_, officers); });
}

Desk::Changed Desk::add_message(storage::Transaction& transaction, Target target, core::MessageKind kind,
                                core::FreeText const& body, core::Stamp const& stamp) const {
    return change(transaction, target, stamp,
                  [&](auto const& before) { return core::add_message(before, kind, body, stamp, policy_); });
}

Desk::Changed Desk::send_link(storage::Transaction& transaction, Target target, core::Stamp const& stamp) const {
    return change(transaction, target, stamp,
                  [&](auto const& before) { return core::send_link(before, stamp, policy_); });
}

Desk::Changed Desk::note_viewed(storage::Transaction& transaction, Target target, core::Stamp const& stamp) const {
    return change(transaction, target, stamp,
                  [&](auto const& before) { return core::note_viewed(before, stamp, policy_); });
}

bool Desk::attend(storage::Transaction& transaction, core::RequestId id, core::Stamp const& stamp) const {
    auto const before = transaction.find(id);
    if (!before) return false;
    auto const assignee = before->assignee ? transaction.staff_member(*before->assignee) : std::nullopt;
    auto const is_gone = before->assignee && (!assignee || !assignee->active);
    auto const decision = core::attend(*before, active_officers(transaction), stamp, policy_,
                                       is_gone ? core::AssigneeIs::gone : core::AssigneeIs::here);
    return decision && transaction.commit(*decision, stamp.at).has_value();
}

namespace {

/// A complaint is answered by the newest answer there is; every other letter brings the first one.
core::AnswerTo answer_in(storage::Snapshot& snapshot, core::SubjectRequest const& request,
                         storage::OutboxLetter const& letter) {
    auto const* complaint = request.clock(core::ClockName::appeal);
    auto const is_decided = complaint && complaint->stopped_on && !request.appeal_withdrawn;
    if (!is_decided || !core::is_answer(letter.kind)) return core::AnswerTo::request;
    auto const letters = snapshot.letters_of(request.id);
    auto const newest =
        std::find_if(letters.rbegin(), letters.rend(), [](auto const& each) { return core::is_answer(each.kind); });
    auto const is_newest = newest != letters.rend() && newest->id == letter.id;
    return is_newest ? core::AnswerTo::complaint : core::AnswerTo::request;
}

} // namespace

bool Desk::letter_delivered(storage::Transaction& transaction, storage::OutboxLetter const& letter,
                            std::string const& subject, std::string const& text, core::Stamp const& stamp) const {
    if (!transaction.letter_sent(letter.claim(), stamp.at, subject, text)) return false;
    tell_request(transaction, letter, stamp, [&](auto const& request) {
        core::HandedOver const handed{letter.kind, letter.to, letter.message_id,
                                      answer_in(transaction, request, letter)};
        return core::letter_delivered(request, handed, stamp, policy_);
    });
    return true;
}

bool Desk::letter_given_up(storage::Transaction& transaction, storage::OutboxLetter const& letter,
                           std::string const& why, core::Stamp const& stamp) const {
    if (!transaction.letter_failed(letter.claim(), why, std::nullopt)) return false;
    tell_request(transaction, letter, stamp,
                 [&](auto const& request) { return core::letter_failed(request, letter.kind, why, stamp, policy_); });
    return true;
}

bool Desk::letter_dropped(storage::Transaction& transaction, storage::OutboxLetter const& letter,
                          std::string const& why, core::Stamp const& stamp) const {
    if (!transaction.letter_dropped(letter.claim(), why)) return false;
    tell_request(transaction, letter, stamp, [&](auto const& request) {
        auto const takes_extension = letter.kind == core::LetterKind::extended && request.awaits_extension_letter();
        return takes_extension ? core::letter_failed(request, letter.kind, why, stamp, policy_)
                               : core::Decision::bookkeeping();
    });
    return true;
}

bool Desk::letter_to_print(storage::Transaction& transaction, storage::OutboxLetter const& letter,
                           std::string const& subject, std::string const& text, core::Stamp const& stamp) const {
    if (!transaction.letter_to_print(letter.claim(), subject, text)) return false;
    tell_request(transaction, letter, stamp, [](auto const&) { return core::Decision::bookkeeping(); });
    return true;
}

void Desk::tell_request(storage::Transaction& transaction, storage::OutboxLetter const& letter,
                        core::Stamp const& stamp, Decide const& decide) const {
    auto const request = letter.request ? transaction.find(*letter.request) : std::nullopt;
    auto const decision = request ? decide(*request) : core::Decision::bookkeeping();
    // The request was read inside this transaction, so its version cannot have moved.
    if (auto stored = transaction.commit(*decision, stamp.at); !stored)
        throw std::logic_error("what became of a letter could not be recorded: " + stored.error().detail);
}

namespace {

std::unexpected<core::Error> no_such_letter() {
    return core::fail(core::ErrorCode::not_found, "There is no such letter.");
}

std::unexpected<core::Error> not_given_up() {
    return core::fail(core::ErrorCode::not_allowed_now, "This letter was not given up.");
}

} // namespace

Desk::Changed Desk::letter_posted(storage::Transaction& transaction, core::RequestId id, core::LetterId letter_id,
                                  PostedOn const& posted, core::Stamp const& stamp) const {
    auto const letter = transaction.letter(letter_id);
    if (!letter || letter->request != id) return no_such_letter();
    if (letter->state != core::LetterState::print)
        return core::fail(core::ErrorCode::not_allowed_now, "This letter does not wait to be posted.");
    auto changed = change(transaction, {id, std::nullopt}, stamp, [&](auto const& before) {
        core::Posting const posting{letter->kind, posted.written_on, posted.posted_on,
                                    answer_in(transaction, before, *letter)};
        return core::letter_posted(before, posting, stamp, policy_);
    });
    if (changed) transaction.letter_posted(letter_id, posted.posted_at);
    return changed;
}

Desk::Changed Desk::drop_printed_letter(storage::Transaction& transaction, core::RequestId id, core::LetterId letter_id,
                                        core::Stamp const& stamp) const {
    auto const letter = transaction.letter(letter_id);
    if (!letter || letter->request != id) return no_such_letter();
    if (letter->state != core::LetterState::print)
        return core::fail(core::ErrorCode::not_allowed_now, "This letter does not wait to be posted.");
    return change(transaction, {id, std::nullopt}, stamp, [&](auto const& before) -> core::Result<core::Decision> {
        auto const why = core::overtaken_because(before, letter->kind, stamp.on);
        if (why.empty())
            return core::fail(core::ErrorCode::not_allowed_now, "What this letter says is still so: it can be posted.");
        transaction.drop_printed_letter(letter_id, why);
        return core::letter_failed(before, letter->kind, why, stamp, policy_);
    });
}

Desk::Changed Desk::retry_letter(storage::Transaction& transaction, core::RequestId id, core::LetterId letter_id,
                                 core::Stamp const& stamp) const {
    auto const letter = transaction.letter(letter_id);
    if (!letter || letter->request != id) return no_such_letter();
    if (letter->state != core::LetterState::dead) return not_given_up();
    auto changed = change(transaction, {id, std::nullopt}, stamp,
                          [&](auto const& before) { return core::retry_letter(before, letter->kind, stamp, policy_); });
    if (changed) transaction.revive_letter(letter_id, stamp.at);
    return changed;
}

core::Result<void> Desk::retry_account_letter(storage::Transaction& transaction, core::LetterId id,
                                              core::Stamp const& stamp) const {
    auto const letter = transaction.letter(id);
    if (!letter || letter->request) return no_such_letter();
    if (letter->state != core::LetterState::dead) return not_given_up();
    auto const entry = core::Decision::record(stamp, "letter.retried", {{"letter", std::string{code(letter->kind)}}});
    auto written = transaction.commit(entry, stamp.at);
    if (written) transaction.revive_letter(id, stamp.at);
    return written;
}

} // namespace habeas::app
