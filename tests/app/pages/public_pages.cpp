#include "public_pages.hpp"

#include "app/pages/my_request.hpp"
#include "app/pages/new_request.hpp"
#include "app/pages/privacy_centre.hpp"
#include "app/pages/request_received.hpp"
#include "app/pages/status.hpp"
#include "app/pages/unsubscribe.hpp"
#include "app/pages/verify.hpp"

#include <algorithm>

namespace habeas::testing {

namespace pages = app::pages;
using app::http::Method;

std::vector<app::http::Route> public_pages(app::Services& services) {
    auto page = [&services](std::string_view pattern, app::PublicPage handler) {
        return app::http::Route{Method::get, pattern, {}, app::for_everyone(services, std::move(handler))};
    };
    auto post = [&services](std::string_view pattern, app::PublicPost handler) {
        return app::http::Route{Method::post, pattern, {}, app::for_everyone(services, std::move(handler))};
    };
    return {
        page("/", pages::privacy_centre),
        page("/requests/new", pages::new_request),
        page("/requests", pages::choose_request),
        {Method::post,
         "/requests",
         {},
         app::for_everyone(services, app::PublicPost(pages::submit_request), pages::stale_request_form)},
        page("/requests/received/:reference", pages::request_received),
        page("/verify/:token", pages::verify),
        post("/verify/:token", pages::confirm_address),
        page("/verify/:token/", pages::verify),
        page("/verify/:token/link", pages::back_to_verify),
        post("/verify/:token/link", pages::send_new_link),
        page("/status", pages::status),
        post("/status", pages::send_status_link),
        page("/r/:token", pages::open_my_request),
        page("/r/:token/", pages::open_my_request),
        page("/my/:reference", pages::my_request),
        page("/my/:reference/messages", pages::back_to_my_request),
        page("/my/:reference/withdrawal", pages::back_to_my_request),
        page("/my/:reference/appeal", pages::back_to_my_request),
        post("/my/:reference/messages", pages::write_message),
        post("/my/:reference/withdrawal", pages::withdraw_my_request),
        post("/my/:reference/appeal", pages::appeal_my_request),
        post("/my/:reference/closing", pages::close_my_request),
        page("/unsubscribe/:token", pages::unsubscribe),
        page("/unsubscribe/:token/", pages::unsubscribe),
        {Method::post,
         "/unsubscribe/:token",
         {},
         app::for_everyone(services, app::PublicPage(pages::unsubscribe_at_once))},
        page("/preferences/:token", pages::preferences),
        page("/preferences/:token/", pages::preferences),
        post("/preferences/:token", pages::save_preferences),
    };
}

bool contains(app::http::HttpResponse const& answer, std::string_view text) {
    return answer.body.find(text) != std::string::npos;
}

Pairs whole_form(std::string_view type) {
    Pairs fields{{"type", std::string(type)}, {"subject.email", "ines@example.com"}, {"step", "send"}};
    if (type == "unsubscribe") return fields;
    fields.insert(fields.end(),
                  {{"relationship", "customer"}, {"requester.kind", "self"}, {"subject.name", "Ines Okafor"}});
    if (type == "correction")
        fields.insert(fields.end(), {{"corrections.0.field", "billing.address"},
                                     {"corrections.0.current", "12 Old Harbour Road"},
                                     {"corrections.0.requested", "48 Mill Lane"}});
    if (type == "deletion") fields.emplace_back("deletion_scope", "account");
    return fields;
}

Pairs with(Pairs fields, std::string const& name, std::string const& value) {
    std::erase_if(fields, [&](auto const& field) { return field.first == name; });
    if (!value.empty()) fields.emplace_back(name, value);
    return fields;
}

std::string verify_path(AppHarness& harness, core::RequestId id) {
    return "/verify/" + harness.services().links.token(app::LinkPurpose::verify, id, harness.clock().now());
}

Browser opened(AppHarness& harness, core::SubjectRequest const& request) {
    auto browser = harness.visitor();
    auto const token = harness.services().links.token(app::LinkPurpose::my_request, request.id, harness.clock().now());
    harness.get("/r/" + token, browser);
    return browser;
}

core::SubjectRequest confirmed(AppHarness& harness, core::SubjectRequest const& request) {
    auto const stamp = harness.services().stamp(core::Actor::requester());
    return harness.change([&](auto& transaction) {
        return harness.desk().verify(transaction, {request.id, {}}, core::Evidence::address_confirmed, stamp);
    });
}

core::SubjectRequest in_progress(AppHarness& harness, core::SubjectRequest const& request, StaffBrowser const& agent) {
    confirmed(harness, request);
    auto const stamp = harness.services().stamp(agent.actor());
    return harness.change(
        [&](auto& transaction) { return harness.desk().assign(transaction, {request.id, {}}, agent.id, stamp); });
}

std::int64_t letters(AppHarness& harness, core::RequestId id, core::LetterKind kind) {
    auto const all = harness.read([&](storage::Snapshot& snapshot) { return snapshot.letters_of(id); });
    return std::ranges::count(all, kind, &storage::OutboxLetter::kind);
}

std::size_t audited(AppHarness& harness, std::string const& action) {
    storage::AuditQuery query;
    query.action = action;
    return harness.read([&](storage::Snapshot& snapshot) { return snapshot.audit(query).size(); });
}

} // namespace habeas::testing
