#pragma once
#include "app/random.hpp"
#include "core/crypto.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace habeas::app {

/// Browsers in which somebody has signed in before. Each keeps a cookie: a random nonce and a keyed tag over the login
/// and that nonce. It opens nothing. It only says that guesses of strangers must not lock this browser out: "Entry of
/// valid credentials issues a device cookie" (OWASP, "Slow Down Online Guessing Attacks with Device Cookies").
class KnownDevices {
  public:
    KnownDevices(core::Key const& master_key, Random& random);

    /// A cookie's value for a browser in which this login has just signed in.
    std::string issue(std::string_view login) const;
    /// The device behind the cookie, as a name for counting; nothing where the cookie is not ours or another login's.
    std::optional<std::string> read(std::string_view cookie, std::string_view login) const;

  private:
    core::Digest tag(std::string_view login, std::span<std::byte const> nonce) const;

    core::Key key_;
    Random& random_;
};

} // namespace habeas::app
