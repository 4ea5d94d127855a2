#include "app/http/router.hpp"

#include "app/http/text.hpp"

#include <array>
#include <map>
#include <stdexcept>

namespace habeas::app::http {
namespace {

constexpr std::array all_methods = {Method::get,   Method::head,    Method::post,   Method::put,
                                    Method::patch, Method::delete_, Method::options};

std::invalid_argument wrong(Route const& route, std::string_view why) {
    return std::invalid_argument{"route " + std::string{to_string(route.method)} + " " + std::string{route.pattern} +
                                 ": " + std::string{why}};
}

HttpResponse options_answer(std::string_view allow) {
    return HttpResponse::no_content().with_header("Allow", allow);
}

} // namespace

struct Router::Node {
    std::map<std::string_view, std::unique_ptr<Node>, std::less<>> literals;
    std::unique_ptr<Node> any; ///< a `:name` segment
    std::string_view any_name;
    std::array<Route const*, all_methods.size()> rows{};

    Route const* row(Method method) const {
        auto const* own = rows[static_cast<std::size_t>(method)];
        return own == nullptr && method == Method::head ? row(Method::get) : own;
    }

    std::string allowed() const {
        std::string list;
        for (auto const method : all_methods) {
            if (row(method) != nullptr) list.append(list.empty() ? "" : ", ").append(to_string(method));
        }
        if (!list.empty() && row(Method::options) == nullptr) list.append(", OPTIONS");
        return list;
    }
};

namespace {

using Parameters = std::vector<std::pair<std::string_view, std::string>>;

/// Walks the tree along the segments of `rest`. The first node with a row for the method wins, a literal segment
/// before a `:name`; failing that, the first node with any row, for 405.
template <class Node>
struct Walk {
    Method method;
    Node const* same_path = nullptr;

    Node const* find(Node const& node, std::string_view rest, Parameters& parameters) {
        if (rest.empty()) {
            if (same_path == nullptr && !node.allowed().empty()) same_path = &node;
            return node.row(method) != nullptr ? &node : nullptr;
        }
        rest.remove_prefix(1); // the slash
        auto const segment = rest.substr(0, rest.find('/'));
        auto const below = rest.substr(segment.size());
        if (auto const child = node.literals.find(segment); child != node.literals.end()) {
            if (auto const* found = find(*child->second, below, parameters)) return found;
        }
        if (!node.any || segment.empty()) return nullptr;
        parameters.emplace_back(node.any_name, segment);
        if (auto const* found = find(*node.any, below, parameters)) return found;
        parameters.pop_back();
        return nullptr;
    }
};

} // namespace

Router::Router(std::vector<Route> routes, Hooks hooks)
    : routes_{std::move(routes)}
    , hooks_{std::move(hooks)}
    , root_{std::make_unique<Node>()} {
    for (auto const& route : routes_) {
        add(route);
    }
}

Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;
Router::~Router() = default;

void Router::add(Route const& route) {
    if (!route.pattern.starts_with('/')) throw wrong(route, "a pattern begins with a slash");
    if (!route.handler) throw wrong(route, "no handler");
    auto* node = root_.get();
    auto rest = route.pattern.substr(1);
    for (bool more = true; more;) {
        more = rest.contains('/');
        auto const segment = next_part(rest, '/');
        if (!segment.starts_with(':')) {
            auto& child = node->literals[segment];
            if (!child) child = std::make_unique<Node>();
            node = child.get();
            continue;
        }
        if (!node->any) {
            node->any = std::make_unique<Node>();
            node->any_name = segment.substr(1);
        }
        if (node->any_name != segment.substr(1)) throw wrong(route, "this segment has another name elsewhere");
        node = node->any.get();
    }
    auto& row = node->rows[static_cast<std::size_t>(route.method)];
    if (row != nullptr) throw wrong(route, "is there twice");
    row = &route;
}

Router::Match Router::match(HttpRequest& request) const {
    if (request.path == "*") return {Found::no_method, nullptr, "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"};
    Walk<Node> walk{request.method};
    request.parameters.clear();
    auto const* node = request.path.empty() ? nullptr : walk.find(*root_, request.path, request.parameters);
    if (node == nullptr) {
        if (walk.same_path == nullptr) return {};
        return {Found::no_method, nullptr, walk.same_path->allowed()};
    }
    auto const* route = node->row(request.method);
    request.route = route->pattern;
    request.access = route->access;
    return {Found::route, route, {}};
}

std::string Router::allowed(std::string_view path) const {
    if (path.empty()) return {};
    Walk<Node> walk{Method::options};
    Parameters unused;
    auto const* node = walk.find(*root_, path, unused);
    if (node == nullptr) node = walk.same_path;
    return node == nullptr ? std::string{} : node->allowed();
}

boost::asio::awaitable<HttpResponse> Router::answer(HttpRequest& request, Match const& match) const {
    switch (match.found) {
    case Found::no_path:
        co_return error(request, 404, "not_found", "There is nothing at this address.");
    case Found::no_method:
        if (request.method == Method::options) co_return options_answer(match.allow);
        co_return error(request, 405, "method_not_allowed", "This address does not take that method.")
            .with_header("Allow", match.allow);
    case Found::route:
        break;
    }
    if (hooks_.before) {
        auto asking = hooks_.before(request);
        auto instead = co_await std::move(asking);
        if (instead) co_return std::move(*instead);
    }
    auto handling = match.route->handler(request);
    co_return co_await std::move(handling);
}

HttpResponse Router::error(HttpRequest const& request, int status, std::string_view code,
                           std::string_view message) const {
    if (hooks_.error) {
        try {
            return hooks_.error(request, status, code, message);
        } catch (...) {
            // A broken error page must not hide the error: the plain form below needs nothing of ours.
        }
    }
    return HttpResponse::problem(status, code, reason_of(status), message);
}

} // namespace habeas::app::http
