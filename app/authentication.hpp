#pragma once
#include "app/http/forms.hpp"
#include "app/http/message.hpp"
#include "app/scopes.hpp"
#include "app/services.hpp"
#include "storage/staff.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

namespace habeas::app {

/// Who is signed in: the member and the session behind the cookie.
struct SignedIn {
    storage::StaffMember member;
    storage::Session session;
    std::string form_token;
    /// The form at hand came after its session had ended, and its person has signed in again: it is shown once more,
    /// filled in, and nothing is done.
    bool only_shows_form{};

    core::Actor actor() const { return core::Actor::staff(member.id, member.role); }
};

/// Who calls the API. A token with `requests:write` acts as an agent; with `admin` as well, as an officer; never as
/// more than its owner's role allows at that moment.
struct ApiCaller {
    storage::ApiToken token;
    std::optional<storage::StaffMember> owner; ///< as they are now

    bool has(Scope scope) const;
    core::Actor actor() const;
};

/// What a call of the API answers with.
enum class Gives { json, json_or_csv };

/// Who may use a staff page. Deny by default: a page names its roles.
struct StaffOnly {
    std::vector<core::Role> roles;
};

// Handlers of the three faces. A reading handler gets the request; a posting handler also the form, whose token was
// checked.
using PublicPage = std::function<boost::asio::awaitable<http::HttpResponse>(Services&, http::HttpRequest&)>;
using PublicPost =
    std::function<boost::asio::awaitable<http::HttpResponse>(Services&, http::HttpRequest&, http::Form const&)>;
using StaffPage =
    std::function<boost::asio::awaitable<http::HttpResponse>(Services&, http::HttpRequest&, SignedIn const&)>;
using StaffPost = std::function<boost::asio::awaitable<http::HttpResponse>(Services&, http::HttpRequest&,
                                                                           SignedIn const&, http::Form const&)>;
using ApiCall =
    std::function<boost::asio::awaitable<http::HttpResponse>(Services&, http::HttpRequest&, ApiCaller const&)>;

// The one place that decides who may come in. Each makes a router's handler out of a page's.
http::Handler for_everyone(Services&, PublicPage);
/// 404 for callers outside `server.metrics_networks`, and for those who come through a proxy: what is counted would
/// tell a stranger whether their question about a person led to a letter.
http::Handler for_monitors(Services&, PublicPage);
/// 415 for what is no form; checks Origin / Sec-Fetch-Site, the form token of the public form cookie, and the
/// per-source limit.
http::Handler for_everyone(Services&, PublicPost);
/// The same, but a form whose token does not fit goes to `stale`: most often the browser has lost its cookie, and what
/// was typed must not be lost with it. `stale` changes nothing and answers 403. A form from another site never gets
/// there.
http::Handler for_everyone(Services&, PublicPost, PublicPost stale);
/// 303 to /sign-in, and from there back, where nobody is signed in; 403 where the role is another.
http::Handler for_staff(Services&, StaffOnly, StaffPage);

/// What becomes of a form that comes when nobody is signed in any more.
enum class LateForm { is_dropped, is_shown_again };
/// Where nobody is signed in, the sign-in page is the answer, as 401: the form was not carried out. Words worth keeping
/// wait in that page, sealed (pages::go_on).
http::Handler for_staff(Services&, StaffOnly, StaffPost, LateForm = LateForm::is_dropped);

/// A form that came too late, and who has signed in since: the context of the request that shows it again.
struct ReturnedForm {
    SignedIn signed_in;
    http::Form fields;
};
/// The same page, for such a form: the role is checked as ever, and the handler is told only to show.
http::Handler for_returned_form(Services&, StaffOnly, StaffPost);
/// 401 without a valid token or once its owner's account is closed, 403 without one of the scopes (the first that is
/// missing is named), 429 over the token's rate, 406 where the caller takes nothing that the call gives.
http::Handler for_api(Services&, std::vector<Scope> scopes, ApiCall, Gives = Gives::json);

/// The token for a page with a public form. Where the browser has no form cookie yet, `new_secret` is what it is to be
/// given.
struct PublicFormToken {
    std::string value;
    std::optional<std::string> new_secret;
};
PublicFormToken public_form_token(Services&, http::HttpRequest const&);
/// Sets the form cookie on the answer that carries the form, where the browser has none.
http::HttpResponse& give_form_cookie(http::HttpRequest const&, http::HttpResponse&, PublicFormToken const&);

/// Takes the form cookie away.
http::Cookie forgotten_form_cookie();

/// The staff session cookie (`__Host-` under TLS); an empty value takes it away. The value must outlive the cookie.
http::Cookie session_cookie(Services const&, std::string_view value);
/// The cookie of a browser in which somebody has signed in; see KnownDevices. The value must outlive the cookie.
http::Cookie device_cookie(Services const&, std::string_view value);
/// The digest under which a session or API token is stored.
core::Digest secret_digest(Services const&, std::string_view secret);

} // namespace habeas::app
