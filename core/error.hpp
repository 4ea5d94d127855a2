#pragma once
#include "core/words.hpp"

#include <expected>
#include <string>
#include <vector>

namespace habeas::core {

enum class ErrorCode {
    malformed,       ///< cannot be read at all
    invalid,         ///< readable, but one or more fields break a rule
    unauthenticated, ///< nobody is signed in
    forbidden,       ///< this role or scope may not
    not_found,       ///< no such thing, or not this person's
    conflict,        ///< somebody changed it meanwhile
    not_allowed_now, ///< the state machine has no such step from here
    too_many,        ///< a rate or budget is used up
    unavailable,     ///< the store cannot take work just now
};

template <>
struct Words<ErrorCode> {
    static constexpr std::pair<ErrorCode, std::string_view> list[] = {
        {ErrorCode::malformed, "malformed"},
        {ErrorCode::invalid, "invalid"},
        {ErrorCode::unauthenticated, "unauthenticated"},
        {ErrorCode::forbidden, "forbidden"},
        {ErrorCode::not_found, "not_found"},
        {ErrorCode::conflict, "conflict"},
        {ErrorCode::not_allowed_now, "not_allowed_now"},
        {ErrorCode::too_many, "too_many"},
        {ErrorCode::unavailable, "unavailable"},
    };
};

/// One field's mistake, in words for the person who typed it.
struct FieldError {
    std::string field; ///< wire name, such as `subject.email`
    std::string message;
    friend bool operator==(FieldError const&, FieldError const&) = default;
};

/// Adds findings to mistakes that are known already, but none about a field that is named, or is part of one that is:
/// where `subject` is no object, nobody needs to hear that `subject.name` is missing.
void add_findings(std::vector<FieldError>& mistakes, std::vector<FieldError> findings);

/// A person's mistake. The code is for machines, the message for the person, the detail for the log alone
/// (never personal data in it).
struct Error {
    ErrorCode code{};
    std::string message;
    std::string detail;
    std::vector<FieldError> fields;
};

template <class T>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> fail(ErrorCode code, std::string message, std::string detail = {}) {
    return std::unexpected(Error{code, std::move(message), std::move(detail), {}});
}

inline std::unexpected<Error> fail(std::vector<FieldError> fields) {
    return std::unexpected(Error{ErrorCode::invalid, "Some answers need your attention.", {}, std::move(fields)});
}

} // namespace habeas::core
