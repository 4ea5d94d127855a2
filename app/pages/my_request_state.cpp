#include "app/html/dates.hpp"
#include "app/html/text.hpp"
#include "app/pages/my_request_parts.hpp"
#include "app/pages/words.hpp"
#include "core/guards.hpp"

#include <algorithm>
#include <ranges>

namespace habeas::app::pages {

namespace {

using core::Status;
using core::SubjectRequest;
using html::View;

struct StateWords {
    std::string_view sentence;
    std::string_view detail;
};

/// Overdue, by what is being done about it: never "we are working on it" beside "someone will take it up".
std::string_view words_of_lateness(Status status) {
    if (status == Status::open)
        return "We are sorry. Someone must still take it up; you do not need to do anything for that.";
    return "We are sorry. We are still working on it.";
}

StateWords words_of_complaint(Status status, bool late) {
    if (core::is_closed(status)) return {"We have looked at your request again", public_detail(status)};
    if (late && status == Status::open) return {"We are late with your complaint", words_of_lateness(status)};
    if (late) return {"We are late with your complaint", "We are sorry. We are still looking at your request again."};
    return {"We are looking at your request again",
            "Another person than the one who decided does it, and tells you the result."};
}

/// The letter about a withdrawal that staff recorded, for a person who told them by telephone or letter; nothing where
/// the person pressed the button here.
storage::OutboxLetter const* withdrawal_by_staff(MySight const& sight) {
    if (sight.request().status != Status::withdrawn && !sight.request().appeal_withdrawn) return nullptr;
    auto const newest_first = sight.mine.letters | std::views::reverse;
    auto const letter = std::ranges::find(newest_first, core::LetterKind::withdrawn, &storage::OutboxLetter::kind);
    return letter != newest_first.end() && letter->fact("by") == "company" ? &*letter : nullptr;
}

StateWords words_of_withdrawal(MySight const& sight) {
    auto const by_staff = withdrawal_by_staff(sight) != nullptr;
    if (sight.request().appeal_withdrawn) {
        if (by_staff) return {"Your complaint was withdrawn", "We recorded that for you. Our first answer stands."};
        return {"You have withdrawn your complaint", "Our first answer stands."};
    }
    if (by_staff) return {"This request was withdrawn", "We recorded that for you, and have stopped working on it."};
    return {public_sentence(Status::withdrawn), public_detail(Status::withdrawn)};
}

StateWords words_of_state(MySight const& sight) {
    auto const& request = sight.request();
    if (request.type == core::RequestType::unsubscribe && request.status == Status::fulfilled)
        return {"We have stopped these e-mails",
                "It took effect at once. A message that was already on its way may still reach you."};
    // What we wait for comes first.
    if (request.status == Status::awaiting_requester || request.status == Status::unverified)
        return {public_sentence(request.status), public_detail(request.status)};
    if (request.appeal_withdrawn || request.status == Status::withdrawn) return words_of_withdrawal(sight);
    if (request.appealed) return words_of_complaint(request.status, sight.is_late());
    if (sight.is_late()) return {"We are late with our answer", words_of_lateness(request.status)};
    return {public_sentence(request.status), public_detail(request.status)};
}

enum class Standing { done, now, to_come };

struct Step {
    std::string_view name;
    std::string when; ///< may be empty
    Standing standing{};
};

void add_step(View& view, Step const& step) {
    auto& part = view.add("STEP").text("STEP_NAME", step.name).maybe("STEP_WHEN", step.when);
    switch (step.standing) {
    case Standing::done:
        part.show("STEP_DONE");
        return;
    case Standing::now:
        part.show("STEP_NOW");
        return;
    case Standing::to_come:
        part.show("STEP_TO_COME");
        return;
    }
}

std::string_view last_step_name(SubjectRequest const& request) {
    if (request.appeal_withdrawn) return "Complaint withdrawn";
    switch (request.status) {
    case Status::withdrawn:
        return "Withdrawn";
    case Status::expired:
        return "Closed, not confirmed";
    case Status::fulfilled:
        if (request.type == core::RequestType::unsubscribe) return "Done";
        return request.appealed ? "Answered again" : "Answered";
    case Status::unverified:
    case Status::open:
    case Status::in_progress:
    case Status::awaiting_requester:
    case Status::awaiting_approval:
    case Status::partially_fulfilled:
    case Status::denied:
    case Status::redirected:
        return request.appealed ? "Answered again" : "Answered";
    }
    return {};
}

/// The day the answer went to them, which may be later than the day it was decided; of what has no clock, the day it
/// was closed.
std::optional<core::Day> ended_on(SubjectRequest const& request) {
    if (!request.closed_on) return std::nullopt;
    auto const* clock = request.clock(request.appealed ? core::ClockName::appeal : core::ClockName::respond);
    return clock && clock->stopped_on ? clock->stopped_on : request.closed_on;
}

void add_last_step(View& view, MySight const& sight) {
    auto const& request = sight.request();
    auto const name = last_step_name(request);
    if (auto const day = ended_on(request)) return add_step(view, {name, html::day_words(*day), Standing::done});
    auto const due = request.due_on();
    // A day that has passed is nothing to come.
    auto const when = sight.is_late() ? "was due on " : "by ";
    add_step(view, {name, due ? when + html::day_words(*due) : "", Standing::to_come});
}

/// On paper, by an unsubscribe and where the organisation decides nobody is asked to confirm: then there is no such
/// step.
void add_confirmation(View& view, SubjectRequest const& request) {
    if (request.status == Status::unverified) return add_step(view, {"Confirmed", "", Standing::now});
    if (request.evidence != core::Evidence::none) add_step(view, {"Confirmed", "", Standing::done});
}

/// `name` while somebody does it, `past` once they have. What ended without anybody's work never had this step.
void add_work(View& view, SubjectRequest const& request, std::string_view name, std::string_view past) {
    if (core::is_closed(request.status)) {
        if (request.assignee) add_step(view, {past, "", Standing::done});
        return;
    }
    if (request.status == Status::awaiting_requester) return add_step(view, {"Waiting for you", "", Standing::now});
    auto const begun = request.status == Status::in_progress || request.status == Status::awaiting_approval;
    add_step(view, {name, "", begun ? Standing::now : Standing::to_come});
}

void add_complaint(View& view, SubjectRequest const& request) {
    auto const day_of = [](std::optional<core::Day> day) { return day ? html::day_words(*day) : std::string(); };
    auto const* first = request.clock(core::ClockName::respond);
    auto const* complaint = request.clock(core::ClockName::appeal);
    add_step(view, {"Answered", day_of(first ? first->stopped_on : std::nullopt), Standing::done});
    add_step(view, {"Complaint received", complaint ? html::day_words(complaint->started_on) : "", Standing::done});
}

void fill_steps(View& view, MySight const& sight) {
    auto const& request = sight.request();
    add_step(view, {"Received", html::day_words(request.received_on), Standing::done});
    if (request.appealed) {
        add_complaint(view, request);
        if (!request.appeal_withdrawn) add_work(view, request, "Being looked at again", "Looked at again");
    } else {
        add_confirmation(view, request);
        add_work(view, request, "Being worked on", "Worked on");
    }
    add_last_step(view, sight);
}

} // namespace

bool MySight::is_complaint_open() const {
    return request().appealed && !core::is_closed(request().status);
}

bool MySight::is_late() const {
    auto const due = request().due_on();
    return due && !core::is_closed(request().status) && today > *due;
}

std::vector<core::Verb> MySight::allowed_verbs() const {
    return core::allowed_verbs(request(), {core::Actor::requester(), {}, today}, services.desk.policy());
}

core::DeadlineClock const* MySight::extended_clock() const {
    auto const* clock = request().clock(core::ClockName::respond);
    return clock && !clock->stopped_on && clock->extension && clock->extension->effective_on ? clock : nullptr;
}

void fill_my_state(View& view, MySight const& sight) {
    auto const words = words_of_state(sight);
    view.text("STATE_SENTENCE", words.sentence).maybe("STATE_DETAIL", words.detail);
    auto const status = sight.request().status;
    auto const may_begin_anew = status == Status::expired || status == Status::withdrawn;
    view.show_if(may_begin_anew, "NEW_REQUEST");
    fill_steps(view, sight);
    if (auto const* letter = withdrawal_by_staff(sight))
        view.maybe("WITHDRAWAL_NOTE", html::readable(letter->fact("reason")));
}

} // namespace habeas::app::pages
