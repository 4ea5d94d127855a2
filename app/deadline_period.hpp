#pragma once
#include "core/decision.hpp"
#include "core/error.hpp"
#include "core/time.hpp"

#include <cstddef>
#include <optional>
#include <string>

// The deadline report is asked for on a page, over the API and on the command line: what they have in common.
namespace habeas::app {

/// Which requests a deadline report speaks of, by day of receipt, and as of the end of which day.
struct DeadlinePeriod {
    core::Day from{};
    core::Day to{};
    core::Day as_of{};

    /// The last day of receipt that counts: what came in after the day the report speaks of was not known then.
    core::Day until() const;
    friend bool operator==(DeadlinePeriod const&, DeadlinePeriod const&) = default;
};

/// This year up to today: what is meant where nobody says.
DeadlinePeriod year_to_date(core::Day today);

/// The days as somebody typed them; nothing where they did not say.
struct TypedPeriod {
    std::optional<std::string> from;
    std::optional<std::string> to;
    std::optional<std::string> as_of;
};

/// Days are written 2026-03-01; `from` is by default the first day of the year of `to`, and `as_of` is no day of the
/// future: figures of tomorrow would be taken for facts. Fails with `invalid`, naming `from`, `to` and `as_of`.
core::Result<DeadlinePeriod> read_period(TypedPeriod const& typed, core::Day today);

/// `invalid` at `from` and `to` where a report has more rows than `limits.report_rows` allows.
core::Result<void> check_rows(std::size_t rows, int most);

/// "exports" are audited (security requirement 41): who took which period. The copy leaves once this is durable.
core::Decision exported(DeadlinePeriod const& period, std::size_t rows, core::Stamp const& stamp);

} // namespace habeas::app
