#pragma once
#include "app/html/view.hpp"
#include "app/pages/my_request_page.hpp"

// The parts that the requester's own page is put together from, each filled by the file of its name.
namespace habeas::app::pages {

/// What the page is made of, and the day it is looked at.
struct MySight {
    Services const& services;
    MyCase const& mine;
    core::Day today{};

    core::SubjectRequest const& request() const { return mine.request; }
    /// Another person looks at it again; until they have decided, the outcome is still the first answer.
    bool is_complaint_open() const;
    bool is_late() const;
    /// What the requester can do now.
    std::vector<core::Verb> allowed_verbs() const;
    /// Whether the page has the form of that name.
    bool may_write() const;
    bool may_complain() const;
    /// An extension of the answer's clock whose letter has left.
    core::DeadlineClock const* extended_clock() const;
};

/// my_request_state.cpp · where the request is, in one sentence and in steps.
void fill_my_state(html::View& view, MySight const& sight);
/// my_request_clocks.cpp · by when we answer, and why by then.
void fill_my_clocks(html::View& view, MySight const& sight);
/// my_request_answer.cpp · what came of it, and what can be done about that.
void fill_my_answer(html::View& view, MySight const& sight);
/// my_request_letters.cpp · what was written, both ways.
void fill_my_letters(html::View& view, MySight const& sight);
/// my_request_asked.cpp · everything that was asked.
void fill_my_asked(html::View& view, MySight const& sight);

} // namespace habeas::app::pages
