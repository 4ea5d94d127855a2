#include "app/key_file.hpp"
#include "tests/support/store_temporary.hpp"

#include <fstream>

#include <catch2/catch.hpp>
#include <sys/stat.h>

using namespace habeas;
using namespace habeas::testing;
using app::KeyFile;
using Catch::Matchers::Contains;

namespace {

struct KeyPlace {
    TemporaryFolder folder;
    std::string path{folder.file("master.key")};
    app::SystemRandom random;

    void write(std::string const& text, std::filesystem::perms mode = std::filesystem::perms::owner_read |
                                                                      std::filesystem::perms::owner_write) const {
        std::ofstream(path) << text;
        std::filesystem::permissions(path, mode);
    }
    std::string text() const {
        std::ifstream file(path);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    std::size_t files() const {
        std::size_t count = 0;
        for (auto const& each : std::filesystem::directory_iterator(folder.path()))
            count += each.exists() ? 1 : 0;
        return count;
    }
    core::Key open(KeyFile mode) { return app::open_key_file(path, mode, random); }
};

std::string const some_key = core::to_hex(test_master_key());

} // namespace

TEST_CASE("a new key file holds a new key for its owner alone, and nothing lies beside it", "[app][key_file]") {
    KeyPlace place;
    auto const key = place.open(KeyFile::may_create);
    struct stat status{};
    REQUIRE(::stat(place.path.c_str(), &status) == 0);
    CHECK((status.st_mode & 07777) == 0600);
    CHECK(place.text() == core::to_hex(key) + "\n");
    CHECK(place.files() == 1);
    KeyPlace other;
    CHECK(other.open(KeyFile::may_create) != key);
}

TEST_CASE("a key file that exists is kept", "[app][key_file]") {
    KeyPlace place;
    place.write(some_key);
    CHECK(place.open(KeyFile::may_create) == test_master_key());
    CHECK(place.open(KeyFile::must_exist) == test_master_key());
    CHECK(app::read_key_file(place.path) == test_master_key());
    CHECK(place.text() == some_key);
}

TEST_CASE("a key file that must exist is not made", "[app][key_file]") {
    KeyPlace place;
    CHECK_THROWS_WITH(place.open(KeyFile::must_exist), Contains(place.path) && Contains("is missing"));
    CHECK_THROWS_WITH(app::read_key_file(place.path), Contains("cannot be read"));
    CHECK(place.files() == 0);
}

TEST_CASE("a key file that anybody else can read or change is refused", "[app][key_file]") {
    using std::filesystem::perms;
    auto const mode = GENERATE(perms::group_read, perms::group_write, perms::others_read, perms::others_write);
    KeyPlace place;
    place.write(some_key, perms::owner_read | perms::owner_write | mode);
    CHECK_THROWS_WITH(place.open(KeyFile::may_create), Contains("can be read by others") && Contains("chmod 600"));
    std::filesystem::permissions(place.path, perms::owner_read);
    CHECK(place.open(KeyFile::may_create) == test_master_key());
}

TEST_CASE("a file that holds no key is refused and not overwritten", "[app][key_file]") {
    auto const text = GENERATE_COPY(std::string(), std::string("\n"), std::string("hunter2"), some_key.substr(1),
                                    some_key.substr(2), some_key + "00", std::string(64, 'g'), "0x" + some_key);
    KeyPlace place;
    place.write(text);
    CHECK_THROWS_WITH(place.open(KeyFile::may_create),
                      Contains("does not hold a key of 64 hexadecimal digits") && !Contains(some_key.substr(4, 40)));
    CHECK(place.text() == text);
}

TEST_CASE("a key can be made although an earlier start was cut off while making one", "[app][key_file]") {
    KeyPlace place;
    std::ofstream(place.path + ".new." + std::to_string(::getpid())) << "half a k";
    auto const key = place.open(KeyFile::may_create);
    CHECK(place.text() == core::to_hex(key) + "\n");
}

TEST_CASE("a key file in a folder that does not exist is refused in words", "[app][key_file]") {
    KeyPlace place;
    CHECK_THROWS_WITH(app::open_key_file(place.folder.file("no/such/master.key"), KeyFile::may_create, place.random),
                      Contains("cannot be made"));
}
