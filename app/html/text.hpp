#pragma once

#include "app/html/view.hpp"

#include <string>
#include <string_view>

namespace habeas::app::html {

/// What a person typed, made harmless to show: line ends become \n, control characters and the invisible characters
/// that reorder text (bidirectional overrides and isolates) are dropped, broken UTF-8 becomes U+FFFD.
/// Escaping is not done here: the renderer does it.
std::string readable(std::string_view typed);

/// Adds what a person typed as paragraphs with lines: section `section` for each paragraph, in it section LINE for each
/// line with the text LINE. Templates show it with partials/prose.html.
void add_paragraphs(View& view, std::string_view section, std::string_view typed);

/// Up to two capital letters for a person's name, "Mira Petersen" → "MP", or "–" for none.
std::string initials(std::string_view name);

} // namespace habeas::app::html
