#include "app/pages/request_new_desk.hpp"

#include "app/html/forms.hpp"
#include "app/pages/correctable_fields.hpp"
#include "app/pages/countries.hpp"
#include "app/pages/frame.hpp"
#include "app/pages/strict_form.hpp"
#include "app/pages/words.hpp"
#include "app/store_access.hpp"

#include <algorithm>
#include <array>

namespace habeas::app::pages {

namespace {

namespace asio = boost::asio;
using html::Chosen;
using html::View;
using http::HttpRequest;
using http::HttpResponse;

constexpr int correction_rows = 3;
/// How a request reaches people who then enter it; forms and programs enter theirs themselves.
constexpr std::array entered_channels{core::Channel::postal_mail, core::Channel::phone, core::Channel::email};

/// The form as typed, with what is wrong with it.
struct Draft {
    int status{200};
    http::Form const* typed{};
    core::Error error{};
};

std::string_view typed_value(Draft const& draft, std::string_view name) {
    return draft.typed ? draft.typed->value(name) : std::string_view();
}

template <class Words>
void add_choices(View& view, std::string_view section, Words const& words, std::string_view chosen) {
    for (auto const word : words)
        html::add_option(view, section, core::code(word), label(word),
                         core::code(word) == chosen ? Chosen::yes : Chosen::no);
}

template <class Word>
std::vector<Word> all_of() {
    std::vector<Word> all;
    for (auto const& [word, code] : core::words_of<Word>())
        all.push_back(word);
    return all;
}

Chosen is_ticked(Draft const& draft, std::string_view name, std::string_view value) {
    if (!draft.typed) return Chosen::no;
    auto const ticked = draft.typed->values(name);
    return std::ranges::find(ticked, value) == ticked.end() ? Chosen::no : Chosen::yes;
}

void fill_choices(View& view, Services const& services, Draft const& draft) {
    add_choices(view, "TYPE_OPTION", all_of<core::RequestType>(), typed_value(draft, "type"));
    add_choices(view, "CHANNEL_OPTION", entered_channels, typed_value(draft, "channel"));
    add_choices(view, "RELATIONSHIP_OPTION", all_of<core::Relationship>(), typed_value(draft, "relationship"));
    add_choices(view, "SCOPE_OPTION", all_of<core::DeletionScope>(), typed_value(draft, "deletion_scope"));
    add_choices(view, "KIND_OPTION", all_of<core::RequesterKind>(), typed_value(draft, "requester.kind"));
    for (auto const& country : countries())
        html::add_option(view, "COUNTRY_OPTION", country.code, country.name,
                         country.code == typed_value(draft, "subject.country") ? Chosen::yes : Chosen::no);
    for (auto const& category : services.configuration.categories)
        html::add_option(view, "CATEGORY", category.id, category.name, is_ticked(draft, "categories", category.id))
            .maybe("HINT", category.description);
    for (auto const& [topic, code] : core::words_of<core::Topic>())
        html::add_option(view, "TOPIC", code, label(topic), is_ticked(draft, "topics", code));
}

void fill_corrections(View& view, Services const& services, Draft const& draft) {
    auto const fields = correctable_fields(services.configuration);
    for (int row = 0; row < correction_rows; ++row) {
        auto const name = "corrections." + std::to_string(row) + ".";
        auto& part = view.add("CORRECTION");
        part.number("INDEX", row)
            .number("NUMBER", row + 1)
            .maybe("CORRECTION_MISTAKE", mistakes_below(draft.error.fields, name));
        part.text("CORRECTION_CURRENT", typed_value(draft, name + "current"));
        part.text("CORRECTION_REQUESTED", typed_value(draft, name + "requested"));
        for (auto const& field : fields)
            html::add_option(part, "FIELD_OPTION", field.code, field.name,
                             field.code == typed_value(draft, name + "field") ? Chosen::yes : Chosen::no);
    }
}

HttpResponse show_form(Services const& services, SignedIn const& signed_in, core::Day today, Draft const& draft) {
    auto view = desk_frame(services, signed_in, "New request", Place::new_request);
    view.text("TODAY_ISO", core::iso(today));
    fill_choices(view, services, draft);
    fill_corrections(view, services, draft);
    std::vector<html::FieldValue> values;
    if (draft.typed)
        for (auto const& [name, value] : draft.typed->fields())
            if (name != "form_token") values.push_back({name, value});
    auto const errors = html_errors(draft.error.fields);
    html::fill_form(view, values, errors);
    if (draft.error.fields.empty()) view.maybe("REFUSED", draft.error.message);
    return show(services, draft.status, "pages/request_new_desk.html", view);
}

core::Channel read_channel(StrictForm& fields) {
    auto const channel = fields.choice<core::Channel>("channel", "Choose how it came.");
    if (channel && std::ranges::find(entered_channels, *channel) == entered_channels.end())
        fields.mistake("channel", "This is not one of the choices.");
    return channel.value_or(core::Channel::postal_mail);
}

/// A request as it was entered, and in which rows of the form its corrections stood.
struct Entry {
    core::NewRequest asked;
    std::vector<std::size_t> correction_places;

