#include "app/access_log.hpp"
#include "tests/support/store_temporary.hpp"

#include <algorithm>
#include <sstream>

#include <boost/json.hpp>
#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;

namespace {

class StandingClock final : public core::Clock {
  public:
    core::Instant now() const override { return core::Instant{}; }
};

struct Fixture {
    explicit Fixture(core::Key const& key = test_master_key())
        : access((core::start_crypto(), log), key, figures) {}

    std::vector<boost::json::object> lines() const {
        std::vector<boost::json::object> all;
        std::istringstream text(out.str());
        for (std::string line; std::getline(text, line);)
            all.push_back(boost::json::parse(line).as_object());
        return all;
    }
    std::string source_of(std::string_view address) {
        out.str({});
        app::http::AccessRecord record;
        record.remote_address = address;
        access(record);
        return std::string(lines().at(0).at("source").as_string());
    }

    StandingClock clock;
    std::ostringstream out;
    app::Log log = app::Log::to_stream(out, app::LogLevel::debug, clock);
    app::WireFigures figures;
    app::AccessLog access;
};

app::http::AccessRecord a_record() {
    app::http::AccessRecord record;
    record.request_id = "0123456789abcdef0123456789abcdef";
    record.method = "GET";
    record.route = "/desk";
    record.actor = "staff:12";
    record.remote_address = "203.0.113.9";
    record.status = 200;
    return record;
}

} // namespace

TEST_CASE("an answer is a line with who asked and a source that is no address", "[app][log]") {
    Fixture fixture;
    fixture.access(a_record());
    auto const lines = fixture.lines();
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].at("event") == "http.answered");
    CHECK(lines[0].at("request") == "0123456789abcdef0123456789abcdef");
    CHECK(lines[0].at("actor") == "staff:12");
    CHECK(lines[0].at("route") == "/desk");
    CHECK(lines[0].at("source").as_string().size() == 16);
    CHECK_FALSE(fixture.out.str().contains("203.0.113"));
}

TEST_CASE("one address has one source in a deployment, and another in another", "[app][log]") {
    Fixture fixture;
    auto key = test_master_key();
    key[0] ^= std::byte{1};
    Fixture elsewhere(key);
    CHECK(fixture.source_of("203.0.113.9") == fixture.source_of("203.0.113.9"));
    CHECK(fixture.source_of("203.0.113.9") == fixture.source_of("::ffff:203.0.113.9"));
    CHECK(fixture.source_of("2001:db8::1") == fixture.source_of("2001:db8::2")); // one visitor has a whole /64
    CHECK(fixture.source_of("203.0.113.9") != fixture.source_of("203.0.113.10"));
    CHECK(fixture.source_of("203.0.113.9") != elsewhere.source_of("203.0.113.9"));
}

TEST_CASE("what the wire refused is a line with its request, and is counted", "[app][log]") {
    Fixture fixture;
    auto record = a_record();
    record.status = 400;
    record.refusal = "header too large";
    fixture.access(record);
    auto const lines = fixture.lines();
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].at("event") == "http.refused");
    CHECK(lines[0].at("request").as_string() == "0123456789abcdef0123456789abcdef");
    CHECK(lines[0].at("source") == lines[1].at("source"));
    CHECK(fixture.figures.refused == 1);
    CHECK(fixture.figures.unknown_methods == 0);
    record.status = 405;
    fixture.access(record);
    CHECK(fixture.figures.refused == 2);
    CHECK(fixture.figures.unknown_methods == 1);
    record.refusal = {}; // the router's: the address does not take this method
    fixture.access(record);
    CHECK(fixture.figures.unknown_methods == 1);
}

TEST_CASE("a proxy that names its clients in a way we cannot read is warned of once, without what it wrote",
          "[app][log]") {
    Fixture fixture;
    auto record = a_record();
    fixture.access(record);
    record.client_unread = true;
    fixture.access(record);
    fixture.access(record);
    auto const lines = fixture.lines();
    CHECK(lines.size() == 4); // three answers and one warning
    CHECK(std::ranges::count_if(lines, [](auto const& line) { return line.at("event") == "http.client_unread"; }) == 1);
    CHECK(lines.at(1).at("level") == "warning");
    CHECK_FALSE(fixture.out.str().contains("203.0.113.9"));
    CHECK(fixture.figures.unread_clients == 2);
}
