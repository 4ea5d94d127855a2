#include "tests/app/api/api_world.hpp"
#include "tests/app/api/schema_check.hpp"

using namespace habeas;
using namespace habeas::testing;

namespace {

json::value document_of(ApiWorld& world) {
    return world.read(world.harness.get("/openapi.json")).body;
}

/// "GET /api/v1/requests/{reference}", as the document writes it.
std::string call_of(app::http::Route const& route) {
    std::string path;
    for (std::size_t index = 0; index < route.pattern.size(); ++index) {
        if (route.pattern[index] != ':') {
            path += route.pattern[index];
            continue;
        }
        auto const end = std::min(route.pattern.find('/', index), route.pattern.size());
        path += "{" + std::string(route.pattern.substr(index + 1, end - index - 1)) + "}";
        index = end - 1;
    }
    return std::string(to_string(route.method)) + " " + path;
}

bool belongs_in_document(app::http::Route const& route) {
    return route.pattern.starts_with("/api/") || route.pattern == "/healthz" || route.pattern == "/readyz" ||
           route.pattern == "/metrics" || route.pattern == "/openapi.json";
}

template <class E>
json::array words(std::initializer_list<E> except = {}) {
    json::array all;
    for (auto const& [value, code] : core::words_of<E>())
        if (std::ranges::find(except, value) == except.end()) all.push_back(json::string(code));
    return all;
}

/// Every list of words in the document, by its place.
void find_lists(json::value const& value, std::string const& path, std::map<std::string, json::array>& found) {
    if (auto const* object = value.if_object()) {
        for (auto const& [name, member] : *object) {
            if (name == "enum")
                found[path] = member.as_array();
            else
                find_lists(member, path + "/" + std::string(name), found);
        }
    } else if (auto const* list = value.if_array()) {
        for (std::size_t index = 0; index < list->size(); ++index)
            find_lists((*list)[index], path + "/" + std::to_string(index), found);
    }
}

void find_references(json::value const& value, std::set<std::string>& found) {
    if (auto const* object = value.if_object()) {
        for (auto const& [name, member] : *object) {
            if (name == "$ref") found.emplace(member.as_string());
            find_references(member, found);
        }
    } else if (auto const* list = value.if_array()) {
        for (auto const& each : *list)
            find_references(each, found);
    }
}

/// The schema the document gives for an answer of a call; problems have one of their own.
json::value const& answer_schema(json::value const& document, std::string const& path, std::string const& method,
                                 std::string const& status) {
    auto const& answer = document.at("paths").at(path).at(method).at("responses").at(status);
    auto const* reference = answer.as_object().if_contains("$ref");
    auto const& written = reference ? document.at_pointer(std::string_view(reference->as_string()).substr(1)) : answer;
    return written.at("content").as_object().begin()->value().at("schema");
}

struct DocumentedWorld : ApiWorld {
    using ApiWorld::ApiWorld;
    json::value document = document_of(*this);

    void check_answer(Reply const& reply, std::string const& method, std::string const& path) {
        INFO(method << " " << path << " " << reply.raw.body);
        auto const& schema = answer_schema(document, path, method, std::to_string(reply.status()));
        for (auto const& fault : SchemaCheck(document).faults(reply.body, schema))
            FAIL_CHECK(fault);
    }
};

} // namespace

TEST_CASE("The document and the table of routes name the same calls") {
    ApiWorld world;
    std::set<std::string> routed;
    for (auto const& route : all_routes(world.harness.services()))
        if (belongs_in_document(route)) routed.insert(call_of(route));
    std::set<std::string> documented;
    auto const document = document_of(world);
    for (auto const& [path, calls] : document.at("paths").as_object()) {
        for (auto const& [method, call] : calls.as_object()) {
            std::string name(method);
            std::ranges::transform(name, name.begin(), [](char letter) { return std::toupper(letter); });
            documented.insert(name + " " + std::string(path));
        }
    }
    CHECK(routed.size() > 20);
    CHECK(documented == routed);
}

