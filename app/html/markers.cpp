#include "app/html/markers.hpp"

#include <array>
#include <cstdint>
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

/// What one thread has asked for, so that threads which render do not wait for each other.
class AskedBefore {
  public:
    Marker const& find_or_ask(std::string_view name, AllMarkers& all) {
        // Nearly every name is a literal, and a literal stays where it is: where it lies finds it without a hash of its
        // characters. They are compared all the same, for what lies there may have become another name.
        auto& last_from_there = by_place_[reinterpret_cast<std::uintptr_t>(name.data()) % by_place_.size()];
        if (!last_from_there || last_from_there->name != name) last_from_there = &by_name(name, all);
        return *last_from_there;
    }

  private:
    Marker const& by_name(std::string_view name, AllMarkers& all) {
        if (auto const known = by_name_.find(name); known != by_name_.end()) return *known->second;
        auto const& marker = all.find_or_add(name);
        by_name_.emplace(marker.name, &marker);
        return marker;
    }

    std::array<Marker const*, 4096> by_place_{};
    std::unordered_map<std::string_view, Marker const*> by_name_;
};

} // namespace

ctemplate::StaticTemplateString const& marker_for(std::string_view name) {
    static AllMarkers all;
    thread_local AskedBefore asked_before;
    return asked_before.find_or_ask(name, all).key;
}

} // namespace habeas::app::html
