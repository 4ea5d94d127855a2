#include "app/http/admission.hpp"

#include <algorithm>

#include <sys/resource.h>

namespace habeas::app::http {

Admission::Place Admission::enter(std::string source) {
    std::scoped_lock const lock{mutex_};
    if (count_ >= total_limit_) return {};
    if (!source.empty()) {
        auto& from_source = by_source_[source];
        if (from_source >= per_source_limit_) return {};
        ++from_source;
    }
    ++count_;
    return {*this, std::move(source)};
}

void Admission::leave(std::string const& source) {
    std::scoped_lock const lock{mutex_};
    if (auto const from_source = by_source_.find(source); from_source != by_source_.end() && --from_source->second == 0)
        by_source_.erase(from_source);
    if (--count_ == 0) emptied_.notify_all();
}

bool Admission::wait_until_empty(std::chrono::steady_clock::time_point until) {
    std::unique_lock lock{mutex_};
    return emptied_.wait_until(lock, until, [this] { return count_ == 0; });
}

std::size_t affordable_connections(std::size_t wanted) {
    rlimit files{};
    if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur == RLIM_INFINITY) return wanted;
    return std::min(wanted, static_cast<std::size_t>(files.rlim_cur - files.rlim_cur / 4));
}

} // namespace habeas::app::http
