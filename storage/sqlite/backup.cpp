#include "storage/sqlite/backup.hpp"

#include "storage/sqlite/connection.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

namespace habeas::storage::sqlite {

namespace {

constexpr int cache_mib = 4;

class File {
  public:
    File(std::string const& path, int flags)
        : path_(path)
        , descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {
        if (descriptor_ < 0) fail();
    }
    File(File const&) = delete;
    File& operator=(File const&) = delete;
    ~File() { ::close(descriptor_); }
    void sync() {
        if (::fsync(descriptor_) != 0) fail();
    }

  private:
    [[noreturn]] void fail() const {
        throw StoreUnavailable(fmt::format("The backup {} cannot be written: {}", path_, std::strerror(errno)));
    }
    std::string path_;
    int descriptor_;
};

} // namespace

void backup(std::string const& source, std::string const& target) {
    {
        File const made{target, O_CREAT | O_EXCL | O_RDWR};
    } // empty and private: the engine fills it
    try {
        Connection connection{source, OpenAs::auditor, cache_mib};
        connection.run("VACUUM INTO ?1", target);
        // The engine leaves the copy to the system's own time; a backup that is reported must survive a power cut.
        File{target, O_RDWR}.sync();
        auto const folder = std::filesystem::absolute(target).parent_path().string();
        File{folder, O_RDONLY | O_DIRECTORY}.sync();
    } catch (...) {
        std::filesystem::remove(target);
        throw;
    }
}

} // namespace habeas::storage::sqlite
