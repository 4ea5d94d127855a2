#pragma once
#include "app/desk.hpp"
#include "app/jobs/outbox_job.hpp"
#include "app/mail/letter_writer.hpp"
#include "app/mail/mime.hpp"
#include "habeas_templates.hpp"
#include "tests/support/requests.hpp"
#include "tests/support/store_temporary.hpp"

#include <algorithm>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

// What tests of letters and jobs stand on: real templates, links and desk; the carrier, the clock and chance are fakes.
namespace habeas::testing {

class RepeatingRandom final : public app::Random {
  public:
    void fill(std::span<std::byte> bytes) override { std::ranges::fill(bytes, std::byte{7}); }
};

inline app::mail::CompanyLetterhead test_letterhead() {
    return {.name = "Tidewater Help Desk",
            .contact_email = "privacy@tidewater.example",
            .postal_address = {"Quay 4", "20457 Hamburg"},
            .dispute_body_name = "The Open Dispute Office",
            .dispute_body_url = "https://disputes.example/",
            .authority_name = "Hamburg Commissioner for Data Protection",
            .authority_url = "https://authority.example/",
            .category_names = {{"contact", "Contact information"}, {"billing", "Billing information"}},
            .field_names = {{"billing.address", "Billing address"}}};
}

inline app::mail::Sender test_sender() {
    return {.name = "Tidewater privacy", .address = "desk@tidewater.example", .reply_to = "privacy@tidewater.example"};
}

/// Everything that makes letters, out of nothing but the program's own templates.
struct PostDesk {
    core::Policy policy;
    RepeatingRandom random;
    app::html::Renderer renderer{app::templates::files()};
    app::Links links;
    app::mail::LetterWriter writer;

    PostDesk()
        : links((core::start_crypto(), test_master_key()), "https://privacy.tidewater.example", random)
        , writer(renderer, links, policy, test_letterhead(), "tidewater.example") {}
};

/// Takes every letter, or answers as told.
class RememberingCarrier final : public app::mail::Carrier {
  public:
    app::mail::Handed deliver(app::mail::Dispatch const& dispatch) override {
        auto handed = answer ? answer(dispatch) : app::mail::Handed{app::mail::Handed::Result::over, {}, false};
        if (handed.result == app::mail::Handed::Result::over) {
            std::scoped_lock const lock(mutex);
            taken.push_back(dispatch);
        }
        return handed;
    }

    std::function<app::mail::Handed(app::mail::Dispatch const&)> answer;
    std::mutex mutex;
    std::vector<app::mail::Dispatch> taken;
};

/// A clock that stands still until it is told otherwise; days are those of UTC.
struct StandingClock {
    core::Instant at = at_noon(usual_day());

    core::Stamp stamp() const {
        return {core::Actor::system(), at, core::Day{std::chrono::floor<std::chrono::days>(at).time_since_epoch()}};
    }
    app::jobs::Moment moment() {
        return [this] { return stamp(); };
    }
};

inline bool never() {
    return false;
}

/// A log that goes nowhere.
inline app::Log quiet_log() {
    struct Still final : core::Clock {
        core::Instant now() const override { return at_noon(usual_day()); }
    };
    static Still const clock;
    static std::ostream nowhere{nullptr};
    return app::Log::to_stream(nowhere, app::LogLevel::error, clock);
}

} // namespace habeas::testing
