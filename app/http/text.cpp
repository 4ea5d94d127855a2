#include "app/http/text.hpp"

#include "core/letter_case.hpp"

#include <algorithm>
#include <cstdint>

namespace habeas::app::http {
namespace {

int hex_digit(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    auto const letter = core::lower_case(digit);
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

/// Bytes that follow a first byte, and the smallest code point which may be written that long.
struct Sequence {
    std::size_t following;
    std::uint32_t bits;
    std::uint32_t least;
};

std::optional<Sequence> sequence_of(unsigned char first) {
    if (first < 0x80) return Sequence{0, first, 0};
    if ((first & 0xE0) == 0xC0) return Sequence{1, first & 0x1FU, 0x80};
    if ((first & 0xF0) == 0xE0) return Sequence{2, first & 0x0FU, 0x800};
    if ((first & 0xF8) == 0xF0) return Sequence{3, first & 0x07U, 0x10000};
    return std::nullopt;
}

} // namespace

bool is_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const sequence = sequence_of(static_cast<unsigned char>(text[i]));
        if (!sequence || text.size() - i <= sequence->following) return false;
        auto point = sequence->bits;
        for (std::size_t n = 0; n < sequence->following; ++n) {
            auto const byte = static_cast<unsigned char>(text[++i]);
            if ((byte & 0xC0) != 0x80) return false;
            point = (point << 6) | (byte & 0x3FU);
        }
        auto const surrogate = point >= 0xD800 && point <= 0xDFFF;
        if (point < sequence->least || point > 0x10FFFF || surrogate) return false;
    }
    return true;
}

std::optional<std::string> percent_decoded(std::string_view text, Plus plus) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plus == Plus::is_space) {
            decoded += ' ';
        } else if (text[i] == '%') {
            if (text.size() - i < 3) return std::nullopt;
            auto const high = hex_digit(text[i + 1]);
            auto const low = hex_digit(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            decoded += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            decoded += text[i];
        }
    }
    return decoded;
}

bool is_token(std::string_view text) {
    // token = 1*tchar (RFC 9110 §5.6.2)
    static constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || (core::lower_case(c) >= 'a' && core::lower_case(c) <= 'z') ||
               marks.contains(c);
    });
}

std::string_view trimmed(std::string_view text) {
    auto const start = text.find_first_not_of(" \t");
    if (start == std::string_view::npos) return {};
    return text.substr(start, text.find_last_not_of(" \t") - start + 1);
}

bool equal_ignoring_case(std::string_view left, std::string_view right) {
    return left.size() == right.size() && std::ranges::equal(left, right, [](char a, char b) {
               return a == b || core::lower_case(a) == core::lower_case(b);
           });
}

std::string_view parameter_in(std::string_view parameters, std::string_view name) {
    while (!parameters.empty()) {
        auto value = trimmed(next_part(parameters, ';'));
        if (!equal_ignoring_case(trimmed(next_part(value, '=')), name)) continue;
        value = trimmed(value);
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
        return value;
    }
    return {};
}

std::string hexadecimal(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (auto const byte : bytes) {
        text += digits[static_cast<unsigned char>(byte) >> 4];
        text += digits[static_cast<unsigned char>(byte) & 15];
    }
    return text;
}

} // namespace habeas::app::http
