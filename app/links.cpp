#include "app/links.hpp"

#include "core/big_endian.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace habeas::app {

namespace {

constexpr std::size_t target_bytes = 8 + 8;
constexpr std::string_view address_place = "unsubscribe link";

/// What a link is sealed as: one made for another purpose does not open.
std::string_view place_of(LinkPurpose purpose) {
    switch (purpose) {
    case LinkPurpose::verify:
        return "verify link";
    case LinkPurpose::my_request:
        return "my request link";
    case LinkPurpose::receipt:
        return "receipt link";
    case LinkPurpose::page:
        return "page cookie";
    }
    return {};
}

void put(std::string& out, std::int64_t number) {
    auto const bytes = core::big_endian(static_cast<std::uint64_t>(number));
    out += core::as_text(bytes);
}

/// Where the personal links of letters lead; what follows is a token.
constexpr std::string_view verify_root = "/verify/";
constexpr std::string_view my_request_root = "/r/";
constexpr std::string_view unsubscribe_root = "/unsubscribe/";
constexpr std::string_view preferences_root = "/preferences/";
constexpr std::array personal_paths{verify_root, my_request_root, unsubscribe_root, preferences_root};
/// Algorithm, nonce and tag as base64url: anything shorter after such a path is an address of somebody else's.
constexpr std::size_t shortest_token = (1 + sizeof(core::Nonce) + 16) * 4 / 3;

bool in_token(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') ||
           letter == '-' || letter == '_';
}

/// Where in `text` a token ends that begins at `at`; `at` where none does.
std::size_t end_of_token(std::string_view text, std::size_t at) {
    auto const end = std::ranges::find_if_not(text.substr(at), in_token) - text.begin();
    auto const length = static_cast<std::size_t>(end) - at;
    return length < shortest_token ? at : static_cast<std::size_t>(end);
}

/// A part of a text, from its first letter to behind its last.
struct Part {
    std::size_t from{}, to{};
};

/// The first personal link from `at` on, scheme and host included; empty at the end where there is none.
Part find_personal_link(std::string_view text, std::size_t at) {
    for (auto slash = text.find('/', at); slash != text.npos; slash = text.find('/', slash + 1))
        for (auto const path : personal_paths) {
            if (!text.substr(slash).starts_with(path)) continue;
            auto const token = slash + path.size();
            auto const to = end_of_token(text, token);
            if (to == token) continue;
            auto const before = text.substr(at, slash - at).find_last_of(" \t\r\n<>()\"'");
            return {before == text.npos ? at : at + before + 1, to};
        }
    return {text.size(), text.size()};
}

std::int64_t take(core::Bytes const& bytes, std::size_t at) {
    return static_cast<std::int64_t>(core::from_big_endian(std::span(bytes).subspan(at).first<8>()));
}

std::optional<core::Bytes> opened(core::Key const& key, std::string_view place, std::string_view token) {
    auto const sealed = core::from_base64url(token);
    return sealed ? core::open(key, place, *sealed) : std::nullopt;
}

} // namespace

std::string without_personal_links(std::string_view letter, std::string_view words) {
    std::string shown;
    std::size_t at = 0;
    for (auto link = find_personal_link(letter, at); link.from < letter.size(); link = find_personal_link(letter, at)) {
        shown.append(letter.substr(at, link.from - at)).append(words);
        at = link.to;
    }
    return shown.append(letter.substr(at));
}

std::string desk_path(core::Reference const& reference) {
    return "/desk/requests/" + reference.text();
}

Links::Links(core::Key const& master_key, std::string public_url, Random& random)
    : request_key_(core::derive_key(master_key, "request-link"))
    , address_key_(core::derive_key(master_key, "unsubscribe-link"))
    , public_url_(std::move(public_url))
    , random_(random) {
    while (public_url_.ends_with('/'))
        public_url_.pop_back();
}

std::string Links::sealed(core::Key const& key, std::string_view place, std::string_view plain) const {
    core::Nonce nonce;
    random_.fill(nonce);
    return core::to_base64url(core::seal(key, nonce, place, core::as_bytes(plain)));
}

std::string Links::token(LinkPurpose purpose, core::RequestId request, core::Instant issued_at) const {
    std::string target;
    put(target, request.value);
    put(target, issued_at.time_since_epoch().count());
    return sealed(request_key_, place_of(purpose), target);
}

std::optional<LinkTarget> Links::read(LinkPurpose purpose, std::string_view token) const {
    auto const target = opened(request_key_, place_of(purpose), token);
    if (!target || target->size() != target_bytes) return std::nullopt;
    return LinkTarget{core::RequestId{take(*target, 0)}, core::Instant{std::chrono::milliseconds{take(*target, 8)}}};
}

std::optional<core::EmailAddress> Links::read_unsubscribe(std::string_view token) const {
    auto const plain = opened(address_key_, address_place, token);
    if (!plain) return std::nullopt;
    auto address = core::EmailAddress::parse(core::as_text(*plain));
    return address ? std::optional(std::move(*address)) : std::nullopt;
}

std::string Links::url(std::string_view path) const {
    return public_url_ + std::string(path);
}

std::string Links::verify_url(core::RequestId request, core::Instant issued_at) const {
    return url(std::string(verify_root) + token(LinkPurpose::verify, request, issued_at));
}

std::string Links::my_request_url(core::RequestId request, core::Instant issued_at) const {
    return url(std::string(my_request_root) + token(LinkPurpose::my_request, request, issued_at));
}

std::string Links::receipt_path(core::RequestId request, core::Reference const& reference,
                                core::Instant issued_at) const {
    return "/requests/received/" + reference.text() + "?key=" + token(LinkPurpose::receipt, request, issued_at);
}

std::string Links::address_token(core::EmailAddress const& address) const {
    return sealed(address_key_, address_place, address.reveal());
}

std::string Links::unsubscribe_url(core::EmailAddress const& address) const {
    return url(std::string(unsubscribe_root) + address_token(address));
}

std::string Links::preferences_url(core::EmailAddress const& address) const {
    return url(preferences_path(address));
}

std::string Links::preferences_path(core::EmailAddress const& address) const {
    return std::string(preferences_root) + address_token(address);
}

} // namespace habeas::app
