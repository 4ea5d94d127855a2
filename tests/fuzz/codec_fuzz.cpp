#include "storage/sqlite/particulars.hpp"
#include "tests/fuzz/property.hpp"

using namespace habeas;
using namespace habeas::storage::sqlite;
using fuzz::must;

namespace {

/// Bytes are either refused as malformed, or they are a value that survives being written and read again.
template <class Decode>
void check(std::span<std::byte const> bytes, Decode decode) {
    try {
        auto const value = decode(bytes);
        must(decode(encode(value)) == value, "a value written out again is the same value");
    } catch (MalformedBlob const&) {
        return;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const bytes = std::as_bytes(std::span(data, size));
    check(bytes, decode_asked);
    check(bytes, decode_outcome);
    check(bytes, decode_facts);
    check(bytes, decode_rendered);
    return 0;
}
