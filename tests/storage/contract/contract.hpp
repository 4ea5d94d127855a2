#pragma once
#include "storage/store.hpp"

#include <functional>
#include <memory>

// What every engine must do, in the ports' words. An engine is done when each of these passes with its factory.
namespace habeas::testing::contract {

struct Limits {
    std::size_t queue_limit{1024};
    std::size_t batch_limit{256};
};

/// Opens one database, empty at first; each call opens the same one again.
using OpenStore = std::function<std::unique_ptr<storage::Store>(Limits)>;

/// Each call stands for another, empty database.
using StoreFactory = std::function<OpenStore()>;

void requests(StoreFactory const& factory);
void decisions(StoreFactory const& factory);
void queue(StoreFactory const& factory);
void search(StoreFactory const& factory);
void search_for_common_words(StoreFactory const& factory);
void reports(StoreFactory const& factory);
void report_counters(StoreFactory const& factory);
void audit(StoreFactory const& factory);
void outbox(StoreFactory const& factory);
void staff(StoreFactory const& factory);
void jobs(StoreFactory const& factory);
void engine(StoreFactory const& factory);

} // namespace habeas::testing::contract
