#include "storage/outbox.hpp"

#include <algorithm>

namespace habeas::storage {

std::string_view OutboxLetter::fact(std::string_view name) const {
    auto const found = std::ranges::find(facts, name, &std::pair<std::string, std::string>::first);
    return found == facts.end() ? std::string_view{} : std::string_view{found->second};
}

} // namespace habeas::storage
