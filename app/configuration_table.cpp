#include "app/configuration_table.hpp"

#include "app/configuration_rows.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace habeas::app::configuration {

std::span<Option const> options() {
    static auto const all = [] {
        auto rows = service_options();
        auto const rest = casework_options();
        rows.insert(rows.end(), rest.begin(), rest.end());
        return rows;
    }();
    return all;
}

Option const* find_option(std::string_view key) {
    auto const found = std::ranges::find(options(), key, &Option::key);
    return found == options().end() ? nullptr : &*found;
}

std::string_view section_help(std::string_view section) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 10> words{{
        {"company", "Whom people deal with."},
        {"server", "The HTTP server and its limits."},
        {"storage", "Where data is kept."},
        {"mail", "How letters are sent."},
        {"log", "What the operator reads. Logs hold no personal data."},
        {"deadlines", "The promises, in days, and who is reminded of them when."},
        {"limits", "How much of anything is allowed."},
        {"sessions", "How long people stay signed in."},
        {"passwords", "How staff passwords are hashed."},
        {"jobs", "Recurring work."},
    }};
    auto const found = std::ranges::find(words, section, &std::pair<std::string_view, std::string_view>::first);
    return found == words.end() ? std::string_view() : found->second;
}

std::string environment_name(std::string_view key) {
    std::string name = "HABEAS_";
    for (auto const c : key)
        name += c == '.' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return name;
}

std::vector<CategorySettings> default_categories() {
    return {
        {"contact", "Contact information", "Name, company name, address, phone number and e-mail address."},
        {"billing", "Billing information",
         "Billing name and address, payment card number, number of employees who use the service."},
        {"optional", "Optional information", "Annual revenue, number of employees, industry."},
        {"navigational", "Web site navigation", "Cookies, web beacons, IP addresses and pages visited."},
        {"testimonial", "Testimonials", "Names and titles in customer lists and testimonials."},
        {"forum", "Forums", "What was posted in forums, blogs and chat rooms."},
        {"customer_data", "Customer data", "Information that one of our customers put into the service."},
    };
}

} // namespace habeas::app::configuration

namespace habeas::app {

Configuration::Configuration()
    : categories(configuration::default_categories()) {
    for (auto const& option : configuration::options())
        option.store(*this, configuration::parse_value(option.type, option.default_text).value());
}

} // namespace habeas::app
