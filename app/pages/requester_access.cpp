#include "app/pages/requester_access.hpp"

#include "app/error_response.hpp"
#include "app/html/dates.hpp"
#include "app/html/text.hpp"
#include "app/pages/frame.hpp"

#include <algorithm>

namespace habeas::app::pages {

namespace {

/// "request-DSR-7Q2M-K4XV"
std::string cookie_name(Services const& services, core::RequestId id) {
    return "request-" + services.store.references().encode(id).text();
}

/// A token is good for its one purpose and for as long as that purpose gives it.
std::optional<core::RequestId> opened_by(Services const& services, LinkPurpose purpose, std::string_view token,
                                         std::chrono::milliseconds lifetime) {
    auto const target = services.links.read(purpose, token);
    if (!target || services.clock.now() - target->issued_at > lifetime) return std::nullopt;
    return target->request;
}

} // namespace

std::string_view mailed_token(http::HttpRequest const& request) {
    auto token = request.parameter("token");
    while (token.ends_with('.')) // no token has one
        token.remove_suffix(1);
    return token;
}

bool is_plain(std::string_view part) {
    return !part.empty() && std::ranges::all_of(part, [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
}

std::optional<core::RequestId> opened_by_link(Services const& services, std::string_view token) {
    return opened_by(services, LinkPurpose::my_request, token, my_link_lifetime);
}

std::optional<core::RequestId> opened_request(Services const& services, http::HttpRequest const& request) {
    auto const named = services.store.references().decode(request.parameter("reference"));
    return named && may_see(services, request, *named) ? named : std::nullopt;
}

bool may_see(Services const& services, http::HttpRequest const& request, core::RequestId id) {
    auto const cookie = request.cookie(cookie_name(services, id));
    if (!cookie) return false;
    auto const lifetime = services.configuration.sessions.requester_minutes;
    return opened_by(services, LinkPurpose::page, *cookie, lifetime) == id;
}

void let_in(Services const& services, http::HttpRequest const& request, http::HttpResponse& answer,
            core::RequestId id) {
    auto const name = cookie_name(services, id);
    auto const token = services.links.token(LinkPurpose::page, id, services.clock.now());
    // Lax: the person comes from a mailed link, and the page that follows must find the cookie.
    answer.set_cookie(request, {.name = name,
                                .value = token,
                                .same_site = http::SameSite::lax,
                                .max_age = services.configuration.sessions.requester_minutes});
}

void let_out(Services const& services, http::HttpRequest const& request, http::HttpResponse& answer,
             core::RequestId id) {
    auto const name = cookie_name(services, id);
    answer.set_cookie(
        request,
        {.name = name, .value = "", .same_site = http::SameSite::lax, .max_age = std::chrono::seconds::zero()});
}

std::string my_path(core::Reference const& reference) {
    return "/my/" + reference.text();
}

bool may_mail_link(storage::Transaction& transaction, LimitSettings const& limits, core::SubjectRequest const& request,
                   core::Instant now) {
    constexpr auto asked = storage::Mailing::link_asked_for;
    auto const address = request.reply_address();
    if (!address) return false;
    auto lately = transaction.mailings(*address, asked, now - std::chrono::hours{1});
    std::erase_if(lately, [now](core::Instant at) { return at > now; }); // before the clock was set back
    if (std::ssize(lately) >= limits.mails_per_address_hour) return false;
    transaction.note_mailing(*address, asked, now);
    return true;
}

http::HttpResponse not_opened(Services const& services, std::string_view typed) {
    auto view = public_frame(services, "Open your request from its link");
    view.text("HEADLINE", "Open your request from its link");
    view.text("EXPLANATION", "To protect your data we show a request only for a while after you opened the link in one "
                             "of our letters. Open the link again, or choose “Check a request” to get a new one.");
    view.maybe("KEPT_TEXT", html::readable(typed));
    return show(services, 404, "pages/error.html", view);
}

std::optional<http::HttpResponse> too_many_lookups(Services const& services, http::HttpRequest const& request) {
    auto const verdict = services.limits.status_lookups.take(http::source_key(request.remote_address), steady_now());
    if (verdict.allowed) return std::nullopt;
    auto const words = "There were too many tries from your network. Please wait " +
                       html::waiting_words(verdict.retry_after) + ", then try again.";
    auto answer = error_response(services, request, 429, "too_many", words);
    answer.with_header("Retry-After", std::to_string(verdict.retry_after.count()));
    return answer;
}

} // namespace habeas::app::pages
