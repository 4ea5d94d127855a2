#include "app/api/audit.hpp"

#include "app/api/answers.hpp"
#include "app/store_access.hpp"

#include <charconv>

#include <boost/json/serialize.hpp>

namespace habeas::app::api {

namespace {

namespace json = boost::json;
using http::HttpResponse;

constexpr int most_entries = 1000;

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
    return value;
}

core::Result<storage::AuditQuery> read_query(http::Form const& query) {
    storage::AuditQuery wanted;
    std::vector<core::FieldError> mistakes;
    for (auto const& [name, typed] : query.fields()) {
        auto const number = whole_number(typed);
        if (name == "after" && number)
            wanted.after = core::AuditSequence{*number};
        else if (name == "limit" && number && *number >= 1 && *number <= most_entries)
            wanted.limit = static_cast<int>(*number);
        else if (name == "after")
            mistakes.push_back({"after", "Use the sequence of the last entry you have."});
        else if (name == "limit")
            mistakes.push_back({"limit", "Use a whole number from 1 to 1000."});
        else
            mistakes.push_back({"(query)", "There is a parameter that is not known here."});
    }
    if (!query.duplicates().empty()) mistakes.push_back({"(query)", "A parameter stands twice."});
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
    auto const wanted = read_query(request.query);
    if (!wanted) co_return mistake(wanted.error());
    auto answer = trail(services, *wanted);
    co_return co_await std::move(answer);
}

boost::asio::awaitable<HttpResponse> request_audit(Services& services, http::HttpRequest& request, ApiCaller const&) {
    auto const id = services.store.references().decode(request.parameter("reference"));
    auto wanted = read_query(request.query);
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

boost::asio::awaitable<HttpResponse> audit_verification(Services& services, http::HttpRequest&, ApiCaller const&) {
    auto work = read_store(services.store, [](storage::Snapshot& snapshot) { return snapshot.verify_audit(); });
    auto const found = co_await std::move(work);
    json::object answer{{"intact", found.intact}, {"entries", found.entries}, {"head", core::to_hex(found.head)}};
    if (found.broken_at) answer["broken_at"] = found.broken_at->value;
    if (!found.intact) answer["what"] = found.what;
    if (!found.intact) services.log.error("audit.broken", {{"entries", found.entries}});
    co_return HttpResponse::json(200, json::serialize(answer));
}

} // namespace habeas::app::api
