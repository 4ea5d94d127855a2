#include "app/pages/new_request.hpp"

#include "app/error_response.hpp"
#include "app/pages/frame.hpp"
#include "app/pages/request_form_page.hpp"
#include "app/store_access.hpp"

#include <algorithm>

namespace habeas::app::pages {

namespace {

namespace asio = boost::asio;
using http::HttpRequest;
using http::HttpResponse;

HttpResponse show_step(Services& services, HttpRequest const& request, TypedRequest const& typed, FormStep step,
                       std::vector<core::FieldError> const& mistakes, std::size_t corrections = 1) {
    auto view = request_form_view(services, typed, step, mistakes, corrections);
    return show_with_form(services, request, mistakes.empty() ? 200 : 422, "pages/new_request.html", view);
}

/// The page where the first mistake can be mended.
FormStep step_of(std::vector<core::FieldError> const& mistakes, FormStep otherwise) {
    auto const about =
        std::ranges::any_of(mistakes, [](auto const& mistake) { return is_about_person(mistake.field); });
    if (about) return FormStep::about;
    auto const question = std::ranges::any_of(
        mistakes, [](auto const& mistake) { return !mistake.field.empty() && !is_about_person(mistake.field); });
    return question ? FormStep::request : otherwise;
}

std::vector<core::FieldError> about_only(std::vector<core::FieldError> mistakes) {
    std::erase_if(mistakes, [](auto const& mistake) { return !is_about_person(mistake.field); });
    return mistakes;
}

/// Every step but the last: which page comes next.
HttpResponse go_to(Services& services, HttpRequest const& request, ReadForm const& read,
                   std::vector<core::FieldError> mistakes) {
    auto const& typed = read.typed;
    if (read.step == "about") return show_step(services, request, typed, FormStep::about, {});
    if (read.step == "more")
        return show_step(services, request, typed, FormStep::request, {}, typed.corrections.size() + 1);
    if (read.step == "request") {
        mistakes = about_only(std::move(mistakes));
        auto const next = mistakes.empty() ? FormStep::request : FormStep::about;
        return show_step(services, request, typed, next, mistakes);
    }
    auto const next = mistakes.empty() ? FormStep::review : step_of(mistakes, FormStep::request);
    return show_step(services, request, typed, next, mistakes);
}

/// "5 open requests per address, 20 a day per IP […] same for known and unknown" (security requirement 57). What counts
/// for an address is what this source sent for it, not what lies in the store: else anybody could fill a person's
/// share, and read off the refusal how many requests the person has. An unsubscribe works from anywhere, but each one
/// writes a letter to an address that anybody may have typed, so it is counted by address alone.
http::RateLimiter::Verdict take(Services& services, HttpRequest const& request, core::NewRequest const& asked) {
    auto& limits = services.limits;
    auto const now = steady_now();
    if (asked.type == core::RequestType::unsubscribe)
        return limits.mailed_links.take(asked.subject.email->lookup_key(), now);
    auto const source = http::source_key(request.remote_address);
    if (asked.subject.email) {
        auto const key = source + " " + asked.subject.email->lookup_key();
        if (auto const address = limits.requests_address.take(key, now); !address.allowed) return address;
    }
    if (auto const day = limits.requests_day.peek(source, now); !day.allowed) return day;
    if (auto const hour = limits.requests_hour.take(source, now); !hour.allowed) return hour;
    return limits.requests_day.take(source, now);
}

std::optional<HttpResponse> over_limit(Services& services, HttpRequest const& request, core::NewRequest const& asked) {
    auto const verdict = take(services, request, asked);
    if (verdict.allowed) return std::nullopt;
    auto const words = asked.type == core::RequestType::unsubscribe
                           ? "E-mails to this address were stopped several times just now. Please wait a while, or use "
                             "the link in one of our e-mails."
                           : "Many requests came from your network. Please wait a while, then send yours again, or "
                             "write to us.";
    auto answer = error_response(services, request, 429, "too_many", words);
    answer.with_header("Retry-After", std::to_string(verdict.retry_after.count()));
    return answer;
}

bool is_step(std::string_view step) {
    return step == "about" || step == "request" || step == "review" || step == "more";
}

} // namespace

asio::awaitable<HttpResponse> new_request(Services& services, HttpRequest& request) {
    auto const asked = request.query.value("type");
    if (asked.empty()) co_return HttpResponse::see_other("/");
    auto const type = core::parse<core::RequestType>(asked);
    if (!type || request.query.fields().size() > 1) co_return error_response(services, request, 404, "not_found", {});
    TypedRequest typed;
    typed.type = *type;
    co_return show_step(services, request, typed, FormStep::about, {});
}

asio::awaitable<HttpResponse> submit_request(Services& services, HttpRequest& request, http::Form const& form) {
    auto const read = read_request_form(form);
    if (!read) {
        auto const error = core::fail({{"type", "Choose what you would like to do."}});
        co_return error_response(services, request, error.error());
    }
    auto const stamp = services.stamp(core::Actor::requester());
    auto formed = form_request(read->typed, stamp, services.desk.policy());
    auto mistakes = read->mistakes;
    mistakes.insert(mistakes.end(), formed.mistakes.begin(), formed.mistakes.end());
    if (is_step(read->step)) co_return go_to(services, request, *read, std::move(mistakes));
    if (!read->step.empty() && read->step != "send") mistakes.push_back({"", "This button is not one of the form."});
    auto const last = read->typed.type == core::RequestType::unsubscribe ? FormStep::about : FormStep::review;
    if (!mistakes.empty()) co_return show_step(services, request, read->typed, step_of(mistakes, last), mistakes);
    if (auto refusal = over_limit(services, request, formed.asked)) co_return std::move(*refusal);

    auto act = [&desk = services.desk, asked = std::move(formed.asked), stamp](storage::Transaction& transaction) {
        return desk.submit(transaction, asked, stamp);
    };
    auto work = write_store(services.store, std::move(act));
    auto const submitted = co_await std::move(work);
    if (!submitted) co_return error_response(services, request, submitted.error());
    services.log.info(
        "request.submitted",
        {{"reference", submitted->reference.text()}, {"type", submitted->type}, {"channel", submitted->channel}});
    co_return HttpResponse::see_other(services.links.receipt_path(submitted->id, submitted->reference, stamp.at));
}

} // namespace habeas::app::pages
