#pragma once
#include "app/authentication.hpp"
#include "app/html/view.hpp"
#include "app/services.hpp"

#include <string>
#include <string_view>

namespace habeas::app::pages {

/// A view with everything that partials/public_top.html and public_bottom.html ask for, and the company facts that
/// several public pages name: ANSWER_TIME, SELF_SERVICE, DISPUTE_BODY, AUTHORITY or NO_AUTHORITY. FORM_TOKEN is the
/// page's own (see `show_with_form`).
html::View public_frame(Services const& services, std::string_view title);

/// Which entry of the desk's navigation is the current one.
enum class Place { elsewhere, queue, new_request, reports, audit, settings, account };

/// A view with everything that partials/desk_top.html and desk_bottom.html ask for, FORM_TOKEN included.
html::View desk_frame(Services const& services, SignedIn const& signed_in, std::string_view title,
                      Place place = Place::elsewhere);

/// Renders a public page that holds a form: fills FORM_TOKEN and gives the browser the form cookie it goes with.
http::HttpResponse show_with_form(Services& services, http::HttpRequest const& request, int status,
                                  std::string_view page, html::View& view);
/// The same with the token that the handler has asked for before.
http::HttpResponse show_with_form(Services& services, http::HttpRequest const& request, int status,
                                  std::string_view page, html::View& view, PublicFormToken const& token);

/// Renders a page without a public form.
http::HttpResponse show(Services const& services, int status, std::string_view page, html::View const& view);

/// "Lindenhof Software, Lindenallee 14, 28195 Bremen, Germany": where a letter reaches the company, on one line.
std::string postal_address(Services const& services);

} // namespace habeas::app::pages
