#include "storage/sqlite/codec.hpp"

namespace habeas::storage::sqlite {

void ByteWriter::number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7)
        bytes_.push_back(static_cast<std::byte>(value | 0x80));
    bytes_.push_back(static_cast<std::byte>(value));
}

void ByteWriter::text(std::string_view text) {
    number(text.size());
    auto const bytes = core::as_bytes(text);
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
}

std::uint64_t form_of(std::span<std::byte const> bytes) {
    // Numbers of forms stay below 128, so that the first byte holds the whole of one.
    if (bytes.empty()) throw MalformedBlob();
    return std::to_integer<std::uint64_t>(bytes.front());
}

ByteReader::ByteReader(std::span<std::byte const> bytes, std::uint64_t form)
    : bytes_(bytes) {
    if (number() != form) throw MalformedBlob();
}

std::uint64_t ByteReader::number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        if (bytes_.empty()) throw MalformedBlob();
        auto const byte = std::to_integer<std::uint64_t>(bytes_.front());
        bytes_ = bytes_.subspan(1);
        if (shift == 63 && byte > 1) throw MalformedBlob(); // more than 64 bits
        value |= (byte & 0x7f) << shift;
        if (byte < 0x80) return value;
    }
    throw MalformedBlob();
}

std::string ByteReader::text() {
    auto const size = number();
    if (size > bytes_.size()) throw MalformedBlob();
    std::string text{core::as_text(bytes_.first(size))};
    bytes_ = bytes_.subspan(size);
    return text;
}

void ByteReader::end() const {
    if (!bytes_.empty()) throw MalformedBlob();
}

} // namespace habeas::storage::sqlite