    /// The domain speaks of the moment where the form asks for the day, and counts the corrections it was given.
    void name_fields_of_form(std::vector<core::FieldError>& mistakes) const {
        for (auto& mistake : mistakes) {
            if (mistake.field == "received_at") mistake.field = "received_on";
            rename_row(mistake.field, "corrections", correction_places);
        }
    }
};

void read_corrections(StrictForm& fields, Entry& entry) {
    for (int row = 0; row < correction_rows; ++row) {
        auto const name = "corrections." + std::to_string(row);
        core::Correction correction{fields.text(name + ".field"), fields.free_text(name + ".current"),
                                    fields.free_text(name + ".requested")};
        if (correction == core::Correction{}) continue;
        entry.asked.corrections.push_back(std::move(correction));
        entry.correction_places.push_back(static_cast<std::size_t>(row));
    }
}

std::vector<core::Topic> read_topics(StrictForm& fields) {
    std::vector<core::Topic> topics;
    for (auto const each : fields.many("topics")) {
        if (auto const topic = core::parse<core::Topic>(each))
            topics.push_back(*topic);
        else
            fields.mistake("topics", "This is not one of the choices.");
    }
    return topics;
}

/// When it reached us: at noon of that day, which is the same day in every way of looking at it; on the day itself not
/// later than now.
core::Instant moment_of(CompanyCalendar const& calendar, core::Day day, core::Instant now) {
    auto const noon = calendar.start_of(day) + std::chrono::hours{12};
    return calendar.day_of(now) == day ? std::min(noon, now) : noon;
}

Entry read_entry(StrictForm& fields, CompanyCalendar const& calendar, core::Stamp const& stamp) {
    Entry entry;
    auto& asked = entry.asked;
    asked.type = fields.choice<core::RequestType>("type", "Choose what is asked for.").value_or(core::RequestType{});
    asked.relationship = fields.choice<core::Relationship>("relationship", "Choose how the subject stands to us.")
                             .value_or(core::Relationship::customer);
    asked.channel = read_channel(fields);
    asked.subject = {core::PersonName(fields.text("subject.name")), fields.email("subject.email", Presence::optional),
                     fields.text("subject.country"), fields.text("subject.region"),
                     core::PostalAddress(fields.free_text("subject.postal_address").reveal())};
    asked.requester = {
        fields.choice<core::RequesterKind>("requester.kind", "Choose who asks.").value_or(core::RequesterKind::self),
        core::PersonName(fields.text("requester.name")), fields.email("requester.email", Presence::optional)};
    asked.organisation = core::OrganisationName(fields.text("organisation"));
    for (auto const each : fields.many("categories"))
        asked.categories.emplace_back(each);
    asked.details = fields.free_text("details");
    read_corrections(fields, entry);
    asked.deletion_scope = fields.choice<core::DeletionScope>("deletion_scope");
    asked.topics = read_topics(fields);
    asked.received_on = fields.day("received_on", Presence::required).value_or(stamp.on);
    asked.received_at = moment_of(calendar, asked.received_on, stamp.at);
    return entry;
}

} // namespace

asio::awaitable<HttpResponse> request_new_desk(Services& services, HttpRequest&, SignedIn const& signed_in) {
    co_return show_form(services, signed_in, services.stamp(signed_in.actor()).on, {});
}

asio::awaitable<HttpResponse> enter_request(Services& services, HttpRequest& request, SignedIn const& signed_in,
                                            http::Form const& form) {
    auto const stamp = services.stamp(signed_in.actor());
    if (signed_in.only_shows_form) {
        auto const refused = came_late("entered");
        co_return show_form(services, signed_in, stamp.on, {http::status_of(refused.code), &form, refused});
    }
    StrictForm fields(form);
    auto const entry = read_entry(fields, services.calendar, stamp);
    auto mistakes = fields.mistakes();
    // What the domain finds is told with what could not be read, so that nobody has to send the form twice.
    auto found = core::check_new_request(entry.asked, stamp, services.desk.policy());
    entry.name_fields_of_form(found);
    for (auto& mistake : found) {
        auto const said = std::ranges::find(mistakes, mistake.field, &core::FieldError::field) != mistakes.end();
        if (!said) mistakes.push_back(std::move(mistake));
    }
    if (!mistakes.empty())
        co_return show_form(services, signed_in, stamp.on, {422, &form, core::fail(std::move(mistakes)).error()});

    auto entering = write_store(services.store,
                                [&desk = services.desk, asked = entry.asked, stamp](storage::Transaction& transaction) {
                                    return desk.submit(transaction, asked, stamp);
                                });
    auto const entered = co_await std::move(entering);
    if (!entered) {
        auto error = entered.error();
        entry.name_fields_of_form(error.fields);
        co_return show_form(services, signed_in, stamp.on, {http::status_of(error.code), &form, error});
    }
    services.log.info("request.submitted", {{"reference", entered->reference.text()},
                                            {"type", entered->type},
                                            {"channel", entered->channel},
                                            {"request_id", request.request_id}});
    co_return HttpResponse::see_other(desk_path(entered->reference) + "?done=entered");
}

} // namespace habeas::app::pages
