#include "app/pages/my_request.hpp"

#include "app/error_response.hpp"
#include "app/pages/frame.hpp"
#include "app/pages/my_request_page.hpp"
#include "app/pages/requester_access.hpp"
#include "app/pages/strict_form.hpp"
#include "app/store_access.hpp"

namespace habeas::app::pages {

namespace {

namespace asio = boost::asio;
using http::HttpRequest;
using http::HttpResponse;

std::optional<MyCase> find_case(storage::Snapshot& snapshot, core::RequestId id) {
    auto request = snapshot.find(id);
    if (!request) return std::nullopt;
    return MyCase{std::move(*request), snapshot.messages(id), snapshot.letters_of(id)};
}

asio::awaitable<HttpResponse> show_case(Services& services, HttpRequest& request, core::RequestId id,
                                        std::optional<MyRefusal> refusal) {
    auto find = [id](storage::Snapshot& snapshot) { return find_case(snapshot, id); };
    auto work = read_store(services.store, std::move(find));
    auto const mine = co_await std::move(work);
    if (!mine) co_return not_opened(services);
    auto view = my_request_view(services, *mine, request.query.value("done"), refusal);
    auto const status = refusal ? http::status_of(refusal->error.code) : 200;
    auto answer = show_with_form(services, request, status, "pages/my_request.html", view);
    let_in(services, request, answer, id);
    co_return answer;
}

/// What a form of this page does once its words are read.
using Act = std::function<Desk::Changed(Desk const&, storage::Transaction&, core::SubjectRequest const&,
                                        core::FreeText const&, core::Stamp const&)>;

struct MyForm {
    std::string_view field; ///< the one text of the form; empty where it has none
    std::string_view done;  ///< what the page says afterwards
    Act act;
};

/// The common path of the three forms: may this browser, what does it say, do it, back to the page. No version is
/// asked for: whoever writes from a letter cannot have seen the newest one.
asio::awaitable<HttpResponse> post(Services& services, HttpRequest& request, http::Form const& form, MyForm what) {
    auto const id = opened_request(services, request);
    if (!id) co_return not_opened(services, form.value(what.field));
    if (auto refusal = too_many_lookups(services, request)) co_return std::move(*refusal);
    StrictForm strict(form);
    strict.text("version");
    auto const words = what.field.empty() ? core::FreeText() : strict.free_text(what.field);
    if (auto mistakes = strict.mistakes(); !mistakes.empty()) {
        auto const error = core::fail(std::move(mistakes));
        co_return error_response(services, request, error.error());
    }
    auto const stamp = services.stamp(core::Actor::requester());
    auto act = [&desk = services.desk, id = *id, words, stamp, act = what.act](storage::Transaction& transaction) {
        auto const before = transaction.find(id);
        if (!before) return Desk::Changed(core::fail(core::ErrorCode::not_found, "There is no such request."));
        return act(desk, transaction, *before, words, stamp);
    };
    auto work = write_store(services.store, std::move(act));
    auto const changed = co_await std::move(work);
    if (changed) co_return HttpResponse::see_other(my_path(changed->reference) + "?done=" + std::string(what.done));
    auto shown = show_case(services, request, *id, MyRefusal{what.field, words.reveal(), changed.error()});
    co_return co_await std::move(shown);
}

} // namespace

asio::awaitable<HttpResponse> open_my_request(Services& services, HttpRequest& request) {
    auto const id = opened_by_link(services, mailed_token(request));
    if (!id) co_return not_opened(services);
    auto answer = HttpResponse::see_other(my_path(services.store.references().encode(*id)));
    let_in(services, request, answer, *id);
    co_return answer;
}

asio::awaitable<HttpResponse> my_request(Services& services, HttpRequest& request) {
    auto const id = opened_request(services, request);
    if (!id) co_return not_opened(services);
    auto shown = show_case(services, request, *id, std::nullopt);
    co_return co_await std::move(shown);
}

asio::awaitable<HttpResponse> back_to_my_request(Services&, HttpRequest& request) {
    auto const reference = request.parameter("reference");
    co_return HttpResponse::see_other(is_plain(reference) ? "/my/" + std::string(reference) : "/status");
}

asio::awaitable<HttpResponse> write_message(Services& services, HttpRequest& request, http::Form const& form) {
    auto write = [](Desk const& desk, storage::Transaction& transaction, core::SubjectRequest const& before,
                    core::FreeText const& words, core::Stamp const& stamp) {
        Target const target{before.id, before.version};
        if (before.status == core::Status::awaiting_requester)
            return desk.receive_information(transaction, target, words, stamp);
        if (!may_write(before, transaction.messages(before.id)))
            return Desk::Changed(core::fail(core::ErrorCode::not_allowed_now,
                                            "This request is finished, so no message can be added to it."));
        return desk.add_message(transaction, target, core::MessageKind::from_requester, words, stamp);
    };
    auto posted = post(services, request, form, {"text", "message", std::move(write)});
    co_return co_await std::move(posted);
}

asio::awaitable<HttpResponse> withdraw_my_request(Services& services, HttpRequest& request, http::Form const& form) {
    auto withdraw = [](Desk const& desk, storage::Transaction& transaction, core::SubjectRequest const& before,
                       core::FreeText const& words, core::Stamp const& stamp) {
        return desk.withdraw(transaction, {before.id, before.version}, words, stamp);
    };
    auto posted = post(services, request, form, {{}, "withdrawal", std::move(withdraw)});
    co_return co_await std::move(posted);
}

asio::awaitable<HttpResponse> appeal_my_request(Services& services, HttpRequest& request, http::Form const& form) {
    auto appeal = [](Desk const& desk, storage::Transaction& transaction, core::SubjectRequest const& before,
                     core::FreeText const& words, core::Stamp const& stamp) {
        return desk.appeal(transaction, {before.id, before.version}, words, stamp);
    };
    auto posted = post(services, request, form, {"reason", "appeal", std::move(appeal)});
    co_return co_await std::move(posted);
}

asio::awaitable<HttpResponse> close_my_request(Services& services, HttpRequest& request, http::Form const&) {
    auto answer = HttpResponse::see_other("/status?closed=yes");
    if (auto const id = opened_request(services, request)) let_out(services, request, answer, *id);
    co_return answer;
}

} // namespace habeas::app::pages
