#include "app/form_token.hpp"

namespace habeas::app {

std::string FormTokens::token_for(std::string_view cookie_secret) const {
    auto const digest = core::keyed_digest(key_, cookie_secret);
    return core::to_base64url(std::span(digest).first(18));
}

core::Digest FormTokens::digest_of_secret(std::string_view secret) const {
    return core::keyed_digest(digest_key_, secret);
}

bool FormTokens::fits(std::string_view token, std::string_view cookie_secret) const {
    return !cookie_secret.empty() &&
           core::equal_in_constant_time(core::as_bytes(token), core::as_bytes(token_for(cookie_secret)));
}

} // namespace habeas::app