TEST_CASE("Every list of words in the document is the program's own") {
    ApiWorld world;
    std::map<std::string, json::array> const own{
        {"/components/schemas/RequestType", words<core::RequestType>()},
        {"/components/schemas/Status", words<core::Status>()},
        {"/components/schemas/Relationship", words<core::Relationship>()},
        {"/components/schemas/RequesterKind", words<core::RequesterKind>()},
        {"/components/schemas/Channel", words<core::Channel>()},
        {"/components/schemas/DeletionScope", words<core::DeletionScope>()},
        {"/components/schemas/Topic", words<core::Topic>()},
        {"/components/schemas/Evidence", words<core::Evidence>()},
        {"/components/schemas/Urgency", words<core::Urgency>()},
        {"/components/schemas/DenialReason", words<core::DenialReason>()},
        {"/components/schemas/CategoryOutcome", words<core::CategoryOutcome>()},
        {"/components/schemas/RetentionGround", words<core::RetentionGround>()},
        {"/components/schemas/Action",
         words<core::Verb>({core::Verb::submit, core::Verb::fulfil_partially, core::Verb::expire})},
        {"/components/schemas/Clock/properties/name", words<core::ClockName>()},
        {"/components/schemas/Clock/properties/state", words<core::ClockState>()},
        {"/components/schemas/FieldDecision/properties/verdict", words<core::FieldVerdict>()},
        {"/components/schemas/DeadlineRow/properties/standing", words<core::Standing>()},
        {"/components/schemas/ComplaintRow/properties/standing", words<core::Standing>()},
        {"/paths//api/v1/audit/verification/get/responses/200/content/application/json/schema/properties/seal",
         words<storage::Seal>()},
        {"/components/schemas/Message/properties/kind", words<core::MessageKind>()},
        {"/components/schemas/Message/properties/author", words<core::ActorKind>()},
        {"/components/schemas/NewRequest/properties/channel", {"api", "phone", "postal_mail", "email"}},
        {"/paths//api/v1/requests/get/parameters/8/schema", {"due_on", "-due_on", "received_at", "-received_at"}},
        {"/paths//api/v1/requests/{reference}/verification/post/requestBody/content/application/json/schema/"
         "properties/evidence",
         words<core::Evidence>({core::Evidence::none, core::Evidence::address_confirmed})},
    };
    std::map<std::string, json::array> found;
    find_lists(document_of(world), "", found);
    for (auto const& [place, list] : found) {
        INFO(place << " " << json::serialize(list));
        REQUIRE(own.contains(place));
        CHECK(own.at(place) == list);
    }
    CHECK(found.size() == own.size());
}

TEST_CASE("Every reference in the document leads somewhere, and no part of it is unused") {
    ApiWorld world;
    auto const document = document_of(world);
    std::set<std::string> references;
    find_references(document, references);
    for (auto const& reference : references) {
        INFO(reference);
        CHECK_NOTHROW(SchemaCheck(document).at(reference));
    }
    for (auto const* part : {"schemas", "responses"})
        for (auto const& component : document.at("components").at(part).as_object()) {
            INFO(component.key());
            CHECK(references.contains("#/components/" + std::string(part) + "/" + std::string(component.key())));
        }
}

TEST_CASE("The list's parameters are those that the list knows") {
    DocumentedWorld world;
    for (auto const& parameter :
         world.document.at("paths").at("/api/v1/requests").at("get").at("parameters").as_array()) {
        auto const name = std::string(parameter.at("name").as_string());
        INFO(name);
        // A wrong value may be complained about, but not the parameter.
        CHECK_FALSE(world.get("/api/v1/requests?" + name + "=%21").raw.body.contains("no such parameter"));
    }
}

TEST_CASE("The check of answers finds what the document does not say") {
    DocumentedWorld world;
    auto const made = world.create(access_body());
    auto const& schema = answer_schema(world.document, "/api/v1/requests", "post", "201");
    auto const faults = [&](auto change) {
        auto answer = made.body;
        change(answer.as_object());
        return SchemaCheck(world.document).faults(answer, schema).size();
    };
    CHECK(faults([](json::object&) {}) == 0);
    CHECK(faults([](json::object& answer) { answer.erase("due_on"); }) == 1);
    CHECK(faults([](json::object& answer) { answer["colour"] = "red"; }) == 1);
    CHECK(faults([](json::object& answer) { answer["status"] = "lost"; }) == 1);
    CHECK(faults([](json::object& answer) { answer["version"] = "1"; }) == 1);
    CHECK(faults([](json::object& answer) { answer["assignee"] = "Ines"; }) == 1);
    CHECK(faults([](json::object& answer) { answer["reference"] = "7"; }) == 1);
    CHECK(faults([](json::object& answer) { answer["clocks"].at(0).as_object()["state"] = "late"; }) == 1);
}

