#include "app/api/audit.hpp"

#include "app/api/answers.hpp"
#include "app/api/parameters.hpp"
#include "app/api/verification_json.hpp"
#include "app/audit_heads.hpp"
#include "app/store_access.hpp"
#include "core/whole_number.hpp"

#include <algorithm>
#include <array>

#include <boost/json/serialize.hpp>

namespace habeas::app::api {

namespace {

namespace json = boost::json;
using http::HttpResponse;

constexpr std::array<std::string_view, 2> known{"after", "limit"};

std::optional<std::int64_t> number_not_below_zero(std::string_view text) {
    auto const value = core::whole_number(text);
    return value && *value >= 0 ? value : std::nullopt;
}

core::Result<storage::AuditQuery> read_query(http::Form const& query, int most_entries) {
    storage::AuditQuery wanted;
    wanted.limit = std::min(wanted.limit, most_entries);
    auto mistakes = check_parameters(query, known);
    if (auto const typed = query.find("after")) {
        auto const after = number_not_below_zero(*typed);
        if (after)
            wanted.after = core::AuditSequence{*after};
        else
            mistakes.push_back({"after", "Use the sequence of the last entry you have."});
    }
    if (auto const typed = query.find("limit")) {
        auto const limit = number_not_below_zero(*typed);
        if (limit && *limit >= 1 && *limit <= most_entries)
            wanted.limit = static_cast<int>(*limit);
        else
            mistakes.push_back({"limit", "Use a whole number from 1 to " + std::to_string(most_entries) + "."});
    }
    if (!mistakes.empty()) return core::fail(std::move(mistakes));
    return wanted;
}

json::object entry_json(core::AuditRecord const& record, core::ReferenceCodec const& references) {
    json::object details;
    for (auto const& [name, value] : core::parse_details(record.details))
        details[name] = value;
    auto const kind = core::code(record.actor.kind);
    auto const role = core::code(record.actor.role);
    return {
        {"sequence", record.sequence.value},
        {"at", rfc3339(record.at)},
        {"recorded_at", rfc3339(record.recorded_at)},
        {"actor", json::object{{"kind", json::string_view(kind.data(), kind.size())},
                               {"id", record.actor.id},
                               {"role", json::string_view(role.data(), role.size())}}},
        {"action", record.action},
        {"reference", record.request ? json::value(references.encode(*record.request).text()) : json::value(nullptr)},
        {"details", std::move(details)},
        {"previous", core::to_hex(record.previous)},
        {"hash", core::to_hex(record.hash)}};
}

boost::asio::awaitable<HttpResponse> trail(Services& services, storage::AuditQuery wanted) {
    auto work = read_store(services.store, [wanted](storage::Snapshot& snapshot) { return snapshot.audit(wanted); });
    auto const records = co_await std::move(work);
    json::array entries;
    for (auto const& record : records)
        entries.push_back(entry_json(record, services.store.references()));
    json::value next = nullptr;
    if (std::ssize(records) == wanted.limit) next = records.back().sequence.value;
    co_return HttpResponse::json(200,
                                 json::serialize(json::object{{"entries", std::move(entries)}, {"next_after", next}}));
}

} // namespace

boost::asio::awaitable<HttpResponse> audit(Services& services, http::HttpRequest& request, ApiCaller const&) {
    auto const wanted = read_query(request.query, services.configuration.limits.api_audit_rows);
    if (!wanted) co_return mistake(wanted.error());
    auto answer = trail(services, *wanted);
    co_return co_await std::move(answer);
}

boost::asio::awaitable<HttpResponse> request_audit(Services& services, http::HttpRequest& request, ApiCaller const&) {
    auto const id = services.store.references().decode(request.parameter("reference"));
    auto wanted = read_query(request.query, services.configuration.limits.api_audit_rows);
    if (!wanted) co_return mistake(wanted.error());
    if (!id) co_return mistake({core::ErrorCode::not_found, "There is no such request.", {}, {}});
    auto look =
        read_store(services.store, [id = *id](storage::Snapshot& snapshot) { return snapshot.find(id).has_value(); });
    bool const exists = co_await std::move(look);
    if (!exists) co_return mistake({core::ErrorCode::not_found, "There is no such request.", {}, {}});
    wanted->request = *id;
    auto answer = trail(services, *wanted);
    co_return co_await std::move(answer);
}

boost::asio::awaitable<HttpResponse> audit_verification(Services& services, http::HttpRequest& request,
                                                        ApiCaller const&) {
    if (auto mistakes = check_parameters(request.query, {}); !mistakes.empty())
        co_return mistake(core::fail(std::move(mistakes)).error());
    auto turn = services.limits.audit_verification.take();
    if (!turn)
        co_return mistake({core::ErrorCode::unavailable,
                           "The audit chain is being verified already. Try again when that is done.",
                           "verifying",
                           {}});
    auto work = read_store(services.store, [&folder = services.configuration.storage.folder,
                                            turn = std::move(turn)](storage::Snapshot& snapshot) mutable {
        auto const held = std::move(turn); // given back before the answer
        return verify_audit(snapshot, folder);
    });
    auto const found = co_await std::move(work);
    if (!found.intact) services.log.error("audit.broken", {{"entries", found.entries}});
    co_return HttpResponse::json(200, json::serialize(verification_json(found)));
}

} // namespace habeas::app::api
