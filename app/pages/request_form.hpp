#pragma once
#include "app/configuration.hpp"
#include "app/drafts.hpp"
#include "app/http/forms.hpp"
#include "core/casework.hpp"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace habeas::app::pages {

/// Which group of questions is on the page.
enum class FormStep { about, request, review };

/// One asked correction as it was typed.
struct TypedCorrection {
    std::string field;
    std::string current;
    std::string requested;
    bool blank() const { return field.empty() && current.empty() && requested.empty(); }
};

/// The form of a request as far as it has been filled in. The whole of it travels with every step; the draft that the
/// server keeps meanwhile is only there for going back and loading again.
struct TypedRequest {
    core::RequestType type{};
    std::map<std::string, std::string, std::less<>> single; ///< by wire name, such as `subject.email`
    std::vector<std::string> categories;
    std::vector<std::string> topics;
    std::vector<TypedCorrection> corrections; ///< without blank ones; the fields' numbers follow this order

    std::string_view value(std::string_view name) const;
};

/// The wire names of fields with one value, in the order of the form.
inline constexpr std::array<std::string_view, 10> single_fields{
    "relationship", "requester.kind", "requester.name",  "requester.email", "organisation",
    "subject.name", "subject.email",  "subject.country", "subject.region",  "deletion_scope",
};
inline constexpr std::string_view details_field = "details";

/// Everything typed, by wire names, in the order of the form; without what is empty.
Draft::Fields fields_of(TypedRequest const& typed);

/// Whether a field belongs to the group "About you".
bool is_about_person(std::string_view field);

/// What came in, and what is wrong with it as a form: fields that do not belong to it, or single ones sent twice.
struct ReadForm {
    TypedRequest typed;
    std::string step;                   ///< which button: about, request, review, more, remove, send; empty means send
    std::string shown;                  ///< the step whose page this came from: about, request, review
    std::string draft;                  ///< its id; empty where there is none
    std::optional<std::size_t> removed; ///< the row of corrections that `remove` took out
    std::vector<core::FieldError> mistakes;
};

/// Nothing where the form does not say what kind of request it is.
std::optional<ReadForm> read_request_form(http::Form const& form);

/// The typed words as a request. Answers to questions that do not arise are left out: a second person's address where
/// somebody asks for themselves, kinds of data where the whole account is to go. Stricter than core in two things: who
/// wrote to a company names it, and a thing to correct is named once.
struct FormedRequest {
    core::NewRequest asked;
    std::vector<core::FieldError> mistakes;
};
FormedRequest form_request(TypedRequest const& typed, core::Stamp const& stamp, core::Policy const& policy);

} // namespace habeas::app::pages
