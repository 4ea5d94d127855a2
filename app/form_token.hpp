#pragma once
#include "core/crypto.hpp"

#include <string>
#include <string_view>

namespace habeas::app {

/// The hidden `form_token` of every form: a keyed tag of a secret the browser holds in a cookie (the staff session, or
/// the public form cookie). Another site can make a browser send the cookie but cannot know the tag.
class FormTokens {
  public:
    explicit FormTokens(core::Key const& master_key)
        : key_(core::derive_key(master_key, "form-token"))
        , digest_key_(core::derive_key(master_key, "secret-digest")) {}

    std::string token_for(std::string_view cookie_secret) const;
    /// The digest under which a session's or API token's secret is stored: keyed, so that a stolen database opens
    /// nothing.
    core::Digest digest_of_secret(std::string_view secret) const;
    bool fits(std::string_view token, std::string_view cookie_secret) const;

  private:
    core::Key key_;
    core::Key digest_key_;
};

} // namespace habeas::app
