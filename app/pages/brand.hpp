#pragma once
#include <string>

namespace habeas::app::pages {

/// The style sheet /static/brand.css, made from the company's accent colour ("#rrggbb"): the custom properties --brand,
/// --brand-on (text on it), --brand-dark and --brand-dark-on (the same on dark screens). A colour without enough
/// contrast against its background is darkened (or, for dark screens, lightened) until it has 4.5 : 1 (WCAG 2.2,
/// 1.4.3). A text that is no colour gives an empty sheet, and the style sheet's own accent stays.
std::string brand_css(std::string const& accent);

} // namespace habeas::app::pages
