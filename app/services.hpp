#pragma once
#include "app/access_log.hpp"
#include "app/company_calendar.hpp"
#include "app/configuration.hpp"
#include "app/desk.hpp"
#include "app/drafts.hpp"
#include "app/form_token.hpp"
#include "app/html/renderer.hpp"
#include "app/known_devices.hpp"
#include "app/limits.hpp"
#include "app/links.hpp"
#include "app/log.hpp"
#include "app/passwords.hpp"
#include "app/random.hpp"
#include "app/sealed_text.hpp"
#include "core/time.hpp"
#include "storage/store.hpp"

#include <vector>

namespace habeas::app {

/// What handlers and jobs work with. Made once by the application, which owns every part; lives as long as the server.
struct Services {
    Configuration const& configuration;
    std::vector<EffectiveOption> const& effective;
    storage::Store& store;
    Desk const& desk;
    core::Clock const& clock;
    CompanyCalendar const& calendar;
    Links const& links;
    FormTokens const& form_tokens;
    KnownDevices const& known_devices;
    SealedTexts const& sealed_texts;
    html::Renderer const& renderer;
    Passwords& passwords;
    Limits& limits;
    Drafts& drafts;
    WireFigures const& wire;
    Random& random;
    Log& log;

    /// Who, now: asks the clock once. Handlers call it once per HTTP request.
    core::Stamp stamp(core::Actor actor) const {
        auto const at = clock.now();
        return {actor, at, calendar.day_of(at)};
    }
};

} // namespace habeas::app
