#include "app/jobs/attention_job.hpp"

#include <algorithm>

#include <fmt/core.h>

namespace habeas::app::jobs {

namespace {
constexpr int page = 1'000;
}

AttentionJob::AttentionJob(storage::Store& store, Desk const& desk, int batch, Log log)
    : store_(store)
    , desk_(desk)
    , batch_(static_cast<std::size_t>(std::max(1, batch)))
    , log_(std::move(log)) {}

std::string AttentionJob::run(Moment const& moment, Stopping const& stopping) {
    auto const requests = waiting(moment().on);
    Tally tally;
    for (std::size_t from = 0; from < requests.size() && !stopping(); from += batch_) {
        auto const count = std::min(batch_, requests.size() - from);
        attend(std::span{requests}.subspan(from, count), moment(), tally);
    }
    auto result = tally.looked_at == 0 ? std::string("nothing due")
                                       : fmt::format("{} looked at, {} acted upon", tally.looked_at, tally.attended);
    if (tally.failed > 0) result += fmt::format(", {} failed", tally.failed);
    return result;
}

/// All of them, out of one snapshot: attending to a request moves its day, and paging through moving rows would skip.
std::vector<core::RequestId> AttentionJob::waiting(core::Day today) {
    std::vector<core::RequestId> all;
    store_.read([&](storage::Snapshot& snapshot) {
        while (true) {
            auto const after = all.empty() ? core::RequestId{} : all.back();
            auto const some = snapshot.needing_attention(today, after, page);
            all.insert(all.end(), some.begin(), some.end());
            if (some.size() < page) return;
        }
    });
    return all;
}

void AttentionJob::attend(std::span<core::RequestId const> requests, core::Stamp const& stamp, Tally& tally) {
    try {
        tally.attended += attend_together(requests, stamp);
        tally.looked_at += static_cast<int>(requests.size());
        return;
    } catch (storage::StoreUnavailable const&) {
        throw;
    } catch (std::exception const&) {
        if (requests.size() == 1) {
            ++tally.looked_at;
            ++tally.failed;
            log_.error("request.not_attended", {{"request", requests.front().value}});
            return;
        }
    }
    // One of them cannot be read: it must not cost the others their reminders.
    for (std::size_t i = 0; i < requests.size(); ++i)
        attend(requests.subspan(i, 1), stamp, tally);
}

int AttentionJob::attend_together(std::span<core::RequestId const> requests, core::Stamp const& stamp) {
    int attended = 0;
    store_.write([&](storage::Transaction& transaction) {
        for (auto const id : requests)
            if (desk_.attend(transaction, id, stamp)) ++attended;
    });
    return attended;
}

} // namespace habeas::app::jobs
