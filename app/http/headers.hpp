#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace habeas::app::http {

/// Header fields in the order they came, names without regard to case (RFC 9110 §5.1). All text lies in one
/// buffer, so that a request with twenty fields costs two allocations, and none on a kept connection.
class Headers {
  public:
    struct Field {
        std::string_view name;
        std::string_view value;
    };

    void add(std::string_view name, std::string_view value);

    /// Replaces every field of that name.
    void set(std::string_view name, std::string_view value);

    void remove(std::string_view name);

    /// The first field of that name.
    std::optional<std::string_view> find(std::string_view name) const;

    bool contains(std::string_view name) const { return find(name).has_value(); }
    std::size_t count(std::string_view name) const;
    std::size_t size() const { return places_.size(); }

    /// The view lives until the next change of these headers. index < size().
    Field at(std::size_t index) const;

    void clear();

  private:
    struct Place {
        std::uint32_t start;
        std::uint32_t name_length;
        std::uint32_t value_length;
    };
    std::string text_;
    std::vector<Place> places_;
};

} // namespace habeas::app::http
