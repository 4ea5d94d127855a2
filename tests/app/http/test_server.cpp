#include "tests/app/http/test_server.hpp"

#include <new>
#include <stdexcept>

namespace habeas::app::http {
namespace {

using Answer = boost::asio::awaitable<HttpResponse>;

Answer hello(HttpRequest&) {
    co_return HttpResponse::text(200, "hello");
}
Answer echo(HttpRequest& request) {
    co_return HttpResponse::text(200, request.body);
}
Answer large(HttpRequest&) {
    co_return HttpResponse::text(200, std::string(100'000, 'x')).allow_compression();
}
Answer broken(HttpRequest&) {
    throw std::runtime_error{"table subject_requests is locked"};
    co_return HttpResponse{};
}
Answer exhausted(HttpRequest&) {
    throw std::bad_alloc{};
    co_return HttpResponse{};
}

Answer splitting(HttpRequest&) {
    auto response = HttpResponse::text(200, "never seen");
    response.headers.add("X-Note", "a\r\nSet-Cookie: planted=1");
    co_return response;
}

Answer who(HttpRequest& request) {
    co_return HttpResponse::text(200, request.remote_address + (request.secure ? " secure" : " plain"));
}

Answer form(HttpRequest& request) {
    auto const fields = request.form();
    if (!fields) co_return HttpResponse::problem(fields.error());
    co_return HttpResponse::text(200,
                                 std::string{request.parameter("name")} + "=" + std::string{fields->value("value")});
}

} // namespace

void Event::happen() {
    std::scoped_lock const lock{mutex_};
    has_happened_ = true;
    happened_.notify_all();
}

void Event::wait() {
    std::unique_lock lock{mutex_};
    if (!happened_.wait_for(lock, std::chrono::seconds{5}, [this] { return has_happened_; }))
        throw std::runtime_error{"it did not happen in five seconds"};
}

ServerOptions TestServer::quick_options() {
    ServerOptions options;
    options.port = 0;
    options.threads = 2;
    options.default_body_bytes = 2000;
    options.header_time = std::chrono::milliseconds{300};
    options.body_time = std::chrono::milliseconds{300};
    options.idle_time = std::chrono::milliseconds{300};
    return options;
}

TestServer::TestServer(ServerOptions options, Hooks hooks)
    : server_{std::move(options), Router{routes(), std::move(hooks)}, [this](AccessRecord const& record) {
                  std::scoped_lock const lock{mutex_};
                  log_.push_back({std::string{record.request_id}, std::string{record.method}, std::string{record.route},
                                  std::string{record.remote_address}, std::string{record.refusal},
                                  std::string{record.failure}, record.status});
              }} {
    server_.start();
}

TestServer::~TestServer() {
    let_go.happen();
    server_.stop(std::chrono::milliseconds{0});
    for (auto& thread : foreign_) {
        thread.join();
    }
}

support::RawAnswer TestServer::ask(std::string_view request) const {
    auto client = connect();
    client.send(request);
    return client.read_answer(request.starts_with("HEAD"));
}

std::vector<Logged> TestServer::log() const {
    std::scoped_lock const lock{mutex_};
    return log_;
}

std::vector<Route> TestServer::routes() {
    auto waiting = [this](HttpRequest&) -> Answer {
        auto work = await_result<std::string>([this](Completion<std::string> done) {
            std::scoped_lock const lock{mutex_};
            foreign_.emplace_back([this, done = std::move(done)]() mutable {
                entered.happen();
                let_go.wait();
                done(std::string{"at last"});
            });
        });
        auto words = co_await std::move(work);
        co_return HttpResponse::text(200, std::move(words));
    };
    return {
        {Method::get, "/hello", {}, hello},         {Method::post, "/echo", {}, echo, 1000},
        {Method::post, "/forms/:name", {}, form},   {Method::get, "/broken", {}, broken},
        {Method::get, "/exhausted", {}, exhausted}, {Method::get, "/splitting", {}, splitting},
        {Method::get, "/large", {}, large},         {Method::get, "/who", {}, who},
        {Method::get, "/waiting", {}, waiting},
    };
}

} // namespace habeas::app::http
