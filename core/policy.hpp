#pragma once
#include "core/deadline.hpp"
#include "core/vocabulary.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace habeas::core {

/// What a deployment has decided: the rules that casework follows. Made once from the configuration.
struct Policy {
    DeadlineRule respond{"policy-30-days", 30, 30,
                         "Requests to access, change, or delete your information will be handled within 30 days."};
    DeadlineRule acknowledge{"policy-acknowledge-30-days", 30, 0, "We will acknowledge their request within 30 days."};
    DeadlineRule appeal{"policy-30-days-appeal", 30, 0,
                        "Requests to access, change, or delete your information will be handled within 30 days."};
    std::vector<int> remind_days_before{14, 7, 3, 1, 0};
    std::vector<int> remind_days_over{1, 3, 7}; ///< then every seven days
    int due_soon_days{7};
    std::vector<RequestType> approval_required{RequestType::correction, RequestType::deletion};
    std::chrono::hours unverified_reminder{24};
    int unverified_expiry_days{7};
    /// The same for requests that staff or a program of the company entered; nothing: as for the others.
    std::optional<int> entered_expiry_days;
    std::chrono::hours link_lifetime{24};
    std::vector<std::string> categories{"contact",     "billing", "optional",     "navigational",
                                        "testimonial", "forum",   "customer_data"};

    DeadlineRule const& rule_of(ClockName name) const;
    bool needs_approval(RequestType type) const;
};

/// The evidence a type needs before it can be fulfilled: `matched` where data is given out, changed or deleted;
/// nothing for an unsubscribe, which must not ask who is asking (RULES rows 9, 16, 34).
Evidence required_evidence(RequestType type);

} // namespace habeas::core
