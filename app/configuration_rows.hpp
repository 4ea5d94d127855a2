#pragma once
#include "app/configuration_checks.hpp"
#include "app/configuration_table.hpp"
#include "core/words.hpp"

#include <chrono>
#include <type_traits>
#include <vector>

// How a row of the table is made from a member of Configuration: the member's type decides how its text is read.
namespace habeas::app::configuration {

std::vector<Option> service_options();
std::vector<Option> casework_options();

template <class Member>
concept Vocabulary = std::is_enum_v<Member> && requires { core::Words<Member>::list; };

template <class Word>
std::optional<std::string> not_a_word(std::string_view text) {
    std::vector<std::string_view> words;
    for (auto const& [value, word] : core::words_of<Word>())
        words.push_back(word);
    return one_of_words(words) + ", not \"" + std::string(text) + "\"";
}

/// Reads and assigns one kind of member; `type` is what its text is parsed as.
template <class Member>
struct Stored {
    static_assert(std::is_integral_v<Member>);
    static constexpr auto type = ValueType::whole_number;
    static std::optional<std::string> assign(Member& member, Value const& value) {
        member = static_cast<Member>(std::get<std::int64_t>(value));
        return std::nullopt;
    }
};

template <class Rep, class Period>
struct Stored<std::chrono::duration<Rep, Period>> {
    static constexpr auto type = ValueType::whole_number;
    static std::optional<std::string> assign(std::chrono::duration<Rep, Period>& member, Value const& value) {
        member = std::chrono::duration<Rep, Period>(std::get<std::int64_t>(value));
        return std::nullopt;
    }
};

template <>
struct Stored<std::string> {
    static constexpr auto type = ValueType::text;
    static std::optional<std::string> assign(std::string& member, Value const& value) {
        member = std::get<std::string>(value);
        return std::nullopt;
    }
};

template <>
struct Stored<std::vector<std::string>> {
    static constexpr auto type = ValueType::text_list;
    static std::optional<std::string> assign(std::vector<std::string>& member, Value const& value) {
        member = std::get<std::vector<std::string>>(value);
        return std::nullopt;
    }
};

template <>
struct Stored<std::vector<int>> {
    static constexpr auto type = ValueType::number_list;
    static std::optional<std::string> assign(std::vector<int>& member, Value const& value) {
        member.clear();
        for (auto const number : std::get<std::vector<std::int64_t>>(value))
            member.push_back(static_cast<int>(number));
        return std::nullopt;
    }
};

template <Vocabulary Word>
struct Stored<Word> {
    static constexpr auto type = ValueType::text;
    static std::optional<std::string> assign(Word& member, Value const& value) {
        auto const& text = std::get<std::string>(value);
        auto const word = core::parse<Word>(text);
        if (!word) return not_a_word<Word>(text);
        member = *word;
        return std::nullopt;
    }
};

template <Vocabulary Word>
struct Stored<std::vector<Word>> {
    static constexpr auto type = ValueType::text_list;
    static std::optional<std::string> assign(std::vector<Word>& member, Value const& value) {
        std::vector<Word> words;
        for (auto const& text : std::get<std::vector<std::string>>(value)) {
            auto const word = core::parse<Word>(text);
            if (!word) return not_a_word<Word>(text);
            words.push_back(*word);
        }
        member = std::move(words);
        return std::nullopt;
    }
};

template <auto Access>
Option row(std::string_view key, std::string_view default_text, Check check, std::string_view help,
           Secrecy secrecy = Secrecy::open) {
    using Member = std::remove_reference_t<decltype(Access(std::declval<Configuration&>()))>;
    return {.key = key,
            .type = Stored<Member>::type,
            .default_text = default_text,
            .check = std::move(check),
            .help = help,
            .secrecy = secrecy,
            .store = [](Configuration& configuration, Value const& value) {
                return Stored<Member>::assign(Access(configuration), value);
            }};
}

// A macro, because only one can make the key out of the member's name: the two can never differ.
#define HABEAS_OPTION(member, ...)                                                                                     \
    row<[](Configuration& configuration) -> auto& { return configuration.member; }>(#member, __VA_ARGS__)

} // namespace habeas::app::configuration
