#pragma once
#include "app/http/forms.hpp"
#include "core/error.hpp"
#include "core/time.hpp"
#include "storage/requests.hpp"

namespace habeas::app::api {

/// Reads the query of GET /api/v1/requests. `invalid` names every unknown or doubled parameter and every wrong value.
/// `overdue=true` means open and due before today; `q` searches a reference, an e-mail address or a name.
core::Result<storage::QueueQuery> read_list_query(http::Form const& query, core::Day today, int most_rows);

} // namespace habeas::app::api
