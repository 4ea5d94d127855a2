#pragma once
#include "app/authentication.hpp"
#include "app/http/router.hpp"
#include "app/services.hpp"
#include "tests/support/store_temporary.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

// The application without its sockets: pages and API calls are asked as the server would ask them, on real parts.
namespace habeas::testing {

/// A clock that stands still until it is moved.
class SteppedClock final : public core::Clock {
  public:
    explicit SteppedClock(core::Instant start)
        : milliseconds_(start.time_since_epoch().count()) {}
    core::Instant now() const override { return core::Instant{std::chrono::milliseconds{milliseconds_.load()}}; }
    void set(core::Instant at) { milliseconds_ = at.time_since_epoch().count(); }
    void advance(std::chrono::milliseconds by) { milliseconds_ += by.count(); }

  private:
    std::atomic<std::int64_t> milliseconds_;
};

/// Chance that is the same in every run. Thread-safe.
class RepeatedRandom final : public app::Random {
  public:
    void fill(std::span<std::byte> bytes) override { fixed_(bytes); }

  private:
    FixedRandom fixed_{7};
};

/// "2026-01-30T09:00:00Z"; throws where it cannot be read.
core::Instant at_time(std::string_view rfc3339);

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// A browser: what it keeps between pages, and the token its forms carry.
struct Browser {
    std::map<std::string, std::string> cookies;
    std::string form_token;

    /// Keeps the cookies an answer sets and forgets those it takes away.
    void keep(app::http::HttpResponse const& answer);
};

/// Somebody of staff who has just signed in.
struct StaffBrowser : Browser {
    core::StaffId id{};
    core::Role role{};
    std::string login;
    std::string password; ///< what sign-in takes
    core::Actor actor() const { return core::Actor::staff(id, role); }
};

/// A caller of the API.
struct ApiClient {
    core::TokenId id{};
    std::optional<core::StaffId> owner;
    std::string secret;
    Pairs headers() const { return {{"Authorization", "Bearer " + secret}}; }
};

class AppHarness {
  public:
    /// Gives the rows that the test needs, as app/routes.cpp would.
    using MakeRoutes = std::function<std::vector<app::http::Route>(app::Services&)>;
    struct Options {
        /// Configuration by key, such as {"limits.requests_per_address_day", "2"}. Limits are generous unless named.
        std::map<std::string, std::string> settings;
        std::string now = "2026-01-30T09:00:00Z";
    };

    explicit AppHarness(MakeRoutes const& make_routes)
        : AppHarness(make_routes, Options{}) {}
    AppHarness(MakeRoutes const& make_routes, Options const& options);
    ~AppHarness();

    app::Services& services();
    storage::Store& store();
    app::Desk const& desk();
    SteppedClock& clock();
    core::Day today();
    /// Everything that was logged so far, one JSON object a line.
    std::string logged();
    /// Where the database lies; a test may look into it or break it.
    TemporaryStore& temporary_store();

    void advance(std::chrono::milliseconds by) { clock().advance(by); }
    template <class Work>
    auto write(Work work) {
        return in_transaction(store(), std::move(work));
    }
    template <class Work>
    auto read(Work work) {
        return from_snapshot(store(), std::move(work));
    }

    /// Where everybody who asks comes from, from now on; 192.0.2.1 at first.
    void come_from(std::string address) { remote_address_ = std::move(address); }

    /// Asks the router, as the server's session does: what a handler throws comes back as status 500.
    app::http::HttpResponse answer(app::http::HttpRequest request);
    app::http::HttpResponse ask(app::http::Method method, std::string const& target, Pairs const& headers = {},
                                std::string body = {});
    app::http::HttpResponse get(std::string const& target, Pairs const& headers = {});
    app::http::HttpResponse post_json(std::string const& target, std::string body, Pairs const& headers = {});
    /// With the browser's cookies; what the answer sets is kept.
    app::http::HttpResponse get(std::string const& target, Browser& browser);
    /// With the browser's cookies and form token (unless the fields have a `form_token` of their own).
    app::http::HttpResponse post_form(std::string const& target, Pairs fields, Browser& browser);

    /// What the last handler threw, in its own words; empty where it answered.
    std::string const& failure() const { return failure_; }

    /// A browser of nobody in particular that has seen a public form.
    Browser visitor();
    core::StaffId add_staff(core::Role role, std::string const& login, std::string const& password = {});
    StaffBrowser sign_in_as(core::Role role);
    /// As if the password they have had been given by somebody else: it must be changed, and may run out.
    void give_password(core::StaffId whose, std::optional<core::Instant> works_until = std::nullopt);
    ApiClient token_with(std::vector<std::string> const& scopes, std::optional<core::StaffId> owner = std::nullopt);
    /// A token of a member of staff who has nothing else.
    ApiClient token_of_somebody(core::Role role, std::vector<std::string> const& scopes);
    /// The entries that the operator's commands would have left for the staff and tokens of this test: without them a
    /// verification says, rightly, that nobody was told of them. Called again, it tells of whoever came since.
    void tell_of_everybody();

    /// By the desk's verbs, now, by the requester unless said. Throws where the desk refuses.
    core::SubjectRequest add_request(core::NewRequest const& asked, core::Actor actor = core::Actor::requester());
    core::SubjectRequest add_request(core::RequestType type, std::string const& email = "ines@example.com",
                                     std::string name = "Ines Okafor");
    core::NewRequest new_request(core::RequestType type, std::string const& email = "ines@example.com",
                                 std::string name = "Ines Okafor");
    /// Throws where there is none.
    core::SubjectRequest find(core::RequestId id);
    /// Runs a verb of the desk: `harness.change([&](auto& t) { return desk.verify(t, {id, {}}, …); })`.
    core::SubjectRequest change(std::function<app::Desk::Changed(storage::Transaction&)> const& verb);

  private:
    core::StaffId add_member(core::Role role, std::string const& login, std::string password_hash);

    struct Parts;
    std::unique_ptr<Parts> parts_;
    std::string failure_;
    std::string remote_address_{"192.0.2.1"};
    int staff_count_{};
    int token_count_{};
    std::set<core::StaffId> told_staff_;
    std::set<core::TokenId> told_tokens_;
};

/// The value of a header, empty where it is absent.
std::string header(app::http::HttpResponse const& answer, std::string_view name);
/// What stands in a hidden field of the page; empty where there is none.
std::string hidden(app::http::HttpResponse const& page, std::string const& name);

} // namespace habeas::testing
