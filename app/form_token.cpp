#include "app/form_token.hpp"

#include <charconv>

namespace habeas::app {

std::string FormTokens::token_for(std::string_view cookie_secret) const {
    auto const digest = core::keyed_digest(key_, cookie_secret);
    return core::to_base64url(std::span(digest).first(18));
}

std::string FormTokens::token_for(std::string_view cookie_secret, core::StaffId owner) const {
    return token_for(cookie_secret) + owner_mark(owner);
}

/// ".7.<tag>"
std::string FormTokens::owner_mark(core::StaffId owner) const {
    auto const number = std::to_string(owner.value);
    auto const digest = core::keyed_digest(key_, "owner of a form: " + number);
    return "." + number + "." + core::to_base64url(std::span(digest).first(18));
}

std::optional<core::StaffId> FormTokens::owner_of(std::string_view token) const {
    auto const dot = token.find('.');
    if (dot == token.npos) return std::nullopt;
    core::StaffId owner{};
    auto const mark = token.substr(dot);
    std::from_chars(mark.data() + 1, mark.data() + mark.size(), owner.value);
    if (!core::equal_in_constant_time(core::as_bytes(mark), core::as_bytes(owner_mark(owner)))) return std::nullopt;
    return owner;
}

core::Digest FormTokens::digest_of_secret(std::string_view secret) const {
    return core::keyed_digest(digest_key_, secret);
}

bool FormTokens::fits(std::string_view token, std::string_view cookie_secret) const {
    auto const dot = token.find('.');
    if (cookie_secret.empty() || (dot != token.npos && !owner_of(token))) return false;
    return core::equal_in_constant_time(core::as_bytes(token.substr(0, dot)), core::as_bytes(token_for(cookie_secret)));
}

} // namespace habeas::app
