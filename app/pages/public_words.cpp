#include "app/pages/words.hpp"

// What people outside read: short sentences, "you" and "we", never a promise that the clock does not make.
namespace habeas::app::pages {

std::string_view public_title(core::RequestType type) {
    switch (type) {
    case core::RequestType::access:
        return "See my data";
    case core::RequestType::correction:
        return "Correct my data";
    case core::RequestType::deletion:
        return "Delete my data";
    case core::RequestType::unsubscribe:
        return "Stop e-mails";
    }
    return {};
}

std::string_view public_phrase(core::RequestType type) {
    switch (type) {
    case core::RequestType::access:
        return "your request to see your data";
    case core::RequestType::correction:
        return "your request to have your data corrected";
    case core::RequestType::deletion:
        return "your request to have your data deleted";
    case core::RequestType::unsubscribe:
        return "your request to stop our e-mails";
    }
    return {};
}

std::string_view public_phrase(core::RequestType type, core::RequesterKind requester) {
    if (requester == core::RequesterKind::self) return public_phrase(type);
    switch (type) {
    case core::RequestType::access:
        return "your request to see the data of another person";
    case core::RequestType::correction:
        return "your request to have the data of another person corrected";
    case core::RequestType::deletion:
        return "your request to have the data of another person deleted";
    case core::RequestType::unsubscribe:
        return "your request to stop our e-mails to another person";
    }
    return {};
}

std::string_view public_sentence(core::Status status) {
    switch (status) {
    case core::Status::unverified:
        return "Please confirm your e-mail address";
    case core::Status::open:
        return "We have received your request";
    case core::Status::in_progress:
    case core::Status::awaiting_approval:
        return "We are working on your request";
    case core::Status::awaiting_requester:
        return "We are waiting for your answer";
    case core::Status::fulfilled:
    case core::Status::partially_fulfilled:
        return "We have answered your request";
    case core::Status::denied:
        return "We could not do what you asked";
    case core::Status::withdrawn:
        return "You have withdrawn this request";
    case core::Status::redirected:
        return "Please turn to the organisation that holds your data";
    case core::Status::expired:
        return "This request was not confirmed and has expired";
    }
    return {};
}

std::string_view public_detail(core::Status status) {
    switch (status) {
    case core::Status::unverified:
        return "Open the e-mail we sent you and press the button there. Until then we cannot start.";
    case core::Status::open:
        return "Someone will take it up soon. You do not need to do anything now.";
    case core::Status::in_progress:
    case core::Status::awaiting_approval:
        return "You do not need to do anything now. If we have a question, we write to you.";
    case core::Status::awaiting_requester:
        return "We cannot go on until we hear from you.";
    case core::Status::fulfilled:
        return "The answer stands below. It was sent to your e-mail address as well.";
    case core::Status::partially_fulfilled:
        return "We could do a part of what you asked. What we did, what we did not and why stands below.";
    case core::Status::denied:
        return "The reason stands below. It was sent to your e-mail address as well.";
    case core::Status::withdrawn:
        return "We have stopped working on it.";
    case core::Status::redirected:
        return "We hold this data only on behalf of another organisation, which can decide about it.";
    case core::Status::expired:
        return "Nobody confirmed the e-mail address in time. Nothing was given out, changed or deleted.";
    }
    return {};
}

std::string_view public_words(core::Relationship relationship) {
    switch (relationship) {
    case core::Relationship::visitor:
        return "I visited your web site or wrote to you";
    case core::Relationship::customer:
        return "I have an account with you";
    case core::Relationship::end_user:
        return "I wrote to a company that uses your service";
    }
    return {};
}

std::string_view public_words(core::RequesterKind kind) {
    switch (kind) {
    case core::RequesterKind::self:
        return "I ask for myself";
    case core::RequesterKind::agent:
        return "I ask for someone else, with their permission";
    case core::RequesterKind::organisation_admin:
        return "I administer an account and ask about a person in our data";
    }
    return {};
}

std::string_view public_words(core::ClockName name) {
    switch (name) {
    case core::ClockName::respond:
        return "We must answer by";
    case core::ClockName::acknowledge:
        return "We must confirm that we have your request by";
    case core::ClockName::appeal:
        return "We must answer your complaint by";
    }
    return {};
}

std::string_view public_late_words(core::ClockName name) {
    switch (name) {
    case core::ClockName::respond:
        return "We should have answered by";
    case core::ClockName::acknowledge:
        return "We should have confirmed that we have your request by";
    case core::ClockName::appeal:
        return "We should have answered your complaint by";
    }
    return {};
}

std::string_view public_done_words(core::ClockName name) {
    switch (name) {
    case core::ClockName::respond:
        return "We answered on";
    case core::ClockName::acknowledge:
        return "We confirmed that we have your request on";
    case core::ClockName::appeal:
        return "We answered your complaint on";
    }
    return {};
}

} // namespace habeas::app::pages
