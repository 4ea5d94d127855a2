#include "tests/support/parsed_message.hpp"

#include "core/letter_case.hpp"

#include <algorithm>
#include <mutex>
#include <stdexcept>

#include <gmime/gmime.h>

namespace habeas::testing {

namespace {

std::string text_of(char const* text) {
    return text ? text : "";
}

void read_part(ParsedMessage& parsed, GMimeObject* part) {
    auto* const type = g_mime_object_get_content_type(part);
    auto* const name = g_mime_content_type_get_mime_type(type);
    parsed.part_types.push_back(text_of(name));
    g_free(name);
    if (GMIME_IS_MULTIPART(part)) {
        auto* const parts = GMIME_MULTIPART(part);
        parsed.boundary = text_of(g_mime_multipart_get_boundary(parts));
        for (int i = 0; i < g_mime_multipart_get_count(parts); ++i)
            read_part(parsed, g_mime_multipart_get_part(parts, i));
    } else if (GMIME_IS_TEXT_PART(part)) {
        auto* const text = g_mime_text_part_get_text(GMIME_TEXT_PART(part));
        auto& into = parsed.part_types.back() == "text/html" ? parsed.html : parsed.text;
        into = text_of(text);
        std::erase(into, '\r');
        g_free(text);
    }
}

void read_addresses(InternetAddressList* list, std::vector<std::string>& names, std::vector<std::string>& addresses) {
    for (int i = 0; i < internet_address_list_length(list); ++i) {
        auto* const each = internet_address_list_get_address(list, i);
        names.push_back(text_of(internet_address_get_name(each)));
        addresses.push_back(INTERNET_ADDRESS_IS_MAILBOX(each)
                                ? text_of(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(each)))
                                : "");
    }
}

} // namespace

ParsedMessage parse_message(std::string const& message) {
    static std::once_flag started;
    std::call_once(started, [] { g_mime_init(); });
    auto* const stream = g_mime_stream_mem_new_with_buffer(message.data(), message.size());
    auto* const parser = g_mime_parser_new_with_stream(stream);
    auto* const read = g_mime_parser_construct_message(parser, nullptr);
    g_object_unref(parser);
    g_object_unref(stream);
    if (!read) throw std::runtime_error("not a message");

    ParsedMessage parsed;
    auto* const headers = g_mime_object_get_header_list(GMIME_OBJECT(read));
    for (int i = 0; i < g_mime_header_list_get_count(headers); ++i) {
        auto* const header = g_mime_header_list_get_header_at(headers, i);
        parsed.header_names.push_back(text_of(g_mime_header_get_name(header)));
        parsed.headers[core::lower_case(parsed.header_names.back())] = text_of(g_mime_header_get_value(header));
    }
    std::vector<std::string> from_names, from_addresses;
    read_addresses(g_mime_message_get_from(read), from_names, from_addresses);
    if (!from_names.empty()) parsed.from_name = from_names.front();
    if (!from_addresses.empty()) parsed.from_address = from_addresses.front();
    read_addresses(g_mime_message_get_to(read), parsed.to_names, parsed.to_addresses);
    read_part(parsed, g_mime_message_get_mime_part(read));
    g_object_unref(read);
    return parsed;
}

} // namespace habeas::testing
