#include "tests/support/app_harness.hpp"

#include "app/error_response.hpp"
#include "app/http/request_head.hpp"
#include "app/policy.hpp"
#include "habeas_templates.hpp"

#include <algorithm>
#include <stdexcept>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

namespace habeas::testing {

namespace {

namespace http = app::http;
using http::HttpRequest;
using http::HttpResponse;

app::LoadedConfiguration load(AppHarness::Options const& options, std::string const& folder) {
    std::map<std::string, std::string> settings{
        {"server.public_url", "http://privacy.test"}, {"passwords.memory_kib", "8192"}, {"passwords.passes", "1"}};
    for (auto const* limit :
         {"requests_per_source_hour", "requests_per_source_day", "requests_per_address_day",
          "sign_in_tries_per_account_hour", "sign_in_tries_per_login_hour", "sign_in_tries_per_source_hour",
          "sign_in_tries_total_hour", "status_lookups_per_source_hour", "api_requests_per_token_second",
          "api_requests_per_token_burst", "mails_per_address_hour"})
        settings["limits." + std::string(limit)] = "1000000";
    settings["storage.folder"] = folder;
    for (auto const& [key, value] : options.settings)
        settings[key] = value;
    auto loaded = app::load_configuration({{}, {}, {settings.begin(), settings.end()}});
    if (!loaded) throw std::invalid_argument(app::mistakes_text(loaded.error()));
    return *std::move(loaded);
}

void encode(std::string_view text, std::string& out) {
    constexpr auto digits = "0123456789ABCDEF";
    for (char const letter : text) {
        auto const byte = static_cast<unsigned char>(letter);
        bool const plain = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                           (letter >= '0' && letter <= '9') || letter == '-' || letter == '.' || letter == '_';
        if (plain)
            out += letter;
        else
            out.append({'%', digits[byte >> 4], digits[byte & 15]});
    }
}

std::string urlencoded(Pairs const& fields) {
    std::string body;
    for (auto const& [name, value] : fields) {
        if (!body.empty()) body += '&';
        encode(name, body);
        body += '=';
        encode(value, body);
    }
    return body;
}

Pairs cookie_header(Browser const& browser) {
    std::string line;
    for (auto const& [name, value] : browser.cookies)
        line += (line.empty() ? "" : "; ") + name + "=" + value;
    if (line.empty()) return {};
    return {{"Cookie", line}};
}

} // namespace

/// The same parts as those of app::Application, without server, scheduler and post office.
struct AppHarness::Parts {
    Parts(MakeRoutes const& make_routes, Options const& options)
        : loaded(load(options, temporary.folder().string()))
        , clock(at_time(options.now))
        , calendar(loaded.values.company.time_zone)
        , log(app::Log::to_stream(log_text, app::LogLevel::debug, clock))
        , desk(app::make_policy(loaded.values), temporary->references())
        , links(test_master_key(), loaded.values.server.public_url, random)
        , form_tokens(test_master_key())
        , known_devices(test_master_key(), random)
        , sealed_texts(test_master_key(), random)
        , renderer(app::templates::files())
        , passwords(test_master_key(),
                    {loaded.values.passwords.memory_kib, static_cast<unsigned>(loaded.values.passwords.passes)}, random)
        , limits(loaded.values.limits)
        , drafts(app::draft_limits(loaded.values.limits), random)
        , services{loaded.values, loaded.effective, *temporary,    desk,         clock,    calendar,
                   links,         form_tokens,      known_devices, sealed_texts, renderer, passwords,
                   limits,        drafts,           wire,          random,       log}
        , router(make_routes(services), hooks()) {}

    http::Hooks hooks() {
        http::Hooks hooks;
        hooks.error = [this](HttpRequest const& request, int status, std::string_view code, std::string_view message) {
            return app::error_response(services, request, status, code, message);
        };
        return hooks;
    }

