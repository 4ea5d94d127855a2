#include "app/mail/folder_carrier.hpp"

#include <cerrno>
#include <string_view>

#include <fcntl.h>
#include <unistd.h>

namespace habeas::app::mail {

namespace {

class File {
  public:
    File(std::filesystem::path const& path, int flags)
        : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, S_IRUSR | S_IWUSR)) {}
    File(File const&) = delete;
    File& operator=(File const&) = delete;
    ~File() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    bool is_open() const { return descriptor_ >= 0; }
    bool sync() const { return ::fsync(descriptor_) == 0; }
    bool write(std::string_view bytes) const {
        while (!bytes.empty()) {
            auto const written = ::write(descriptor_, bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR) continue;
            if (written <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        return true;
    }

  private:
    int descriptor_;
};

/// A file name out of a message id: nothing that a path could mean something by.
std::string file_name(std::string_view message_id) {
    std::string name;
    for (char const byte : message_id.substr(0, 200)) {
        auto const harmless = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                              (byte >= '0' && byte <= '9') || byte == '-' || byte == '@' || byte == '.';
        name += harmless ? byte : '_';
    }
    return name.starts_with('.') ? "_" + name : name;
}

} // namespace

FolderCarrier::FolderCarrier(std::filesystem::path folder)
    : folder_(std::move(folder)) {
    if (std::filesystem::create_directories(folder_))
        std::filesystem::permissions(folder_, std::filesystem::perms::owner_all);
}

Handed FolderCarrier::deliver(Dispatch const& dispatch) {
    auto const failed = Handed{Handed::Result::try_later, "folder_not_writable", true};
    auto const name = file_name(dispatch.message_id);
    auto const unfinished = folder_ / ("." + name + ".part");
    std::error_code error;
    {
        File const file{unfinished, O_WRONLY | O_CREAT | O_TRUNC};
        if (!file.is_open()) return failed;
        if (!file.write(dispatch.message) || !file.sync()) {
            std::filesystem::remove(unfinished, error);
            return failed;
        }
    }
    std::filesystem::rename(unfinished, folder_ / (name + ".eml"), error);
    if (error) return failed;
    File const folder{folder_, O_RDONLY | O_DIRECTORY};
    if (!folder.is_open() || !folder.sync()) return failed;
    return {Handed::Result::over, {}, false};
}

} // namespace habeas::app::mail
