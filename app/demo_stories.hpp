#pragma once
#include "core/casework.hpp"

#include <span>
#include <string_view>

namespace habeas::app {

/// How far a demo request has come.
enum class Chapter {
    just_sent,
    confirmed,
    worked_on,
    matched,
    extended,
    waiting_for_requester,
    waiting_for_approval,
    approved,
    fulfilled,
    partly_fulfilled,
    denied,
    withdrawn,
    redirected,
    expired,
    appealed,
};

/// One invented request: who, what, when, and how far it has come.
struct Story {
    core::RequestType type;
    Chapter chapter;
    int days_ago;
    core::Channel channel;
    std::string_view name;
    std::string_view email;
    std::string_view country;
    std::string_view details;
};

std::span<Story const> demo_stories();

} // namespace habeas::app
