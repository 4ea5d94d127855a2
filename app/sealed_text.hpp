#pragma once
#include "app/random.hpp"
#include "core/crypto.hpp"
#include "core/identifiers.hpp"
#include "core/time.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace habeas::app {

/// What a text was sealed for. It opens for nothing else.
enum class SealedFor : unsigned char { page_after_sign_in = 1, unsent_form = 2, queue_search = 3 };

/// Text that leaves with a page and comes back with the next one, in a hidden field or in an address: whoever carries
/// it can neither read nor change it, and it opens only for the same purpose and person, and only for a while. Nothing
/// is stored, so that any process of the program can open it.
class SealedTexts {
  public:
    SealedTexts(core::Key const& master_key, Random& random)
        : key_(core::derive_key(master_key, "sealed-text"))
        , random_(random) {}

    /// base64url. `owner` is who may have it back; nobody in particular is StaffId{}.
    std::string seal(SealedFor purpose, core::StaffId owner, std::string_view text, core::Instant now) const;

    /// Nothing where it was not sealed here for this purpose and person, or longer ago than `lifetime`.
    std::optional<std::string> open(SealedFor purpose, core::StaffId owner, std::string_view sealed, core::Instant now,
                                    std::chrono::milliseconds lifetime) const;

  private:
    core::Key key_;
    Random& random_;
};

} // namespace habeas::app
