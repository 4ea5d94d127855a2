#include "app/pages/my_request_page.hpp"

#include "app/html/forms.hpp"
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

void fill_refusal(View& view, MyRefusal const& refusal) {
    std::vector<html::FieldError> errors;
    // Core names the fields of its own words; each of these forms has one.
    for (auto const& field : refusal.error.fields)
        errors.push_back({refusal.field, field.message});
    if (errors.empty()) errors.push_back({"", refusal.error.message});
    html::FieldValue const values[] = {{refusal.field, refusal.typed}};
    html::fill_form(view, values, errors);
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
    if (refusal) fill_refusal(view, *refusal);
    return view;
}

} // namespace habeas::app::pages
