#include "storage/requests.hpp"

#include <charconv>

namespace habeas::storage {

std::string QueuePlace::text() const {
    return std::to_string(key);
}

std::optional<QueuePlace> QueuePlace::parse(std::string_view text) {
    QueuePlace place;
    auto const* const end = text.data() + text.size();
    auto const read = std::from_chars(text.data(), end, place.key);
    // One place has one text: no leading zeros, no "-0".
    if (read.ec != std::errc{} || read.ptr != end || place.text() != text) return std::nullopt;
    return place;
}

} // namespace habeas::storage
