#include "app/api/requests.hpp"

#include "app/api/answers.hpp"
#include "app/api/idempotency.hpp"
#include "app/api/json_body.hpp"
#include "app/api/new_request_body.hpp"
#include "app/api/request_list_query.hpp"
#include "app/store_access.hpp"

#include <boost/json/serialize.hpp>

namespace habeas::app::api {

namespace {

namespace json = boost::json;
using http::HttpResponse;

/// Creates, or finds what an earlier call with the same key created.
Desk::Changed create_once(storage::Transaction& transaction, Desk const& desk, core::NewRequest const& asked,
                          std::optional<IdempotencyKey> const& key, core::TokenId token, core::Stamp const& stamp) {
    if (key) {
        if (auto const earlier = transaction.idempotency(token, key->key)) {
            if (earlier->body_digest != key->body)
                return core::fail(core::ErrorCode::conflict, "This Idempotency-Key was used with another body.");
            return *transaction.find(earlier->request);
        }
    }
    auto made = desk.submit(transaction, asked, stamp);
    if (made && key) transaction.remember_idempotency(token, key->key, {key->body, made->id}, stamp.at);
    return made;
}

json::value word_or_null(std::optional<core::StaffId> staff) {
    if (!staff) return nullptr;
    return staff->value;
}

json::object row_json(storage::QueueRow const& row, core::Day today, int due_soon_days) {
    auto const urgency = core::is_closed(row.status) || !row.due_on
                             ? core::Urgency::closed
                             : core::urgency_of(*row.due_on, today, due_soon_days);
    auto const word = [](auto value) {
        auto const text = core::code(value);
        return json::string_view(text.data(), text.size());
    };
    return {{"reference", row.reference.text()},
            {"type", word(row.type)},
            {"status", word(row.status)},
            {"channel", word(row.channel)},
            {"version", row.version},
            {"subject", json::object{{"name", row.subject_name.reveal()}}},
            {"received_at", rfc3339(row.received_at)},
            {"due_on", row.due_on ? json::value(core::iso(*row.due_on)) : json::value(nullptr)},
            {"urgency", word(urgency)},
            {"assignee", word_or_null(row.assignee)}};
}

} // namespace

Answer create_request(Services& services, http::HttpRequest& request, ApiCaller const& caller) {
    if (auto refusal = refuse_media_type(request)) co_return std::move(*refusal);
    auto const body = read_json(request);
    if (!body) co_return mistake(body.error());
    auto const key = idempotency_key(request);
    if (!key) co_return mistake(key.error());
    auto const stamp = services.stamp(caller.actor());
    auto asked = read_new_request(*body, services.calendar, stamp, services.desk.policy());
    if (!asked) co_return mistake(asked.error());

    auto create = [&desk = services.desk, asked = *std::move(asked), key = *key, token = caller.token.id,
                   stamp](storage::Transaction& transaction) {
        return create_once(transaction, desk, asked, key, token, stamp);
    };
    auto work = write_store(services.store, std::move(create));
    auto const made = co_await std::move(work);
    if (!made) co_return mistake(made.error());
    services.log.info("request.submitted",
                      {{"reference", made->reference.text()}, {"type", made->type}, {"channel", made->channel}});
    auto answer = request_answer(services, *made, stamp, 201);
    answer.with_header("Location", "/api/v1/requests/" + made->reference.text());
    co_return answer;
}

Answer list_requests(Services& services, http::HttpRequest& request, ApiCaller const& caller) {
    auto const stamp = services.stamp(caller.actor());
    auto wanted = read_list_query(request.query, stamp.on, services.configuration.limits.api_page_rows);
    if (!wanted) co_return mistake(wanted.error());
    auto find = [wanted = *std::move(wanted)](storage::Snapshot& snapshot) { return snapshot.queue(wanted); };
    auto work = read_store(services.store, std::move(find));
    auto const page = co_await std::move(work);
    json::array rows;
    for (auto const& row : page.rows)
        rows.push_back(row_json(row, stamp.on, services.desk.policy().due_soon_days));
    json::object answer{{"requests", std::move(rows)},
                        {"next_cursor", page.next ? json::value(page.next->text()) : json::value(nullptr)}};
    co_return HttpResponse::json(200, json::serialize(answer));
}

Answer get_request(Services& services, http::HttpRequest& request, ApiCaller const& caller) {
    auto const id = services.store.references().decode(request.parameter("reference"));
    if (!id) co_return mistake({core::ErrorCode::not_found, "There is no such request.", {}, {}});
    auto work = read_store(services.store, [id = *id](storage::Snapshot& snapshot) { return snapshot.find(id); });
    auto const found = co_await std::move(work);
    if (!found) co_return mistake({core::ErrorCode::not_found, "There is no such request.", {}, {}});
    auto const stamp = services.stamp(caller.actor());
    co_return request_answer(services, *found, stamp);
}

} // namespace habeas::app::api
