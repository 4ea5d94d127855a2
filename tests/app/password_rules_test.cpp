#include "app/common_words.hpp"
#include "app/password_rules.hpp"

#include <catch2/catch.hpp>

using namespace habeas;

namespace {

constexpr app::PasswordOwner mira{"mira.petersen@example.com", "Fernweh Desk"};

std::string mistake_in(std::string_view password, app::PasswordOwner const& owner = mira) {
    auto const checked = app::check_new_password(password, owner);
    if (checked) return {};
    CHECK(checked.error().fields.at(0).field == "new_password");
    return checked.error().fields.at(0).message;
}

/// So many characters of a set, none beside one that it follows.
std::string mixed(std::vector<std::string> const& characters, std::size_t count) {
    std::string text;
    std::size_t at = 0;
    for (std::size_t i = 0; i < count; ++i) {
        at = (at * 5 + i * i + 7) % characters.size();
        text += characters[at];
    }
    return text;
}

std::vector<std::string> const plain{"k", "x", "7", "m", " ", "c", "u", "9", "w", "h", "z"};
std::vector<std::string> const keys{"🔑", "🗝", "🔒", "🔓", "🧷", "🧲", "🪝"};

} // namespace

TEST_CASE("a new password has 12 to 128 characters", "[app][passwords]") {
    CHECK(mistake_in(mixed(plain, 11)) == "Use at least 12 characters.");
    CHECK(mistake_in(mixed(plain, 12)).empty());
    CHECK(mistake_in(mixed(plain, 128)).empty());
    CHECK(mistake_in(mixed(plain, 129)) == "Use at most 128 characters.");
}

TEST_CASE("characters of a password are counted and not bytes", "[app][passwords]") {
    CHECK(mistake_in(mixed(keys, 11)) == "Use at least 12 characters."); // 44 bytes
    CHECK(mistake_in(mixed(keys, 12)).empty());
    CHECK(mistake_in(mixed(keys, 128)).empty()); // 512 bytes
    CHECK(mistake_in(mixed(keys, 129)) == "Use at most 128 characters.");
}

TEST_CASE("passwords that people can remember and nobody guesses are taken", "[app][passwords]") {
    for (auto const* good : {"nine green bottles on the wall", "correct horse battery staple", "Zwei Äpfel im Schnee",
                             "kettle-orbit-mustard", "my first bike was a rusty one", "QUARTZ lemon 4 trumpets",
                             "пять зелёных яблок", "kvw8 t3nr m2hp"}) {
        INFO(good);
        CHECK(mistake_in(good).empty());
    }
}

TEST_CASE("blanks alone, one character and a few characters again and again are no password", "[app][passwords]") {
    for (auto const* bad : {"            ", "aaaaaaaaaaaa", "äääääääääääääää", "abababababab", "abcdabcdabcd",
                            "aaaabbbbccccdddd", "          \t\t\t"}) {
        INFO(bad);
        CHECK(mistake_in(bad).starts_with("This is the same few characters again and again."));
    }
}

TEST_CASE("a short pattern repeated is no password", "[app][passwords]") {
    for (auto const* bad : {"passwordpassword", "password password", "Password-Password!", "hunterhunterhunter",
                            "kwmxz9kwmxz9", "letmeinletmein2026"}) {
        INFO(bad);
        CHECK(mistake_in(bad).starts_with("This repeats itself."));
    }
    // What is repeated is a whole password by itself.
    CHECK(mistake_in("kettle-orbit-bluekettle-orbit-blue").empty());
}

TEST_CASE("letters, figures and keys in a row are no password", "[app][passwords]") {
    for (auto const* bad : {"123456789012", "abcdefghijkl", "987654321098", "zyxwvutsrqpo", "qwertyuiop12",
                            "qwertzuiop34", "1qaz2wsx3edc", "asdfghjklqwertz", "abcd1234efgh", "aaa111bbb222ccc"}) {
        INFO(bad);
        CHECK_FALSE(mistake_in(bad).empty());
    }
    CHECK(mistake_in("abcdefghijkl").contains("1234 or qwerty"));
    CHECK(mistake_in("asdfghjklqwertz").contains("1234 or qwerty"));
}

TEST_CASE("a common word stays common with figures and signs around it or in it", "[app][passwords]") {
    for (auto const* bad :
         {"administrator", "Administrator!", "administration2026", "!!password2026!!", "P4ssw0rd2026!?",
          "@dministr@tor", "Internationally1", "sunshine 12.05.1987", "pass word 2026!"}) {
        INFO(bad);
        CHECK(mistake_in(bad).starts_with("This is a common password"));
    }
}

TEST_CASE("neither the own address nor the company's name stands in a password", "[app][passwords]") {
    for (auto const* bad : {"mira.petersen@example.com", "MiraPetersen*12", "x! mira petersen !x"}) {
        INFO(bad);
        CHECK(mistake_in(bad).contains("e-mail address"));
    }
    for (auto const* bad : {"Fernweh Desk", "fernwehdesk 4 ever", "my FERNWEH kettle", "Fernweh-2026-kmx"}) {
        INFO(bad);
        CHECK(mistake_in(bad).contains("company's name"));
    }
    // Names so short that they stand in half of all sentences are not looked for.
    CHECK(mistake_in("kettle-orbit-mustard", {"ke@example.com", "Orb Ltd"}).empty());
    CHECK(mistake_in("kettle-orbit-mustard", {"", ""}).empty());
}

TEST_CASE("the list of common words is there, from its first word to its last", "[app][passwords]") {
    for (auto const* word : {"password", "qwerty", "letmein", "dragon", "zebra", "aardvark", "administrator"}) {
        INFO(word);
        CHECK(app::is_common_word(word));
    }
    for (auto const* word : {"", "passworx", "passwordx", "\n", "Password", "~~~~", "0\n1"}) {
        INFO(word);
        CHECK_FALSE(app::is_common_word(word));
    }
}
