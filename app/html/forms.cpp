#include "app/html/forms.hpp"

#include "app/html/composer.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace habeas::app::html {
namespace {

/// What the forms offer in so many words. Choices that come from the program are options and need no such name.
constexpr std::array<std::string_view, 9> fixed_choices{
    "visitor", "customer", "end_user", "self", "agent", "organisation_admin", "registration", "account", "categories"};

void add_error(View& view, View& summary, FieldError const& error) {
    auto& item = summary.add("ERROR_ITEM");
    item.text("ERROR_MESSAGE", error.message);
    if (error.field.empty()) {
        item.show("ERROR_PLAIN");
        return;
    }
    item.add("ERROR_LINK").text("ERROR_FIELD", error.field);
    view.maybe(marker_of(error.field) + "_ERROR", error.message);
}

} // namespace

void fill_form(View& view, std::span<FieldValue const> values, std::span<FieldError const> errors, Typed typed) {
    for (auto const& field : values) {
        auto const marker = marker_of(field.name);
        view.text(marker, field.value);
        // Only words that a form offers become part of a marker's name: such names are kept for good (markers.hpp).
        if (std::ranges::find(fixed_choices, field.value) != fixed_choices.end())
            view.show(marker + "_IS_" + marker_of(field.value));
    }
    if (errors.empty()) return;
    auto& summary = view.add("ERROR_SUMMARY");
    bool const has_typed = !std::ranges::all_of(values, &std::string_view::empty, &FieldValue::value);
    summary.show_if(has_typed && typed == Typed::all_kept, "TYPED_KEPT");
    for (auto const& error : errors)
        add_error(view, summary, error);
}

View& add_option(View& view, std::string_view section, std::string_view value, std::string_view label, Chosen chosen) {
    auto& option = view.add(section);
    option.text("OPTION_VALUE", value).text("OPTION_LABEL", label);
    if (chosen == Chosen::yes) option.show("SELECTED").show("CHECKED");
    return option;
}

} // namespace habeas::app::html
