#include "app/http/router.hpp"

#include <catch2/catch.hpp>

using namespace habeas::app::http;

namespace {

enum class Access { everyone, staff, officer };

boost::asio::awaitable<HttpResponse> nothing(HttpRequest&) {
    co_return HttpResponse::no_content();
}

std::vector<Route> table() {
    return {
        {Method::get, "/", Access::everyone, nothing},
        {Method::get, "/desk", Access::staff, nothing},
        {Method::get, "/desk/requests/new", Access::staff, nothing},
        {Method::get, "/desk/requests/:reference", Access::staff, nothing},
        {Method::post, "/desk/requests/:reference/extension", Access::officer, nothing, 4096},
        {Method::post, "/desk/requests/:reference", Access::staff, nothing},
        {Method::options, "/own", Access::everyone, nothing},
    };
}

struct Tried {
    HttpRequest request;
    Router::Match match;
};

Tried tried(Router const& router, Method method, std::string path) {
    Tried result;
    result.request.method = method;
    result.request.path = std::move(path);
    result.match = router.match(result.request);
    return result;
}

} // namespace

TEST_CASE("a row is found with its access, limit and parameters", "[http][router]") {
    Router const router{table()};
    auto const found = tried(router, Method::post, "/desk/requests/DSR-7Q2M-K4XN/extension");
    REQUIRE(found.match.found == Router::Found::route);
    CHECK(found.request.route == "/desk/requests/:reference/extension");
    CHECK(found.request.access.as<Access>() == Access::officer);
    CHECK(found.request.parameter("reference") == "DSR-7Q2M-K4XN");
    CHECK(found.match.route->body_limit == 4096);
    CHECK_THROWS_AS(found.request.parameter("token"), std::logic_error);
}

TEST_CASE("a literal segment goes before a parameter, and gives way where it leads nowhere", "[http][router]") {
    Router const router{table()};
    CHECK(tried(router, Method::get, "/desk/requests/new").request.route == "/desk/requests/new");
    auto const extension = tried(router, Method::post, "/desk/requests/new/extension");
    CHECK(extension.request.parameter("reference") == "new");
    auto const other_method = tried(router, Method::post, "/desk/requests/new");
    CHECK(other_method.request.route == "/desk/requests/:reference");
}

TEST_CASE("HEAD is served by the row of GET", "[http][router]") {
    Router const router{table()};
    CHECK(tried(router, Method::head, "/desk").request.route == "/desk");
    CHECK(tried(router, Method::head, "/own").match.found == Router::Found::no_method);
}

TEST_CASE("a path without a row is told from a method without one", "[http][router]") {
    Router const router{table()};
    CHECK(tried(router, Method::get, "/").match.found == Router::Found::route);
    auto const wrong_method = tried(router, Method::delete_, "/desk/requests/DSR-1");
    CHECK(wrong_method.match.found == Router::Found::no_method);
    CHECK(wrong_method.match.allow == "GET, HEAD, POST, OPTIONS");
    auto const nowhere =
        GENERATE(as<std::string>{}, "", "/desk/", "//", "/desk//extension", "/desk/requests",
                 "/desk/requests//extension", "/Desk", "/desk/requests/a/b", "/desk/requests/:reference/nothing");
    INFO(nowhere);
    auto const none = tried(router, Method::get, nowhere);
    CHECK(none.match.found == Router::Found::no_path);
    CHECK(none.request.route.empty());
}

TEST_CASE("what an address takes can be asked for without a method", "[http][router]") {
    Router const router{table()};
    CHECK(router.allowed("/desk/requests/DSR-1") == "GET, HEAD, POST, OPTIONS");
    CHECK(router.allowed("/own") == "OPTIONS");
    CHECK(router.allowed("/nowhere").empty());
    CHECK(router.allowed("").empty());
}

TEST_CASE("a row of its own for OPTIONS is used", "[http][router]") {
    Router const router{table()};
    CHECK(tried(router, Method::options, "/own").match.found == Router::Found::route);
    CHECK(tried(router, Method::options, "/desk").match.found == Router::Found::no_method);
}

TEST_CASE("a moved router still finds its rows", "[http][router]") {
    Router first{table()};
    Router const second{std::move(first)};
    CHECK(tried(second, Method::get, "/desk").match.found == Router::Found::route);
}

TEST_CASE("a table with a mistake in it is refused at start", "[http][router]") {
    auto const of = [](std::vector<Route> rows) { return Router{std::move(rows)}; };
    CHECK_THROWS_WITH(of({{Method::get, "desk", {}, nothing}}), Catch::Contains("slash"));
    CHECK_THROWS_WITH(of({{Method::get, "/desk", {}, {}}}), Catch::Contains("no handler"));
    CHECK_THROWS_WITH(of({{Method::get, "/a", {}, nothing}, {Method::get, "/a", {}, nothing}}),
                      Catch::Contains("twice"));
    CHECK_THROWS_WITH(of({{Method::get, "/:a", {}, nothing}, {Method::get, "/:b/c", {}, nothing}}),
                      Catch::Contains("another name"));
}

TEST_CASE("an error is a problem without a hook, the hook's page with one, a problem again if the page breaks",
          "[http][router]") {
    HttpRequest const request;
    CHECK(Router{{}}.error(request, 404, "not_found", "Nothing here.").headers.find("Content-Type") ==
          "application/problem+json; charset=utf-8");
    Hooks page;
    page.error = [](HttpRequest const&, int status, std::string_view, std::string_view message) {
        return HttpResponse::html(status, std::string{message});
    };
    CHECK(Router({}, page).error(request, 404, "not_found", "Nothing here.").body == "Nothing here.");
    Hooks broken;
    broken.error = [](HttpRequest const&, int, std::string_view, std::string_view) -> HttpResponse { throw 1; };
    CHECK(Router({}, broken).error(request, 404, "not_found", "Nothing here.").status == 404);
}
