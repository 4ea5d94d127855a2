#include "storage/sqlite/file_place.hpp"

#include "storage/store.hpp"

#include <sys/stat.h>

namespace habeas::storage::sqlite {

std::optional<FileIdentity> FileIdentity::at(std::string const& path) {
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0) return std::nullopt;
    return FileIdentity{status.st_dev, status.st_ino};
}

void FilePlace::accept(std::optional<FileIdentity> const& file) {
    {
        std::scoped_lock const lock(mutex_);
        accepted_ = file.value_or(FileIdentity{});
    }
    demand();
}

void FilePlace::forget() {
    std::scoped_lock const lock(mutex_);
    accepted_.reset();
}

void FilePlace::demand() const {
    if (!holds())
        throw StoreUnavailable("The file " + path_ +
                               " was moved, replaced or deleted while in use. Put it back, or stop the service first.");
}

bool FilePlace::holds() const {
    auto const found = look();
    std::scoped_lock const lock(mutex_);
    return !accepted_ || found == accepted_;
}

bool FilePlace::is_asked_for() const {
    std::scoped_lock const lock(mutex_);
    return accepted_.has_value();
}

} // namespace habeas::storage::sqlite
