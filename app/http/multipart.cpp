#include "app/http/forms.hpp"
#include "app/http/text.hpp"
#include "core/letter_case.hpp"

#include <algorithm>

namespace habeas::app::http {
namespace {

std::unexpected<core::Error> broken(std::string detail) {
    return core::fail(core::ErrorCode::malformed, "The form is not encoded as it should be.", std::move(detail));
}

bool is_boundary(std::string_view text) {
    // "boundary := 0*69<bchars> bcharsnospace" (RFC 2046 §5.1.1)
    static constexpr std::string_view marks = "'()+_,-./:=? ";
    return !text.empty() && text.size() <= 70 && !text.ends_with(' ') && std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || marks.contains(c);
    });
}

/// The name in `form-data; name="topic"`. A filename says that this is a file, which is not taken here.
core::Result<std::string> name_in(std::string_view disposition) {
    auto const kind = trimmed(next_part(disposition, ';'));
    if (!equal_ignoring_case(kind, "form-data")) return broken("disposition");
    std::optional<std::string> name;
    while (!disposition.empty()) {
        auto value = next_part(disposition, ';');
        auto const key = trimmed(next_part(value, '='));
        value = trimmed(value);
        if (!equal_ignoring_case(key, "name")) return broken("only text fields are taken");
        if (name || value.size() < 2 || value.front() != '"' || value.back() != '"') return broken("name");
        name = value.substr(1, value.size() - 2);
        if (name->contains('"') || name->contains('\\')) return broken("name");
    }
    if (!name) return broken("part without a name");
    return std::move(*name);
}

bool is_plain_text(std::string_view content_type) {
    auto parameters = content_type;
    if (!equal_ignoring_case(trimmed(next_part(parameters, ';')), "text/plain")) return false;
    auto const parameter = core::lower_case(trimmed(parameters));
    return parameter.empty() || parameter == "charset=utf-8" || parameter == "charset=us-ascii";
}

/// The field's name out of the header lines of one part.
core::Result<std::string> part_name(std::string_view head) {
    std::optional<std::string> name;
    while (!head.empty()) {
        auto const end = head.find("\r\n");
        auto line = head.substr(0, end);
        head = end == std::string_view::npos ? std::string_view{} : head.substr(end + 2);
        auto const key = next_part(line, ':');
        if (equal_ignoring_case(key, "Content-Disposition")) {
            auto found = name_in(line);
            if (!found) return found;
            if (name) return broken("two dispositions");
            name = std::move(*found);
        } else if (!equal_ignoring_case(key, "Content-Type") || !is_plain_text(trimmed(line))) {
            return broken("part header");
        }
    }
    if (!name) return broken("part without a disposition");
    return std::move(*name);
}

} // namespace

core::Result<Form> parse_multipart(std::string_view body, std::string_view boundary, FormLimits const& limits) {
    if (!is_boundary(boundary)) return broken("boundary");
    auto const delimiter = "\r\n--" + std::string{boundary};
    // The first delimiter stands without a line before it; a preamble is nothing a browser sends.
    if (!body.starts_with(std::string_view{delimiter}.substr(2))) return broken("first boundary");
    body.remove_prefix(delimiter.size() - 2);
    Form form;
    while (!body.starts_with("--")) {
        auto const end = body.find(delimiter, 2);
        if (!body.starts_with("\r\n") || end == std::string_view::npos) return broken("part without an end");
        auto const part = body.substr(2, end - 2);
        body.remove_prefix(end + delimiter.size());
        auto const head_end = part.find("\r\n\r\n");
        if (head_end == std::string_view::npos) return broken("part without a header");
        auto name = part_name(part.substr(0, head_end));
        if (!name) return std::unexpected(name.error());
        auto const value = part.substr(head_end + 4);
        if (form.fields().size() == limits.fields || name->size() > limits.name_bytes ||
            value.size() > limits.value_bytes) {
            return core::fail(core::ErrorCode::malformed, "The form is larger than this page can take.");
        }
        if (name->contains('\0') || value.contains('\0') || !is_utf8(*name) || !is_utf8(value)) {
            return core::fail(core::ErrorCode::malformed, "The form holds characters that are no text.");
        }
        form.add(std::move(*name), std::string{value});
    }
    return form;
}

} // namespace habeas::app::http
