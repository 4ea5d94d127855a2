#include "app/mail/mime.hpp"

#include "app/mail/plain_text.hpp"

#include <memory>
#include <mutex>
#include <stdexcept>

#include <gmime/gmime.h>

namespace habeas::app::mail {

namespace {

template <class Object>
struct Unref {
    void operator()(Object* object) const { g_object_unref(object); }
};
template <class Object>
using Owned = std::unique_ptr<Object, Unref<Object>>;

struct FreeFormat {
    void operator()(GMimeFormatOptions* options) const { g_mime_format_options_free(options); }
};

void start_gmime() {
    static std::once_flag started;
    std::call_once(started, [] { g_mime_init(); });
}

std::string const& checked(std::string const& header) {
    for (char const byte : header)
        if (byte == '\r' || byte == '\n' || byte == '\0') throw std::invalid_argument("a header with a line break");
    return header;
}

void set_header(GMimeMessage* message, char const* name, std::string const& value) {
    g_mime_object_set_header(GMIME_OBJECT(message), name, checked(value).c_str(), "utf-8");
}

void add_address(GMimeMessage* message, GMimeAddressType type, std::string const& name, std::string const& address) {
    g_mime_message_add_mailbox(message, type, name.empty() ? nullptr : checked(name).c_str(), checked(address).c_str());
}

void set_date(GMimeMessage* message, core::Instant at) {
    auto const seconds = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
    auto* const date = g_date_time_new_from_unix_utc(seconds);
    g_mime_message_set_date(message, date);
    g_date_time_unref(date);
}

Owned<GMimeTextPart> text_part(char const* subtype, std::string const& text) {
    Owned<GMimeTextPart> part{g_mime_text_part_new_with_subtype(subtype)};
    // Not by g_mime_text_part_set_text, which takes the smallest charset that holds the text: what a letter says of
    // itself would change with its words.
    Owned<GMimeStream> const stream{g_mime_stream_mem_new_with_buffer(text.data(), text.size())};
    Owned<GMimeDataWrapper> const content{
        g_mime_data_wrapper_new_with_stream(stream.get(), GMIME_CONTENT_ENCODING_DEFAULT)};
    g_mime_part_set_content(GMIME_PART(part.get()), content.get());
    g_mime_text_part_set_charset(part.get(), "utf-8");
    g_mime_part_set_content_encoding(GMIME_PART(part.get()), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    return part;
}

/// The text first: a reader takes the last part it can show.
Owned<GMimeMultipart> body_of(ComposedLetter const& letter) {
    Owned<GMimeMultipart> body{g_mime_multipart_new_with_subtype("alternative")};
    auto const boundary = "=_" + letter.message_id.substr(0, std::min(letter.message_id.find('@'), std::size_t{60}));
    g_mime_multipart_set_boundary(body.get(), boundary.c_str());
    auto const text = text_part("plain", flowed(letter.text));
    g_mime_object_set_content_type_parameter(GMIME_OBJECT(text.get()), "format", "flowed");
    g_mime_object_set_content_type_parameter(GMIME_OBJECT(text.get()), "delsp", "no");
    auto const html = text_part("html", letter.html);
    g_mime_multipart_add(body.get(), GMIME_OBJECT(text.get()));
    g_mime_multipart_add(body.get(), GMIME_OBJECT(html.get()));
    return body;
}

std::string written(GMimeMessage* message) {
    std::unique_ptr<GMimeFormatOptions, FreeFormat> const format{
        g_mime_format_options_clone(g_mime_format_options_get_default())};
    g_mime_format_options_set_newline_format(format.get(), GMIME_NEWLINE_FORMAT_DOS);
    Owned<GMimeStream> const stream{g_mime_stream_mem_new()};
    if (g_mime_object_write_to_stream(GMIME_OBJECT(message), format.get(), stream.get()) < 0)
        throw std::runtime_error("a message could not be written");
    auto const* const bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream.get()));
    return {reinterpret_cast<char const*>(bytes->data), bytes->len};
}

} // namespace

std::string compose_message(ComposedLetter const& letter, Sender const& sender, core::Instant at) {
    if (!letter.to) throw std::invalid_argument("a message without an address");
    start_gmime();
    Owned<GMimeMessage> const message{g_mime_message_new(TRUE)};
    add_address(message.get(), GMIME_ADDRESS_TYPE_FROM, sender.name, sender.address);
    add_address(message.get(), GMIME_ADDRESS_TYPE_TO, letter.to_name, letter.to->reveal());
    if (!sender.reply_to.empty()) add_address(message.get(), GMIME_ADDRESS_TYPE_REPLY_TO, sender.name, sender.reply_to);
    g_mime_message_set_subject(message.get(), checked(letter.subject).c_str(), "utf-8");
    set_date(message.get(), at);
    g_mime_message_set_message_id(message.get(), checked(letter.message_id).c_str());
    set_header(message.get(), "In-Reply-To", "<" + letter.thread_id + ">");
    set_header(message.get(), "References", "<" + letter.thread_id + ">");
    set_header(message.get(), "Auto-Submitted",
               letter.automatic == AutoSubmitted::replied ? "auto-replied" : "auto-generated");
    // What some mail systems honour instead: no "out of office" in answer to a letter of ours.
    set_header(message.get(), "X-Auto-Response-Suppress", "All");
    auto const body = body_of(letter);
    g_mime_message_set_mime_part(message.get(), GMIME_OBJECT(body.get()));
    return written(message.get());
}

} // namespace habeas::app::mail