    TemporaryStore temporary;
    app::LoadedConfiguration loaded;
    SteppedClock clock;
    app::CompanyCalendar calendar;
    RepeatedRandom random;
    std::ostringstream log_text;
    app::Log log;
    app::Desk desk;
    app::Links links;
    app::FormTokens form_tokens;
    app::KnownDevices known_devices;
    app::SealedTexts sealed_texts;
    app::html::Renderer renderer;
    app::Passwords passwords;
    app::Limits limits;
    app::Drafts drafts;
    app::WireFigures wire;
    app::Services services;
    http::Router router;
};

core::Instant at_time(std::string_view rfc3339) {
    auto const parsed = app::parse_rfc3339(rfc3339);
    if (!parsed) throw std::invalid_argument("no RFC 3339 time: " + std::string(rfc3339));
    return *parsed;
}

void Browser::keep(HttpResponse const& answer) {
    for (std::size_t index = 0; index < answer.headers.size(); ++index) {
        auto const field = answer.headers.at(index);
        if (field.name != "Set-Cookie") continue;
        auto const pair = field.value.substr(0, field.value.find(';'));
        auto const equals = pair.find('=');
        std::string const name(pair.substr(0, equals));
        if (field.value.contains("Max-Age=0") || equals + 1 == pair.size())
            cookies.erase(name);
        else
            cookies[name] = pair.substr(equals + 1);
    }
}

AppHarness::AppHarness(MakeRoutes const& make_routes, Options const& options)
    : parts_(std::make_unique<Parts>(make_routes, options)) {}

AppHarness::~AppHarness() {
    // The store's threads may still log what was left to them; they stop before the log goes.
    parts_->temporary.store().close();
}

app::Services& AppHarness::services() {
    return parts_->services;
}
storage::Store& AppHarness::store() {
    return parts_->temporary.store();
}
app::Desk const& AppHarness::desk() {
    return parts_->desk;
}
SteppedClock& AppHarness::clock() {
    return parts_->clock;
}
core::Day AppHarness::today() {
    return parts_->calendar.day_of(parts_->clock.now());
}
std::string AppHarness::logged() {
    return parts_->log_text.str();
}
TemporaryStore& AppHarness::temporary_store() {
    return parts_->temporary;
}

HttpResponse AppHarness::answer(HttpRequest request) {
    failure_.clear();
    auto const match = parts_->router.match(request);
    std::optional<HttpResponse> answer;
    boost::asio::io_context loop;
    boost::asio::co_spawn(loop, parts_->router.answer(request, match),
                          [&](std::exception_ptr failure, HttpResponse given) {
                              if (!failure) return void(answer = std::move(given));
                              try {
                                  std::rethrow_exception(failure);
                              } catch (std::exception const& exception) {
                                  failure_ = exception.what();
                              }
                          });
    loop.run();
    if (answer) return *std::move(answer);
    return parts_->router.error(request, 500, "internal",
                                "Something went wrong on our side. Reference: " + request.request_id);
}

HttpResponse AppHarness::ask(http::Method method, std::string const& target, Pairs const& headers, std::string body) {
    HttpRequest request;
    request.method = method;
    if (!http::read_target(target, method, request)) throw std::invalid_argument("no request target: " + target);
    for (auto const& [name, value] : headers)
        request.headers.add(name, value);
    if (!request.headers.contains("Host")) request.headers.add("Host", "privacy.test");
    request.body = std::move(body);
    request.remote_address = remote_address_;
    request.request_id = "0123456789abcdef0123456789abcdef";
    return answer(std::move(request));
}

HttpResponse AppHarness::get(std::string const& target, Pairs const& headers) {
    return ask(http::Method::get, target, headers);
}

HttpResponse AppHarness::post_json(std::string const& target, std::string body, Pairs const& headers) {
    Pairs all{{"Content-Type", "application/json"}};
    all.insert(all.end(), headers.begin(), headers.end());
    return ask(http::Method::post, target, all, std::move(body));
}

HttpResponse AppHarness::get(std::string const& target, Browser& browser) {
    auto given = ask(http::Method::get, target, cookie_header(browser));
    browser.keep(given);
    return given;
}

HttpResponse AppHarness::post_form(std::string const& target, Pairs fields, Browser& browser) {
    if (std::ranges::find(fields, "form_token", &Pairs::value_type::first) == fields.end())
        fields.emplace_back("form_token", browser.form_token);
    auto headers = cookie_header(browser);
    headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    auto given = ask(http::Method::post, target, headers, urlencoded(fields));
    browser.keep(given);
    return given;
}

std::string header(HttpResponse const& answer, std::string_view name) {
    return std::string(answer.headers.find(name).value_or(""));
}

std::string hidden(app::http::HttpResponse const& page, std::string const& name) {
    auto const field = "name=\"" + name + "\" value=\"";
    auto const at = page.body.find(field);
    if (at == std::string::npos) return {};
    auto const begin = at + field.size();
    return page.body.substr(begin, page.body.find('"', begin) - begin);
}

} // namespace habeas::testing
