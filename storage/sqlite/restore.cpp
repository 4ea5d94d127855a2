#include "storage/sqlite/restore.hpp"

#include "storage/sqlite/audit_trail.hpp"
#include "storage/sqlite/migrations.hpp"
#include "storage/sqlite/root_key.hpp"
#include "storage/sqlite/soundness.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <limits>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

namespace habeas::storage::sqlite {

namespace {

constexpr int cache_mib = 4;
constexpr std::size_t piece_bytes = 1 << 20;
/// What the engine keeps beside a database, and would play into another one that gets its name.
constexpr std::array<std::string_view, 3> journals{"-wal", "-shm", "-journal"};

[[noreturn]] void fail(std::string_view what, std::string const& path, int why) {
    throw std::runtime_error(fmt::format("The file {} cannot be {}: {}.", path, what, std::strerror(why)));
}

bool exists(std::string const& path) {
    std::error_code unreachable;
    return std::filesystem::exists(path, unreachable);
}

std::string folder_of(std::string const& path) {
    return std::filesystem::absolute(path).parent_path().string();
}

class File {
  public:
    explicit File(int descriptor)
        : descriptor_(descriptor) {}
    File(File const&) = delete;
    File& operator=(File const&) = delete;
    ~File() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    int get() const { return descriptor_; }

  private:
    int descriptor_;
};

void flush_folder(std::string const& folder) {
    File const opened{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (opened.get() < 0 || ::fsync(opened.get()) != 0) fail("flushed", folder, errno);
}

void rename(std::string const& from, std::string const& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) fail("renamed", from, errno);
}

void write_whole(File const& file, std::string const& path, char const* bytes, std::size_t size) {
    while (size > 0) {
        auto const written = ::write(file.get(), bytes, size);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail("written", path, errno);
        bytes += written;
        size -= static_cast<std::size_t>(written);
    }
}

/// The backup's bytes beside the database, under a name nobody had before and its owner's alone. Gone again with its
/// journals unless it was put in place.
class Draft {
  public:
    Draft(std::string const& copy, std::string const& database)
        : path_(database + ".restoring.XXXXXX") {
        File const from{::open(copy.c_str(), O_RDONLY | O_CLOEXEC)};
        if (from.get() < 0) fail("read", copy, errno);
        File const to{::mkostemp(path_.data(), O_CLOEXEC)};
        if (to.get() < 0) fail("made", path_, errno);
        try {
            fill(from, copy, to);
        } catch (...) {
            remove();
            throw;
        }
    }
    Draft(Draft const&) = delete;
    Draft& operator=(Draft const&) = delete;
    ~Draft() { remove(); }

    std::string const& path() const { return path_; }
    void put(std::string const& place) {
        remove_journals();
        rename(path_, place);
        path_.clear();
    }

  private:
    void fill(File const& from, std::string const& copy, File const& to) const {
        std::vector<char> piece(piece_bytes);
        while (true) {
            auto const size = ::read(from.get(), piece.data(), piece.size());
            if (size < 0 && errno == EINTR) continue;
            if (size < 0) fail("read", copy, errno);
            if (size == 0) break;
            write_whole(to, path_, piece.data(), static_cast<std::size_t>(size));
        }
        give_to_owner_of_folder(to);
        if (::fsync(to.get()) != 0) fail("flushed", path_, errno);
    }
    /// Restored by root, it must still be the service's.
    void give_to_owner_of_folder(File const& file) const {
        struct stat folder{};
        if (::geteuid() != 0 || ::stat(folder_of(path_).c_str(), &folder) != 0) return;
        if (::fchown(file.get(), folder.st_uid, folder.st_gid) != 0) fail("given to the folder's owner", path_, errno);
    }
    void remove_journals() const {
        for (auto const ending : journals)
            ::unlink((path_ + std::string(ending)).c_str());
    }
    void remove() {
        if (path_.empty()) return;
        remove_journals();
        ::unlink(path_.c_str());
    }

