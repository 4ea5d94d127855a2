#include "app/known_devices.hpp"
#include "tests/support/store_temporary.hpp"

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;

namespace {

struct Maker {
    explicit Maker(core::Key const& key = test_master_key())
        : devices((core::start_crypto(), key), random) {}
    app::SystemRandom random;
    app::KnownDevices devices;
};

} // namespace

TEST_CASE("a device is known by its cookie, each by another name", "[app][known_devices]") {
    Maker const made;
    auto const first = made.devices.issue("mira@example.com");
    auto const second = made.devices.issue("mira@example.com");
    REQUIRE(made.devices.read(first, "mira@example.com"));
    CHECK(made.devices.read(first, "mira@example.com") == made.devices.read(first, "mira@example.com"));
    CHECK(made.devices.read(first, "mira@example.com") != made.devices.read(second, "mira@example.com"));
}

TEST_CASE("a device is known for one login of one deployment, and by an untouched cookie", "[app][known_devices]") {
    Maker const made;
    auto const cookie = made.devices.issue("mira@example.com");
    CHECK_FALSE(made.devices.read(cookie, "jonas@example.com"));
    auto key = test_master_key();
    key[0] ^= std::byte{1};
    CHECK_FALSE(Maker(key).devices.read(cookie, "mira@example.com"));
    for (std::size_t i = 0; i + 1 < cookie.size(); ++i) {
        auto changed = cookie;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        INFO(i);
        CHECK_FALSE(made.devices.read(changed, "mira@example.com"));
    }
    for (auto const& other : {std::string(), std::string("A"), cookie + "A", std::string(5000, 'A')})
        CHECK_FALSE(made.devices.read(other, "mira@example.com"));
}
