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

/// Which request the mailed link of this token opens; nothing where it was not made here for a letter, or is too old.
std::optional<core::RequestId> opened_by_link(Services const& services, std::string_view token);

/// Which request this browser may see: the address names it and its cookie opens it.
std::optional<core::RequestId> opened_request(Services const& services, http::HttpRequest const& request);

/// Whether this browser may see this request: its cookie opens it, wherever the browser is.
bool may_see(Services const& services, http::HttpRequest const& request, core::RequestId id);

/// Gives the browser the cookie that opens this request, for sessions.requester_minutes from now. Each request has a
/// cookie of its own, so that two of them can be open side by side.
void let_in(Services const& services, http::HttpRequest const& request, http::HttpResponse& answer, core::RequestId id);

/// Takes that cookie away again.
void let_out(Services const& services, http::HttpRequest const& request, http::HttpResponse& answer,
             core::RequestId id);

/// Where the requester's page of this request is: "/my/DSR-7Q2M-K4XN".
std::string my_path(core::Reference const& reference);

/// Whether one more link may be mailed to this address now, within limits.mails_per_address_hour; what may is noted
/// with the letter, so that a restart forgets none. For the transaction that writes the letter: what the answer to the
/// person is must not depend on it.
bool may_mail_link(storage::Transaction& transaction, LimitSettings const& limits, core::SubjectRequest const& request,
                   core::Instant now);

/// 404 for every request that this browser may not see, known or not. What was typed there comes back to be copied, for
/// the page may have closed while it was written.
http::HttpResponse not_opened(Services const& services, std::string_view typed = {});

/// The source has used up its look-ups: 429 with Retry-After; else nothing.
std::optional<http::HttpResponse> too_many_lookups(Services const& services, http::HttpRequest const& request);

} // namespace habeas::app::pages
