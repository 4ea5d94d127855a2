#include "app/pages/frame.hpp"

#include "app/html/dates.hpp"
#include "app/pages/after_sign_in.hpp"
#include "app/pages/brand.hpp"
#include "app/pages/words.hpp"
#include "core/crypto.hpp"
#include "habeas_static.hpp"

#include <fmt/format.h>

namespace habeas::app::pages {

namespace {

/// The same digits that StaticFiles puts into its addresses, so that browsers keep the file until it changes.
std::string version_of(std::string_view content) {
    auto const digest = core::sha256(core::as_bytes(content));
    return core::to_hex(std::span(digest).first(8));
}

std::string version_of_file(std::string_view name) {
    for (auto const& file : static_assets::files())
        if (file.name == name) return version_of(file.content);
    return {};
}

void add_versions(html::View& view, std::string const& accent) {
    static auto const style = version_of_file("habeas.css");
    static auto const script = version_of_file("habeas.js");
    // One deployment has one accent; remembering the last one spares each page the arithmetic.
    thread_local std::pair<std::string, std::string> brand;
    if (brand.first != accent || brand.second.empty()) brand = {accent, version_of(brand_css(accent))};
    view.text("STYLE_VERSION", style)

        .text("SCRIPT_VERSION", script)
        .text("BRAND_VERSION", brand.second);
}

html::View frame(Services const& services, std::string_view title) {
    auto const& company = services.configuration.company;
    html::View view;
    view.text("PAGE_TITLE", title).text("COMPANY", company.name);
    add_versions(view, company.accent_colour);
    if (!services.configuration.mail.sends_by_smtp())
        view.add("DEMO").text("DEMO_MAIL_FOLDER", services.configuration.mail.folder);
    return view;
}

void show_place(html::View& view, Place place) {
    switch (place) {
    case Place::elsewhere:
        return;
    case Place::queue:
        view.show("ON_QUEUE");
        return;
    case Place::new_request:
        view.show("ON_NEW");
        return;
    case Place::reports:
        view.show("ON_REPORTS");
        return;
    case Place::audit:
        view.show("ON_AUDIT");
        return;
    case Place::settings:
        view.show("ON_SETTINGS");
        return;
    case Place::account:
        view.show("ON_ACCOUNT");
        return;
    }
}

/// Each role is offered the pages it may see; who must choose a password first, none.
void add_navigation(html::View& view, storage::StaffMember const& member) {
    auto const works_on_cases = member.role == core::Role::agent || member.role == core::Role::officer;
    auto const oversees = member.role == core::Role::officer || member.role == core::Role::admin;
    view.text("HOME_URL", first_page(member))
        .text("HOME_LABEL", works_on_cases ? "Go to the queue" : "Go to the settings");
    if (member.must_change_password) return;
    view.show_if(works_on_cases, "NAV_QUEUE").show_if(works_on_cases, "NAV_NEW");
    view.show_if(oversees, "NAV_REPORTS").show_if(oversees, "NAV_AUDIT").show_if(oversees, "NAV_SETTINGS");
}

} // namespace

std::string postal_address(Services const& services) {
    auto const& company = services.configuration.company;
    auto const address = fmt::format("{}", fmt::join(company.postal_address, ", "));
    return address.starts_with(company.name) ? address : company.name + ", " + address;
}

html::View public_frame(Services const& services, std::string_view title) {
    auto const& company = services.configuration.company;
    auto view = frame(services, title);
    view.text("PRIVACY_EMAIL", company.privacy_email).text("POSTAL_ADDRESS", postal_address(services));
    view.text("ANSWER_TIME", html::days_words(std::chrono::days(services.configuration.deadlines.respond_days)));
    if (!company.policy_url.empty()) view.add("POLICY_LINK").text("POLICY_URL", company.policy_url);
    if (!company.self_service_url.empty()) view.add("SELF_SERVICE").text("SELF_SERVICE_URL", company.self_service_url);
    if (!company.dispute_body_name.empty())
        view.add("DISPUTE_BODY")
            .text("DISPUTE_BODY_NAME", company.dispute_body_name)
            .text("DISPUTE_BODY_URL", company.dispute_body_url);
    if (company.authority_name.empty())
        view.show("NO_AUTHORITY");
    else
        view.add("AUTHORITY")
            .text("AUTHORITY_NAME", company.authority_name)
            .maybe("AUTHORITY_URL", company.authority_url);
    return view;
}

html::View desk_frame(Services const& services, SignedIn const& signed_in, std::string_view title, Place place) {
    static auto const style = version_of_file("desk.css");
    auto view = frame(services, title);
    auto const role = signed_in.member.role;
    view.text("DESK_STYLE_VERSION", style);
    view.text("STAFF_NAME", signed_in.member.name).text("ROLE_LABEL", label(role));
    view.text("FORM_TOKEN", signed_in.form_token).text("PRODUCT_VERSION", HABEAS_VERSION);
    view.text("NOW", services.calendar.moment_words(services.clock.now()));
    view.text("TIME_ZONE", services.calendar.zone_name());
    add_navigation(view, signed_in.member);
    show_place(view, place);
    return view;
}

http::HttpResponse show_with_form(Services& services, http::HttpRequest const& request, int status,
                                  std::string_view page, html::View& view) {
    return show_with_form(services, request, status, page, view, public_form_token(services, request));
}

http::HttpResponse show_with_form(Services& services, http::HttpRequest const& request, int status,
                                  std::string_view page, html::View& view, PublicFormToken const& token) {
    view.text("FORM_TOKEN", token.value);
    auto answer = show(services, status, page, view);
    give_form_cookie(request, answer, token);
    return answer;
}

http::HttpResponse show(Services const& services, int status, std::string_view page, html::View const& view) {
    return http::HttpResponse::html(status, services.renderer.render(page, view));
}

} // namespace habeas::app::pages
