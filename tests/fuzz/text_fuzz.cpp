#include "app/company_calendar.hpp"
#include "core/audit.hpp"
#include "core/personal.hpp"
#include "core/reference.hpp"
#include "storage/requests.hpp"
#include "tests/fuzz/property.hpp"

#include <algorithm>

using namespace habeas;
using fuzz::must;

namespace {

void check_address(std::string_view text) {
    auto const address = core::EmailAddress::parse(text);
    if (!address) return;
    auto const& kept = address->reveal();
    must(kept.size() <= 254 && kept.contains('@'), "an address has an @ and at most 254 bytes");
    must(std::ranges::none_of(kept, [](unsigned char c) { return c <= ' ' || c == 0x7f || c == '<' || c == '>'; }),
         "an address has nothing in it that could end a header");
    auto const again = core::EmailAddress::parse(kept);
    must(again && again->lookup_key() == address->lookup_key(), "an address is found again by its own text");
}

void check_reference(std::string_view text) {
    static core::ReferenceCodec const codec(std::array<std::byte, 16>{});
    auto const id = codec.decode(text);
    if (!id) return;
    must(id->value > 0, "a reference stands for a row number");
    must(codec.decode(codec.encode(*id).text()) == id, "a reference stands for one row number");
}

void check_times(std::string_view text) {
    if (auto const day = core::parse_day(text)) must(core::iso(*day) == text, "a day is written in one way");
    if (auto const at = app::parse_rfc3339(text))
        must(app::parse_rfc3339(app::rfc3339(*at)) == at, "an instant written out again is the same instant");
    if (auto const place = storage::QueuePlace::parse(text)) must(place->text() == text, "a place has one text");
}

void check_details(std::string_view text) {
    auto const details = core::parse_details(text);
    auto const canonical = core::canonical_details(details);
    must(core::parse_details(canonical) == details, "details written out again are the same details");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const text = fuzz::as_text(data, size);
    check_address(text);
    check_reference(text);
    check_times(text);
    check_details(text);
    return 0;
}
