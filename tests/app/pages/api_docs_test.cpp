#include "app/pages/api_docs.hpp"
#include "public_pages.hpp"

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;

TEST_CASE("the API's page shows every call of its document with method, path and scope", "[pages]") {
    AppHarness harness([](app::Services& services) {
        return std::vector<app::http::Route>{
            {app::http::Method::get, "/docs", {}, app::for_everyone(services, app::pages::documentation)}};
    });
    auto const answer = harness.get("/docs");
    CHECK(answer.status == 200);
    for (auto const* path : {"/api/v1/requests", "/api/v1/requests/{reference}/extension", "/api/v1/audit/verification",
                             "/api/v1/suppressions/check", "/readyz"})
        CHECK(contains(answer, path));
    CHECK(contains(answer, "requests:write"));
    CHECK(contains(answer, "href=\"/openapi.json\""));
    CHECK(answer.compressible);
}
