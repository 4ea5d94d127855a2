#pragma once
#include "app/authentication.hpp"
#include "app/http/router.hpp"

#include <optional>
#include <string>

namespace habeas::app::pages {

/// Where somebody was when they had to sign in, as the sign-in page carries it. Sealed by this program, so that neither
/// a target nor a word comes out of input (ASVS 5.1.5); either may be empty.
struct Carried {
    std::string next;   ///< a page of the desk
    std::string unsent; ///< a form that came after its session had ended
};

/// The page that was asked for, for `?next=`. Empty where it says nothing that the first page would not.
std::string seal_page(Services const&, http::HttpRequest const&);
/// The path and query of that page; nothing where it was not sealed here.
std::optional<std::string> open_page(Services const&, std::string_view sealed);
/// "/account?next=…": the given path, leading on to the page that was asked for.
std::string with_next(std::string_view path, std::string_view sealed);

/// The form, for its owner alone and for `sessions.unsent_minutes`. Empty where it is too long to be carried.
std::string seal_form(Services const&, http::HttpRequest const&, http::Form const&, core::StaffId owner);

/// The first page of each role: administrators see no cases.
std::string_view first_page(storage::StaffMember const&);

/// The form that came too late, shown again to who typed it; nothing where none is carried, or where it has waited too
/// long. `forms` are the rows of forms that can be shown again (see for_returned_form).
boost::asio::awaitable<std::optional<http::HttpResponse>>
show_unsent(Services&, http::HttpRequest const&, SignedIn const&, std::string_view unsent, http::Router const& forms);

/// What somebody sees who has just signed in: a first password is changed before anything else, then the form that came
/// too late, then comes the page that was asked for.
boost::asio::awaitable<http::HttpResponse> go_on(Services&, http::HttpRequest const&, SignedIn const&, Carried const&,
                                                 http::Router const& forms);

} // namespace habeas::app::pages
