#pragma once
#include "app/desk.hpp"
#include "app/jobs/moment.hpp"
#include "app/log.hpp"

#include <span>
#include <string>
#include <vector>

namespace habeas::app::jobs {

/// Goes through the requests whose day of attention has come and does what is owed: reminders, escalations, the
/// reminder and the expiry of unverified ones. What is owed follows from each request's state alone, and is marked in
/// the transaction that owes the letters: so it happens exactly once, whoever runs this, however often and however
/// late.
class AttentionJob {
  public:
    /// `batch` requests are looked at in one write, so that people's work gets its turn in between.
    AttentionJob(storage::Store& store, Desk const& desk, int batch, Log log);

    /// What happened: "3 of 40 requests".
    std::string run(Moment const& moment, Stopping const& stopping);

  private:
    struct Tally {
        int looked_at{}, attended{}, failed{};
    };
    std::vector<core::RequestId> waiting(core::Day today);
    void attend(std::span<core::RequestId const> requests, core::Stamp const& stamp, Tally& tally);
    int attend_together(std::span<core::RequestId const> requests, core::Stamp const& stamp);

    storage::Store& store_;
    Desk const& desk_;
    std::size_t batch_;
    Log log_;
};

} // namespace habeas::app::jobs
