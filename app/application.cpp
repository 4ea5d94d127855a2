#include "app/application.hpp"

#include "app/access_log.hpp"
#include "app/audit_heads.hpp"
#include "app/authentication.hpp"
#include "app/demo.hpp"
#include "app/error_response.hpp"
#include "app/ground.hpp"
#include "app/http/server.hpp"
#include "app/http/static_files.hpp"
#include "app/http/tls.hpp"
#include "app/jobs/scheduler.hpp"
#include "app/pages/brand.hpp"
#include "app/policy.hpp"
#include "app/post_office.hpp"
#include "app/routes.hpp"
#include "app/services.hpp"
#include "habeas_static.hpp"
#include "habeas_templates.hpp"

#include <filesystem>
#include <sstream>
#include <thread>

namespace habeas::app {

namespace {

Log open_log(LogSettings const& settings, core::Clock const& clock) {
    return settings.file.empty() ? Log::to_stderr(settings.level, clock)
                                 : Log::to_file(settings.file, settings.level, clock);
}

http::ServerOptions server_options(ServerSettings const& settings) {
    http::ServerOptions options;
    options.addresses = {settings.address};
    options.port = static_cast<std::uint16_t>(settings.port);
    options.threads = settings.threads > 0 ? static_cast<unsigned>(settings.threads)
                                           : std::max(1U, std::thread::hardware_concurrency());
    options.header_bytes = settings.header_bytes;
    options.header_count = static_cast<std::size_t>(settings.header_count);
    options.target_bytes = settings.target_bytes;
    options.default_body_bytes = settings.body_bytes;
    options.header_time = settings.header_seconds;
    options.body_time = settings.body_seconds;
    options.write_time = settings.write_seconds;
    options.idle_time = settings.idle_seconds;
    options.connections_total = static_cast<std::size_t>(settings.connections_total);
    options.connections_per_source = static_cast<std::size_t>(settings.connections_per_source);
    options.certificate_file = settings.tls_certificate;
    options.private_key_file = settings.tls_key;
    options.trusted_proxies = settings.trusted_proxies;
    options.reached_by_https = settings.public_url.starts_with("https://");
    return options;
}

jobs::SchedulerOptions scheduler_options(JobSettings const& settings, std::function<void()> note_audit_head) {
    jobs::SchedulerOptions options;
    options.letters_every = settings.outbox_seconds;
    options.attention_every = settings.deadline_seconds;
    options.cleaning_every = settings.cleaning_seconds;
    options.lease = settings.lease_seconds;
    options.attention_batch = settings.deadline_batch;
    options.clock_jump = settings.clock_jump_minutes;
    options.idempotency = settings.idempotency_hours;
    options.note_audit_head = std::move(note_audit_head);
    return options;
}

std::vector<http::StaticFile> static_files(std::string const& brand) {
    std::vector<http::StaticFile> files{{"brand.css", brand}};
    for (auto const& file : static_assets::files())
        files.push_back({file.name, file.content});
    return files;
}

/// The host of a URL that reaches an address on this machine.
std::string host_to_type(std::string const& address) {
    if (address == "0.0.0.0") return "127.0.0.1";
    if (address == "::") return "[::1]";
    return address.contains(':') ? "[" + address + "]" : address;
}

http::Hooks hooks(Services const& services, jobs::Scheduler& scheduler) {
    http::Hooks hooks;
    // Letters leave soon after the change that owes them, not at the next turn of the clock.
    hooks.after = [&scheduler](http::HttpRequest const& request, http::HttpResponse&) {
        if (request.method == http::Method::post) scheduler.wake();
    };
    hooks.error = [&services](http::HttpRequest const& request, int status, std::string_view code,
                              std::string_view message) {
        return error_response(services, request, status, code, message);
    };
    return hooks;
}

} // namespace

/// Everything the service is made of, in the order it is made; taken apart in reverse.
struct Application::Parts {
    explicit Parts(ApplicationOptions options);
    bool nothing_happened();
    void note_audit_head();
    void look_for_last_head();
    enum class Moment { start, stop };
    void attend_audit_heads(Moment moment) noexcept;
    void look_at_certificate();
    void try_certificate_files();
    void do_daily();
    void tell_demo();

