#pragma once
#include <string>
#include <string_view>

namespace habeas::app::pages {

/// Why a letter was not delivered, in a sentence for staff: "550" → "The mail server refused it for good (550)."
std::string delivery_words(std::string_view code);

} // namespace habeas::app::pages
