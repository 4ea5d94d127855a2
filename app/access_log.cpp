#include "app/access_log.hpp"

#include "app/http/rate_limit.hpp"

namespace habeas::app {

AccessLog::AccessLog(Log const& log, core::Key const& master_key, WireFigures& figures)
    : log_(log)
    , key_(core::derive_key(master_key, "log-source"))
    , figures_(figures) {}

void AccessLog::operator()(http::AccessRecord const& record) const {
    auto const milliseconds = std::chrono::duration<double, std::milli>(record.duration).count();
    auto const source = source_tag(record.remote_address);
    if (!record.failure.empty())
        log_.error("http.failed",
                   {{"request", record.request_id}, {"route", record.route}, {"why", MachineText{record.failure}}});
    if (!record.refusal.empty()) {
        count(record);
        log_.warning("http.refused", {{"request", record.request_id},
                                      {"source", source},
                                      {"status", record.status},
                                      {"why", MachineText{record.refusal}}});
    }
    if (record.client_unread) warn_of_unread_client(record);
    log_.info("http.answered", {{"request", record.request_id},
                                {"method", record.method},
                                {"route", record.route},
                                {"actor", record.actor},
                                {"source", source},
                                {"status", record.status},
                                {"bytes", record.bytes_out},
                                {"ms", milliseconds}});
}

void AccessLog::count(http::AccessRecord const& record) const {
    ++figures_.refused;
    // The wire refuses with 405 what no route could take either; a known method at the wrong address is the router's.
    if (record.status == 405) ++figures_.unknown_methods;
}

/// Once: it is the proxy's configuration, and all visitors behind it share one rate limit until it is mended.
void AccessLog::warn_of_unread_client(http::AccessRecord const& record) const {
    if (figures_.unread_clients++ > 0) return;
    log_.warning("http.client_unread",
                 {{"request", record.request_id},
                  {"source", source_tag(record.remote_address)},
                  {"why", MachineText{"a trusted proxy's X-Forwarded-For holds something that is no address"}}});
}

std::string AccessLog::source_tag(std::string_view address) const {
    auto const digest = core::keyed_digest(key_, http::source_key(address));
    return core::to_hex(std::span(digest).first(8));
}

} // namespace habeas::app
