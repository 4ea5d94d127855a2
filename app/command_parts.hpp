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

/// The data folder as it is: nothing is made.
std::unique_ptr<Ground> existing_ground(CommandContext const& context);

/// One line of words: lists print names as they are.
bool is_name(std::string const& text);

/// Revokes the API tokens of somebody whose account is closed, each with an entry of its own; how many there were.
std::size_t end_tokens_of(storage::Transaction& transaction, core::StaffId owner, core::Stamp const& stamp);

} // namespace habeas::app
