#include "storage/sqlite/particulars.hpp"

namespace habeas::storage::sqlite {
namespace {

enum Form : std::uint64_t {
    asked_before_addresses_form = 1, ///< without the postal address
    outcome_form = 2,
    facts_form = 3,
    rendered_form = 4,
    prepared_form = 5,
    asked_form = 6,
    answer_form = 7, ///< of the API, to be given once more
};

void write(ByteWriter& out, std::optional<core::EmailAddress> const& address) {
    out.text(address ? std::string_view{address->reveal()} : std::string_view{});
}

std::optional<core::EmailAddress> read_address(ByteReader& in) {
    auto const text = in.text();
    if (text.empty()) return std::nullopt;
    auto address = core::EmailAddress::parse(text);
    if (!address) throw MalformedBlob();
    return std::move(*address);
}

std::vector<std::string> read_words(ByteReader& in) {
    return in.list<std::string>([&] { return in.text(); });
}

core::Correction read_correction(ByteReader& in) {
    core::Correction correction;
    correction.field = in.text();
    correction.current = core::FreeText{in.text()};
    correction.requested = core::FreeText{in.text()};
    return correction;
}

core::CategoryResult read_category_result(ByteReader& in) {
    core::CategoryResult result;
    result.category = in.text();
    result.outcome = in.value(core::CategoryOutcome::kept);
    result.ground = in.optional_value(core::RetentionGround::enforce_agreements);
    result.until = in.text();
    return result;
}

core::FieldDecision read_field_decision(ByteReader& in) {
    core::FieldDecision decision;
    decision.index = in.number();
    decision.verdict = in.value(core::FieldVerdict::refused);
    decision.reason = core::FreeText{in.text()};
    return decision;
}

void write(ByteWriter& out, core::Outcome const& outcome) {
    out.list(outcome.categories, [&](auto const& result) {
        out.text(result.category);
        out.value(result.outcome);
        out.value(result.ground);
        out.text(result.until);
    });
    out.list(outcome.corrections, [&](auto const& decision) {
        out.number(decision.index);
        out.value(decision.verdict);
        out.text(decision.reason.reveal());
    });
    out.text(outcome.answer.reveal());
    out.value(outcome.denial_reason);
    out.text(outcome.redirected_to.reveal());
}

core::Outcome read_outcome(ByteReader& in) {
    core::Outcome outcome;
    outcome.categories = in.list<core::CategoryResult>([&] { return read_category_result(in); });
    outcome.corrections = in.list<core::FieldDecision>([&] { return read_field_decision(in); });
    outcome.answer = core::FreeText{in.text()};
    outcome.denial_reason = in.optional_value(core::DenialReason::first_answer_stands);
    outcome.redirected_to = core::OrganisationName{in.text()};
    return outcome;
}

} // namespace

Asked asked_of(core::SubjectRequest const& request) {
    return {request.subject, request.requester,   request.organisation,   request.categories,
            request.details, request.corrections, request.deletion_scope, request.topics};
}

void put_asked(core::SubjectRequest& request, Asked asked) {
    request.subject = std::move(asked.subject);
    request.requester = std::move(asked.requester);
    request.organisation = std::move(asked.organisation);
    request.categories = std::move(asked.categories);
    request.details = std::move(asked.details);
    request.corrections = std::move(asked.corrections);
    request.deletion_scope = asked.deletion_scope;
    request.topics = std::move(asked.topics);
}

core::Bytes encode(Asked const& asked) {
    ByteWriter out{asked_form};
    out.text(asked.subject.name.reveal());
    write(out, asked.subject.email);
    out.text(asked.subject.country);
    out.text(asked.subject.region);
    out.value(asked.requester.kind);
    out.text(asked.requester.name.reveal());
    write(out, asked.requester.email);
    out.text(asked.organisation.reveal());
    out.list(asked.categories, [&](auto const& category) { out.text(category); });
    out.text(asked.details.reveal());
    out.list(asked.corrections, [&](auto const& correction) {
        out.text(correction.field);
        out.text(correction.current.reveal());
        out.text(correction.requested.reveal());
    });
    out.value(asked.deletion_scope);
    out.list(asked.topics, [&](auto topic) { out.value(topic); });
    out.text(asked.subject.postal_address.reveal());
    return out.bytes();
}

Asked decode_asked(std::span<std::byte const> bytes) {
    auto const form = form_of(bytes) == asked_before_addresses_form ? asked_before_addresses_form : asked_form;
    ByteReader in{bytes, form};
    Asked asked;
    asked.subject.name = core::PersonName{in.text()};
    asked.subject.email = read_address(in);
    asked.subject.country = in.text();
    asked.subject.region = in.text();
    asked.requester.kind = in.value(core::RequesterKind::organisation_admin);
    asked.requester.name = core::PersonName{in.text()};
    asked.requester.email = read_address(in);
    asked.organisation = core::OrganisationName{in.text()};
    asked.categories = read_words(in);
    asked.details = core::FreeText{in.text()};
    asked.corrections = in.list<core::Correction>([&] { return read_correction(in); });
    asked.deletion_scope = in.optional_value(core::DeletionScope::categories);
    asked.topics = in.list<core::Topic>([&] { return in.value(core::Topic::partner_offers); });
    if (form == asked_form) asked.subject.postal_address = core::PostalAddress{in.text()};
    in.end();
    return asked;
}

core::Bytes encode(core::Outcome const& outcome) {
    ByteWriter out{outcome_form};
    write(out, outcome);
    return out.bytes();
}

core::Outcome decode_outcome(std::span<std::byte const> bytes) {
    ByteReader in{bytes, outcome_form};
    auto outcome = read_outcome(in);
    in.end();
    return outcome;
}

core::Bytes encode(core::PreparedOutcome const& prepared) {
    ByteWriter out{prepared_form};
    out.value(prepared.completeness);
    write(out, prepared.outcome);
    return out.bytes();
}

core::PreparedOutcome decode_prepared(std::span<std::byte const> bytes) {
    ByteReader in{bytes, prepared_form};
    core::PreparedOutcome prepared;
    prepared.completeness = in.value(core::Completeness::part);
    prepared.outcome = read_outcome(in);
    in.end();
    return prepared;
}

core::Bytes encode(Facts const& facts) {
    ByteWriter out{facts_form};
    out.list(facts, [&](auto const& fact) {
        out.text(fact.first);
        out.text(fact.second);
    });
    return out.bytes();
}

Facts decode_facts(std::span<std::byte const> bytes) {
    ByteReader in{bytes, facts_form};
    auto facts = in.list<Facts::value_type>([&] {
        auto name = in.text();
        return Facts::value_type{std::move(name), in.text()};
    });
    in.end();
    return facts;
}

core::Bytes encode(Rendered const& rendered) {
    ByteWriter out{rendered_form};
    out.text(rendered.subject);
    out.text(rendered.text);
    return out.bytes();
}

Rendered decode_rendered(std::span<std::byte const> bytes) {
    ByteReader in{bytes, rendered_form};
    Rendered rendered;
    rendered.subject = in.text();
    rendered.text = in.text();
    in.end();
    return rendered;
}

core::Bytes encode(FirstAnswer const& answer) {
    ByteWriter out{answer_form};
    out.number(static_cast<std::uint64_t>(answer.status));
    out.text(answer.etag);
    out.text(answer.body);
    return out.bytes();
}

FirstAnswer decode_answer(std::span<std::byte const> bytes) {
    ByteReader in{bytes, answer_form};
    FirstAnswer answer;
    answer.status = static_cast<int>(in.number());
    answer.etag = in.text();
    answer.body = in.text();
    in.end();
    return answer;
}

} // namespace habeas::storage::sqlite
