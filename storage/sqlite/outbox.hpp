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

std::vector<core::RequestId> requests_with_undelivered_answers(Database& database, int limit);

std::vector<core::Instant> mailings(Database& database, core::EmailAddress const& address, Mailing what,
                                    core::Instant after);
void note_mailing(Database& database, core::EmailAddress const& address, Mailing what, core::Instant at);
void forget_mailings(Database& database, core::Instant until, core::Instant now);

std::vector<OutboxLetter> claim_letters(Database& database, Chance& chance, core::Instant now,
                                        core::Instant lease_until, int limit);
bool letter_sent(Database& database, Chance& chance, LetterClaim claim, core::Instant at, std::string const& subject,
                 std::string const& text);
bool letter_failed(Database& database, LetterClaim claim, std::string const& error,
                   std::optional<core::Instant> next_try);
bool letter_put_off(Database& database, LetterClaim claim, std::string const& why, core::Instant until);
bool letter_dropped(Database& database, LetterClaim claim, std::string const& why);
bool letter_to_print(Database& database, Chance& chance, LetterClaim claim, std::string const& subject,
                     std::string const& text);
bool release_letter(Database& database, LetterClaim claim);
bool letter_posted(Database& database, core::LetterId id, core::Instant at);
bool drop_printed_letter(Database& database, core::LetterId id, std::string const& why);
bool revive_letter(Database& database, core::LetterId id, core::Instant now);

} // namespace habeas::storage::sqlite
