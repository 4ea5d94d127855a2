#include "app/html/forms.hpp"
#include "app/html/renderer.hpp"

#include <atomic>
#include <thread>

#include <catch2/catch.hpp>

using namespace habeas::app::html;

namespace {

std::string rendered(std::string_view source, View const& view, std::string_view name = "pages/one.html") {
    std::vector<TemplateFile> const files{{name, source}};
    auto page = Renderer{files}.render(name, view);
    if (page.ends_with('\n')) page.pop_back(); // each template ends with its last line's end
    return page;
}

constexpr std::string_view hostile = R"(<script>alert("x")</script>&')";

} // namespace

TEST_CASE("a text in a page's body is escaped", "[html][renderer]") {
    View view;
    view.text("NAME", hostile);
    CHECK(rendered("<p>{{NAME}}</p>", view) == "<p>&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;&#39;</p>");
    CHECK(rendered("<title>{{NAME}}</title>", view).find("<script>") == std::string::npos);
    CHECK(rendered("<textarea>{{NAME}}</textarea>", view).find("<script>") == std::string::npos);
}

TEST_CASE("a text in an attribute cannot leave it", "[html][renderer]") {
    View view;
    view.text("VALUE", "\" onfocus=\"x");
    CHECK(rendered("<input value=\"{{VALUE}}\">", view) == "<input value=\"&quot; onfocus=&quot;x\">");
}

