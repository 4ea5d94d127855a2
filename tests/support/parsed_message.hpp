#pragma once
#include <map>
#include <string>
#include <vector>

namespace habeas::testing {

/// A message as a mail program understands it.
struct ParsedMessage {
    std::vector<std::string> header_names;      ///< in the message's order
    std::map<std::string, std::string> headers; ///< decoded, by lower-case name
    std::string from_name, from_address;
    std::vector<std::string> to_names, to_addresses;
    std::string text;
    std::string html;
    std::vector<std::string> part_types;
    std::string boundary;
};

ParsedMessage parse_message(std::string const& message);

} // namespace habeas::testing
