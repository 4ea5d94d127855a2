#include "core/decision.hpp"

namespace habeas::core {

Decision Decision::record(Stamp const& stamp, std::string action,
                          std::vector<std::pair<std::string, std::string>> details, std::optional<RequestId> about) {
    Decision decision;
    decision.audit_.push_back({std::move(action), about, stamp.actor, stamp.at, std::move(details), {}});
    return decision;
}

Decision Decision::resume(Stamp const& stamp, EmailAddress const& address, std::vector<Topic> const& topics) {
    std::string codes;
    for (auto const topic : topics)
        codes += (codes.empty() ? "" : ",") + std::string{code(topic)};
    // Whose preference it is stays out of the trail, which survives every erasure.
    auto decision = record(stamp, "preferences.resumed", {{"topics", codes}});
    for (auto const topic : topics)
        decision.resumptions_.push_back({address, topic});
    return decision;
}

} // namespace habeas::core
