#pragma once
#include "app/commands.hpp"
#include "app/ground.hpp"

#include <memory>
#include <string>
#include <string_view>

// What the operator's commands are written with.
namespace habeas::app {

// Exit statuses.
constexpr int done = 0;
constexpr int failed = 1;
constexpr int misused = 2;

constexpr std::string_view bad_name = "A name is one line of 1 to 200 characters.";
constexpr std::string_view bad_role = "The role is agent, officer or admin.";

/// The data folder as it is: nothing is made.
std::unique_ptr<Ground> existing_ground(CommandContext const& context);
/// The same for commands that read: where the database cannot be written, one that only reads.
std::unique_ptr<Ground> ground_to_read(CommandContext const& context);

/// One line of words: lists print names as they are.
bool is_name(std::string const& text);

/// Revokes the API tokens of somebody whose account is closed, each with an entry of its own; how many there were.
std::size_t end_tokens_of(storage::Transaction& transaction, core::StaffId owner, core::Stamp const& stamp);

/// A role that a member of staff can have.
std::optional<core::Role> staff_role(std::string_view text);

/// Says on `err` that an entry is missing from the trail, and why; the command goes on.
void warn_not_noted(CommandContext const& context, std::string_view what, std::string_view why);

} // namespace habeas::app
