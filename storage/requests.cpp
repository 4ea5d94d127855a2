#include "storage/requests.hpp"

#include "core/whole_number.hpp"

namespace habeas::storage {

std::string QueuePlace::text() const {
    return std::to_string(key);
}

std::optional<QueuePlace> QueuePlace::parse(std::string_view text) {
    auto const key = core::whole_number(text);
    // One place has one text: no leading zeros, no "-0".
    if (!key || QueuePlace{*key}.text() != text) return std::nullopt;
    return QueuePlace{*key};
}

} // namespace habeas::storage
