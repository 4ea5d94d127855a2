#pragma once
#include "app/http/message.hpp"
#include "app/services.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace habeas::app::pages {

/// The token of a link from a letter, without the full stops that a sentence around it left behind.
std::string_view mailed_token(http::HttpRequest const& request);

/// Letters, digits, `-` and `_`: what references and tokens are made of. Anything else in an address is not repeated in
/// a redirect.
bool is_plain(std::string_view part);

/// How long a link in a letter opens the requester's page. Every letter brings a new one, and /status mails one to whom
/// it belongs, so an old one need not work for ever.
constexpr std::chrono::days my_link_lifetime{90};

/// Which request the link or cookie of this token opens; nothing where it was not made here or is older than
/// `lifetime`.
std::optional<core::RequestId> opened_by(Services const& services, std::string_view token,
                                         std::chrono::milliseconds lifetime);

/// Which request this browser may see: the address names it and the cookie opens it.
std::optional<core::RequestId> opened_request(Services const& services, http::HttpRequest const& request);

/// Whether this browser may see this request: what its cookie opens, wherever it is.
bool may_see(Services const& services, http::HttpRequest const& request, core::RequestId id);

/// Gives the browser the cookie that opens this request, for sessions.requester_minutes from now.
void let_in(Services const& services, http::HttpRequest const& request, http::HttpResponse& answer, core::RequestId id);

/// Where the requester's page of this request is: "/my/DSR-7Q2M-K4XN".
std::string my_path(core::Reference const& reference);

/// One more mail with a link for this address within limits.mails_per_address_hour?
bool may_mail_link(Services const& services, core::SubjectRequest const& request);

/// 404 for every request that this browser may not see, known or not.
http::HttpResponse not_opened(Services const& services);

/// The source has used up its look-ups: 429 with Retry-After; else nothing.
std::optional<http::HttpResponse> too_many_lookups(Services const& services, http::HttpRequest const& request);

} // namespace habeas::app::pages
