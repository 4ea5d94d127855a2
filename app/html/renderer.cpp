#include "app/html/renderer.hpp"

#include <cstring> // ctemplate 2.4 uses strlen without including it
#include <functional>
#include <set>
#include <stdexcept>

#include <ctemplate/template_cache.h>
#include <ctemplate/template_dictionary.h>
#include <fmt/core.h>

namespace habeas::app::html {
namespace {

constexpr std::size_t usual_page = 24 * 1024;

bool is_html(std::string_view name) {
    return name.ends_with(".html");
}

ctemplate::Strip strip_of(std::string_view name) {
    return is_html(name) ? ctemplate::STRIP_BLANK_LINES : ctemplate::DO_NOT_STRIP;
}

} // namespace

struct Renderer::Loaded {
    ctemplate::TemplateCache cache;
    std::set<std::string, std::less<>> names;

    void add(TemplateFile const& file, std::vector<TemplateFile> const& files);
};

void Renderer::Loaded::add(TemplateFile const& file, std::vector<TemplateFile> const& files) {
    auto whole = compose(file.name, files);
    if (is_html(file.name)) whole.insert(0, "{{%AUTOESCAPE context=\"HTML\"}}");
    if (!cache.StringToTemplateCache(std::string{file.name}, whole, strip_of(file.name)))
        throw std::runtime_error(fmt::format("template {}: cannot be parsed", file.name));
    names.emplace(file.name);
}

Renderer::Renderer(std::vector<TemplateFile> const& files)
    : loaded_(std::make_unique<Loaded>()) {
    for (auto const& file : files) {
        // A partial is checked within each template that includes it: alone it may be half a page.
        if (!file.name.starts_with("partials/")) loaded_->add(file, files);
    }
    loaded_->cache.Freeze();
}

Renderer::~Renderer() = default;
Renderer::Renderer(Renderer&&) noexcept = default;
Renderer& Renderer::operator=(Renderer&&) noexcept = default;

std::string Renderer::render(std::string_view name, View const& view) const {
    if (!has(name)) throw std::out_of_range(fmt::format("there is no template {}", name));
    std::string page;
    page.reserve(usual_page);
    ctemplate::TemplateString const key{name.data(), name.size()};
    if (!loaded_->cache.ExpandNoLoad(key, strip_of(name), view.dictionary_, nullptr, &page))
        throw std::runtime_error(fmt::format("template {}: cannot be expanded", name));
    return page;
}

bool Renderer::has(std::string_view name) const {
    return loaded_->names.contains(name);
}

} // namespace habeas::app::html
