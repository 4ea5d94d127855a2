#pragma once
#include "app/http/forms.hpp"
#include "core/error.hpp"
#include "core/time.hpp"
#include "storage/requests.hpp"

#include <string>

namespace habeas::app::api {

/// Reads the query of GET /api/v1/requests. `invalid` names every unknown or doubled parameter and every wrong value.
/// `overdue=true` means open and due before today; `q` searches a reference, an e-mail address or a name.
core::Result<storage::QueueQuery> read_list_query(http::Form const& query, core::Day today, int most_rows);

/// The cursor of the page after: good only with the same order and filters, for a place means nothing in another list.
std::string list_cursor(http::Form const& query, storage::QueuePlace const& place);

} // namespace habeas::app::api
