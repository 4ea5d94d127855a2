#include "app/pages/done_words.hpp"

#include <utility>

namespace habeas::app::pages {

namespace {

constexpr std::pair<std::string_view, std::string_view> notices[] = {
    {"entered", "The request was entered, and its clock runs from the day of receipt."},
    {"assignment", "The request was assigned."},
    {"verification", "The match was recorded."},
    {"information_request", "The question goes to the requester as a letter."},
    {"information", "The answer was recorded. Work goes on."},
    {"extension", "The extension was asked for. It counts once its letter was handed to the mail server."},
    {"approval_request", "The officers were asked for approval."},
    {"approval", "Approved. The request can now be answered."},
    {"return", "The request was sent back."},
    {"fulfilment", "The request is closed, and the answer goes to the requester."},
    {"denial", "The request was denied, and the requester is told why."},
    {"withdrawal", "The withdrawal was recorded."},
    {"redirection", "The requester is told whom to turn to."},
    {"appeal", "The appeal is open. Somebody else than before decides about it."},
    {"messages", "The message goes to the requester."},
    {"notes", "The note was added."},
    {"posting", "That it was posted is recorded: the letter counts as delivered on that day."},
    {"posting_late",
     "That it was posted is recorded. It left too late to extend anything: the due day stays, though the letter names "
     "another. Write to the requester."},
    {"letter_dropped", "The letter was dropped: it goes to nobody."},
    {"delivery", "The letter will be tried again."},
    {"link", "A fresh link goes to the requester."},
    {"password", "Your password was changed. You were signed out everywhere else."},
    {"sessions", "You were signed out everywhere else."},
};

} // namespace

std::string_view done_words(std::string_view code) {
    for (auto const& [known, words] : notices)
        if (known == code) return words;
    return {};
}

} // namespace habeas::app::pages
