#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

namespace habeas::testing {

/// What an OpenAPI document's schemas say about values, as far as ours uses them: `$ref type properties required
/// additionalProperties items enum oneOf pattern minimum maximum`. Stricter in one thing: a member that the schema does
/// not name is a fault, so that the document misses nothing that is sent.
class SchemaCheck {
  public:
    explicit SchemaCheck(boost::json::value const& document)
        : document_(document) {}

    /// Where and why the value breaks the schema; empty where it keeps it.
    std::vector<std::string> faults(boost::json::value const& value, boost::json::value const& schema) const;
    /// "#/components/schemas/Request"
    boost::json::value const& at(std::string_view reference) const;

  private:
    struct Walk;
    boost::json::value const& document_;
};

} // namespace habeas::testing
