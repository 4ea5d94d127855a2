#include "core/decision.hpp"

namespace habeas::core {

Decision Decision::record(Stamp const& stamp, std::string action,
                          std::vector<std::pair<std::string, std::string>> details, std::optional<RequestId> about) {
    Decision decision;
    decision.audit_.push_back({std::move(action), about, stamp.actor, stamp.at, std::move(details), {}});
    return decision;
}

} // namespace habeas::core
