#include "app/key_file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace habeas::app {

namespace {

[[noreturn]] void refuse(std::string const& path, std::string const& why) {
    throw std::runtime_error("The key file " + path + " " + why);
}

void check_mode(std::string const& path) {
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0) refuse(path, std::string("cannot be looked at: ") + std::strerror(errno));
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        refuse(path, "can be read by others. Make it readable by its owner alone: chmod 600");
}

/// The name of a new file is durable once its folder is.
bool flush_folder(std::filesystem::path const& folder) {
    int const opened = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (opened < 0) return false;
    bool const flushed = ::fsync(opened) == 0;
    ::close(opened);
    return flushed;
}

/// Written beside its place under a name nobody had before, flushed, then linked: a crash leaves a whole key or none,
/// what an earlier crash left is not in the way, and a second process that was faster wins.
void write_key_file(std::string const& path, core::Key const& key) {
    auto const text = core::to_hex(key) + "\n";
    auto draft = path + ".new.XXXXXX";
    int const file = ::mkostemp(draft.data(), O_CLOEXEC); // makes it 0600
    if (file < 0) refuse(path, std::string("cannot be made: ") + std::strerror(errno));
    bool const written =
        ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(file) == 0;
    ::close(file);
    int const linked = written ? ::link(draft.c_str(), path.c_str()) : -1;
    int const why = errno;
    ::unlink(draft.c_str());
    if (linked != 0 && why != EEXIST) refuse(path, std::string("cannot be written: ") + std::strerror(why));
    if (!flush_folder(std::filesystem::path(path).parent_path())) refuse(path, "cannot be made durable.");
}

} // namespace

core::Key read_key_file(std::string const& path) {
    std::ifstream file(path);
    if (!file) refuse(path, "cannot be read.");
    check_mode(path);
    std::string text;
    file >> text;
    auto const bytes = core::from_hex(text);
    core::Key key{};
    if (!bytes || bytes->size() != key.size()) refuse(path, "does not hold a key of 64 hexadecimal digits.");
    std::ranges::copy(*bytes, key.begin());
    return key;
}

core::Key open_key_file(std::string const& path, KeyFile mode, Random& random) {
    if (!std::filesystem::exists(path)) {
        if (mode == KeyFile::must_exist) refuse(path, "is missing. Without it the personal data cannot be read.");
        write_key_file(path, random_bytes<32>(random));
    }
    return read_key_file(path);
}

} // namespace habeas::app
