#pragma once
#include "app/passwords.hpp"

#include <chrono>
#include <string>

#include <boost/asio/awaitable.hpp>

namespace habeas::app::pages {

/// What the password pool found out.
struct PasswordVerdict {
    bool matches{};
    std::string new_hash; ///< to be stored instead of the old one, or empty
};

/// Checks on the password pool; a hash made with weaker settings than today's is made anew with the same password.
/// Throws storage::StoreUnavailable where the pool's queue is full, which ends as 503.
boost::asio::awaitable<PasswordVerdict> check_password(Passwords& passwords, std::string password, std::string hash);

/// Checks the current password and hashes the next one.
boost::asio::awaitable<PasswordVerdict> replace_password(Passwords& passwords, std::string current, std::string hash,
                                                         std::string next);

} // namespace habeas::app::pages