TEST_CASE("Requests in every state look as the document says") {
    DocumentedWorld world;
    auto const one = "/api/v1/requests/{reference}";
    world.check_answer(world.create(access_body()), "post", "/api/v1/requests");
    auto full = correction_body();
    full.insert(full.size() - 1, R"(,"requester":{"kind":"organisation_admin","name":"Ada","email":"ada@example.com"},
        "organisation":"Example Ltd","categories":["customer_data"],"details":"Please.","relationship":"customer")");
    auto reply = world.in_progress(full);
    world.check_answer(reply, "post", std::string(one) + "/assignment");
    reply = world.step(reply, "extension", R"({"reason":"Much."})");
    world.check_answer(reply, "post", std::string(one) + "/extension");
    reply = world.step(reply, "approval-request", R"({"corrections":[{"index":0,"verdict":"corrected"},
                                                      {"index":1,"verdict":"corrected"}],"answer":"Done."})");
    world.check_answer(reply, "post", std::string(one) + "/approval-request");
    reply = world.step(reply, "approval", {}, world.officer);
    world.check_answer(reply, "post", std::string(one) + "/approval");
    reply = world.step(reply, "fulfilment");
    world.check_answer(reply, "post", std::string(one) + "/fulfilment");
    world.check_answer(world.get("/api/v1/requests/" + reply.reference()), "get", one);
    reply = world.step(world.in_progress(access_body()), "denial", R"({"reason":"other","explanation":"No."})");
    world.check_answer(reply, "post", std::string(one) + "/denial");
    world.check_answer(world.step(reply, "appeal", R"({"complaint":"Wrong."})"), "post", std::string(one) + "/appeal");
    world.check_answer(world.get("/api/v1/requests/" + reply.reference()), "get", one);
    world.check_answer(world.get("/api/v1/reports/deadlines", world.reporter), "get", "/api/v1/reports/deadlines");
    world.check_answer(world.create(R"({"type":"unsubscribe","subject":{"email":"ines@example.com"}})"), "post",
                       "/api/v1/requests");
    world.check_answer(world.get("/api/v1/requests"), "get", "/api/v1/requests");
    world.check_answer(world.get("/api/v1/requests?limit=1"), "get", "/api/v1/requests");
}

TEST_CASE("Trails, reports and suppressions look as the document says") {
    DocumentedWorld world;
    world.check_answer(world.get("/api/v1/audit/verification", world.auditor), "get", "/api/v1/audit/verification");
    world.check_answer(world.get("/api/v1/reports/deadlines", world.reporter), "get", "/api/v1/reports/deadlines");
    auto const made = world.step(world.create(access_body()), "withdrawal", R"({"reason":"By phone."})");
    world.check_answer(world.get("/api/v1/audit", world.auditor), "get", "/api/v1/audit");
    world.check_answer(world.get("/api/v1/audit?limit=1", world.auditor), "get", "/api/v1/audit");
    world.check_answer(world.get("/api/v1/requests/" + made.reference() + "/audit", world.auditor), "get",
                       "/api/v1/requests/{reference}/audit");
    world.check_answer(world.get("/api/v1/reports/deadlines", world.reporter), "get", "/api/v1/reports/deadlines");
    world.check_answer(world.post("/api/v1/suppressions/check", R"({"addresses":["a@b.example"],"topic":"events"})"),
                       "post", "/api/v1/suppressions/check");
    world.check_answer(world.post("/api/v1/unsubscribe-links", R"({"addresses":["a@b.example"]})"), "post",
                       "/api/v1/unsubscribe-links");
}

TEST_CASE("Refusals look as the document says, each under its status") {
    DocumentedWorld world;
    auto const create = "/api/v1/requests";
    auto const made = world.create(access_body());
    world.check_answer(world.post(create, "{"), "post", create);                                          // 400
    world.check_answer(world.post(create, "{}"), "post", create);                                         // 422
    world.check_answer(world.post(create, "{}", ApiClient{}), "post", create);                            // 401
    world.check_answer(world.post(create, "{}", world.auditor), "post", create);                          // 403
    world.check_answer(world.post(create, "{}", world.agent, {{"Accept", "text/html"}}), "post", create); // 406
    auto const withdrawal = "/api/v1/requests/{reference}/withdrawal";
    auto const target = create + ("/" + made.reference()) + "/withdrawal";
    world.check_answer(world.post(target, ""), "post", withdrawal);                                       // 428
    world.check_answer(world.post(target, "", world.agent, {{"If-Match", "\"9\""}}), "post", withdrawal); // 409
    world.check_answer(world.get("/api/v1/requests/none"), "get", "/api/v1/requests/{reference}");        // 404
    world.check_answer(world.get("/api/v1/requests?x=1"), "get", create);                                 // 422
}

TEST_CASE("A token that calls too often is told so as the document says") {
    DocumentedWorld world(
        {.settings = {{"limits.api_requests_per_token_burst", "1"}, {"limits.api_requests_per_token_second", "1"}}});
    auto const create = "/api/v1/requests";
    auto reply = world.post(create, "{}");
    for (int calls = 0; calls < 100 && reply.status() != 429; ++calls)
        reply = world.post(create, "{}");
    REQUIRE(reply.status() == 429);
    world.check_answer(reply, "post", create);
}

TEST_CASE("Programs read the document, people the page that is made of it") {
    ApiWorld world;
    CHECK(header(world.harness.get("/openapi.json"), "Content-Type") == "application/json; charset=utf-8");
    auto const page = world.harness.get("/docs");
    CHECK(page.status == 200);
    CHECK(header(page, "Content-Type") == "text/html; charset=utf-8");
    auto const document = document_of(world);
    for (auto const& path : document.at("paths").as_object()) {
        INFO(path.key());
        CHECK(page.body.contains(std::string_view(path.key())));
    }
}
