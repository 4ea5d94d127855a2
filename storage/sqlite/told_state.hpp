#pragma once
#include "core/audit.hpp"
#include "core/vocabulary.hpp"
#include "storage/sqlite/connection.hpp"
#include "storage/sqlite/vault.hpp"

#include <map>

namespace habeas::storage::sqlite {

/// What the entries of the audit chain tell of the rows of other tables. Every change of a request leaves an entry with
/// the version and the status it led to; every staff member and API token begins with one. A row that says otherwise
/// was changed past the chain, and a chain that says less was cut back.
class ToldState {
  public:
    void learn(core::AuditRecord const& record);
    /// The first difference from the tables, in words. Requests have references only with a vault.
    std::optional<std::string> difference(Connection& connection, Vault const* vault) const;

  private:
    /// Small: there may be millions of them.
    struct Request {
        std::int64_t id{};
        std::int32_t version{};
        std::int32_t status{}; ///< as stored; -1 where the entry names none that is known
    };
    struct Token {
        std::string scopes;
        std::int64_t owner{}; ///< 0: nobody
        bool revoked{};
    };

    void learn_request(std::int64_t id, std::string_view details);
    void learn_staff(core::AuditRecord const& record);
    void learn_token(core::AuditRecord const& record);
    std::optional<std::string> request_difference(Connection& connection, Vault const* vault) const;
    std::optional<std::string> staff_difference(Connection& connection) const;
    std::optional<std::string> token_difference(Connection& connection) const;

    std::vector<Request> requests_; ///< by id: new ones come in order, so that this is an append nearly always
    std::map<std::int64_t, std::string> staff_roles_;
    std::map<std::int64_t, Token> tokens_;
};

} // namespace habeas::storage::sqlite