TEST_CASE("a link to anything that is no web address becomes harmless", "[html][renderer]") {
    View view;
    view.text("LINK", "javascript:alert(1)");
    CHECK(rendered(R"(<a href="{{LINK}}">x</a>)", view) == R"(<a href="#">x</a>)");
    view.text("LINK", "/desk?view=mine&page=2");
    CHECK(rendered(R"(<a href="{{LINK}}">x</a>)", view) == R"(<a href="/desk?view=mine&amp;page=2">x</a>)");
    view.text("LINK", "https://example.org/a");
    CHECK(rendered(R"(<a href="{{LINK}}">x</a>)", view) == R"(<a href="https://example.org/a">x</a>)");
}

TEST_CASE("a text inside a script is escaped for the script", "[html][renderer]") {
    View view;
    view.text("WORD", R"("</script><b>)");
    auto const page = rendered(R"(<script>var word = "{{WORD}}";</script>)", view);
    CHECK(page.find("</script><b>") == std::string::npos);
}

TEST_CASE("a plain text letter leaves every text as it is", "[html][renderer]") {
    View view;
    view.text("NAME", "O'Brien & Söhne <privacy@example.org>");
    CHECK(rendered("Dear {{NAME}},\n\n  yours", view, "letters/one.txt") ==
          "Dear O'Brien & Söhne <privacy@example.org>,\n\n  yours");
    CHECK(rendered("<p>{{NAME}}</p>", view, "letters/one.html").find("&lt;privacy@") != std::string::npos);
}

TEST_CASE("sections repeat, nest, and see the texts around them", "[html][renderer]") {
    View view;
    view.text("COMPANY", "C");
    for (auto const* name : {"a", "b"}) {
        auto& row = view.add("ROW");
        row.text("NAME", name).show_if(std::string_view{name} == "a", "UNREAD").number("COUNT", 7);
    }
    CHECK(rendered("{{#ROW}}{{COMPANY}}{{NAME}}{{COUNT}}{{#UNREAD}}!{{/UNREAD}};{{/ROW}}{{#NONE}}never{{/NONE}}",
                   view) == "Ca7!;Cb7;");
}

TEST_CASE("a text that may be missing takes its surroundings with it", "[html][renderer]") {
    View view;
    view.maybe("HINT", "as on your bill").maybe("ERROR", "");
    CHECK(rendered("{{#HINT}}<i>{{HINT}}</i>{{/HINT}}{{#ERROR}}<b>{{ERROR}}</b>{{/ERROR}}", view) ==
          "<i>as on your bill</i>");
}

TEST_CASE("a view keeps its content when it is moved", "[html][renderer]") {
    auto const make = [] {
        View view;
        auto& first = view.add("ROW");
        for (int i = 0; i < 100; ++i)
            view.add("ROW").text("N", "x");
        first.text("N", "first");
        return view;
    };
    View const view = make();
    CHECK(rendered("{{#ROW}}{{N}}{{/ROW}}", view) == "first" + std::string(100, 'x'));
}

TEST_CASE("an include is put in place with its arguments", "[html][composer]") {
    std::vector<TemplateFile> const files{
        {"pages/form.html",
         "<form>\n  {{>partials/input.html name=\"subject.email\" label=\"E-mail {{NOTE}}\"}}\n</form>"},
        {"partials/input.html",
         "  <label>[[label]]</label>[[?hint]]<i>[[hint]]</i>[[/hint]]<b>[[key]] {{[[key]]}}</b>"}};
    View view;
    view.text("SUBJECT_EMAIL", "a@b.example").text("NOTE", "(you)");
    CHECK(Renderer{files}.render("pages/form.html", view) ==
          "<form>\n<label>E-mail (you)</label><b>SUBJECT_EMAIL a@b.example</b>\n</form>\n");
}

TEST_CASE("a broken template stops the program at its start and is named", "[html][renderer]") {
    using Files = std::vector<TemplateFile>;
    auto const named = Catch::Contains("pages/one.html");
    SECTION("an include that does not exist") {
        Files const files{{"pages/one.html", "{{>partials/nowhere.html}}"}};
        CHECK_THROWS_WITH(Renderer{files}, named && Catch::Contains("partials/nowhere.html"));
    }
    SECTION("an include without an end") {
        Files const files{{"pages/one.html", "{{>partials/a.html name=\"x\""}, {"partials/a.html", ""}};
        CHECK_THROWS_WITH(Renderer{files}, named);
    }
    SECTION("an argument that the partial asks for and nobody gives") {
        Files const files{{"pages/one.html", "{{>partials/a.html}}"}, {"partials/a.html", "[[label]]"}};
        CHECK_THROWS_WITH(Renderer{files}, Catch::Contains("partials/a.html") && Catch::Contains("label"));
    }
    SECTION("a partial that includes itself") {
        Files const files{{"pages/one.html", "{{>partials/a.html}}"}, {"partials/a.html", "{{>partials/a.html}}"}};
        CHECK_THROWS_WITH(Renderer{files}, Catch::Contains("includes itself?") || Catch::Contains("include itself?"));
    }
    SECTION("a section that is not closed") {
        Files const files{{"pages/one.html", "{{#A}} x"}};
        CHECK_THROWS_WITH(Renderer{files}, named);
    }
}

TEST_CASE("a template that does not exist is a mistake of the program", "[html][renderer]") {
    Renderer const renderer{std::vector<TemplateFile>{}};
    CHECK_FALSE(renderer.has("pages/one.html"));
    CHECK_THROWS_AS(renderer.render("pages/one.html", View{}), std::out_of_range);
}

TEST_CASE("many threads render from one renderer at the same time", "[html][renderer]") {
    std::vector<TemplateFile> const files{{"pages/one.html", "{{#ROW}}<td>{{NAME}}</td>{{/ROW}}"}};
    Renderer const renderer{files};
    std::atomic<int> wrong{0};
    std::vector<std::jthread> threads;
    for (int number = 0; number < 4; ++number) {
        threads.emplace_back([&, number] {
            auto const name = std::to_string(number);
            for (int round = 0; round < 200; ++round) {
                View view;
                view.add("ROW").text("NAME", name);
                if (renderer.render("pages/one.html", view) != "<td>" + name + "</td>\n") ++wrong;
            }
        });
    }
    threads.clear();
    CHECK(wrong == 0);
}

TEST_CASE("a form gets back what was typed and what is wrong with it", "[html][forms]") {
    View view;
    std::vector<FieldValue> const values{{"subject.email", "mira@"}, {"deletion_scope", "account"}};
    std::vector<FieldError> const errors{{"subject.email", "Enter an e-mail address with an @."}, {"", "Try again."}};
    fill_form(view, values, errors);
    CHECK(rendered("{{SUBJECT_EMAIL}}|{{#SUBJECT_EMAIL_ERROR}}{{SUBJECT_EMAIL_ERROR}}{{/SUBJECT_EMAIL_ERROR}}|"
                   "{{#DELETION_SCOPE_IS_ACCOUNT}}on{{/DELETION_SCOPE_IS_ACCOUNT}}|"
                   "{{#ERROR_SUMMARY}}{{#ERROR_ITEM}}{{#ERROR_LINK}}#{{ERROR_FIELD}} {{/ERROR_LINK}}{{ERROR_MESSAGE}};"
                   "{{/ERROR_ITEM}}{{/ERROR_SUMMARY}}",
                   view) == "mira@|Enter an e-mail address with an @.|on|"
                            "#subject.email Enter an e-mail address with an @.;Try again.;");
}

TEST_CASE("what a person typed never becomes the name of a section", "[html][forms]") {
    View view;
    fill_form(view, std::vector<FieldValue>{{"subject.name", "anneke"}}, {});
    CHECK(rendered("{{SUBJECT_NAME}}{{#SUBJECT_NAME_IS_ANNEKE}}!{{/SUBJECT_NAME_IS_ANNEKE}}", view) == "anneke");
}

TEST_CASE("a choice is marked only where it was chosen", "[html][forms]") {
    View view;
    add_option(view, "TYPE", "access", "Access");
    add_option(view, "TYPE", "deletion", "Deletion", Chosen::yes);
    CHECK(rendered("{{#TYPE}}{{OPTION_VALUE}}{{#SELECTED}}*{{/SELECTED}};{{/TYPE}}", view) == "access;deletion*;");
}

TEST_CASE("comments are for those who write templates, not for those who read pages", "[html][composer]") {
    View const view;
    CHECK(rendered("{{! two\n lines }}\n<p>{{! here }}x</p>", view) == "<p>x</p>");
    CHECK(rendered("{{! first }}\nDear you,\n", view, "letters/one.txt") == "Dear you,");
    CHECK_THROWS_WITH(rendered("<p>{{! never closed", view), Catch::Contains("pages/one.html"));
}
