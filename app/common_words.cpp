#include "app/common_words.hpp"

#include "habeas_common_words.hpp"

namespace habeas::app {

namespace {

/// Where the line begins in which the character at `place` stands, looking back no further than `from`.
std::size_t line_start(std::string_view list, std::size_t from, std::size_t place) {
    if (place == from) return from;
    auto const line_end = list.rfind('\n', place - 1);
    return line_end == std::string_view::npos || line_end < from ? from : line_end + 1;
}

} // namespace

bool is_common_word(std::string_view word) {
    // Sorted lines, each with its line end: searched by halves as they lie in the binary, without an index in memory.
    auto const list = common_words::files().front().content;
    std::size_t low = 0;
    std::size_t high = list.size();
    while (low < high) {
        auto const start = line_start(list, low, low + (high - low) / 2);
        auto const end = list.find('\n', start);
        auto const line = list.substr(start, end - start);
        if (line == word) return true;
        if (line < word)
            low = end + 1;
        else
            high = start;
    }
    return false;
}

} // namespace habeas::app
