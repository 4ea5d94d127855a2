#include "app/name_folding.hpp"

#include <catch2/catch.hpp>

using habeas::app::fold_name;

namespace {

bool are_one(std::string_view left, std::string_view right) {
    return fold_name(left) == fold_name(right);
}

} // namespace

TEST_CASE("names that differ in case alone are one, in every script that has cases", "[app][folding]") {
    CHECK(are_one("ANN", "ann"));
    CHECK(are_one("MÜLLER", "Müller"));
    CHECK(are_one("ИВАНОВА", "Иванова"));
    CHECK(are_one("STRAẞE", "straße"));
    CHECK(are_one("WEISS", "Weiß"));        // the capitals of ß are ss
    CHECK(are_one("ΟΔΥΣΣΕΥΣ", "Οδυσσευς")); // the sigma at the end of a word is a sigma
    CHECK(are_one("ՀԱԿՈԲ", "Հակոբ"));
}

TEST_CASE("the dotted and the dotless i of Turkish are one, whichever way they were put in capitals",
          "[app][folding]") {
    CHECK(are_one("ÖZGE ÇELİK", "özge çelik"));
    CHECK(are_one("IŞIK", "Işık"));
    CHECK(are_one("IŞIK", "ışık"));
    CHECK(are_one("İPEK", "ipek"));
    CHECK(are_one("IPEK", "İpek"));
}

TEST_CASE("accents need not be typed", "[app][folding]") {
    CHECK(fold_name("Çelik") == "celik");
    CHECK(fold_name("Müller") == "muller");
    CHECK(fold_name("Nguyễn Thị Hồng") == "nguyen thi hong");
    CHECK(are_one("Παπαδόπουλος", "ΠΑΠΑΔΟΠΟΥΛΟΣ"));
    CHECK(are_one("Ёлкин", "елкин"));
}

TEST_CASE("composed and decomposed letters are one", "[app][folding]") {
    CHECK(are_one("M\u00FCller", "Mu\u0308ller"));
    CHECK(are_one("\uAC00\uAC01", "\u1100\u1161\u1100\u1161\u11A8"));       // Hangul
    CHECK(are_one("ＡＮＮ", "ann"));                                        // full width
    CHECK(are_one("\uFEE3\uFEA4\uFEE4\uFEAA", "\u0645\u062D\u0645\u062F")); // Arabic, as it was once drawn
    CHECK(fold_name("山田\u3000太郎") == "山田 太郎");
}

TEST_CASE("what is another letter stays another letter", "[app][folding]") {
    CHECK_FALSE(are_one("か", "が"));
    CHECK(are_one("が", "か\u3099"));
    CHECK_FALSE(are_one("ハ", "パ"));
    CHECK_FALSE(are_one("محمد", "محمود"));
    CHECK_FALSE(are_one("Łukasz", "Lukasz"));
    CHECK_FALSE(are_one("Ann", "Anna"));
}

TEST_CASE("folding twice changes nothing more", "[app][folding]") {
    for (auto const* const name : {"ÖZGE ÇELİK", "Weiß", "Οδυσσεύς", "Ёлкин", "が", "محمد", "Nguyễn", ""})
        CHECK(fold_name(fold_name(name)) == fold_name(name));
}

TEST_CASE("bytes that are no text are folded to something, and to the same each time", "[app][folding]") {
    CHECK(fold_name("\xFF\xC3") == fold_name("\xFF\xC3"));
    CHECK(fold_name("an\xC3") != "an");
}
