#include "app/html/forms.hpp"
#include "app/html/renderer.hpp"
#include "habeas_static.hpp"
#include "habeas_templates.hpp"
#include "sample_views.hpp"

#include <algorithm>
#include <regex>
#include <set>

#include <catch2/catch.hpp>

using namespace habeas;
using app::html::Renderer;
using app::html::View;

namespace {

Renderer const& renderer() {
    static Renderer const all{app::templates::files()};
    return all;
}

std::vector<test::Sample> samples() {
    auto all = test::public_samples();
    std::ranges::move(test::desk_samples(), std::back_inserter(all));
    return all;
}

std::vector<std::string> page_names() {
    std::vector<std::string> names;
    for (auto const& file : app::templates::files())
        if (file.name.starts_with("pages/")) names.emplace_back(file.name);
    return names;
}

std::string_view content_of(std::string_view name) {
    return std::ranges::find(app::templates::files(), name, &app::templates::EmbeddedFile::name)->content;
}

std::size_t count(std::string_view text, std::string_view part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + part.size()))
        ++found;
    return found;
}

void check_finished(std::string const& page) {
    CHECK(page.starts_with("<!doctype html>"));
    CHECK(page.ends_with("</html>\n"));
    CHECK(page.find("{{") == page.npos);
    CHECK(page.find("}}") == page.npos);
    CHECK(page.find("[[") == page.npos);
    CHECK(count(page, "<main") == 1);
    CHECK(count(page, "</main>") == 1);
    for (std::string const element :
         {"div", "section", "form", "fieldset", "ul", "ol", "dl", "table", "details", "select"}) {
        INFO("<" << element << ">");
        CHECK(count(page, "<" + element + ">") + count(page, "<" + element + " ") == count(page, "</" + element + ">"));
    }
}

} // namespace

TEST_CASE("every page is whole, filled or empty", "[html][pages]") {
    for (auto const& sample : samples()) {
        INFO(sample.file);
        check_finished(renderer().render(sample.page, sample.view));
    }
    for (auto const& name : page_names()) {
        INFO(name);
        check_finished(renderer().render(name, View{}));
    }
}

TEST_CASE("every page has a sample that fills it", "[html][pages]") {
    std::set<std::string> sampled;
    for (auto const& sample : samples())
        sampled.insert(sample.page);
    for (auto const& name : page_names()) {
        INFO(name);
        CHECK(sampled.contains(name));
    }
}

TEST_CASE("no page holds a style, a script or a handler of its own", "[html][pages]") {
    std::regex const inlined{R"(<style|\sstyle=|\son[a-z]+=|<script(?![^>]* src=)|javascript:)", std::regex::icase};
    for (auto const& sample : samples()) {
        INFO(sample.file);
        CHECK_FALSE(std::regex_search(renderer().render(sample.page, sample.view), inlined));
    }
}

TEST_CASE("every form that changes something carries the form token", "[html][pages]") {
    for (auto const& sample : samples()) {
        INFO(sample.file);
        auto const page = renderer().render(sample.page, sample.view);
        auto const tokens = count(page, "name=\"form_token\"");
        // One-click unsubscribing must work without a cookie, hence without a token (RFC 8058 §3.1).
        auto const without = count(page, "name=\"List-Unsubscribe\"");
        CHECK(tokens + without == count(page, "method=\"post\""));
    }
}

TEST_CASE("every field has its own id, and a label that names it", "[html][pages]") {
    std::regex const ids{" id=\"([^\"]*)\""};
    std::regex const fields{"<(?:input|select|textarea)([^>]*)>"};
    std::regex const id_of{" id=\"([^\"]*)\""};
    for (auto const& sample : samples()) {
        INFO(sample.file);
        auto const page = renderer().render(sample.page, sample.view);
        std::set<std::string> seen;
        for (std::sregex_iterator it{page.begin(), page.end(), ids}; it != std::sregex_iterator{}; ++it) {
            INFO("id " << (*it)[1]);
            CHECK(seen.insert((*it)[1]).second);
        }
        for (std::sregex_iterator it{page.begin(), page.end(), fields}; it != std::sregex_iterator{}; ++it) {
            auto const field = (*it)[1].str();
            if (field.find("type=\"hidden\"") != field.npos || field.find("aria-label=") != field.npos) continue;
            INFO("field" << field);
            std::smatch id;
            CHECKED_IF(std::regex_search(field, id, id_of)) {
                CHECK(page.find("for=\"" + id[1].str() + "\"") != page.npos);
            }
        }
    }
}

