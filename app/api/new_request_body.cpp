#include "app/api/new_request_body.hpp"

#include "app/api/json_body.hpp"
#include "core/parts.hpp"

#include <algorithm>

namespace habeas::app::api {

namespace {

std::optional<core::EmailAddress> read_email(Fields& fields) {
    auto const typed = fields.text("email");
    if (typed.empty()) return std::nullopt;
    auto const address = core::EmailAddress::parse(typed);
    if (address) return *address;
    fields.mistake("email", address.error().message);
    return std::nullopt;
}

void read_people(Fields& fields, core::NewRequest& asked) {
    fields.child("subject", [&](Fields& subject) {
        asked.subject.name = core::PersonName(subject.text("name"));
        asked.subject.email = read_email(subject);
        asked.subject.country = subject.text("country");
        asked.subject.region = subject.text("region");
        asked.subject.postal_address = core::PostalAddress(subject.text("postal_address"));
    });
    fields.child("requester", [&](Fields& requester) {
        asked.requester.kind = requester.word<core::RequesterKind>("kind").value_or(core::RequesterKind::self);
        asked.requester.name = core::PersonName(requester.text("name"));
        asked.requester.email = read_email(requester);
    });
    asked.organisation = core::OrganisationName(fields.text("organisation"));
}

void read_particulars(Fields& fields, core::NewRequest& asked) {
    asked.categories = fields.texts("categories");
    asked.details = core::FreeText(fields.text("details"));
    fields.children("corrections", [&](Fields& correction) {
        asked.corrections.push_back({correction.text("field"), core::FreeText(correction.text("current")),
                                     core::FreeText(correction.text("requested"))});
    });
    asked.deletion_scope = fields.word<core::DeletionScope>("deletion_scope");
    asked.topics = fields.words<core::Topic>("topics");
}

void read_receipt(Fields& fields, core::NewRequest& asked, CompanyCalendar const& calendar, core::Instant now) {
    asked.channel = fields.word<core::Channel>("channel").value_or(core::Channel::api);
    if (asked.channel == core::Channel::web_form || asked.channel == core::Channel::unsubscribe_link)
        fields.mistake("channel", "Use one of: api, phone, postal_mail, email.");
    asked.received_at = now;
    if (auto const typed = fields.text("received_at"); !typed.empty()) {
        if (auto const instant = parse_rfc3339(typed))
            asked.received_at = *instant;
        else
            fields.mistake("received_at", "Write the time as 2026-01-30T09:00:00Z.");
    }
    asked.received_on = calendar.day_of(asked.received_at);
}

/// What cannot be judged while another field could not be read, since a default stands in its place.
struct Dependence {
    std::string_view field;
    std::string_view on;
};
constexpr Dependence dependences[] = {
    {"corrections", "type"},
    {"deletion_scope", "type"},
    {"topics", "type"},
    {"channel", "type"},
    {"subject.email", "channel"},
    {"requester.email", "channel"},
    {"requester.name", "requester.kind"},
    {"requester.email", "requester.kind"},
};

/// Whether a finding may be no mistake once those are mended that are known.
bool may_follow_from(std::vector<core::FieldError> const& mistakes, core::FieldError const& finding) {
    return std::ranges::any_of(dependences, [&](Dependence const& each) {
        return each.field == finding.field &&
               std::ranges::find(mistakes, each.on, &core::FieldError::field) != mistakes.end();
    });
}

/// A program sees no list to choose from: it is told the choices.
void name_choices(std::vector<core::FieldError>& findings, core::Policy const& policy) {
    for (auto& finding : findings) {
        if (finding.field == "categories")
            finding.message += " Use any of: " + core::joined(policy.categories, ", ") + ".";
        if (finding.field.starts_with("corrections.") && finding.field.ends_with(".field"))
            finding.message = "Use a category, a dot and the field's name in small letters, such as contact.phone. "
                              "Categories: " +
                              core::joined(policy.categories, ", ") + ".";
    }
}

} // namespace

core::Result<core::NewRequest> read_new_request(boost::json::object const& body, int most_entries,
                                                CompanyCalendar const& calendar, core::Policy const& policy,
                                                core::Stamp const& stamp) {
    Fields fields(body, most_entries);
    core::NewRequest asked;
    asked.type = fields.required_word<core::RequestType>("type");
    asked.relationship = fields.word<core::Relationship>("relationship").value_or(core::Relationship::customer);
    read_people(fields, asked);
    read_particulars(fields, asked);
    read_receipt(fields, asked, calendar, stamp.at);
    auto mistakes = fields.finish();
    auto findings = core::check_new_request(asked, stamp, policy);
    name_choices(findings, policy);
    std::erase_if(findings, [&](core::FieldError const& each) { return may_follow_from(mistakes, each); });
    core::add_findings(mistakes, std::move(findings));
    if (!mistakes.empty()) return core::fail(std::move(mistakes));
    return asked;
}

} // namespace habeas::app::api
