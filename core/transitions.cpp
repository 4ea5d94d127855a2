#include "core/transitions.hpp"

namespace habeas::core {

namespace {

bool requester_may(Verb verb) {
    switch (verb) {
    case Verb::submit:
    case Verb::verify:
    case Verb::receive_information:
    case Verb::withdraw:
    case Verb::appeal:
        return true;
    case Verb::assign:
    case Verb::request_information:
    case Verb::extend:
    case Verb::submit_for_approval:
    case Verb::approve:
    case Verb::send_back:
    case Verb::fulfil:
    case Verb::fulfil_partially:
    case Verb::deny:
    case Verb::redirect:
    case Verb::expire:
        return false;
    }
    return false;
}

bool agent_may(Verb verb) {
    switch (verb) {
    case Verb::submit:
    case Verb::verify:
    case Verb::assign:
    case Verb::request_information:
    case Verb::receive_information:
    case Verb::extend:
    case Verb::submit_for_approval:
    case Verb::fulfil:
    case Verb::fulfil_partially:
    case Verb::deny:
    case Verb::withdraw:
    case Verb::redirect:
    case Verb::appeal:
        return true;
    case Verb::approve:
    case Verb::send_back:
    case Verb::expire:
        return false;
    }
    return false;
}

} // namespace

// "Deny by default; one authorisation function for every route" (security requirement 18)
bool may(Role role, Verb verb) {
    switch (role) {
    case Role::requester:
        return requester_may(verb);
    case Role::agent:
        return agent_may(verb);
    case Role::officer:
        return agent_may(verb) || verb == Verb::approve || verb == Verb::send_back;
    case Role::admin:
        return false; // who configures the system sees no case data
    case Role::system:
        return verb == Verb::submit || verb == Verb::expire;
    }
    return false;
}

} // namespace habeas::core
