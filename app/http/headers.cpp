#include "app/http/headers.hpp"

#include "app/http/text.hpp"

#include <algorithm>

namespace habeas::app::http {

void Headers::add(std::string_view name, std::string_view value) {
    places_.push_back({static_cast<std::uint32_t>(text_.size()), static_cast<std::uint32_t>(name.size()),
                       static_cast<std::uint32_t>(value.size())});
    text_.append(name).append(value);
}

void Headers::set(std::string_view name, std::string_view value) {
    remove(name);
    add(name, value);
}

void Headers::remove(std::string_view name) {
    // The text stays in the buffer until clear(): headers are few and live for one message.
    std::erase_if(places_, [&](Place const& place) {
        return equal_ignoring_case(std::string_view{text_}.substr(place.start, place.name_length), name);
    });
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
    for (std::size_t i = 0; i < places_.size(); ++i) {
        if (places_[i].name_length != name.size()) continue;
        auto const field = at(i);
        if (equal_ignoring_case(field.name, name)) return field.value;
    }
    return std::nullopt;
}

std::size_t Headers::count(std::string_view name) const {
    std::size_t found = 0;
    for (std::size_t i = 0; i < places_.size(); ++i) {
        if (equal_ignoring_case(at(i).name, name)) ++found;
    }
    return found;
}

Headers::Field Headers::at(std::size_t index) const {
    auto const& place = places_.at(index);
    auto const text = std::string_view{text_};
    return {text.substr(place.start, place.name_length),
            text.substr(place.start + place.name_length, place.value_length)};
}

void Headers::clear() {
    text_.clear();
    places_.clear();
}

} // namespace habeas::app::http
