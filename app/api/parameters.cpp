#include "app/api/parameters.hpp"

#include <algorithm>

namespace habeas::app::api {

namespace {

constexpr std::string_view nameless = "(query)";

bool is_known(std::span<std::string_view const> known, std::string_view name) {
    return std::ranges::find(known, name) != known.end();
}

} // namespace

std::vector<core::FieldError> check_parameters(http::Form const& query, std::span<std::string_view const> known) {
    std::vector<core::FieldError> mistakes;
    for (auto const& [name, value] : query.fields())
        if (!is_known(known, name))
            mistakes.push_back({name_to_say(name, nameless), "There is no such parameter here."});
    for (auto const name : query.duplicates())
        if (is_known(known, name)) mistakes.push_back({std::string(name), "This parameter stands twice."});
    return mistakes;
}

std::string name_to_say(std::string_view name, std::string_view otherwise) {
    bool const plain = !name.empty() && name.size() <= 64 && std::ranges::all_of(name, [](char letter) {
        return letter == '_' || (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
               (letter >= '0' && letter <= '9');
    });
    return std::string(plain ? name : otherwise);
}

} // namespace habeas::app::api
