#pragma once
#include "core/error.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace habeas::app::http {

/// What a person filled in, or the parameters of a query: names and values in the order they came, decoded,
/// valid UTF-8 without NUL. Never trimmed.
class Form {
  public:
    using Field = std::pair<std::string, std::string>;

    void add(std::string name, std::string value) { fields_.emplace_back(std::move(name), std::move(value)); }

    /// The first value of that name, nothing if the field is absent. An empty field is an empty value.
    std::optional<std::string_view> find(std::string_view name) const;

    /// The first value of that name, empty if the field is absent.
    std::string_view value(std::string_view name) const { return find(name).value_or(std::string_view{}); }

    /// Every value of that name, such as the ticked boxes of one group.
    std::vector<std::string_view> values(std::string_view name) const;

    bool contains(std::string_view name) const { return find(name).has_value(); }

    /// Names which came more than once, each named once. A page refuses those it reads as single (ASVS 5.1.1).
    std::vector<std::string_view> duplicates() const;

    std::vector<Field> const& fields() const { return fields_; }
    bool empty() const { return fields_.empty(); }

  private:
    std::vector<Field> fields_;
};

struct FormLimits {
    std::size_t fields = 200;
    std::size_t name_bytes = 256;
    std::size_t value_bytes = 64 * 1024;
};

/// application/x-www-form-urlencoded, also the query of a URL; `+` is a space, as browsers send it.
/// Fails with `malformed`: broken percent-encoding, invalid UTF-8, NUL, or a limit passed.
core::Result<Form> parse_urlencoded(std::string_view text, FormLimits const& limits = {});

/// multipart/form-data (RFC 7578), text fields only: a file, a foreign charset or a transfer encoding is
/// `malformed`. It is there for the one-click body of RFC 8058 §3.2.
core::Result<Form> parse_multipart(std::string_view body, std::string_view boundary, FormLimits const& limits = {});

/// Either of the two, chosen by the Content-Type header as received. Fails with `malformed` for any other type.
core::Result<Form> parse_form(std::string_view content_type, std::string_view body, FormLimits const& limits = {});

} // namespace habeas::app::http
