#pragma once
#include "app/access_log.hpp"
#include "storage/store.hpp"

#include <string>

namespace habeas::app::api {

/// What /metrics says of the data: counts alone.
struct MeasuredStore {
    storage::QueueCounts counts;
    std::int64_t letters_owed{};
    std::int64_t letters_dead{};
    std::int64_t audit_entries{};
};

/// Prometheus' text format. How long the certificate still lasts is said only where TLS ends here.
std::string metrics_text(MeasuredStore const& measured, storage::Store::Figures const& figures, bool ready,
                         WireFigures const& wire, core::Instant now);

} // namespace habeas::app::api
