#pragma once
#include "app/services.hpp"
#include "core/error.hpp"
#include "storage/outbox.hpp"
#include "storage/requests.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace habeas::app::pages {

/// What the requester's page shows: the request, its thread and its letters, both oldest first.
struct MyCase {
    core::SubjectRequest request;
    std::vector<storage::MessageRow> messages;
    std::vector<storage::OutboxLetter> letters;
};

/// Whether the person can write on their page: while the request is open, and on a finished one where we wrote last,
/// for that letter says that they can answer.
bool may_write(core::SubjectRequest const& request, std::vector<storage::MessageRow> const& messages);

/// What was typed into one of its forms and refused.
struct MyRefusal {
    std::string_view field; ///< of the form: text or reason
    std::string typed;
    core::Error error;
};

/// The page of a request for the person who asked. `done` is the code of what just happened (message, withdrawal,
/// appeal), or anything else for nothing.
html::View my_request_view(Services const& services, MyCase const& mine, std::string_view done,
                           std::optional<MyRefusal> const& refusal);

} // namespace habeas::app::pages
