#pragma once
#include "core/parts.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace habeas::app::http {

/// Strict UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing beyond U+10FFFF.
bool is_utf8(std::string_view text);

enum class Plus { is_plus, is_space };

/// Decodes %XX once. Nothing for a `%` without two hexadecimal digits.
std::optional<std::string> percent_decoded(std::string_view text, Plus plus);

/// A token of RFC 9110 §5.6.2, not empty.
bool is_token(std::string_view text);

/// Without spaces and tabs at both ends.
std::string_view trimmed(std::string_view text);

bool equal_ignoring_case(std::string_view left, std::string_view right);

using core::next_part;

/// The value of `name=value` among `a=b; c="d"`, without its quotes; empty where it is not there.
std::string_view parameter_in(std::string_view parameters, std::string_view name);

/// Lower-case hexadecimal digits.
std::string hexadecimal(std::string_view bytes);

} // namespace habeas::app::http
