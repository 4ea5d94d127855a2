#include "tests/support/store_temporary.hpp"

#include <array>
#include <cstdio>
#include <fstream>

#include <catch2/catch.hpp>
#include <sys/wait.h>

using namespace habeas::testing;
using Catch::Matchers::Contains;

namespace {

struct Finished {
    int status{};
    std::string said; ///< standard output and standard error
};

/// Runs the program as a shell would, without the environment of whoever runs the tests.
Finished run_habeas(std::string const& words, std::string const& output = "2>&1") {
    auto const line = "env -i " HABEAS_BINARY " " + words + " " + output + " </dev/null";
    auto* pipe = ::popen(line.c_str(), "r");
    REQUIRE(pipe);
    Finished finished;
    std::array<char, 4096> piece{};
    for (std::size_t size = 0; (size = std::fread(piece.data(), 1, piece.size(), pipe)) > 0;)
        finished.said.append(piece.data(), size);
    auto const status = ::pclose(pipe);
    REQUIRE(WIFEXITED(status));
    finished.status = WEXITSTATUS(status);
    return finished;
}

std::vector<std::string> const commands{
    "serve",        "migrate",   "backup",       "restore",     "check-config",
    "check-health", "audit",     "audit verify", "report",      "report deadlines",
    "staff",        "staff add", "staff change", "staff list",  "staff reset-password",
    "token",        "token add", "token list",   "token revoke"};

} // namespace

TEST_CASE("the program and each of its commands explain themselves", "[journey][binary]") {
    auto const whole = run_habeas("--help");
    CHECK(whole.status == 0);
    CHECK_THAT(whole.said, !Contains("clock-file")); // for tests only
    for (auto const& command : commands) {
        INFO(command);
        auto const help = run_habeas(command + " --help");
        CHECK(help.status == 0);
        CHECK_THAT(help.said, Contains("Usage") || Contains("usage"));
        for (auto const* common : {"--config", "--data", "--port", "--set", "--json"})
            CHECK_THAT(help.said, Contains(common));
        CHECK_THAT(help.said, !Contains("clock-file"));
        CHECK_THAT(whole.said, Contains(command.substr(0, command.find(' '))));
    }
}

TEST_CASE("what the program does not understand is status 2", "[journey][binary]") {
    TemporaryFolder folder;
    auto const data = "--data " + folder.file("data") + " ";
    for (auto const* words : {"",
                              "dance",
                              "audit",
                              "audit dance",
                              "report",
                              "staff",
                              "token",
                              "backup",
                              "restore",
                              "staff change",
                              "migrate --loud",
                              "migrate now",
                              "staff add",
                              "staff add mira@example.com",
                              "staff reset-password",
                              "staff add mira@example.com --name Mira",
                              "token add",
                              "token add crm",
                              "token revoke",
                              "--data",
                              "migrate --set nonsense",
                              "migrate --set server.port=many",
                              "migrate --port 70000"}) {
        INFO(words);
        auto const finished = run_habeas(data + words);
        CHECK(finished.status == 2);
        CHECK_FALSE(finished.said.empty());
    }
    CHECK_FALSE(std::filesystem::exists(folder.file("data")));
}

TEST_CASE("a word that is no command is named", "[journey][binary]") {
    CHECK_THAT(run_habeas("frobnicate").said, Contains("There is no command frobnicate."));
    CHECK_THAT(run_habeas("--json dance").said, Contains("There is no command dance."));
    CHECK_THAT(run_habeas("").said, Contains("subcommand is required"));
}

TEST_CASE("the program tells its version", "[journey][binary]") {
    auto const told = run_habeas("--version");
    CHECK(told.status == 0);
    CHECK_THAT(told.said, Catch::Matchers::Matches("habeas [0-9]+\\.[0-9]+\\.[0-9]+\n"));
}

TEST_CASE("an answer that could not be written is a failure", "[journey][binary]") {
    TemporaryFolder folder;
    auto const data = " --data " + folder.file("data");
    REQUIRE(run_habeas("migrate" + data).status == 0);
    for (std::string const words :
         {"token add crm --scope admin", "token list --json", "report deadlines",
          "staff add mira@example.com --name M --role agent", "check-config --sample", "--help"}) {
        INFO(words);
        auto const lost = run_habeas(words + data, "2>&1 >/dev/full");
        CHECK(lost.status == 1);
        CHECK_THAT(lost.said, Contains("could not be written"));
    }
}

