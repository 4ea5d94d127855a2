#pragma once
#include "tests/support/app_harness.hpp"

#include <string>
#include <string_view>

// What the tests of the public pages share.
namespace habeas::testing {

/// The rows of the public face, as app/routes.cpp has them.
std::vector<app::http::Route> public_pages(app::Services& services);

bool contains(app::http::HttpResponse const& answer, std::string_view text);

/// A whole, valid form of that type as a browser would send it from the last step.
Pairs whole_form(std::string_view type);
/// The same with one field replaced, or added where it is missing; an empty value takes it out.
Pairs with(Pairs fields, std::string const& name, std::string const& value);

/// The token of the letter that confirms the address of this request, made now.
std::string verify_path(AppHarness& harness, core::RequestId id);
/// A browser that has opened the request's page from a letter.
Browser opened(AppHarness& harness, core::SubjectRequest const& request);
core::SubjectRequest confirmed(AppHarness& harness, core::SubjectRequest const& request);
/// Confirmed, assigned to a new agent.
core::SubjectRequest in_progress(AppHarness& harness, core::SubjectRequest const& request, StaffBrowser const& agent);

/// Letters that are owed about this request, of one kind.
std::int64_t letters(AppHarness& harness, core::RequestId id, core::LetterKind kind);
/// How many audit entries have this action.
std::size_t audited(AppHarness& harness, std::string const& action);

} // namespace habeas::testing
