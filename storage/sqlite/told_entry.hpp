#pragma once
#include "core/audit.hpp"
#include "core/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// What an entry of the chain says, and the words for a table that says otherwise.
namespace habeas::storage::sqlite {

std::optional<std::int64_t> number_of(std::optional<std::string_view> text);

std::string differs(std::string_view what, std::string_view stored, std::string_view told);
std::string not_told(std::string_view what);
std::string not_stored(std::string_view what);

/// A day as the chain tells it, in four bytes. Entries of before tell of some days the moment only: then the day is one
/// of those that the moment has on earth.
class ToldDay {
  public:
    /// No day: the column is empty.
    ToldDay() = default;
    static ToldDay of(core::Day day);
    static ToldDay near(core::Instant at);
    /// Some day, or (`anything`) perhaps none: the entries do not tell.
    static ToldDay some() { return {0, Kind::some}; }
    static ToldDay anything() { return {0, Kind::anything}; }

    /// This day, or the other where it is none.
    ToldDay or_else(ToldDay other) const { return kind_ == Kind::none ? other : *this; }
    /// Whether a column with this value agrees.
    bool allows(std::optional<std::int64_t> stored) const;
    std::string words() const;
    static std::string words_of(std::optional<std::int64_t> stored);

  private:
    enum class Kind : std::uint32_t { none, exact, near, some, anything };
    ToldDay(std::int64_t number, Kind kind)
        : number_(static_cast<std::int32_t>(number))
        , kind_(kind) {}
    std::int32_t number_ : 29 {}; ///< days since 1970: to beyond any calendar of ours
    Kind kind_ : 3 {Kind::none};
};

} // namespace habeas::storage::sqlite
