#include "storage/sqlite/told_entry.hpp"

#include "core/whole_number.hpp"
#include "storage/sqlite/columns.hpp"

#include <fmt/core.h>

namespace habeas::storage::sqlite {

std::optional<std::int64_t> number_of(std::optional<std::string_view> text) {
    return text ? core::whole_number(*text) : std::nullopt;
}

std::string differs(std::string_view what, std::string_view stored, std::string_view told) {
    return fmt::format("{}: {} in the table, {} in the chain", what, stored, told);
}

std::string not_told(std::string_view what) {
    return fmt::format("{}: in the table, but no entry of the chain tells of it", what);
}

std::string not_stored(std::string_view what) {
    return fmt::format("{}: in the chain, but not in the table", what);
}

ToldDay ToldDay::of(core::Day day) {
    return {number(day), Kind::exact};
}

ToldDay ToldDay::near(core::Instant at) {
    return {std::chrono::floor<std::chrono::days>(at).time_since_epoch().count(), Kind::near};
}

bool ToldDay::allows(std::optional<std::int64_t> stored) const {
    switch (kind_) {
    case Kind::none:
        return !stored;
    case Kind::exact:
        return stored == number_;
    case Kind::near: // no time zone is a whole day away from UTC
        return stored && *stored >= number_ - 1 && *stored <= number_ + 1;
    case Kind::some:
        return stored.has_value();
    case Kind::anything:
        return true;
    }
    return false;
}

std::string ToldDay::words() const {
    switch (kind_) {
    case Kind::none:
        return "none";
    case Kind::exact:
        return words_of(number_);
    case Kind::near:
        return "about " + words_of(number_);
    case Kind::some:
        return "some day";
    case Kind::anything:
        return "anything";
    }
    return {};
}

std::string ToldDay::words_of(std::optional<std::int64_t> stored) {
    if (!stored) return "none";
    bool const is_in_calendar = *stored > -no_due_day && *stored <= no_due_day;
    return is_in_calendar ? core::iso(day(*stored)) : fmt::format("day {}", *stored);
}

} // namespace habeas::storage::sqlite
