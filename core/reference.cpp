#include "core/reference.hpp"

#include "core/crypto.hpp"

#include <algorithm>
#include <stdexcept>

namespace habeas::core {

namespace {

/// No vowels, so that no word appears by chance, and no L, which is read as 1. 29 is prime: see check_digit().
constexpr std::string_view alphabet = "0123456789BCDFGHJKMNPQRSTVWXZ";
constexpr std::uint64_t base = 29;
static_assert(alphabet.size() == base);

constexpr std::size_t places = 7;
constexpr std::string_view prefix = "DSR";

consteval std::uint64_t count_of_numbers() {
    std::uint64_t count = 1;
    for (std::size_t i = 0; i < places; ++i)
        count *= base;
    return count;
}
constexpr std::uint64_t numbers = count_of_numbers();

// The permutation is a Feistel network over two unequal halves, four digits and three: together they are exactly the
// range of numbers, so nothing ever falls outside it.
constexpr std::uint64_t left_size = base * base * base * base;
constexpr std::uint64_t right_size = base * base * base;
static_assert(left_size * right_size == numbers);
constexpr unsigned rounds = 10;

using ShortKey = std::array<std::byte, 16>;

std::uint64_t round_value(ShortKey const& key, unsigned round, std::uint64_t half) {
    std::array const input{std::byte(round), std::byte(half), std::byte(half >> 8), std::byte(half >> 16)};
    return short_hash(key, input);
}
static_assert(left_size <= 1U << 24, "a half must fit into three bytes");

std::uint64_t permute(ShortKey const& key, std::uint64_t value) {
    auto left = value / right_size;
    auto right = value % right_size;
    for (unsigned round = 0; round < rounds; round += 2) {
        left = (left + round_value(key, round, right) % left_size) % left_size;
        right = (right + round_value(key, round + 1, left) % right_size) % right_size;
    }
    return left * right_size + right;
}

std::uint64_t permute_back(ShortKey const& key, std::uint64_t value) {
    auto left = value / right_size;
    auto right = value % right_size;
    for (unsigned round = rounds; round > 0; round -= 2) {
        right = (right + right_size - round_value(key, round - 1, left) % right_size) % right_size;
        left = (left + left_size - round_value(key, round - 2, right) % left_size) % left_size;
    }
    return left * right_size + right;
}

using Digits = std::array<std::uint64_t, places + 1>;

/// Digits times the weights 8, 7 … 2, and 1 for the check digit, must sum up to a multiple of 29. Because 29 is prime
/// and the weights differ, one wrong character and any two swapped ones always break the sum.
std::uint64_t weighted_sum(Digits const& digits) {
    std::uint64_t sum{};
    for (std::size_t i = 0; i < digits.size(); ++i)
        sum += digits[i] * (digits.size() - i);
    return sum % base;
}

std::optional<Digits> read_digits(std::string_view typed) {
    std::string plain;
    for (char each : typed) {
        if (each == '-' || each == ' ') continue;
        if (each >= 'a' && each <= 'z') each = static_cast<char>(each - 'a' + 'A');
        plain.push_back(each);
        if (plain.size() > prefix.size() + places + 1) return std::nullopt;
    }
    // Its letters are in the alphabet too: only the length tells a prefix from digits.
    if (plain.size() == prefix.size() + places + 1 && plain.starts_with(prefix)) plain.erase(0, prefix.size());
    if (plain.size() != places + 1) return std::nullopt;
    Digits digits{};
    for (std::size_t i = 0; i < digits.size(); ++i) {
        auto const at = alphabet.find(plain[i]);
        if (at == std::string_view::npos) return std::nullopt;
        digits[i] = at;
    }
    return digits;
}

} // namespace

ReferenceCodec::ReferenceCodec(std::array<std::byte, 16> const& key)
    : key_(key) {}

Reference ReferenceCodec::encode(RequestId id) const {
    if (id.value < 1 || static_cast<std::uint64_t>(id.value) >= numbers)
        throw std::out_of_range("no reference for this row number");
    auto seen = permute(key_, static_cast<std::uint64_t>(id.value));

    Digits digits{};
    for (std::size_t i = places; i-- > 0; seen /= base)
        digits[i] = seen % base;
    digits[places] = (base - weighted_sum(digits)) % base;

    std::string text{prefix};
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i % 4 == 0) text.push_back('-');
        text.push_back(alphabet[digits[i]]);
    }
    return Reference{std::move(text)};
}

std::optional<RequestId> ReferenceCodec::decode(std::string_view typed) const {
    auto const digits = read_digits(typed);
    if (!digits || weighted_sum(*digits) != 0) return std::nullopt;
    std::uint64_t seen{};
    for (std::size_t i = 0; i < places; ++i)
        seen = seen * base + (*digits)[i];
    auto const id = permute_back(key_, seen);
    if (id == 0) return std::nullopt;
    return RequestId{static_cast<std::int64_t>(id)};
}

} // namespace habeas::core
