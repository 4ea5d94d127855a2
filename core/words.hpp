#pragma once
#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace habeas::core {

/// Each vocabulary enumeration has one list of (value, code). The code is what the API, the database and the forms use.
/// Specialise `words_of<E>` beside the enumeration; everything else follows from it.
template <class E>
struct Words;

template <class E>
constexpr auto& words_of() {
    return Words<E>::list;
}

/// The code of a value: `code(RequestType::access) == "access"`.
template <class E>
constexpr std::string_view code(E value) {
    for (auto const& [each, text] : words_of<E>())
        if (each == value) return text;
    return {};
}

/// The value of a code, or nothing where the code is unknown.
template <class E>
constexpr std::optional<E> parse(std::string_view text) {
    for (auto const& [value, each] : words_of<E>())
        if (each == text) return value;
    return std::nullopt;
}

} // namespace habeas::core
