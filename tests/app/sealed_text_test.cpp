#include "app/sealed_text.hpp"
#include "tests/support/store_requests.hpp"

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;
using app::SealedFor;
using std::chrono::minutes;

namespace {

class Chance final : public app::Random {
  public:
    void fill(std::span<std::byte> bytes) override { fixed_(bytes); }

  private:
    FixedRandom fixed_{5};
};

struct Sealer {
    Chance chance;
    app::SealedTexts texts{(core::start_crypto(), test_master_key()), chance};
};

constexpr core::StaffId mira{7};
constexpr core::Instant midday{std::chrono::milliseconds{1'769'774'400'000}};

} // namespace

TEST_CASE("a sealed text opens for its purpose and its owner alone", "[app][sealed_text]") {
    Sealer sealer;
    auto const sealed = sealer.texts.seal(SealedFor::unsent_form, mira, "Dear Ines", midday);
    auto const open = [&](SealedFor purpose, core::StaffId owner) {
        return sealer.texts.open(purpose, owner, sealed, midday, minutes{60});
    };
    CHECK(open(SealedFor::unsent_form, mira) == "Dear Ines");
    CHECK_FALSE(open(SealedFor::queue_search, mira));
    CHECK_FALSE(open(SealedFor::unsent_form, core::StaffId{8}));
    CHECK_FALSE(open(SealedFor::unsent_form, core::StaffId{}));
}

TEST_CASE("a sealed text opens until its time is over", "[app][sealed_text]") {
    Sealer sealer;
    auto const sealed = sealer.texts.seal(SealedFor::queue_search, mira, "okafor", midday);
    auto const open = [&](auto later) {
        return sealer.texts.open(SealedFor::queue_search, mira, sealed, midday + later, minutes{60});
    };
    CHECK(open(minutes{60} - std::chrono::milliseconds{1}) == "okafor");
    CHECK_FALSE(open(minutes{60}));
}

TEST_CASE("a sealed text shows nothing of itself, looks new every time and cannot be changed", "[app][sealed_text]") {
    Sealer sealer;
    auto const sealed = sealer.texts.seal(SealedFor::queue_search, mira, "okafor", midday);
    CHECK_FALSE(sealed.contains("okafor"));
    CHECK(sealed != sealer.texts.seal(SealedFor::queue_search, mira, "okafor", midday));
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        auto changed = sealed;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        INFO("character " << i);
        CHECK_FALSE(sealer.texts.open(SealedFor::queue_search, mira, changed, midday, minutes{60}));
    }
    for (auto const* garbage : {"", "A", "not base64url!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
        CHECK_FALSE(sealer.texts.open(SealedFor::queue_search, mira, garbage, midday, minutes{60}));
}
