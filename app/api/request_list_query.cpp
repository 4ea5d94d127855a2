#include "app/api/request_list_query.hpp"

#include "app/api/parameters.hpp"
#include "core/crypto.hpp"
#include "core/parts.hpp"
#include "core/transitions.hpp"
#include "core/whole_number.hpp"

#include <algorithm>
#include <array>

namespace habeas::app::api {

namespace {

constexpr std::array<std::string_view, 11> known{"status",  "type", "channel", "assignee", "due_before", "due_after",
                                                 "overdue", "q",    "sort",    "limit",    "cursor"};

constexpr std::size_t longest_search = 254; // an e-mail address

std::optional<int> number_between(std::string_view typed, int least, int most) {
    auto const value = core::whole_number<int>(typed);
    return value && *value >= least && *value <= most ? value : std::nullopt;
}

/// Order and filters as they were asked for, in short.
std::string list_tag(http::Form const& query) {
    std::string asked;
    for (auto const name : known) {
        auto const value = name == "sort" ? query.find(name).value_or("due_on") : query.value(name);
        if (name == "limit" || name == "cursor" || value.empty()) continue;
        asked.append(name).append("=").append(value).append("\n");
    }
    return core::to_hex(core::sha256(core::as_bytes(asked))).substr(0, 8);
}

struct Reading {
    http::Form const& query;
    core::Day today;
    std::vector<core::FieldError> mistakes;

    void mistake(std::string_view field, std::string message) {
        mistakes.push_back({std::string(field), std::move(message)});
    }

    template <class E>
    std::vector<E> words(std::string_view name) {
        std::vector<E> values;
        auto rest = query.value(name);
        while (!rest.empty()) {
            auto const value = core::parse<E>(core::next_part(rest, ','));
            if (!value) {
                mistake(name, "Unknown value. Use any of: " + choices<E>() + ".");
                break;
            }
            values.push_back(*value);
        }
        return values;
    }

    std::optional<core::Channel> channel() {
        auto const typed = query.value("channel");
        if (typed.empty()) return std::nullopt;
        auto const value = core::parse<core::Channel>(typed);
        if (!value) mistake("channel", "Name one channel: " + choices<core::Channel>() + ".");
        return value;
    }

    std::optional<core::Day> day(std::string_view name) {
        auto const typed = query.find(name);
        if (!typed) return std::nullopt;
        auto const parsed = core::parse_day(*typed);
        if (!parsed) mistake(name, "Write the day as 2026-03-01.");
        return parsed;
    }

    std::optional<int> number(std::string_view name, int least, int most) {
        auto const typed = query.find(name);
        if (!typed) return std::nullopt;
        if (auto const value = number_between(*typed, least, most)) return value;
        mistake(name, "Use a whole number from " + std::to_string(least) + " to " + std::to_string(most) + ".");
        return std::nullopt;
    }

    void assignee(storage::QueueQuery& wanted) {
        auto const typed = query.find("assignee");
        if (!typed) return;
        if (*typed == "none") {
            wanted.assignee = storage::AssigneeFilter::nobody;
        } else if (auto const id = number_between(*typed, 1, 1'000'000'000)) {
            wanted.assignee = storage::AssigneeFilter::somebody_named;
            wanted.assignee_id = core::StaffId{*id};
        } else {
            mistake("assignee", "Use the number of a colleague, or none.");
        }
    }

    /// What is closed is late no more, whenever it was due.
    void late(storage::QueueQuery& wanted) {
        if (std::ranges::any_of(wanted.statuses, core::is_closed))
            mistake("overdue", "Only open requests can be overdue: name no closed status.");
        wanted.closed_too = false;
        wanted.due_until = std::min(wanted.due_until.value_or(today), today - std::chrono::days(1));
    }

    void due(storage::QueueQuery& wanted) {
        wanted.due_from = day("due_after");
        wanted.due_until = day("due_before");
        auto const overdue = query.find("overdue");
        if (!overdue) return;
        if (*overdue == "true")
            late(wanted);
        else if (*overdue == "false")
            wanted.not_overdue_on = today;
        else
            mistake("overdue", "Use true or false.");
    }

    void place(storage::QueueQuery& wanted) {
        auto const typed = query.find("cursor");
        if (!typed) return;
        auto const dot = std::min(typed->rfind('.'), typed->size());
        wanted.after = storage::QueuePlace::parse(typed->substr(0, dot));
        if (!wanted.after || dot == typed->size())
            mistake("cursor", "Use next_cursor of the page before, as it was given.");
        else if (typed->substr(dot + 1) != list_tag(query))
            mistake("cursor", "This cursor belongs to another sort or other filters. Begin with the first page.");
    }

    void order(storage::QueueQuery& wanted) {
        auto const typed = query.find("sort").value_or("due_on");
        if (typed == "due_on")
            wanted.order = storage::QueueOrder::due_first;
        else if (typed == "-due_on")
            wanted.order = storage::QueueOrder::due_last;
        else if (typed == "received_at")
            wanted.order = storage::QueueOrder::received_oldest;
        else if (typed == "-received_at")
            wanted.order = storage::QueueOrder::received_newest;
        else
            mistake("sort", "Use due_on, -due_on, received_at or -received_at.");
    }
};

} // namespace

std::string list_cursor(http::Form const& query, storage::QueuePlace const& place) {
    return place.text() + "." + list_tag(query);
}

core::Result<storage::QueueQuery> read_list_query(http::Form const& query, core::Day today, int most_rows) {
    Reading reading{query, today, check_parameters(query, known)};
    storage::QueueQuery wanted;
    wanted.statuses = reading.words<core::Status>("status");
    wanted.closed_too = true; // the API lists everything; a client narrows by status
    wanted.types = reading.words<core::RequestType>("type");
    wanted.channel = reading.channel();
    reading.assignee(wanted);
    reading.due(wanted);
    reading.order(wanted);
    if (auto const words = query.find("q")) {
        wanted.search = std::string(*words);
        if (words->size() > longest_search) reading.mistake("q", "At most 254 characters.");
    }
    reading.place(wanted);
    wanted.limit = reading.number("limit", 1, most_rows).value_or(std::min(50, most_rows));
    if (!reading.mistakes.empty()) return core::fail(std::move(reading.mistakes));
    return wanted;
}

} // namespace habeas::app::api
