#include "app/pages/api_docs.hpp"

#include "app/pages/frame.hpp"
#include "habeas_api_document.hpp"

#include <boost/json/parse.hpp>

namespace habeas::app::pages {

namespace {

namespace json = boost::json;

std::string upper(std::string_view text) {
    std::string out(text);
    for (char& letter : out)
        letter = static_cast<char>(letter >= 'a' && letter <= 'z' ? letter - 'a' + 'A' : letter);
    return out;
}

std::string_view text_of(json::object const& object, std::string_view name) {
    auto const* value = object.if_contains(name);
    auto const* text = value ? value->if_string() : nullptr;
    return text ? std::string_view(text->data(), text->size()) : std::string_view{};
}

/// The calls that carry this tag, as rows of the page.
void add_calls(html::View& group, json::object const& paths, std::string_view tag) {
    for (auto const& path : paths) {
        for (auto const& [method, call] : path.value().as_object()) {
            auto const& operation = call.as_object();
            if (operation.at("tags").as_array().front().as_string() != tag) continue;
            auto& shown = group.add("OPERATION")
                              .text("METHOD", upper(method))
                              .text("PATH", path.key())
                              .text("SUMMARY", text_of(operation, "summary"));
            shown.add("DETAIL_LINE").text("DETAIL", text_of(operation, "description"));
        }
    }
}

} // namespace

boost::asio::awaitable<http::HttpResponse> documentation(Services& services, http::HttpRequest&) {
    auto const document = json::parse(api::document::files().front().content);
    auto view = public_frame(services, "API");
    for (auto const& tag : document.at("tags").as_array()) {
        auto const& each = tag.as_object();
        auto& group = view.add("GROUP").text("GROUP_NAME", text_of(each, "description"));
        add_calls(group, document.at("paths").as_object(), text_of(each, "name"));
    }
    co_return show(services, 200, "pages/api_docs.html", view).allow_compression();
}

} // namespace habeas::app::pages
