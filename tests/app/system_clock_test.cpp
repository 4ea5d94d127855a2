#include "app/company_calendar.hpp"
#include "app/random.hpp"
#include "app/system_clock.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <stdexcept>

#include <catch2/catch.hpp>
#include <unistd.h>

using namespace habeas;
using namespace habeas::app;
using namespace std::chrono_literals;

namespace {

/// A clock file whose time of change moves with every writing, however coarse the file system's clock is.
class ClockFile {
  public:
    explicit ClockFile(std::string const& content)
        : path_(std::filesystem::temp_directory_path() / ("habeas-clock-test-" + std::to_string(::getpid()))) {
        write(content);
    }
    ~ClockFile() { std::filesystem::remove(path_); }
    ClockFile(ClockFile const&) = delete;
    ClockFile& operator=(ClockFile const&) = delete;

    void write(std::string const& content) {
        std::ofstream(path_, std::ios::trunc) << content;
        changed_at_ += 1s;
        std::filesystem::last_write_time(path_, changed_at_);
    }
    void remove() { std::filesystem::remove(path_); }
    std::filesystem::path const& path() const { return path_; }

  private:
    std::filesystem::path path_;
    std::filesystem::file_time_type changed_at_{};
};

} // namespace

TEST_CASE("a clock file with an instant makes time stand still until it is rewritten", "[app][clock]") {
    ClockFile file("2026-01-30T09:00:00Z\n");
    auto const clock = make_clock(file.path());
    CHECK(rfc3339(clock->now()) == "2026-01-30T09:00:00.000Z");
    CHECK(rfc3339(clock->now()) == "2026-01-30T09:00:00.000Z");
    file.write("2026-03-16T09:00:00Z");
    CHECK(rfc3339(clock->now()) == "2026-03-16T09:00:00.000Z");
}

TEST_CASE("a clock file with an offset shifts the machine's time", "[app][clock]") {
    auto const [text, offset] =
        GENERATE(std::pair{"+3888000", 3888000s}, std::pair{"3888000", 3888000s}, std::pair{"-3600", -3600s});
    ClockFile const file(text);
    SteppedClock const clock(file.path());
    auto const before = SystemClock().now();
    auto const shifted = clock.now();
    auto const after = SystemClock().now();
    CHECK(shifted >= before + offset);
    CHECK(shifted <= after + offset);
}

TEST_CASE("a clock file that is missing or half-written keeps the last good time", "[app][clock]") {
    ClockFile file("2026-01-30T09:00:00Z");
    SteppedClock const clock(file.path());
    file.write("");
    CHECK(rfc3339(clock.now()) == "2026-01-30T09:00:00.000Z");
    file.write("2026-03-1");
    CHECK(rfc3339(clock.now()) == "2026-01-30T09:00:00.000Z");
    file.remove();
    CHECK(rfc3339(clock.now()) == "2026-01-30T09:00:00.000Z");
    file.write("2026-03-16T09:00:00Z");
    CHECK(rfc3339(clock.now()) == "2026-03-16T09:00:00.000Z");
}

TEST_CASE("a clock file without a time is refused at the start", "[app][clock]") {
    auto const* const content = GENERATE("", "tomorrow", "12:00", "1.5", "+");
    CAPTURE(content);
    ClockFile const file(content);
    CHECK_THROWS_AS(SteppedClock(file.path()), std::runtime_error);
}

TEST_CASE("without a clock file the machine's time is used", "[app][clock]") {
    auto const clock = make_clock(std::nullopt);
    auto const before = SystemClock().now();
    auto const now = clock->now();
    CHECK(now >= before);
    CHECK(now <= SystemClock().now());
}

TEST_CASE("random bytes differ every time", "[app][random]") {
    SystemRandom random;
    std::set<std::array<std::byte, 16>> seen;
    for (int i = 0; i < 1000; ++i)
        seen.insert(random_bytes<16>(random));
    CHECK(seen.size() == 1000);
}
