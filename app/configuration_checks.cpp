#include "app/configuration_checks.hpp"

#include "app/company_calendar.hpp"
#include "core/personal.hpp"
#include "core/whole_number.hpp"

#include <algorithm>
#include <array>

#include <arpa/inet.h>
#include <fmt/format.h>

namespace habeas::app::configuration {
namespace {

using Problem = std::optional<std::string>;

/// A check of every text in a value: the value itself, or each item of a list.
Check each_text(std::function<Problem(std::string const&)> check) {
    return [check = std::move(check)](Value const& value) -> Problem {
        if (auto const* const text = std::get_if<std::string>(&value)) return check(*text);
        for (auto const& item : std::get<std::vector<std::string>>(value))
            if (auto problem = check(item)) return problem;
        return std::nullopt;
    };
}

Check allow_empty(Check check) {
    return [check = std::move(check)](Value const& value) -> Problem {
        auto const* const text = std::get_if<std::string>(&value);
        return text && text->empty() ? std::nullopt : check(value);
    };
}

bool has_control_character(std::string_view text) {
    return std::ranges::any_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

Problem beyond(std::int64_t number, std::int64_t least, std::int64_t most) {
    if (number >= least && number <= most) return std::nullopt;
    return fmt::format("must be between {} and {}, not {}", least, most, number);
}

Check ordered(std::int64_t least, std::int64_t most, std::string_view word,
              bool (*in_order)(std::int64_t, std::int64_t)) {
    return [=](Value const& value) -> Problem {
        auto const& numbers = std::get<std::vector<std::int64_t>>(value);
        for (auto const number : numbers)
            if (auto problem = beyond(number, least, most)) return problem;
        auto const wrong = std::ranges::adjacent_find(
            numbers, [in_order](std::int64_t first, std::int64_t second) { return !in_order(first, second); });
        if (wrong != numbers.end()) return fmt::format("must be {} numbers", word);
        return std::nullopt;
    };
}

/// The part of an URL behind its scheme; nothing where the scheme is another or the text cannot be an URL.
std::optional<std::string_view> behind_scheme(std::string_view text) {
    if (has_control_character(text) || text.find_first_of(" \"<>\\") != std::string_view::npos) return std::nullopt;
    for (std::string_view const scheme : {"https://", "http://"})
        if (text.starts_with(scheme) && text.size() > scheme.size() && text[scheme.size()] != '/')
            return text.substr(scheme.size());
    return std::nullopt;
}

bool is_address(std::string const& text) {
    std::array<unsigned char, sizeof(in6_addr)> bytes{};
    return inet_pton(AF_INET, text.c_str(), bytes.data()) == 1 || inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1;
}

bool is_network(std::string const& text) {
    auto const slash = text.find('/');
    auto const address = text.substr(0, slash);
    if (!is_address(address)) return false;
    if (slash == std::string::npos) return true;
    auto const bits = core::whole_number<unsigned>(std::string_view{text}.substr(slash + 1));
    auto const most = address.find(':') == std::string::npos ? 32U : 128U;
    return bits.has_value() && *bits <= most;
}

} // namespace

Check any() {
    return [](Value const&) { return std::nullopt; };
}

Check between(std::int64_t least, std::int64_t most) {
    return [=](Value const& value) -> Problem {
        if (auto const* const number = std::get_if<std::int64_t>(&value)) return beyond(*number, least, most);
        auto const& numbers = std::get<std::vector<std::int64_t>>(value);
        if (numbers.empty()) return "must have at least one number";
        for (auto const number : numbers)
            if (auto problem = beyond(number, least, most)) return problem;
        return std::nullopt;
    };
}

Check filled() {
    auto const each = each_text([](std::string const& text) -> Problem {
        if (has_control_character(text)) return "must be without control characters";
        if (text.find_first_not_of(' ') == std::string::npos) return "must not be empty";
        return std::nullopt;
    });
    return [each](Value const& value) -> Problem {
        auto const* const list = std::get_if<std::vector<std::string>>(&value);
        return list && list->empty() ? Problem("must not be empty") : each(value);
    };
}

Check one_line() {
    return each_text([](std::string const& text) -> Problem {
        if (has_control_character(text)) return "must be without control characters";
        return std::nullopt;
    });
}

Check email_address() {
    return each_text([](std::string const& text) -> Problem {
        if (core::EmailAddress::parse(text)) return std::nullopt;
        return fmt::format("must be an e-mail address, not \"{}\"", text);
    });
}

Check email_address_or_empty() {
    return allow_empty(email_address());
}

Check url() {
    return each_text([](std::string const& text) -> Problem {
        if (behind_scheme(text)) return std::nullopt;
        return fmt::format("must be an address that begins with https:// or http://, not \"{}\"", text);
    });
}

Check url_or_empty() {
    return allow_empty(url());
}

Check origin_or_empty() {
    return allow_empty(each_text([](std::string const& text) -> Problem {
        auto const rest = behind_scheme(text);
        if (rest && rest->find_first_of("/?#@") == std::string_view::npos) return std::nullopt;
        return fmt::format(
            "must be https://host or http://host, with a port where needed and nothing after it, not \"{}\"", text);
    }));
}

Check ip_address() {
    return each_text([](std::string const& text) -> Problem {
        if (is_address(text)) return std::nullopt;
        return fmt::format("must be an IPv4 or IPv6 address, not \"{}\"", text);
    });
}

Check networks() {
    return [](Value const& value) -> Problem {
        std::vector<std::string> wrong;
        for (auto const& text : std::get<std::vector<std::string>>(value))
            if (!is_network(text)) wrong.push_back(fmt::format("\"{}\"", text));
        if (wrong.empty()) return std::nullopt;
        return fmt::format("must hold addresses or networks such as 10.0.0.0/8, not {}", fmt::join(wrong, " or "));
    };
}

Check time_zone() {
    return each_text([](std::string const& text) -> Problem {
        if (CompanyCalendar::knows(text)) return std::nullopt;
        return fmt::format("must be a zone of the tz database such as Europe/Berlin, not \"{}\"", text);
    });
}

Check colour() {
    return each_text([](std::string const& text) -> Problem {
        auto const digits = std::string_view(text).substr(text.empty() ? 0 : 1);
        if (text.size() == 7 && text.front() == '#' &&
            digits.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos)
            return std::nullopt;
        return fmt::format("must be a colour such as #0b6e6e, not \"{}\"", text);
    });
}

Check file_name() {
    return each_text([](std::string const& text) -> Problem {
        auto const fits = !text.empty() && text != "." && text != ".." && text.find('/') == std::string::npos &&
                          !has_control_character(text);
        if (fits) return std::nullopt;
        return fmt::format("must be a file name without a folder, not \"{}\"", text);
    });
}

Check falling(std::int64_t least, std::int64_t most) {
    return ordered(least, most, "falling", [](std::int64_t first, std::int64_t second) { return first > second; });
}

Check rising(std::int64_t least, std::int64_t most) {
    return ordered(least, most, "rising", [](std::int64_t first, std::int64_t second) { return first < second; });
}

Check sentence_with_days() {
    return each_text([](std::string const& text) -> Problem {
        if (has_control_character(text)) return "must be without control characters";
        if (text.find("{days}") == std::string::npos) return "must hold the placeholder {days}";
        return std::nullopt;
    });
}

std::string one_of_words(std::vector<std::string_view> const& words) {
    return fmt::format("must be one of: {}", fmt::join(words, ", "));
}

} // namespace habeas::app::configuration
