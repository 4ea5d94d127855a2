#include "app/pages/my_request_page.hpp"

#include "app/html/forms.hpp"
#include "app/html/text.hpp"
#include "app/pages/frame.hpp"
#include "app/pages/my_request_parts.hpp"
#include "app/pages/requester_access.hpp"
#include "app/pages/words.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace habeas::app::pages {

namespace {

using core::SubjectRequest;
using html::View;

/// A page is reloaded, kept as a bookmark, sent on: what has just been done is said only while it is still so.
std::string_view words_for_done(std::string_view code, MySight const& sight) {
    auto const& request = sight.request();
    auto const withdrawn = request.status == core::Status::withdrawn;
    auto const& messages = sight.mine.messages;
    auto const spoke_last = !messages.empty() && messages.back().kind == core::MessageKind::from_requester;
    if (code == "message" && spoke_last) return "Your message was sent.";
    if (code == "withdrawal" && request.appeal_withdrawn) return "Your complaint is withdrawn.";
    if (code == "withdrawal" && withdrawn) return "Your request is withdrawn.";
    if (code == "appeal" && sight.is_complaint_open()) return "Thank you. We have your complaint.";
    return {};
}

void fill_withdrawal(View& view, MySight const& sight) {
    auto const allowed = sight.allowed_verbs();
    if (std::ranges::find(allowed, core::Verb::withdraw) == allowed.end()) return;
    auto const complaint = sight.is_complaint_open();
    view.add("CAN_WITHDRAW")
        .text("WITHDRAW_LABEL", complaint ? "Withdraw your complaint" : "Withdraw this request")
        .text("WITHDRAW_SENTENCE",
              complaint ? "We then stop looking at it again, and our first answer stands."
                        : "We then stop working on it and send you no answer. You can always make a new request.");
}

/// Why a complaint is not taken, by what has become of the request meanwhile, most often in another window.
std::string_view why_no_complaint(MySight const& sight) {
    if (sight.is_complaint_open()) return "We have your complaint already, and are looking at your request again.";
    if (sight.request().appeal_withdrawn) return "You complained about this answer before, and the complaint ended.";
    if (sight.request().appealed)
        return "We have looked at this request a second time. Below we say who else can help.";
    return "There is no answer to this request that you could complain about.";
}

/// What core says of a step that is not possible is meant for staff.
std::string_view why_not_now(MySight const& sight, std::string_view field) {
    if (field == "reason") return why_no_complaint(sight);
    if (field == "text") return "This request is finished, so no message can be added to it.";
    if (sight.request().status == core::Status::withdrawn) return "This request is withdrawn already.";
    return "This request is finished, so it can no longer be withdrawn.";
}

bool is_on_page(MySight const& sight, std::string_view field) {
    if (field == "text") return sight.may_write();
    return field == "reason" && sight.may_complain();
}

void fill_refusal(View& view, MySight const& sight, MyRefusal const& refusal) {
    std::vector<html::FieldError> errors;
    auto const has_field = is_on_page(sight, refusal.field);
    // Core names the fields of its own words; each of these forms has one.
    for (auto const& field : refusal.error.fields)
        errors.push_back({has_field ? refusal.field : "", field.message});
    auto const not_now = refusal.error.code == core::ErrorCode::not_allowed_now;
    if (errors.empty()) errors.push_back({"", not_now ? why_not_now(sight, refusal.field) : refusal.error.message});
    html::FieldValue const values[] = {{refusal.field, refusal.typed}};
    html::fill_form(view, values, errors);
    if (!has_field) view.maybe("KEPT_TEXT", html::readable(refusal.typed));
}

} // namespace

View my_request_view(Services const& services, MyCase const& mine, std::string_view done,
                     std::optional<MyRefusal> const& refusal) {
    auto const& request = mine.request;
    MySight const sight{services, mine, services.calendar.day_of(services.clock.now())};
    auto view = public_frame(services, fmt::format("Your request {}", request.reference.text()));
    view.text("REFERENCE", request.reference.text()).text("BASE_URL", my_path(request.reference));
    view.text("TYPE_LABEL", public_title(request.type)).text("VERSION", std::to_string(request.version));
    view.maybe("DONE", words_for_done(done, sight));
    fill_my_state(view, sight);
    fill_my_clocks(view, sight);
    fill_my_answer(view, sight);
    fill_my_letters(view, sight);
    fill_my_asked(view, sight);
    fill_withdrawal(view, sight);
    if (refusal) fill_refusal(view, sight, *refusal);
    return view;
}

} // namespace habeas::app::pages
