#include "app/named_files.hpp"

#include "app/http/tls.hpp"

#include <algorithm>
#include <stdexcept>

namespace habeas::app {

namespace {

std::string origin_of(LoadedConfiguration const& loaded, std::string_view key) {
    auto const found = std::ranges::find(loaded.effective, key, &EffectiveOption::key);
    return found == loaded.effective.end() ? "default" : found->origin;
}

template <class Open>
void try_file(std::vector<ConfigurationMistake>& unusable, LoadedConfiguration const& loaded, std::string_view key,
              Open open) {
    try {
        open();
    } catch (std::runtime_error const& why) {
        unusable.push_back({origin_of(loaded, key), std::string(key), why.what()});
    }
}

} // namespace

std::vector<ConfigurationMistake> unusable_files(LoadedConfiguration const& loaded) {
    std::vector<ConfigurationMistake> unusable;
    auto const& server = loaded.values.server;
    if (server.ends_tls())
        try_file(unusable, loaded, "server.tls_certificate",
                 [&] { http::make_tls(server.tls_certificate, server.tls_key); });
    if (auto const& authorities = loaded.values.mail.ca_file; !authorities.empty())
        try_file(unusable, loaded, "mail.ca_file", [&] { http::check_authorities(authorities); });
    return unusable;
}

} // namespace habeas::app
