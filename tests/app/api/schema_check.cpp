#include "tests/app/api/schema_check.hpp"

#include <algorithm>
#include <regex>
#include <set>
#include <stdexcept>

namespace habeas::testing {

namespace json = boost::json;

namespace {

bool has_type(json::value const& value, std::string_view type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "integer") return value.is_int64() || value.is_uint64();
    if (type == "number") return value.is_number();
    if (type == "boolean") return value.is_bool();
    if (type == "null") return value.is_null();
    throw std::invalid_argument("no JSON type: " + std::string(type));
}

} // namespace

struct SchemaCheck::Walk {
    SchemaCheck const& check;
    std::vector<std::string> faults;

    void fault(std::string const& path, std::string const& why) { faults.push_back(path + ": " + why); }

    void value(json::value const& value, json::object const& schema, std::string const& path) {
        known_words(schema);
        if (auto const* reference = schema.if_contains("$ref"))
            return this->value(value, check.at(reference->as_string()).as_object(), path);
        if (auto const* choices = schema.if_contains("oneOf")) return one_of(value, choices->as_array(), path);
        if (auto const* type = schema.if_contains("type"); type && !has_type(value, type->as_string()))
            return fault(path, "is no " + std::string(type->as_string()) + ": " + json::serialize(value));
        if (auto const* words = schema.if_contains("enum"))
            if (std::ranges::find(words->as_array(), value) == words->as_array().end())
                fault(path, "is no word of the list: " + json::serialize(value));
        if (auto const* pattern = schema.if_contains("pattern"))
            if (!std::regex_match(std::string(value.as_string()), std::regex(std::string(pattern->as_string()))))
                fault(path, "does not match: " + json::serialize(value));
        if (value.is_object()) members(value.as_object(), schema, path);
        if (auto const* items = schema.if_contains("items"); items && value.is_array())
            for (std::size_t index = 0; index < value.as_array().size(); ++index)
                this->value(value.as_array()[index], items->as_object(), path + "." + std::to_string(index));
    }

    void one_of(json::value const& value, json::array const& choices, std::string const& path) {
        auto const fits = std::ranges::count_if(choices, [&](json::value const& choice) {
            Walk walk{check, {}};
            walk.value(value, choice.as_object(), path);
            return walk.faults.empty();
        });
        if (fits != 1) fault(path, "fits " + std::to_string(fits) + " of the choices: " + json::serialize(value));
    }

    void members(json::object const& object, json::object const& schema, std::string const& path) {
        if (auto const* required = schema.if_contains("required"))
            for (auto const& name : required->as_array())
                if (!object.contains(name.as_string())) fault(path, "lacks " + std::string(name.as_string()));
        auto const* properties = schema.if_contains("properties");
        auto const* others = schema.if_contains("additionalProperties");
        for (auto const& [name, member] : object) {
            auto const place = path + "." + std::string(name);
            auto const* own = properties ? properties->as_object().if_contains(name) : nullptr;
            if (own)
                value(member, own->as_object(), place);
            else if (others && others->is_object())
                value(member, others->as_object(), place);
            else
                fault(place, "is not in the document");
        }
    }

    /// A word this check does not know would be a rule that is not checked.
    static void known_words(json::object const& schema) {
        static std::set<std::string, std::less<>> const known{
            "$ref",     "type",     "properties", "required", "additionalProperties",
            "items",    "enum",     "oneOf",      "pattern",  "description",
            "format",   "example",  "examples",   "default",  "maxLength",
            "minItems", "maxItems", "minimum",    "maximum",  "minLength"};
        for (auto const& member : schema)
            if (!known.contains(std::string_view(member.key())))
                throw std::invalid_argument("unknown word in a schema: " + std::string(member.key()));
    }
};

std::vector<std::string> SchemaCheck::faults(json::value const& value, json::value const& schema) const {
    Walk walk{*this, {}};
    walk.value(value, schema.as_object(), "$");
    return std::move(walk.faults);
}

json::value const& SchemaCheck::at(std::string_view reference) const {
    if (!reference.starts_with("#/")) throw std::invalid_argument("a reference elsewhere: " + std::string(reference));
    return document_.at_pointer(reference.substr(1));
}

} // namespace habeas::testing
