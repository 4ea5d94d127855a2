#pragma once
#include <optional>
#include <string>
#include <utility>

namespace habeas::app {

/// Says to other processes that somebody works in a data folder. The service and every command hold it together;
/// whoever exchanges the database holds it alone. It goes with the process, however that ends.
class FolderHold {
  public:
    /// Nothing while somebody else holds the folder alone (for `with_others`), or at all (for `alone`). A file system
    /// that knows no such locks stops nobody.
    static std::optional<FolderHold> with_others(std::string const& folder);
    static std::optional<FolderHold> alone(std::string const& folder);

    FolderHold(FolderHold&& other) noexcept
        : descriptor_(std::exchange(other.descriptor_, -1)) {}
    FolderHold(FolderHold const&) = delete;
    FolderHold& operator=(FolderHold const&) = delete;
    FolderHold& operator=(FolderHold&&) = delete;
    ~FolderHold();

  private:
    explicit FolderHold(int descriptor)
        : descriptor_(descriptor) {}
    static std::optional<FolderHold> take(std::string const& folder, int kind);

    int descriptor_;
};

} // namespace habeas::app
