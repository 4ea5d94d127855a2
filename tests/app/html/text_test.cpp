#include "app/html/renderer.hpp"
#include "app/html/text.hpp"

#include <catch2/catch.hpp>

using namespace habeas::app::html;

TEST_CASE("what a person typed keeps its letters and loses what could deceive", "[html][text]") {
    CHECK(readable("Grüße, 山田\tok") == "Grüße, 山田\tok");
    CHECK(readable("a\r\nb\rc\nd") == "a\nb\nc\nd");
    CHECK(readable(std::string_view{"a\0b\x07"
                                    "c\x7F",
                                    6}) == "abc");
    CHECK(readable("moc\u202Eevil\u2066x\u200F") == "mocevilx");
    CHECK(readable("nel\u0085x") == "nelx");
}

TEST_CASE("broken UTF-8 becomes a visible replacement, one for each broken byte", "[html][text]") {
    CHECK(readable("a\xC3") == "a\uFFFD");                        // cut off
    CHECK(readable("\xC0\xAF") == "\uFFFD\uFFFD");                // longer spelling of '/'
    CHECK(readable("\xED\xA0\x80") == "\uFFFD\uFFFD\uFFFD");      // half of a UTF-16 pair
    CHECK(readable("\xF4\x90\x80\x80").substr(0, 3) == "\uFFFD"); // beyond Unicode
    CHECK(readable("\x80z") == "\uFFFDz");                        // continuation without a start
}

TEST_CASE("an empty line ends a paragraph, a line end within stays a line", "[html][text]") {
    std::vector<TemplateFile> const files{{"pages/prose.html", "{{#P}}<p>{{#LINE}}[{{LINE}}]{{/LINE}}</p>{{/P}}"}};
    View view;
    add_paragraphs(view, "P", "Dear team,\r\nplease <b>hurry</b>\r\n \r\n\r\nMira");
    CHECK(Renderer{files}.render("pages/prose.html", view) ==
          "<p>[Dear team,][please &lt;b&gt;hurry&lt;/b&gt;]</p><p>[Mira]</p>\n");
}

TEST_CASE("initials are those of the first and the last name", "[html][text]") {
    CHECK(initials("Mira Petersen") == "MP");
    CHECK(initials("ana maria lopez ") == "AL");
    CHECK(initials("Øyvind") == "Ø");
    CHECK(initials("  ") == "–");
    CHECK(initials("") == "–");
}
