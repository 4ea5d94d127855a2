#include "app/pages/strict_form.hpp"

#include "app/http/text.hpp"
#include "core/whole_number.hpp"

#include <algorithm>
#include <charconv>

namespace habeas::app::pages {

core::Error came_late(std::string_view done) {
    return {core::ErrorCode::conflict,
            "You had been signed out, so this was not " + std::string(done) + ". Look at it and send it again.",
            {},
            {}};
}

StrictForm::StrictForm(http::Form const& form)
    : form_(form)
    , doubled_(form.duplicates()) {
    known_.emplace("form_token");
}

std::string StrictForm::exact(std::string_view name) {
    known_.emplace(name);
    if (std::ranges::find(doubled_, name) != doubled_.end()) mistake(name, "This was sent more than once.");
    return std::string(form_.value(name));
}

std::string StrictForm::text(std::string_view name) {
    auto const typed = exact(name);
    return std::string(http::trimmed(typed));
}

core::FreeText StrictForm::free_text(std::string_view name) {
    // Browsers send a line end of a text area as CR LF (HTML standard, form submission).
    std::string clean = text(name);
    std::erase(clean, '\r');
    return core::FreeText(std::move(clean));
}

std::vector<std::string_view> StrictForm::many(std::string_view name) {
    known_.emplace(name);
    return form_.values(name);
}

std::optional<core::Day> StrictForm::day(std::string_view name, Presence presence) {
    auto const typed = text(name);
    if (typed.empty()) {
        if (presence == Presence::required) mistake(name, "Enter a day.");
        return std::nullopt;
    }
    auto const day = core::parse_day(typed);
    if (!day) mistake(name, "Enter a day as year-month-day, such as 2026-03-01.");
    return day;
}

std::optional<core::EmailAddress> StrictForm::email(std::string_view name, Presence presence) {
    auto const typed = text(name);
    if (typed.empty()) {
        if (presence == Presence::required) mistake(name, "Enter an e-mail address.");
        return std::nullopt;
    }
    auto address = core::EmailAddress::parse(typed);
    if (!address) {
        mistake(name, address_mistake(typed, "Enter an e-mail address such as name@example.com."));
        return std::nullopt;
    }
    return *address;
}

std::optional<std::int64_t> StrictForm::number(std::string_view name) {
    auto const typed = text(name);
    if (typed.empty()) return std::nullopt;
    auto const value = core::whole_number(typed);
    if (!value || *value < 0) {
        mistake(name, "This is not a whole number.");
        return std::nullopt;
    }
    return value;
}

void StrictForm::mistake(std::string_view field, std::string_view message) {
    mistakes_.push_back({std::string(field), std::string(message)});
}

std::vector<core::FieldError> StrictForm::mistakes() {
    for (auto const& [name, value] : form_.fields()) {
        if (known_.contains(name)) continue;
        known_.insert(name);
        // The name itself is not repeated: it is whatever somebody sent.
        mistakes_.push_back({"", "The form has a field that does not belong to it."});
    }
    return std::exchange(mistakes_, {});
}

std::string address_mistake(std::string_view typed, std::string_view otherwise) {
    auto const foreign = std::ranges::any_of(typed, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    if (!foreign) return std::string(otherwise);
    return "We cannot write to addresses with accents, umlauts or other letters outside A to Z. Enter another one.";
}

void rename_row(std::string& field, std::string_view list, std::vector<std::size_t> const& places) {
    auto const prefix = std::string(list) + ".";
    if (!field.starts_with(prefix)) return;
    std::size_t index{};
    auto const* begin = field.data() + prefix.size();
    auto const [end, error] = std::from_chars(begin, field.data() + field.size(), index);
    if (error != std::errc{} || index >= places.size()) return;
    field = prefix + std::to_string(places[index]) + field.substr(static_cast<std::size_t>(end - field.data()));
}

std::vector<html::FieldError> html_errors(std::vector<core::FieldError> const& mistakes) {
    std::vector<html::FieldError> errors;
    for (auto const& mistake : mistakes)
        errors.push_back({mistake.field, mistake.message});
    return errors;
}

std::string mistakes_below(std::vector<core::FieldError> const& mistakes, std::string_view prefix) {
    std::string all;
    for (auto const& mistake : mistakes)
        if (mistake.field.starts_with(prefix)) all += (all.empty() ? "" : " ") + mistake.message;
    return all;
}

} // namespace habeas::app::pages
