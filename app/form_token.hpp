#pragma once
#include "core/crypto.hpp"
#include "core/identifiers.hpp"

#include <optional>
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
    /// The token of a staff form. It also says, under a tag of its own, whose form it is: words that come after the
    /// session has ended are given back to that person and nobody else.
    std::string token_for(std::string_view cookie_secret, core::StaffId owner) const;
    /// Whose form carried this token, whether or not its session still runs; nothing where it is none of ours.
    std::optional<core::StaffId> owner_of(std::string_view token) const;
    /// The digest under which a session's or API token's secret is stored: keyed, so that a stolen database opens
    /// nothing.
    core::Digest digest_of_secret(std::string_view secret) const;
    bool fits(std::string_view token, std::string_view cookie_secret) const;

  private:
    std::string owner_mark(core::StaffId owner) const;

    core::Key key_;
    core::Key digest_key_;
};

} // namespace habeas::app
