#include "app/error_response.hpp"

#include "app/authentication.hpp"
#include "app/pages/frame.hpp"

#include <any>

namespace habeas::app {

namespace {

using http::HttpRequest;
using http::HttpResponse;

/// Programs read problem documents; people read pages.
bool for_programs(HttpRequest const& request) {
    return request.path == "/api" || request.path.starts_with("/api/") || request.path == "/healthz" ||
           request.path == "/readyz" || request.path == "/metrics" || request.path == "/openapi.json";
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
    case 413:
        return {"This is too long", "Please shorten what you typed and send it again."};
    case 415:
        return {"We could not read what was sent", "Please use the form on the page."};
    case 422:
        return {"Some answers need your attention", "Please go back and check what you typed."};
    case 429:
        return {"There were too many tries", "Please wait a while, then try again."};
    case 503:
        return {"We cannot take this just now", "Please try again in a minute. Nothing was changed."};
    default:
        if (status >= 500)
            return {"Something went wrong on our side", "It has been noted. Please try again in a few minutes."};
        return {"This did not work", "Please go back and try again."};
    }
}

HttpResponse page(Services const& services, HttpRequest const& request, int status, std::string_view explanation) {
    auto const words = words_for(status);
    auto const fill = [&](html::View&& view) {
        view.text("HEADLINE", words.headline)
            .text("EXPLANATION", explanation.empty() ? words.explanation : explanation);
        // Only what broke on our side can be looked up, by the id that stands in the log.
        if (status >= 500) view.maybe("WORD", request.request_id);
        return std::move(view);
    };
    if (auto const* signed_in = std::any_cast<SignedIn>(&request.context)) {
        auto const view = fill(pages::desk_frame(services, *signed_in, words.headline));
        return pages::show(services, status, "pages/error_desk.html", view);
    }
    auto const view = fill(pages::public_frame(services, words.headline));
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
                                                 {"code", http::code_of(error.code)},
                                                 {"why", MachineText{error.detail}}});
    auto answer =
        for_programs(request) ? HttpResponse::problem(error) : page(services, request, status, sentences(error));
    add_wait(answer, status);
    return answer;
}

HttpResponse error_response(Services const& services, HttpRequest const& request, int status, std::string_view code,
                            std::string_view message) {
    // The wire's sentences for 404 and 405 speak of routes and methods; people get the page's own words.
    auto const own_words = status >= 500 || status == 404 || status == 405;
    auto answer = for_programs(request) ? HttpResponse::problem(status, code, http::reason_of(status), message)
                                        : page(services, request, status, own_words ? std::string_view{} : message);
    add_wait(answer, status);
    return answer;
}

} // namespace habeas::app
