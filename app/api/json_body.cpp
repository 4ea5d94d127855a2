#include "app/api/json_body.hpp"

#include <algorithm>
#include <set>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/parse.hpp>

namespace habeas::app::api {

namespace {

namespace json = boost::json;

/// No option: the deepest body this API knows has four levels, and the parser's stack must not be anybody's to choose.
constexpr std::size_t max_depth = 32;

/// Watches a document go by for what json::parse lets pass: the same key twice in one object.
struct DuplicateWatch {
    static constexpr std::size_t max_object_size = 1000;
    static constexpr std::size_t max_array_size = 100'000;
    static constexpr std::size_t max_key_size = 256;
    static constexpr std::size_t max_string_size = 1 << 20;

    using Error = json::error_code;
    std::vector<std::set<std::string, std::less<>>> objects;
    std::string key;
    bool twice{};

    bool on_document_begin(Error&) { return true; }
    bool on_document_end(Error&) { return true; }
    bool on_object_begin(Error&) {
        objects.emplace_back();
        return true;
    }
    bool on_object_end(std::size_t, Error&) {
        objects.pop_back();
        return true;
    }
    bool on_array_begin(Error&) { return true; }
    bool on_array_end(std::size_t, Error&) { return true; }
    bool on_key_part(json::string_view part, std::size_t, Error&) {
        key.append(part.data(), part.size());
        return true;
    }
    bool on_key(json::string_view part, std::size_t, Error&) {
        key.append(part.data(), part.size());
        twice = twice || !objects.back().insert(key).second;
        key.clear();
        return true;
    }
    bool on_string_part(json::string_view, std::size_t, Error&) { return true; }
    bool on_string(json::string_view, std::size_t, Error&) { return true; }
    bool on_number_part(json::string_view, Error&) { return true; }
    bool on_int64(std::int64_t, json::string_view, Error&) { return true; }
    bool on_uint64(std::uint64_t, json::string_view, Error&) { return true; }
    bool on_double(double, json::string_view, Error&) { return true; }
    bool on_bool(bool, Error&) { return true; }
    bool on_null(Error&) { return true; }
    bool on_comment_part(json::string_view, Error&) { return true; }
    bool on_comment(json::string_view, Error&) { return true; }
};

json::parse_options strict() {
    json::parse_options options;
    options.max_depth = max_depth;
    return options;
}

bool has_duplicates(std::string_view body) {
    json::basic_parser<DuplicateWatch> parser(strict());
    json::error_code error;
    parser.write_some(false, body.data(), body.size(), error);
    return parser.handler().twice;
}

} // namespace

core::Result<json::object> read_json(http::HttpRequest const& request) {
    json::error_code error;
    auto value = json::parse(request.body, error, {}, strict());
    if (error == json::error::too_deep) return core::fail(core::ErrorCode::malformed, "The JSON is nested too deeply.");
    if (error) return core::fail(core::ErrorCode::malformed, "The body is not valid JSON.", error.message());
    if (!value.is_object()) return core::fail(core::ErrorCode::malformed, "The body must be a JSON object.");
    if (has_duplicates(request.body))
        return core::fail(core::ErrorCode::malformed, "A field stands twice in the same object.");
    return std::move(value.as_object());
}

Fields::Fields(json::object const& object, int most_entries)
    : object_(object)
    , most_entries_(most_entries) {}

bool Fields::has(std::string_view name) const {
    auto const* value = object_.if_contains(name);
    return value && !value->is_null();
}

json::value const* Fields::take(std::string_view name) {
    taken_.emplace_back(name);
    return has(name) ? object_.if_contains(name) : nullptr;
}

void Fields::mistake(std::string_view name, std::string message) {
    mistakes_.push_back({std::string(name), std::move(message)});
}

std::string Fields::text(std::string_view name) {
    auto const* value = take(name);
    if (!value) return {};
    if (auto const* text = value->if_string()) return std::string(*text);
    mistake(name, "This must be text.");
    return {};
}

std::optional<bool> Fields::truth(std::string_view name) {
    auto const* value = take(name);
    if (!value) return std::nullopt;
    if (auto const* truth = value->if_bool()) return *truth;
    mistake(name, "This must be true or false.");
    return std::nullopt;
}

std::optional<std::int64_t> Fields::number(std::string_view name) {
    auto const* value = take(name);
    if (!value) return std::nullopt;
    if (auto const* number = value->if_int64()) return *number;
    mistake(name, "This must be a whole number.");
    return std::nullopt;
}

std::optional<std::vector<std::string>> Fields::list_of_texts(std::string_view name) {
    std::vector<std::string> texts;
    auto const* value = take(name);
    if (!value) return texts;
    auto const* list = value->if_array();
    if (!list || !std::ranges::all_of(*list, &json::value::is_string)) {
        mistake(name, "This must be a list of texts.");
        return std::nullopt;
    }
    for (auto const& each : *list)
        texts.emplace_back(each.as_string());
    return texts;
}

void Fields::adopt(std::string const& prefix, Fields& inner) {
    for (auto& each : inner.finish())
        mistakes_.push_back({prefix + each.field, std::move(each.message)});
}

void Fields::child(std::string_view name, std::function<void(Fields&)> const& read) {
    auto const* value = take(name);
    if (!value) return;
    auto const* object = value->if_object();
    if (!object) return mistake(name, "This must be an object.");
    Fields inner(*object, most_entries_);
    read(inner);
    adopt(std::string(name) + ".", inner);
}

void Fields::children(std::string_view name, std::function<void(Fields&)> const& read) {
    auto const* value = take(name);
    if (!value) return;
    auto const* list = value->if_array();
    if (!list || !std::ranges::all_of(*list, &json::value::is_object))
        return mistake(name, "This must be a list of objects.");
    if (std::ssize(*list) > most_entries_)
        return mistake(name, "At most " + std::to_string(most_entries_) + " entries.");
    for (std::size_t index = 0; index < list->size(); ++index) {
        Fields inner((*list)[index].as_object(), most_entries_);
        read(inner);
        adopt(std::string(name) + "." + std::to_string(index) + ".", inner);
    }
}

std::vector<core::FieldError> Fields::finish() {
    for (auto const& member : object_) {
        std::string const name(member.key());
        if (std::ranges::find(taken_, name) == taken_.end())
            mistake(name_to_say(name, "(other)"), "There is no such field.");
    }
    return std::move(mistakes_);
}

} // namespace habeas::app::api
