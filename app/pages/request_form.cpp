#include "app/pages/request_form.hpp"

#include "app/pages/countries.hpp"
#include "app/pages/strict_form.hpp"
#include "core/text_rules.hpp"
#include "core/whole_number.hpp"

#include <algorithm>

namespace habeas::app::pages {

namespace {

using core::FieldError;

constexpr std::size_t most_corrections = 20;
/// People do not see this field; programs that fill in whatever they find do.
constexpr std::string_view trap_field = "nickname";

std::vector<std::string> strings(std::vector<std::string_view> const& views) {
    return {views.begin(), views.end()};
}

std::vector<TypedCorrection> read_corrections(StrictForm& strict, std::optional<std::size_t> removed) {
    std::vector<TypedCorrection> corrections;
    for (std::size_t i = 0; i < most_corrections; ++i) {
        auto const name = "corrections." + std::to_string(i);
        TypedCorrection typed{strict.text(name + ".field"), strict.free_text(name + ".current").reveal(),
                              strict.free_text(name + ".requested").reveal()};
        if (!typed.blank() && i != removed) corrections.push_back(std::move(typed));
    }
    return corrections;
}

/// `remove.3` is the button of the fourth row.
void read_step(ReadForm& read, std::string step) {
    constexpr std::string_view remove = "remove.";
    read.step = std::move(step);
    if (!read.step.starts_with(remove)) return;
    auto const row = core::whole_number<std::size_t>(std::string_view(read.step).substr(remove.size()));
    if (!row || *row >= most_corrections) return;
    read.removed = *row;
    read.step = "remove";
}

/// A word of a vocabulary out of what was typed; says what is missing or wrong.
template <class Word>
std::optional<Word> word_of(TypedRequest const& typed, std::string_view field, std::string_view missing,
                            std::vector<FieldError>& mistakes) {
    auto const value = typed.value(field);
    auto const word = core::parse<Word>(value);
    if (!word)
        mistakes.push_back({std::string(field), value.empty() ? std::string(missing) : "Choose one of the answers."});
    return word;
}

std::optional<core::EmailAddress> address_of(TypedRequest const& typed, std::string_view field,
                                             std::vector<FieldError>& mistakes) {
    auto const value = typed.value(field);
    if (value.empty()) return std::nullopt; // whether it is needed is for core to say
    auto address = core::EmailAddress::parse(value);
    if (address) return *address;
    mistakes.push_back({std::string(field), address_mistake(value, "Enter an e-mail address in full, such as "
                                                                   "name@example.org.")});
    return std::nullopt;
}

bool knows_country(std::string_view code) {
    return std::ranges::find(countries(), code, &Country::code) != countries().end();
}

void form_person(core::NewRequest& asked, TypedRequest const& typed, std::vector<FieldError>& mistakes) {
    asked.subject.name = core::PersonName(std::string(typed.value("subject.name")));
    asked.subject.email = address_of(typed, "subject.email", mistakes);
    if (asked.type == core::RequestType::unsubscribe) return;

    if (auto const word = word_of<core::Relationship>(typed, "relationship", "Choose how you know us.", mistakes))
        asked.relationship = *word;
    if (auto const word = word_of<core::RequesterKind>(typed, "requester.kind", "Choose who is asking.", mistakes))
        asked.requester.kind = *word;
    if (asked.requester.kind != core::RequesterKind::self) {
        asked.requester.name = core::PersonName(std::string(typed.value("requester.name")));
        asked.requester.email = address_of(typed, "requester.email", mistakes);
    }
    if (asked.relationship != core::Relationship::visitor ||
        asked.requester.kind == core::RequesterKind::organisation_admin)
        asked.organisation = core::OrganisationName(std::string(typed.value("organisation")));
    // Core takes it without a name, for staff who enter a letter that has none. The form can ask.
    if (core::goes_to_organisation(asked.type, asked.relationship, asked.requester.kind) &&
        core::is_blank(asked.organisation.reveal()))
        mistakes.push_back({"organisation", "Enter the name of the company you wrote to."});
    asked.subject.country = typed.value("subject.country");
    if (!asked.subject.country.empty() && !knows_country(asked.subject.country)) {
        mistakes.push_back({"subject.country", "Choose a country from the list, or leave it out."});
        asked.subject.country.clear();
    }
    asked.subject.region = typed.value("subject.region");
}

void form_question(core::NewRequest& asked, TypedRequest const& typed, std::vector<FieldError>& mistakes) {
    asked.details = core::FreeText(std::string(typed.value(details_field)));
    asked.categories = typed.categories;
    if (asked.type == core::RequestType::correction)
        for (auto const& correction : typed.corrections)
            asked.corrections.push_back(
                {correction.field, core::FreeText(correction.current), core::FreeText(correction.requested)});
    if (asked.type == core::RequestType::deletion) {
        asked.deletion_scope =
            word_of<core::DeletionScope>(typed, "deletion_scope", "Choose what we should delete.", mistakes);
        if (asked.deletion_scope != core::DeletionScope::categories) asked.categories.clear();
    }
    for (auto const& code : typed.topics) {
        auto const topic = core::parse<core::Topic>(code);
        if (topic)
            asked.topics.push_back(*topic);
        else
            mistakes.push_back({"topics", "Choose from the topics of the list."});
    }
}

/// Two values for one thing cannot both be right. "Something else" may stand more than once.
void check_corrections_once(TypedRequest const& typed, std::vector<FieldError>& mistakes) {
    auto const& corrections = typed.corrections;
    for (auto row = corrections.begin(); row != corrections.end(); ++row) {
        auto const first = std::ranges::find(corrections, row->field, &TypedCorrection::field);
        if (first == row || row->field.empty() || row->field.ends_with(".other")) continue;
        mistakes.push_back({"corrections." + std::to_string(row - corrections.begin()) + ".field",
                            "Correction " + std::to_string(first - corrections.begin() + 1) +
                                " is about the same thing. Put both into one, or choose something else."});
    }
}

/// Core's own findings. The summary leads to a field, and the list of corrections is none.
std::vector<FieldError> findings_of(core::NewRequest const& asked, core::Stamp const& stamp,
                                    core::Policy const& policy) {
    auto findings = core::check_new_request(asked, stamp, policy);
    for (auto& finding : findings)
        if (finding.field == "corrections") finding.field = "corrections.0.field";
    return findings;
}

} // namespace

std::string_view TypedRequest::value(std::string_view name) const {
    auto const found = single.find(name);
    return found == single.end() ? std::string_view{} : std::string_view(found->second);
}

Draft::Fields fields_of(TypedRequest const& typed) {
    Draft::Fields fields;
    auto const add = [&fields](std::string name, std::string_view value) {
        if (!value.empty()) fields.emplace_back(std::move(name), value);
    };
    add("type", core::code(typed.type));
    for (auto const name : single_fields)
        add(std::string(name), typed.value(name));
    add(std::string(details_field), typed.value(details_field));
    for (auto const& category : typed.categories)
        add("categories", category);
    for (auto const& topic : typed.topics)
        add("topics", topic);
    for (std::size_t i = 0; i < typed.corrections.size(); ++i) {
        auto const name = "corrections." + std::to_string(i) + ".";
        add(name + "field", typed.corrections[i].field);
        add(name + "current", typed.corrections[i].current);
        add(name + "requested", typed.corrections[i].requested);
    }
    return fields;
}

bool is_about_person(std::string_view field) {
    return field == "relationship" || field == "organisation" || field == "topics" || field.starts_with("requester.") ||
           field.starts_with("subject.");
}

std::optional<ReadForm> read_request_form(http::Form const& form) {
    StrictForm strict(form);
    auto const type = core::parse<core::RequestType>(strict.text("type"));
    if (!type) return std::nullopt;
    ReadForm read;
    read.typed.type = *type;
    read_step(read, strict.text("step"));
    read.shown = strict.text("shown");
    if (auto id = strict.text("draft"); Drafts::is_id(id)) read.draft = std::move(id);
    for (auto const name : single_fields)
        read.typed.single.emplace(name, strict.text(name));
    read.typed.single.emplace(details_field, strict.free_text(details_field).reveal());
    read.typed.categories = strings(strict.many("categories"));
    read.typed.topics = strings(strict.many("topics"));
    read.typed.corrections = read_corrections(strict, read.removed);
    if (!strict.text(trap_field).empty())
        strict.mistake("", "A field that people do not see was filled in. Please send the form once more.");
    read.mistakes = strict.mistakes();
    return read;
}

FormedRequest form_request(TypedRequest const& typed, core::Stamp const& stamp, core::Policy const& policy) {
    FormedRequest formed;
    auto& asked = formed.asked;
    asked.type = typed.type;
    asked.channel = core::Channel::web_form;
    asked.received_at = stamp.at;
    asked.received_on = stamp.on;
    form_person(asked, typed, formed.mistakes);
    form_question(asked, typed, formed.mistakes);
    check_corrections_once(typed, formed.mistakes);
    core::add_findings(formed.mistakes, findings_of(asked, stamp, policy));
    return formed;
}

} // namespace habeas::app::pages
