#include "app/pages/request_form_page.hpp"

#include "app/html/dates.hpp"
#include "app/html/forms.hpp"
#include "app/pages/correctable_fields.hpp"
#include "app/pages/countries.hpp"
#include "app/pages/frame.hpp"
#include "app/pages/strict_form.hpp"
#include "app/pages/words.hpp"
#include "app/plain_words.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace habeas::app::pages {

namespace {

using html::Chosen;
using html::View;

constexpr std::size_t most_corrections = 20;

Chosen chosen_among(std::vector<std::string> const& picked, std::string_view code) {
    return std::ranges::find(picked, code) == picked.end() ? Chosen::no : Chosen::yes;
}

std::string_view name_of(FormStep step) {
    switch (step) {
    case FormStep::about:
        return "about";
    case FormStep::request:
        return "request";
    case FormStep::review:
        return "review";
    }
    return {};
}

std::string_view section_of(core::RequestType type) {
    switch (type) {
    case core::RequestType::access:
        return "FOR_ACCESS";
    case core::RequestType::correction:
        return "FOR_CORRECTION";
    case core::RequestType::deletion:
        return "FOR_DELETION";
    case core::RequestType::unsubscribe:
        return "FOR_UNSUBSCRIBE";
    }
    return {};
}

void add_choices(Services const& services, View& view, TypedRequest const& typed) {
    for (auto const& country : countries())
        html::add_option(view, "COUNTRY", country.code, country.name,
                         typed.value("subject.country") == country.code ? Chosen::yes : Chosen::no);
    for (auto const& category : services.configuration.categories)
        html::add_option(view, "CATEGORY", category.id, category.name, chosen_among(typed.categories, category.id))
            .maybe("HINT", category.description);
    for (auto const& [topic, code] : core::words_of<core::Topic>())
        html::add_option(view, "TOPIC", code, label(topic), chosen_among(typed.topics, code));
}

bool is_of_step(std::string_view field, FormStep step) {
    if (field == "type") return true; // stands on every page
    switch (step) {
    case FormStep::about:
        return is_about_person(field);
    case FormStep::request:
        return !is_about_person(field);
    case FormStep::review:
        return false;
    }
    return false;
}

/// Hidden fields for what the page has no field for: it works on when the draft is lost, or the service was restarted.
void carry_rest(View& view, TypedRequest const& typed, FormStep step) {
    for (auto const& [name, value] : fields_of(typed))
        if (!is_of_step(name, step)) view.add("CARRIED").text("CARRIED_NAME", name).text("CARRIED_VALUE", value);
}

std::string_view mistake_of(std::vector<core::FieldError> const& mistakes, std::string const& field) {
    auto const found = std::ranges::find(mistakes, field, &core::FieldError::field);
    return found == mistakes.end() ? std::string_view{} : std::string_view(found->message);
}

void add_corrections(Services const& services, View& view, TypedRequest const& typed, FormPage const& page) {
    auto const& mistakes = page.mistakes;
    auto const rows =
        std::clamp(std::max(page.corrections, typed.corrections.size()), std::size_t{1}, most_corrections);
    auto const fields = correctable_fields(services.configuration);
    for (std::size_t i = 0; i < rows; ++i) {
        auto const row = i < typed.corrections.size() ? typed.corrections[i] : TypedCorrection{};
        auto const name = fmt::format("corrections.{}.", i);
        auto& part = view.add("CORRECTION");
        part.text("INDEX", std::to_string(i)).text("NUMBER", std::to_string(i + 1));
        part.text("CORRECTION_CURRENT", row.current).text("CORRECTION_REQUESTED", row.requested);
        for (auto const& field : fields)
            html::add_option(part, "FIELD_OPTION", field.code, field.label,
                             field.code == row.field ? Chosen::yes : Chosen::no);
        part.maybe("CORRECTION_FIELD_ERROR", mistake_of(mistakes, name + "field"));
        part.maybe("CORRECTION_CURRENT_ERROR", mistake_of(mistakes, name + "current"));
        part.maybe("CORRECTION_REQUESTED_ERROR", mistake_of(mistakes, name + "requested"));
        part.show_if(rows > 1, "CAN_REMOVE");
    }
    view.show_if(typed.type == core::RequestType::correction && rows < most_corrections, "MORE_CORRECTIONS");
}

void add_answer(View& view, std::string_view section, std::string_view question, std::string_view answer) {
    if (!answer.empty()) view.add(section).text("QUESTION", question).text("ANSWER", answer);
}

void review_about(View& view, core::NewRequest const& asked) {
    auto const add = [&view](auto question, auto const& answer) { add_answer(view, "ABOUT_ANSWER", question, answer); };
    add("How you know us", public_words(asked.relationship));
    add("Organisation", asked.organisation.reveal());
    add("Who is asking", public_words(asked.requester.kind));
    add("Your own name", asked.requester.name.reveal());
    if (asked.requester.email) add("Your own e-mail address", asked.requester.email->reveal());
    add("Full name", asked.subject.name.reveal());
    if (asked.subject.email) add("E-mail address", asked.subject.email->reveal());
    add("Country", country_name(asked.subject.country));
    add("State or region", asked.subject.region);
}

void review_question(Services const& services, View& view, core::NewRequest const& asked) {
    auto const add = [&view](auto const& question, auto const& answer) {
        add_answer(view, "REQUEST_ANSWER", question, answer);
    };
    if (asked.deletion_scope) add("What to delete", label(*asked.deletion_scope));
    std::string kinds;
    for (auto const& id : asked.categories)
        kinds.append(kinds.empty() ? "" : "; ").append(category_label(services.configuration, id));
    if (asked.type == core::RequestType::access && kinds.empty()) kinds = "Everything";
    add("Kinds of data", kinds);
    for (auto const& correction : asked.corrections) {
        auto const current = correction.current.reveal();
        add(field_label(services.configuration, correction.field),
            (current.empty() ? "" : "It says: " + current + "\n") + "It should say: " + correction.requested.reveal());
    }
    add("Anything else", asked.details.reveal());
}

void add_review(Services const& services, View& view, TypedRequest const& typed) {
    auto const stamp = services.stamp(core::Actor::requester());
    auto const& policy = services.desk.policy();
    auto const asked = form_request(typed, stamp, policy).asked;
    review_about(view, asked);
    review_question(services, view, asked);
    // "please inquire with the Customer (or his/her organization) directly" (policy §11): closed when it comes in, so
    // no day is promised.
    if (core::goes_to_organisation(asked.type, asked.relationship, asked.requester.kind)) {
        view.add("TO_ORGANISATION").text("ORGANISATION_NAME", asked.organisation.reveal());
        return;
    }
    auto const due = core::start_clock(core::ClockName::respond, policy.respond, stamp.on).due_on();
    view.add("DUE").text("DUE_IF_SENT_TODAY", html::day_words(due)).text("DUE_IF_SENT_TODAY_ISO", core::iso(due));
}

void fill_in(View& view, TypedRequest const& typed, std::vector<core::FieldError> const& mistakes) {
    std::vector<html::FieldValue> values;
    for (auto const& [name, value] : typed.single)
        values.push_back({name, value});
    auto const errors = html_errors(mistakes);
    html::fill_form(view, values, errors);
}

} // namespace