    LoadedConfiguration loaded;
    Configuration const& configuration{loaded.values};
    std::unique_ptr<Ground> ground;
    Log log;
    Desk desk;
    Links links;
    FormTokens form_tokens;
    KnownDevices known_devices;
    SealedTexts sealed_texts;
    html::Renderer renderer;
    Passwords passwords;
    Limits limits;
    Drafts drafts;
    WireFigures wire;
    Services services;
    PostOffice post_office;
    jobs::Scheduler scheduler;
    std::string brand;
    http::StaticFiles static_files;
    http::Server server;
    std::vector<DemoAccount> accounts;
    bool stopped{};
};

Application::Parts::Parts(ApplicationOptions options)
    : loaded(std::move(options.configuration))
    , ground(open_ground(configuration, options.clock_file, DataFolder::may_create))
    , log(open_log(configuration.log, *ground->clock))
    , desk(make_policy(configuration), ground->store->references())
    , links(ground->master_key, configuration.server.public_url, ground->random)
    , form_tokens(ground->master_key)
    , known_devices(ground->master_key, ground->random)
    , sealed_texts(ground->master_key, ground->random)
    , renderer(templates::files())
    , passwords(ground->master_key,
                {configuration.passwords.memory_kib, static_cast<unsigned>(configuration.passwords.passes)},
                ground->random, static_cast<unsigned>(configuration.passwords.threads),
                configuration.passwords.queue_limit)
    , limits(configuration.limits)
    , drafts(draft_limits(configuration.limits), ground->random)
    , services{configuration,
               loaded.effective,
               *ground->store,
               desk,
               *ground->clock,
               ground->calendar,
               links,
               form_tokens,
               known_devices,
               sealed_texts,
               renderer,
               passwords,
               limits,
               drafts,
               wire,
               ground->random,
               log}
    , post_office(services)
    , scheduler(
          *ground->store, desk, post_office.outbox, *post_office.carrier,
          [this] { return services.stamp(core::Actor::system()); },
          scheduler_options(configuration.jobs, [this] { do_daily(); }), log)
    , brand(pages::brand_css(configuration.company.accent_colour))
    , static_files(app::static_files(brand))
    , server(server_options(configuration.server),
             http::Router(routes(services, static_files), hooks(services, scheduler)),
             AccessLog(log, ground->master_key, wire)) {
    if (auto const& done = ground->caught_up)
        log.info("storage.caught_up", {{"rows", done->requests}, {"unreadable", done->unreadable}});
    if (options.demo == Demo::fill_new_database && nothing_happened())
        tell_demo();
    else
        accounts = read_demo_accounts(configuration.storage.folder);
}

/// Not "the file is new": a start that failed, its port being taken, leaves a new file behind.
bool Application::Parts::nothing_happened() {
    std::int64_t entries = 0;
    ground->store->read([&entries](storage::Snapshot& snapshot) { entries = snapshot.audit_head().entries; });
    return entries == 0;
}

/// Written down where no hand on the database reaches: in the log, and in a file whose copies belong elsewhere.
void Application::Parts::note_audit_head() {
    storage::AuditHead head;
    ground->store->read([&head](storage::Snapshot& snapshot) { head = snapshot.audit_head(); });
    log.info("audit.head", {{"entries", head.entries}, {"hash", core::to_hex(head.hash)}});
    app::note_audit_head(configuration.storage.folder, ground->clock->now(), head);
}

/// A database put in place of the one that ran here last: a restored backup, or somebody's older copy. A person knows
/// which; `audit verify` goes on saying so while the file is there.
void Application::Parts::look_for_last_head() {
    auto const heads = read_audit_heads(configuration.storage.folder);
    if (heads.empty() || heads.back().entries == 0) return;
    auto const& last = heads.back();
    storage::AuditQuery query;
    query.after = core::AuditSequence{last.entries - 1};
    query.limit = 1;
    bool is_there = false;
    ground->store->read([&](storage::Snapshot& snapshot) {
        auto const found = snapshot.audit(query);
        is_there = !found.empty() && found.front().hash == last.hash;
    });
    if (!is_there) log.error("audit.head_missing", {{"entries", last.entries}, {"hash", core::to_hex(last.hash)}});
}

/// At start and stop, which must not fail for it.
void Application::Parts::attend_audit_heads(Moment moment) noexcept {
    try {
        if (moment == Moment::start) look_for_last_head();
        note_audit_head();
    } catch (std::exception const& problem) {
        log.error("audit.head_not_noted", {{"what", MachineText{problem.what()}}});
    }
}

constexpr std::chrono::days certificate_is_old{14};

/// A certificate that nobody renews turns everybody away one morning: said at the start and every day before.
void Application::Parts::look_at_certificate() {
    auto const expires = server.certificate_expires();
    if (!expires) return;
    wire.certificate_expires_at = std::chrono::floor<std::chrono::seconds>(*expires).time_since_epoch().count();
    auto const left = *expires - ground->clock->now();
    auto const days = std::chrono::floor<std::chrono::days>(left).count();
    if (left <= left.zero())
        log.error("tls.certificate_expired", {{"expired_at", rfc3339(*expires)}});
    else if (left < certificate_is_old)
        log.warning("tls.certificate_runs_out", {{"days", days}, {"expires_at", rfc3339(*expires)}});
}

/// The certificate in use lives in memory; the next start needs the files.
void Application::Parts::try_certificate_files() {
    if (!configuration.server.ends_tls()) return;
    try {
        http::make_tls(configuration.server.tls_certificate, configuration.server.tls_key);
    } catch (std::exception const& problem) {
        log.error("tls.files_unusable", {{"what", MachineText{problem.what()}}});
    }
}

void Application::Parts::do_daily() {
    look_at_certificate();
    try_certificate_files();
    note_audit_head();
}

/// The demo's letters always become files, whatever mail server is configured: nobody is to get a letter from a story.
void Application::Parts::tell_demo() {
    PostOffice office(services, make_folder_carrier(configuration));
    auto const deliver = [&office](core::Stamp const& stamp) {
        office.outbox.run([stamp] { return stamp; }, [] { return false; });
    };
    accounts = fill_demo(*ground->store, desk, passwords, ground->random, ground->calendar, ground->clock->now(),
                         configuration.storage.folder, deliver);
}

Application::Application(ApplicationOptions options)
    : parts_(std::make_unique<Parts>(std::move(options))) {}

Application::~Application() {
    stop();
}

void Application::start() {
    for (auto const& warning : parts_->loaded.warnings)
        parts_->log.warning("configuration.warning", {{"key", warning.key}, {"why", MachineText{warning.message}}});
    parts_->attend_audit_heads(Parts::Moment::start);
    parts_->look_at_certificate();
    parts_->scheduler.start();
    parts_->server.start();
    parts_->log.info("service.started", {{"port", parts_->server.port()}});
}

void Application::stop() {
    if (std::exchange(parts_->stopped, true)) return;
    parts_->log.info("service.stopping");
    parts_->server.stop(parts_->configuration.server.shutdown_seconds);
    parts_->scheduler.stop();
    parts_->attend_audit_heads(Parts::Moment::stop);
    parts_->ground->store->close();
    parts_->log.info("service.stopped");
}

void Application::reopen_log() {
    parts_->log.reopen();
}

void Application::reload_certificate() {
    if (!parts_->configuration.server.ends_tls()) return;
    try {
        parts_->server.reload_certificate();
        parts_->log.info("tls.certificate_reloaded");
    } catch (std::exception const& problem) {
        parts_->log.error("tls.certificate_kept", {{"what", MachineText{problem.what()}}});
    }
    parts_->look_at_certificate();
}

std::uint16_t Application::port() const {
    return parts_->server.port();
}

std::string Application::greeting() const {
    auto const& configuration = parts_->configuration;
    auto const base = std::string(configuration.server.ends_tls() ? "https://" : "http://") +
                      host_to_type(configuration.server.address) + ":" + std::to_string(port());
    std::ostringstream text;
    text << "Habeas is running.\n\n"
         << "  For customers   " << base << "/\n"
         << "  For staff       " << base << "/sign-in\n"
         << "  API             " << base << "/docs\n";
    if (!configuration.mail.sends_by_smtp())
        text << "  Letters         written to "
             << (std::filesystem::path(configuration.storage.folder) / configuration.mail.folder).string()
             << " (no mail server is configured)\n";
    if (parts_->accounts.empty()) {
        text << "\nAdd somebody who may sign in:  habeas --data " << configuration.storage.folder
             << " staff add you@example.com --name 'Your Name' --role officer\n";
    } else {
        text << "\nThe demo company's staff sign in with:\n";
        for (auto const& account : parts_->accounts)
            text << "  " << account.role << std::string(10 - std::min<std::size_t>(9, account.role.size()), ' ')
                 << account.login << "   " << account.password << '\n';
    }
    text << "\nStop with Ctrl-C. Nothing is lost.\n";
    return text.str();
}

} // namespace habeas::app
