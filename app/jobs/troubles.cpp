#include "app/jobs/troubles.hpp"

#include <algorithm>

namespace habeas::app::jobs {

void Troubles::failed(std::string_view job, std::string_view what) {
    auto const [entry, is_new] = failures_.try_emplace(std::string(job), 0);
    if (is_new) log_.error("job.failed", {{"job", job}, {"what", MachineText{std::string(what)}}});
    ++entry->second;
}

void Troubles::worked(std::string_view job) {
    auto const entry = failures_.find(job);
    if (entry == failures_.end()) return;
    log_.info("job.recovered", {{"job", job}, {"failures", entry->second}});
    failures_.erase(entry);
}

void Pause::grow(core::Instant now) {
    length_ = std::clamp(2 * length_, shortest, longest);
    until_ = now + length_;
}

} // namespace habeas::app::jobs
