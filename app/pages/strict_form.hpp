#pragma once
#include "app/html/forms.hpp"
#include "app/http/forms.hpp"
#include "core/error.hpp"
#include "core/personal.hpp"
#include "core/time.hpp"
#include "core/words.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace habeas::app::pages {

enum class Presence { required, optional };

/// A form that came after its sender had been signed out: it is shown again, not carried out. `done` is the word for
/// what did not happen: sent, entered.
core::Error came_late(std::string_view done);

/// Reads a form or a query strictly: only the fields that are asked for here may be in it, and single ones only once
/// (security requirements 24 and 25). Mistakes are collected, so that a person sees all of them at once.
class StrictForm {
  public:
    explicit StrictForm(http::Form const& form);

    /// The field, trimmed; empty where it is absent.
    std::string text(std::string_view name);
    /// As typed: for passwords.
    std::string exact(std::string_view name);
    core::FreeText free_text(std::string_view name);
    std::vector<std::string_view> many(std::string_view name);
    std::optional<core::Day> day(std::string_view name, Presence presence);
    std::optional<core::EmailAddress> email(std::string_view name, Presence presence);
    std::optional<std::int64_t> number(std::string_view name);
    /// Whether the form has the field at all; does not read it.
    bool has(std::string_view name) const { return form_.contains(name); }

    /// A word of a vocabulary. Where it is required and missing, `missing` is what the person is told.
    template <class Word>
    std::optional<Word> choice(std::string_view name, std::string_view missing) {
        auto const typed = text(name);
        auto const word = core::parse<Word>(typed);
        if (!word && (!typed.empty() || !missing.empty()))
            mistake(name, typed.empty() ? missing : "This is not one of the choices.");
        return word;
    }
    template <class Word>
    std::optional<Word> choice(std::string_view name) {
        return choice<Word>(name, {});
    }

    void mistake(std::string_view field, std::string_view message);

    /// Every mistake so far, with those of fields that nobody asked for. Call when all was read.
    std::vector<core::FieldError> mistakes();

  private:
    http::Form const& form_;
    std::vector<std::string_view> doubled_;
    std::set<std::string, std::less<>> known_;
    std::vector<core::FieldError> mistakes_;
};

/// What is wrong with an address that was typed: `otherwise`, unless it holds letters that no address we can write to
/// has, which people take for right.
std::string address_mistake(std::string_view typed, std::string_view otherwise);

/// `categories.0.ground` → `categories.3.ground`: the domain counts the items it was given, the form its rows.
/// `places[0] == 3` says that the first item came from the fourth row. Other fields stay as they are.
void rename_row(std::string& field, std::string_view list, std::vector<std::size_t> const& places);

/// The mistakes as the page shows them; they must outlive the result.
std::vector<html::FieldError> html_errors(std::vector<core::FieldError> const& mistakes);

/// Every mistake of the fields whose name begins so, one sentence after the other.
std::string mistakes_below(std::vector<core::FieldError> const& mistakes, std::string_view prefix);

} // namespace habeas::app::pages
