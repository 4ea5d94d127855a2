#pragma once
#include "app/services.hpp"

#include <boost/asio/awaitable.hpp>

// What is written down of looking at people's requests. "Every *read* of a case by staff is audited" (security
// requirement 52), and a program that reads with a token is no less curious. What cannot be written down is not shown.
namespace habeas::app {

/// Whether this look at the request must be written down now: once in a quarter of an hour for each person or token,
/// not at every reload; and always where it takes the unread mark away, as a person's look does.
bool must_note_view(storage::Snapshot& snapshot, core::SubjectRequest const& request, core::Stamp const& stamp);

/// Writes the look down, where it still must be.
core::Result<void> note_view(Desk const& desk, storage::Transaction& transaction, core::RequestId id,
                             core::Stamp const& stamp);

/// The same as a hop to the store of its own: what every handler waits for before it shows what was looked at.
boost::asio::awaitable<core::Result<void>> note_look(Services& services, core::RequestId id, core::Stamp stamp);

/// The same for a list of requests read by a token, once an hour: `requests.listed`.
bool must_note_list(storage::Snapshot& snapshot, core::Stamp const& stamp);
core::Result<void> note_list(storage::Transaction& transaction, core::Stamp const& stamp);

/// Names in the log the requests whose names do not open.
void log_damaged(Services const& services, storage::QueuePage const& page);

} // namespace habeas::app
