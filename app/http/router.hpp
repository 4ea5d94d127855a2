#pragma once
#include "app/http/message.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/awaitable.hpp>

namespace habeas::app::http {

/// One row of the table of URLs.
/// `Route{Method::post, "/desk/requests/:reference/extension", Access::staff, handler}`
struct Route {
    Method method = Method::get;
    std::string_view pattern; ///< literal segments and `:names`; must outlive the router (a string literal)
    AccessTag access;
    Handler handler;
    std::size_t body_limit = 0; ///< bytes; 0: the server's default_body_bytes
};

/// Places where the owner of the routes joins in; each may be empty.
struct Hooks {
    /// Before the body is read, when a route matched: an answer refuses the request unread (rate limits).
    std::function<std::optional<HttpResponse>(HttpRequest const&)> admit;

    /// Before the handler, body read: who is acting, may they? An answer is sent instead of the handler's.
    std::function<boost::asio::awaitable<std::optional<HttpResponse>>(HttpRequest&)> before;

    /// After handler, hook or error: adds headers.
    std::function<void(HttpRequest const&, HttpResponse&)> after;

    /// Renders an error of the wire or router: pages as HTML, the API as problem+json. Code is a word such as
    /// `not_found`, message a sentence for the person. Without the hook every error is problem+json.
    std::function<HttpResponse(HttpRequest const&, int status, std::string_view code, std::string_view message)> error;
};

/// The table of URLs, matched segment by segment in a tree; a literal segment goes before a `:name`.
class Router {
  public:
    /// Throws std::invalid_argument for a pattern without leading slash, two rows for the same method and
    /// pattern, two names for one segment, or a missing handler.
    explicit Router(std::vector<Route> routes, Hooks hooks = {});
    Router(Router&&) noexcept;
    Router& operator=(Router&&) noexcept;
    ~Router();

    enum class Found { route, no_path, no_method };

    struct Match {
        Found found = Found::no_path;
        Route const* route = nullptr; ///< set when found == route
        std::string allow;            ///< for no_method and OPTIONS: "GET, HEAD, OPTIONS"
    };

    /// Finds the row for method and path and fills route, access and parameters of the request. HEAD is
    /// answered by the row of GET.
    Match match(HttpRequest& request) const;

    /// What `Allow` says of this address: "GET, HEAD, OPTIONS", or nothing where there is none.
    std::string allowed(std::string_view path) const;

    /// Answers a whole request that `match` found or did not find: hooks, handler, 404, 405 with Allow, OPTIONS.
    /// Exceptions of handlers and hooks pass through; the session turns them into 500.
    boost::asio::awaitable<HttpResponse> answer(HttpRequest& request, Match const& match) const;

    /// Through the error hook, or as problem+json without one (and when the hook itself throws).
    HttpResponse error(HttpRequest const& request, int status, std::string_view code, std::string_view message) const;

    Hooks const& hooks() const { return hooks_; }
    std::vector<Route> const& routes() const { return routes_; }

  private:
    struct Node;
    void add(Route const& route);
    std::vector<Route> routes_;
    Hooks hooks_;
    std::unique_ptr<Node> root_;
};

} // namespace habeas::app::http
