#include "app/drafts.hpp"

#include <algorithm>

namespace habeas::app {

namespace {

constexpr std::size_t id_bytes = 16;
constexpr std::size_t id_characters = 22; // 16 bytes in base64url
/// About what the list, the table and the strings cost beside their text.
constexpr std::size_t overhead_of_draft = 256;
constexpr std::size_t overhead_of_field = 64;

std::size_t size_of(std::string const& key, Draft const& draft) {
    auto bytes = overhead_of_draft + 2 * key.size();
    for (auto const& [name, value] : draft.fields)
        bytes += overhead_of_field + name.size() + value.size();
    return bytes;
}

/// The owner has no line end in it, and neither has an id.
std::string text_of(DraftKey const& key) {
    return key.owner + "\n" + key.id;
}

} // namespace

std::string Drafts::new_id() const {
    return core::to_base64url(random_bytes<id_bytes>(random_));
}

bool Drafts::is_id(std::string_view text) {
    return text.size() == id_characters && std::ranges::all_of(text, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                      c == '_';
           });
}

bool Drafts::keep(DraftKey const& key, Draft draft, core::Instant now) {
    auto name = text_of(key);
    auto const bytes = size_of(name, draft);
    std::scoped_lock const lock{mutex_};
    if (auto const known = by_key_.find(name); known != by_key_.end()) drop(known->second);
    drop_old(now);
    if (bytes > limits_.bytes) return false;
    while (!by_use_.empty() && (by_use_.size() >= limits_.count || bytes_ + bytes > limits_.bytes))
        drop(by_use_.begin());
    by_use_.push_back({name, std::move(draft), bytes, now});
    by_key_.emplace(std::move(name), std::prev(by_use_.end()));
    bytes_ += bytes;
    return true;
}

std::optional<Draft> Drafts::find(DraftKey const& key, core::Instant now) {
    std::scoped_lock const lock{mutex_};
    drop_old(now);
    auto const known = by_key_.find(text_of(key));
    if (known == by_key_.end()) return std::nullopt;
    auto const place = known->second;
    place->used_at = now;
    by_use_.splice(by_use_.end(), by_use_, place);
    return place->draft;
}

std::size_t Drafts::size() const {
    std::scoped_lock const lock{mutex_};
    return by_use_.size();
}

std::size_t Drafts::bytes() const {
    std::scoped_lock const lock{mutex_};
    return bytes_;
}

void Drafts::drop(Place place) {
    bytes_ -= place->bytes;
    by_key_.erase(place->key);
    by_use_.erase(place);
}

/// The list is in the order of use, so the old ones are in front. Every visit clears them away: no draft outlives its
/// time by more than the time between two visitors.
void Drafts::drop_old(core::Instant now) {
    while (!by_use_.empty() && now - by_use_.front().used_at >= limits_.lifetime)
        drop(by_use_.begin());
}

} // namespace habeas::app
