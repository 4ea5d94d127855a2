#pragma once
#include "app/http/forms.hpp"
#include "core/error.hpp"
#include "core/words.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

// What the queries of the API have in common.
namespace habeas::app::api {

/// Every parameter that is not among these, and every one given twice, by its name.
std::vector<core::FieldError> check_parameters(http::Form const& query, std::span<std::string_view const> known);

/// A name that somebody sent, where it looks like one. Whatever else they sent is not repeated to them.
std::string name_to_say(std::string_view name, std::string_view otherwise);

/// "access, correction, deletion, unsubscribe"
template <class E>
std::string choices() {
    std::string all;
    for (auto const& [value, code] : core::words_of<E>())
        all += (all.empty() ? "" : ", ") + std::string(code);
    return all;
}

} // namespace habeas::app::api
