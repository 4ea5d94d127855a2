#include "app/pages/brand.hpp"

#include <catch2/catch.hpp>

using habeas::app::pages::brand_css;

TEST_CASE("a colour with enough contrast is taken as it is", "[pages][brand]") {
    auto const sheet = brand_css("#1f5b87");
    CHECK(sheet.contains("--brand: #1f5b87;"));
    CHECK(sheet.contains("--brand-on: #ffffff;"));
}

TEST_CASE("a colour too light for white paper is darkened, one too dark for dark screens lightened", "[pages][brand]") {
    auto const yellow = brand_css("#ffd400");
    CHECK_FALSE(yellow.contains("--brand: #ffd400;"));
    CHECK(yellow.contains("--brand-dark: #ffd400;"));
    auto const navy = brand_css("#000040");
    CHECK(navy.contains("--brand: #000040;"));
    CHECK_FALSE(navy.contains("--brand-dark: #000040;"));
}

TEST_CASE("even black and white end up readable", "[pages][brand]") {
    CHECK(brand_css("#ffffff").contains("--brand: #7"));
    CHECK(brand_css("#000000").contains("--brand-dark: #"));
}

TEST_CASE("nothing but a colour gets into the sheet", "[pages][brand]") {
    for (auto const* text : {"", "red", "#12345", "#1234567", "#12345g", "#1f5b87;}body{display:none}"})
        CHECK_FALSE(brand_css(text).contains("--brand"));
}
