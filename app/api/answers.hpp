#pragma once
#include "app/authentication.hpp"
#include "core/request.hpp"

#include <boost/json/object.hpp>

namespace habeas::app::api {

/// Who is answered, and as of when.
struct Asker {
    ApiCaller const& caller;
    core::Stamp stamp; ///< the caller's
};

/// A request as the API document shows it, to whom and on which day: `allowed_actions` are what this caller could do
/// now.
boost::json::object request_json(Services const& services, core::SubjectRequest const& request, Asker const& asker);

/// The same with the thread with the requester and the notes of staff, for whoever reads one request: a program that
/// asks must be able to read the answer.
http::HttpResponse case_answer(Services const& services, core::SubjectRequest const& request,
                               std::vector<storage::MessageRow> const& messages, Asker const& asker);

/// The request with its ETag.
http::HttpResponse request_answer(Services const& services, core::SubjectRequest const& request, Asker const& asker,
                                  int status = 200);

/// The ETag of a request: its version, as If-Match wants it.
std::string etag_of(core::SubjectRequest const& request);

/// Whether the caller has this answer: the version it names, and not a day too old, since with the day alone urgency,
/// clocks and what may be done can change.
bool is_known(Services const& services, http::HttpRequest const& asked, core::SubjectRequest const& request,
              Asker const& asker);

/// A mistake as problem+json; `unavailable` and `too_many` carry Retry-After.
http::HttpResponse mistake(core::Error const& error);

/// 415 unless the body is application/json in UTF-8; nothing when it is.
std::optional<http::HttpResponse> refuse_media_type(http::HttpRequest const& request);

} // namespace habeas::app::api
