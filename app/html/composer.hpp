#pragma once

#include <span>
#include <string>
#include <string_view>

namespace habeas::app::html {

/// A template as it was embedded: its name below templates/ ("pages/queue.html") and its text.
struct TemplateFile {
    std::string_view name;
    std::string_view content;
};

/// Puts the parts of a template together, once, when the program starts.
///
/// {{>partials/input.html name="subject.email" label="Your e-mail address"}} is replaced by that file. Inside it
/// [[label]] stands for the argument and [[?hint]]…[[/hint]] is kept only where the argument was given. [[id]] is `id`
/// or else `name`, and [[key]] is the marker made from it (SUBJECT_EMAIL): two forms on one page may both have a field
/// `text`, but not the same id. Comments {{! … }} go. Lines of HTML lose their indentation: it would be sent each time.
///
/// Throws std::runtime_error that names the file when an include is missing, malformed, or includes itself.
std::string compose(std::string_view name, std::span<TemplateFile const> files);

/// The marker of a form field: "corrections.0.field" → "CORRECTIONS_0_FIELD".
std::string marker_of(std::string_view field);

} // namespace habeas::app::html
