#include "app/pages/correctable_fields.hpp"

#include <algorithm>

namespace habeas::app::pages {

namespace {

struct KnownField {
    std::string_view category;
    std::string_view field;
    std::string_view label;
    std::string_view name;
};

// "Required Contact Information", "Billing Information", "Optional Information" (policy §2)
constexpr KnownField known_fields[] = {
    {"contact", "name", "My name", "Name"},
    {"contact", "email", "My e-mail address", "E-mail address"},
    {"contact", "phone", "My telephone number", "Telephone number"},
    {"contact", "address", "My address", "Address"},
    {"contact", "company_name", "The name of my company", "Name of the company"},
    {"billing", "name", "Billing name", "Billing name"},
    {"billing", "address", "Billing address", "Billing address"},
    {"billing", "card_number", "Card number (its last four digits)", "Card number (its last four digits)"},
    {"billing", "employees", "Number of employees who use the service", "Number of employees who use the service"},
    {"optional", "annual_revenue", "Annual revenue of my company", "Annual revenue of the company"},
    {"optional", "employees", "Number of employees of my company", "Number of employees of the company"},
    {"optional", "industry", "Industry of my company", "Industry of the company"},
};

} // namespace

std::vector<CorrectableField> correctable_fields(Configuration const& configuration) {
    std::vector<CorrectableField> fields;
    for (auto const& category : configuration.categories) {
        for (auto const& known : known_fields)
            if (known.category == category.id)
                fields.push_back(
                    {category.id + "." + std::string(known.field), std::string(known.label), std::string(known.name)});
        auto const other = category.name + ": something else";
        fields.push_back({category.id + ".other", other, other});
    }
    return fields;
}

std::string field_label(Configuration const& configuration, std::string_view code) {
    auto const fields = correctable_fields(configuration);
    auto const found = std::ranges::find(fields, code, &CorrectableField::code);
    return found == fields.end() ? std::string(code) : found->name;
}

std::string category_label(Configuration const& configuration, std::string_view id) {
    auto const& categories = configuration.categories;
    auto const found = std::ranges::find(categories, id, &CategorySettings::id);
    return found == categories.end() ? std::string(id) : found->name;
}

} // namespace habeas::app::pages
