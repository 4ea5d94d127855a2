#include "app/api/request_verbs.hpp"

#include "app/api/answers.hpp"
#include "app/api/json_body.hpp"
#include "app/store_access.hpp"
#include "core/letter_case.hpp"
#include "core/whole_number.hpp"

#include <algorithm>

namespace habeas::app::api {

namespace {

using http::HttpResponse;

/// What a verb does on the writer thread, its details already read.
using Act = std::function<Desk::Changed(storage::Transaction&, Target, core::Stamp const&)>;
/// Reads a verb's details out of the body; its mistakes stay in the fields.
using ReadAct = std::function<Act(Desk const&, Fields&)>;

/// `If-Match: "7"`: the version the caller decided upon.
core::Result<std::int64_t> expected_version(http::HttpRequest const& request) {
    auto const typed = request.header("If-Match").value_or("");
    if (typed.size() < 3 || typed.front() != '"' || typed.back() != '"')
        return core::fail(core::ErrorCode::malformed, "If-Match must hold the request's version, such as \"7\".");
    auto const version = core::whole_number(typed.substr(1, typed.size() - 2));
    if (!version || *version < 1)
        return core::fail(core::ErrorCode::malformed, "If-Match must hold the request's version, such as \"7\".");
    return *version;
}

/// An empty body is an empty object: some verbs have no details.
core::Result<boost::json::object> read_details(http::HttpRequest const& request) {
    if (request.body.empty()) return boost::json::object{};
    return read_json(request);
}

bool is_named(std::vector<core::FieldError> const& mistakes, std::string_view field) {
    return std::ranges::find(mistakes, field, &core::FieldError::field) != mistakes.end();
}

bool is_about_outcome(core::FieldError const& mistake) {
    return mistake.field.ends_with(".outcome");
}

/// Whether it is not known which category or correction an entry is about.
bool names_an_entry(core::FieldError const& mistake) {
    return mistake.field.ends_with(".category") || mistake.field.ends_with(".index");
}

/// Whether a finding is about one entry of a list, `results.0.until`, and not about one that is missing,
/// `results.contact`.
bool is_about_entry(std::string_view field) {
    auto const dot = field.find('.');
    return dot != field.npos && dot + 1 < field.size() && field[dot + 1] >= '0' && field[dot + 1] <= '9';
}

/// Whether a finding may be no mistake once what could not be read is mended: what goes with a result is judged by the
/// result, whether words are needed by the results, and whether a list is whole by what its entries are about.
bool follows_from(std::vector<core::FieldError> const& mistakes, core::FieldError const& finding) {
    auto const& field = finding.field;
    auto const dot = field.rfind('.') + 1; // `results.0.` and what is behind it
    auto const entry = field.substr(0, dot), part = field.substr(dot);
    if ((part == "ground" || part == "until") && is_named(mistakes, entry + "outcome")) return true;
    if (part == "reason" && is_named(mistakes, entry + "verdict")) return true;
    // Which of two ways to close it fits is judged by the rows, and the other way round.
    if (part == "verdict" && is_named(mistakes, "complete")) return true;
    if (field == "answer") return std::ranges::any_of(mistakes, is_about_outcome);
    auto const list = field.substr(0, field.find('.') + 1);
    return !is_about_entry(field) && std::ranges::any_of(mistakes, [&](core::FieldError const& each) {
        return each.field.starts_with(list) && names_an_entry(each);
    });
}

/// "422 invalid with every field named" (the contract of the API): what could not be read, and what the verb finds in
/// the rest.
core::Error every_mistake(std::vector<core::FieldError> mistakes, Desk::Changed const& rehearsed) {
    if (!rehearsed && rehearsed.error().code == core::ErrorCode::not_found) return rehearsed.error();
    if (!rehearsed) {
        auto findings = rehearsed.error().fields;
        std::erase_if(findings, [&](core::FieldError const& each) { return follows_from(mistakes, each); });
        core::add_findings(mistakes, std::move(findings));
    }
    return core::fail(std::move(mistakes)).error();
}

/// The way of every verb: whose request, which version, what details, do it, show it.
Answer perform(Services& services, http::HttpRequest& request, ApiCaller const& caller, ReadAct read) {
    if (!request.body.empty())
        if (auto refusal = refuse_media_type(request)) co_return std::move(*refusal);
    auto const id = services.store.references().decode(request.parameter("reference"));
    if (!id) co_return mistake({core::ErrorCode::not_found, "There is no such request.", {}, {}});
    if (!request.header("If-Match"))
        co_return HttpResponse::problem(428, "version_required", "Precondition Required",
                                        "Send If-Match with the version you saw: it is the ETag of the request.");
    auto const version = expected_version(request);
    if (!version) co_return mistake(version.error());
    auto const body = read_details(request);
    if (!body) co_return mistake(body.error());
    Fields fields(*body, services.configuration.limits.api_list_entries);
    auto act = read(services.desk, fields);
    auto mistakes = fields.finish();
    auto const purpose = mistakes.empty() ? Purpose::change : Purpose::rehearsal;

    auto const stamp = services.stamp(caller.actor());
    auto change = [act = std::move(act), target = Target{*id, *version, purpose},
                   stamp](storage::Transaction& transaction) { return act(transaction, target, stamp); };
    auto work = write_store(services.store, std::move(change));
    auto const changed = co_await std::move(work);
    if (!mistakes.empty()) co_return mistake(every_mistake(std::move(mistakes), changed));
    if (!changed) co_return mistake(changed.error());
    services.log.info(
        "request.changed",
        {{"reference", changed->reference.text()}, {"status", changed->status}, {"version", changed->version}});
    co_return request_answer(services, *changed, Asker{caller, stamp});
}

/// A verb whose only detail is a text.
using TextVerb = Desk::Changed (Desk::*)(storage::Transaction&, Target, core::FreeText const&,
                                         core::Stamp const&) const;

Answer with_text(Services& services, http::HttpRequest& request, ApiCaller const& caller, std::string_view field,
                 TextVerb verb) {
    return perform(services, request, caller, [field, verb](Desk const& desk, Fields& fields) -> Act {
        return [&desk, verb, text = core::FreeText(fields.text(field))](auto& transaction, Target target,
                                                                        auto const& stamp) {
            return (desk.*verb)(transaction, target, text, stamp);
        };
    });
}

/// Whether the body says anything about an answer, or only that what was approved is to be carried out.
bool has_answer(Fields const& fields) {
    return fields.has("results") || fields.has("corrections") || fields.has("answer") || fields.has("complete");
}

core::Outcome read_outcome(Fields& fields) {
    core::Outcome outcome;
    outcome.answer = core::FreeText(fields.text("answer"));
    fields.children("results", [&](Fields& result) {
        outcome.categories.push_back({result.text("category"), result.required_word<core::CategoryOutcome>("outcome"),
                                      result.word<core::RetentionGround>("ground"), result.text("until")});
    });
    fields.children("corrections", [&](Fields& decision) {
        auto const index = decision.number("index");
        auto const verdict = decision.required_word<core::FieldVerdict>("verdict");
        core::FreeText reason(decision.text("reason"));
        if (!index || *index < 0) decision.mistake("index", "Name the correction by its place, from 0.");
        // Kept all the same, so that the next ones keep their places in the list.
        outcome.corrections.push_back({static_cast<std::size_t>(index.value_or(-1)), verdict, std::move(reason)});
    });
    return outcome;
}

core::PreparedOutcome read_answer(Fields& fields) {
    auto const is_whole = fields.truth("complete").value_or(true);
    return {read_outcome(fields), is_whole ? core::Completeness::whole : core::Completeness::part};
}

/// The core speaks of `categories`, as forms do; the body's list is called `results`.
Desk::Changed with_wire_names(Desk::Changed changed) {
    constexpr std::string_view in_core = "categories";
    if (changed) return changed;
    for (auto& each : changed.error().fields)
        if (each.field.starts_with(in_core)) each.field.replace(0, in_core.size(), "results");
    return changed;
}

/// An assignee as the body names them: by number, by login, or by both.
struct NamedAssignee {
    std::optional<std::int64_t> number;
    std::string login; ///< empty where they are not named so
};

/// The login is looked up inside the transaction. Two names must be one person's: nobody can tell which was meant.
Desk::Changed assign_to(Desk const& desk, storage::Transaction& transaction, Target target, core::Stamp const& stamp,
                        NamedAssignee const& named) {
    if (named.number && named.login.empty())
        return desk.assign(transaction, target, core::StaffId{*named.number}, stamp);
    auto const member = transaction.staff_by_login(core::lower_case(named.login));
    if (named.number && (!member || member->id.value != *named.number)) {
        target.purpose = Purpose::rehearsal;
        auto const* const words = "The number and the login do not name the same person. Send one of them.";
        return std::unexpected(every_mistake({{"assignee", words}, {"login", words}},
                                             desk.assign(transaction, target, core::StaffId{*named.number}, stamp)));
    }
    if (!member) return core::fail({{"assignee", "Choose an active agent or officer."}});
    return desk.assign(transaction, target, member->id, stamp);
}

} // namespace

Answer verify(Services& services, http::HttpRequest& request, ApiCaller const& caller) {
    return perform(services, request, caller, [](Desk const& desk, Fields& fields) -> Act {
        // Asked for by name: the strongest evidence must not be what an empty body claims. `address_confirmed` is what
        // the mailed link shows, so no caller can say it.
        auto const evidence = fields.text("evidence");
        if (evidence != core::code(core::Evidence::matched))
            fields.mistake("evidence", "Write \"matched\": you compared the address with the one on file.");
        return [&desk](auto& transaction, Target target, auto const& stamp) {
            return desk.verify(transaction, target, core::Evidence::matched, stamp);
        };
    });
}

Answer assign(Services& services, http::HttpRequest& request, ApiCaller const& caller) {
    return perform(services, request, caller, [](Desk const& desk, Fields& fields) -> Act {
        auto const number = fields.number("assignee");
        NamedAssignee named{number, fields.text("login")};
        if (!number && named.login.empty())
            fields.mistake("assignee", "Name the person by `assignee` (number) or by `login`.");
        return [&desk, named = std::move(named)](auto& transaction, Target target, auto const& stamp) {
            return assign_to(desk, transaction, target, stamp, named);
        };
    });
}

Answer request_information(Services& services, http::HttpRequest& request, ApiCaller const& caller) {
    return with_text(services, request, caller, "question", &Desk::request_information);
}

Answer receive_information(Services& services, http::HttpRequest& request, ApiCaller const& caller) {
    return with_text(services, request, caller, "answer", &Desk::receive_information);
}

Answer extend(Services& services, http::HttpRequest& request, ApiCaller const& caller) {
    return with_text(services, request, caller, "reason", &Desk::extend);
}

Answer submit_for_approval(Services& services, http::HttpRequest& request, ApiCaller const& caller) {
    return perform(services, request, caller, [](Desk const& desk, Fields& fields) -> Act {
        core::FreeText note(fields.text("note"));
        return [&desk, prepared = read_answer(fields), note](auto& transaction, Target target, auto const& stamp) {
            return with_wire_names(desk.submit_for_approval(transaction, target, prepared, note, stamp));
        };
    });
}

Answer approve(Services& services, http::HttpRequest& request, ApiCaller const& caller) {
    return with_text(services, request, caller, "note", &Desk::approve);
}

Answer send_back(Services& services, http::HttpRequest& request, ApiCaller const& caller) {
    return with_text(services, request, caller, "reason", &Desk::send_back);
}

Answer fulfil(Services& services, http::HttpRequest& request, ApiCaller const& caller) {
    return perform(services, request, caller, [](Desk const& desk, Fields& fields) -> Act {
        if (!has_answer(fields))
            return [&desk](auto& transaction, Target target, auto const& stamp) {
                return desk.fulfil_as_approved(transaction, target, stamp);
            };
        return [&desk, answer = read_answer(fields)](auto& transaction, Target target, auto const& stamp) {
            return with_wire_names(desk.fulfil(transaction, target, answer, stamp));
        };
    });
}

Answer deny(Services& services, http::HttpRequest& request, ApiCaller const& caller) {
    return perform(services, request, caller, [](Desk const& desk, Fields& fields) -> Act {
        core::Denial denial{fields.required_word<core::DenialReason>("reason"),
                            core::FreeText(fields.text("explanation"))};
        return [&desk, denial = std::move(denial)](auto& transaction, Target target, auto const& stamp) {
            return desk.deny(transaction, target, denial, stamp);
        };
    });
}

Answer withdraw(Services& services, http::HttpRequest& request, ApiCaller const& caller) {
    return with_text(services, request, caller, "reason", &Desk::withdraw);
}

Answer redirect(Services& services, http::HttpRequest& request, ApiCaller const& caller) {
    return perform(services, request, caller, [](Desk const& desk, Fields& fields) -> Act {
        core::OrganisationName organisation(fields.text("organisation"));
        core::FreeText explanation(fields.text("explanation"));
        return [&desk, organisation, explanation](auto& transaction, Target target, auto const& stamp) {
            return desk.redirect(transaction, target, organisation, explanation, stamp);
        };
    });
}

Answer appeal(Services& services, http::HttpRequest& request, ApiCaller const& caller) {
    return perform(services, request, caller, [](Desk const& desk, Fields& fields) -> Act {
        core::FreeText words(fields.text("complaint"));
        auto const typed = fields.text("received_on");
        auto const received_on = core::parse_day(typed);
        if (!typed.empty() && !received_on) fields.mistake("received_on", "Write the day as 2026-01-30.");
        return [&desk, complaint = core::Complaint(std::move(words), received_on)](auto& transaction, Target target,
                                                                                   auto const& stamp) {
            return desk.appeal(transaction, target, complaint, stamp);
        };
    });
}

} // namespace habeas::app::api
