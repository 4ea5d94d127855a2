#include "app/password_rules.hpp"

#include "app/common_words.hpp"
#include "core/letter_case.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace habeas::app {

namespace {

constexpr std::size_t fewest_characters = 12;
constexpr std::size_t most_characters = 128;
constexpr std::size_t fewest_different = 5;
constexpr std::size_t fewest_choices = 6;
constexpr std::size_t shortest_name = 4;
constexpr std::size_t shortest_brand = 5;

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}
bool is_figure(char c) {
    return c >= '0' && c <= '9';
}

/// Letters and figures alone.
std::string squeezed(std::string_view text) {
    std::string kept(text);
    std::erase_if(kept, [](char c) { return !is_letter(c) && !is_figure(c); });
    return kept;
}

/// The text as characters of one to four bytes.
std::vector<std::string_view> characters_of(std::string_view text) {
    std::vector<std::string_view> characters;
    for (std::size_t i = 0; i < text.size();) {
        auto end = i + 1;
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
            ++end;
        characters.push_back(text.substr(i, end - i));
        i = end;
    }
    return characters;
}

/// "abcabcab" repeats a part of three characters, at least twice; nothing where no part shorter than a whole password
/// repeats.
std::optional<std::size_t> repeated_part(std::vector<std::string_view> const& characters) {
    for (std::size_t part = 1; part < fewest_characters && 2 * part <= characters.size(); ++part)
        if (std::equal(characters.begin() + static_cast<std::ptrdiff_t>(part), characters.end(), characters.begin()))
            return part;
    return std::nullopt;
}

/// Rows in which people walk along, forwards and backwards.
constexpr std::string_view rows[] = {"abcdefghijklmnopqrstuvwxyz",
                                     "01234567890",
                                     "qwertyuiop",
                                     "asdfghjkl",
                                     "zxcvbnm",
                                     "qwertzuiop",
                                     "yxcvbnm",
                                     "azertyuiop",
                                     "qsdfghjklm",
                                     "wxcvbn",
                                     "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p"};

bool are_neighbours(std::string_view first, std::string_view second) {
    if (first == second) return true;
    if (first.size() != 1 || second.size() != 1) return false;
    std::string const forwards{first[0], second[0]};
    std::string const backwards{second[0], first[0]};
    return std::ranges::any_of(rows,
                               [&](std::string_view row) { return row.contains(forwards) || row.contains(backwards); });
}

/// How many choices somebody made who typed this: three or more characters in a row ("4567", "qwert", "aaa") were one.
std::size_t choices_in(std::vector<std::string_view> const& characters) {
    std::size_t choices = 0;
    for (std::size_t i = 0; i < characters.size();) {
        auto end = i + 1;
        while (end < characters.size() && are_neighbours(characters[end - 1], characters[end]))
            ++end;
        choices += end - i >= 3 ? 1 : end - i;
        i = end;
    }
    return choices;
}

/// Without what stands before the first and behind the last character that is to stay.
template <class Stays>
std::string core_of(std::string const& text, Stays stays) {
    auto const first = std::ranges::find_if(text, stays);
    auto const last = std::find_if(text.rbegin(), text.rend(), stays).base();
    return first < last ? std::string(first, last) : std::string{};
}

/// "p4ssw0rd" → "password": figures and signs written for letters that look like them.
std::string spelt_out(std::string text, char one) {
    for (char& c : text) {
        switch (c) {
        case '0':
            c = 'o';
            break;
        case '1':
        case '!':
            c = one;
            break;
        case '3':
            c = 'e';
            break;
        case '4':
        case '@':
            c = 'a';
            break;
        case '5':
        case '$':
            c = 's';
            break;
        case '7':
            c = 't';
            break;
        default:
            break;
        }
    }
    return text;
}

/// What is left of a password when the usual decoration is taken off: "Passw0rd!2026" → "password".
std::set<std::string> bare_words(std::string const& password) {
    std::set<std::string> words;
    for (auto const& text : {password, squeezed(password)})
        for (auto const& core : {text, core_of(text, is_letter), core_of(text, [](char c) { return !is_figure(c); })})
            for (auto const& word : {core, spelt_out(core, 'i'), spelt_out(core, 'l')})
                words.insert(word);
    return words;
}

bool is_common(std::string const& password) {
    return std::ranges::any_of(bare_words(password), is_common_word);
}

bool repeats_itself(std::string const& password) {
    return std::ranges::any_of(bare_words(password), [](std::string const& word) {
        auto const characters = characters_of(word);
        return characters.size() >= fewest_characters / 2 && repeated_part(characters).has_value();
    });
}

bool holds(std::string const& password, std::string_view name, std::size_t shortest) {
    auto const bare = squeezed(core::lower_case(name));
    return bare.size() >= shortest && squeezed(password).contains(bare);
}

bool holds_company(std::string const& password, std::string_view company) {
    // Companies go by the first word of their name.
    return holds(password, company, shortest_name) ||
           holds(password, company.substr(0, company.find(' ')), shortest_brand);
}

/// What is wrong, in words for the person; empty where nothing is.
std::string_view mistake_in(std::string_view password, PasswordOwner const& owner) {
    auto const small = core::lower_case(password);
    auto const characters = characters_of(small);
    if (characters.size() < fewest_characters) return "Use at least 12 characters.";
    if (characters.size() > most_characters) return "Use at most 128 characters.";
    if (std::set(characters.begin(), characters.end()).size() < fewest_different)
        return "This is the same few characters again and again. Use several different words.";
    if (holds(small, owner.login.substr(0, owner.login.find('@')), shortest_name))
        return "Leave your e-mail address out of your password: it is the first thing that others try.";
    if (holds_company(small, owner.company))
        return "Leave the company's name out of your password: it is the first thing that others try.";
    if (repeats_itself(small))
        return "This repeats itself. Use several different words, such as four that do not belong together.";
    if (choices_in(characters) < fewest_choices)
        return "Do not use characters that follow each other, such as 1234 or qwerty. Use several different words.";
    if (is_common(small))
        return "This is a common password, or one word with something around it. Use several different words, such as "
               "four that do not belong together.";
    return {};
}

} // namespace

core::Result<void> check_new_password(std::string_view password, PasswordOwner const& owner) {
    auto const mistake = mistake_in(password, owner);
    if (!mistake.empty()) return core::fail({{"new_password", std::string(mistake)}});
    return {};
}

} // namespace habeas::app
