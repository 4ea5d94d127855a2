#include "app/pages/words.hpp"

namespace habeas::app::pages {

std::string_view label(core::FieldVerdict verdict) {
    switch (verdict) {
    case core::FieldVerdict::corrected:
        return "Corrected";
    case core::FieldVerdict::refused:
        return "Refused";
    }
    return {};
}

std::string_view label(core::LetterKind kind) {
    switch (kind) {
    case core::LetterKind::confirm_address:
        return "Please confirm your address";
    case core::LetterKind::confirm_reminder:
        return "Reminder to confirm the address";
    case core::LetterKind::received:
        return "Request received";
    case core::LetterKind::information_wanted:
        return "Question to the requester";
    case core::LetterKind::information_noted:
        return "The requester has answered";
    case core::LetterKind::extended:
        return "Extension";
    case core::LetterKind::fulfilled:
        return "Answer";
    case core::LetterKind::partially_fulfilled:
        return "Answer in part";
    case core::LetterKind::denied:
        return "Denial";
    case core::LetterKind::withdrawn:
        return "Withdrawal confirmed";
    case core::LetterKind::redirected:
        return "Where to turn to";
    case core::LetterKind::expired:
        return "Request expired";
    case core::LetterKind::unsubscribed:
        return "Unsubscribed";
    case core::LetterKind::appeal_received:
        return "Appeal received";
    case core::LetterKind::message:
        return "Message";
    case core::LetterKind::status_link:
        return "Link to the request";
    case core::LetterKind::deadline_reminder:
        return "Deadline reminder";
    case core::LetterKind::deadline_escalation:
        return "Deadline passed";
    case core::LetterKind::approval_wanted:
        return "Approval wanted";
    case core::LetterKind::message_noted:
        return "The requester has written";
    case core::LetterKind::assignment_noted:
        return "Request assigned";
    case core::LetterKind::approval_noted:
        return "Approval given";
    case core::LetterKind::return_noted:
        return "Sent back";
    case core::LetterKind::appeal_noted:
        return "Appeal opened";
    case core::LetterKind::asked_for_you:
        return "Somebody asks for the subject";
    case core::LetterKind::password_changed:
        return "Password changed";
    }
    return {};
}

std::string_view label(core::LetterState state) {
    switch (state) {
    case core::LetterState::owed:
        return "To be sent";
    case core::LetterState::sending:
        return "Being sent";
    case core::LetterState::sent:
        return "Handed over";
    case core::LetterState::dead:
        return "Not delivered";
    case core::LetterState::print:
        return "To be printed";
    case core::LetterState::dropped:
        return "Not needed any more";
    case core::LetterState::posted:
        return "Posted";
    }
    return {};
}

std::string_view label(core::MessageKind kind) {
    switch (kind) {
    case core::MessageKind::to_requester:
        return "To the requester";
    case core::MessageKind::from_requester:
        return "From the requester";
    case core::MessageKind::note:
        return "Internal note";
    }
    return {};
}

std::string_view label(core::ActorKind kind) {
    switch (kind) {
    case core::ActorKind::requester:
        return "Requester";
    case core::ActorKind::staff:
        return "Staff";
    case core::ActorKind::token:
        return "API token";
    case core::ActorKind::system:
        return "Habeas";
    }
    return {};
}

std::string_view label(core::Standing standing) {
    switch (standing) {
    case core::Standing::answered_in_time:
        return "Answered in time";
    case core::Standing::answered_late:
        return "Answered late";
    case core::Standing::open_in_time:
        return "Open, in time";
    case core::Standing::open_overdue:
        return "Open, overdue";
    case core::Standing::needed_no_answer:
        return "Needed no answer";
    }
    return {};
}

std::string_view label(core::Verb verb) {
    switch (verb) {
    case core::Verb::submit:
        return "Enter the request";
    case core::Verb::verify:
        return "Confirm the match";
    case core::Verb::assign:
        return "Assign";
    case core::Verb::request_information:
        return "Ask the requester";
    case core::Verb::receive_information:
        return "Record the answer";
    case core::Verb::extend:
        return "Extend and tell the requester";
    case core::Verb::submit_for_approval:
        return "Ask for approval";
    case core::Verb::approve:
        return "Approve";
    case core::Verb::send_back:
        return "Send back";
    case core::Verb::fulfil:
        return "Fulfil and answer";
    case core::Verb::fulfil_partially:
        return "Fulfil in part and answer";
    case core::Verb::deny:
        return "Deny and tell the requester";
    case core::Verb::withdraw:
        return "Record the withdrawal";
    case core::Verb::redirect:
        return "Redirect and tell the requester";
    case core::Verb::expire:
        return "Expire";
    case core::Verb::appeal:
        return "Record an appeal";
    }
    return {};
}

std::string_view past_words(core::Verb verb) {
    switch (verb) {
    case core::Verb::submit:
        return "sent the request";
    case core::Verb::verify:
        return "verified the requester";
    case core::Verb::assign:
        return "assigned the request";
    case core::Verb::request_information:
        return "asked the requester for information";
    case core::Verb::receive_information:
        return "received information";
    case core::Verb::extend:
        return "extended the deadline";
    case core::Verb::submit_for_approval:
        return "asked for approval";
    case core::Verb::approve:
        return "approved";
    case core::Verb::send_back:
        return "sent it back";
    case core::Verb::fulfil:
        return "fulfilled the request";
    case core::Verb::fulfil_partially:
        return "fulfilled the request in part";
    case core::Verb::deny:
        return "denied the request";
    case core::Verb::withdraw:
        return "withdrew the request";
    case core::Verb::redirect:
        return "redirected the request";
    case core::Verb::expire:
        return "let the request expire";
    case core::Verb::appeal:
        return "appealed";
    }
    return {};
}

std::string_view mark(core::Urgency urgency) {
    switch (urgency) {
    case core::Urgency::on_time:
        return "on-time";
    case core::Urgency::due_soon:
        return "due-soon";
    case core::Urgency::overdue:
        return "overdue";
    case core::Urgency::closed:
        return {};
    }
    return {};
}

} // namespace habeas::app::pages
