#include "app/routes.hpp"

#include "app/api/audit.hpp"
#include "app/api/document.hpp"
#include "app/api/health.hpp"
#include "app/api/reports.hpp"
#include "app/api/request_verbs.hpp"
#include "app/api/requests.hpp"
#include "app/api/suppressions.hpp"
#include "app/authentication.hpp"
#include "app/pages/account.hpp"
#include "app/pages/api_docs.hpp"
#include "app/pages/audit.hpp"
#include "app/pages/bulk.hpp"
#include "app/pages/deadline_report.hpp"
#include "app/pages/letter.hpp"
#include "app/pages/my_request.hpp"
#include "app/pages/new_request.hpp"
#include "app/pages/privacy_centre.hpp"
#include "app/pages/queue.hpp"
#include "app/pages/reports.hpp"
#include "app/pages/request.hpp"
#include "app/pages/request_actions.hpp"
#include "app/pages/request_new_desk.hpp"
#include "app/pages/request_received.hpp"
#include "app/pages/settings.hpp"
#include "app/pages/sign_in.hpp"
#include "app/pages/status.hpp"
#include "app/pages/unsubscribe.hpp"
#include "app/pages/verify.hpp"

#include <memory>

namespace habeas::app {

namespace {

using core::Role;
using http::Method;

/// The server's own limit, `server.body_bytes`.
constexpr std::size_t form_body = 0;

StaffOnly caseworkers() {
    return {{Role::agent, Role::officer}};
}
StaffOnly overseers() {
    return {{Role::officer, Role::admin}};
}
StaffOnly every_member() {
    return {{Role::agent, Role::officer, Role::admin}};
}

std::vector<http::Route> public_routes(Services& services) {
    return {
        {Method::get, "/", {}, for_everyone(services, pages::privacy_centre)},
        {Method::get, "/requests/new", {}, for_everyone(services, pages::new_request)},
        {Method::get, "/requests", {}, for_everyone(services, pages::choose_request)},
        {Method::post,
         "/requests",
         {},
         for_everyone(services, PublicPost(pages::submit_request), pages::stale_request_form),
         form_body},
        {Method::get, "/requests/received/:reference", {}, for_everyone(services, pages::request_received)},
        {Method::get, "/verify/:token", {}, for_everyone(services, pages::verify)},
        {Method::post, "/verify/:token", {}, for_everyone(services, pages::confirm_address), form_body},
        {Method::get, "/verify/:token/link", {}, for_everyone(services, pages::back_to_verify)},
        {Method::post, "/verify/:token/link", {}, for_everyone(services, pages::send_new_link), form_body},
        {Method::get, "/status", {}, for_everyone(services, pages::status)},
        {Method::post, "/status", {}, for_everyone(services, pages::send_status_link), form_body},
        {Method::get, "/r/:token", {}, for_everyone(services, pages::open_my_request)},
        {Method::get, "/my/:reference", {}, for_everyone(services, pages::my_request)},
        {Method::get, "/my/:reference/messages", {}, for_everyone(services, pages::back_to_my_request)},
        {Method::post, "/my/:reference/messages", {}, for_everyone(services, pages::write_message), form_body},
        {Method::get, "/my/:reference/withdrawal", {}, for_everyone(services, pages::back_to_my_request)},
        {Method::post, "/my/:reference/withdrawal", {}, for_everyone(services, pages::withdraw_my_request), form_body},
        {Method::get, "/my/:reference/appeal", {}, for_everyone(services, pages::back_to_my_request)},
        {Method::post, "/my/:reference/appeal", {}, for_everyone(services, pages::appeal_my_request), form_body},
        {Method::post, "/my/:reference/closing", {}, for_everyone(services, pages::close_my_request), form_body},
        {Method::get, "/unsubscribe/:token", {}, for_everyone(services, pages::unsubscribe)},
        // RFC 8058: the POST carries no cookie and no form token; what it needs is in the URL.
        {Method::post,
         "/unsubscribe/:token",
         {},
         for_everyone(services, PublicPage(pages::unsubscribe_at_once)),
         8 * 1024},
        {Method::get, "/preferences/:token", {}, for_everyone(services, pages::preferences)},
        {Method::post, "/preferences/:token", {}, for_everyone(services, pages::save_preferences), form_body},
        // Links from mails, with the slash that a mail program or a person put behind them.
        {Method::get, "/verify/:token/", {}, for_everyone(services, pages::verify)},
        {Method::get, "/r/:token/", {}, for_everyone(services, pages::open_my_request)},
        {Method::get, "/unsubscribe/:token/", {}, for_everyone(services, pages::unsubscribe)},
        {Method::get, "/preferences/:token/", {}, for_everyone(services, pages::preferences)},
    };
}

/// A form in which people write: what is typed into it survives the end of a session.
struct WritingForm {
    std::string_view pattern;
    StaffPost action;
};

std::vector<WritingForm> writing_forms() {
    return {
        {"/desk/requests", pages::enter_request},
        {"/desk/requests/:reference/notes", pages::add_note},
        {"/desk/requests/:reference/messages", pages::send_message},
        {"/desk/requests/:reference/link", pages::send_link_again},
        {"/desk/requests/:reference/verification", pages::confirm_match},
        {"/desk/requests/:reference/assignment", pages::assign},
        {"/desk/requests/:reference/information-request", pages::ask_for_information},
        {"/desk/requests/:reference/information", pages::record_information},
        {"/desk/requests/:reference/extension", pages::extend},
        {"/desk/requests/:reference/approval-request", pages::ask_for_approval},
        {"/desk/requests/:reference/approval", pages::approve},
        {"/desk/requests/:reference/return", pages::send_back},
        {"/desk/requests/:reference/fulfilment", pages::fulfil},
        {"/desk/requests/:reference/denial", pages::deny},
        {"/desk/requests/:reference/withdrawal", pages::withdraw},
        {"/desk/requests/:reference/redirection", pages::redirect},
        {"/desk/requests/:reference/appeal", pages::record_appeal},
    };
}

std::vector<http::Route> writing_routes(Services& services) {
    std::vector<http::Route> rows;
    for (auto& form : writing_forms())
        rows.push_back({Method::post,
                        form.pattern,
                        {},
                        for_staff(services, caseworkers(), std::move(form.action), LateForm::is_shown_again),
                        form_body});
    return rows;
}

/// The same forms as they are shown again after signing in: a table of its own, which no address leads to.
std::shared_ptr<http::Router const> returned_forms(Services& services) {
    std::vector<http::Route> rows;
    for (auto& form : writing_forms())
        rows.push_back(
            {Method::post, form.pattern, {}, for_returned_form(services, caseworkers(), std::move(form.action))});
    return std::make_shared<http::Router const>(std::move(rows));
}

PublicPost starting_session(Services& services) {
    return [forms = returned_forms(services)](Services& all, http::HttpRequest& request, http::Form const& form) {
        return pages::start_session(all, request, form, *forms);
    };
}

StaffPost changing_password(Services& services) {
    return [forms = returned_forms(services)](Services& all, http::HttpRequest& request, SignedIn const& signed_in,
                                              http::Form const& form) {
        return pages::change_password(all, request, signed_in, form, *forms);
    };
}

std::vector<http::Route> desk_routes(Services& services) {
    return {
        {Method::get, "/sign-in", {}, for_everyone(services, pages::sign_in)},
        {Method::post, "/sign-in", {}, for_everyone(services, starting_session(services)), form_body},
        {Method::post, "/sign-out", {}, for_staff(services, every_member(), pages::sign_out), form_body},
        {Method::get, "/account", {}, for_staff(services, every_member(), pages::account)},
        {Method::post,
         "/account/password",
         {},
         for_staff(services, every_member(), changing_password(services)),
         form_body},
        {Method::post,
         "/account/sessions",
         {},
         for_staff(services, every_member(), pages::end_other_sessions),
         form_body},

        {Method::get, "/desk", {}, for_staff(services, caseworkers(), pages::queue)},
        // By POST: what is searched for may be a name or an address, and neither belongs in a URL.
        {Method::post, "/desk/search", {}, for_staff(services, caseworkers(), pages::search_queue), form_body},
        {Method::post, "/desk/bulk", {}, for_staff(services, caseworkers(), pages::bulk_assign), form_body},
        {Method::get, "/desk/requests/new", {}, for_staff(services, caseworkers(), pages::request_new_desk)},
        {Method::get, "/desk/requests/:reference", {}, for_staff(services, caseworkers(), pages::request)},
        {Method::get,
         "/desk/requests/:reference/letters/:letter",
         {},
         for_staff(services, caseworkers(), pages::letter)},
        {Method::post,
         "/desk/requests/:reference/letters/:letter/posting",
         {},
         for_staff(services, caseworkers(), pages::record_posting),
         form_body},
        {Method::post,
         "/desk/requests/:reference/letters/:letter/delivery",
         {},
         for_staff(services, caseworkers(), pages::send_letter_again),
         form_body},

        {Method::get, "/reports", {}, for_staff(services, overseers(), pages::reports)},
        {Method::get, "/reports/deadlines", {}, for_staff(services, overseers(), pages::deadline_report)},
        {Method::get, "/reports/deadlines.csv", {}, for_staff(services, overseers(), pages::deadline_report_csv)},
        {Method::get, "/audit", {}, for_staff(services, overseers(), pages::audit)},
        {Method::get, "/audit.csv", {}, for_staff(services, overseers(), pages::audit_csv)},
        {Method::post, "/audit/verification", {}, for_staff(services, overseers(), pages::verify_audit), form_body},
        {Method::get, "/settings", {}, for_staff(services, overseers(), pages::settings)},
        {Method::post,
         "/settings/letters/:letter",
         {},
         for_staff(services, overseers(), pages::retry_letter),
         form_body},
    };
}

std::vector<http::Route> api_routes(Services& services) {
    auto const api_body = services.configuration.server.api_body_bytes;
    auto verb = [&services, api_body](std::string_view pattern, ApiCall action,
                                      std::vector<Scope> scopes = {Scope::requests_write}) {
        return http::Route{
            Method::post, pattern, {}, for_api(services, std::move(scopes), std::move(action)), api_body};
    };
    // Only an officer decides about what somebody else prepared (core::may).
    std::vector<Scope> const of_officers{Scope::requests_write, Scope::admin};
    return {
        {Method::post,
         "/api/v1/requests",
         {},
         for_api(services, {Scope::requests_write}, api::create_request),
         api_body},
        {Method::get, "/api/v1/requests", {}, for_api(services, {Scope::requests_read}, api::list_requests)},
        {Method::get, "/api/v1/requests/:reference", {}, for_api(services, {Scope::requests_read}, api::get_request)},
        {Method::get,
         "/api/v1/requests/:reference/audit",
         {},
         for_api(services, {Scope::audit_read}, api::request_audit)},
        verb("/api/v1/requests/:reference/verification", api::verify),
        verb("/api/v1/requests/:reference/assignment", api::assign),
        verb("/api/v1/requests/:reference/information-request", api::request_information),
        verb("/api/v1/requests/:reference/information", api::receive_information),
        verb("/api/v1/requests/:reference/extension", api::extend),
        verb("/api/v1/requests/:reference/approval-request", api::submit_for_approval),
        verb("/api/v1/requests/:reference/approval", api::approve, of_officers),
        verb("/api/v1/requests/:reference/return", api::send_back, of_officers),
        verb("/api/v1/requests/:reference/fulfilment", api::fulfil),
        verb("/api/v1/requests/:reference/denial", api::deny),
        verb("/api/v1/requests/:reference/withdrawal", api::withdraw),
        verb("/api/v1/requests/:reference/redirection", api::redirect),
        verb("/api/v1/requests/:reference/appeal", api::appeal),
        {Method::get, "/api/v1/audit", {}, for_api(services, {Scope::audit_read}, api::audit)},
        {Method::get,
         "/api/v1/audit/verification",
         {},
         for_api(services, {Scope::audit_read}, api::audit_verification)},
        {Method::get,
         "/api/v1/reports/deadlines",
         {},
         for_api(services, {Scope::reports_read}, api::deadline_report, Gives::json_or_csv)},
        {Method::post,
         "/api/v1/suppressions/check",
         {},
         for_api(services, {Scope::requests_read}, api::check_suppressions),
         api_body},
        {Method::post,
         "/api/v1/unsubscribe-links",
         {},
         for_api(services, {Scope::requests_write}, api::make_unsubscribe_links),
         api_body},
        {Method::get, "/healthz", {}, for_everyone(services, api::healthz)},
        {Method::get, "/readyz", {}, for_everyone(services, api::readyz)},
        {Method::get, "/metrics", {}, for_monitors(services, api::metrics)},
        {Method::get, "/openapi.json", {}, for_everyone(services, api::openapi_document)},
        {Method::get, "/docs", {}, for_everyone(services, pages::documentation)},
    };
}

} // namespace

std::vector<http::Route> routes(Services& services, http::StaticFiles const& static_files) {
    auto all = public_routes(services);
    for (auto more : {desk_routes(services), writing_routes(services), api_routes(services)})
        all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    all.push_back(static_files.route({}));
    return all;
}

} // namespace habeas::app
