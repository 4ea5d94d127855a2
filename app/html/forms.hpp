#pragma once

#include "app/html/view.hpp"

#include <span>
#include <string_view>

namespace habeas::app::html {

/// One field as it was typed: `name` as in the form ("subject.email").
struct FieldValue {
    std::string_view name;
    std::string_view value;
};

/// What is wrong with a field, in a sentence for the person who typed it. An empty `field` belongs to the whole form.
struct FieldError {
    std::string_view field;
    std::string_view message;
};

/// Puts what was typed, and what is wrong with it, back into a form: nothing typed is ever lost.
///
/// For the field "subject.email" it sets the text SUBJECT_EMAIL, shows the section SUBJECT_EMAIL_IS_<VALUE> (radios,
/// with fixed choices, see fixed_choices in forms.cpp), and for its error the section and text SUBJECT_EMAIL_ERROR. All
/// errors together fill the section ERROR_SUMMARY with ERROR_ITEM parts (ERROR_MESSAGE, and ERROR_LINK with ERROR_FIELD
/// where a field is named).
///
/// ERROR_SUMMARY says that nothing typed was lost (section TYPED_KEPT) only where something stands in a field and, by
/// the caller's word, nothing that was typed is missing from the page.
///
/// The names of the fields are the program's own, never what a request calls them.
enum class Typed : bool { partly_gone, all_kept };
void fill_form(View& view, std::span<FieldValue const> values, std::span<FieldError const> errors,
               Typed typed = Typed::all_kept);

enum class Chosen : bool { no, yes };

/// Adds one choice to a repeated section of a select, of radios or of check boxes: texts OPTION_VALUE and OPTION_LABEL,
/// and both the sections SELECTED and CHECKED where it is chosen. Returns it, for a HINT.
View& add_option(View& view, std::string_view section, std::string_view value, std::string_view label,
                 Chosen chosen = Chosen::no);

} // namespace habeas::app::html
