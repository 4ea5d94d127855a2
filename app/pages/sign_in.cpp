#include "app/pages/sign_in.hpp"

#include "app/html/dates.hpp"
#include "app/html/forms.hpp"
#include "app/pages/after_sign_in.hpp"
#include "app/pages/frame.hpp"
#include "app/pages/numbers.hpp"
#include "app/pages/password_work.hpp"
#include "app/pages/sign_in_toll.hpp"
#include "app/pages/strict_form.hpp"
#include "app/sign_in_failures.hpp"
#include "app/store_access.hpp"
#include "core/letter_case.hpp"

namespace habeas::app::pages {

namespace {

namespace asio = boost::asio;
using http::HttpRequest;
using http::HttpResponse;

/// One answer for an unknown login, a wrong password and a closed account.
constexpr std::string_view refused = "E-mail address or password is wrong.";
/// Only for whoever knew the password.
constexpr std::string_view expired = "This first password has run out. Ask whoever runs the service for a new one.";

struct Shown {
    int status{200};
    std::string email;
    std::vector<core::FieldError> errors;
    std::string too_many;
    Carried carried;
    std::string signed_out; ///< why one is here again, or empty
};

HttpResponse show_sign_in(Services& services, HttpRequest const& request, Shown const& shown) {
    auto view = public_frame(services, "Sign in");
    view.maybe("TOO_MANY", shown.too_many).maybe("SIGNED_OUT", shown.signed_out);
    view.maybe("NEXT", shown.carried.next).maybe("UNSENT", shown.carried.unsent);
    // A link from another site brings no session (SameSite=Strict): the page that was asked for is one click away.
    if (auto const page = open_page(services, shown.carried.next)) view.maybe("NEXT_URL", *page);
    html::FieldValue const values[] = {{"email", shown.email}};
    auto const errors = html_errors(shown.errors);
    html::fill_form(view, values, errors, html::Typed::partly_gone); // the password never comes back
    return show_with_form(services, request, shown.status, "pages/sign_in.html", view);
}

SignInTry try_of(Services const& services, HttpRequest const& request, std::string const& login) {
    SignInTry attempt{.source = http::source_key(request.remote_address), .login = login, .device = std::nullopt};
    if (auto const cookie = request.cookie("device")) attempt.device = services.known_devices.read(*cookie, login);
    return attempt;
}

HttpResponse too_many_tries(Services& services, HttpRequest const& request, std::string const& email,
                            Carried const& carried, std::chrono::seconds wait) {
    services.log.warning("staff.sign_in_limited", {{"request", request.request_id}, {"seconds", wait.count()}});
    auto answer = show_sign_in(
        services, request,
        {.status = 429,
         .email = email,
         .errors = {},
         .too_many = "There were too many tries. Please wait " + html::waiting_words(wait) + ", then try again.",
         .carried = carried,
         .signed_out = {}});
    answer.with_header("Retry-After", std::to_string(wait.count()));
    return answer;
}

/// What is written after the password was checked: the session, or that somebody failed.
struct SignIn {
    std::optional<storage::StaffMember> member; ///< as it was when the password was checked
    PasswordVerdict verdict;
    core::Digest token_digest{};
    std::optional<core::Digest> old_session;
    std::chrono::hours lifetime{};
    int noted_an_hour{}; ///< failures that become audit entries of their own
};

core::Stamp stamp_for(core::Stamp stamp, storage::StaffMember const& member) {
    stamp.actor = core::Actor::staff(member.id, member.role);
    return stamp;
}

/// The member as they are now, where the password that was checked is still theirs.
std::optional<storage::StaffMember> still_valid(storage::Transaction& transaction, SignIn const& attempt) {
    if (!attempt.member || !attempt.verdict.matches) return std::nullopt;
    auto member = transaction.staff_member(attempt.member->id);
    if (!member || !member->active || member->password_hash != attempt.member->password_hash) return std::nullopt;
    return member;
}

bool has_expired(storage::StaffMember const& member, core::Instant now) {
    return member.password_expires_at && now >= *member.password_expires_at;
}

/// The member who is signed in now; or nobody, and whether it was a first password that has run out.
struct Settled {
    std::optional<storage::StaffMember> member;
    bool too_late{};
};

Settled settle(storage::Transaction& transaction, SignIn const& attempt, core::Stamp const& stamp) {
    auto member = still_valid(transaction, attempt);
    auto const too_late = member && has_expired(*member, stamp.at);
    if (!member || too_late) {
        // Tries for logins that do not exist are noted in the same way, so that both take the same time.
        auto const whose = attempt.member ? std::optional(attempt.member->id) : std::nullopt;
        note_failed_sign_in(transaction, stamp, whose, attempt.noted_an_hour);
        return {std::nullopt, too_late};
    }
    if (attempt.old_session) transaction.end_session(*attempt.old_session);
    if (!attempt.verdict.new_hash.empty()) {
        member->password_hash = attempt.verdict.new_hash;
        transaction.update_staff(*member);
    }
    transaction.open_session({.token_digest = attempt.token_digest,
                              .staff = member->id,
                              .started_at = stamp.at,
                              .seen_at = stamp.at,
                              .expires_at = stamp.at + attempt.lifetime});
    (void)transaction.commit(core::Decision::record(stamp_for(stamp, *member), "staff.signed_in"), stamp.at);
    return {std::move(member), false};
}

std::string signed_out_words(Services const& services, bool keeps_words) {
    auto const idle = services.configuration.sessions.idle_minutes.count();
    return "You were signed out: a session ends after " + counted_words(idle, "minute", "minutes") + " without use. " +
           (keeps_words ? "What you typed was not sent, but it is kept: sign in and you find it in its form."
                        : "What you sent was not carried out. Sign in, then do it again.");
}

} // namespace

asio::awaitable<HttpResponse> sign_in(Services& services, HttpRequest& request) {
    // What was not sealed here leads nowhere and is not passed on.
    auto next = std::string(request.query.value("next"));
    if (!open_page(services, next)) next.clear();
    co_return show_sign_in(services, request,
                           {.email = {}, .errors = {}, .too_many = {}, .carried = {next, {}}, .signed_out = {}});
}

HttpResponse sign_in_again(Services& services, HttpRequest const& request, std::string const& unsent) {
    services.log.info("staff.form_came_late", {{"route", request.route}, {"kept", !unsent.empty()}});
    auto answer = show_sign_in(services, request,
                               {.status = 401,
                                .email = {},
                                .errors = {},
                                .too_many = {},
                                .carried = {{}, unsent},
                                .signed_out = signed_out_words(services, !unsent.empty())});
    answer.with_header("WWW-Authenticate", "Form realm=\"desk\"");
    return answer;
}

asio::awaitable<HttpResponse> start_session(Services& services, HttpRequest& request, http::Form const& form,
                                            http::Router const& forms) {
    StrictForm fields(form);
    auto const email = fields.text("email");
    auto const password = fields.exact("password");
    Carried const carried{fields.text("next"), fields.text("unsent")};
    auto mistakes = fields.mistakes();
    if (email.empty()) mistakes.push_back({"email", "Enter your e-mail address."});
    if (password.empty()) mistakes.push_back({"password", "Enter your password."});
    if (!mistakes.empty())
        co_return show_sign_in(services, request, {422, email, std::move(mistakes), {}, carried, {}});

    auto const login = core::lower_case(email);
    SignInToll toll(services.limits, services.configuration.limits, try_of(services, request, login));
    if (toll.wait()) co_return too_many_tries(services, request, email, carried, *toll.wait());

    auto lookup =
        read_store(services.store, [login](storage::Snapshot& snapshot) { return snapshot.staff_by_login(login); });
    auto member = co_await std::move(lookup);
    auto const usable = member && member->active;
    auto checking =
        check_password(services.passwords, password, usable ? member->password_hash : services.passwords.decoy());
    auto verdict = co_await std::move(checking);
    if (!usable) verdict = {};

    auto const token = core::to_base64url(random_bytes<32>(services.random));
    SignIn attempt{.member = std::move(member),
                   .verdict = std::move(verdict),
                   .token_digest = secret_digest(services, token),
                   .old_session = {},
                   .lifetime = services.configuration.sessions.absolute_hours,
                   .noted_an_hour = services.configuration.limits.sign_in_failures_noted_hour};
    if (auto const old = request.cookie("session")) attempt.old_session = secret_digest(services, *old);
    auto const known = attempt.member ? attempt.member->id.value : 0;
    auto settling = write_store(services.store,
                                [attempt = std::move(attempt), stamp = services.stamp(core::Actor::system())](
                                    storage::Transaction& transaction) { return settle(transaction, attempt, stamp); });
    auto const settled = co_await std::move(settling);
    auto const& signed_in = settled.member;
    if (!signed_in) {
        services.log.warning("staff.sign_in_failed", {{"staff", known}, {"request", request.request_id}});
        co_return show_sign_in(
            services, request,
            {422, email, {{"", std::string(settled.too_late ? expired : refused)}}, {}, carried, {}});
    }
    toll.give_back();
    request.actor = "staff:" + std::to_string(signed_in->id.value);
    services.log.info("staff.signed_in", {{"staff", signed_in->id.value}, {"request", request.request_id}});
    auto const device = services.known_devices.issue(login);
    storage::Session session;
    session.token_digest = secret_digest(services, token);
    session.staff = signed_in->id;
    SignedIn const now_here{
        .member = *signed_in, .session = session, .form_token = services.form_tokens.token_for(token, signed_in->id)};
    auto going_on = go_on(services, request, now_here, carried, forms);
    auto answer = co_await std::move(going_on);
    answer.set_cookie(request, session_cookie(services, token)).set_cookie(request, device_cookie(services, device));
    co_return answer;
}

asio::awaitable<HttpResponse> sign_out(Services& services, HttpRequest& request, SignedIn const& signed_in,
                                       http::Form const&) {
    auto ending =
        write_store(services.store, [digest = signed_in.session.token_digest,
                                     stamp = services.stamp(signed_in.actor())](storage::Transaction& transaction) {
            transaction.end_session(digest);
            return transaction.commit(core::Decision::record(stamp, "staff.signed_out"), stamp.at).has_value();
        });
    (void)co_await std::move(ending);
    services.log.info("staff.signed_out", {{"staff", signed_in.member.id.value}});
    // "Users are solely responsible for … signing out" (policy §12): nothing of the session stays in the browser. Its
    // cookies are taken away by name, for one must stay: the browser goes on being known for its sign-ins.
    co_return HttpResponse::see_other("/sign-in")
        .set_cookie(request, session_cookie(services, ""))
        .set_cookie(request, forgotten_form_cookie())
        .with_header("Clear-Site-Data", "\"cache\", \"storage\"");
}

} // namespace habeas::app::pages
