#pragma once
#include "app/random.hpp"
#include "core/crypto.hpp"
#include "core/identifiers.hpp"
#include "core/time.hpp"

#include <chrono>
#include <cstddef>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace habeas::app {

/// Which draft of which browser. `owner` is something that only this browser's cookie leads to: the same id from
/// another browser is another draft.
struct DraftKey {
    std::string owner;
    std::string id;
};

/// What became of a draft that was sent.
struct SentDraft {
    core::RequestId request;
    core::Instant recorded_at;
    core::Digest words; ///< of what was sent
};

/// A form as far as it was filled in, by wire names, or what became of it.
struct Draft {
    using Fields = std::vector<std::pair<std::string, std::string>>;

    Fields fields;                 ///< empty once it was sent and stored: the request has the words then
    std::optional<SentDraft> sent; ///< so that sending it twice makes one request
};

/// How many drafts, how much memory for all of them, how long after their last use.
struct DraftLimits {
    std::size_t count{2000};
    std::size_t bytes{16 * 1024 * 1024};
    std::chrono::milliseconds lifetime{std::chrono::hours{1}};
};

/// Half-filled forms between one page and the next, in memory alone: what people type before they send it is written
/// nowhere. Bounded by count and by bytes; the draft longest unused goes first. A page does not rely on its draft, for
/// it holds the same words in hidden fields: a lost draft costs reloading and going back, no more. Thread-safe.
class Drafts {
  public:
    Drafts(DraftLimits limits, Random& random)
        : limits_(limits)
        , random_(random) {}

    /// 128 random bits, safe in a URL.
    std::string new_id() const;
    /// Whether the text could have come from new_id().
    static bool is_id(std::string_view text);

    /// Keeps the draft in place of what was there; false, and nothing is there any more, where it alone is larger than
    /// all drafts may be together.
    bool keep(DraftKey const& key, Draft draft, core::Instant now);
    /// Nothing where it was never kept, was dropped, or has passed its lifetime.
    std::optional<Draft> find(DraftKey const& key, core::Instant now);

    std::size_t size() const;
    std::size_t bytes() const;

  private:
    struct Kept {
        std::string key;
        Draft draft;
        std::size_t bytes;
        core::Instant used_at;
    };
    using Place = std::list<Kept>::iterator;

    void drop(Place place);
    void drop_old(core::Instant now);

    DraftLimits limits_;
    Random& random_;
    mutable std::mutex mutex_;
    std::list<Kept> by_use_; ///< longest unused first
    std::unordered_map<std::string, Place> by_key_;
    std::size_t bytes_{};
};

} // namespace habeas::app
