#pragma once
#include "core/audit.hpp"
#include "storage/sqlite/connection.hpp"
#include "storage/sqlite/told_requests.hpp"
#include "storage/sqlite/vault.hpp"

#include <map>

namespace habeas::storage::sqlite {

/// What the entries of the audit chain tell of the rows of other tables: of requests and clocks (see ToldRequests), of
/// the role of every member of staff and whether their account is open, of scopes, owner and end of every API token. A
/// row that says otherwise was changed past the chain, and a chain that says less was cut back.
class ToldState {
  public:
    void learn(core::AuditRecord const& record);
    /// The first difference from the tables, in words. Requests have references only with a vault.
    std::optional<std::string> difference(Connection& connection, Vault const* vault) const;

  private:
    struct Member {
        std::string role;
        bool active{true}; ///< every account begins open
    };
    struct Token {
        std::string scopes;
        std::int64_t owner{}; ///< 0: nobody
        bool revoked{};
    };

    core::Actor person_of(core::Actor actor) const;
    void learn_staff(core::AuditRecord const& record);
    void learn_token(core::AuditRecord const& record);
    std::optional<std::string> staff_difference(Connection& connection) const;
    std::optional<std::string> token_difference(Connection& connection) const;

    ToldRequests requests_;
    std::map<std::int64_t, Member> staff_;
    std::map<std::int64_t, Token> tokens_;
};

} // namespace habeas::storage::sqlite
