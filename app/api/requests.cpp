#include "app/api/requests.hpp"

#include "app/api/answers.hpp"
#include "app/api/idempotency.hpp"
#include "app/api/json_body.hpp"
#include "app/api/new_request_body.hpp"
#include "app/api/request_list_query.hpp"
#include "app/looks.hpp"
#include "app/search_notice.hpp"
#include "app/store_access.hpp"

#include <tuple>

#include <boost/json/serialize.hpp>

namespace habeas::app::api {

namespace {

namespace json = boost::json;
using http::HttpResponse;

HttpResponse created_answer(Services const& services, core::SubjectRequest const& made, Asker const& asker) {
    auto answer = request_answer(services, made, asker, 201);
    answer.with_header("Location", "/api/v1/requests/" + made.reference.text());
    return answer;
}

/// "Same key + same body → same answer" (the contract of the API): what was said the first time, whatever has become
/// of the request since. Where its data was destroyed meanwhile there is only what is left of it to show.
core::Result<HttpResponse> repeated(Services const& services, storage::Transaction& transaction,
                                    storage::IdempotencyRecord const& earlier, IdempotencyKey const& key,
                                    Asker const& asker) {
    if (earlier.body_digest != key.body)
        return core::fail(core::ErrorCode::conflict, "This Idempotency-Key was used with another body.");
    if (!earlier.answer) return created_answer(services, transaction.find(earlier.request).value(), asker);
    auto answer = HttpResponse::json(earlier.answer->status, earlier.answer->body);
    answer.with_header("ETag", earlier.answer->etag);
    answer.with_header("Location", "/api/v1/requests/" + services.store.references().encode(earlier.request).text());
    return answer;
}

storage::FirstAnswer kept(HttpResponse const& answer) {
    return {answer.status, std::string(answer.headers.find("ETag").value_or("")), answer.body};
}

struct CreateCall {
    core::NewRequest asked;
    std::optional<IdempotencyKey> key;
    ApiCaller caller;
    core::Stamp stamp;
};

struct Created {
    HttpResponse answer;
    std::optional<core::SubjectRequest> made; ///< nothing where an earlier call had made it
};

/// Creates, or repeats what was answered to an earlier call with the same key.
core::Result<Created> create_once(Services const& services, storage::Transaction& transaction, CreateCall const& call) {
    auto const& [asked, key, caller, stamp] = call;
    auto const token = caller.token.id;
    Asker const asker{caller, stamp};
    if (auto const earlier = key ? transaction.idempotency(token, key->key) : std::nullopt) {
        auto answer = repeated(services, transaction, *earlier, *key, asker);
        if (!answer) return std::unexpected(answer.error());
        return Created{*std::move(answer), std::nullopt};
    }
    auto made = services.desk.submit(transaction, asked, stamp);
    if (!made) return std::unexpected(made.error());
    auto answer = created_answer(services, *made, asker);
    if (key) transaction.remember_idempotency(token, key->key, {key->body, made->id, kept(answer)}, stamp.at);
    return Created{std::move(answer), *std::move(made)};
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
            {"subject",
             json::object{{"name", row.damaged ? json::value(nullptr) : json::value(row.subject_name.reveal())}}},
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
    auto asked = read_new_request(*body, services.configuration.limits.api_list_entries, services.calendar,
                                  services.desk.policy(), stamp);
    if (!asked) co_return mistake(asked.error());

    CreateCall const call{*std::move(asked), *key, caller, stamp};
    auto create = [&services, call](storage::Transaction& transaction) {
        return create_once(services, transaction, call);
    };
    auto work = write_store(services.store, std::move(create));
    auto created = co_await std::move(work);
    if (!created) co_return mistake(created.error());
    if (auto const& made = created->made)
        services.log.info("request.submitted",
                          {{"reference", made->reference.text()}, {"type", made->type}, {"channel", made->channel}});
    co_return std::move(created->answer);
}

Answer list_requests(Services& services, http::HttpRequest& request, ApiCaller const& caller) {
    auto const stamp = services.stamp(caller.actor());
    auto wanted = read_list_query(request.query, stamp.on, services.configuration.limits.api_page_rows);
    if (!wanted) co_return mistake(wanted.error());
    auto find = [wanted = *std::move(wanted), stamp](storage::Snapshot& snapshot) {
        return std::pair(snapshot.queue(wanted), must_note_list(snapshot, stamp));
    };
    auto work = read_store(services.store, std::move(find));
    auto const [page, must_be_noted] = co_await std::move(work);
    if (must_be_noted) {
        auto noting = write_store(services.store,
                                  [stamp](storage::Transaction& transaction) { return note_list(transaction, stamp); });
        auto const noted = co_await std::move(noting);
        if (!noted) co_return mistake(noted.error());
    }
    log_damaged(services, page);
    json::array rows;
    for (auto const& row : page.rows)
        rows.push_back(row_json(row, stamp.on, services.desk.policy().due_soon_days));
    json::object answer{
        {"requests", std::move(rows)},
        {"next_cursor", page.next ? json::value(list_cursor(request.query, *page.next)) : json::value(nullptr)},
        {"notice", page.more_matches ? json::value(search_notice) : json::value(nullptr)}};
    co_return HttpResponse::json(200, json::serialize(answer));
}

Answer get_request(Services& services, http::HttpRequest& request, ApiCaller const& caller) {
    if (auto mistakes = check_parameters(request.query, {}); !mistakes.empty())
        co_return mistake(core::fail(std::move(mistakes)).error());
    auto const id = services.store.references().decode(request.parameter("reference"));
    if (!id) co_return mistake({core::ErrorCode::not_found, "There is no such request.", {}, {}});
    auto const stamp = services.stamp(caller.actor());
    auto work = read_store(services.store, [id = *id, stamp](storage::Snapshot& snapshot) {
        auto found = snapshot.find(id);
        auto const must_be_noted = found && must_note_view(snapshot, *found, stamp);
        auto messages = found ? snapshot.messages(id) : std::vector<storage::MessageRow>{};
        return std::tuple(std::move(found), std::move(messages), must_be_noted);
    });
    auto const [found, messages, must_be_noted] = co_await std::move(work);
    if (!found) co_return mistake({core::ErrorCode::not_found, "There is no such request.", {}, {}});
    if (must_be_noted) {
        auto noting = note_look(services, *id, stamp);
        auto const noted = co_await std::move(noting);
        if (!noted) co_return mistake(noted.error());
    }
    Asker const asker{caller, stamp};
    if (is_known(services, request, *found, asker)) co_return HttpResponse::not_modified(etag_of(*found));
    co_return case_answer(services, *found, messages, asker);
}

} // namespace habeas::app::api
