#include "app/http/forms.hpp"
#include "app/http/text.hpp"
#include "tests/fuzz/property.hpp"

#include <string>

using namespace habeas;
using fuzz::must;

namespace {

constexpr app::http::FormLimits limits{.fields = 20, .name_bytes = 64, .value_bytes = 1024};

void check_fields(app::http::Form const& form) {
    must(form.fields().size() <= limits.fields, "a form has no more fields than allowed");
    for (auto const& [name, value] : form.fields()) {
        must(name.size() <= limits.name_bytes && value.size() <= limits.value_bytes, "no field is longer than allowed");
        for (auto const& text : {name, value}) {
            must(app::http::is_utf8(text), "what a form holds is UTF-8");
            must(!text.contains('\0'), "what a form holds has no NUL");
        }
    }
}

std::string encoded(std::string const& text) {
    constexpr auto digits = "0123456789ABCDEF";
    std::string out;
    for (char const letter : text) {
        auto const byte = static_cast<unsigned char>(letter);
        out += '%';
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
    return out;
}

void check_urlencoded(std::string_view text) {
    auto const form = app::http::parse_urlencoded(text, limits);
    if (!form) return;
    check_fields(*form);
    std::string again;
    for (auto const& [name, value] : form->fields())
        again.append(again.empty() ? "" : "&").append(encoded(name)).append("=").append(encoded(value));
    auto const same = app::http::parse_urlencoded(again, limits);
    must(same && same->fields() == form->fields(), "a form written out again is the same form");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const text = fuzz::as_text(data, size);
    check_urlencoded(text);
    if (auto const form = app::http::parse_multipart(text, "b", limits)) check_fields(*form);
    if (auto const end = text.find('\n'); end != text.npos)
        if (auto const form = app::http::parse_form(text.substr(0, end), text.substr(end + 1), limits))
            check_fields(*form);
    return 0;
}
