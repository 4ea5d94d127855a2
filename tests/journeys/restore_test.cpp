#include "app/application.hpp"
#include "app/audit_heads.hpp"
#include "storage/sqlite/connection.hpp"
#include "tests/support/operator.hpp"

#include <array>
#include <filesystem>

#include <catch2/catch.hpp>
#include <sys/wait.h>
#include <unistd.h>

using namespace habeas;
using namespace habeas::testing;
using Catch::Matchers::Contains;
using storage::sqlite::Connection;
using storage::sqlite::OpenAs;

namespace {

void submit_some(storage::Store& store, int count) {
    for (int i = 0; i < count; ++i)
        submit(store, new_request(core::RequestType::access, "Ada Lindqvist", "ada@example.org", march(1)));
}

/// Requests in a file with whatever its journal holds, once the engine has found it whole.
std::int64_t requests_in(std::string const& database) {
    Connection connection{database, OpenAs::existing_writer, 1};
    {
        auto check = connection.query("PRAGMA integrity_check");
        REQUIRE(check.next());
        CHECK(check.text(0) == "ok");
    }
    auto row = connection.query("SELECT count(*) FROM requests");
    return row.next() ? row.integer(0) : -1;
}

/// A deployment with two requests, a backup of it, and three requests since.
struct Deployment : Operator {
    Deployment() {
        migrated();
        with_store([](storage::Store& store) { return submit_some(store, 2), true; });
        if (run([this](auto const& context) { return app::backup(context, copy); }) != 0)
            throw std::runtime_error(complaint);
    }

    /// As kill -9 leaves it: what came in last is in the journal alone.
    void go_on_and_be_killed() {
        auto const as_killed = file("as-killed");
        with_store([&](storage::Store& store) {
            submit_some(store, 3);
            std::filesystem::copy(data, as_killed, std::filesystem::copy_options::recursive);
            return true;
        });
        std::filesystem::remove_all(data);
        std::filesystem::rename(as_killed, data);
        REQUIRE(std::filesystem::file_size(database + "-wal") > 0);
    }
    void go_on_and_stop() const {
        with_store([](storage::Store& store) { return submit_some(store, 3), true; });
    }
    int restore(Answer answer = Answer::words) {
        return run([this](auto const& context) { return app::restore(context, copy); }, answer);
    }
    std::vector<std::string> names() const {
        std::vector<std::string> all;
        for (auto const& entry : std::filesystem::directory_iterator(data))
            all.push_back(entry.path().filename().string());
        std::ranges::sort(all);
        return all;
    }
    std::string last_entry() const {
        return with_store([](storage::Store& store) {
            auto const entry = from_snapshot(store, [](auto& snapshot) { return snapshot.audit({}).back(); });
            return entry.action + " " + entry.details;
        });
    }

    std::string copy{file("copy.db")};
};

/// Another process that has the database open, as a service of an older version would.
class OtherProcess {
  public:
    explicit OtherProcess(std::string const& database) {
        REQUIRE(::pipe(to_child_.data()) == 0);
        REQUIRE(::pipe(from_child_.data()) == 0);
        child_ = ::fork();
        if (child_ == 0) hold(database);
        char ready{};
        REQUIRE(::read(from_child_[0], &ready, 1) == 1);
    }
    ~OtherProcess() {
        ::close(to_child_[1]);
        ::waitpid(child_, nullptr, 0);
    }
    OtherProcess(OtherProcess const&) = delete;
    OtherProcess& operator=(OtherProcess const&) = delete;

  private:
    [[noreturn]] void hold(std::string const& database) {
        ::close(to_child_[1]);
        {
            Connection const connection{database, OpenAs::existing_writer, 1};
            char byte{'x'};
            (void)!::write(from_child_[1], &byte, 1);
            (void)!::read(to_child_[0], &byte, 1);
        }
        ::_exit(0);
    }
    std::array<int, 2> to_child_{}, from_child_{};
    pid_t child_{};
};

} // namespace

TEST_CASE("after a restore the database holds what the backup held, whatever journal lay there", "[journey][restore]") {
    Deployment deployment;
    bool const killed = GENERATE(true, false);
    if (killed)
        deployment.go_on_and_be_killed();
    else
        deployment.go_on_and_stop();
    REQUIRE(deployment.restore() == 0);
    CHECK(requests_in(deployment.database) == 2);
    CHECK(deployment.verify() == 0);
    CHECK_THAT(deployment.said, Contains("Intact: 4 entries")); // two requests, the backup, the restoring
    CHECK(deployment.last_entry().starts_with("backup.restored entries=3\nshell_user="));
}

