#include "app/http/forms.hpp"

#include "app/http/text.hpp"

#include <algorithm>

namespace habeas::app::http {
namespace {

core::Result<std::string> decoded(std::string_view text) {
    auto plain = percent_decoded(text, Plus::is_space);
    if (!plain) return core::fail(core::ErrorCode::malformed, "The form is not encoded as it should be.");
    if (plain->contains('\0') || !is_utf8(*plain)) {
        return core::fail(core::ErrorCode::malformed, "The form holds characters that are no text.");
    }
    return std::move(*plain);
}

} // namespace

std::optional<std::string_view> Form::find(std::string_view name) const {
    auto const found = std::ranges::find(fields_, name, &Field::first);
    if (found == fields_.end()) return std::nullopt;
    return found->second;
}

std::vector<std::string_view> Form::values(std::string_view name) const {
    std::vector<std::string_view> found;
    for (auto const& field : fields_) {
        if (field.first == name) found.push_back(field.second);
    }
    return found;
}

std::vector<std::string_view> Form::duplicates() const {
    std::vector<std::string_view> names;
    for (auto const& field : fields_) {
        names.push_back(field.first);
    }
    std::ranges::sort(names);
    std::vector<std::string_view> doubled;
    for (std::size_t i = 1; i < names.size(); ++i) {
        if (names[i] == names[i - 1] && (doubled.empty() || doubled.back() != names[i])) doubled.push_back(names[i]);
    }
    return doubled;
}

core::Result<Form> parse_urlencoded(std::string_view text, FormLimits const& limits) {
    Form form;
    while (!text.empty()) {
        auto value_part = next_part(text, '&');
        if (value_part.empty()) continue;
        auto const name_part = next_part(value_part, '=');
        auto name = decoded(name_part);
        if (!name) return std::unexpected(name.error());
        auto value = decoded(value_part);
        if (!value) return std::unexpected(value.error());
        if (form.fields().size() == limits.fields || name->size() > limits.name_bytes ||
            value->size() > limits.value_bytes) {
            return core::fail(core::ErrorCode::malformed, "The form is larger than this page can take.");
        }
        form.add(std::move(*name), std::move(*value));
    }
    return form;
}

core::Result<Form> parse_form(std::string_view content_type, std::string_view body, FormLimits const& limits) {
    auto parameters = content_type;
    auto const type = trimmed(next_part(parameters, ';'));
    if (equal_ignoring_case(type, "application/x-www-form-urlencoded")) return parse_urlencoded(body, limits);
    if (equal_ignoring_case(type, "multipart/form-data"))
        return parse_multipart(body, parameter_in(parameters, "boundary"), limits);
    return core::fail(core::ErrorCode::malformed, "This is not a form.");
}

} // namespace habeas::app::http
