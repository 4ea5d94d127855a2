#pragma once
#include <string_view>

namespace habeas::app::pages {

/// What just happened, for the notice on the page that follows: `?done=extension` → "The extension was asked for …".
/// Empty for a code that is not known, so that no text of the URL reaches the page.
std::string_view done_words(std::string_view code);

} // namespace habeas::app::pages
