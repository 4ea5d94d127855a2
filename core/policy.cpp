#include "core/policy.hpp"

#include <algorithm>

namespace habeas::core {

DeadlineRule const& Policy::rule_of(ClockName name) const {
    switch (name) {
    case ClockName::respond:
        return respond;
    case ClockName::acknowledge:
        return acknowledge;
    case ClockName::appeal:
        return appeal;
    }
    return respond;
}

bool Policy::needs_approval(RequestType type) const {
    return std::ranges::find(approval_required, type) != approval_required.end();
}

Evidence required_evidence(RequestType type) {
    switch (type) {
    case RequestType::access:
    case RequestType::correction:
    case RequestType::deletion:
        return Evidence::matched;
    case RequestType::unsubscribe:
        return Evidence::none;
    }
    return Evidence::matched;
}

} // namespace habeas::core
