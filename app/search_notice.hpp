#pragma once
#include "storage/requests.hpp"

#include <string_view>

namespace habeas::app {

/// Said on the page and by the API alike where a search fits more requests than are shown (QueuePage::more_matches).
inline constexpr std::string_view search_notice =
    "The newest 1,000 matches are shown; add a word to find the older ones.";
static_assert(storage::most_search_matches == 1'000);

} // namespace habeas::app
