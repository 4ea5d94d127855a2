#include "storage/sqlite/queue_search.hpp"

namespace habeas::storage::sqlite {

namespace {

constexpr std::int64_t most_hits = 1'000;

/// The words alone: that each is there finds the whole as well, so the whole needs no term of its own.
void append_words(Vault const& vault, core::Folding const& fold, core::PersonName const& name,
                  std::vector<std::int64_t>& terms) {
    for (auto const& word : core::lookup_words(name, fold))
        if (!word.contains(' ')) terms.push_back(vault.word_term(word));
}

std::vector<std::int64_t> each_once(std::vector<std::int64_t> terms) {
    std::ranges::sort(terms);
    auto const repeated = std::ranges::unique(terms);
    terms.erase(repeated.begin(), repeated.end());
    return terms;
}

std::vector<std::int64_t> terms_of(Database const& database, std::string_view search) {
    std::vector<std::int64_t> terms;
    if (auto const address = core::EmailAddress::parse(search))
        terms.push_back(database.vault.address_term(*address));
    else
        append_words(database.vault, database.fold, core::PersonName{std::string{search}}, terms);
    return each_once(std::move(terms));
}

std::vector<std::int64_t> newest_with(Database& database, std::int64_t term) {
    auto row = database.connection.query(R"(
        SELECT request_id
        FROM lookup_terms
        WHERE term = ?1
        ORDER BY request_id DESC
        LIMIT ?2)",
                                         term, most_hits);
    std::vector<std::int64_t> ids;
    while (row.next())
        ids.push_back(row.integer(0));
    return ids;
}

bool has_term(Database& database, std::int64_t term, std::int64_t id) {
    auto row = database.connection.query("SELECT 1 FROM lookup_terms WHERE term = ?1 AND request_id = ?2", term, id);
    return row.next();
}

/// Starts from the rarest word, so that "Maria Featherstonehaugh" is found among ten thousand Marias.
std::vector<std::int64_t> requests_with_all(Database& database, std::vector<std::int64_t> const& terms) {
    std::vector<std::int64_t> rarest;
    for (bool first = true; auto const term : terms) {
        auto hits = newest_with(database, term);
        if (first || hits.size() < rarest.size()) rarest = std::move(hits);
        first = false;
    }
    std::erase_if(rarest, [&](std::int64_t id) {
        return !std::ranges::all_of(terms, [&](std::int64_t term) { return has_term(database, term, id); });
    });
    return rarest;
}

std::optional<QueueKey> key_if_matching(Database& database, std::int64_t id, QueueFilter const& filter) {
    auto row =
        database.connection.query(R"(
        SELECT due_order, receipt_order
        FROM requests
        WHERE id = ?1
          AND (1 << status) & ?2
          AND (1 << type) & ?3
          AND (1 << channel) & ?4
          AND assignee BETWEEN ?5 AND ?6
          AND due_order BETWEEN ?7 AND ?8
          AND (is_closed = 1 OR due_order >= ?9))",
                                  id, filter.statuses, filter.types, filter.channels, filter.assignee_from,
                                  filter.assignee_until, filter.due_from, filter.due_until, filter.open_due_from);
    if (!row.next()) return std::nullopt;
    QueueKey const key = row.integer(filter.by_due_day ? 0 : 1);
    auto const beyond = filter.direction == Direction::ascending ? key > filter.after : key < filter.after;
    return beyond ? std::optional{key} : std::nullopt;
}

} // namespace

std::vector<std::int64_t> lookup_terms(Vault const& vault, core::Folding const& fold, core::Subject const& subject,
                                       core::Requester const& requester) {
    std::vector<std::int64_t> terms;
    for (auto const* const address : {&subject.email, &requester.email})
        if (*address) terms.push_back(vault.address_term(**address));
    append_words(vault, fold, subject.name, terms);
    append_words(vault, fold, requester.name, terms);
    return each_once(std::move(terms));
}

std::vector<QueueKey> search_keys(Database& database, std::string_view search, QueueFilter const& filter) {
    std::vector<std::int64_t> ids;
    if (auto const reference = database.references.decode(search)) ids.push_back(reference->value);
    if (auto const terms = terms_of(database, search); !terms.empty())
        std::ranges::copy(requests_with_all(database, terms), std::back_inserter(ids));

    std::vector<QueueKey> keys;
    for (auto const id : each_once(std::move(ids)))
        if (auto const key = key_if_matching(database, id, filter)) keys.push_back(*key);
    order_and_cut(keys, filter);
    return keys;
}

} // namespace habeas::storage::sqlite
