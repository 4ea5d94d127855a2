#include "app/pages/account.hpp"

#include "app/html/dates.hpp"
#include "app/html/forms.hpp"
#include "app/pages/after_sign_in.hpp"
#include "app/pages/done_words.hpp"
#include "app/pages/frame.hpp"
#include "app/pages/password_work.hpp"
#include "app/pages/strict_form.hpp"
#include "app/pages/words.hpp"
#include "app/password_rules.hpp"
#include "app/store_access.hpp"

#include <algorithm>

namespace habeas::app::pages {

namespace {

namespace asio = boost::asio;
using http::HttpRequest;
using http::HttpResponse;

struct Shown {
    int status{200};
    std::vector<core::FieldError> errors;
    std::string done;
    std::string refused;
    Carried carried; ///< what to go on with after the first password
};

asio::awaitable<std::vector<storage::Session>> own_sessions(Services& services, core::StaffId id) {
    return read_store(services.store, [id, now = services.clock.now()](storage::Snapshot& snapshot) {
        auto sessions = snapshot.sessions_of(id);
        std::erase_if(sessions, [now](storage::Session const& each) { return each.expires_at <= now; });
        std::ranges::sort(sessions, std::greater{}, &storage::Session::seen_at);
        return sessions;
    });
}

HttpResponse show_account(Services const& services, SignedIn const& signed_in,
                          std::vector<storage::Session> const& sessions, Shown const& shown) {
    auto view = desk_frame(services, signed_in, "Your account", Place::account);
    view.text("STAFF_EMAIL", signed_in.member.login)
        .text("PASSWORD_RULE",
              "12 to 128 characters. Any characters, also spaces: several different words are a good password.")
        .show_if(signed_in.member.must_change_password && shown.done.empty(), "FIRST_PASSWORD")
        .show_if(sessions.size() > 1, "OTHERS")
        .maybe("DONE", shown.done)
        .maybe("REFUSED", shown.refused)
        .maybe("NEXT", shown.carried.next)
        .maybe("UNSENT", shown.carried.unsent);
    for (auto const& session : sessions)
        view.add("SESSION")
            .text("SESSION_SINCE", services.calendar.moment_words(session.started_at))
            .text("SESSION_SEEN", services.calendar.moment_words(session.seen_at))
            .show_if(session.token_digest == signed_in.session.token_digest, "THIS_ONE");
    auto const errors = html_errors(shown.errors);
    html::fill_form(view, {}, errors);
    return show(services, shown.status, "pages/account.html", view);
}

/// What was typed, where it can be used.
struct Change {
    std::string current;
    std::string next;
    Carried carried;
    std::vector<core::FieldError> mistakes;
};

Change read_change(http::Form const& form, PasswordOwner const& owner) {
    StrictForm fields(form);
    Change change{fields.exact("current_password"),
                  fields.exact("new_password"),
                  {fields.text("next"), fields.text("unsent")},
                  {}};
    auto const again = fields.exact("new_password_again");
    change.mistakes = fields.mistakes();
    if (change.current.empty()) change.mistakes.push_back({"current_password", "Enter your current password."});
    if (auto const fit = check_new_password(change.next, owner); !fit)
        change.mistakes.push_back(
            {"new_password", fit.error().fields.empty() ? fit.error().message : fit.error().fields.front().message});
    else if (again != change.next)
        change.mistakes.push_back({"new_password_again", "This is not the same as the new password."});
    else if (change.next == change.current)
        change.mistakes.push_back({"new_password", "This is the current password. Choose another one."});
    return change;
}

enum class Stored { yes, changed_meanwhile };

Stored store_password(storage::Transaction& transaction, SignedIn const& signed_in, std::string const& hash,
                      storage::Session const& renewed, core::Stamp const& stamp) {
    auto member = transaction.staff_member(signed_in.member.id);
    if (!member || !member->active || member->password_hash != signed_in.member.password_hash)
        return Stored::changed_meanwhile;
    member->password_hash = hash;
    member->must_change_password = false;
    member->password_expires_at = std::nullopt;
    transaction.update_staff(*member);
    transaction.end_sessions_of(member->id, std::nullopt);
    transaction.open_session(renewed);
    (void)transaction.commit(core::Decision::new_password(stamp, "staff.password_changed", member->id), stamp.at);
    return Stored::yes;
}

asio::awaitable<HttpResponse> show_fresh(Services& services, SignedIn const& signed_in, Shown shown) {
    auto reading = own_sessions(services, signed_in.member.id);
    auto const sessions = co_await std::move(reading);
    co_return show_account(services, signed_in, sessions, shown);
}

} // namespace

asio::awaitable<HttpResponse> account(Services& services, HttpRequest& request, SignedIn const& signed_in) {
    auto next = std::string(request.query.value("next"));
    if (!open_page(services, next)) next.clear();
    auto const done = done_words(request.query.value("done"));
    return show_fresh(services, signed_in, {200, {}, std::string(done), {}, {std::move(next), {}}});
}

asio::awaitable<HttpResponse> ask_for_own_password(Services& services, SignedIn const& signed_in, Carried carried) {
    return show_fresh(services, signed_in, {200, {}, {}, {}, std::move(carried)});
}

asio::awaitable<HttpResponse> change_password(Services& services, HttpRequest& request, SignedIn const& signed_in,
                                              http::Form const& form, http::Router const& forms) {
    auto change = read_change(form, {signed_in.member.login, services.configuration.company.name});
    // By login from every source, unlike signing in: a stolen session must not become a way to guess the password.
    auto const tries = services.limits.sign_in_account.take(signed_in.member.login, steady_now());
    if (change.mistakes.empty() && !tries.allowed)
        change.mistakes.push_back({"current_password", "There were too many tries. Please wait " +
                                                           html::waiting_words(tries.retry_after) + "."});
    if (!change.mistakes.empty()) {
        auto page = show_fresh(services, signed_in, {422, std::move(change.mistakes), {}, {}, change.carried});
        co_return co_await std::move(page);
    }
    auto replacing = replace_password(services.passwords, change.current, signed_in.member.password_hash, change.next);
    auto const verdict = co_await std::move(replacing);
    if (!verdict.matches) {
        services.log.warning("staff.password_refused", {{"staff", signed_in.member.id.value}});
        auto page = show_fresh(services, signed_in,
                               {422, {{"current_password", "This is not your password."}}, {}, {}, change.carried});
        co_return co_await std::move(page);
    }
    // "generates a new session token on user authentication" (ASVS 3.2.1): whoever knew the old one is out.
    auto const token = core::to_base64url(random_bytes<32>(services.random));
    auto renewed = signed_in;
    renewed.session.token_digest = secret_digest(services, token);
    renewed.member.must_change_password = false;
    renewed.form_token = services.form_tokens.token_for(token, signed_in.member.id);
    auto storing =
        write_store(services.store, [signed_in, hash = verdict.new_hash, session = renewed.session,
                                     stamp = services.stamp(signed_in.actor())](storage::Transaction& transaction) {
            return store_password(transaction, signed_in, hash, session, stamp);
        });
    auto const stored = co_await std::move(storing);
    services.limits.sign_in_account.give_back(signed_in.member.login, steady_now());
    if (stored == Stored::changed_meanwhile) {
        auto page = show_fresh(
            services, signed_in,
            {409, {}, {}, "Your account was changed meanwhile. Sign in again, then try once more.", change.carried});
        co_return co_await std::move(page);
    }
    services.log.info("staff.password_changed", {{"staff", signed_in.member.id.value}});
    auto showing = show_unsent(services, request, renewed, change.carried.unsent, forms);
    auto answer = co_await std::move(showing);
    auto const page = open_page(services, change.carried.next);
    if (!answer) answer = HttpResponse::see_other(page ? std::string_view(*page) : "/account?done=password");
    answer->set_cookie(request, session_cookie(services, token));
    co_return std::move(*answer);
}

asio::awaitable<HttpResponse> end_other_sessions(Services& services, HttpRequest&, SignedIn const& signed_in,
                                                 http::Form const&) {
    auto ending =
        write_store(services.store, [id = signed_in.member.id, own = signed_in.session.token_digest,
                                     stamp = services.stamp(signed_in.actor())](storage::Transaction& transaction) {
            transaction.end_sessions_of(id, own);
            return transaction.commit(core::Decision::record(stamp, "staff.sessions_ended"), stamp.at).has_value();
        });
    (void)co_await std::move(ending);
    co_return HttpResponse::see_other("/account?done=sessions");
}

} // namespace habeas::app::pages
