#include "app/company_calendar.hpp"
#include "app/log.hpp"
#include "core/vocabulary.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>
#include <vector>

#include <boost/json.hpp>
#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::app;

namespace {

class StandingClock final : public core::Clock {
  public:
    core::Instant now() const override { return parse_rfc3339("2026-01-30T09:00:00.123Z").value(); }
};

struct Fixture {
    StandingClock clock;
    std::ostringstream out;
    Log log = Log::to_stream(out, LogLevel::info, clock);

    boost::json::object only_line() const {
        auto const text = out.str();
        REQUIRE(std::ranges::count(text, '\n') == 1);
        return boost::json::parse(text).as_object();
    }
};

std::string content_of(std::filesystem::path const& path) {
    std::ifstream stream(path);
    return {std::istreambuf_iterator<char>(stream), {}};
}

} // namespace

TEST_CASE_METHOD(Fixture, "an event is one line: a JSON object that begins with time, level and event", "[app][log]") {
    log.info("request.submitted", {{"reference", "DSR-7Q2M-K4XN"},
                                   {"type", core::RequestType::access},
                                   {"version", 1},
                                   {"extended", false},
                                   {"seconds", 0.25}});
    CHECK(out.str() == R"({"time":"2026-01-30T09:00:00.123Z","level":"info","event":"request.submitted",)"
                       R"("reference":"DSR-7Q2M-K4XN","type":"access","version":1,"extended":false,"seconds":2.5E-1})"
                       "\n");
}

TEST_CASE_METHOD(Fixture, "a name or an address that is handed over by mistake is withheld", "[app][log]") {
    auto const text = GENERATE(std::string("anna@example.org"), "Anna Schmidt", "Zoë", "a\nb", "\"quoted\"",
                               std::string("nul\0l", 5), "esc\x1b[31m", std::string(129, 'a'), "<script>");
    log.info("request.submitted", {{"subject", text}});
    CHECK(only_line().at("subject") == "(withheld)");
}

TEST_CASE_METHOD(Fixture, "codes, routes and references are written as they are", "[app][log]") {
    auto const text = GENERATE(std::string("DSR-7Q2M-K4XN"), "/desk/requests/:reference", "POST", "not_allowed_now",
                               std::string(128, 'a'), "");
    log.info("request.submitted", {{"code", text}});
    CHECK(only_line().at("code") == boost::json::string_view(text));
}

TEST_CASE_METHOD(Fixture, "machine text cannot forge a line nor move a terminal's cursor", "[app][log]") {
    log.error("store.failed", {{"error", MachineText{"disk \"full\"\n{\"level\":\"info\"}\x1b[2J\x7f\xc2\x9b"}}});
    auto const line = out.str();
    for (auto const c : line.substr(0, line.size() - 1))
        CHECK((c >= 0x20 && c < 0x7f)); // a byte above ASCII is negative
    CHECK(only_line().at("error") == "disk \"full\"\n{\"level\":\"info\"}\x1b[2J???");
}

TEST_CASE_METHOD(Fixture, "machine text is cut at 500 bytes", "[app][log]") {
    log.error("store.failed", {{"error", MachineText{std::string(501, 'x')}}});
    CHECK(only_line().at("error") == boost::json::string_view(std::string(500, 'x')));
}

TEST_CASE_METHOD(Fixture, "an event name that is no code is withheld too", "[app][log]") {
    log.info("Anna wrote");
    CHECK(only_line().at("event") == "(withheld)");
}

TEST_CASE_METHOD(Fixture, "events below the least level are not written", "[app][log]") {
    log.debug("job.tick");
    CHECK(out.str().empty());
    log.warning("job.late");
    CHECK(only_line().at("level") == "warning");
}

TEST_CASE("after a rotation the log goes on in a new file under the old name", "[app][log]") {
    auto const folder = std::filesystem::temp_directory_path() / ("habeas-log-test-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    StandingClock const clock;
    auto const path = folder / "habeas.log";
    {
        auto const log = Log::to_file(path.string(), LogLevel::info, clock);
        log.info("first");
        std::filesystem::rename(path, folder / "habeas.log.1");
        log.info("second"); // still in the file that was renamed
        log.reopen();
        log.info("third");
    }
    CHECK(content_of(folder / "habeas.log.1").find("\"second\"") != std::string::npos);
    CHECK(content_of(path).find("\"third\"") != std::string::npos);
    CHECK(content_of(path).find("\"second\"") == std::string::npos);
    std::filesystem::remove_all(folder);
}

TEST_CASE("a log file that cannot be opened is an error at once", "[app][log]") {
    StandingClock const clock;
    CHECK_THROWS_AS(Log::to_file("/nowhere/habeas.log", LogLevel::info, clock), std::runtime_error);
}

TEST_CASE_METHOD(Fixture, "lines of several threads do not mix", "[app][log]") {
    constexpr int threads = 4;
    constexpr int lines = 200;
    {
        std::vector<std::jthread> writers;
        for (int writer = 0; writer < threads; ++writer)
            writers.emplace_back([this, writer] {
                for (int line = 0; line < lines; ++line)
                    log.info("line.written", {{"writer", writer}, {"line", line}});
            });
    }
    std::istringstream all(out.str());
    int count = 0;
    for (std::string line; std::getline(all, line); ++count)
        REQUIRE(boost::json::parse(line).at("event") == "line.written");
    CHECK(count == threads * lines);
}
