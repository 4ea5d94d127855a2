#pragma once
#include <filesystem>
#include <stdexcept>
#include <string>

#include <unistd.h>

namespace habeas::testing {

/// While it lives nothing in `folder` can be written, as on a read-only mount; the folder around it can. Root may write
/// everywhere, so that a test run by root becomes somebody else meanwhile.
class ReadOnlyFolder {
  public:
    explicit ReadOnlyFolder(std::filesystem::path folder)
        : folder_(std::move(folder)) {
        using std::filesystem::perms;
        if (::geteuid() == 0) give_away();
        for (auto const& entry : std::filesystem::recursive_directory_iterator(folder_))
            std::filesystem::permissions(entry, entry.is_directory() ? perms::owner_read | perms::owner_exec
                                                                     : perms::owner_read);
        std::filesystem::permissions(folder_, perms::owner_read | perms::owner_exec);
    }
    ~ReadOnlyFolder() {
        if (was_root_) (void)!::seteuid(0);
        std::error_code ignored;
        std::filesystem::permissions(folder_, std::filesystem::perms::owner_all, ignored);
    }
    ReadOnlyFolder(ReadOnlyFolder const&) = delete;
    ReadOnlyFolder& operator=(ReadOnlyFolder const&) = delete;

  private:
    static constexpr uid_t nobody = 65534;

    void give_away() {
        auto const around = folder_.parent_path();
        (void)!::chown(around.c_str(), nobody, nobody);
        for (auto const& entry : std::filesystem::recursive_directory_iterator(around))
            (void)!::chown(entry.path().c_str(), nobody, nobody);
        if (::seteuid(nobody) != 0) throw std::runtime_error("nobody else can be become");
        was_root_ = true;
    }

    std::filesystem::path folder_;
    bool was_root_{};
};

} // namespace habeas::testing
