#include "app/mail/letter_writer.hpp"

#include "app/html/dates.hpp"
#include "app/html/text.hpp"
#include "app/mail/plain_text.hpp"
#include "app/mail/wording.hpp"
#include "app/plain_words.hpp"
#include "core/casework.hpp"
#include "core/letter_case.hpp"
#include "core/letters.hpp"
#include "core/parts.hpp"

#include <algorithm>

#include <fmt/core.h>

namespace habeas::app::mail {

namespace {

using core::LetterKind;

constexpr std::size_t longest_name = 120; ///< in a header
/// No greeting is cut: this is more than any name may have, at four bytes a character.
constexpr std::size_t longest_greeting = 4 * 200;
constexpr std::size_t longest_organisation = 200;

/// Whether the address is known to be the requester's. Before that nothing they typed may be sent to it.
bool is_confirmed(core::SubjectRequest const& request) {
    return request.evidence != core::Evidence::none;
}

bool was_decided_by_company(core::SubjectRequest const& request) {
    return request.decided_by && request.decided_by->kind != core::ActorKind::requester &&
           request.decided_by->kind != core::ActorKind::system;
}

std::optional<core::Day> day_fact(storage::OutboxLetter const& letter, std::string_view name) {
    return core::parse_day(letter.fact(name));
}

/// The clock a requester is told about: the answer's, not an acknowledgement's.
core::DeadlineClock const* answering_clock(core::SubjectRequest const& request) {
    if (auto const* appeal = request.clock(core::ClockName::appeal)) return appeal;
    return request.clock(core::ClockName::respond);
}

void put_greeting(html::View& view, std::string const& name) {
    auto const readable = one_line(name, longest_greeting);
    view.text("NAME", readable).show(readable.empty() ? "UNNAMED" : "NAMED");
}

void put_words(html::View& view, std::string_view words) {
    auto const readable = html::readable(words);
    if (readable.find_first_not_of(" \n\t") == readable.npos) return;
    auto& part = view.add("WORDS");
    part.text("WORDS", readable);
    html::add_paragraphs(part, "PARAGRAPH", readable);
}

/// Which answer a closing letter is, and whether it came late. A letter of the first answer can leave after the person
/// has complained: so what counts is what it was written for.
void put_answer(html::View& view, storage::OutboxLetter const& letter, core::SubjectRequest const& request,
                core::Day today) {
    auto const complained_on = day_fact(letter, "complained_on");
    view.show(complained_on ? "SECOND_ANSWER" : "FIRST_ANSWER");
    if (complained_on) view.text("COMPLAINED_DAY", html::day_words(*complained_on));
    auto const* clock = request.clock(complained_on ? core::ClockName::appeal : core::ClockName::respond);
    // An answer counts from the day its letter is handed over, which is this one unless it was handed over before.
    if (clock && clock->stopped_on && std::max(*clock->stopped_on, today) > clock->due_on())
        view.add("WAS_LATE").text("LAST_DAY", html::day_words(clock->due_on()));
}

void put_due(html::View& view, core::SubjectRequest const& request, core::Day today) {
    view.show_if(core::is_closed(request.status), "CLOSED").maybe("STANDING", standing_words(request.status));
    auto const at_work =
        request.status == core::Status::in_progress || request.status == core::Status::awaiting_approval;
    view.show_if(at_work, "AT_WORK");
    auto const* clock = answering_clock(request);
    if (clock == nullptr || clock->stopped_on || core::is_closed(request.status)) return;
    auto const due = clock->due_on();
    view.text("DUE_DAY", html::day_words(due))
        .text("DUE_DAYS", html::days_words(due - clock->started_on))
        .text("DUE_FROM", clock->name == core::ClockName::appeal ? "complaint" : "request")
        .show(today > due ? "LATE" : "DUE");
}

/// As it was asked for: the request may have been answered, or its due day moved, since.
void put_extension(html::View& view, storage::OutboxLetter const& letter, core::SubjectRequest const& request) {
    auto const was_due = day_fact(letter, "previous_due_on");
    auto const due = day_fact(letter, "due_on");
    if (letter.kind != LetterKind::extended || !was_due || !due) return;
    view.text("OLD_DUE_DAY", html::day_words(*was_due)).show("NEW_DUE");
    view.text("NEW_DUE_DAY", html::day_words(*due)).text("NEW_DUE_DAYS", html::days_words(*due - request.received_on));
}

/// The deadline that the letter was written for; for one without, the one that counts now.
void put_desk_due(html::View& view, storage::OutboxLetter const& letter, core::SubjectRequest const& request,
                  core::Day today) {
    auto const told = day_fact(letter, "due_on");
    auto const due = told ? told : request.due_on();
    auto const told_clock = core::parse<core::ClockName>(letter.fact("clock"));
    auto const acknowledging = (told_clock ? told_clock : request.strictest()) == core::ClockName::acknowledge;
    view.show(acknowledging ? "ACKNOWLEDGE" : "ANSWER");
    if (!due || core::is_closed(request.status)) {
        view.text("DESK_DUE_SHORT", "request open");
        return;
    }
    view.text("DESK_DUE_SHORT", html::due_words(*due, today));
    view.maybe("DESK_DUE", fmt::format("It {} {} by {}: {}.", today > *due ? "should have been" : "must be",
                                       acknowledging ? "acknowledged" : "answered", html::day_words(*due),
                                       html::due_words(*due, today)));
}

/// Why this member gets the letter.
void put_reason_for(html::View& view, core::SubjectRequest const& request, storage::StaffMember const& member) {
    auto const is_own = request.assignee == member.id;
    view.show(!request.assignee ? "UNASSIGNED" : is_own ? "YOURS" : "ASSIGNED");
    view.show_if(member.role == core::Role::officer && !is_own, "OFFICER");
}

void put_request(html::View& view, core::SubjectRequest const& request) {
    view.text("REFERENCE", request.reference.text())
        .text("TYPE_ASKS", asks(request.type))
        .text("YOU_ASKED", you_asked(request.type, request.requester.kind))
        .text("TYPE", plain_word(core::code(request.type)))
        .text("STATE", plain_word(core::code(request.status)))
        .text("RECEIVED_DAY", html::day_words(request.received_on))
        .text("CLOSED_DAY", html::day_words(request.closed_on.value_or(request.received_on)));
}

/// What a closing letter tells, out of its facts.
struct ToldField {
    std::string name;
    core::FieldVerdict verdict{};
    std::string reason;
};
struct ToldOutcome {
    std::vector<core::CategoryResult> categories;
    std::vector<ToldField> fields;
};

ToldOutcome told_outcome(storage::OutboxLetter const& letter) {
    ToldOutcome told;
    for (auto const& [name, value] : letter.facts) {
        if (auto const outcome = core::parse<core::CategoryOutcome>(value); name.starts_with("category.") && outcome) {
            auto const id = name.substr(name.find('.') + 1);
            told.categories.push_back({id, *outcome, core::parse<core::RetentionGround>(letter.fact("ground." + id)),
                                       std::string(letter.fact("until." + id))});
        }
        if (!name.starts_with("correction.") || !name.ends_with(".field")) continue;
        auto const prefix = name.substr(0, name.rfind('.'));
        told.fields.push_back(
            {value,
             core::parse<core::FieldVerdict>(letter.fact(prefix + ".verdict")).value_or(core::FieldVerdict::refused),
             std::string(letter.fact(prefix + ".reason"))});
    }
    return told;
}

std::vector<core::Topic> told_topics(storage::OutboxLetter const& letter) {
    std::vector<core::Topic> topics;
    for (auto const code : core::parts_of(letter.fact("topics"), ','))
        if (auto const topic = core::parse<core::Topic>(code)) topics.push_back(*topic);
    return topics;
}

/// What was asked, not what happens to the request meanwhile: "tell us on your page" only where that is possible.
bool may_appeal(LetterKind kind, core::SubjectRequest const& request) {
    return !request.appealed && (kind == LetterKind::fulfilled || kind == LetterKind::partially_fulfilled ||
                                 kind == LetterKind::denied || kind == LetterKind::redirected);
}

} // namespace

LetterWriter::LetterWriter(html::Renderer const& renderer, Links const& links, core::Policy const& policy,
                           CompanyLetterhead letterhead, std::string domain)
    : renderer_(renderer)
    , links_(links)
    , policy_(policy)
    , letterhead_(std::move(letterhead))
    , domain_(std::move(domain)) {}

ComposedLetter LetterWriter::to_requester(storage::OutboxLetter const& letter, core::SubjectRequest const& request,
                                          core::Stamp const& stamp) const {
    html::View view;
    put_letterhead(view);
    put_request(view, request);
    // On paper there is no mailbox to confirm: staff entered name and postal address, and no stranger gets the letter.
    auto const may_greet = is_confirmed(request) || !request.reply_address();
    auto const name = may_greet ? request.reply_name().reveal() : std::string{};
    put_greeting(view, name);
    put_due(view, request, stamp.on);
    put_answer(view, letter, request, stamp.on);
    put_extension(view, letter, request);
    if (core::is_confirmation(letter.kind)) {
        view.text("CONFIRM_URL", links_.verify_url(request.id, stamp.at))
            .text("LINK_LIFE", html::duration_words(policy_.link_lifetime))
            .text("EXPIRY_DAY", html::day_words(core::expires_on(request, policy_)));
    } else {
        put_links(view, request, stamp);
    }
    view.show_if(may_appeal(letter.kind, request), "MAY_APPEAL");
    put_contents(view, letter, request);

    auto composed = finish(letter, core::lower_case(request.reference.text()), view);
    composed.to = request.reply_address();
    composed.to_name = one_line(name, longest_name);
    if (letter.kind == LetterKind::received || letter.kind == LetterKind::status_link ||
        letter.kind == LetterKind::unsubscribed || letter.kind == LetterKind::confirm_address)
        composed.automatic = AutoSubmitted::replied;
    return composed;
}

ComposedLetter LetterWriter::to_subject(storage::OutboxLetter const& letter,
                                        core::SubjectRequest const& request) const {
    html::View view;
    put_letterhead(view);
    put_request(view, request);
    put_greeting(view, {});
    view.show(request.requester.kind == core::RequesterKind::organisation_admin ? "BY_ORGANISATION" : "BY_AGENT");
    view.show(request.type == core::RequestType::unsubscribe ? "AT_ONCE" : "CHECKED");
    auto composed = finish(letter, core::lower_case(request.reference.text()), view);
    composed.to = request.subject.email;
    return composed;
}

ComposedLetter LetterWriter::to_staff(storage::OutboxLetter const& letter, core::SubjectRequest const& request,
                                      storage::StaffMember const& member, core::Stamp const& stamp) const {
    html::View view;
    put_letterhead(view);
    put_request(view, request);
    put_greeting(view, member.name);
    put_desk_due(view, letter, request, stamp.on);
    put_reason_for(view, request, member);
    if (auto const name = words_fact(letter.kind); !name.empty()) put_words(view, letter.fact(name));
    view.text("DESK_URL", links_.url(desk_path(request.reference)));
    auto composed = finish(letter, core::lower_case(request.reference.text()), view);
    if (auto address = core::EmailAddress::parse(member.login)) composed.to = std::move(*address);
    composed.to_name = one_line(member.name, longest_name);
    return composed;
}

ComposedLetter LetterWriter::about_account(storage::OutboxLetter const& letter,
                                           storage::StaffMember const& member) const {
    html::View view;
    put_letterhead(view);
    put_greeting(view, member.name);
    auto const changed_on = day_fact(letter, "changed_on");
    view.text("CHANGED_DAY", changed_on ? html::day_words(*changed_on) : "");
    auto const hours = letter.fact("hours");
    view.show(hours.empty() ? "BY_MEMBER" : "BY_OPERATOR")
        .text("PASSWORD_LIFE",
              html::duration_words(std::chrono::hours{hours.empty() ? 0 : std::stoi(std::string(hours))}));
    auto composed = finish(letter, fmt::format("account-{}", member.id.value), view);
    if (auto address = core::EmailAddress::parse(member.login)) composed.to = std::move(*address);
    composed.to_name = one_line(member.name, longest_name);
    return composed;
}

void LetterWriter::put_letterhead(html::View& view) const {
    view.text("COMPANY", letterhead_.name).text("CONTACT_EMAIL", letterhead_.contact_email);
    for (auto const& line : letterhead_.postal_address)
        view.add("POSTAL").text("POSTAL_LINE", line);
    view.show_if(!letterhead_.dispute_body_name.empty(), "DISPUTE")
        .text("DISPUTE_NAME", letterhead_.dispute_body_name)
        .text("DISPUTE_URL", letterhead_.dispute_body_url);
    view.show(letterhead_.authority_name.empty() ? "NO_AUTHORITY" : "AUTHORITY")
        .text("AUTHORITY_NAME", letterhead_.authority_name)
        .text("AUTHORITY_URL", letterhead_.authority_url);
}

void LetterWriter::put_links(html::View& view, core::SubjectRequest const& request, core::Stamp const& stamp) const {
    view.text("NEW_REQUEST_URL", links_.url("/"));
    // On paper a link that opens a request would be read by whoever opens the envelope.
    if (!request.reply_address()) {
        view.show("NO_PAGE");
        return;
    }
    view.show("PAGE")
        .text("PAGE_URL", links_.my_request_url(request.id, stamp.at))
        .text("STATUS_URL", links_.url("/status"));
}

void LetterWriter::put_results(html::View& view, storage::OutboxLetter const& letter,
                               core::SubjectRequest const& request) const {
    auto const outcome = told_outcome(letter);
    if (!outcome.categories.empty()) {
        auto& results = view.add("RESULTS");
        for (auto const& result : outcome.categories)
            results.add("RESULT")
                .text("CATEGORY", category_name(result.category))
                .text("RESULT_WORDS", result_words(result));
    }
    if (!outcome.fields.empty()) {
        auto& fields = view.add("FIELDS");
        for (auto const& field : outcome.fields)
            fields.add("FIELD")
                .text("FIELD_NAME", field_name(field.name))
                .text("VERDICT", verdict_words(field.verdict))
                .maybe("REASON", html::readable(field.reason));
    }
    // "Aggregated data does not identify a person" (policy §4, REQUIREMENTS P14)
    if (request.type == core::RequestType::access) view.show("AGGREGATED").show("COPIES");
}

void LetterWriter::put_contents(html::View& view, storage::OutboxLetter const& letter,
                                core::SubjectRequest const& request) const {
    if (auto const name = words_fact(letter.kind); !name.empty()) put_words(view, letter.fact(name));
    if (letter.kind == LetterKind::fulfilled || letter.kind == LetterKind::partially_fulfilled)
        put_results(view, letter, request);
    if (letter.kind == LetterKind::denied)
        if (auto const reason = core::parse<core::DenialReason>(letter.fact("denial_reason")))
            view.maybe("DENIAL", denial_words(*reason))
                .show_if(*reason != core::DenialReason::first_answer_stands, "REFUSED");
    if (letter.kind == LetterKind::withdrawn)
        view.show(letter.fact("what") == "complaint" ? "COMPLAINT" : "WHOLE_REQUEST");
    if (letter.kind == LetterKind::redirected) {
        // Redirected at intake, the organisation is still what the requester typed.
        auto const may_name = is_confirmed(request) || was_decided_by_company(request);
        auto const organisation =
            may_name ? one_line(letter.fact("organisation"), longest_organisation) : std::string{};
        view.maybe("ORGANISATION", organisation).show_if(organisation.empty(), "NO_ORGANISATION");
    }
    if (letter.kind == LetterKind::unsubscribed) put_stopped(view, letter, request);
}

/// "You may manage your receipt of marketing" (policy §8): whoever stopped by mistake, or was unsubscribed by a
/// stranger, needs the way back.
void LetterWriter::put_stopped(html::View& view, storage::OutboxLetter const& letter,
                               core::SubjectRequest const& request) const {
    for (auto const topic : told_topics(letter))
        view.add("TOPIC").text("TOPIC", topic_words(topic));
    view.text("ALWAYS_SENT", always_sent_words());
    if (request.subject.email) view.maybe("PREFERENCES_URL", links_.preferences_url(*request.subject.email));
}

std::string LetterWriter::category_name(std::string const& id) const {
    auto const found = std::ranges::find(letterhead_.category_names, id, &std::pair<std::string, std::string>::first);
    return found == letterhead_.category_names.end() ? plain_word(id) : found->second;
}

std::string LetterWriter::field_name(std::string const& code) const {
    auto const found = std::ranges::find(letterhead_.field_names, code, &std::pair<std::string, std::string>::first);
    return found == letterhead_.field_names.end() ? field_words(code) : found->second;
}

ComposedLetter LetterWriter::finish(storage::OutboxLetter const& letter, std::string const& thread,
                                    html::View& view) const {
    auto const name = "letters/" + std::string{core::code(letter.kind)};
    auto const rendered = renderer_.render(name + ".txt", view);
    auto const end_of_subject = std::min(rendered.find('\n'), rendered.size());
    ComposedLetter composed;
    composed.subject = one_line(std::string_view{rendered}.substr(0, end_of_subject), 200);
    composed.text = tidy_text(std::string_view{rendered}.substr(end_of_subject));
    view.text("TITLE", composed.subject);
    composed.html = renderer_.render(name + ".html", view);
    auto const id = letter.message_id.empty() ? fmt::format("letter-{}", letter.id.value) : letter.message_id;
    composed.message_id = id + "@" + domain_;
    composed.thread_id = thread + "@" + domain_;
    return composed;
}

} // namespace habeas::app::mail
