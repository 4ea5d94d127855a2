#include "core/with_detail.hpp"

#include "core/casework_builder.hpp"

namespace habeas::core {

Decision with_detail(Decision decision, std::string const& name, std::string const& value) {
    return Casework::with_detail(std::move(decision), name, value);
}

Decision Casework::with_detail(Decision decision, std::string const& name, std::string const& value) {
    for (auto& entry : decision.audit_)
        entry.details.emplace_back(name, value);
    return decision;
}

} // namespace habeas::core
