#pragma once
#include <algorithm>
#include <cstddef>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

namespace habeas::app::http {

/// Bytes received and not yet understood, in one piece. Starts small, grows up to its bound, is reused for every
/// request of a connection.
class ReadBuffer {
  public:
    explicit ReadBuffer(std::size_t bound)
        : bound_{bound} {}

    std::string_view data() const { return {bytes_.data() + start_, end_ - start_}; }

    /// Where more may be received; empty when the bound is reached.
    std::span<char> room() {
        if (start_ > 0) {
            std::memmove(bytes_.data(), bytes_.data() + start_, end_ - start_);
            end_ -= start_;
            start_ = 0;
        }
        if (end_ == bytes_.size()) bytes_.resize(std::min(bound_, std::max(first_size, bytes_.size() * 2)));
        return {bytes_.data() + end_, bytes_.size() - end_};
    }

    void commit(std::size_t received) { end_ += received; }

    void consume(std::size_t understood) {
        start_ += understood;
        if (start_ == end_) start_ = end_ = 0;
    }

    /// Gives memory back when a connection turns idle after something large.
    void relax() {
        if (data().empty() && bytes_.size() > first_size) bytes_ = {};
    }

  private:
    static constexpr std::size_t first_size = 4096;
    std::size_t bound_;
    std::vector<char> bytes_;
    std::size_t start_ = 0;
    std::size_t end_ = 0;
};

} // namespace habeas::app::http
