#include "app/http/message.hpp"

#include <catch2/catch.hpp>

using namespace habeas::app::http;
using habeas::core::Error;
using habeas::core::ErrorCode;

namespace {

HttpRequest with_header(std::string_view name, std::string_view value) {
    HttpRequest request;
    request.headers.add(name, value);
    return request;
}

} // namespace

TEST_CASE("header names have no case, and the last change counts", "[http][message]") {
    Headers headers;
    headers.add("X-One", "1");
    headers.add("x-one", "2");
    CHECK(headers.find("X-ONE") == "1");
    CHECK(headers.count("x-One") == 2);
    headers.set("X-one", "3");
    CHECK(headers.size() == 1);
    CHECK(headers.at(0).value == "3");
    headers.remove("x-one");
    CHECK_FALSE(headers.contains("X-One"));
}

TEST_CASE("over TLS a cookie is the host's own and nobody else's", "[http][cookies]") {
    HttpRequest request;
    request.secure = true;
    auto const response = HttpResponse::no_content().set_cookie(request, {.name = "session", .value = "abc"});
    CHECK(response.headers.find("Set-Cookie") == "__Host-session=abc; Path=/; HttpOnly; SameSite=Strict; Secure");
    request.headers.add("Cookie", "session=planted; __Host-session=abc");
    CHECK(request.cookie("session") == "abc");
}

TEST_CASE("without TLS a cookie goes without prefix and Secure", "[http][cookies]") {
    HttpRequest request;
    auto const response = HttpResponse::no_content().set_cookie(
        request, {.name = "session", .value = "abc", .same_site = SameSite::lax, .max_age = std::chrono::seconds{60}});
    CHECK(response.headers.find("Set-Cookie") == "session=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=60");
    request.headers.add("Cookie", "a=b; session=abc");
    CHECK(request.cookie("session") == "abc");
    CHECK_FALSE(request.cookie("ession").has_value());
}

TEST_CASE("a cookie sent twice is none", "[http][cookies]") {
    CHECK_FALSE(with_header("Cookie", "a=1; a=2").cookie("a").has_value());
}

TEST_CASE("a cookie that would end its header is refused", "[http][cookies]") {
    auto const value = GENERATE(as<std::string>{}, "a;b", "a\r\nb", "a b", "\"a\"", "a,b");
    CHECK_THROWS_AS(HttpResponse{}.set_cookie({}, {.name = "a", .value = value}), std::invalid_argument);
}

TEST_CASE("a redirect stays on this host", "[http][message]") {
    CHECK(HttpResponse::see_other("/status?sent=1").headers.find("Location") == "/status?sent=1");
    auto const location = GENERATE(as<std::string>{}, "", "status", "//evil.example", "/\\evil.example",
                                   "https://evil.example", "/a\r\nSet-Cookie: a=b", "/a b", "/\t/evil.example", "/é");
    INFO(location);
    CHECK_THROWS_AS(HttpResponse::see_other(location), std::invalid_argument);
}

TEST_CASE("a header value cannot hold a line end", "[http][message]") {
    CHECK_THROWS_AS(HttpResponse{}.with_header("X-A", "a\r\nb"), std::invalid_argument);
    CHECK_THROWS_AS(HttpResponse{}.with_header("X A", "a"), std::invalid_argument);
    CHECK(HttpResponse{}.with_header("X-A", "a").with_header("x-a", "b").headers.size() == 1);
}

TEST_CASE("a CSV file comes as an attachment of a plain name", "[http][message]") {
    auto const response = HttpResponse::csv("deadlines-2026-03-01.csv", "a,b\r\n");
    CHECK(response.headers.find("Content-Disposition") == "attachment; filename=\"deadlines-2026-03-01.csv\"");
    auto const name = GENERATE(as<std::string>{}, "", "../a", "a\"b", "a b", ".hidden");
    CHECK_THROWS_AS(HttpResponse::csv(name, ""), std::invalid_argument);
}

TEST_CASE("a problem names its code and every field, escaped", "[http][message]") {
    auto const response = HttpResponse::problem(Error{ErrorCode::invalid,
                                                      "Some answers need your attention.",
                                                      "for the log",
                                                      {{"subject.email", "Not \"an\" address."}}});
    CHECK(response.status == 422);
    CHECK(response.body == R"({"type":"about:blank","title":"Unprocessable Content","status":422,"code":"invalid",)"
                           R"("detail":"Some answers need your attention.",)"
                           R"("errors":[{"field":"subject.email","message":"Not \"an\" address."}]})");
    CHECK(response.headers.find("Content-Disposition") == "attachment; filename=\"api.json\"");
}

