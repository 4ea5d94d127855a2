#include "app/shell_user.hpp"

#include "core/with_detail.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <vector>

#include <pwd.h>
#include <unistd.h>

namespace habeas::app {

namespace {

constexpr std::size_t longest = 64;

/// What a login name may look like: it is shown on a page and stands in the chain for good.
bool is_login_name(std::string_view text) {
    return !text.empty() && text.size() <= longest && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
               c == '-' || c == '@';
    });
}

/// Only root is believed: everybody may set a variable of their own.
std::optional<std::string> behind_sudo() {
    if (::getuid() != 0) return std::nullopt;
    auto const* const name = std::getenv("SUDO_USER");
    return name && is_login_name(name) ? std::optional<std::string>(name) : std::nullopt;
}

std::optional<std::string> name_of(uid_t user) {
    std::vector<char> room(16'384);
    passwd entry{};
    passwd* found = nullptr;
    if (::getpwuid_r(user, &entry, room.data(), room.size(), &found) != 0 || !found) return std::nullopt;
    return is_login_name(found->pw_name) ? std::optional<std::string>(found->pw_name) : std::nullopt;
}

} // namespace

std::string shell_user() {
    if (auto const person = behind_sudo()) return *person;
    return name_of(::getuid()).value_or(std::to_string(::getuid()));
}

core::Decision by_shell_user(core::Decision decision) {
    return core::with_detail(std::move(decision), "shell_user", shell_user());
}

} // namespace habeas::app
