// Writes every sample page and the static files to a folder, to be looked at in a browser: html_samples FOLDER
#include "app/html/renderer.hpp"
#include "habeas_static.hpp"
#include "habeas_templates.hpp"
#include "sample_views.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>

namespace {

namespace fs = std::filesystem;

void write(fs::path const& path, std::string_view content) {
    std::ofstream file{path, std::ios::binary};
    file.exceptions(std::ios::failbit | std::ios::badbit);
    file.write(content.data(), static_cast<std::streamsize>(content.size()));
}

/// From files there is no root, so the addresses of the static files become relative.
std::string to_relative(std::string page) {
    std::string_view const rooted = "\"/static/";
    for (auto at = page.find(rooted); at != page.npos; at = page.find(rooted, at))
        page.replace(at, 2, "\"");
    return page;
}

} // namespace

int main(int count, char** words) {
    if (count != 2) {
        std::fputs("html_samples FOLDER\n", stderr);
        return 2;
    }
    fs::path const folder{words[1]};
    fs::create_directories(folder / "static");
    for (auto const& file : habeas::app::static_assets::files())
        write(folder / "static" / file.name, file.content);
    write(folder / "static" / "brand.css", ":root { --brand: #1f5b87; --brand-on: #fff; }\n");

    habeas::app::html::Renderer const renderer{habeas::app::templates::files()};
    for (auto make : {&habeas::test::public_samples, &habeas::test::desk_samples}) {
        for (auto const& sample : make())
            write(folder / (sample.file + ".html"), to_relative(renderer.render(sample.page, sample.view)));
    }
}
