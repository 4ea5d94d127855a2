#include "core/casework_builder.hpp"

#include <algorithm>

// What a new request must hold: `check_new_request`.
namespace habeas::core {

namespace {

constexpr std::size_t longest_region = 100;
constexpr std::size_t longest_value = 1000;
constexpr std::size_t longest_field_name = 100;
constexpr std::size_t most_corrections = 20;
constexpr std::chrono::days oldest_receipt{366};

using Mistakes = std::vector<FieldError>;

bool is_category(Policy const& policy, std::string_view id) {
    return std::ranges::find(policy.categories, id) != policy.categories.end();
}

constexpr std::size_t longest_postal_address = 500;

/// Post and phone bring requests of people whose e-mail address nobody knows.
bool needs_address(NewRequest const& asked) {
    if (asked.type == RequestType::unsubscribe) return true;
    switch (asked.channel) {
    case Channel::postal_mail:
    case Channel::phone:
        return false;
    case Channel::web_form:
    case Channel::email:
    case Channel::unsubscribe_link:
    case Channel::api:
        return true;
    }
    return true;
}

void check_subject(Mistakes& mistakes, NewRequest const& asked) {
    auto const& subject = asked.subject;
    // "nothing but e-mail address and preferences" may be asked for an unsubscribe (RULES 34)
    auto const presence = asked.type == RequestType::unsubscribe ? Presence::optional : Presence::required;
    check_text(mistakes, "subject.name", subject.name.reveal(), Lines::one, longest_name, presence,
               "Enter the name of the person the request is about.");
    if (!subject.email && needs_address(asked))
        mistakes.push_back({"subject.email", "Enter an e-mail address, so that we can answer."});
    auto const is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (!subject.country.empty() && (subject.country.size() != 2 || !std::ranges::all_of(subject.country, is_capital)))
        mistakes.push_back({"subject.country", "Choose a country from the list, or leave it out."});
    // Where letters cannot be sent they are posted, and an answer must reach somebody (RULES rows 3 and 5).
    bool const is_posted_to = !subject.email && !asked.requester.email && !needs_address(asked);
    check_text(mistakes, "subject.postal_address", subject.postal_address.reveal(), Lines::many, longest_postal_address,
               is_posted_to ? Presence::required : Presence::optional,
               "Enter the postal address, or an e-mail address: without either no answer can reach them.");
    check_text(mistakes, "subject.region", subject.region, Lines::one, longest_region, Presence::optional, {});
}

void check_requester(Mistakes& mistakes, NewRequest const& asked) {
    auto const& requester = asked.requester;
    if (requester.kind == RequesterKind::self) {
        // Answers go to the subject's own address and to no other one: a second address is how data is stolen.
        if (!requester.name.empty())
            mistakes.push_back({"requester.name", "Leave this empty where you ask for yourself."});
        if (requester.email) mistakes.push_back({"requester.email", "Leave this empty where you ask for yourself."});
        return;
    }
    check_text(mistakes, "requester.name", requester.name.reveal(), Lines::one, longest_name, Presence::required,
               "Enter your own name.");
    if (!requester.email && needs_address(asked))
        mistakes.push_back({"requester.email", "Enter your own e-mail address, so that we can answer you."});
}

void check_organisation(Mistakes& mistakes, NewRequest const& asked) {
    auto const presence =
        asked.requester.kind == RequesterKind::organisation_admin ? Presence::required : Presence::optional;
    check_text(mistakes, "organisation", asked.organisation.reveal(), Lines::one, longest_name, presence,
               "Enter the name of your organisation.");
}

/// `category.field`, such as `billing.address`.
bool is_field_name(std::string_view text, Policy const& policy) {
    auto const dot = text.find('.');
    if (dot == std::string_view::npos || text.size() > longest_field_name) return false;
    auto const field = text.substr(dot + 1);
    return is_category(policy, text.substr(0, dot)) && !field.empty() && std::ranges::all_of(field, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
           });
}

/// A card number would lie in letters, on pages and in the database for nothing: its last four digits say which card.
void check_card_number(Mistakes& mistakes, std::string const& field, FreeText const& text) {
    if (holds_card_number(text.reveal()))
        mistakes.push_back({field, "Enter only the last four digits of the card number, never the whole number."});
}

// "Correction asks which fields and the new values, field by field" (REQUIREMENTS P6)
void check_corrections(Mistakes& mistakes, NewRequest const& asked, Policy const& policy) {
    if (asked.type != RequestType::correction) {
        if (!asked.corrections.empty())
            mistakes.push_back({"corrections", "Only a request for correction lists corrections."});
        return;
    }
    if (asked.corrections.empty()) mistakes.push_back({"corrections", "Tell us at least one thing to correct."});
    if (asked.corrections.size() > most_corrections)
        mistakes.push_back({"corrections", "Ask for at most 20 corrections at a time."});
    for (std::size_t i = 0; i < std::min(asked.corrections.size(), most_corrections); ++i) {
        auto const& correction = asked.corrections[i];
        auto const field = "corrections." + std::to_string(i);
        if (!is_field_name(correction.field, policy))
            mistakes.push_back({field + ".field", "Choose what to correct from the list."});
        check_text(mistakes, field + ".current", correction.current.reveal(), Lines::many, longest_value,
                   Presence::optional, {});
        check_text(mistakes, field + ".requested", correction.requested.reveal(), Lines::many, longest_value,
                   Presence::required, "Enter what it should be.");
        if (!correction.field.ends_with(".card_number")) continue;
        check_card_number(mistakes, field + ".current", correction.current);
        check_card_number(mistakes, field + ".requested", correction.requested);
    }
}

void check_categories(Mistakes& mistakes, NewRequest const& asked, Policy const& policy) {
    std::vector<std::string_view> named;
    for (auto const& id : asked.categories) {
        if (!is_category(policy, id)) {
            mistakes.push_back({"categories", "Choose from the listed categories."});
            return;
        }
        if (std::ranges::find(named, id) != named.end()) {
            mistakes.push_back({"categories", "Choose each category once."});
            return;
        }
        named.push_back(id);
    }
}

// "Deletion distinguishes 'delete my registration information' and 'close my account'" (REQUIREMENTS P7)
void check_deletion_scope(Mistakes& mistakes, NewRequest const& asked) {
    if (asked.type != RequestType::deletion) {
        if (asked.deletion_scope)
            mistakes.push_back({"deletion_scope", "Only a request for deletion says what to delete."});
    } else if (!asked.deletion_scope) {
        mistakes.push_back({"deletion_scope", "Choose what we should delete."});
    } else if (*asked.deletion_scope == DeletionScope::categories && asked.categories.empty()) {
        mistakes.push_back({"categories", "Choose at least one category to delete."});
    }
}

void check_topics(Mistakes& mistakes, NewRequest const& asked) {
    if (asked.type != RequestType::unsubscribe && !asked.topics.empty())
        mistakes.push_back({"topics", "Only an unsubscribe request lists topics."});
    auto topics = asked.topics;
    std::ranges::sort(topics);
    if (std::ranges::adjacent_find(topics) != topics.end()) mistakes.push_back({"topics", "Choose each topic once."});
}

void check_receipt(Mistakes& mistakes, NewRequest const& asked, Stamp const& stamp) {
    if (asked.channel == Channel::unsubscribe_link && asked.type != RequestType::unsubscribe)
        mistakes.push_back({"channel", "Only unsubscribe requests come by the unsubscribe link."});
    if (asked.received_at > stamp.at || asked.received_on > stamp.on)
        mistakes.push_back({"received_at", "The day of receipt cannot be in the future."});
    else if (asked.received_on < stamp.on - oldest_receipt)
        mistakes.push_back({"received_at", "The day of receipt cannot be more than a year ago."});
}

} // namespace

std::vector<FieldError> check_new_request(NewRequest const& asked, Stamp const& stamp, Policy const& policy) {
    Mistakes mistakes;
    check_subject(mistakes, asked);
    check_requester(mistakes, asked);
    check_organisation(mistakes, asked);
    check_categories(mistakes, asked, policy);
    check_deletion_scope(mistakes, asked);
    check_corrections(mistakes, asked, policy);
    check_topics(mistakes, asked);
    check_text(mistakes, "details", asked.details.reveal(), Lines::many, longest_text, Presence::optional, {});
    check_receipt(mistakes, asked, stamp);
    return mistakes;
}

} // namespace habeas::core