TEST_CASE("a page's opening comment names every marker that the page uses", "[html][pages]") {
    std::regex const markers{R"(\{\{#?([A-Z0-9_]+)(?::p)?\}\})"};
    std::set<std::string> const of_every_page{"FORM_TOKEN",   "COMPANY",      "PRIVACY_EMAIL", "STAFF_NAME",
                                              "OPTION_VALUE", "OPTION_LABEL", "SELECTED",      "CHECKED"};
    for (auto const& name : page_names()) {
        auto const text = std::string{content_of(name)};
        auto const end = text.find("}}");
        auto const contract = text.substr(0, end);
        REQUIRE(contract.starts_with("{{!"));
        for (std::sregex_iterator it{text.begin(), text.end(), markers}; it != std::sregex_iterator{}; ++it) {
            auto const marker = (*it)[1].str();
            // The error beside a field belongs to its marker, by fill_form.
            if (marker.ends_with("_ERROR") || of_every_page.contains(marker)) continue;
            INFO(name << " " << marker);
            CHECK(std::regex_search(contract, std::regex{"\\b" + marker + "\\b"}));
        }
    }
}

TEST_CASE("what a stranger typed cannot become markup on any page", "[html][pages]") {
    constexpr std::string_view hostile = "<img src=x onerror=alert(1)>\"'";
    std::regex const markers{R"(\{\{#?([A-Z0-9_]+)(?::p)?\}\})"};
    for (auto const& name : page_names()) {
        INFO(name);
        View view;
        std::set<std::string> seen;
        for (auto const& file : app::templates::files()) {
            if (file.name.starts_with("letters/")) continue;
            auto const text = std::string{file.content};
            for (std::sregex_iterator it{text.begin(), text.end(), markers}; it != std::sregex_iterator{}; ++it)
                if (seen.insert((*it)[1]).second) view.text((*it)[1].str(), hostile).show((*it)[1].str());
        }
        auto const page = renderer().render(name, view);
        CHECK(page.find("<img") == page.npos);
        CHECK(page.find("\"'") == page.npos);
    }
}

TEST_CASE("what was typed keeps its lines on the way through a form", "[html][pages]") {
    constexpr std::string_view typed = "line one\n  line two <b>\n\nline four";
    View view;
    view.show("STEP_REQUEST").show("FOR_ACCESS").text("DETAILS", typed);
    view.add("CARRIED").text("CARRIED_NAME", "details").text("CARRIED_VALUE", typed);
    auto const page = renderer().render("pages/new_request.html", view);
    CHECK(count(page, "line one\n  line two &lt;b&gt;\n\nline four") == 2);
}

TEST_CASE("every choice that a form offers is still chosen when the form comes back", "[html][forms]") {
    std::regex const offered{R"rx(radio\.html name="([^"]+)" value="([^"]+)")rx"};
    auto const text = std::string{content_of("pages/new_request.html")};
    std::size_t choices = 0;
    for (std::sregex_iterator it{text.begin(), text.end(), offered}; it != std::sregex_iterator{}; ++it, ++choices) {
        auto const name = (*it)[1].str(), value = (*it)[2].str();
        View view;
        view.show("STEP_ABOUT").show("WHOLE_SUBJECT").show("STEP_REQUEST").show("FOR_DELETION");
        app::html::fill_form(view, std::vector<app::html::FieldValue>{{name, value}}, {});
        INFO(name << " " << value);
        auto const page = renderer().render("pages/new_request.html", view);
        CHECK(count(page, " checked>") == 1);
        CHECK(std::regex_search(page, std::regex{"value=\"" + value + "\"[^>]* checked>"}));
    }
    CHECK(choices == 9);
}

TEST_CASE("the style sheet and the script stay small", "[html][static]") {
    for (auto const& file : app::static_assets::files()) {
        INFO(file.name);
        CHECK(file.content.size() < 32 * 1024);
        if (file.name.ends_with(".js")) CHECK(file.content.size() < 10 * 1024);
    }
}
