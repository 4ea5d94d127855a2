#include "app/html/markers.hpp"

#include <cstring> // ctemplate 2.4 uses strlen without including it
#include <deque>
#include <mutex>
#include <string>
#include <unordered_map>

#include <ctemplate/template_string.h>

namespace habeas::app::html {
namespace {

struct Marker {
    explicit Marker(std::string_view known_as)
        : name(known_as)
        , key{{name.data(), name.size(), 0}} {
        // Works out the hash and tells ctemplate the name, so that it can ask the other way round.
        ctemplate::StaticTemplateStringInitializer const registers{&key};
    }

    std::string name;
    ctemplate::StaticTemplateString key;
};

/// One for the process, as ctemplate's own table is. The deque never moves what it holds.
class AllMarkers {
  public:
    Marker const& find_or_add(std::string_view name) {
        std::scoped_lock const lock{mutex_};
        if (auto const known = by_name_.find(name); known != by_name_.end()) return *known->second;
        auto const& marker = markers_.emplace_back(name);
        by_name_.emplace(marker.name, &marker);
        return marker;
    }

  private:
    std::mutex mutex_;
    std::deque<Marker> markers_;
    std::unordered_map<std::string_view, Marker const*> by_name_;
};

} // namespace

ctemplate::StaticTemplateString const& marker_for(std::string_view name) {
    static AllMarkers all;
    // Each thread remembers what it has asked for, so that threads which render do not wait for each other.
    thread_local std::unordered_map<std::string_view, Marker const*> asked_before;
    if (auto const known = asked_before.find(name); known != asked_before.end()) return known->second->key;
    auto const& marker = all.find_or_add(name);
    asked_before.emplace(marker.name, &marker);
    return marker.key;
}

} // namespace habeas::app::html