TEST_CASE("with --json every command answers in JSON, mistakes too", "[journey][binary]") {
    TemporaryFolder folder;
    auto const more = " --json --data " + folder.file("data");
    auto const said = [&](std::string const& words) { return run_habeas(words + more).said; };
    CHECK_THAT(said("token revoke crm"), Contains("{\"error\":\"There is no data folder"));
    REQUIRE(run_habeas("migrate" + more).status == 0);
    REQUIRE(run_habeas("token add crm --scope admin" + more).status == 0);
    CHECK(said("token revoke crm") == "{\"name\":\"crm\",\"revoked\":true}\n");
    CHECK(said("token revoke crm") == "{\"error\":\"There is no token of that name that still works.\"}\n");
    CHECK(said("backup " + folder.file("copy.db")) ==
          "{\"backup\":\"" + folder.file("copy.db") + "\",\"noted\":true}\n");
    CHECK_THAT(said("restore " + folder.file("copy.db")), Contains("\"noted\":true"));
    CHECK(said("check-health --port 1").starts_with("{\"error\":"));
    CHECK(said("check-config --set server.prot=1").ends_with("]}\n"));
}

TEST_CASE("a data folder that is not there is status 1 and is not made", "[journey][binary]") {
    TemporaryFolder folder;
    auto const data = folder.file("data");
    for (std::string const words :
         {"staff list", "token list", "report deadlines", "audit verify", "backup copy.db", "restore copy.db",
          "staff reset-password mira@example.com", "token revoke crm", "token add crm --scope admin",
          "staff add mira@example.com --name M --role agent"}) {
        INFO(words);
        auto const finished = run_habeas(words + " --data " + data);
        CHECK(finished.status == 1);
        CHECK_THAT(finished.said, Contains("habeas: There is no da") && Contains(data));
        CHECK_FALSE(std::filesystem::exists(data));
    }
}

TEST_CASE("a wrong setting is named with where it stands, and every one of them", "[journey][binary]") {
    TemporaryFolder folder;
    auto const path = folder.file("habeas.toml");
    std::ofstream(path) << "[server]\nprot = 8080\nthreads = \"many\"\n";
    auto const finished = run_habeas("check-config --config " + path + " --set jobs.nonsense=1");
    CHECK(finished.status == 2);
    CHECK_THAT(finished.said, Contains(path + ":2: server.prot: ") && Contains("did you mean server.port?"));
    CHECK_THAT(finished.said, Contains(path + ":3: server.threads: ") && Contains("jobs.nonsense"));
    auto const as_json = run_habeas("check-config --json --set server.prot=1");
    CHECK(as_json.status == 2);
    CHECK_THAT(as_json.said, Contains("\"key\":\"server.prot\""));
}

TEST_CASE("the settings in force say where each comes from, and the sample is one", "[journey][binary]") {
    TemporaryFolder folder;
    auto const finished = run_habeas("check-config --set server.port=8081");
    CHECK(finished.status == 0);
    CHECK_THAT(finished.said, Contains("server.port = 8081  # command line"));
    auto const sample = run_habeas("check-config --sample");
    CHECK(sample.status == 0);
    auto const path = folder.file("habeas.toml");
    std::ofstream(path) << sample.said;
    auto const again = run_habeas("check-config --config " + path);
    CHECK(again.status == 0);
    CHECK_THAT(again.said, Contains("server.port = 8080"));
}

TEST_CASE("an operator sets up a service that has never run", "[journey][binary]") {
    TemporaryFolder folder;
    auto const data = " --data " + folder.file("data");
    CHECK(run_habeas("migrate" + data).status == 0);
    CHECK(run_habeas("staff add mira@example.com --name 'Mira Petersen' --role agent" + data).status == 0);
    auto const token = run_habeas("token add crm --scope requests:read,reports:read" + data);
    CHECK(token.status == 0);
    CHECK(token.said.starts_with("hbs_"));
    CHECK(token.said.find('\n') == token.said.size() - 1);
    CHECK_THAT(run_habeas("token list" + data).said, Contains("crm\trequests:read reports:read"));
    CHECK_THAT(run_habeas("audit verify" + data).said, Contains("Intact: 2 entries"));
    CHECK_THAT(run_habeas("report deadlines" + data).said, Contains("reference,type,channel"));
    CHECK(run_habeas("backup " + folder.file("copy.db") + data).status == 0);
    CHECK(run_habeas("audit verify --database " + folder.file("copy.db") + data).status == 0);
    CHECK(run_habeas("backup " + folder.file("no/such/copy.db") + data).status == 1);
    CHECK(run_habeas("token revoke crm" + data).status == 0);
    CHECK(run_habeas("check-health --port 1" + data).status == 1);
}
