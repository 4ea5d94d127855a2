#pragma once
#include "storage/sqlite/database.hpp"

namespace habeas::storage::sqlite {

/// What a change must know of the row it changes.
struct StoredRequest {
    std::int64_t version{};
    core::Status status{};
    core::RequestType type{};
    bool assigned{};
    core::Bytes wrapped_key; ///< empty once destroyed
};

std::optional<StoredRequest> stored_request(Database& database, core::RequestId id);

/// Writes a new request with everything that hangs on it. Returns its new data key.
core::Key insert_request(Database& database, core::SubjectRequest const& request, Chance& chance);

/// Writes what a decision may have changed; the version must have been compared. `key` is nothing where the data key
/// was destroyed: then nothing personal is written.
void update_request(Database& database, core::SubjectRequest const& request, std::optional<core::Key> const& key,
                    Chance& chance);

/// Puts the terms of the present folding in the place of those of an earlier one. Nothing where the data key was
/// destroyed; throws DamagedRecord where what was asked does not open.
void make_terms_anew(Database& database, core::RequestId id, core::Folding const& folded_before);

} // namespace habeas::storage::sqlite
