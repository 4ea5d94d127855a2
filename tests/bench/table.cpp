#include "tests/bench/table.hpp"

#include <algorithm>
#include <cstdio>

#include <fmt/core.h>

namespace habeas::bench {

Table::Table(std::string_view title, std::vector<std::string> heads, std::size_t first) {
    fmt::print("\n{}\n", title);
    for (auto const& head : heads)
        widths_.push_back(widths_.empty() ? std::max(first, head.size()) : std::max<std::size_t>(head.size(), 7));
    row(heads);
}

void Table::row(std::vector<std::string> const& cells) const {
    for (std::size_t i = 0; i < cells.size(); ++i)
        if (i == 0)
            fmt::print("  {:<{}}", cells[i], widths_[i]);
        else
            fmt::print("  {:>{}}", cells[i], widths_[i]);
    fmt::print("\n");
    std::fflush(stdout);
}

void Aims::add(std::string what, double measured, Wanted wanted, double aim, std::string unit) {
    aims_.push_back({std::move(what), measured, wanted, aim, std::move(unit)});
}

void Aims::print() const {
    fmt::print("\nAims\n");
    for (auto const& aim : aims_)
        fmt::print("  {:<52}  {:>9.3f}  aim {} {} {:<4}  {}\n", aim.what, aim.measured,
                   aim.wanted == Wanted::at_least ? "≥" : "≤", aim.aim, aim.unit, aim.met() ? "met" : "missed");
}

} // namespace habeas::bench
