#include "app/error_response.hpp"

#include "app/authentication.hpp"
#include "app/pages/frame.hpp"
#include "app/pages/requester_access.hpp"

#include <any>

namespace habeas::app {

namespace {

using http::HttpRequest;
using http::HttpResponse;

/// Programs read problem documents; people read pages. Where the head was refused there is only what was sent.
bool for_programs(HttpRequest const& request) {
    auto const sent = std::string_view(request.target);
    auto const path = request.path.empty() ? sent.substr(0, sent.find('?')) : std::string_view(request.path);
    return path == "/api" || path.starts_with("/api/") || path == "/healthz" || path == "/readyz" ||
           path == "/metrics" || path == "/openapi.json";
}

struct Words {
    std::string_view headline;
    std::string_view explanation;
};

/// What happened and what to do, for errors whose own sentence is made for programs.
Words words_for(int status) {
    switch (status) {
    case 400:
        return {"We could not read what was sent", "Please go back, load the page again and try once more."};
    case 401:
        return {"Please sign in", "This page is only for people who are signed in."};
    case 403:
        return {"This is not possible from here", "Please go back and load the page again."};
    case 404:
        return {"We cannot find this page", "The address may be mistyped, or the link may no longer work."};
    case 405:
        return {"This page cannot be used like that", "Please start again from the privacy centre."};
    case 409:
        return {"Something has changed meanwhile", "Please load the page again and look at what is new."};
    case 408:
        return {"The connection was too slow",
                "What you sent did not reach us whole. Please go back and try once more."};
    case 413:
        return {"This is too long",
                "It is more text than we can take at once. Please go back, shorten it and send it again."};
    case 414:
        return {"This address is too long", "Please start again from the privacy centre."};
    case 415:
        return {"We could not read what was sent", "Please use the form on the page."};
    case 431:
        return {"Your browser sent too much at once",
                "Most often these are too many cookies of this site. Please delete them, or use another browser."};
    case 422:
        return {"Some answers need your attention", "Please go back and check what you typed."};
    case 429:
        return {"There were too many tries", "Please wait a while, then try again."};
    case 501:
        return {"This page cannot be used like that", "Please start again from the privacy centre."};
    case 503:
        return {"We cannot take this just now", "Please try again in a minute. Nothing was changed."};
    default:
        if (status >= 500)
            return {"Something went wrong on our side", "It has been noted. Please try again in a few minutes."};
        return {"This did not work", "Please go back and try again."};
    }
}

/// Where the words for programs speak of headers, encodings and methods, people get the page's own.
bool has_own_words(int status) {
    return status >= 500 || status == 400 || status == 404 || status == 405 || status == 408 ||
           (status >= 413 && status <= 417) || status == 431;
}

/// Whoever was on the page of their request finds the way back to it. The wire refuses before anything else was read,
/// but the address is known.
void add_way_back(html::View& view, HttpRequest const& request) {
    if (!request.route.starts_with("/my/:reference")) return;
    if (auto const reference = request.parameter("reference"); pages::is_plain(reference))
        view.add("WAY_BACK").text("WAY_BACK_URL", "/my/" + std::string(reference));
}

/// An address below the desk's that leads nowhere was typed or followed by staff. Who they are is not asked for it.
bool for_staff_alone(HttpRequest const& request) {
    for (std::string_view const root : {"/desk", "/reports", "/audit", "/settings", "/account"})
        if (request.path == root || request.path.starts_with(std::string(root) + "/")) return true;
    return false;
}

HttpResponse page(Services const& services, HttpRequest const& request, int status, std::string_view explanation) {
    auto const words = words_for(status);
    auto const fill = [&](html::View&& view) {
        view.text("HEADLINE", words.headline)
            .text("EXPLANATION", explanation.empty() ? words.explanation : explanation);
        // Only what broke on our side can be looked up, by the id that stands in the log.
        if (status >= 500 && status != 501) view.maybe("WORD", request.request_id);
        return std::move(view);
    };
    if (auto const* signed_in = std::any_cast<SignedIn>(&request.context)) {
        auto const view = fill(pages::desk_frame(services, *signed_in, words.headline));
        return pages::show(services, status, "pages/error_desk.html", view);
    }
    auto view = fill(pages::public_frame(services, words.headline));
    add_way_back(view, request);
    view.show(for_staff_alone(request) ? "FOR_STAFF" : "FOR_PUBLIC");
    return pages::show(services, status, "pages/error.html", view);
}

std::string sentences(core::Error const& error) {
    auto text = error.message;
    for (auto const& field : error.fields)
        text += " " + field.message;
    return text;
}

void add_wait(HttpResponse& answer, int status) {
    if (status == 429) answer.with_header("Retry-After", "60");
    if (status == 503) answer.with_header("Retry-After", "5");
}

} // namespace

HttpResponse error_response(Services const& services, HttpRequest const& request, core::Error const& error) {
    auto const status = http::status_of(error.code);
    if (status >= 500 || error.code == core::ErrorCode::forbidden)
        services.log.warning("request.refused", {{"request", request.request_id},
                                                 {"route", request.route},
                                                 {"code", error.code},
                                                 {"why", MachineText{error.detail}}});
    // What is malformed was made by a program, and so is the sentence; a page of staff has its own.
    auto const own_words = status == 400 && !request.context.has_value();
    auto answer = for_programs(request) ? HttpResponse::problem(error)
                                        : page(services, request, status, own_words ? std::string() : sentences(error));
    add_wait(answer, status);
    return answer;
}

HttpResponse error_response(Services const& services, HttpRequest const& request, int status, std::string_view code,
                            std::string_view message) {
    auto answer = for_programs(request)
                      ? HttpResponse::problem(status, code, http::reason_of(status), message)
                      : page(services, request, status, has_own_words(status) ? std::string_view{} : message);
    add_wait(answer, status);
    return answer;
}

} // namespace habeas::app
