#pragma once
#include "app/api/parameters.hpp"
#include "app/http/message.hpp"
#include "core/error.hpp"
#include "core/words.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace habeas::app::api {

/// The body of a call as a JSON object, read strictly: `application/json`, at most 32 levels deep, no key twice, valid
/// UTF-8, no lone surrogates. Fails with `malformed` in words that say what is wrong.
core::Result<boost::json::object> read_json(http::HttpRequest const& request);

/// Takes named fields out of a JSON object and remembers every mistake by its wire name (`subject.email`). What is not
/// taken is an unknown field: nothing is ever bound that was not named.
class Fields {
  public:
    /// `most_entries`: of a list of objects (`limits.api_list_entries`).
    Fields(boost::json::object const& object, int most_entries);

    /// Empty where the field is absent or null.
    std::string text(std::string_view name);
    std::optional<bool> truth(std::string_view name);
    std::optional<std::int64_t> number(std::string_view name);
    /// Empty where the field is absent, null or wrong.
    std::vector<std::string> texts(std::string_view name) {
        return list_of_texts(name).value_or(std::vector<std::string>{});
    }
    /// Nothing where it is wrong, so that nobody hears of a second mistake that follows from the first.
    std::optional<std::vector<std::string>> list_of_texts(std::string_view name);

    /// The code of an enumeration; `mistake` where it is no code of it.
    template <class E>
    std::optional<E> word(std::string_view name) {
        auto const typed = text(name);
        if (typed.empty()) return std::nullopt;
        auto const value = core::parse<E>(typed);
        if (!value) mistake(name, "Unknown value. Use one of: " + choices<E>() + ".");
        return value;
    }
    template <class E>
    E required_word(std::string_view name) {
        auto const value = word<E>(name);
        if (!value && !has(name)) mistake(name, "This field is required. Use one of: " + choices<E>() + ".");
        return value.value_or(E{});
    }
    template <class E>
    std::vector<E> words(std::string_view name) {
        std::vector<E> values;
        for (auto const& typed : texts(name)) {
            if (auto const value = core::parse<E>(typed))
                values.push_back(*value);
            else
                mistake(name, "Unknown value. Use any of: " + choices<E>() + ".");
        }
        return values;
    }

    /// Reads an object inside this one; its mistakes become this one's under `name.`. Absent: not called.
    void child(std::string_view name, std::function<void(Fields&)> const& read);
    /// Reads a list of objects; their mistakes become this one's under `name.N.`.
    void children(std::string_view name, std::function<void(Fields&)> const& read);

    bool has(std::string_view name) const;
    void mistake(std::string_view name, std::string message);
    /// Every mistake, the unknown fields among them. Call it last.
    std::vector<core::FieldError> finish();

  private:
    boost::json::value const* take(std::string_view name);
    void adopt(std::string const& prefix, Fields& inner);

    boost::json::object const& object_;
    int most_entries_;
    std::vector<std::string> taken_;
    std::vector<core::FieldError> mistakes_;
};

} // namespace habeas::app::api
