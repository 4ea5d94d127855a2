#pragma once
#include "app/http/forms.hpp"
#include "core/error.hpp"
#include "core/time.hpp"

#include <optional>
#include <string>
#include <vector>

namespace habeas::app::pages {

/// Which requests a deadline report speaks of, and as of the end of which day.
struct ReportPeriod {
    core::Day from{};
    core::Day to{};
    core::Day as_of{};

    /// "?from=2026-01-01&to=2026-11-24&as_of=2026-11-24"
    std::string query() const;
};

/// The period a person asked for, or this year to date; what was wrong with it by field.
struct AskedPeriod {
    ReportPeriod period;
    std::vector<core::FieldError> mistakes;
};

AskedPeriod read_period(http::Form const& query, core::Day today);

} // namespace habeas::app::pages
