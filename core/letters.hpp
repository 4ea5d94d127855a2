#pragma once
#include "core/vocabulary.hpp"

#include <algorithm>
#include <array>

// What kinds of letters have in common.
namespace habeas::core {

/// Holds the link that confirms an address, and nothing that anybody typed.
constexpr bool is_confirmation(LetterKind kind) {
    return kind == LetterKind::confirm_address || kind == LetterKind::confirm_reminder;
}

/// The letters that tell the requester what came of their request. Until one of them has arrived nothing is answered
/// for the person who waits.
inline constexpr std::array answer_letters{LetterKind::fulfilled, LetterKind::partially_fulfilled, LetterKind::denied,
                                           LetterKind::redirected, LetterKind::unsubscribed};

constexpr bool is_answer(LetterKind kind) {
    return std::ranges::find(answer_letters, kind) != answer_letters.end();
}

} // namespace habeas::core
