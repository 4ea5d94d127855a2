#include "app/audit_heads.hpp"
#include "app/command_parts.hpp"
#include "app/company_calendar.hpp"
#include "app/folder_hold.hpp"
#include "app/key_file.hpp"
#include "app/shell_user.hpp"
#include "app/system_clock.hpp"
#include "storage/sqlite/restore.hpp"
#include "storage/sqlite/sqlite_store.hpp"

#include <algorithm>
#include <filesystem>
#include <ostream>

#include <boost/json.hpp>

// `habeas restore`
namespace habeas::app {

namespace {

namespace json = boost::json;
using storage::sqlite::Restored;

/// "20260331T120000Z", for names of files.
std::string compact(core::Instant at) {
    auto text = rfc3339(at);
    text.resize(text.find('.'));
    std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
    return text + "Z";
}

Restored put_in_place(CommandContext const& context, std::string const& file) {
    auto const& storage = context.configuration.values.storage;
    auto const clock =
        make_clock(context.clock_file ? std::optional<std::filesystem::path>(*context.clock_file) : std::nullopt);
    return storage::sqlite::restore({.copy = file,
                                     .database = storage.database_path(),
                                     .master_key = read_key_file(storage.master_key_path()),
                                     .mark = compact(clock->now()),
                                     .companions = {audit_heads_path(storage.folder)}});
}

/// The entry `backup.restored`, in the database that is in place now; else why there is none.
std::optional<std::string> note(CommandContext const& context, Restored const& restored) {
    // To write into it would bring it up to date, and whoever goes back to an older version could not start that.
    if (restored.is_older) return "it is a database of an older version, which is left as it is";
    try {
        auto const ground = existing_ground(context);
        auto const stamp = ground->stamp(core::Actor::system());
        ground->store->write([&](storage::Transaction& transaction) {
            auto const entry =
                core::Decision::record(stamp, "backup.restored", {{"entries", std::to_string(restored.head.entries)}});
            (void)transaction.commit(by_shell_user(entry), stamp.at);
        });
        return std::nullopt;
    } catch (std::exception const& problem) {
        return problem.what();
    }
}

void print(CommandContext const& context, std::string const& file, Restored const& restored, bool noted) {
    if (context.json) {
        context.out << json::serialize(json::object{{"restored", file},
                                                    {"entries", restored.head.entries},
                                                    {"head", core::to_hex(restored.head.hash)},
                                                    {"set_aside", json::value_from(restored.set_aside)},
                                                    {"noted", noted}})
                    << '\n';
        return;
    }
    context.out << "Restored " << file << ": " << restored.head.entries
                << " audit entries, and the chain holds. Nothing was deleted.\n";
    if (!restored.set_aside.empty()) context.out << "What was there before is now:\n";
    for (auto const& name : restored.set_aside)
        context.out << "  " << name << '\n';
}

} // namespace

int restore(CommandContext const& context, std::string const& file) {
    core::start_crypto();
    auto const& storage = context.configuration.values.storage;
    auto const database = storage.database_path();
    std::error_code unreachable;
    if (!std::filesystem::is_directory(storage.folder, unreachable))
        return complain(context, "There is no data folder " + storage.folder + ". Name it with --data.", failed);
    if (!std::filesystem::is_regular_file(file, unreachable))
        return complain(context, "There is no file " + file + ".", failed);
    if (std::filesystem::equivalent(file, database, unreachable))
        return complain(context, "That file is the database in use, not a backup of it.", misused);
    auto alone = FolderHold::alone(storage.folder);
    if (!alone)
        return complain(context,
                        "A service or a command works in the folder " + storage.folder +
                            ". Stop it first; nothing was changed.",
                        failed);
    auto const restored = put_in_place(context, file);
    alone.reset();
    auto const why_not = note(context, restored);
    if (why_not) warn_not_noted(context, "The database was restored", *why_not);
    print(context, file, restored, !why_not);
    return done;
}

} // namespace habeas::app
