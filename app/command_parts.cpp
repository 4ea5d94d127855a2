#include "app/command_parts.hpp"

#include "core/text_rules.hpp"

#include <ostream>

#include <boost/json.hpp>

namespace habeas::app {

std::unique_ptr<Ground> existing_ground(CommandContext const& context) {
    return open_ground(context.configuration.values, context.clock_file, DataFolder::must_exist);
}

std::unique_ptr<Ground> ground_to_read(CommandContext const& context) {
    return open_ground_to_read(context.configuration.values, context.clock_file);
}

bool is_name(std::string const& text) {
    std::vector<core::FieldError> mistakes;
    core::check_text(mistakes, "name", text, core::Lines::one, core::longest_name, core::Presence::required, "");
    return mistakes.empty();
}

std::optional<core::Role> staff_role(std::string_view text) {
    auto const role = core::parse<core::Role>(text);
    if (!role || *role == core::Role::requester || *role == core::Role::system) return std::nullopt;
    return role;
}

void warn_not_noted(CommandContext const& context, std::string_view what, std::string_view why) {
    auto const words = std::string(what) + ", but the audit trail could not be told: " + std::string(why);
    if (context.json)
        context.err << boost::json::serialize(boost::json::object{{"warning", words}}) << '\n';
    else
        context.err << "habeas: Warning: " << words << '\n';
}

} // namespace habeas::app
