#include "app/pages/masked_address.hpp"

#include <string_view>

namespace habeas::app::pages {

std::string masked_address(core::EmailAddress const& address) {
    auto const whole = std::string_view(address.reveal());
    auto const at = whole.rfind('@');
    return std::string(whole.substr(0, 1)) + "•••" + std::string(whole.substr(at));
}

} // namespace habeas::app::pages
