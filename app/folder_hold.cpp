#include "app/folder_hold.hpp"

#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace habeas::app {

std::optional<FolderHold> FolderHold::with_others(std::string const& folder) {
    return take(folder, LOCK_SH);
}

std::optional<FolderHold> FolderHold::alone(std::string const& folder) {
    return take(folder, LOCK_EX);
}

FolderHold::~FolderHold() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

std::optional<FolderHold> FolderHold::take(std::string const& folder, int kind) {
    FolderHold hold(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (hold.descriptor_ < 0) return hold; // what cannot be opened is told where it is used
    if (::flock(hold.descriptor_, kind | LOCK_NB) != 0 && errno == EWOULDBLOCK) return std::nullopt;
    return hold;
}

} // namespace habeas::app
