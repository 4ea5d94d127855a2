#pragma once
#include "app/commands.hpp"
#include "app/key_file.hpp"
#include "tests/support/store_requests.hpp"

#include <fstream>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/json.hpp>

// Somebody who types the operator's commands and reads what they print.
namespace habeas::testing {

enum class Answer { words, json };

/// A deployment in a folder of its own, on 31 March 2026, and its operator.
class Operator {
  public:
    Operator() { std::ofstream(clock_) << "2026-03-31T12:00:00Z"; }

    template <class Command>
    int run(Command command, Answer answer = Answer::words) {
        std::ostringstream out, err;
        app::ConfigurationInput input{.file = {},
                                      .environment = {},
                                      .command_line = {{"storage.folder", data},
                                                       {"company.time_zone", "Europe/Berlin"},
                                                       {"passwords.memory_kib", "8192"},
                                                       {"passwords.passes", "1"}}};
        for (auto const& setting : more_settings)
            input.command_line.push_back(setting);
        int const status = command(
            app::CommandContext{app::load_configuration(input).value(), clock_, answer == Answer::json, out, err});
        said = out.str();
        complaint = err.str();
        return status;
    }
    void migrated() {
        if (run(app::migrate) != 0) throw std::runtime_error("no database can be made: " + complaint);
    }
    /// Works on the database as the service would.
    template <class Work>
    auto with_store(Work work) const {
        core::start_crypto();
        auto options = test_store_options(database);
        options.master_key = app::read_key_file(data + "/master.key");
        auto const store = storage::sqlite::open_store(std::move(options));
        return work(*store);
    }
    int add_staff(std::string const& login, std::string const& role = "agent", Answer answer = Answer::words) {
        return run([&](auto const& context) { return app::add_staff(context, {login, "Mira Petersen", role}); },
                   answer);
    }
    int add_token(std::string const& name, std::vector<std::string> const& scopes, Answer answer = Answer::words) {
        return add_token({name, scopes, std::nullopt}, answer);
    }
    int add_token(app::NewToken const& token, Answer answer = Answer::words) {
        return run([&](auto const& context) { return app::add_token(context, token); }, answer);
    }
    int verify(std::optional<std::string> const& file = {}, Answer answer = Answer::words) {
        return verify_against({.database = file, .expect = {}, .without_key = false}, answer);
    }
    int verify_against(app::AuditToVerify const& wanted, Answer answer = Answer::words) {
        return run([&](auto const& context) { return app::verify_audit(context, wanted); }, answer);
    }
    int report(app::TypedPeriod const& period, Answer answer = Answer::words) {
        return run([&](auto const& context) { return app::report_deadlines(context, period); }, answer);
    }
    boost::json::value json_said() const { return boost::json::parse(said); }

  private:
    TemporaryFolder folder_;
    std::string clock_{folder_.file("clock")};

  public:
    std::string data{folder_.file("data")};
    std::string database{data + "/habeas.sqlite3"};
    std::string said, complaint;
    std::vector<std::pair<std::string, std::string>> more_settings;
    std::string file(std::string const& name) const { return folder_.file(name); }
};

} // namespace habeas::testing
