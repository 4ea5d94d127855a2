#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

namespace ctemplate {
class TemplateDictionary;
}

namespace habeas::app::html {

/// What one page is filled with: a tree of named texts, shown sections and repeated parts.
///
/// Markers are UPPER_CASE and are listed in the comment that opens each template. Every text is plain text: the
/// renderer escapes it for the place where it stands, so nobody escapes beforehand. A marker that is never set renders
/// as nothing; a section that is never shown or added is left out. A part sees the texts of the whole it belongs to,
/// unless it sets its own. Values are copied into one arena that goes away with the root.
///
/// Names of markers and sections are the program's own, never something that a person sent: they are kept for good.
///
/// One view belongs to one thread. Children are owned by the root and live as long as it does.
class View {
  public:
    View();
    ~View();
    View(View&&) noexcept;
    View& operator=(View&&) noexcept;
    View(View const&) = delete;
    View& operator=(View const&) = delete;

    /// Places `value` wherever the template says {{MARKER}}.
    View& text(std::string_view marker, std::string_view value);

    /// Places a whole number, without separators.
    View& number(std::string_view marker, std::int64_t value);

    /// Shows {{#SECTION}}…{{/SECTION}} once.
    View& show(std::string_view section);

    /// Shows the section only where `condition` holds.
    View& show_if(bool condition, std::string_view section) { return condition ? show(section) : *this; }

    /// Shows the section of that name, with the text of that name inside, unless the text is empty.
    /// {{#HINT}}<p>{{HINT}}</p>{{/HINT}} is how a template asks for a thing that may be missing.
    View& maybe(std::string_view name, std::string_view value);

    /// Adds one more part to a repeated section and returns it, to be filled.
    View& add(std::string_view section);

  private:
    friend class Renderer;
    struct Children;
    View(ctemplate::TemplateDictionary* dictionary, Children* children);

    std::unique_ptr<Children> owned_;
    ctemplate::TemplateDictionary* dictionary_;
    Children* children_;
};

} // namespace habeas::app::html
