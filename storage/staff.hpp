#pragma once
#include "core/actor.hpp"
#include "core/crypto.hpp"
#include "core/error.hpp"
#include "core/personal.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace habeas::storage {

struct StaffMember {
    core::StaffId id{};
    std::string login; ///< what is typed at sign-in: an e-mail address, lower case
    std::string name;
    core::Role role{}; ///< agent, officer or admin
    std::string password_hash;
    bool active{true};
    bool must_change_password{};
    /// Until when a password given by somebody else may be used; nothing where its owner chose it.
    std::optional<core::Instant> password_expires_at{};
    core::Instant created_at{};
};

/// The failed sign-ins of an hour, of one member or of all logins that do not exist.
struct SignInFailures {
    std::optional<core::StaffId> whose; ///< nothing: logins that do not exist
    core::Instant began_at{};
    std::int64_t failures{};
    std::int64_t unnoted{}; ///< of these, not yet in the audit chain
};

/// A staff session. The cookie's token is stored only as its keyed digest.
struct Session {
    core::Digest token_digest{};
    core::StaffId staff{};
    core::Instant started_at{};
    core::Instant seen_at{};
    core::Instant expires_at{}; ///< absolute
};

/// A bearer token of the API; only its keyed digest is stored.
struct ApiToken {
    core::TokenId id{};
    std::string name;
    std::vector<std::string> scopes;
    std::optional<core::StaffId> owner{}; ///< whose it is: it may no more than they may, and ends with their account
    core::Digest token_digest{};
    core::Instant created_at{};
    std::optional<core::Instant> revoked_at;
    std::optional<core::Instant> used_at;
};

/// What POST /api/v1/requests answered the first time. Holds personal data: it goes with the request's.
struct FirstAnswer {
    int status{};
    std::string etag;
    std::string body;
    friend bool operator==(FirstAnswer const&, FirstAnswer const&) = default;
};

/// What POST /api/v1/requests remembers of an Idempotency-Key.
struct IdempotencyRecord {
    core::Digest body_digest{};
    core::RequestId request{};
    std::optional<FirstAnswer> answer; ///< nothing once the request's personal data was destroyed
};

class StaffReads {
  public:
    virtual ~StaffReads() = default;
    virtual std::vector<StaffMember> staff() = 0;
    virtual std::optional<StaffMember> staff_member(core::StaffId id) = 0;
    virtual std::optional<StaffMember> staff_by_login(std::string const& login) = 0;
    virtual std::optional<SignInFailures> sign_in_failures(std::optional<core::StaffId> whose) = 0;
    virtual std::vector<SignInFailures> all_sign_in_failures() = 0;
    virtual std::optional<Session> session(core::Digest const& token_digest) = 0;
    virtual std::vector<Session> sessions_of(core::StaffId staff) = 0;
    virtual std::vector<ApiToken> tokens() = 0;
    virtual std::optional<ApiToken> token_by_digest(core::Digest const& token_digest) = 0;
    virtual std::optional<IdempotencyRecord> idempotency(core::TokenId token, core::Digest const& key_digest) = 0;
};

class StaffWrites {
  public:
    virtual ~StaffWrites() = default;
    /// conflict when the login is taken. Returns the new id.
    virtual core::Result<core::StaffId> add_staff(StaffMember const& member) = 0;
    /// Role, active, and all about the password of an existing member.
    virtual void update_staff(StaffMember const& member) = 0;
    virtual void keep_sign_in_failures(SignInFailures const& failures) = 0;
    virtual void forget_sign_in_failures(std::optional<core::StaffId> whose) = 0;
    virtual void open_session(Session const& session) = 0;
    virtual void touch_session(core::Digest const& token_digest, core::Instant seen_at) = 0;
    virtual void end_session(core::Digest const& token_digest) = 0;
    virtual void end_sessions_of(core::StaffId staff, std::optional<core::Digest> except) = 0;
    virtual void end_sessions_before(core::Instant expired) = 0;
    /// conflict when a token in force has the name; that of a revoked one may be given again.
    virtual core::Result<core::TokenId> add_token(ApiToken const& token) = 0;
    /// The one in force; false when there is none of that name.
    virtual bool revoke_token(std::string const& name, core::Instant at) = 0;
    virtual void touch_token(core::TokenId id, core::Instant at) = 0;
    /// After the decision that made the request: the answer is sealed under that request's key.
    virtual void remember_idempotency(core::TokenId token, core::Digest const& key_digest,
                                      IdempotencyRecord const& record, core::Instant at) = 0;
    virtual void forget_idempotency_before(core::Instant at) = 0;
};

} // namespace habeas::storage
