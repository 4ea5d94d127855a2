#pragma once
#include <expected>
#include <string_view>

namespace habeas::app::http {

/// Why the wire layer does not hand a request on. All text is static.
struct Refusal {
    int status = 400;
    std::string_view code;    ///< a word for programs
    std::string_view message; ///< a sentence for the person
    std::string_view why;     ///< for the log: the one thing that was wrong
};

template <class T>
using Checked = std::expected<T, Refusal>;

inline std::unexpected<Refusal> malformed(std::string_view why) {
    return std::unexpected(Refusal{400, "malformed", "The request could not be understood.", why});
}

} // namespace habeas::app::http
