#include "app/pages/verify.hpp"

#include "app/error_response.hpp"
#include "app/html/dates.hpp"
#include "app/pages/frame.hpp"
#include "app/pages/requester_access.hpp"
#include "app/pages/strict_form.hpp"
#include "app/pages/words.hpp"
#include "app/store_access.hpp"

namespace habeas::app::pages {

namespace {

namespace asio = boost::asio;
using http::HttpRequest;
using http::HttpResponse;

/// Where the person with the link stands; each is a section of the template.
enum class Standing { to_ask, confirmed, already, expired, link_sent, over, unknown };

std::string_view section_of(Standing standing) {
    switch (standing) {
    case Standing::to_ask:
        return "ASK";
    case Standing::confirmed:
        return "CONFIRMED";
    case Standing::already:
        return "ALREADY";
    case Standing::expired:
        return "EXPIRED";
    case Standing::link_sent:
        return "NEW_LINK_SENT";
    case Standing::over:
        return "OVER";
    case Standing::unknown:
        return "UNKNOWN";
    }
    return {};
}

struct Found {
    Standing standing{Standing::unknown};
    std::optional<core::SubjectRequest> request;
};

Standing standing_of(core::SubjectRequest const& request, LinkTarget const& link, core::Instant now,
                     std::chrono::hours lifetime) {
    if (request.evidence >= core::Evidence::address_confirmed) return Standing::already;
    if (!core::next_status(request.status, core::Verb::verify)) return Standing::over;
    return now - link.issued_at > lifetime ? Standing::expired : Standing::to_ask;
}

/// The browser that has just confirmed comes by a redirect, so that loading the page again sends nothing again.
Standing standing_for(Services const& services, HttpRequest const& request, core::SubjectRequest const& confirmed) {
    auto const just_begun = confirmed.status == core::Status::open;
    return just_begun && may_see(services, request, confirmed.id) ? Standing::confirmed : Standing::already;
}

HttpResponse answer_with(Services& services, HttpRequest const& request, Found const& found) {
    auto view = public_frame(services, "Confirm your request");
    // As it came: whoever has the token holds the letter, and the page goes to nobody else.
    view.text("ACTION", "/verify/" + std::string(mailed_token(request)));
    view.show(section_of(found.standing));
    if (auto const& about = found.request) {
        view.text("REFERENCE", about->reference.text());
        view.text("TYPE_SENTENCE", public_phrase(about->type, about->requester.kind));
        view.text("MY_URL", my_path(about->reference));
        view.show(may_see(services, request, about->id) ? "OPENED" : "NOT_OPENED");
        if (auto const due = about->due_on())
            view.text("DUE_ISO", core::iso(*due)).text("DUE_DAY", html::day_words(*due));
    }
    auto const status = found.standing == Standing::unknown ? 404 : 200;
    return show_with_form(services, request, status, "pages/verify.html", view);
}

/// Inside the transaction: confirms where the link still may. Says where the person stands then.
core::Result<Standing> confirm(storage::Transaction& transaction, Desk const& desk, LinkTarget const& link,
                               core::Stamp const& stamp) {
    auto const before = transaction.find(link.request);
    if (!before) return Standing::unknown;
    auto const standing = standing_of(*before, link, stamp.at, desk.policy().link_lifetime);
    if (standing != Standing::to_ask) return standing;
    auto after = desk.verify(transaction, {link.request, before->version}, core::Evidence::address_confirmed, stamp);
    if (!after) return std::unexpected(std::move(after.error()));
    return Standing::confirmed;
}

HttpResponse verify_page(HttpRequest const& request) {
    return HttpResponse::see_other("/verify/" + std::string(mailed_token(request)));
}

/// Forms of these pages hold nothing but their token.
std::optional<HttpResponse> refuse_fields(Services& services, HttpRequest const& request, http::Form const& form) {
    auto mistakes = StrictForm(form).mistakes();
    if (mistakes.empty()) return std::nullopt;
    auto const error = core::fail(std::move(mistakes));
    return error_response(services, request, error.error());
}

} // namespace

asio::awaitable<HttpResponse> verify(Services& services, HttpRequest& request) {
    auto const link = services.links.read(LinkPurpose::verify, mailed_token(request));
    if (!link) co_return answer_with(services, request, {});
    auto find = [id = link->request](storage::Snapshot& snapshot) { return snapshot.find(id); };
    auto work = read_store(services.store, std::move(find));
    Found found{Standing::unknown, co_await std::move(work)};
    if (found.request)
        found.standing = standing_of(*found.request, *link, services.clock.now(), services.desk.policy().link_lifetime);
    if (found.standing == Standing::already) found.standing = standing_for(services, request, *found.request);
    co_return answer_with(services, request, found);
}

asio::awaitable<HttpResponse> confirm_address(Services& services, HttpRequest& request, http::Form const& form) {
    if (auto refusal = refuse_fields(services, request, form)) co_return std::move(*refusal);
    auto const link = services.links.read(LinkPurpose::verify, mailed_token(request));
    if (!link) co_return answer_with(services, request, {});
    auto const stamp = services.stamp(core::Actor::requester());
    auto act = [&desk = services.desk, link = *link, stamp](storage::Transaction& transaction) {
        return confirm(transaction, desk, link, stamp);
    };
    auto work = write_store(services.store, std::move(act));
    auto const standing = co_await std::move(work);
    if (!standing) co_return error_response(services, request, standing.error());
    if (*standing == Standing::unknown) co_return answer_with(services, request, {});
    auto answer = verify_page(request);
    if (*standing == Standing::confirmed) let_in(services, request, answer, link->request);
    co_return answer;
}

asio::awaitable<HttpResponse> back_to_verify(Services&, HttpRequest& request) {
    co_return is_plain(mailed_token(request)) ? verify_page(request) : HttpResponse::see_other("/");
}

asio::awaitable<HttpResponse> send_new_link(Services& services, HttpRequest& request, http::Form const& form) {
    if (auto refusal = refuse_fields(services, request, form)) co_return std::move(*refusal);
    auto const link = services.links.read(LinkPurpose::verify, mailed_token(request));
    if (!link) co_return answer_with(services, request, {});
    if (auto refusal = too_many_lookups(services, request)) co_return std::move(*refusal);
    auto const stamp = services.stamp(core::Actor::requester());
    auto act = [&services, id = link->request, stamp](storage::Transaction& transaction) -> core::Result<void> {
        auto const before = transaction.find(id);
        if (!before || before->status != core::Status::unverified) return {};
        if (!may_mail_link(transaction, services.configuration.limits, *before, stamp.at)) return {};
        auto sent = services.desk.send_link(transaction, {id, before->version}, stamp);
        if (!sent) return std::unexpected(std::move(sent.error()));
        return {};
    };
    auto work = write_store(services.store, std::move(act));
    auto const sent = co_await std::move(work);
    if (!sent) co_return error_response(services, request, sent.error());
    co_return answer_with(services, request, {Standing::link_sent, std::nullopt});
}

} // namespace habeas::app::pages
