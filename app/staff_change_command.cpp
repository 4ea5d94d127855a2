#include "app/command_parts.hpp"
#include "app/shell_user.hpp"
#include "core/letter_case.hpp"

#include <ostream>

#include <boost/json.hpp>

// `habeas staff change`
namespace habeas::app {

namespace {

namespace json = boost::json;

core::Decision changed(storage::StaffMember const& before, storage::StaffMember const& after,
                       core::Stamp const& stamp) {
    std::vector<std::pair<std::string, std::string>> details{{"staff", std::to_string(after.id.value)}};
    if (before.role != after.role) details.emplace_back("role", std::string(core::code(after.role)));
    if (before.name != after.name) details.emplace_back("renamed", "yes"); // the name itself is nobody's business
    return by_shell_user(core::Decision::record(stamp, "staff.changed", std::move(details)));
}

void print(CommandContext const& context, storage::StaffMember const& member, bool sessions_ended) {
    if (context.json)
        context.out << json::serialize(json::object{{"id", member.id.value},
                                                    {"login", member.login},
                                                    {"name", member.name},
                                                    {"role", std::string(core::code(member.role))},
                                                    {"sessions_ended", sessions_ended}})
                    << '\n';
    else
        context.out << "Changed: " << core::code(member.role) << ' ' << member.login << ", " << member.name << '.'
                    << (sessions_ended ? " All sessions were ended.\n" : "\n");
}

} // namespace

int change_staff(CommandContext const& context, StaffChange const& change) {
    if (!change.name && !change.role) return complain(context, "Say what changes: --name, --role or both.", misused);
    if (change.name && !is_name(*change.name)) return complain(context, bad_name, misused);
    auto const role = change.role ? staff_role(*change.role) : std::nullopt;
    if (change.role && !role) return complain(context, bad_role, misused);
    auto const ground = existing_ground(context);
    auto const stamp = ground->stamp(core::Actor::system());
    std::optional<storage::StaffMember> before, after;
    ground->store->write([&](storage::Transaction& transaction) {
        before = after = transaction.staff_by_login(core::lower_case(change.login));
        if (!before) return;
        after->name = change.name.value_or(before->name);
        after->role = role.value_or(before->role);
        if (after->name == before->name && after->role == before->role) return;
        transaction.update_staff(*after);
        // Pages are shown by the role of the session's owner: nobody goes on where they no longer belong.
        if (after->role != before->role) transaction.end_sessions_of(after->id, std::nullopt);
        (void)transaction.commit(changed(*before, *after, stamp), stamp.at);
    });
    if (!before) return complain(context, "Nobody has that login.", failed);
    if (after->name == before->name && after->role == before->role)
        return complain(context, "Nothing changes: they have this name and role already.", failed);
    print(context, *after, after->role != before->role);
    return done;
}

} // namespace habeas::app
