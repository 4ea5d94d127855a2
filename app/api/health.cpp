#include "app/api/health.hpp"

#include "app/api/metrics_text.hpp"
#include "app/store_access.hpp"

namespace habeas::app::api {

namespace {

using http::HttpResponse;

MeasuredStore measure(storage::Snapshot& snapshot) {
    return {.counts = snapshot.counts(),
            .letters_owed = snapshot.count_letters(core::LetterState::owed),
            .letters_dead = snapshot.count_letters(core::LetterState::dead),
            .audit_entries = snapshot.audit_head().entries};
}

} // namespace

boost::asio::awaitable<HttpResponse> healthz(Services&, http::HttpRequest&) {
    co_return HttpResponse::text(200, "ok\n");
}

boost::asio::awaitable<HttpResponse> readyz(Services& services, http::HttpRequest&) {
    if (services.store.ready()) co_return HttpResponse::text(200, "ready\n");
    auto answer = HttpResponse::text(503, "not ready: the database cannot be written\n");
    answer.with_header("Retry-After", "5");
    co_return answer;
}

boost::asio::awaitable<HttpResponse> metrics(Services& services, http::HttpRequest&) {
    auto work = read_store(services.store, [](storage::Snapshot& snapshot) { return measure(snapshot); });
    auto const measured = co_await std::move(work);
    auto answer = HttpResponse::text(200, metrics_text(measured, services.store.figures(), services.store.ready(),
                                                       services.wire, services.clock.now()));
    answer.with_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    co_return answer;
}

} // namespace habeas::app::api
