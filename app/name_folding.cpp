#include "app/name_folding.hpp"

#include <stdexcept>

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

namespace habeas::app {

namespace {

using Form = icu::Normalizer2 const*(UErrorCode&);

icu::UnicodeString normalized(Form& form, icu::UnicodeString const& text) {
    auto status = U_ZERO_ERROR;
    auto const* const normalizer = form(status);
    icu::UnicodeString result;
    if (normalizer != nullptr) normalizer->normalize(text, result, status);
    if (U_FAILURE(status)) throw std::runtime_error(std::string("ICU cannot fold a name: ") + u_errorName(status));
    return result;
}

/// The block "Combining Diacritical Marks" alone: accents of Latin, Greek and Cyrillic. Marks of other scripts, such as
/// the dakuten (U+3099) or the vowels of Arabic, make other words.
bool is_accent(char16_t unit) {
    return unit >= u'\u0300' && unit <= u'\u036F';
}

/// The dotless i has no capital of its own: case folding makes "IŞIK" an i with a dot, and "Işık" has both.
char16_t without_difference(char16_t unit) {
    return unit == u'\u0131' ? u'i' : unit;
}

icu::UnicodeString without_accents(icu::UnicodeString const& decomposed) {
    icu::UnicodeString bare;
    for (std::int32_t i = 0; i < decomposed.length(); ++i)
        if (!is_accent(decomposed[i])) bare.append(without_difference(decomposed[i]));
    return bare;
}

} // namespace

// NFKC_Casefold: "A mapping designed for best behavior when doing caseless matching of strings interpreted as
// identifiers." (Unicode Standard Annex 44)
std::string fold_name(std::string_view name) {
    auto const text = icu::UnicodeString::fromUTF8({name.data(), static_cast<std::int32_t>(name.size())});
    auto const folded = normalized(icu::Normalizer2::getNFKCCasefoldInstance, text);
    auto const apart = normalized(icu::Normalizer2::getNFDInstance, folded);
    std::string result;
    normalized(icu::Normalizer2::getNFCInstance, without_accents(apart)).toUTF8String(result);
    return result;
}

} // namespace habeas::app
