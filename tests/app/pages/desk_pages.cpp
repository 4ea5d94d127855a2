#include "tests/app/pages/desk_pages.hpp"

#include "app/http/static_files.hpp"
#include "app/routes.hpp"

#include <algorithm>
#include <limits>

namespace habeas::testing {

std::vector<app::http::Route> every_route(app::Services& services) {
    static app::http::StaticFiles const no_files{std::span<app::http::StaticFile const>{}};
    return app::routes(services, no_files);
}

core::SubjectRequest DeskHarness::open_request(core::RequestType type, std::string const& email, std::string name) {
    auto const request = add_request(type, email, std::move(name));
    auto const stamp = stamp_of(core::Actor::requester());
    return change([&](auto& transaction) {
        return desk().verify(transaction, {request.id, {}}, core::Evidence::address_confirmed, stamp);
    });
}

core::SubjectRequest DeskHarness::worked_request(core::RequestType type) {
    auto const request = open_request(type);
    auto const stamp = stamp_of(agent.actor());
    change([&](auto& transaction) { return desk().assign(transaction, {request.id, {}}, agent.id, stamp); });
    return change([&](auto& transaction) {
        return desk().verify(transaction, {request.id, {}}, core::Evidence::matched, stamp);
    });
}

app::http::HttpResponse DeskHarness::act(core::SubjectRequest const& request, std::string const& step, Pairs fields,
                                         StaffBrowser& who) {
    fields.emplace_back("version", std::to_string(find(request.id).version));
    return post_form(path_of(request, step), std::move(fields), who);
}

std::vector<core::AuditRecord> DeskHarness::ledger(std::string const& action) {
    return read([&](storage::Snapshot& snapshot) {
        storage::AuditQuery query;
        query.action = action;
        query.limit = 1000;
        return snapshot.audit(query);
    });
}

std::vector<std::string> DeskHarness::trail(core::RequestId id) {
    settle();
    std::vector<std::string> actions;
    for (auto const& record : ledger("request."))
        if (record.request == id && record.action != "request.viewed") actions.push_back(record.action);
    return actions;
}

std::vector<std::string> DeskHarness::letter_kinds(core::RequestId id) {
    auto letters = read([&](storage::Snapshot& snapshot) { return snapshot.letters_of(id); });
    std::ranges::sort(letters, {}, &storage::OutboxLetter::id);
    std::vector<std::string> kinds;
    for (auto const& letter : letters)
        if (letter.to.kind == core::Addressee::Kind::requester) kinds.emplace_back(core::code(letter.kind));
    return kinds;
}

std::vector<storage::MessageRow> DeskHarness::messages(core::RequestId id) {
    return read([&](storage::Snapshot& snapshot) { return snapshot.messages(id); });
}

void DeskHarness::settle() {
    // The writer works first in, first out: when this is done, so is what came before.
    write([](storage::Transaction&) {});
}

Pairs rows_for_all(std::string const& outcome) {
    Pairs fields;
    for (std::size_t row = 0; auto const& category : core::Policy{}.categories) {
        auto const name = "categories." + std::to_string(row++);
        fields.emplace_back(name + ".category", category);
        fields.emplace_back(name + ".outcome", outcome);
    }
    return fields;
}

Pairs everything_deleted(std::string const& note) {
    auto fields = rows_for_all("deleted");
    fields.emplace_back("answer", "Your account is gone.");
    fields.emplace_back("note", note);
    return fields;
}

std::string path_of(core::SubjectRequest const& request, std::string const& step) {
    return "/desk/requests/" + request.reference.text() + (step.empty() ? "" : "/" + step);
}

} // namespace habeas::testing
