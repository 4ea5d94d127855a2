#include "app/api/metrics_text.hpp"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

namespace habeas::app::api {

namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

MetricFamily family(std::string name, std::string help, MetricType type) {
    MetricFamily made;
    made.name = std::move(name);
    made.help = std::move(help);
    made.type = type;
    return made;
}

void add(MetricFamily& to, double value, std::vector<ClientMetric::Label> labels = {}) {
    ClientMetric metric;
    metric.label = std::move(labels);
    if (to.type == MetricType::Counter)
        metric.counter.value = value;
    else
        metric.gauge.value = value;
    to.metric.push_back(std::move(metric));
}

MetricFamily single(std::string name, std::string help, MetricType type, double value) {
    auto made = family(std::move(name), std::move(help), type);
    add(made, value);
    return made;
}

} // namespace

std::string metrics_text(MeasuredStore const& measured, storage::Store::Figures const& figures, bool ready,
                         WireFigures const& wire, core::Instant now) {
    auto requests = family("habeas_requests", "Requests by status.", MetricType::Gauge);
    for (auto const& [status, code] : core::words_of<core::Status>()) {
        auto const found = measured.counts.by_status.find(status);
        auto const count = found == measured.counts.by_status.end() ? 0 : found->second;
        add(requests, static_cast<double>(count), {{"status", std::string(code)}});
    }
    auto letters = family("habeas_letters", "Letters not yet delivered, by state.", MetricType::Gauge);
    add(letters, static_cast<double>(measured.letters_owed), {{"state", "owed"}});
    add(letters, static_cast<double>(measured.letters_dead), {{"state", "dead"}});

    auto const number = [](auto value) { return static_cast<double>(value); };
    std::vector<MetricFamily> all{
        std::move(requests),
        std::move(letters),
        single("habeas_audit_entries", "Entries in the audit chain.", MetricType::Gauge,
               number(measured.audit_entries)),
        single("habeas_store_ready", "1 while the database can be written.", MetricType::Gauge, ready ? 1 : 0),
        single("habeas_store_queued", "Jobs waiting for the writer.", MetricType::Gauge, number(figures.queued)),
        single("habeas_store_batches_total", "Commits of the writer.", MetricType::Counter, number(figures.batches)),
        single("habeas_store_jobs_total", "Jobs done by the writer.", MetricType::Counter, number(figures.jobs)),
        single("habeas_store_failed_jobs_total", "Jobs that failed.", MetricType::Counter, number(figures.failed_jobs)),
        single("habeas_http_refused_total", "HTTP requests refused before any route.", MetricType::Counter,
               number(wire.refused.load())),
        single("habeas_http_unknown_methods_total", "Of these, for a method nobody here knows.", MetricType::Counter,
               number(wire.unknown_methods.load()))};
    if (auto const expires = wire.certificate_expires_at.load(); expires != 0) {
        auto const today = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
        all.push_back(single("habeas_tls_certificate_expires_seconds",
                             "Seconds until the TLS certificate in use runs out; below 0 once it has.",
                             MetricType::Gauge, number(expires - today)));
    }
    return prometheus::TextSerializer().Serialize(all);
}

} // namespace habeas::app::api
