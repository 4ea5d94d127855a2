#pragma once
#include <string>
#include <string_view>

namespace habeas::app::pages {

/// A reference as a person typed or pasted it, for ReferenceCodec::decode: full-width letters and digits (of Japanese
/// and Chinese keyboards), the dashes that text programs make of a hyphen and the spaces they keep lines together with
/// become the plain ones. Nothing else is changed.
std::string typed_reference(std::string_view typed);

} // namespace habeas::app::pages
