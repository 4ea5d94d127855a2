#include "app/password_rules.hpp"
#include "app/passwords.hpp"
#include "tests/support/store_temporary.hpp"

#include <future>
#include <set>

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;

namespace {

constexpr app::PasswordCost cheap{64, 1};

struct Hasher {
    explicit Hasher(app::PasswordCost cost = cheap, unsigned threads = 0, std::size_t queue = 64,
                    core::Key const& key = test_master_key())
        : passwords((core::start_crypto(), key), cost, random, threads, queue) {}
    app::SystemRandom random;
    app::Passwords passwords;
};

} // namespace

TEST_CASE("a password matches its own hash and nothing near it does", "[app][passwords]") {
    Hasher const made;
    auto const hash = made.passwords.hash("correct horse battery");
    CHECK(made.passwords.matches("correct horse battery", hash));
    for (auto const* wrong : {"", "correct horse batter", "correct horse battery ", "Correct horse battery"})
        CHECK_FALSE(made.passwords.matches(wrong, hash));
}

TEST_CASE("the same password is hashed differently every time", "[app][passwords]") {
    Hasher const made;
    CHECK(made.passwords.hash("correct horse battery") != made.passwords.hash("correct horse battery"));
}

TEST_CASE("a hash is worth nothing without the pepper of its deployment", "[app][passwords]") {
    auto key = test_master_key();
    key[0] ^= std::byte{1};
    Hasher const made;
    Hasher const thief(cheap, 0, 64, key);
    CHECK_FALSE(thief.passwords.matches("correct horse battery", made.passwords.hash("correct horse battery")));
}

TEST_CASE("the decoy is a whole hash that no password is known for", "[app][passwords]") {
    Hasher const made;
    CHECK(made.passwords.decoy().starts_with("argon2id$64$1$"));
    CHECK_FALSE(made.passwords.outdated(made.passwords.decoy()));
    CHECK_FALSE(made.passwords.matches("", made.passwords.decoy()));
    CHECK_FALSE(made.passwords.matches(made.passwords.decoy(), made.passwords.decoy()));
}

TEST_CASE("a hash of weaker settings still matches and is outdated", "[app][passwords]") {
    Hasher const earlier;
    auto const hash = earlier.passwords.hash("correct horse battery");
    Hasher const more_memory({128, 1});
    Hasher const more_passes({64, 2});
    Hasher const less({32, 1});
    CHECK(more_memory.passwords.matches("correct horse battery", hash));
    CHECK(more_memory.passwords.outdated(hash));
    CHECK(more_passes.passwords.outdated(hash));
    CHECK_FALSE(earlier.passwords.outdated(hash));
    CHECK_FALSE(less.passwords.outdated(hash));
}

TEST_CASE("a hash that cannot be read matches nothing and is outdated", "[app][passwords]") {
    Hasher const made;
    auto const good = made.passwords.hash("correct horse battery");
    auto const tail = good.substr(std::string_view("argon2id$64$1").size());
    for (auto const& bad :
         {std::string(), std::string("argon2id"), std::string("argon2id$64$1"), "bcrypt$64$1" + tail,
          "argon2id$x$1" + tail, "argon2id$64$" + tail, "argon2id$-64$1" + tail, "argon2id$0$1" + tail,
          "argon2id$7$1" + tail, "argon2id$64$0" + tail, "argon2id$18446744073709551615$1" + tail,
          "argon2id$18014398509481984$1" + tail, good.substr(0, good.size() - 2), std::string(5000, '$')}) {
        INFO(bad);
        CHECK_FALSE(made.passwords.matches("correct horse battery", bad));
        CHECK(made.passwords.outdated(bad));
    }
}

TEST_CASE("the pool of the passwords takes work until its queue is full, and finishes what it took",
          "[app][passwords]") {
    std::promise<void> started, go;
    auto const may_go = go.get_future().share();
    int finished = 0;
    {
        Hasher made(cheap, 1, 2);
        REQUIRE(made.passwords.offer([&started, may_go, &finished] {
            started.set_value();
            may_go.wait();
            ++finished;
        }));
        started.get_future().wait(); // the thread is busy: from here on work waits in the queue
        CHECK(made.passwords.offer([&finished] { ++finished; }));
        CHECK(made.passwords.offer([&finished] { ++finished; }));
        CHECK_FALSE(made.passwords.offer([&finished] { finished += 100; }));
        go.set_value();
    }
    CHECK(finished == 3);
}

TEST_CASE("a first password can be read out, is accepted, and is never the same", "[app][passwords]") {
    app::SystemRandom random;
    std::set<std::string> seen;
    for (int i = 0; i < 50; ++i) {
        auto const password = app::random_password(random);
        CHECK(password.size() == 20);
        CHECK(password.find_first_of("ilo01 ") == std::string::npos);
        CHECK(app::check_new_password(password, {"mira@example.com", "Tidewater Help Desk"}));
        seen.insert(password);
    }
    CHECK(seen.size() == 50);
}
