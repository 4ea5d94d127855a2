#pragma once

#include "app/html/composer.hpp"
#include "app/html/view.hpp"

#include <memory>
#include <ranges>
#include <string>
#include <string_view>
#include <vector>

namespace habeas::app::html {

/// Turns a template and a view into a page or a letter.
///
/// All templates are composed, parsed and checked by the constructor, which throws std::runtime_error naming the file
/// that is wrong; afterwards nothing is read, loaded or changed, and any number of threads may render at the same time.
///
/// Names ending in .html are escaped by where a text stands (body, attribute, URL; a "javascript:" URL becomes "#").
/// All others are plain text and leave every text as it is.
class Renderer {
  public:
    /// Takes what habeas_embed made: habeas::app::templates::files().
    template <std::ranges::input_range Files>
    explicit Renderer(Files const& files)
        : Renderer(to_template_files(files)) {}
    explicit Renderer(std::vector<TemplateFile> const& files);
    ~Renderer();
    Renderer(Renderer&&) noexcept;
    Renderer& operator=(Renderer&&) noexcept;

    /// Renders the template of that name below templates/, such as "pages/queue.html" or "letters/received.txt".
    /// Throws std::out_of_range where there is none: the names are written in the program, never taken from a request.
    std::string render(std::string_view name, View const& view) const;

    bool has(std::string_view name) const;

  private:
    template <std::ranges::input_range Files>
    static std::vector<TemplateFile> to_template_files(Files const& files) {
        std::vector<TemplateFile> same;
        for (auto const& file : files)
            same.push_back({file.name, file.content});
        return same;
    }

    struct Loaded;
    std::unique_ptr<Loaded> loaded_;
};

} // namespace habeas::app::html