TEST_CASE("what lay there before a restore is set aside whole, with the kept ends of its chain", "[journey][restore]") {
    Deployment deployment;
    deployment.go_on_and_be_killed();
    app::note_audit_head(deployment.data, noon(march(31)), {6, {}});
    REQUIRE(deployment.restore() == 0);
    auto const aside = deployment.database + ".before-restore-20260331T120000Z";
    CHECK_THAT(deployment.said, Contains("  " + aside + "\n") && Contains("  " + aside + "-wal\n"));
    CHECK_FALSE(std::filesystem::exists(app::audit_heads_path(deployment.data)));
    CHECK(std::filesystem::exists(app::audit_heads_path(deployment.data) + ".before-restore-20260331T120000Z"));
    CHECK(requests_in(aside) == 5);
    SECTION("and a second restore of the same second takes other names") {
        REQUIRE(deployment.restore(Answer::json) == 0);
        auto const answer = deployment.json_said();
        CHECK(answer.at("restored").as_string() == deployment.copy);
        CHECK(answer.at("entries") == 3);
        CHECK(answer.at("noted") == true);
        CHECK(answer.at("set_aside").at(0).as_string() == aside + "-2");
        CHECK(requests_in(aside) == 5);
        CHECK(requests_in(aside + "-2") == 2);
    }
}

TEST_CASE("a backup is restored into a folder that has only the key", "[journey][restore]") {
    Deployment deployment;
    std::filesystem::remove(deployment.database);
    REQUIRE(deployment.restore() == 0);
    CHECK(deployment.names() == std::vector<std::string>{"habeas.sqlite3", "master.key"});
    CHECK(requests_in(deployment.database) == 2);
}

TEST_CASE("nothing is restored while a service runs on the folder", "[journey][restore]") {
    Deployment deployment;
    app::ConfigurationInput const input{.file = {},
                                        .environment = {},
                                        .command_line = {{"storage.folder", deployment.data},
                                                         {"server.port", "0"},
                                                         {"server.threads", "1"},
                                                         {"log.file", deployment.file("log")}}};
    app::Application application({app::load_configuration(input).value(), app::Demo::leave_empty, std::nullopt});
    application.start();
    CHECK(deployment.restore() == 1);
    CHECK_THAT(deployment.complaint, Contains("A service or a command works in the folder") && Contains("Stop it"));
    for (auto const& name : deployment.names())
        CHECK_FALSE(name.contains("restor"));
    application.stop();
}

TEST_CASE("nothing is restored while another process has the database open", "[journey][restore]") {
    Deployment deployment;
    deployment.go_on_and_stop();
    {
        OtherProcess const other(deployment.database);
        CHECK_THROWS_WITH(deployment.restore(), Contains("is in use") && Contains("nothing was changed"));
    }
    CHECK(requests_in(deployment.database) == 5);
}

TEST_CASE("a backup that is not whole, not ours or of another key is refused, and nothing changes",
          "[journey][restore]") {
    Deployment deployment;
    deployment.go_on_and_stop();
    auto const names = deployment.names();
    std::string complaint;
    SECTION("cut") {
        std::filesystem::resize_file(deployment.copy, std::filesystem::file_size(deployment.copy) / 2);
        complaint = "is damaged";
    }
    SECTION("with an entry that was changed") {
        Connection thief{deployment.copy, OpenAs::writer, 1};
        thief.script("DROP TRIGGER audit_holds; UPDATE audit SET at = at + 1 WHERE sequence = 2");
        complaint = "does not hold: entry 2 was changed";
    }
    SECTION("of another deployment") {
        Operator other;
        other.migrated();
        std::filesystem::remove(deployment.copy);
        REQUIRE(other.run([&](auto const& context) { return app::backup(context, deployment.copy); }) == 0);
        complaint = "made with another";
    }
    SECTION("with a journal beside it") {
        std::ofstream(deployment.copy + "-wal") << "frames";
        complaint = "has a journal beside it";
    }
    SECTION("another program's") {
        std::filesystem::remove(deployment.copy);
        Connection{deployment.copy, OpenAs::writer, 1}.script("CREATE TABLE things (name TEXT)");
        complaint = "another program";
    }
    SECTION("empty") {
        std::filesystem::resize_file(deployment.copy, 0);
        complaint = "is empty";
    }
    CHECK_THROWS_WITH(deployment.restore(), Contains(complaint));
    CHECK(deployment.names() == names);
    CHECK(requests_in(deployment.database) == 5);
}

TEST_CASE("a file that is not there cannot be restored, and the database in use is no backup", "[journey][restore]") {
    Deployment deployment;
    deployment.copy = deployment.file("nothing.db");
    CHECK(deployment.restore() == 1);
    CHECK(deployment.complaint == "habeas: There is no file " + deployment.copy + ".\n");
    deployment.copy = deployment.database;
    CHECK(deployment.restore() == 2);
    deployment.copy = deployment.file("copy.db");
    std::filesystem::remove_all(deployment.data);
    CHECK(deployment.restore() == 1);
    CHECK_THAT(deployment.complaint, Contains("There is no data folder"));
}

TEST_CASE("a backup of an older version is put in place as it is", "[journey][restore]") {
    Deployment deployment;
    {
        Connection older{deployment.copy, OpenAs::writer, 1};
        older.script(("PRAGMA journal_mode = DELETE; PRAGMA user_version = " +
                      std::to_string(storage::sqlite::state_of(deployment.copy).newest_schema - 1))
                         .c_str());
    }
    CHECK(deployment.restore(Answer::json) == 0);
    CHECK(deployment.json_said().at("noted") == false);
    CHECK_THAT(deployment.complaint, Contains("an older version, which is left as it is"));
    auto const state = storage::sqlite::state_of(deployment.database);
    CHECK(state.schema_version == state.newest_schema - 1);
}
