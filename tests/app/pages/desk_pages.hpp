#pragma once
#include "tests/app/pages/public_pages.hpp"
#include "tests/support/app_harness.hpp"

#include <string>
#include <vector>

// What the tests of the desk's pages share.
namespace habeas::testing {

/// The program's own table of URLs, so that roles and tokens are checked as they are in real life.
std::vector<app::http::Route> every_route(app::Services& services);

/// The whole application with an agent and an officer signed in.
struct DeskHarness : AppHarness {
    explicit DeskHarness(Options const& options = {})
        : AppHarness(every_route, options) {}

    StaffBrowser agent = sign_in_as(core::Role::agent);
    StaffBrowser officer = sign_in_as(core::Role::officer);

    core::Stamp stamp_of(core::Actor actor) { return services().stamp(actor); }

    /// Confirmed by the mailed link, not yet taken by anybody.
    core::SubjectRequest open_request(core::RequestType type, std::string const& email = "ines@example.com",
                                      std::string name = "Ines Okafor");
    /// Taken by the agent, identity matched.
    core::SubjectRequest worked_request(core::RequestType type);

    /// Sends a form of the request's page, with the version that it has now.
    app::http::HttpResponse act(core::SubjectRequest const& request, std::string const& step, Pairs fields,
                                StaffBrowser& who);

    /// The actions of the request's trail, oldest first, without looks.
    std::vector<std::string> trail(core::RequestId id);
    /// The kinds of letters to the requester, oldest first.
    std::vector<std::string> letter_kinds(core::RequestId id);
    std::vector<storage::MessageRow> messages(core::RequestId id);
    std::vector<core::AuditRecord> ledger(std::string const& action);
    /// Waits until what was handed to the writer thread before is done.
    void settle();
};

std::string path_of(core::SubjectRequest const& request, std::string const& step = {});

/// The fields of an answer that does everything for every category of the policy, and a note for who approves it.
Pairs everything_deleted(std::string const& note);
/// The rows alone: one result for every category of the policy.
Pairs rows_for_all(std::string const& outcome);

} // namespace habeas::testing
