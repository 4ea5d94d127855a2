#include "app/audit_heads.hpp"
#include "tests/support/no_room.hpp"
#include "tests/support/store_requests.hpp"

#include <fstream>

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;

namespace {

storage::AuditHead head(std::int64_t entries, unsigned char byte) {
    storage::AuditHead made{.entries = entries, .hash = {}};
    made.hash.fill(std::byte{byte});
    return made;
}

std::string content(std::string const& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>{file}, {}};
}

} // namespace

TEST_CASE("heads are lines that are only added to, for the owner alone", "[app][audit_heads]") {
    TemporaryFolder folder;
    auto const place = folder.path().string();
    CHECK(app::read_audit_heads(place).empty());
    app::note_audit_head(place, noon(march(1)), head(0, 0));
    app::note_audit_head(place, noon(march(2)), head(436, 0xab));
    auto const path = app::audit_heads_path(place);
    CHECK(path == folder.file("audit-heads.txt"));
    std::string hash;
    for (int i = 0; i < 32; ++i)
        hash += "ab";
    CHECK(content(path) ==
          "2026-03-01T12:00:00.000Z 0 " + std::string(64, '0') + "\n2026-03-02T12:00:00.000Z 436 " + hash + "\n");
    auto const mode = std::filesystem::status(path).permissions();
    CHECK(mode == (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
    auto const read = app::read_audit_heads(place);
    REQUIRE(read.size() == 2);
    CHECK(read[1].entries == 436);
    CHECK(read[1].hash == head(436, 0xab).hash);
}

TEST_CASE("a line that does not fit on the disk leaves no half of it", "[app][audit_heads]") {
    TemporaryFolder folder;
    auto const place = folder.path().string();
    app::note_audit_head(place, noon(march(1)), head(1, 1));
    {
        NoRoom const full{120};
        CHECK_THROWS_AS(app::note_audit_head(place, noon(march(2)), head(2, 2)), std::runtime_error);
    }
    CHECK(app::read_audit_heads(place).size() == 1);
    app::note_audit_head(place, noon(march(3)), head(3, 3));
    CHECK(app::read_audit_heads(place).size() == 2);
}

TEST_CASE("a line that is no head is named", "[app][audit_heads]") {
    auto const* const line = GENERATE("", "nonsense", "2026-03-01T12:00:00.000Z", "2026-03-01T12:00:00.000Z 4",
                                      "2026-03-01T12:00:00.000Z 4 ab", "yesterday 4 ab");
    TemporaryFolder folder;
    auto const place = folder.path().string();
    app::note_audit_head(place, noon(march(1)), head(1, 1));
    std::ofstream(app::audit_heads_path(place), std::ios::app) << line << '\n';
    CHECK_THROWS_WITH(app::read_audit_heads(place), Catch::Contains("line 2 of audit-heads.txt"));
}
