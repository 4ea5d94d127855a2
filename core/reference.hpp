#pragma once
#include "core/error.hpp"
#include "core/identifiers.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace habeas::core {

/// The public number of a request, such as `DSR-7Q2M-K4XN`: no vowels, a check character, not guessable, not
/// sequential. Always in canonical form (upper case, with dashes).
class Reference {
  public:
    Reference() = default;
    std::string const& text() const { return text_; }
    friend auto operator<=>(Reference const&, Reference const&) = default;

  private:
    friend class ReferenceCodec;
    explicit Reference(std::string text)
        : text_(std::move(text)) {}
    std::string text_;
};

/// References are row numbers seen through a keyed permutation, so they are decoded, not looked up.
/// The key is 16 bytes and must never change for a database.
class ReferenceCodec {
  public:
    explicit ReferenceCodec(std::array<std::byte, 16> const& key);

    /// The reference of a row number (1 … 29^7 - 1, that is 17 thousand million).
    Reference encode(RequestId id) const;

    /// Reads what a person typed: any case, dashes and spaces optional, the prefix optional. Nothing where a character
    /// or the check character is wrong. That the row exists is for the store to say.
    std::optional<RequestId> decode(std::string_view typed) const;

  private:
    std::array<std::byte, 16> key_;
};

} // namespace habeas::core
