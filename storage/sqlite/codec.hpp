#pragma once
#include "core/crypto.hpp"
#include "storage/store.hpp"

#include <concepts>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

// The binary form of what is sealed: numbers of seven bits a byte (the least first, the high bit says "more follows"),
// text behind its length, lists behind their count. Each blob begins with the number of its form, so that an older one
// stays readable.
namespace habeas::storage::sqlite {

/// Thrown by the reader: the bytes are not what a writer of that form made.
class MalformedBlob : public DamagedRecord {
  public:
    MalformedBlob()
        : DamagedRecord("A record in the database is not in a form this program knows.") {}
};

class ByteWriter {
  public:
    explicit ByteWriter(std::uint64_t form) {
        bytes_.reserve(512);
        number(form);
    }

    void number(std::uint64_t value);
    void text(std::string_view text);
    template <class Enum>
        requires std::is_enum_v<Enum>
    void value(Enum value) {
        number(static_cast<std::uint64_t>(value));
    }
    /// Nothing is 0; a value is one more than its number.
    template <class Enum>
        requires std::is_enum_v<Enum>
    void value(std::optional<Enum> const& value) {
        number(value ? static_cast<std::uint64_t>(*value) + 1 : 0);
    }
    template <class List, std::invocable<typename List::value_type const&> Write>
    void list(List const& items, Write write) {
        number(items.size());
        for (auto const& item : items)
            write(item);
    }

    core::Bytes const& bytes() const { return bytes_; }

  private:
    core::Bytes bytes_;
};

/// The number of a blob's form: nothing is known of it but that.
std::uint64_t form_of(std::span<std::byte const> bytes);

class ByteReader {
  public:
    /// Throws MalformedBlob where the form is another than expected.
    ByteReader(std::span<std::byte const> bytes, std::uint64_t form);

    std::uint64_t number();
    std::string text();
    /// `last` is the greatest value of the enumeration.
    template <class Enum>
    Enum value(Enum last) {
        auto const read = number();
        if (read > static_cast<std::uint64_t>(last)) throw MalformedBlob();
        return static_cast<Enum>(read);
    }
    template <class Enum>
    std::optional<Enum> optional_value(Enum last) {
        auto const read = number();
        if (read == 0) return std::nullopt;
        if (read > static_cast<std::uint64_t>(last) + 1) throw MalformedBlob();
        return static_cast<Enum>(read - 1);
    }
    template <class Item, std::invocable Read>
    std::vector<Item> list(Read read) {
        auto const count = number();
        if (count > bytes_.size()) throw MalformedBlob(); // every item takes a byte at least
        std::vector<Item> items;
        items.reserve(count);
        for (std::uint64_t i = 0; i < count; ++i)
            items.push_back(read());
        return items;
    }
    /// Throws where bytes are left over.
    void end() const;

  private:
    std::span<std::byte const> bytes_;
};

} // namespace habeas::storage::sqlite
