#pragma once
#include "storage/sqlite/database.hpp"

namespace habeas::storage::sqlite {

std::vector<OutboxLetter> letters_of(Database& database, core::RequestId request);
std::vector<OutboxLetter> letters_in(Database& database, core::LetterState state, int limit);
std::optional<OutboxLetter> find_letter(Database& database, core::LetterId id);
std::int64_t count_letters(Database& database, core::LetterState state);

/// Puts a letter into the outbox, owed from now on. `key` is nothing where the request's data key was destroyed.
void add_letter(Database& database, Chance& chance, core::Letter const& letter, std::optional<core::RequestId> request,
                std::optional<core::Key> const& key, core::Instant at);

std::vector<OutboxLetter> claim_letters(Database& database, core::Instant now, core::Instant lease_until, int limit);
void letter_sent(Database& database, Chance& chance, core::LetterId id, core::Instant at, std::string const& subject,
                 std::string const& text);
void letter_failed(Database& database, core::LetterId id, std::string const& error,
                   std::optional<core::Instant> next_try);
void letter_to_print(Database& database, Chance& chance, core::LetterId id, std::string const& subject,
                     std::string const& text);
bool revive_letter(Database& database, core::LetterId id, core::Instant now);
void release_letter(Database& database, core::LetterId id);

} // namespace habeas::storage::sqlite
