#include "app/policy.hpp"

#include <fmt/format.h>

namespace habeas::app {

core::Policy make_policy(Configuration const& configuration) {
    auto const& deadlines = configuration.deadlines;
    core::Policy policy;
    policy.respond = {.id = fmt::format("policy-{}-days", deadlines.respond_days),
                      .days = deadlines.respond_days,
                      .extension_days = deadlines.extension_days,
                      .sentence = deadlines.respond_sentence};
    policy.acknowledge = {.id = fmt::format("policy-acknowledge-{}-days", deadlines.acknowledge_days),
                          .days = deadlines.acknowledge_days,
                          .extension_days = 0,
                          .sentence = deadlines.acknowledge_sentence};
    policy.appeal = {.id = fmt::format("policy-{}-days-appeal", deadlines.appeal_days),
                     .days = deadlines.appeal_days,
                     .extension_days = 0,
                     .sentence = deadlines.appeal_sentence};
    policy.remind_days_before = deadlines.remind_days_before;
    policy.remind_days_over = deadlines.remind_days_over;
    policy.due_soon_days = deadlines.due_soon_days;
    policy.approval_required = deadlines.approval_required;
    policy.unverified_reminder = deadlines.unverified_reminder_hours;
    policy.unverified_expiry_days = deadlines.unverified_expiry_days;
    if (deadlines.entered_expiry_days > 0) policy.entered_expiry_days = deadlines.entered_expiry_days;
    policy.link_lifetime = deadlines.link_lifetime_hours;
    policy.categories.clear();
    for (auto const& category : configuration.categories)
        policy.categories.push_back(category.id);
    return policy;
}

} // namespace habeas::app
