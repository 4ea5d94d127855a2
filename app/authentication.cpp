#include "app/authentication.hpp"

#include "app/error_response.hpp"
#include "app/http/networks.hpp"
#include "app/http/text.hpp"
#include "app/pages/after_sign_in.hpp"
#include "app/pages/sign_in.hpp"
#include "app/store_access.hpp"

#include <algorithm>

namespace habeas::app {

namespace {

namespace asio = boost::asio;
using http::HttpRequest;
using http::HttpResponse;

constexpr std::string_view session_cookie_name = "session";
constexpr std::string_view form_cookie_name = "form";
/// A session's "last seen" is written at most this often: a page view must not cost a durable write.
constexpr std::chrono::minutes touch_interval{1};
/// What clocks are corrected by without anybody setting them.
constexpr std::chrono::minutes clock_tolerance{1};

/// A browser says where a form came from, and a form from another site is refused. `Sec-Fetch-Site` says it surely. An
/// older browser only has Origin, which is "null" under our own no-referrer policy. Programs that say nothing are held
/// by the token alone.
bool from_another_site(Services const& services, HttpRequest const& request) {
    if (auto const site = request.header("Sec-Fetch-Site")) return *site != "same-origin" && *site != "none";
    auto const origin = request.header("Origin");
    if (!origin || *origin == "null") return false;
    auto const host = request.header("Host").value_or("");
    auto const own = std::string(request.secure ? "https://" : "http://") + std::string(host);
    return *origin != own && *origin != services.links.url("");
}

core::Error wrong_form() {
    return {core::ErrorCode::forbidden,
            "This form is no longer valid. Go back, load the page again and send it once more; nothing was changed.",
            "form token or origin",
            {}};
}

/// By age, by idleness, or because it was last seen in what is now the future: after the clock was set back nobody can
/// say for how long it was idle.
bool has_ended(storage::Session const& session, core::Instant now, std::chrono::minutes idle) {
    return now >= session.expires_at || now - session.seen_at >= idle || session.seen_at - now > clock_tolerance;
}

asio::awaitable<std::optional<SignedIn>> find_session(Services& services, HttpRequest const& request) {
    auto const cookie = request.cookie(session_cookie_name);
    if (!cookie || cookie->empty() || cookie->size() > 100) co_return std::nullopt;
    auto const digest = secret_digest(services, *cookie);
    auto const now = services.clock.now();
    auto const idle = services.configuration.sessions.idle_minutes;

    auto lookup = [digest](storage::Snapshot& snapshot) -> std::optional<SignedIn> {
        auto session = snapshot.session(digest);
        if (!session) return std::nullopt;
        auto member = snapshot.staff_member(session->staff);
        if (!member || !member->active) return std::nullopt;
        return SignedIn{.member = std::move(*member), .session = *session, .form_token = {}};
    };
    auto work = read_store(services.store, std::move(lookup));
    auto signed_in = co_await std::move(work);
    if (!signed_in) co_return std::nullopt;
    if (has_ended(signed_in->session, now, idle)) {
        // Ended for good: a clock that is set back, or forth again, does not bring it back.
        write_later(services.store, [digest, now](storage::Transaction& transaction) {
            transaction.end_session(digest);
            (void)transaction.commit(core::Decision::bookkeeping(), now);
        });
        co_return std::nullopt;
    }

    signed_in->form_token = services.form_tokens.token_for(*cookie, signed_in->member.id);
    if (now - signed_in->session.seen_at >= touch_interval) {
        write_later(services.store, [digest, now](storage::Transaction& transaction) {
            transaction.touch_session(digest, now);
            (void)transaction.commit(core::Decision::bookkeeping(), now);
        });
    }
    co_return signed_in;
}

core::Error wrong_role() {
    return {core::ErrorCode::forbidden, "Your role does not include this page.", "role", {}};
}

/// Who acts, for the access log.
std::string code_of(core::Actor const& actor) {
    return std::string(core::code(actor.kind)) + ":" + std::to_string(actor.id);
}

std::optional<HttpResponse> refuse_unless_form(Services& services, HttpRequest const& request) {
    if (request.sends_form()) return std::nullopt;
    return error_response(services, request, 415, "unsupported_media_type", {});
}

/// Sent once, and fitting the secret in the cookie; from one of our own pages.
bool is_own_form(Services const& services, HttpRequest const& request, http::Form const& form,
                 std::string_view cookie_name) {
    auto const tokens = form.values("form_token");
    return tokens.size() == 1 && !from_another_site(services, request) &&
           services.form_tokens.fits(tokens.front(), request.cookie(cookie_name).value_or(""));
}

/// What stands between a member and a staff page; nothing where they may see it.
std::optional<HttpResponse> refuse_role(Services& services, HttpRequest& request, StaffOnly const& who,
                                        SignedIn const& signed_in) {
    request.actor = code_of(signed_in.actor());
    request.context = signed_in; // error pages greet the person in the desk's frame
    if (std::ranges::find(who.roles, signed_in.member.role) != who.roles.end()) return std::nullopt;
    services.log.warning(
        "access.denied",
        {{"request", request.request_id}, {"route", request.route}, {"staff", signed_in.member.id.value}});
    return error_response(services, request, wrong_role());
}

/// A form without a session is answered with the sign-in page. Only one that a page of ours carried to its owner, and
/// that comes from no other site, has its words kept.
HttpResponse ask_to_sign_in(Services& services, HttpRequest const& request, LateForm late_form) {
    auto const form = request.form();
    if (!form || from_another_site(services, request)) return HttpResponse::see_other("/sign-in");
    auto const owner = services.form_tokens.owner_of(form->value("form_token"));
    if (!owner) return HttpResponse::see_other("/sign-in");
    if (late_form == LateForm::is_dropped) return pages::sign_in_again(services, request, {});
    return pages::sign_in_again(services, request, pages::seal_form(services, request, *form, *owner));
}

/// A person who was given a first password changes it before anything else.
bool must_change_first(SignedIn const& signed_in, HttpRequest const& request) {
    return signed_in.member.must_change_password && request.route != "/account" &&
           request.route != "/account/password" && request.route != "/sign-out";
}

HttpResponse unauthenticated(std::string_view message) {
    auto answer = HttpResponse::problem(401, "unauthenticated", "Unauthorized", message);
    answer.with_header("WWW-Authenticate", "Bearer");
    return answer;
}

HttpResponse too_many_calls(http::RateLimiter::Verdict const& verdict) {
    auto answer = HttpResponse::problem(429, "too_many", "Too Many Requests", "This token calls too often.");
    answer.with_header("Retry-After", std::to_string(verdict.retry_after.count()));
    return answer;
}

/// The token in force and its owner, of one moment: what the owner may no more, the token may no more.
std::optional<ApiCaller> caller_behind(storage::Snapshot& snapshot, core::Digest const& digest) {
    auto token = snapshot.token_by_digest(digest);
    if (!token || token->revoked_at) return std::nullopt;
    if (!token->owner) return ApiCaller{std::move(*token), std::nullopt};
    auto owner = snapshot.staff_member(*token->owner);
    if (!owner || !owner->active) return std::nullopt;
    return ApiCaller{std::move(*token), std::move(owner)};
}

asio::awaitable<std::optional<ApiCaller>> find_caller(Services& services, HttpRequest const& request) {
    // The name of the scheme is "case-insensitive" (RFC 9110 §11.1).
    constexpr std::string_view prefix = "bearer ";
    auto const header = request.header("Authorization").value_or("");
    if (header.size() > 200 || !http::equal_ignoring_case(header.substr(0, prefix.size()), prefix))
        co_return std::nullopt;
    auto const digest = secret_digest(services, header.substr(prefix.size()));
    auto const now = services.clock.now();
    auto work =
        read_store(services.store, [digest](storage::Snapshot& snapshot) { return caller_behind(snapshot, digest); });
    auto caller = co_await std::move(work);
    if (!caller) co_return std::nullopt;
    auto const& token = caller->token;
    if (!token.used_at || now - *token.used_at >= touch_interval) {
        write_later(services.store, [id = token.id, now](storage::Transaction& transaction) {
            transaction.touch_token(id, now);
            (void)transaction.commit(core::Decision::bookkeeping(), now);
        });
    }
    co_return caller;
}

core::Error lacks_scope(ApiCaller const& caller, Scope scope) {
    auto const code = std::string(core::code(scope));
    auto const is_owners = std::ranges::find(caller.token.scopes, code) != caller.token.scopes.end();
    return {core::ErrorCode::forbidden,
            is_owners ? "The role of this token's owner does not include the scope " + code + "."
                      : "This token lacks the scope " + code + ".",
            is_owners ? "role of the owner" : "scope",
            {}};
}

bool takes_answer(HttpRequest const& request, Gives gives) {
    return request.accepts("application/json") || (gives == Gives::json_or_csv && request.accepts("text/csv"));
}

HttpResponse not_acceptable(Gives gives) {
    return HttpResponse::problem(406, "not_acceptable", "Not Acceptable",
                                 gives == Gives::json ? "The answer is application/json."
                                                      : "The answer is application/json or text/csv.")
        .with_header("Vary", "Accept");
}

asio::awaitable<HttpResponse> not_found(Services& services, HttpRequest const& request) {
    co_return error_response(services, request, 404, "not_found", {});
}

/// A store (or password pool) that can take no work just now is the caller's 503, not a broken program's 500.
http::Handler unless_unavailable(Services& services, http::Handler handler) {
    return [&services, handler = std::move(handler)](HttpRequest& request) -> asio::awaitable<HttpResponse> {
        core::Error error{core::ErrorCode::unavailable, "We cannot take this just now. Nothing was changed.", {}, {}};
        try {
            auto answer = handler(request);
            co_return co_await std::move(answer);
        } catch (storage::StoreUnavailable const& unavailable) {
            error.detail = unavailable.what();
        }
        co_return error_response(services, request, error);
    };
}

} // namespace

bool ApiCaller::has(Scope scope) const {
    return std::ranges::find(token.scopes, core::code(scope)) != token.scopes.end() &&
           (!owner || allows(owner->role, scope));
}

core::Actor ApiCaller::actor() const {
    return core::Actor::token(token.id, has(Scope::admin) ? core::Role::officer : core::Role::agent, token.owner);
}

core::Digest secret_digest(Services const& services, std::string_view secret) {
    return services.form_tokens.digest_of_secret(secret);
}

http::Cookie session_cookie(Services const& services, std::string_view value) {
    // Strict: the cookie never travels with a link from elsewhere; the desk is reached by its own pages.
    return {.name = session_cookie_name,
            .value = value,
            .same_site = http::SameSite::strict,
            .max_age = value.empty() ? std::chrono::seconds(0) : services.configuration.sessions.absolute_hours};
}

http::Cookie device_cookie(Services const& services, std::string_view value) {
    return {.name = "device",
            .value = value,
            .same_site = http::SameSite::strict,
            .max_age = services.configuration.sessions.device_days};
}

PublicFormToken public_form_token(Services& services, HttpRequest const& request) {
    if (auto const cookie = request.cookie(form_cookie_name); cookie && cookie->size() >= 20 && cookie->size() <= 64)
        return {services.form_tokens.token_for(*cookie), std::nullopt};
    auto secret = core::to_base64url(random_bytes<18>(services.random));
    auto value = services.form_tokens.token_for(secret);
    return {std::move(value), std::move(secret)};
}

HttpResponse& give_form_cookie(HttpRequest const& request, HttpResponse& answer, PublicFormToken const& token) {
    // Lax: a person who comes from a mailed link must find the cookie on the page that follows.
    if (token.new_secret)
        answer.set_cookie(request,
                          {.name = form_cookie_name, .value = *token.new_secret, .same_site = http::SameSite::lax});
    return answer;
}

http::Cookie forgotten_form_cookie() {
    return {
        .name = form_cookie_name, .value = "", .same_site = http::SameSite::lax, .max_age = std::chrono::seconds(0)};
}

http::Handler for_everyone(Services& services, PublicPage page) {
    auto handler = [&services, page = std::move(page)](HttpRequest& request) { return page(services, request); };
    return unless_unavailable(services, std::move(handler));
}

http::Handler for_monitors(Services& services, PublicPage page) {
    http::Networks const allowed(services.configuration.server.metrics_networks);
    return for_everyone(services, [allowed, page = std::move(page)](Services& all, HttpRequest& request) {
        boost::system::error_code failed;
        auto const caller = asio::ip::make_address(request.remote_address, failed);
        auto const is_direct = !request.header("X-Forwarded-For") && !request.header("Forwarded");
        return !failed && is_direct && allowed.contains(caller) ? page(all, request) : not_found(all, request);
    });
}

http::Handler for_everyone(Services& services, PublicPost post) {
    auto refuse = [](Services& all, HttpRequest& request, http::Form const&) -> asio::awaitable<HttpResponse> {
        co_return error_response(all, request, wrong_form());
    };
    return for_everyone(services, std::move(post), std::move(refuse));
}

http::Handler for_everyone(Services& services, PublicPost post, PublicPost stale) {
    auto handler = [&services, post = std::move(post),
                    stale = std::move(stale)](HttpRequest& request) -> asio::awaitable<HttpResponse> {
        if (auto refusal = refuse_unless_form(services, request)) co_return std::move(*refusal);
        auto const form = request.form();
        if (!form) co_return error_response(services, request, form.error());
        if (from_another_site(services, request)) co_return error_response(services, request, wrong_form());
        auto answer = is_own_form(services, request, *form, form_cookie_name) ? post(services, request, *form)
                                                                              : stale(services, request, *form);
        co_return co_await std::move(answer);
    };
    return unless_unavailable(services, std::move(handler));
}

http::Handler for_staff(Services& services, StaffOnly who, StaffPage page) {
    auto handler = [&services, who = std::move(who),
                    page = std::move(page)](HttpRequest& request) -> asio::awaitable<HttpResponse> {
        auto lookup = find_session(services, request);
        auto const signed_in = co_await std::move(lookup);
        if (!signed_in)
            co_return HttpResponse::see_other(pages::with_next("/sign-in", pages::seal_page(services, request)));
        if (auto refusal = refuse_role(services, request, who, *signed_in)) co_return std::move(*refusal);
        if (must_change_first(*signed_in, request))
            co_return HttpResponse::see_other(pages::with_next("/account", pages::seal_page(services, request)));
        auto answer = page(services, request, *signed_in);
        co_return co_await std::move(answer);
    };
    return unless_unavailable(services, std::move(handler));
}

http::Handler for_staff(Services& services, StaffOnly who, StaffPost post, LateForm late_form) {
    auto handler = [&services, who = std::move(who), post = std::move(post),
                    late_form](HttpRequest& request) -> asio::awaitable<HttpResponse> {
        auto lookup = find_session(services, request);
        auto const signed_in = co_await std::move(lookup);
        if (!signed_in) co_return ask_to_sign_in(services, request, late_form);
        if (auto refusal = refuse_role(services, request, who, *signed_in)) co_return std::move(*refusal);
        if (auto refusal = refuse_unless_form(services, request)) co_return std::move(*refusal);
        auto const form = request.form();
        if (!form) co_return error_response(services, request, form.error());
        if (!is_own_form(services, request, *form, session_cookie_name))
            co_return error_response(services, request, wrong_form());
        if (must_change_first(*signed_in, request)) co_return HttpResponse::see_other("/account");
        auto answer = post(services, request, *signed_in, *form);
        co_return co_await std::move(answer);
    };
    return unless_unavailable(services, std::move(handler));
}

http::Handler for_returned_form(Services& services, StaffOnly who, StaffPost post) {
    auto handler = [&services, who = std::move(who),
                    post = std::move(post)](HttpRequest& request) -> asio::awaitable<HttpResponse> {
        auto returned = std::any_cast<ReturnedForm>(request.context);
        returned.signed_in.only_shows_form = true;
        if (auto refusal = refuse_role(services, request, who, returned.signed_in)) co_return std::move(*refusal);
        auto answer = post(services, request, returned.signed_in, returned.fields);
        co_return co_await std::move(answer);
    };
    return unless_unavailable(services, std::move(handler));
}

http::Handler for_api(Services& services, std::vector<Scope> scopes, ApiCall call, Gives gives) {
    auto handler = [&services, scopes = std::move(scopes), gives,
                    call = std::move(call)](HttpRequest& request) -> asio::awaitable<HttpResponse> {
        auto lookup = find_caller(services, request);
        auto const caller = co_await std::move(lookup);
        if (!caller) {
            services.log.warning("api.unauthenticated", {{"request", request.request_id}, {"route", request.route}});
            co_return unauthenticated("A valid bearer token is needed.");
        }
        request.actor = code_of(caller->actor());
        auto const missing = std::ranges::find_if_not(scopes, [&](Scope each) { return caller->has(each); });
        if (missing != scopes.end()) {
            services.log.warning(
                "access.denied",
                {{"request", request.request_id}, {"route", request.route}, {"token", caller->token.id.value}});
            co_return HttpResponse::problem(lacks_scope(*caller, *missing));
        }
        auto const verdict = services.limits.api_calls.take(std::to_string(caller->token.id.value), steady_now());
        if (!verdict.allowed) co_return too_many_calls(verdict);
        if (!takes_answer(request, gives)) co_return not_acceptable(gives);
        auto answer = call(services, request, *caller);
        co_return co_await std::move(answer);
    };
    return unless_unavailable(services, std::move(handler));
}

} // namespace habeas::app
