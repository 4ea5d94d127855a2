#pragma once
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// A client that costs little beside the server it shares the machine with: one thread, requests made beforehand, of an
// answer only status, length and "Connection: close" are looked at.
namespace habeas::bench {

/// The placeholder that a request carries wherever its number is to stand.
inline constexpr std::string_view number_here = "00000000";

/// An HTTP request ready to send, each time with another number. All are of the same length.
class NumberedRequest {
  public:
    explicit NumberedRequest(std::string text);
    std::string_view next();

  private:
    std::string text_;
    std::vector<std::size_t> places_;
    std::uint64_t number_{};
};

struct LoadPlan {
    std::uint16_t port{};
    int connections{1};
    std::chrono::milliseconds time{1'000};
    int expected_status{200};
};

/// What came back. Every connection sends its next request when the answer to the one before is whole.
struct LoadResult {
    std::uint64_t answers{};
    double seconds{};
    std::size_t answer_bytes{};              ///< body of the last answer
    std::vector<std::uint32_t> microseconds; ///< from sending to the whole answer, ascending

    /// As if both had been one load.
    void add(LoadResult const& other) {
        answers += other.answers;
        seconds += other.seconds;
        answer_bytes = other.answer_bytes;
        microseconds.insert(microseconds.end(), other.microseconds.begin(), other.microseconds.end());
        std::ranges::sort(microseconds);
    }

    double rate() const { return static_cast<double>(answers) / seconds; }
    /// In milliseconds; share is 0.5 for the median.
    double percentile(double share) const {
        if (microseconds.empty()) return 0;
        auto const place = static_cast<std::size_t>(share * static_cast<double>(microseconds.size()));
        return microseconds[std::min(place, microseconds.size() - 1)] / 1000.0;
    }
};

/// Loads a server on loopback for the plan's time. Throws std::runtime_error at the first answer of another status: a
/// refusal is quick, and must not pass for a fast server.
LoadResult run_load(LoadPlan const& plan, NumberedRequest& requests);

} // namespace habeas::bench
