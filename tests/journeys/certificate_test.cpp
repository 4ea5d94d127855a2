#include "app/application.hpp"
#include "tests/support/certificate.hpp"
#include "tests/support/operator.hpp"

#include <chrono>

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;
using Catch::Matchers::Contains;
using support::Certificate;

namespace {

void replace(Certificate const& old, Certificate const& renewed) {
    auto const over = std::filesystem::copy_options::overwrite_existing;
    std::filesystem::copy_file(renewed.certificate_file(), old.certificate_file(), over);
    std::filesystem::copy_file(renewed.private_key_file(), old.private_key_file(), over);
}

/// A service that ends TLS itself; what it logged from its start to its stop.
template <class Work>
std::string served(Operator const& person, Certificate const& certificate, Work work) {
    auto const log = person.file("log");
    app::ConfigurationInput const input{.file = {},
                                        .environment = {},
                                        .command_line = {{"storage.folder", person.data},
                                                         {"server.port", "0"},
                                                         {"server.threads", "1"},
                                                         {"server.tls_certificate", certificate.certificate_file()},
                                                         {"server.tls_key", certificate.private_key_file()},
                                                         {"log.file", log}}};
    {
        app::Application application({app::load_configuration(input).value(), app::Demo::leave_empty, std::nullopt});
        application.start();
        work(application);
        application.stop();
    }
    std::ifstream file(log);
    return {std::istreambuf_iterator<char>{file}, {}};
}

constexpr auto nothing = [](app::Application&) {};
constexpr std::chrono::seconds days{24 * 3600};

} // namespace

TEST_CASE("a certificate that soon runs out is warned of, and one that has run out is an error",
          "[journey][certificate]") {
    Operator person;
    person.migrated();
    CHECK_THAT(served(person, Certificate(13 * days), nothing), Contains("tls.certificate_runs_out"));
    std::filesystem::remove(person.file("log"));
    CHECK_THAT(served(person, Certificate(15 * days), nothing), !Contains("tls.certificate_"));
    std::filesystem::remove(person.file("log"));
    CHECK_THAT(served(person, Certificate(-1 * days), nothing), Contains("tls.certificate_expired"));
}

TEST_CASE("a renewed certificate is taken up, and one that cannot be used is not", "[journey][certificate]") {
    Operator person;
    person.migrated();
    Certificate const certificate(90 * days);
    auto const log = served(person, certificate, [&](app::Application& application) {
        replace(certificate, Certificate(10 * days));
        application.reload_certificate();
        std::filesystem::remove(certificate.certificate_file());
        application.reload_certificate();
    });
    CHECK_THAT(log, Contains("tls.certificate_reloaded") && Contains("tls.certificate_runs_out"));
    CHECK_THAT(log, Contains("tls.certificate_kept") && Contains("cannot be read"));
}

TEST_CASE("check-config opens the files that the settings name", "[journey][certificate]") {
    Operator person;
    Certificate const certificate;
    person.more_settings = {{"server.tls_certificate", certificate.certificate_file()},
                            {"server.tls_key", certificate.private_key_file()},
                            {"mail.ca_file", certificate.certificate_file()}};
    CHECK(person.run(app::check_configuration) == 0);
    Certificate const other;
    person.more_settings[1].second = other.private_key_file();
    person.more_settings[2].second = person.file("nothing.pem");
    CHECK(person.run(app::check_configuration) == 2);
    CHECK_THAT(person.complaint, Contains("command line: server.tls_certificate: ") && Contains("does not belong"));
    CHECK_THAT(person.complaint, Contains("mail.ca_file: ") && Contains("nothing.pem"));
    CHECK(person.said.empty());
}

TEST_CASE("the greeting has an address that can be typed, for IPv6 too", "[journey][certificate]") {
    Operator person;
    person.migrated();
    auto const [address, host] = GENERATE(table<std::string, std::string>({{"127.0.0.1", "http://127.0.0.1:"},
                                                                           {"0.0.0.0", "http://127.0.0.1:"},
                                                                           {"::1", "http://[::1]:"},
                                                                           {"::", "http://[::1]:"}}));
    app::ConfigurationInput const input{.file = {},
                                        .environment = {},
                                        .command_line = {{"storage.folder", person.data},
                                                         {"server.address", address},
                                                         {"server.port", "0"},
                                                         {"server.threads", "1"},
                                                         {"log.file", person.file("log")}}};
    try {
        app::Application const application(
            {app::load_configuration(input).value(), app::Demo::leave_empty, std::nullopt});
        CHECK_THAT(application.greeting(), Contains("For customers   " + host));
    } catch (std::runtime_error const& refused) {
        if (!address.contains(':')) throw;
        WARN("this machine has no IPv6: " << refused.what());
    }
}
