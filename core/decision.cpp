#include "core/decision.hpp"

namespace habeas::core {

Decision Decision::record(Stamp const& stamp, std::string action,
                          std::vector<std::pair<std::string, std::string>> details, std::optional<RequestId> about) {
    Decision decision;
    decision.audit_.push_back({std::move(action), about, stamp.actor, stamp.at, std::move(details), {}});
    return decision;
}

Decision Decision::new_password(Stamp const& stamp, std::string action, StaffId whose,
                                std::optional<std::chrono::hours> given_for) {
    auto decision = record(stamp, std::move(action), {{"staff", std::to_string(whose.value)}});
    Letter letter{LetterKind::password_changed, Addressee::member(whose), {{"changed_on", iso(stamp.on)}}};
    if (given_for) letter.facts.emplace_back("hours", std::to_string(given_for->count()));
    decision.letters_.push_back(std::move(letter));
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
