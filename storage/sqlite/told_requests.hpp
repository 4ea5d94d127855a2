#pragma once
#include "core/audit.hpp"
#include "core/vocabulary.hpp"
#include "storage/sqlite/connection.hpp"
#include "storage/sqlite/told_entry.hpp"
#include "storage/sqlite/vault.hpp"

#include <deque>
#include <map>
#include <tuple>
#include <vector>

namespace habeas::storage::sqlite {

/// Stands for a word that an entry does not have or that is not known.
constexpr std::int8_t no_word = -1;

struct ClockRow;
class RowCheck;

/// What the entries of the audit chain tell of the rows of `requests` and `clocks`: version and status, type, channel
/// and relationship, the days of receipt, of the end, of every clock and of an extension, evidence, assignee, and who
/// compared the address, asked for approval, approved (also the first answer) and decided. Not told, and so not held
/// against the chain: hour and minute, the words of the rule, what was dealt with of reminders, what is unread, and
/// everything that is sealed.
///
/// Held in memory while the chain is walked: 48 bytes a request, and about 80 more for each extension, acknowledgement,
/// complaint and late delivery. A million requests take some 50 MB.
class ToldRequests {
  public:
    /// `person` answers for what the actor of the record did.
    void learn(core::AuditRecord const& record, core::Actor const& person);
    /// The first difference from the tables, in words. Requests have references only with a vault.
    std::optional<std::string> difference(Connection& connection, Vault const* vault) const;

  private:
    /// A place in `actors_`.
    using ActorNumber = std::uint16_t;
    static constexpr ActorNumber nobody = 0;
    static constexpr ActorNumber anybody = 1; ///< one too many to be told apart

    /// Small: there may be millions of them.
    struct Request {
        std::int64_t id{};
        std::int32_t version{};
        std::int32_t assignee{};
        ToldDay received_on;
        ToldDay due_on;   ///< as it was submitted: of the clock that is due first
        ToldDay ended_on; ///< the first time
        ActorNumber verified_by{nobody};
        ActorNumber approval_asked_by{nobody};
        ActorNumber approved_by{nobody};
        ActorNumber decided_by{nobody};
        std::int8_t status{}; ///< as stored, or no_word; the others too
        std::int8_t type{};
        std::int8_t channel{};
        std::int8_t relationship{};
        std::int8_t evidence{};
        bool is_submitted : 1 {}; ///< the entry of its beginning was met; without it only version and status are known
        bool has_clock : 1 {};
        bool is_acknowledged : 1 {}; ///< it has a clock for that
        bool is_extended : 1 {};     ///< or was to be
        bool is_appealed : 1 {};
        bool may_lack_verifier : 1 {}; ///< the names were told before they were kept
        bool may_lack_approval : 1 {};
    };
    static_assert(sizeof(Request) == 48);

    struct Acknowledgement {
        ToldDay respond_due_on{ToldDay::some()};
        ToldDay due_on{ToldDay::some()};
        ToldDay acknowledged_on;
    };
    struct Extension {
        std::int64_t days{};
        ToldDay asked_on;
        ToldDay effective_on;
        ToldDay dropped_on;
        bool is_forgotten{}; ///< dropped when a dropped one left no trace in the table yet
    };
    /// The days on which answers reached people that were decided before.
    struct Delivered {
        ToldDay first;
        ToldDay second;
    };
    struct Appeal {
        ToldDay started_on;
        ToldDay due_on;
        ToldDay ended_on;
        std::int8_t first_status{no_word}; ///< as Request::status
        ActorNumber approved_by{nobody};   ///< the first answer
        bool may_lack_approval{};          ///< as Request::may_lack_approval was
        bool is_withdrawn{};
    };
    struct Entry {
        core::AuditRecord const& record;
        core::Actor const& person; ///< who answers for it
        std::optional<std::string> value(std::string_view name) const { return core::detail_of(record.details, name); }
        /// The day the entry names, or the days its moment may have had.
        ToldDay day() const;
    };
    using Learn = void (ToldRequests::*)(Request&, Entry const&);
    static Learn lesson_of(std::string_view action);

    Request& place_of(std::int64_t id);
    void learn_submission(Request& request, Entry const& entry);
    void learn_verification(Request& request, Entry const& entry);
    void learn_assignment(Request& request, Entry const& entry);
    void learn_extension(Request& request, Entry const& entry);
    void learn_extension_in_force(Request& request, Entry const& entry);
    void learn_extension_dropped(Request& request, Entry const& entry);
    void learn_acknowledgement(Request& request, Entry const& entry);
    void learn_approval_asked(Request& request, Entry const& entry);
    void learn_approval(Request& request, Entry const& entry);
    void forget_approval(Request& request, Entry const& entry);
    void learn_end(Request& request, Entry const& entry);
    void learn_delivery(Request& request, Entry const& entry);
    void learn_appeal(Request& request, Entry const& entry);
    void learn_appeal_withdrawn(Request& request, Entry const& entry);
    ActorNumber number_of_actor(core::Actor const& actor);
    bool had_a_program(Request const& request) const;

    std::optional<std::string> row_difference(Query const& row, std::vector<ClockRow> const& clocks,
                                              Request const& told) const;
    void check_actor(RowCheck& check, std::string_view what, Query const& row, int column, ActorNumber told,
                     bool may_be_missing = false) const;
    void check_end(RowCheck& check, Query const& row, Request const& told) const;
    void check_clocks(RowCheck& check, std::vector<ClockRow> const& clocks, Request const& told) const;
    void check_clock(RowCheck& check, ClockRow const& clock, Request const& told) const;
    void check_extension(RowCheck& check, ClockRow const& clock, Request const& told) const;
    static void check_due_day(RowCheck& check, Query const& row, std::vector<ClockRow> const& clocks);

    std::deque<Request> requests_; ///< by id: new ones come in order, so that this is an append nearly always
    std::map<std::int64_t, Acknowledgement> acknowledgements_;
    std::map<std::int64_t, Extension> extensions_;
    std::map<std::int64_t, Appeal> appeals_;
    std::map<std::int64_t, Delivered> delivered_;          ///< few: most answers leave on the day of the decision
    std::vector<std::string> actors_{"nobody", "anybody"}; ///< as they stand in columns; few, whoever they are
    std::map<std::tuple<core::ActorKind, std::int64_t, core::Role>, ActorNumber> actor_numbers_;
    /// Databases of before schema 2 had no room for who compared an address. An entry that tells what entries of that
    /// time did not, shows that they are over.
    bool has_verifiers_{};
};

} // namespace habeas::storage::sqlite