std::string step_path(core::RequestType type, std::string_view step, std::string_view draft) {
    return fmt::format("/requests/new?type={}&step={}&draft={}", core::code(type), step, draft);
}

View request_form_view(Services const& services, TypedRequest const& typed, FormPage const& page) {
    auto const title = public_title(typed.type);
    auto view = public_frame(services, title);
    auto const whole = typed.type != core::RequestType::unsubscribe;
    view.text("REQUEST_TYPE", core::code(typed.type)).text("TITLE", title).show(section_of(typed.type));
    view.show_if(whole, "WHOLE_SUBJECT").maybe("ALWAYS_SENT", always_sent_words());
    if (whole) view.maybe("PROGRESS", fmt::format("Step {} of 3", static_cast<int>(page.step) + 1));
    add_choices(services, view, typed);
    fill_in(view, typed, page.mistakes);
    view.text("DRAFT", page.draft).text("PLACE", step_path(typed.type, name_of(page.step), page.draft));
    view.show_if(page.draft_lost, "DRAFT_LOST");
    carry_rest(view, typed, page.step);
    switch (page.step) {
    case FormStep::about:
        view.show("STEP_ABOUT");
        break;
    case FormStep::request:
        view.show("STEP_REQUEST");
        add_corrections(services, view, typed, page);
        break;
    case FormStep::review:
        view.show("STEP_REVIEW");
        add_review(services, view, typed);
        break;
    }
    return view;
}

} // namespace habeas::app::pages
