#include "app/pages/request_actions.hpp"

#include "app/error_response.hpp"
#include "app/pages/outcome_form.hpp"
#include "app/pages/queue_choice.hpp"
#include "app/pages/request_page.hpp"
#include "app/pages/strict_form.hpp"
#include "app/store_access.hpp"
#include "core/text_rules.hpp"

namespace habeas::app::pages {

namespace {

using http::HttpRequest;
using http::HttpResponse;

/// What a verb does once its form was read. Runs on the writer thread.
using Act = std::function<Desk::Changed(Desk const&, storage::Transaction&, Target, core::Stamp const&)>;

/// A form on its way: its name on the page, its fields, and what to do with them.
struct Step {
    std::string_view form;
    StrictForm& fields;
    Act act;
};

/// What came of a step: nothing to say, or why not and the request as it is now.
struct Attempt {
    std::optional<core::Error> error;
    std::optional<RequestCase> seen;
};

Attempt attempt(Desk const& desk, storage::Transaction& transaction, Target target, core::Stamp const& stamp,
                Act const& act) {
    auto changed = act(desk, transaction, target, stamp);
    if (changed) return {};
    return {std::move(changed.error()), read_case(transaction, target.id)};
}

core::Error no_such_request() {
    return {core::ErrorCode::not_found, "There is no such request.", {}, {}};
}

core::Error changed_meanwhile() {
    return {core::ErrorCode::conflict, "Someone changed this request while you were working on it.", {}, {}};
}

/// A form with mistakes, beside the request as it is now. That somebody else was faster is said before any mistake: the
/// page shown next carries the new version, so that nothing would say it later.
Attempt look_only(storage::Snapshot& snapshot, Target target, core::Error mistaken) {
    auto seen = read_case(snapshot, target.id);
    if (seen && target.version && *target.version != seen->request.version) mistaken = changed_meanwhile();
    return {std::move(mistaken), std::move(seen)};
}

/// A form without mistakes goes to the writer; any other only needs the request as it is, to be shown beside them.
boost::asio::awaitable<Attempt> try_step(Services& services, Target target, core::Stamp stamp, Act act,
                                         std::optional<core::Error> refused) {
    if (!refused)
        return write_store(services.store, [&desk = services.desk, target, stamp,
                                            act = std::move(act)](storage::Transaction& transaction) {
            return attempt(desk, transaction, target, stamp, act);
        });
    return read_store(services.store, [target, error = std::move(*refused)](storage::Snapshot& snapshot) {
        return look_only(snapshot, target, error);
    });
}

/// The request's page, which says what was done and still knows where in the queue it was opened.
std::string page_after(core::Reference const& reference, std::string_view done, std::string_view in) {
    auto url = desk_path(reference) + "?done=" + std::string(done);
    if (QueuePosition::read(in)) url.append("&in=").append(in);
    return url;
}

DeskAnswer take_step(Services& services, HttpRequest& request, SignedIn const& signed_in, http::Form const& form,
                     Step step) {
    auto const id = services.store.references().decode(request.parameter("reference"));
    auto const version = step.fields.number("version");
    auto const in = step.fields.text("in");
    if (!version) step.fields.mistake("", "Load the page again: it does not say which version you saw.");
    auto mistakes = step.fields.mistakes();
    std::optional<core::Error> refused;
    if (signed_in.only_shows_form)
        refused = came_late("sent");
    else if (!mistakes.empty())
        refused = core::fail(std::move(mistakes)).error();
    if (!id) co_return error_response(services, request, no_such_request());

    auto trying =
        try_step(services, {*id, version}, services.stamp(signed_in.actor()), std::move(step.act), std::move(refused));
    auto const tried = co_await std::move(trying);
    if (!tried.error)
        co_return HttpResponse::see_other(page_after(services.store.references().encode(*id), step.form, in));
    services.log.info("request.step_refused", {{"form", step.form},
                                               {"code", tried.error->code},
                                               {"staff", signed_in.member.id.value},
                                               {"request_id", request.request_id}});
    if (!tried.seen) co_return error_response(services, request, no_such_request());
    co_return show_request(services, signed_in, *tried.seen, {}, Refusal{step.form, form, *tried.error},
                           way_back(in, tried.seen->request.reference));
}

/// The verbs that take one text.
using TextVerb = Desk::Changed (Desk::*)(storage::Transaction&, Target, core::FreeText const&,
                                         core::Stamp const&) const;

struct TextStep {
    std::string_view form;
    std::string_view field;
    TextVerb verb;
};

DeskAnswer take_text_step(Services& services, HttpRequest& request, SignedIn const& signed_in, http::Form const& form,
                          TextStep step) {
    StrictForm fields(form);
    auto act = [text = fields.free_text(step.field),
                verb = step.verb](Desk const& desk, storage::Transaction& transaction, Target target,
                                  core::Stamp const& stamp) { return (desk.*verb)(transaction, target, text, stamp); };
    auto answer = take_step(services, request, signed_in, form, {step.form, fields, std::move(act)});
    co_return co_await std::move(answer);
}

DeskAnswer say(Services& services, HttpRequest& request, SignedIn const& signed_in, http::Form const& form,
               std::string_view name, core::MessageKind kind) {
    StrictForm fields(form);
    auto act = [body = fields.free_text("body"), kind](Desk const& desk, storage::Transaction& transaction,
                                                       Target target, core::Stamp const& stamp) {
        return desk.add_message(transaction, target, kind, body, stamp);
    };
    auto answer = take_step(services, request, signed_in, form, {name, fields, std::move(act)});
    co_return co_await std::move(answer);
}

} // namespace

DeskAnswer add_note(Services& services, HttpRequest& request, SignedIn const& signed_in, http::Form const& form) {
    return say(services, request, signed_in, form, "notes", core::MessageKind::note);
}

DeskAnswer send_message(Services& services, HttpRequest& request, SignedIn const& signed_in, http::Form const& form) {
    return say(services, request, signed_in, form, "messages", core::MessageKind::to_requester);
}

DeskAnswer send_link_again(Services& services, HttpRequest& request, SignedIn const& signed_in,
                           http::Form const& form) {
    StrictForm fields(form);
    auto act = [](Desk const& desk, storage::Transaction& transaction, Target target, core::Stamp const& stamp) {
        return desk.send_link(transaction, target, stamp);
    };
    auto answer = take_step(services, request, signed_in, form, {"link", fields, act});
    co_return co_await std::move(answer);
}

DeskAnswer confirm_match(Services& services, HttpRequest& request, SignedIn const& signed_in, http::Form const& form) {
    StrictForm fields(form);
    auto act = [note = fields.free_text("note")](Desk const& desk, storage::Transaction& transaction, Target target,
                                                 core::Stamp const& stamp) {
        return desk.verify(transaction, target, core::Evidence::matched, stamp, note);
    };
    auto answer = take_step(services, request, signed_in, form, {"verification", fields, std::move(act)});
    co_return co_await std::move(answer);
}

DeskAnswer assign(Services& services, HttpRequest& request, SignedIn const& signed_in, http::Form const& form) {
    StrictForm fields(form);
    auto const typed = fields.number("assignee");
    auto const takes_it = !fields.text("take").empty();
    core::StaffId assignee{typed.value_or(0)};
    if (takes_it) assignee = signed_in.member.id; // whatever number the button carried
    auto act = [assignee](Desk const& desk, storage::Transaction& transaction, Target target,
                          core::Stamp const& stamp) { return desk.assign(transaction, target, assignee, stamp); };
    auto answer = take_step(services, request, signed_in, form, {"assignment", fields, act});
    co_return co_await std::move(answer);
}

DeskAnswer ask_for_information(Services& services, HttpRequest& request, SignedIn const& signed_in,
                               http::Form const& form) {
    return take_text_step(services, request, signed_in, form,
                          {"information_request", "question", &Desk::request_information});
}

DeskAnswer record_information(Services& services, HttpRequest& request, SignedIn const& signed_in,
                              http::Form const& form) {
    return take_text_step(services, request, signed_in, form, {"information", "answer", &Desk::receive_information});
}

DeskAnswer extend(Services& services, HttpRequest& request, SignedIn const& signed_in, http::Form const& form) {
    return take_text_step(services, request, signed_in, form, {"extension", "reason", &Desk::extend});
}

DeskAnswer ask_for_approval(Services& services, HttpRequest& request, SignedIn const& signed_in,
                            http::Form const& form) {
    StrictForm fields(form);
    auto act = [asked = read_outcome(fields), note = fields.free_text("note")](
                   Desk const& desk, storage::Transaction& transaction, Target target, core::Stamp const& stamp) {
        auto changed = desk.submit_for_approval(transaction, target, asked.answer(), note, stamp);
        if (!changed) asked.name_fields_of_form(changed.error());
        return changed;
    };
    auto answer = take_step(services, request, signed_in, form, {"approval_request", fields, std::move(act)});
    co_return co_await std::move(answer);
}

DeskAnswer approve(Services& services, HttpRequest& request, SignedIn const& signed_in, http::Form const& form) {
    return take_text_step(services, request, signed_in, form, {"approval", "note", &Desk::approve});
}

DeskAnswer send_back(Services& services, HttpRequest& request, SignedIn const& signed_in, http::Form const& form) {
    return take_text_step(services, request, signed_in, form, {"return", "reason", &Desk::send_back});
}

DeskAnswer withdraw(Services& services, HttpRequest& request, SignedIn const& signed_in, http::Form const& form) {
    return take_text_step(services, request, signed_in, form, {"withdrawal", "reason", &Desk::withdraw});
}

DeskAnswer record_appeal(Services& services, HttpRequest& request, SignedIn const& signed_in, http::Form const& form) {
    StrictForm fields(form);
    auto words = fields.free_text("complaint");
    core::Complaint const complaint{std::move(words), fields.day("received_on", Presence::optional)};
    auto act = [complaint](Desk const& desk, storage::Transaction& transaction, Target target,
                           core::Stamp const& stamp) { return desk.appeal(transaction, target, complaint, stamp); };
    auto answer = take_step(services, request, signed_in, form, {"appeal", fields, act});
    co_return co_await std::move(answer);
}

namespace {

/// The form that carries out what was approved has no rows: it only says so.
bool has_answer(http::Form const& form) {
    return form.contains("answer") || form.contains("complete");
}

Act fulfil_as_asked(StrictForm& fields) {
    return [asked = read_outcome(fields)](Desk const& desk, storage::Transaction& transaction, Target target,
                                          core::Stamp const& stamp) {
        auto changed = desk.fulfil(transaction, target, asked.answer(), stamp);
        if (!changed) asked.name_fields_of_form(changed.error());
        return changed;
    };
}

} // namespace

DeskAnswer fulfil(Services& services, HttpRequest& request, SignedIn const& signed_in, http::Form const& form) {
    StrictForm fields(form);
    Act act = [](Desk const& desk, storage::Transaction& transaction, Target target, core::Stamp const& stamp) {
        return desk.fulfil_as_approved(transaction, target, stamp);
    };
    if (has_answer(form)) act = fulfil_as_asked(fields);
    auto answer = take_step(services, request, signed_in, form, {"fulfilment", fields, std::move(act)});
    co_return co_await std::move(answer);
}

DeskAnswer deny(Services& services, HttpRequest& request, SignedIn const& signed_in, http::Form const& form) {
    StrictForm fields(form);
    auto const reason = fields.choice<core::DenialReason>("reason", "Choose why it is denied.");
    core::Denial const denial{reason.value_or(core::DenialReason::other), fields.free_text("explanation")};
    auto act = [denial](Desk const& desk, storage::Transaction& transaction, Target target, core::Stamp const& stamp) {
        return desk.deny(transaction, target, denial, stamp);
    };
    auto answer = take_step(services, request, signed_in, form, {"denial", fields, act});
    co_return co_await std::move(answer);
}

DeskAnswer redirect(Services& services, HttpRequest& request, SignedIn const& signed_in, http::Form const& form) {
    StrictForm fields(form);
    auto act = [organisation = core::OrganisationName(fields.text("organisation")),
                explanation = fields.free_text("explanation")](Desk const& desk, storage::Transaction& transaction,
                                                               Target target, core::Stamp const& stamp) {
        return desk.redirect(transaction, target, organisation, explanation, stamp);
    };
    auto answer = take_step(services, request, signed_in, form, {"redirection", fields, std::move(act)});
    co_return co_await std::move(answer);
}

} // namespace habeas::app::pages
