#pragma once
#include <mutex>
#include <optional>
#include <string>

namespace habeas::storage::sqlite {

/// Which file lies at a path, whatever it holds: names may change, device and number do not.
struct FileIdentity {
    unsigned long long device{};
    unsigned long long number{};

    /// Nothing where there is no file.
    static std::optional<FileIdentity> at(std::string const& path);
    friend bool operator==(FileIdentity const&, FileIdentity const&) = default;
};

/// The file the store works on, and whether it still lies where it was opened. A file that was moved, replaced or
/// deleted under an open connection goes on taking writes that nobody will ever find again. Thread-safe.
class FilePlace {
  public:
    explicit FilePlace(std::string path)
        : path_(std::move(path)) {}

    /// The file to work on from now on; throws StoreUnavailable where it does not lie there.
    void accept(std::optional<FileIdentity> const& file);
    /// No file in particular is asked for until the next is accepted.
    void forget();
    /// Throws StoreUnavailable where another file lies there than was accepted, or none.
    void demand() const;
    bool holds() const;
    bool is_asked_for() const;
    std::optional<FileIdentity> look() const { return FileIdentity::at(path_); }

  private:
    std::string const path_;
    mutable std::mutex mutex_;
    std::optional<FileIdentity> accepted_;
};

} // namespace habeas::storage::sqlite
