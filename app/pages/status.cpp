#include "app/pages/status.hpp"

#include "app/html/forms.hpp"
#include "app/pages/frame.hpp"
#include "app/pages/requester_access.hpp"
#include "app/pages/strict_form.hpp"
#include "app/pages/typed_reference.hpp"
#include "app/store_access.hpp"

#include <algorithm>
#include <cctype>

namespace habeas::app::pages {

namespace {

namespace asio = boost::asio;
using http::HttpRequest;
using http::HttpResponse;

HttpResponse show_form(Services& services, HttpRequest const& request, http::Form const& typed,
                       std::vector<core::FieldError> const& mistakes) {
    auto view = public_frame(services, "Check a request");
    html::FieldValue const values[] = {{"reference", typed.value("reference")}, {"email", typed.value("email")}};
    auto const errors = html_errors(mistakes);
    html::fill_form(view, values, errors);
    view.show_if(request.query.value("closed") == "yes", "PAGE_CLOSED");
    return show_with_form(services, request, mistakes.empty() ? 200 : 422, "pages/status.html", view);
}

/// Mails the link where reference and address belong together. Runs after the answer has gone out, so that the time it
/// takes tells nobody anything ("the public pages answer the same for known and unknown people").
storage::Offered send_link_later(Services& services, core::RequestId id, core::EmailAddress address,
                                 core::Stamp const& stamp) {
    return write_later(services.store,
                       [&services, id, address = std::move(address), stamp](storage::Transaction& transaction) {
                           auto const before = transaction.find(id);
                           auto const known = before ? before->reply_address() : std::nullopt;
                           if (!known || known->lookup_key() != address.lookup_key()) return;
                           if (!may_mail_link(transaction, services.configuration.limits, *before, stamp.at)) return;
                           if (!services.desk.send_link(transaction, {id, before->version}, stamp))
                               services.log.warning("status.link_not_sent", {{"reference", before->reference.text()}});
                       });
}

/// A page that says "look in your e-mail" must not be shown while no letter can be written. Proved by a write of its
/// own before anything is looked up, the same for everybody, so that it tells nothing of anybody.
asio::awaitable<void> prove_that_letters_can_be_written(storage::Store& store, core::Stamp stamp) {
    if (!store.ready()) throw storage::StoreUnavailable("the store is not ready");
    auto proof = write_store(store, [stamp](storage::Transaction& transaction) {
        transaction.prove_writable();
        return transaction.commit(core::Decision::bookkeeping(), stamp.at).has_value();
    });
    (void)co_await std::move(proof);
}

/// Which of its characters is wrong, nobody can say; that one is, the check character does.
std::string_view mistake_in(std::string_view typed) {
    if (typed.empty()) return "Enter the reference of your request.";
    constexpr std::ptrdiff_t with_prefix = 11, without = 8;
    // Of a character that takes several bytes, the first.
    auto const characters =
        std::ranges::count_if(typed, [](unsigned char each) { return each >= 0xC0 || std::isalnum(each) != 0; });
    if (characters == with_prefix || characters == without)
        return "A character in this reference is wrong. Compare it with our letter.";
    return "Enter the whole reference, such as DSR-7Q2M-K4XV.";
}

} // namespace

asio::awaitable<HttpResponse> status(Services& services, HttpRequest& request) {
    co_return show_form(services, request, {}, {});
}

asio::awaitable<HttpResponse> send_status_link(Services& services, HttpRequest& request, http::Form const& form) {
    StrictForm strict(form);
    auto const typed = strict.text("reference");
    auto const id = services.store.references().decode(typed_reference(typed));
    if (!id) strict.mistake("reference", std::string(mistake_in(typed)));
    auto address = strict.email("email", Presence::required);
    if (auto const mistakes = strict.mistakes(); !mistakes.empty())
        co_return show_form(services, request, form, mistakes);
    if (auto refusal = too_many_lookups(services, request)) co_return std::move(*refusal);
    auto const stamp = services.stamp(core::Actor::requester());
    auto proof = prove_that_letters_can_be_written(services.store, stamp);
    co_await std::move(proof);
    if (send_link_later(services, *id, std::move(*address), stamp) == storage::Offered::full)
        throw storage::StoreUnavailable("the store's queue is full");
    auto const view = public_frame(services, "Look in your e-mail");
    co_return show(services, 200, "pages/status_sent.html", view);
}

} // namespace habeas::app::pages