TEST_CASE("each error code has its status", "[http][message]") {
    CHECK(status_of(ErrorCode::malformed) == 400);
    CHECK(status_of(ErrorCode::unauthenticated) == 401);
    CHECK(status_of(ErrorCode::forbidden) == 403);
    CHECK(status_of(ErrorCode::not_found) == 404);
    CHECK(status_of(ErrorCode::conflict) == 409);
    CHECK(status_of(ErrorCode::not_allowed_now) == 409);
    CHECK(status_of(ErrorCode::too_many) == 429);
    CHECK(status_of(ErrorCode::unavailable) == 503);
    CHECK(HttpResponse::problem(Error{ErrorCode::unavailable, "", "", {}}).headers.contains("Retry-After"));
    CHECK(HttpResponse::problem(Error{ErrorCode::unauthenticated, "", "", {}}).headers.contains("WWW-Authenticate"));
}

TEST_CASE("Accept decides what a client takes", "[http][message]") {
    CHECK(HttpRequest{}.accepts("text/csv"));
    CHECK(with_header("Accept", "text/*").accepts("text/csv"));
    CHECK_FALSE(with_header("Accept", "text/*").accepts("application/json"));
    CHECK(with_header("Accept", "*/*;q=0.1").accepts("text/csv"));
    CHECK_FALSE(with_header("Accept", "text/csv;q=0, */*").accepts("text/csv"));
    CHECK_FALSE(with_header("Accept", "text/html").accepts("text/csv"));
}

TEST_CASE("Accept says how much a client likes a type", "[http][message]") {
    CHECK(HttpRequest{}.quality("text/csv") == 1);
    CHECK(with_header("Accept", "application/json, text/csv;q=0.5").quality("text/csv") == 0.5);
    CHECK(with_header("Accept", "application/json, text/csv;q=0.5").quality("application/json") == 1);
    CHECK(with_header("Accept", "text/*;q=0.3, */*;q=0.1").quality("text/csv") == 0.3);
    CHECK(with_header("Accept", "text/csv;q=0.2, */*").quality("text/csv") == 0.2); // the closest counts
    CHECK(with_header("Accept", "text/html").quality("text/csv") == 0);
}

TEST_CASE("If-None-Match says what a client has", "[http][message]") {
    auto const has = [](std::string const& list, std::string_view tag) {
        return with_header("If-None-Match", list).knows(tag);
    };
    CHECK(has("\"7\"", "\"7\""));
    CHECK(has("W/\"7\"", "\"7\""));
    CHECK(has("\"7\"", "W/\"7\""));
    CHECK(has("\"6\" , \"7\"", "\"7\""));
    CHECK(has("*", "\"7\""));
    CHECK_FALSE(has("\"77\"", "\"7\""));
    CHECK_FALSE(has("7", "\"7\""));
    CHECK_FALSE(HttpRequest{}.knows("\"7\""));
}

TEST_CASE("the content type is read without its parameters", "[http][message]") {
    CHECK(with_header("Content-Type", "Application/JSON; charset=utf-8").content_type() == "application/json");
    CHECK(HttpRequest{}.content_type().empty());
}

TEST_CASE("a body is of a type only in UTF-8", "[http][message]") {
    auto const with_type = [](std::string_view type) {
        HttpRequest request;
        request.headers.add("Content-Type", type);
        return request;
    };
    for (auto const* type : {"application/json", "Application/JSON", "application/json; charset=utf-8",
                             "application/json;charset=\"UTF-8\"", "application/json; profile=x"}) {
        INFO(type);
        CHECK(with_type(type).sends("application/json"));
        CHECK_FALSE(with_type(type).sends_form());
    }
    for (auto const* type : {"application/json; charset=utf-16", "application/json; a=b; CHARSET=latin1",
                             "application/jsonx", "text/json", ""}) {
        INFO(type);
        CHECK_FALSE(with_type(type).sends("application/json"));
    }
    CHECK_FALSE(HttpRequest{}.sends("application/json"));
    CHECK(with_type("application/x-www-form-urlencoded").sends_form());
    CHECK(with_type("application/x-www-form-urlencoded; charset=UTF-8").sends_form());
    CHECK(with_type("multipart/form-data; boundary=b").sends_form());
    CHECK_FALSE(with_type("application/x-www-form-urlencoded; charset=utf-16").sends_form());
    CHECK_FALSE(with_type("text/plain").sends_form());
    CHECK_FALSE(HttpRequest{}.sends_form());
}
