#pragma once
#include "tests/support/app_harness.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>
#include <catch2/catch.hpp>

// Calls of the API as a client makes them, over the application's own table of routes.
namespace habeas::testing {

namespace json = boost::json;

/// An answer, read once. Questions about what is not there fail the test with the answer's text.
struct Reply {
    app::http::HttpResponse raw;
    json::value body; ///< null where the answer is not JSON

    int status() const { return raw.status; }
    /// `text("subject.email")`: texts as they are, everything else as JSON; "(none)" where it is missing.
    std::string text(std::string_view path) const;
    json::value const& at(std::string_view path) const;
    /// "200", or "409 not_allowed_now": status and the problem's code word.
    std::string outcome() const;
    /// The fields a problem names, sorted, joined by spaces; "(query)" and the like included.
    std::string fields() const;
    std::string reference() const { return text("reference"); }
    std::string etag() const { return header(raw, "ETag"); }
    /// "verification assignment": the allowed actions, in order.
    std::string actions() const;
};

/// Every route of the application.
std::vector<app::http::Route> all_routes(app::Services& services);

class ApiWorld {
  public:
    ApiWorld()
        : ApiWorld(AppHarness::Options{}) {}
    explicit ApiWorld(AppHarness::Options const& options);

    AppHarness harness;
    ApiClient agent;   ///< reads and writes requests; of an agent
    ApiClient officer; ///< the same with `admin`: approves; of an officer
    ApiClient auditor;
    ApiClient reporter;

    Reply get(std::string const& target, ApiClient const& client, Pairs more = {});
    Reply get(std::string const& target) { return get(target, agent); }
    Reply post(std::string const& target, std::string const& body, ApiClient const& client, Pairs more = {});
    Reply post(std::string const& target, std::string const& body) { return post(target, body, agent); }

    /// Creates and expects 201.
    Reply create(std::string const& body);
    /// Takes a step with the version of the answer before.
    Reply step(Reply const& before, std::string const& verb, std::string const& body, ApiClient const& client);
    Reply step(Reply const& before, std::string const& verb, std::string const& body = {}) {
        return step(before, verb, body, agent);
    }
    /// The requester uses the mailed link; the request as it is then.
    Reply confirm(Reply const& before);
    /// Created, confirmed, matched and assigned to an agent of staff: ready to be worked on.
    Reply in_progress(std::string const& body);

    /// Reads an answer; no answer may tell how the program is made.
    Reply read(app::http::HttpResponse raw);

  private:
    core::StaffId worker_{};
};

// Bodies that are complete.
std::string access_body(std::string const& email = "ines@example.com");
std::string correction_body();
std::string deletion_body();

} // namespace habeas::testing
