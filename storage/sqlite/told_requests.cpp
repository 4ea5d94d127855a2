#include "storage/sqlite/told_requests.hpp"

#include "storage/sqlite/columns.hpp"
#include "storage/sqlite/requests.hpp"

#include <algorithm>
#include <array>
#include <limits>

// What each kind of entry tells.
namespace habeas::storage::sqlite {

namespace {

template <class Word>
std::int8_t code_number(std::optional<std::string_view> code) {
    auto const word = core::parse<Word>(code.value_or(""));
    return word ? static_cast<std::int8_t>(*word) : no_word;
}

/// `otherwise` where the entry does not name the day.
ToldDay told_day(std::optional<std::string_view> text, ToldDay otherwise) {
    auto const day = text ? core::parse_day(*text) : std::nullopt;
    return day ? ToldDay::of(*day) : otherwise;
}

} // namespace

ToldDay ToldRequests::Entry::day() const {
    return told_day(value("day"), ToldDay::near(record.at));
}

void ToldRequests::learn(core::AuditRecord const& record, core::Actor const& person) {
    if (!record.request || !record.action.starts_with("request.")) return;
    Entry const entry{record, person};
    auto const version = number_of(entry.value("version"));
    if (!version) return; // a look, which changes nothing
    auto& request = place_of(record.request->value);
    request.version = static_cast<std::int32_t>(*version);
    request.status = code_number<core::Status>(entry.value("to"));
    if (auto const lesson = lesson_of(record.action)) (this->*lesson)(request, entry);
}

ToldRequests::Request& ToldRequests::place_of(std::int64_t id) {
    auto place = requests_.end();
    if (!requests_.empty() && requests_.back().id >= id)
        place = std::ranges::lower_bound(requests_, id, {}, &Request::id);
    if (place != requests_.end() && place->id == id) return *place;
    Request begun;
    begun.id = id;
    return *requests_.insert(place, begun);
}

ToldRequests::Learn ToldRequests::lesson_of(std::string_view action) {
    static constexpr std::pair<std::string_view, Learn> lessons[] = {
        {"request.submitted", &ToldRequests::learn_submission},
        {"request.verified", &ToldRequests::learn_verification},
        {"request.assigned", &ToldRequests::learn_assignment},
        {"request.extended", &ToldRequests::learn_extension},
        {"request.extension_in_force", &ToldRequests::learn_extension_in_force},
        {"request.extension_dropped", &ToldRequests::learn_extension_dropped},
        {"request.acknowledged", &ToldRequests::learn_acknowledgement},
        {"request.approval_asked", &ToldRequests::learn_approval_asked},
        {"request.approved", &ToldRequests::learn_approval},
        {"request.approval_dropped", &ToldRequests::forget_approval},
        {"request.information_received", &ToldRequests::forget_approval},
        {"request.sent_back", &ToldRequests::forget_approval},
        {"request.fulfilled", &ToldRequests::learn_end},
        {"request.partially_fulfilled", &ToldRequests::learn_end},
        {"request.denied", &ToldRequests::learn_end},
        {"request.withdrawn", &ToldRequests::learn_end},
        {"request.redirected", &ToldRequests::learn_end},
        {"request.expired", &ToldRequests::learn_end},
        {"request.answer_delivered", &ToldRequests::learn_delivery},
        {"request.appealed", &ToldRequests::learn_appeal},
        {"request.appeal_withdrawn", &ToldRequests::learn_appeal_withdrawn},
    };
    auto const* const found = std::ranges::find(lessons, action, &std::pair<std::string_view, Learn>::first);
    return found == std::end(lessons) ? nullptr : found->second;
}

void ToldRequests::learn_submission(Request& request, Entry const& entry) {
    request.is_submitted = true;
    request.type = code_number<core::RequestType>(entry.value("type"));
    request.channel = code_number<core::Channel>(entry.value("channel"));
    request.relationship = code_number<core::Relationship>(entry.value("relationship"));
    request.received_on = told_day(entry.value("received_on"), ToldDay::some());
    request.has_clock = entry.value("respond_rule").has_value();
    request.due_on = told_day(entry.value("due_on"), ToldDay::some());
    if (!entry.value("acknowledge_rule")) return;
    request.is_acknowledged = true;
    auto& told = acknowledgements_[request.id];
    told.respond_due_on = told_day(entry.value("respond_due_on"), told.respond_due_on);
    told.due_on = told_day(entry.value("acknowledge_due_on"), told.due_on);
}

void ToldRequests::learn_verification(Request& request, Entry const& entry) {
    request.evidence = code_number<core::Evidence>(entry.value("evidence"));
    has_verifiers_ = has_verifiers_ || entry.value("address_of");
    if (request.evidence != number(core::Evidence::matched)) return;
    request.verified_by = number_of_actor(entry.person);
    request.may_lack_verifier = !has_verifiers_;
}

void ToldRequests::learn_assignment(Request& request, Entry const& entry) {
    request.assignee = static_cast<std::int32_t>(number_of(entry.value("assignee")).value_or(0));
}

void ToldRequests::learn_extension(Request& request, Entry const& entry) {
    request.is_extended = true;
    extensions_[request.id] = {.days = number_of(entry.value("days")).value_or(0),
                               .asked_on = entry.day(),
                               .effective_on = {},
                               .dropped_on = {}};
}

void ToldRequests::learn_extension_in_force(Request& request, Entry const& entry) {
    extensions_[request.id].effective_on = told_day(entry.value("on"), ToldDay::some());
}

void ToldRequests::learn_extension_dropped(Request& request, Entry const& entry) {
    auto& told = extensions_[request.id];
    told.dropped_on = told_day(entry.value("on"), told_day(entry.value("day"), ToldDay::anything()));
    told.is_forgotten = !entry.value("on") && !entry.value("day");
}

void ToldRequests::learn_acknowledgement(Request& request, Entry const& entry) {
    acknowledgements_[request.id].acknowledged_on = told_day(entry.value("on"), ToldDay::some());
}

void ToldRequests::learn_approval_asked(Request& request, Entry const& entry) {
    has_verifiers_ = has_verifiers_ || entry.value("complete");
    request.approval_asked_by = number_of_actor(entry.person);
    request.approved_by = nobody;
    request.may_lack_approval = false;
}

/// Approvals of before schema 2 name no prepared answer; the migration took those away that were not carried out.
void ToldRequests::learn_approval(Request& request, Entry const& entry) {
    request.approved_by = number_of_actor(entry.person);
    request.may_lack_approval = !entry.value("complete") || had_a_program(request);
}

void ToldRequests::forget_approval(Request& request, Entry const&) {
    request.approval_asked_by = nobody;
    request.approved_by = nobody;
    request.may_lack_approval = false;
}

/// What ends in the moment it comes in (a request without `from`) is ended by the program, whoever asked.
void ToldRequests::learn_end(Request& request, Entry const& entry) {
    bool const ends_at_once = !entry.value("from");
    request.decided_by = number_of_actor(ends_at_once ? core::Actor::system() : entry.person);
    (request.is_appealed ? appeals_[request.id].ended_on : request.ended_on) = entry.day();
}

void ToldRequests::learn_delivery(Request& request, Entry const& entry) {
    auto& told = delivered_[request.id];
    auto const is_second = entry.value("clock") == core::code(core::ClockName::appeal);
    (is_second ? told.second : told.first) = told_day(entry.value("on"), ToldDay::some());
}

void ToldRequests::learn_appeal(Request& request, Entry const& entry) {
    request.is_appealed = true;
    appeals_[request.id] = {.started_on = told_day(entry.value("received_on"), entry.day()),
                            .due_on = told_day(entry.value("due_on"), ToldDay::some()),
                            .ended_on = {},
                            .first_status = code_number<core::Status>(entry.value("from")),
                            .approved_by = request.approved_by,
                            .may_lack_approval = request.may_lack_approval};
    forget_approval(request, entry);
    if (entry.value("assignee")) learn_assignment(request, entry);
}

void ToldRequests::learn_appeal_withdrawn(Request& request, Entry const& entry) {
    forget_approval(request, entry);
    auto& told = appeals_[request.id];
    told.ended_on = entry.day();
    told.is_withdrawn = true;
}

/// Whether a program that nobody answers for had a part in the approval: the migration to schema 7 took those away that
/// were not carried out, and since then it has none.
bool ToldRequests::had_a_program(Request const& request) const {
    return std::ranges::any_of(std::array{request.verified_by, request.approval_asked_by, request.approved_by},
                               [this](ActorNumber number) { return actors_[number].starts_with("token:"); });
}

ToldRequests::ActorNumber ToldRequests::number_of_actor(core::Actor const& actor) {
    auto const [place, is_new] = actor_numbers_.try_emplace({actor.kind, actor.id, actor.role}, anybody);
    // Beyond sixty thousand actors the next ones are not told apart: no company has as many who decide.
    if (!is_new || actors_.size() > std::numeric_limits<ActorNumber>::max()) return place->second;
    place->second = static_cast<ActorNumber>(actors_.size());
    actors_.push_back(actor_text(actor));
    return place->second;
}

} // namespace habeas::storage::sqlite
