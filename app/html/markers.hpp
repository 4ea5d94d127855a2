#pragma once

#include <string_view>

namespace ctemplate {
struct StaticTemplateString;
}

namespace habeas::app::html {

/// The marker as ctemplate wants to be asked for it, made once for each name and then kept for good.
///
/// ctemplate hashes every name it is given and looks it up in one table of the whole process, under a lock: half the
/// time of filling the queue page, and the more threads the worse. A name that was made once carries its hash.
///
/// Both tables only ever grow. So a marker must be a name that the program knows, never something that a person sent.
ctemplate::StaticTemplateString const& marker_for(std::string_view name);

} // namespace habeas::app::html
