#include "app/api/answers.hpp"

#include "app/http/text.hpp"
#include "core/guards.hpp"

#include <boost/json/serialize.hpp>

namespace habeas::app::api {

namespace {

namespace json = boost::json;

template <class Text>
json::value or_null(Text const& text) {
    if (text.empty()) return nullptr;
    return json::value(json::string_view(text.data(), text.size()));
}

template <class E>
json::string_view word(E value) {
    auto const text = core::code(value);
    return {text.data(), text.size()};
}

json::value day_or_null(std::optional<core::Day> day) {
    if (!day) return nullptr;
    return json::value(core::iso(*day));
}

json::object clock_json(core::DeadlineClock const& clock, core::Day today) {
    json::array trace;
    for (auto const& line : core::explain(clock))
        trace.push_back(json::object{{"day", core::iso(line.day)}, {"what", line.what}});
    json::object answer{{"name", word(clock.name)},
                        {"rule", clock.rule},
                        {"started_on", core::iso(clock.started_on)},
                        {"due_on", core::iso(clock.due_on())},
                        {"state", word(clock.state(today))},
                        {"stopped_on", day_or_null(clock.stopped_on)},
                        {"trace", std::move(trace)}};
    if (clock.extension)
        answer["extension"] = json::object{{"days", clock.extension->days},
                                           {"asked_on", core::iso(clock.extension->asked_on)},
                                           {"effective_on", day_or_null(clock.extension->effective_on)},
                                           {"dropped_on", day_or_null(clock.extension->dropped_on)}};
    return answer;
}

json::array texts(std::vector<std::string> const& list) {
    json::array all;
    for (auto const& each : list)
        all.push_back(json::value(each));
    return all;
}

json::value email_or_null(std::optional<core::EmailAddress> const& email) {
    if (!email) return nullptr;
    return json::value(email->reveal());
}

void add_people(json::object& answer, core::SubjectRequest const& request) {
    answer["subject"] = json::object{{"name", or_null(request.subject.name.reveal())},
                                     {"email", email_or_null(request.subject.email)},
                                     {"country", or_null(request.subject.country)},
                                     {"region", or_null(request.subject.region)},
                                     {"postal_address", or_null(request.subject.postal_address.reveal())}};
    answer["requester"] = json::object{{"kind", word(request.requester.kind)},
                                       {"name", or_null(request.requester.name.reveal())},
                                       {"email", email_or_null(request.requester.email)}};
    answer["organisation"] = or_null(request.organisation.reveal());
}

void add_particulars(json::object& answer, core::SubjectRequest const& request) {
    answer["categories"] = texts(request.categories);
    answer["details"] = or_null(request.details.reveal());
    json::array corrections;
    for (auto const& each : request.corrections)
        corrections.push_back(json::object{{"field", each.field},
                                           {"current", or_null(each.current.reveal())},
                                           {"requested", each.requested.reveal()}});
    answer["corrections"] = std::move(corrections);
    answer["deletion_scope"] =
        request.deletion_scope ? json::value(word(*request.deletion_scope)) : json::value(nullptr);
    json::array topics;
    for (auto const topic : request.topics)
        topics.push_back(word(topic));
    answer["topics"] = std::move(topics);
}

json::object results_json(core::Outcome const& outcome) {
    json::array results;
    for (auto const& each : outcome.categories)
        results.push_back(json::object{{"category", each.category},
                                       {"outcome", word(each.outcome)},
                                       {"ground", each.ground ? json::value(word(*each.ground)) : json::value(nullptr)},
                                       {"until", or_null(each.until)}});
    json::array corrections;
    for (auto const& each : outcome.corrections)
        corrections.push_back(json::object{
            {"index", each.index}, {"verdict", word(each.verdict)}, {"reason", or_null(each.reason.reveal())}});
    return {{"results", std::move(results)},
            {"corrections", std::move(corrections)},
            {"answer", or_null(outcome.answer.reveal())}};
}

json::object outcome_json(core::Outcome const& outcome) {
    auto answer = results_json(outcome);
    answer["denial_reason"] = outcome.denial_reason ? json::value(word(*outcome.denial_reason)) : json::value(nullptr);
    answer["redirected_to"] = or_null(outcome.redirected_to.reveal());
    return answer;
}

/// What approval was asked for, as the body that asked for it.
json::object prepared_json(core::SubjectRequest const& request) {
    auto answer = results_json(request.prepared->outcome);
    answer["complete"] = request.prepared->completeness == core::Completeness::whole;
    answer["approved"] = request.approved_by.has_value();
    return answer;
}

json::object first_outcome_json(core::FirstEnd const& first) {
    return {{"status", word(first.status)},
            {"closed_on", core::iso(first.closed_on)},
            {"outcome", outcome_json(first.outcome)}};
}

json::object message_json(storage::MessageRow const& message) {
    return {{"kind", word(message.kind)},
            {"at", rfc3339(message.at)},
            {"author", word(message.author.kind)},
            {"text", message.damaged ? json::value(nullptr) : json::value(message.body.reveal())}};
}

/// Each is the last segment of an URL. A fulfilment in part has none of its own: it is one with `complete` false.
json::array actions_json(core::SubjectRequest const& request, Asker const& asker, core::Policy const& policy) {
    json::array actions;
    // Every verb needs the one scope. Those that need `admin` too are an officer's, and without it the caller is none.
    if (!asker.caller.has(Scope::requests_write)) return actions;
    for (auto const verb : core::allowed_verbs(request, asker.stamp, policy))
        if (verb != core::Verb::fulfil_partially) actions.push_back(word(verb));
    return actions;
}

} // namespace

json::object request_json(Services const& services, core::SubjectRequest const& request, Asker const& asker) {
    auto const& policy = services.desk.policy();
    auto const today = asker.stamp.on;
    json::array clocks;
    for (auto const& clock : request.clocks)
        clocks.push_back(clock_json(clock, today));
    json::object answer{{"reference", request.reference.text()},
                        {"type", word(request.type)},
                        {"status", word(request.status)},
                        {"version", request.version},
                        {"channel", word(request.channel)},
                        {"relationship", word(request.relationship)},
                        {"received_at", rfc3339(request.received_at)},
                        {"recorded_at", rfc3339(request.recorded_at)},
                        {"updated_at", rfc3339(request.updated_at)},
                        {"closed_on", day_or_null(request.closed_on)},
                        {"assignee", request.assignee ? json::value(request.assignee->value) : json::value(nullptr)},
                        {"evidence", word(request.evidence)},
                        {"due_on", day_or_null(request.due_on())},
                        {"urgency", word(request.urgency(today, policy.due_soon_days))},
                        {"clocks", std::move(clocks)},
                        {"allowed_actions", actions_json(request, asker, policy)}};
    add_people(answer, request);
    add_particulars(answer, request);
    if (core::is_closed(request.status)) answer["outcome"] = outcome_json(request.outcome);
    if (request.first_end) answer["first_outcome"] = first_outcome_json(*request.first_end);
    if (request.prepared) answer["prepared"] = prepared_json(request);
    return answer;
}

http::HttpResponse case_answer(Services const& services, core::SubjectRequest const& request,
                               std::vector<storage::MessageRow> const& messages, Asker const& asker) {
    auto body = request_json(services, request, asker);
    json::array thread;
    for (auto const& message : messages)
        thread.push_back(message_json(message));
    body["messages"] = std::move(thread);
    auto answer = http::HttpResponse::json(200, json::serialize(body));
    answer.with_header("ETag", etag_of(request));
    return answer;
}

http::HttpResponse request_answer(Services const& services, core::SubjectRequest const& request, Asker const& asker,
                                  int status) {
    auto answer = http::HttpResponse::json(status, json::serialize(request_json(services, request, asker)));
    answer.with_header("ETag", etag_of(request));
    return answer;
}

std::string etag_of(core::SubjectRequest const& request) {
    return "\"" + std::to_string(request.version) + "\"";
}

bool is_known(Services const& services, http::HttpRequest const& asked, core::SubjectRequest const& request,
              Asker const& asker) {
    if (!asked.knows(etag_of(request))) return false;
    // The tag does not say on which day it was given: on any day since the version was made. What has not changed from
    // that day to this one was the same on each between.
    auto const first = services.calendar.day_of(request.updated_at);
    Asker const then{asker.caller, {asker.stamp.actor, request.updated_at, first}};
    return request_json(services, request, asker) == request_json(services, request, then);
}

http::HttpResponse mistake(core::Error const& error) {
    auto answer = http::HttpResponse::problem(error);
    if (error.code == core::ErrorCode::unavailable) answer.with_header("Retry-After", "2");
    if (error.code == core::ErrorCode::too_many) answer.with_header("Retry-After", "3600");
    return answer;
}

std::optional<http::HttpResponse> refuse_media_type(http::HttpRequest const& request) {
    // "If the … content coding … [is] not … acceptable, … 415" (RFC 9110 §8.4, §15.5.16): none is undone here.
    auto const coding = request.header("Content-Encoding").value_or("identity");
    if (!http::equal_ignoring_case(coding, "identity"))
        return http::HttpResponse::problem(415, "unsupported_media_type", "Unsupported Media Type",
                                           "Send the body without Content-Encoding.");
    if (!request.sends("application/json"))
        return http::HttpResponse::problem(415, "unsupported_media_type", "Unsupported Media Type",
                                           "Send the body as application/json in UTF-8.");
    return std::nullopt;
}

} // namespace habeas::app::api
