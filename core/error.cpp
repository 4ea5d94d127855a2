#include "core/error.hpp"

#include <algorithm>
#include <utility>

namespace habeas::core {

namespace {

bool is_within(std::string const& field, std::string const& whole) {
    return field == whole || field.starts_with(whole + ".");
}

} // namespace

void add_findings(std::vector<FieldError>& mistakes, std::vector<FieldError> findings) {
    for (auto& finding : findings) {
        auto const is_known = std::ranges::any_of(
            mistakes, [&](FieldError const& mistake) { return is_within(finding.field, mistake.field); });
        if (!is_known) mistakes.push_back(std::move(finding));
    }
}

} // namespace habeas::core
