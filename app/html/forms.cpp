#include "app/html/forms.hpp"

#include "app/html/composer.hpp"

#include <string>

namespace habeas::app::html {
namespace {

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

void fill_form(View& view, std::span<FieldValue const> values, std::span<FieldError const> errors) {
    for (auto const& field : values) {
        auto const marker = marker_of(field.name);
        view.text(marker, field.value);
        // Long values are free text, never one of a few fixed choices.
        if (!field.value.empty() && field.value.size() <= 40) view.show(marker + "_IS_" + marker_of(field.value));
    }
    if (errors.empty()) return;
    auto& summary = view.add("ERROR_SUMMARY");
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
