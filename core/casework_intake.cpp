#include "core/casework_builder.hpp"

#include <algorithm>

// How a request comes in and is confirmed.
namespace habeas::core {

namespace {

SubjectRequest begin(NewRequest const& asked, RequestId id, Reference const& reference, Stamp const& stamp) {
    SubjectRequest request;
    request.id = id;
    request.reference = reference;
    request.type = asked.type;
    request.status = Status::unverified;
    request.relationship = asked.relationship;
    request.channel = asked.channel;
    request.subject = asked.subject;
    request.requester = asked.requester;
    request.organisation = asked.organisation;
    request.categories = asked.categories;
    request.details = asked.details;
    request.corrections = asked.corrections;
    request.deletion_scope = asked.deletion_scope;
    request.topics = asked.topics;
    request.received_at = asked.received_at;
    request.received_on = asked.received_on;
    request.recorded_at = stamp.at;
    request.recorded_on = stamp.on;
    return request;
}

Details submission(SubjectRequest const& request) {
    Details details{{"type", std::string{code(request.type)}},
                    {"channel", std::string{code(request.channel)}},
                    {"relationship", std::string{code(request.relationship)}},
                    {"requester", std::string{code(request.requester.kind)}},
                    {"received_on", iso(request.received_on)}};
    for (auto const& clock : request.clocks)
        details.emplace_back(std::string{code(clock.name)} + "_rule", clock.rule);
    std::ranges::move(due_fact(request), std::back_inserter(details));
    // The due day that counts is one clock's; where there are several, the trail tells each.
    if (request.clocks.size() > 1)
        for (auto const& clock : request.clocks)
            details.emplace_back(std::string{code(clock.name)} + "_due_on", iso(clock.due_on()));
    return details;
}

/// "we will acknowledge their request within 30 days" (policy §11): an authorised Customer about Customer Data.
bool is_to_be_acknowledged(SubjectRequest const& request) {
    return request.requester.kind == RequesterKind::organisation_admin &&
           std::ranges::find(request.categories, "customer_data") != request.categories.end();
}

void start_clocks(SubjectRequest& request, Policy const& policy) {
    request.clocks.push_back(start_clock(ClockName::respond, policy.respond, request.received_on));
    if (is_to_be_acknowledged(request))
        request.clocks.push_back(start_clock(ClockName::acknowledge, policy.acknowledge, request.received_on));
}

bool stops_something(SubjectRequest const& request, std::vector<Topic> const& stopped_before) {
    return std::ranges::any_of(
        request.topics, [&](Topic topic) { return std::ranges::find(stopped_before, topic) == stopped_before.end(); });
}

/// "You may manage your receipt of marketing … by clicking on the 'unsubscribe' link" (policy §8): at once, without
/// asking who is asking, and doing it again does no harm.
Decision unsubscribe(Casework work, std::vector<Topic> const& stopped_before) {
    auto& request = work.request();
    if (request.topics.empty())
        for (auto const& [topic, text] : words_of<Topic>())
            request.topics.push_back(topic);
    std::string topics;
    for (auto const topic : request.topics) {
        work.suppress(*request.subject.email, topic);
        topics += (topics.empty() ? "" : ",") + std::string{code(topic)};
    }
    work.end(Status::fulfilled, Actor::system());
    work.record("submitted", submission(request));
    work.record_with_day("fulfilled", {{"topics", topics}});
    if (stops_something(request, stopped_before)) {
        work.write_to_requester(LetterKind::unsubscribed, {{"topics", topics}});
        work.tell_absent_subject();
    }
    return work.finish();
}

/// "please inquire with the Customer (or his/her organization) directly" (policy §11)
Decision redirect_at_once(Casework work) {
    auto& request = work.request();
    request.outcome.redirected_to = request.organisation;
    work.end(Status::redirected, Actor::system());
    work.record("submitted", submission(request));
    work.record_with_day("redirected", {{"by_rule", "end_user"}});
    work.write_to_requester(LetterKind::redirected,
                            {{"organisation", request.outcome.redirected_to.reveal()}, {"explanation", ""}});
    work.tell_absent_subject();
    return work.finish();
}

/// On paper or by phone, without an address to confirm: work begins at once, and the receipt goes by post.
Decision open_at_once(Casework work) {
    work.move_to(Status::open);
    work.record("submitted", submission(work.request()));
    work.write_to_requester(LetterKind::received, due_fact(work.request()));
    return work.finish();
}

Decision ask_to_confirm(Casework work, Policy const& policy) {
    auto const& request = work.request();
    work.record("submitted", submission(request));
    auto facts = due_fact(request);
    facts.emplace_back("expires_on", iso(expires_on(request, policy)));
    facts.emplace_back("link_hours", std::to_string(policy.link_lifetime.count()));
    work.write_to_requester(LetterKind::confirm_address, std::move(facts));
    work.tell_absent_subject();
    return work.finish();
}

} // namespace

Result<Decision> submit(NewRequest const& asked, RequestId id, Reference const& reference, Stamp const& stamp,
                        Policy const& policy) {
    if (!may(stamp.actor.role, Verb::submit))
        return fail(ErrorCode::forbidden, "You are not allowed to do this.",
                    "role " + std::string{code(stamp.actor.role)} + ", verb submission");
    if (auto mistakes = check_new_request(asked, stamp, policy); !mistakes.empty()) return fail(std::move(mistakes));

    Casework work{begin(asked, id, reference, stamp), stamp, policy};
    auto& request = work.request();
    if (request.type == RequestType::unsubscribe) return unsubscribe(std::move(work), asked.stopped_before);

    start_clocks(request, policy);
    if (goes_to_organisation(request.type, request.relationship, request.requester.kind))
        return redirect_at_once(std::move(work));
    if (!request.reply_address()) return open_at_once(std::move(work));
    return ask_to_confirm(std::move(work), policy);
}

bool goes_to_organisation(RequestType type, Relationship relationship, RequesterKind requester) {
    return type != RequestType::unsubscribe && relationship == Relationship::end_user &&
           requester != RequesterKind::organisation_admin;
}

Result<Decision> verify(SubjectRequest const& before, Evidence reached, Stamp const& stamp, Policy const& policy,
                        FreeText const& note) {
    if (reached == Evidence::matched && !acts_for_company(stamp.actor))
        return fail(ErrorCode::forbidden, "You are not allowed to do this.", "only staff compare addresses");
    // "Only verified identifiers can reach fulfilment" (REQUIREMENTS, innovation 7): a mailbox is proved by its owner.
    if (reached == Evidence::address_confirmed && acts_for_company(stamp.actor))
        return fail(ErrorCode::forbidden, "Only the requester can confirm the address, by the link in the letter.",
                    "staff do not confirm addresses");
    auto const next = step(before, Verb::verify, stamp, policy);
    if (!next) return std::unexpected(next.error());
    if (reached == Evidence::none) return fail({{"evidence", "Say what was checked."}});
    if (auto mistakes = check_words("note", note, Presence::optional, {}); !mistakes.empty())
        return fail(std::move(mistakes));

    Casework work{before, stamp, policy};
    work.request().evidence = reached;
    if (reached == Evidence::matched) work.request().verified_by = stamp.actor.person();
    work.move_to(*next);
    if (before.status == Status::unverified) work.write_to_requester(LetterKind::received, due_fact(work.request()));
    Details details{{"evidence", std::string{code(reached)}}};
    // A link confirms the mailbox it was sent to, which says nothing of the subject where an agent asks.
    if (reached == Evidence::address_confirmed) details.emplace_back("address_of", code(before.requester.kind));
    work.record("verified", std::move(details));
    if (!is_blank(note.reveal())) {
        work.say(MessageKind::note, note);
        work.record("note_added");
    }
    return work.finish();
}

Result<VerifiedSubject> verified(SubjectRequest const& request) {
    if (request.evidence < required_evidence(request.type))
        return std::unexpected(as_error(Obstacle::evidence_missing));
    return VerifiedSubject{request.subject};
}

} // namespace habeas::core
