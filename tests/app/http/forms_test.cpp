#include "app/http/forms.hpp"

#include <catch2/catch.hpp>

using namespace habeas::app::http;
using habeas::core::ErrorCode;

namespace {

bool is_malformed(habeas::core::Result<Form> const& form) {
    return !form.has_value() && form.error().code == ErrorCode::malformed;
}

std::string part(std::string const& name, std::string const& value) {
    return "--line\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
}

} // namespace

TEST_CASE("a form keeps names and values in their order, decoded", "[http][forms]") {
    auto const form = parse_urlencoded("subject.name=Ren%C3%A9e+M%C3%BCller&topics=a&topics=b&empty=&bare");
    REQUIRE(form);
    CHECK(form->value("subject.name") == "Renée Müller");
    CHECK(form->values("topics") == std::vector<std::string_view>{"a", "b"});
    CHECK(form->find("empty") == std::string_view{});
    CHECK(form->find("bare") == std::string_view{});
    CHECK_FALSE(form->find("absent").has_value());
    CHECK(form->value("absent").empty());
}

TEST_CASE("an equals sign in a value is part of the value", "[http][forms]") {
    auto const form = parse_urlencoded("a=b=c");
    REQUIRE(form);
    CHECK(form->value("a") == "b=c");
}

TEST_CASE("a doubled parameter is named once", "[http][forms]") {
    CHECK(parse_urlencoded("a=1&b=2&a=3&a=4")->duplicates() == std::vector<std::string_view>{"a"});
    CHECK(parse_urlencoded("a=1&b=2")->duplicates().empty());
}

TEST_CASE("an empty form has no fields", "[http][forms]") {
    CHECK(parse_urlencoded("")->empty());
    CHECK(parse_urlencoded("&&")->empty());
}

TEST_CASE("what is no text is refused", "[http][forms]") {
    auto const bad = GENERATE(as<std::string>{}, "a=%ff", "a=\xff", "%ff=a", "a=%00", "a=%", "a=%4", "a=%4g",
                              "a=%ed%a0%80", "a=%f4%90%80%80", "a=%c0%af", "a=%e2%82");
    INFO(bad);
    CHECK(is_malformed(parse_urlencoded(bad)));
}

TEST_CASE("text at the edges of UTF-8 is taken", "[http][forms]") {
    auto const good =
        GENERATE(as<std::string>{}, "a=%7f", "a=%c2%80", "a=%ef%bf%bf", "a=%f0%90%80%80", "a=%f4%8f%bf%bf");
    INFO(good);
    CHECK(parse_urlencoded(good).has_value());
}

TEST_CASE("a form may have 200 fields and not one more", "[http][forms]") {
    std::string text;
    for (int i = 0; i < 200; ++i) {
        text += "a=b&";
    }
    CHECK(parse_urlencoded(text)->fields().size() == 200);
    CHECK(is_malformed(parse_urlencoded(text + "a=b")));
}

TEST_CASE("names and values have their greatest length", "[http][forms]") {
    FormLimits const limits{.fields = 5, .name_bytes = 3, .value_bytes = 4};
    CHECK(parse_urlencoded("abc=1234", limits).has_value());
    CHECK(is_malformed(parse_urlencoded("abcd=1", limits)));
    CHECK(is_malformed(parse_urlencoded("a=12345", limits)));
}

TEST_CASE("both body types of a one-click unsubscription are read", "[http][forms]") {
    // "List-Unsubscribe=One-Click" as application/x-www-form-urlencoded or multipart/form-data (RFC 8058 §3.1, §3.2)
    auto const encoded = parse_form("application/x-www-form-urlencoded", "List-Unsubscribe=One-Click");
    REQUIRE(encoded);
    CHECK(encoded->value("List-Unsubscribe") == "One-Click");
    auto const multipart =
        parse_form("Multipart/Form-Data; boundary=\"line\"", part("List-Unsubscribe", "One-Click") + "--line--\r\n");
    REQUIRE(multipart);
    CHECK(multipart->value("List-Unsubscribe") == "One-Click");
}

TEST_CASE("a multipart form has several fields, also empty and with line ends", "[http][forms]") {
    auto const form =
        parse_multipart(part("a", "") + part("b", "one\r\ntwo") + part("a", "--lin") + "--line--", "line");
    REQUIRE(form);
    CHECK(form->values("a") == std::vector<std::string_view>{"", "--lin"});
    CHECK(form->value("b") == "one\r\ntwo");
}

TEST_CASE("a part that says it is plain text is taken", "[http][forms]") {
    auto const body = "--line\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Type: text/plain; "
                      "charset=UTF-8\r\n\r\nb\r\n--line--";
    CHECK(parse_multipart(body, "line")->value("a") == "b");
}

TEST_CASE("a multipart form with one thing wrong is refused", "[http][forms]") {
    struct Row {
        std::string_view wrong;
        std::string body;
        std::string boundary = "line";
    };
    auto const row = GENERATE(values<Row>({
        {"no boundary", part("a", "b") + "--line--", ""},
        {"a boundary of 71 characters", "", std::string(71, 'a')},
        {"a boundary with a bracket", part("a", "b"), "li[ne"},
        {"nothing in it", ""},
        {"no end", part("a", "b")},
        {"another boundary", part("a", "b") + "--line--", "other"},
        {"a file", "--line\r\nContent-Disposition: form-data; name=\"a\"; filename=\"b\"\r\n\r\nc\r\n--line--"},
        {"no name", "--line\r\nContent-Disposition: form-data\r\n\r\nc\r\n--line--"},
        {"a name without quotes", "--line\r\nContent-Disposition: form-data; name=a\r\n\r\nc\r\n--line--"},
        {"two names", "--line\r\nContent-Disposition: form-data; name=\"a\"; name=\"b\"\r\n\r\nc\r\n--line--"},
        {"no disposition", "--line\r\nContent-Type: text/plain\r\n\r\nc\r\n--line--"},
        {"an attachment", "--line\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nc\r\n--line--"},
        {"an encoding", "--line\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: "
                        "base64\r\n\r\nYQ==\r\n--line--"},
        {"another charset", "--line\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Type: text/plain; "
                            "charset=latin1\r\n\r\nb\r\n--line--"},
        {"a part without header", "--line\r\nc\r\n--line--"},
        {"broken UTF-8", part("a", "\xff") + "--line--"},
        {"NUL", part("a", std::string(1, '\0')) + "--line--"},
    }));
    INFO(row.wrong);
    CHECK(is_malformed(parse_multipart(row.body, row.boundary)));
}

TEST_CASE("a body that is no form is refused", "[http][forms]") {
    CHECK(is_malformed(parse_form("application/json", "{}")));
    CHECK(is_malformed(parse_form("", "a=b")));
}
