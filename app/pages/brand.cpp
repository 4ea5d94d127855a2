#include "app/pages/brand.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include <fmt/format.h>

namespace habeas::app::pages {

namespace {

using Colour = std::array<int, 3>; // red, green, blue, 0 … 255

constexpr double enough_contrast = 4.5;
constexpr Colour white{255, 255, 255};
constexpr Colour ink{0x0c, 0x17, 0x22};
constexpr Colour light_paper{255, 255, 255};
constexpr Colour dark_paper{0x1a, 0x20, 0x26}; // --raised on dark screens, the lightest ground there

std::optional<int> digit(char letter) {
    if (letter >= '0' && letter <= '9') return letter - '0';
    if (letter >= 'a' && letter <= 'f') return letter - 'a' + 10;
    if (letter >= 'A' && letter <= 'F') return letter - 'A' + 10;
    return std::nullopt;
}

std::optional<Colour> parse_colour(std::string const& text) {
    if (text.size() != 7 || text[0] != '#') return std::nullopt;
    Colour colour{};
    for (std::size_t part = 0; part < 3; ++part) {
        auto const high = digit(text[1 + 2 * part]);
        auto const low = digit(text[2 + 2 * part]);
        if (!high || !low) return std::nullopt;
        colour[part] = *high * 16 + *low;
    }
    return colour;
}

/// "the relative brightness of any point in a colorspace" (WCAG 2.2, relative luminance)
double luminance(Colour const& colour) {
    constexpr std::array weights{0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (std::size_t part = 0; part < 3; ++part) {
        auto const share = colour[part] / 255.0;
        sum += weights[part] * (share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4));
    }
    return sum;
}

double contrast(Colour const& left, Colour const& right) {
    auto const first = luminance(left);
    auto const second = luminance(right);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

/// Moves the colour towards another one, a twentieth of the way at a time, until it can be read on its ground.
Colour readable_on(Colour const& colour, Colour const& ground, Colour const& towards) {
    for (int step = 0; step <= 20; ++step) {
        Colour mixed{};
        for (std::size_t part = 0; part < 3; ++part)
            mixed[part] = colour[part] + (towards[part] - colour[part]) * step / 20;
        if (contrast(mixed, ground) >= enough_contrast) return mixed;
    }
    return towards;
}

Colour text_on(Colour const& ground) {
    return contrast(white, ground) >= contrast(ink, ground) ? white : ink;
}

std::string words(Colour const& colour) {
    return fmt::format("#{:02x}{:02x}{:02x}", colour[0], colour[1], colour[2]);
}

} // namespace

std::string brand_css(std::string const& accent) {
    auto const colour = parse_colour(accent);
    if (!colour) return "/* no accent colour is configured */\n";
    auto const light = readable_on(*colour, light_paper, {0, 0, 0});
    auto const dark = readable_on(*colour, dark_paper, white);
    return fmt::format(":root {{\n  --brand: {};\n  --brand-on: {};\n  --brand-dark: {};\n  --brand-dark-on: {};\n}}\n",
                       words(light), words(text_on(light)), words(dark), words(text_on(dark)));
}

} // namespace habeas::app::pages
