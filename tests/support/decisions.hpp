#pragma once
#include "core/decision.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

// Short questions to a Decision, so that a test can check state, audit entry and letter together.
namespace habeas::testing {

/// The value of a name in facts or details; "(none)" where it is missing.
inline std::string value_of(std::vector<std::pair<std::string, std::string>> const& pairs, std::string_view name) {
    for (auto const& [each, value] : pairs)
        if (each == name) return value;
    return "(none)";
}

/// The kinds of the letters owed, in order, such as "fulfilled" or "deadline_escalation deadline_escalation".
inline std::string letters_of(core::Decision const& decision) {
    std::string kinds;
    for (auto const& letter : decision.letters())
        kinds += (kinds.empty() ? "" : " ") + std::string{core::code(letter.kind)};
    return kinds;
}

/// The actions of the audit entries, in order.
inline std::string actions_of(core::Decision const& decision) {
    std::string actions;
    for (auto const& entry : decision.audit())
        actions += (actions.empty() ? "" : " ") + entry.action;
    return actions;
}

inline std::string fact(core::Decision const& decision, std::string_view name, std::size_t letter = 0) {
    return letter < decision.letters().size() ? value_of(decision.letters()[letter].facts, name) : "(no letter)";
}

inline std::string detail(core::Decision const& decision, std::string_view name, std::size_t entry = 0) {
    return entry < decision.audit().size() ? value_of(decision.audit()[entry].details, name) : "(no entry)";
}

/// The fields an error names, in order: "subject.name subject.email".
inline std::string fields_of(std::vector<core::FieldError> const& mistakes) {
    std::string fields;
    for (auto const& mistake : mistakes)
        fields += (fields.empty() ? "" : " ") + mistake.field;
    return fields;
}

/// The code word of how a verb answered: "done", or the error's.
template <class T>
std::string answer(core::Result<T> const& result) {
    if (result) return "done";
    return std::string{core::code(result.error().code)};
}

} // namespace habeas::testing
