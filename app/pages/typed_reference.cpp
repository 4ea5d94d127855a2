#include "app/pages/typed_reference.hpp"

#include <utility>

namespace habeas::app::pages {

namespace {

constexpr std::pair<std::string_view, char> look_alikes[] = {
    {"\u2010", '-'}, {"\u2011", '-'}, {"\u2012", '-'}, {"\u2013", '-'}, {"\u2014", '-'}, {"\u2015", '-'},
    {"\u2212", '-'}, {"\u00A0", ' '}, {"\u2007", ' '}, {"\u2009", ' '}, {"\u202F", ' '}, {"\u3000", ' '},
};

/// "Ａ" is U+FF21: full-width forms are the ASCII ones moved by 0xFEE0 ("Halfwidth and Fullwidth Forms", Unicode). In
/// UTF-8 U+FF01 to U+FF3F begin with EF BC, U+FF40 to U+FF5E with EF BD.
char plain_of_wide(std::string_view text) {
    if (text.size() < 3 || text[0] != '\xEF' || (text[1] != '\xBC' && text[1] != '\xBD')) return '\0';
    auto const low = static_cast<unsigned char>(text[2]) & 0x3F;
    auto const plain = (text[1] == '\xBC' ? 0x20 : 0x60) + low;
    return plain > 0x20 && plain < 0x7F ? static_cast<char>(plain) : '\0';
}

} // namespace

std::string typed_reference(std::string_view typed) {
    std::string plain;
    while (!typed.empty()) {
        std::size_t length = 1;
        auto letter = typed.front();
        if (auto const wide = plain_of_wide(typed); wide != '\0') {
            letter = wide;
            length = 3;
        }
        for (auto const& [look_alike, meant] : look_alikes)
            if (typed.starts_with(look_alike)) {
                letter = meant;
                length = look_alike.size();
            }
        plain += letter;
        typed.remove_prefix(length);
    }
    return plain;
}

} // namespace habeas::app::pages
