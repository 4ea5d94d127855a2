#include "app/drafts.hpp"

#include <catch2/catch.hpp>

using namespace habeas;
using namespace std::chrono_literals;
using app::Draft;
using app::DraftKey;
using app::Drafts;

namespace {

/// Chance that counts, so that no two ids are alike.
class CountingRandom final : public app::Random {
  public:
    void fill(std::span<std::byte> bytes) override {
        for (auto& byte : bytes)
            byte = static_cast<std::byte>(++next_);
    }

  private:
    int next_{};
};

constexpr core::Instant noon{1'769'770'800'000ms};

Draft draft(std::string name) {
    return {{{"subject.name", std::move(name)}}, std::nullopt};
}

DraftKey key(std::string id, std::string owner = "one browser") {
    return {std::move(owner), std::move(id)};
}

std::string name_in(std::optional<Draft> const& found) {
    return found ? found->fields.at(0).second : "nothing";
}

} // namespace

TEST_CASE("a draft is found again by the browser that left it, and by no other", "[drafts]") {
    CountingRandom random;
    Drafts drafts({}, random);
    CHECK(drafts.keep(key("a"), draft("Ines"), noon));
    CHECK(name_in(drafts.find(key("a"), noon)) == "Ines");
    CHECK_FALSE(drafts.find(key("b"), noon));
    CHECK_FALSE(drafts.find(key("a", "another browser"), noon));
}

TEST_CASE("a draft kept again takes the place of what was there", "[drafts]") {
    CountingRandom random;
    Drafts drafts({}, random);
    drafts.keep(key("a"), draft("Ines"), noon);
    drafts.keep(key("a"), draft("Ines Okafor"), noon);
    CHECK(name_in(drafts.find(key("a"), noon)) == "Ines Okafor");
    CHECK(drafts.size() == 1);
}

TEST_CASE("a draft lives for its time after its last use, and not a moment longer", "[drafts]") {
    CountingRandom random;
    Drafts drafts({.lifetime = 1h}, random);
    drafts.keep(key("a"), draft("Ines"), noon);
    CHECK(drafts.find(key("a"), noon + 1h - 1ms));
    CHECK(drafts.find(key("a"), noon + 2h - 2ms)); // used in between
    CHECK_FALSE(drafts.find(key("a"), noon + 3h - 2ms));
    CHECK(drafts.bytes() == 0);
}

TEST_CASE("beyond the count the draft longest unused goes", "[drafts]") {
    CountingRandom random;
    Drafts drafts({.count = 2}, random);
    drafts.keep(key("a"), draft("Ines"), noon);
    drafts.keep(key("b"), draft("Tom"), noon);
    CHECK(drafts.find(key("a"), noon));
    drafts.keep(key("c"), draft("Ada"), noon);
    CHECK(drafts.size() == 2);
    CHECK(drafts.find(key("a"), noon));
    CHECK_FALSE(drafts.find(key("b"), noon));
    CHECK(drafts.find(key("c"), noon));
}

TEST_CASE("all drafts together stay within their memory", "[drafts]") {
    CountingRandom random;
    Drafts drafts({.bytes = 10'000}, random);
    for (auto const* id : {"a", "b", "c", "d"})
        CHECK(drafts.keep(key(id), draft(std::string(3'000, 'x')), noon));
    CHECK(drafts.bytes() <= 10'000);
    CHECK_FALSE(drafts.find(key("a"), noon));
    CHECK(drafts.find(key("d"), noon));
    CHECK_FALSE(drafts.keep(key("e"), draft(std::string(10'000, 'x')), noon));
    CHECK(drafts.find(key("d"), noon)); // what is too large drives out nothing else
}

TEST_CASE("the id of a draft is 128 random bits that an address can hold", "[drafts]") {
    CountingRandom random;
    Drafts const drafts({}, random);
    auto const id = drafts.new_id();
    CHECK(id.size() == 22);
    CHECK(Drafts::is_id(id));
    CHECK(id != drafts.new_id());
    for (auto const* wrong : {"", "a", "0123456789abcdefghij", "0123456789abcdefghij+/", "0123456789abcdefghijkl3"})
        CHECK_FALSE(Drafts::is_id(wrong));
}
