#include "app/pages/new_request.hpp"

#include "app/error_response.hpp"
#include "app/html/dates.hpp"
#include "app/pages/frame.hpp"
#include "app/pages/request_form_page.hpp"
#include "app/store_access.hpp"

#include <algorithm>
#include <memory>

namespace habeas::app::pages {

namespace {

namespace asio = boost::asio;
using http::HttpRequest;
using http::HttpResponse;
using Mistakes = std::vector<core::FieldError>;

/// One visit to the form: what was typed, and which draft of which browser it belongs to.
struct Visit {
    Services& services;
    HttpRequest const& request;
    PublicFormToken token;
    core::Stamp stamp;
    DraftKey key;
    ReadForm read;

    /// Keeps what was typed for going back and loading again; false where it is larger than what may be kept.
    bool keep() const { return services.drafts.keep(key, {fields_of(read.typed), std::nullopt}, stamp.at); }
};

Visit begin_visit(Services& services, HttpRequest const& request, ReadForm read) {
    auto token = public_form_token(services, request);
    // The form token is a keyed tag of the browser's cookie: no other browser's leads to the same draft.
    DraftKey key{token.value, read.draft.empty() ? services.drafts.new_id() : read.draft};
    return {services,       request,        std::move(token), services.stamp(core::Actor::requester()),
            std::move(key), std::move(read)};
}

HttpResponse show(Visit const& visit, int status, FormPage page) {
    page.draft = visit.key.id;
    auto view = request_form_view(visit.services, visit.read.typed, page);
    return show_with_form(visit.services, visit.request, status, "pages/new_request.html", view, visit.token);
}

/// The form again as the answer to a POST, with what is wrong; going back from there finds it filled in.
HttpResponse show_again(Visit const& visit, int status, FormStep step, Mistakes mistakes) {
    visit.keep();
    return show(visit, status, {.step = step, .mistakes = std::move(mistakes)});
}

/// To the next page by a GET, which can be loaded again and gone back to: a page that answers a POST cannot.
HttpResponse go_to(Visit const& visit, FormStep step, std::string const& address) {
    if (!visit.keep()) return show(visit, 200, {.step = step});
    return HttpResponse::see_other(step_path(visit.read.typed.type, address, visit.key.id));
}

/// The page where the first mistake can be mended.
FormStep step_of(Mistakes const& mistakes, FormStep otherwise) {
    auto const about =
        std::ranges::any_of(mistakes, [](auto const& mistake) { return is_about_person(mistake.field); });
    if (about) return FormStep::about;
    auto const question = std::ranges::any_of(
        mistakes, [](auto const& mistake) { return !mistake.field.empty() && !is_about_person(mistake.field); });
    return question ? FormStep::request : otherwise;
}

Mistakes about_only(Mistakes mistakes) {
    std::erase_if(mistakes, [](auto const& mistake) { return !is_about_person(mistake.field); });
    return mistakes;
}

FormStep last_step(core::RequestType type) {
    return type == core::RequestType::unsubscribe ? FormStep::about : FormStep::review;
}

/// The row of corrections that the person looks at next, as a fragment of the address.
std::string row_fragment(std::size_t row) {
    return "#corrections." + std::to_string(row) + ".field";
}

/// Every step but the last: which page comes next.
HttpResponse take_step(Visit const& visit, Mistakes mistakes) {
    auto const& step = visit.read.step;
    auto const rows = visit.read.typed.corrections.size();
    auto const& id = visit.key.id;
    if (step == "about") return go_to(visit, FormStep::about, step);
    if (step == "more" || step == "remove") {
        auto const row = step == "more" ? rows : std::min(visit.read.removed.value_or(0), rows - std::min(rows, 1UL));
        if (!visit.keep()) return show(visit, 200, {.step = FormStep::request, .corrections = row + 1});
        auto const address = step == "more" ? "more" : "request";
        return HttpResponse::see_other(step_path(visit.read.typed.type, address, id) + row_fragment(row));
    }
    if (step == "request") {
        mistakes = about_only(std::move(mistakes));
        if (!mistakes.empty()) return show_again(visit, 422, FormStep::about, std::move(mistakes));
        return go_to(visit, FormStep::request, step);
    }
    if (mistakes.empty()) return go_to(visit, FormStep::review, step);
    auto const mend_at = step_of(mistakes, FormStep::request);
    return show_again(visit, 422, mend_at, std::move(mistakes));
}

bool is_step(std::string_view step) {
    return step == "about" || step == "request" || step == "review" || step == "more" || step == "remove";
}

/// The page the form was sent from.
FormStep shown_step(ReadForm const& read) {
    if (read.typed.type == core::RequestType::unsubscribe || read.shown == "about") return FormStep::about;
    if (read.shown == "request" || read.step == "review") return FormStep::request;
    if (read.step == "request") return FormStep::about;
    return FormStep::review;
}

/// "5 open requests per address, 20 a day per IP […] same for known and unknown" (security requirement 57). What counts
/// for an address is what this source sent for it, not what lies in the store: else anybody could fill a person's
/// share, and read off the refusal how many requests the person has. An unsubscribe works from anywhere; only who stops
/// the same address again and again has to wait, and nobody else has to wait with them.
http::RateLimiter::Verdict take(Services& services, HttpRequest const& request, core::NewRequest const& asked) {
    auto& limits = services.limits;
    auto const now = steady_now();
    auto const source = http::source_key(request.remote_address);
    if (asked.type == core::RequestType::unsubscribe)
        return limits.unsubscribes.take(source + " " + asked.subject.email->lookup_key(), now);
    if (asked.subject.email) {
        auto const key = source + " " + asked.subject.email->lookup_key();
        if (auto const address = limits.requests_address.take(key, now); !address.allowed) return address;
    }
    if (auto const day = limits.requests_day.peek(source, now); !day.allowed) return day;
    if (auto const hour = limits.requests_hour.take(source, now); !hour.allowed) return hour;
    return limits.requests_day.take(source, now);
}

std::string limit_words(core::RequestType type, std::chrono::seconds wait) {
    auto const what = type == core::RequestType::unsubscribe
                          ? "E-mails to this address were stopped several times from your network just now."
                          : "Many requests came from your network.";
    return what + (" Please wait " + html::waiting_words(wait)) + ", then press the button once more.";
}

std::optional<HttpResponse> over_limit(Visit const& visit, core::NewRequest const& asked) {
    auto const verdict = take(visit.services, visit.request, asked);
    if (verdict.allowed) return std::nullopt;
    auto answer = show_again(visit, 429, last_step(asked.type), {{"", limit_words(asked.type, verdict.retry_after)}});
    answer.with_header("Retry-After", std::to_string(verdict.retry_after.count()));
    return answer;
}

/// What the desk does not take. The form comes back filled in where it can be sent again.
HttpResponse refused(Visit const& visit, core::Error const& error) {
    auto answer = error_response(visit.services, visit.request, error);
    if (error.code != core::ErrorCode::too_many) return answer;
    auto form = show_again(visit, answer.status, last_step(visit.read.typed.type), {{"", error.message}});
    form.with_header("Retry-After", answer.headers.find("Retry-After").value_or("60"));
    return form;
}

core::Digest words_of(TypedRequest const& typed) {
    std::string all;
    for (auto const& [name, value] : fields_of(typed))
        all.append(name).append(1, '\0').append(value).append(1, '\0');
    return core::sha256(core::as_bytes(all));
}

/// A draft that is sent.
struct Sending {
    DraftKey key;
    Draft::Fields fields;
    core::Digest words;
    core::NewRequest asked;
    core::Stamp stamp;
};

/// The request that the draft has become. Where the commit failed after the note was made, the row is missing, or it is
/// another request's by now: then the draft was not sent.
std::optional<core::SubjectRequest> request_of(storage::Snapshot& snapshot, SentDraft const& sent) {
    auto request = snapshot.find(sent.request);
    if (!request || request->recorded_at != sent.recorded_at) return std::nullopt;
    return request;
}

std::optional<core::SubjectRequest> sent_before(storage::Snapshot& snapshot, Drafts& drafts, Sending const& sending) {
    auto const draft = drafts.find(sending.key, sending.stamp.at);
    if (!draft || !draft->sent || draft->sent->words != sending.words) return std::nullopt;
    return request_of(snapshot, *draft->sent);
}

SentDraft sent_as(core::SubjectRequest const& request, Sending const& sending) {
    return {request.id, request.recorded_at, sending.words};
}

/// A press too many, or a browser that tries again on a bad line, sends the same draft twice: it becomes one request.
/// Runs on the one writer thread, so that two at the same moment come one after the other. The words stay in the draft
/// until they are known to be on the disk.
Desk::Changed submit_once(storage::Transaction& transaction, Services& services, Sending const& sending) {
    if (auto earlier = sent_before(transaction, services.drafts, sending)) return *std::move(earlier);
    auto made = services.desk.submit(transaction, sending.asked, sending.stamp);
    if (made) services.drafts.keep(sending.key, {sending.fields, sent_as(*made, sending)}, sending.stamp.at);
    return made;
}

HttpResponse receipt(Services const& services, core::RequestId id, core::Instant now) {
    return HttpResponse::see_other(services.links.receipt_path(id, services.store.references().encode(id), now));
}

enum class Sent { first_time, again };

asio::awaitable<HttpResponse> send(Visit visit, core::NewRequest asked, Sent sent) {
    if (sent == Sent::first_time)
        if (auto refusal = over_limit(visit, asked)) co_return std::move(*refusal);
    auto const sending = std::make_shared<Sending const>(visit.key, fields_of(visit.read.typed),
                                                         words_of(visit.read.typed), std::move(asked), visit.stamp);
    auto work =
        write_store(visit.services.store, [&services = visit.services, sending](storage::Transaction& transaction) {
            return submit_once(transaction, services, *sending);
        });
    auto const submitted = co_await std::move(work);
    if (!submitted) co_return refused(visit, submitted.error());
    visit.services.drafts.keep(visit.key, {{}, sent_as(*submitted, *sending)}, visit.stamp.at);
    if (submitted->recorded_at == visit.stamp.at)
        visit.services.log.info(
            "request.submitted",
            {{"reference", submitted->reference.text()}, {"type", submitted->type}, {"channel", submitted->channel}});
    co_return receipt(visit.services, submitted->id, visit.stamp.at);
}

/// A draft that was sent is closed: who goes on from an old page of it begins another.
Sent leave_sent_draft(Visit& visit) {
    auto const draft = visit.services.drafts.find(visit.key, visit.stamp.at);
    if (!draft || !draft->sent) return Sent::first_time;
    if (!is_step(visit.read.step) && draft->sent->words == words_of(visit.read.typed)) return Sent::again;
    visit.key.id = visit.services.drafts.new_id();
    return Sent::first_time;
}

/// The draft the address names, as if its form had just come in.
ReadForm read_draft(Draft const& draft, std::string_view id, core::RequestType type) {
    http::Form form;
    for (auto const& [name, value] : draft.fields)
        form.add(name, value);
    auto read = read_request_form(form).value_or(ReadForm{});
    read.typed.type = type;
    read.draft = id;
    return read;
}

/// A page of a draft, by GET. Nobody gets to a later page over mistakes on an earlier one.
HttpResponse show_step(Visit const& visit, std::string_view step) {
    auto const rows = visit.read.typed.corrections.size() + (step == "more" ? 1 : 0);
    if (visit.read.typed.type == core::RequestType::unsubscribe || step == "about" || !is_step(step))
        return show(visit, 200, {.step = FormStep::about});
    auto mistakes = form_request(visit.read.typed, visit.stamp, visit.services.desk.policy()).mistakes;
    if (step != "review") mistakes = about_only(std::move(mistakes));
    auto const reached = step == "review" ? FormStep::review : FormStep::request;
    auto const shown = step_of(mistakes, reached);
    return show(visit, 200, {.step = shown, .mistakes = std::move(mistakes), .corrections = rows});
}

HttpResponse first_page(Services& services, HttpRequest const& request, core::RequestType type, FormPage page) {
    ReadForm read;
    read.typed.type = type;
    return show(begin_visit(services, request, std::move(read)), 200, std::move(page));
}

} // namespace

asio::awaitable<HttpResponse> new_request(Services& services, HttpRequest& request) {
    auto const asked = request.query.value("type");
    if (asked.empty()) co_return HttpResponse::see_other("/");
    auto const type = core::parse<core::RequestType>(asked);
    if (!type || request.query.values("type").size() > 1)
        co_return error_response(services, request, 404, "not_found", {});
    auto const id = request.query.value("draft");
    if (id.empty()) co_return first_page(services, request, *type, {});
    DraftKey const key{public_form_token(services, request).value, std::string(id)};
    auto const now = services.clock.now();
    auto const draft = services.drafts.find(key, now);
    if (!draft) co_return first_page(services, request, *type, {.draft_lost = true});
    if (draft->sent) {
        auto looking = read_store(services.store, [sent = *draft->sent](storage::Snapshot& snapshot) {
            return request_of(snapshot, sent).has_value();
        });
        auto const was_sent = co_await std::move(looking);
        if (was_sent) co_return receipt(services, draft->sent->request, now);
    }
    auto const visit = begin_visit(services, request, read_draft(*draft, id, *type));
    co_return show_step(visit, request.query.value("step"));
}

asio::awaitable<HttpResponse> submit_request(Services& services, HttpRequest& request, http::Form const& form) {
    auto read = read_request_form(form);
    if (!read) {
        auto const error = core::fail({{"type", "Choose what you would like to do."}});
        co_return error_response(services, request, error.error());
    }
    auto visit = begin_visit(services, request, *std::move(read));
    auto const sent = leave_sent_draft(visit);
    auto formed = form_request(visit.read.typed, visit.stamp, services.desk.policy());
    auto mistakes = visit.read.mistakes;
    mistakes.insert(mistakes.end(), formed.mistakes.begin(), formed.mistakes.end());
    auto const& step = visit.read.step;
    if (is_step(step)) co_return take_step(visit, std::move(mistakes));
    if (!step.empty() && step != "send") mistakes.push_back({"", "This button is not one of the form."});
    if (!mistakes.empty()) {
        auto const mend_at = step_of(mistakes, last_step(visit.read.typed.type));
        co_return show_again(visit, 422, mend_at, std::move(mistakes));
    }
    auto sending = send(std::move(visit), std::move(formed.asked), sent);
    co_return co_await std::move(sending);
}

asio::awaitable<HttpResponse> stale_request_form(Services& services, HttpRequest& request, http::Form const& form) {
    services.log.warning("request.refused", {{"request", request.request_id},
                                             {"route", request.route},
                                             {"code", core::code(core::ErrorCode::forbidden)},
                                             {"why", MachineText{"form token"}}});
    auto read = read_request_form(form);
    if (!read) co_return HttpResponse::see_other("/");
    auto const step = shown_step(*read);
    auto const visit = begin_visit(services, request, *std::move(read));
    co_return show_again(visit, 403, step,
                         {{"", "Your browser no longer knew this form, so it was not taken. Please press the button "
                               "once more."}});
}

asio::awaitable<HttpResponse> choose_request(Services&, HttpRequest&) {
    co_return HttpResponse::see_other("/");
}

} // namespace habeas::app::pages
