#pragma once
#include "core/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace habeas::storage {

/// One kind of recurring work and when it last ran. Claimed with a lease, so that two processes do not do it twice at
/// once.
struct JobState {
    std::string name;
    std::optional<core::Instant> started_at;
    std::optional<core::Instant> finished_at;
    std::string last_result; ///< "12 letters sent", or what went wrong, in code-like words
    std::optional<core::Instant> leased_until;
};

class JobReads {
  public:
    virtual ~JobReads() = default;
    virtual std::vector<JobState> jobs() = 0;
};

class JobWrites {
  public:
    virtual ~JobWrites() = default;
    /// The token of the lease; nothing when another process holds it. A lease that lies further ahead than `until` was
    /// made before the clock was set back, and counts as ended.
    virtual std::optional<std::int64_t> lease_job(std::string const& name, core::Instant now, core::Instant until) = 0;
    /// False, and nothing is changed, where the lease ran out and somebody else has the job.
    virtual bool finish_job(std::string const& name, std::int64_t lease, core::Instant at,
                            std::string const& result) = 0;
};

} // namespace habeas::storage
