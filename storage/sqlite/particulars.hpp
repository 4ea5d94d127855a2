#pragma once
#include "core/decision.hpp"
#include "storage/sqlite/codec.hpp"
#include "storage/staff.hpp"

namespace habeas::storage::sqlite {

/// What a request holds about people and what was asked: sealed as one, and seldom written twice.
struct Asked {
    core::Subject subject;
    core::Requester requester;
    core::OrganisationName organisation;
    std::vector<std::string> categories;
    core::FreeText details;
    std::vector<core::Correction> corrections;
    std::optional<core::DeletionScope> deletion_scope;
    std::vector<core::Topic> topics;
    friend bool operator==(Asked const&, Asked const&) = default;
};

Asked asked_of(core::SubjectRequest const& request);
void put_asked(core::SubjectRequest& request, Asked asked);

/// Reading throws MalformedBlob on anything a writer did not make.
core::Bytes encode(Asked const& asked);
Asked decode_asked(std::span<std::byte const> bytes);

core::Bytes encode(core::Outcome const& outcome);
core::Outcome decode_outcome(std::span<std::byte const> bytes);

core::Bytes encode(core::PreparedOutcome const& prepared);
core::PreparedOutcome decode_prepared(std::span<std::byte const> bytes);

using Facts = std::vector<std::pair<std::string, std::string>>;
core::Bytes encode(Facts const& facts);
Facts decode_facts(std::span<std::byte const> bytes);

/// A letter as it was sent.
struct Rendered {
    std::string subject;
    std::string text;
    friend bool operator==(Rendered const&, Rendered const&) = default;
};
core::Bytes encode(Rendered const& rendered);
Rendered decode_rendered(std::span<std::byte const> bytes);

core::Bytes encode(FirstAnswer const& answer);
FirstAnswer decode_answer(std::span<std::byte const> bytes);

} // namespace habeas::storage::sqlite
