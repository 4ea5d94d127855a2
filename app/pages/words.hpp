#pragma once
#include "core/actor.hpp"
#include "core/decision.hpp"
#include "core/report.hpp"
#include "core/request.hpp"
#include "core/vocabulary.hpp"

#include <string_view>

// What people read for each word of the vocabulary: one table, used by pages of both faces. A switch here has no
// default, so that a new word cannot be shown as nothing.
namespace habeas::app::pages {

// For staff: short, as in tables and badges.
std::string_view label(core::RequestType type);
std::string_view label(core::Status status);
std::string_view label(core::Role role);
std::string_view label(core::Relationship relationship);
std::string_view label(core::RequesterKind kind);
std::string_view label(core::Channel channel);
std::string_view label(core::DeletionScope scope);
std::string_view label(core::Topic topic);
std::string_view label(core::Evidence evidence);
std::string_view label(core::ClockName name);
std::string_view label(core::ClockState state);
std::string_view label(core::Urgency urgency);
std::string_view label(core::DenialReason reason);
std::string_view label(core::CategoryOutcome outcome);
std::string_view label(core::RetentionGround ground);
std::string_view label(core::FieldVerdict verdict);
std::string_view label(core::LetterKind kind);
std::string_view label(core::LetterState state);
std::string_view label(core::MessageKind kind);
std::string_view label(core::ActorKind kind);
std::string_view label(core::Standing standing);
/// What the button says that does it: "Ask the requester".
std::string_view label(core::Verb verb);
/// What it is called once it was done, as in a timeline: "asked the requester for information".
std::string_view past_words(core::Verb verb);

// For people outside; what letters say as well is in app/plain_words.hpp.
/// "See my data": the title of the form and of the requester's page.
std::string_view public_title(core::RequestType type);
/// "your request to see your data"
std::string_view public_phrase(core::RequestType type);
/// The same as the one who asks sees it: whoever asks for somebody else reads of another person's data.
std::string_view public_phrase(core::RequestType type, core::RequesterKind requester);
/// "We are working on your request."
std::string_view public_sentence(core::Status status);
/// What that means for the person: what happens next, and whether they need to do anything.
std::string_view public_detail(core::Status status);
/// "I have an account with you"
std::string_view public_words(core::Relationship relationship);
/// "I ask for myself"
std::string_view public_words(core::RequesterKind kind);
/// "We must answer by"
std::string_view public_words(core::ClockName name);
/// The same once that day has passed: "We should have answered by"
std::string_view public_late_words(core::ClockName name);
/// The same once it was done: "We answered on"
std::string_view public_done_words(core::ClockName name);

/// The style sheet's word for how urgent something is: on-time, due-soon, overdue; empty for closed.
std::string_view mark(core::Urgency urgency);

} // namespace habeas::app::pages