    std::string path_;
};

[[noreturn]] void refuse_as_damaged(std::string const& name, std::string_view finding) {
    throw std::runtime_error(fmt::format("The backup {} is damaged ({}). Nothing was changed.", name, finding));
}

void refuse_damaged(Connection& connection, std::string const& name) {
    if (auto const found = first_finding(connection.query("PRAGMA integrity_check(1)")))
        refuse_as_damaged(name, *found);
}

/// The tables of an older schema are not what the chain is held against: then its entries, its end and its seal are
/// checked alone.
Verification verify(Connection& connection, Vault const& vault) {
    if (schema_of(connection) == newest_schema()) return verify_chain(connection, &vault);
    return verify_tail(connection, vault, std::numeric_limits<std::int64_t>::max());
}

Restored look_through(Connection& connection, std::string const& name, core::Key const& master_key) {
    refuse_foreign_or_newer(connection, name);
    if (schema_of(connection) == 0) throw std::runtime_error(name + " is empty: there is no database in it.");
    refuse_damaged(connection, name);
    auto const found = verify(connection, unlock(connection, master_key));
    if (!found.intact)
        throw std::runtime_error(
            fmt::format("The audit chain of the backup {} does not hold: {}. Nothing was changed.", name, found.what));
    return {.head = {found.entries, found.head}, .is_older = schema_of(connection) != newest_schema(), .set_aside = {}};
}

/// Throws where the draft is not a whole database of ours that the key opens.
Restored check(std::string const& path, std::string const& name, core::Key const& master_key) {
    try {
        Connection connection{path, OpenAs::auditor, cache_mib};
        return look_through(connection, name, master_key);
    } catch (EngineError const& finding) {
        refuse_as_damaged(name, finding.what());
    }
}

/// A journal beside it holds a part of what it should hold: that is a file taken from under a running service.
void refuse_unfinished(std::string const& copy) {
    std::error_code absent;
    auto const size = std::filesystem::file_size(copy + "-wal", absent);
    if (!absent && size > 0)
        throw std::runtime_error(copy + " has a journal beside it (-wal): it is no backup that `habeas backup` made. "
                                        "Nothing was changed.");
}

/// Keeps everybody from the database while it is exchanged. Each connection of the engine holds a shared lock on these
/// bytes for as long as it is open (https://www.sqlite.org/fileformat2.html#the_lock_byte_page).
class Exclusion {
  public:
    explicit Exclusion(std::string const& database)
        : file_(::open(database.c_str(), O_RDWR | O_CLOEXEC)) {
        if (file_.get() < 0 && errno == ENOENT) return;
        if (file_.get() < 0) fail("opened", database, errno);
        struct flock bytes{};
        bytes.l_type = F_WRLCK;
        bytes.l_whence = SEEK_SET;
        bytes.l_start = 0x4000'0000;
        bytes.l_len = 512;
        if (::fcntl(file_.get(), F_OFD_SETLK, &bytes) == 0) return;
        if (errno != EAGAIN && errno != EACCES) fail("locked", database, errno);
        throw StoreUnavailable("The database " + database +
                               " is in use. Stop the service, and whatever else has it open; nothing was changed.");
    }

  private:
    File file_;
};

/// Renames that can be taken back.
class Renames {
  public:
    void make(std::string const& from, std::string const& to) {
        if (!exists(from)) return;
        rename(from, to);
        made_.emplace_back(from, to);
    }
    void take_back() noexcept {
        for (; !made_.empty(); made_.pop_back())
            ::rename(made_.back().second.c_str(), made_.back().first.c_str());
    }
    std::vector<std::string> new_names() const {
        std::vector<std::string> names;
        for (auto const& [from, to] : made_)
            names.push_back(to);
        return names;
    }

  private:
    std::vector<std::pair<std::string, std::string>> made_;
};

/// ".before-restore-20260331T120000Z", with a number behind it where that was used.
std::string free_ending(RestoreWish const& wish) {
    auto const plain = ".before-restore-" + wish.mark;
    auto const is_taken = [&](std::string const& ending) {
        auto taken = exists(wish.database + ending);
        for (auto const journal : journals)
            taken = taken || exists(wish.database + ending + std::string(journal));
        for (auto const& companion : wish.companions)
            taken = taken || exists(companion + ending);
        return taken;
    };
    auto ending = plain;
    for (int number = 2; is_taken(ending); ++number)
        ending = plain + "-" + std::to_string(number);
    return ending;
}

/// The database first: without it the service does not start, whatever else still lies there when the power goes.
void set_aside(RestoreWish const& wish, Renames& renames) {
    auto const ending = free_ending(wish);
    renames.make(wish.database, wish.database + ending);
    for (auto const journal : journals)
        renames.make(wish.database + std::string(journal), wish.database + ending + std::string(journal));
    for (auto const& companion : wish.companions)
        renames.make(companion, companion + ending);
    flush_folder(folder_of(wish.database));
}

} // namespace

Restored restore(RestoreWish const& wish) {
    refuse_unfinished(wish.copy);
    Exclusion const alone{wish.database};
    Draft draft{wish.copy, wish.database};
    auto restored = check(draft.path(), wish.copy, wish.master_key);
    Renames renames;
    try {
        set_aside(wish, renames);
        draft.put(wish.database);
    } catch (...) {
        renames.take_back();
        throw;
    }
    restored.set_aside = renames.new_names();
    flush_folder(folder_of(wish.database));
    return restored;
}

} // namespace habeas::storage::sqlite
