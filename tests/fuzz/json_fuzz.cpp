#include "app/api/json_body.hpp"
#include "app/api/new_request_body.hpp"
#include "tests/fuzz/property.hpp"

#include <algorithm>

#include <boost/json/serialize.hpp>

using namespace habeas;
using fuzz::must;

namespace {

core::Result<boost::json::object> read(std::string body) {
    app::http::HttpRequest request;
    request.body = std::move(body);
    return app::api::read_json(request);
}

app::CompanyCalendar const& calendar() {
    static app::CompanyCalendar const berlin("Europe/Berlin");
    return berlin;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const object = read(std::string(fuzz::as_text(data, size)));
    if (!object) {
        must(object.error().code == core::ErrorCode::malformed, "what is no JSON object is malformed");
        return 0;
    }
    auto const again = read(boost::json::serialize(*object));
    must(again && *again == *object, "an object written out again is the same object");

    core::Stamp const stamp{core::Actor::token(core::TokenId{1}, core::Role::agent), core::Instant{},
                            calendar().day_of(core::Instant{})};
    auto const asked = app::api::read_new_request(*object, 200, calendar(), core::Policy{}, stamp);
    if (asked) {
        must(core::check_new_request(*asked, stamp, core::Policy{}).empty(), "what is let in breaks no rule");
    } else {
        must(!asked.error().fields.empty(), "what is refused names a field");
        must(std::ranges::none_of(asked.error().fields, &std::string::empty, &core::FieldError::message),
             "every mistake has its words");
    }
    return 0;
}
