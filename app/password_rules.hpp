#pragma once
#include "core/error.hpp"

#include <string_view>

namespace habeas::app {

/// Whose password it is to be: what people guess first.
struct PasswordOwner {
    std::string_view login;
    std::string_view company;
};

/// 12 to 128 characters: any Unicode, spaces too, no composition rules (security requirement 1). Refused is what is
/// guessed first (requirement 3): a common password or one common word with figures around it, few characters again and
/// again, a short pattern repeated, keys or letters in a row, the own address, the company's name. Fails with `invalid`
/// for the field `new_password`, in words that say what to do.
core::Result<void> check_new_password(std::string_view password, PasswordOwner const& owner);

} // namespace habeas::app
