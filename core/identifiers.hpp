#pragma once
#include <compare>
#include <cstdint>
#include <functional>

namespace habeas::core {

/// A row number that knows what it numbers: a RequestId cannot be passed where a StaffId is meant.
template <class Tag>
struct Id {
    std::int64_t value{};
    friend auto operator<=>(Id const&, Id const&) = default;
};

using RequestId = Id<struct RequestTag>;
using StaffId = Id<struct StaffTag>;
using TokenId = Id<struct TokenTag>;
using LetterId = Id<struct LetterTag>;
using MessageId = Id<struct MessageTag>;
using AuditSequence = Id<struct AuditTag>;

} // namespace habeas::core

template <class Tag>
struct std::hash<habeas::core::Id<Tag>> {
    std::size_t operator()(habeas::core::Id<Tag> id) const noexcept { return std::hash<std::int64_t>{}(id.value); }
};
