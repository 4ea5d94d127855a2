#include "app/pages/after_sign_in.hpp"

#include "app/http/text.hpp"
#include "app/pages/account.hpp"

namespace habeas::app::pages {

namespace {

namespace asio = boost::asio;
using http::HttpRequest;
using http::HttpResponse;

/// An address is kept short, and a sign-in page left open over a weekend still leads on.
constexpr std::size_t longest_target = 1000;
constexpr std::chrono::hours page_lifetime{72};
/// A field of a form holds 64 KiB; sealing makes a third more of the words.
constexpr std::size_t longest_sealed_form = 60 * 1024;

/// Path, then name and value of each field. No form field holds a NUL (http::Form).
constexpr char separator = '\0';

struct UnsentForm {
    std::string path;
    http::Form fields;
};

std::string text_of(HttpRequest const& request, http::Form const& form) {
    auto text = request.path;
    for (auto const& [name, value] : form.fields())
        if (name != "form_token") text.append(1, separator).append(name).append(1, separator).append(value);
    return text;
}

UnsentForm read_form(std::string_view text) {
    UnsentForm form{std::string(http::next_part(text, separator)), {}};
    while (!text.empty()) {
        auto const name = http::next_part(text, separator);
        form.fields.add(std::string(name), std::string(http::next_part(text, separator)));
    }
    return form;
}

std::optional<UnsentForm> open_form(Services const& services, std::string_view sealed, core::StaffId who) {
    auto const lifetime = services.configuration.sessions.unsent_minutes;
    auto const text = services.sealed_texts.open(SealedFor::unsent_form, who, sealed, services.clock.now(), lifetime);
    return text ? std::optional(read_form(*text)) : std::nullopt;
}

/// The form's own page, filled in and not carried out, in answer to signing in. No redirect can carry the words, and
/// loading this answer again only signs in once more.
asio::awaitable<std::optional<HttpResponse>> show_again(HttpRequest const& signing_in, SignedIn const& signed_in,
                                                        UnsentForm form, http::Router const& forms) {
    HttpRequest again;
    again.method = http::Method::post;
    again.path = std::move(form.path);
    again.remote_address = signing_in.remote_address;
    again.secure = signing_in.secure;
    again.request_id = signing_in.request_id;
    again.context = ReturnedForm{signed_in, std::move(form.fields)};
    auto const match = forms.match(again);
    if (match.found != http::Router::Found::route) co_return std::nullopt;
    auto answering = forms.answer(again, match);
    auto answer = co_await std::move(answering);
    // The page says in words that nothing was sent; signing in, which this answers, went well.
    if (answer.status == 409 || answer.status == 422) answer.status = 200;
    co_return answer;
}

} // namespace

std::string seal_page(Services const& services, HttpRequest const& request) {
    if (request.target == "/desk" || request.target.size() > longest_target) return {};
    return services.sealed_texts.seal(SealedFor::page_after_sign_in, core::StaffId{}, request.target,
                                      services.clock.now());
}

std::optional<std::string> open_page(Services const& services, std::string_view sealed) {
    return services.sealed_texts.open(SealedFor::page_after_sign_in, core::StaffId{}, sealed, services.clock.now(),
                                      page_lifetime);
}

std::string with_next(std::string_view path, std::string_view sealed) {
    return std::string(path) + (sealed.empty() ? "" : "?next=" + std::string(sealed));
}

std::string seal_form(Services const& services, HttpRequest const& request, http::Form const& form,
                      core::StaffId owner) {
    auto sealed =
        services.sealed_texts.seal(SealedFor::unsent_form, owner, text_of(request, form), services.clock.now());
    return sealed.size() <= longest_sealed_form ? sealed : std::string();
}

std::string_view first_page(storage::StaffMember const& member) {
    return member.role == core::Role::admin ? "/settings" : "/desk";
}

asio::awaitable<std::optional<HttpResponse>> show_unsent(Services& services, HttpRequest const& request,
                                                         SignedIn const& signed_in, std::string_view unsent,
                                                         http::Router const& forms) {
    auto form = open_form(services, unsent, signed_in.member.id);
    if (!form) co_return std::nullopt;
    auto showing = show_again(request, signed_in, std::move(*form), forms);
    co_return co_await std::move(showing);
}

asio::awaitable<HttpResponse> go_on(Services& services, HttpRequest const& request, SignedIn const& signed_in,
                                    Carried const& carried, http::Router const& forms) {
    auto const page = open_page(services, carried.next);
    if (signed_in.member.must_change_password) {
        auto const next = page ? carried.next : std::string();
        // No address can carry the words: the account page itself is the answer, with the words in its form.
        if (open_form(services, carried.unsent, signed_in.member.id)) {
            auto asking = ask_for_own_password(services, signed_in, {next, carried.unsent});
            co_return co_await std::move(asking);
        }
        co_return HttpResponse::see_other(with_next("/account", next));
    }
    auto showing = show_unsent(services, request, signed_in, carried.unsent, forms);
    auto shown = co_await std::move(showing);
    if (shown) co_return std::move(*shown);
    co_return HttpResponse::see_other(page ? std::string_view(*page) : first_page(signed_in.member));
}

} // namespace habeas::app::pages
