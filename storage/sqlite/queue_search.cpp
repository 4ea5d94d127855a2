#include "storage/sqlite/queue_search.hpp"

#include <array>

namespace habeas::storage::sqlite {

namespace {

constexpr int counted_at_most = 10'000;

/// The words alone: that each is there finds the whole as well, so the whole needs no term of its own.
std::vector<std::string> words_of(core::PersonName const& name, core::Folding const& fold) {
    auto words = core::lookup_words(name, fold);
    std::erase_if(words, [](std::string const& word) { return word.contains(' '); });
    return words;
}

std::vector<std::int64_t> each_once(std::vector<std::int64_t> terms) {
    std::ranges::sort(terms);
    auto const repeated = std::ranges::unique(terms);
    terms.erase(repeated.begin(), repeated.end());
    return terms;
}

/// A word that is an address is looked up as one, so that "law@example.net anna" are the requests of both.
std::vector<std::int64_t> terms_of(Database const& database, std::string_view search) {
    std::vector<std::int64_t> terms;
    for (auto const& word : words_of(core::PersonName{std::string{search}}, database.fold)) {
        auto const address = core::EmailAddress::parse(word);
        terms.push_back(address ? database.vault.address_term(*address) : database.vault.word_term(word));
    }
    return each_once(std::move(terms));
}

/// How many requests have the term, counted no further than what makes a difference for the way to look.
std::int64_t frequency(Database& database, std::int64_t term) {
    auto row = database.connection.query(R"(
        SELECT count(*)
        FROM (SELECT 1 FROM lookup_terms WHERE term = ?1 LIMIT ?2))",
                                         term, counted_at_most);
    return row.next() ? row.integer(0) : 0;
}

/// So that "Maria Featherstonehaugh" is found among ten thousand Marias without looking at them.
std::vector<std::int64_t> rarest_first(Database& database, std::vector<std::int64_t> terms) {
    if (terms.size() < 2) return terms;
    std::vector<std::pair<std::int64_t, std::int64_t>> counted;
    for (auto const term : terms)
        counted.emplace_back(frequency(database, term), term);
    std::ranges::sort(counted);
    std::ranges::transform(counted, terms.begin(), [](auto const& each) { return each.second; });
    return terms;
}

/// The requests that have every term, newest first: the rarest one's are walked through, each of the others is asked
/// for by its key. What does not fit the filter is no match and does not count.
SearchKeys newest_matches(Database& database, std::vector<std::int64_t> const& terms, QueueFilter const& filter) {
    SearchKeys found;
    if (terms.empty()) return found;
    std::array<std::optional<std::int64_t>, core::most_lookup_words> term;
    static_assert(term.size() == 8, "the statement has a line for each but the first");
    std::ranges::copy(rarest_first(database, terms), term.begin());
    auto row = database.connection.query(
        R"(
        SELECT due_order, receipt_order
        FROM lookup_terms AS rarest
        CROSS JOIN requests ON requests.id = rarest.request_id
        WHERE rarest.term = ?1
          AND (?2 IS NULL OR EXISTS (SELECT 1 FROM lookup_terms WHERE term = ?2 AND request_id = rarest.request_id))
          AND (?3 IS NULL OR EXISTS (SELECT 1 FROM lookup_terms WHERE term = ?3 AND request_id = rarest.request_id))
          AND (?4 IS NULL OR EXISTS (SELECT 1 FROM lookup_terms WHERE term = ?4 AND request_id = rarest.request_id))
          AND (?5 IS NULL OR EXISTS (SELECT 1 FROM lookup_terms WHERE term = ?5 AND request_id = rarest.request_id))
          AND (?6 IS NULL OR EXISTS (SELECT 1 FROM lookup_terms WHERE term = ?6 AND request_id = rarest.request_id))
          AND (?7 IS NULL OR EXISTS (SELECT 1 FROM lookup_terms WHERE term = ?7 AND request_id = rarest.request_id))
          AND (?8 IS NULL OR EXISTS (SELECT 1 FROM lookup_terms WHERE term = ?8 AND request_id = rarest.request_id))
          AND (1 << status) & ?9
          AND (1 << type) & ?10
          AND (1 << channel) & ?11
          AND assignee BETWEEN ?12 AND ?13
          AND due_order BETWEEN ?14 AND ?15
          AND (is_closed = 1 OR due_order >= ?16)
        ORDER BY rarest.request_id DESC
        LIMIT ?17)",
        term[0], term[1], term[2], term[3], term[4], term[5], term[6], term[7], filter.statuses, filter.types,
        filter.channels, filter.assignee_from, filter.assignee_until, filter.due_from, filter.due_until,
        filter.open_due_from, most_search_matches + 1); // one more tells whether there are more
    while (row.next())
        found.keys.push_back(row.integer(filter.by_due_day ? 0 : 1));
    found.more_matches = std::ssize(found.keys) > most_search_matches;
    if (found.more_matches) found.keys.pop_back();
    return found;
}

std::optional<QueueKey> key_if_fitting(Database& database, core::RequestId id, QueueFilter const& filter) {
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
                                  id.value, filter.statuses, filter.types, filter.channels, filter.assignee_from,
                                  filter.assignee_until, filter.due_from, filter.due_until, filter.open_due_from);
    if (!row.next()) return std::nullopt;
    return row.integer(filter.by_due_day ? 0 : 1);
}

bool is_beyond(QueueKey key, QueueFilter const& filter) {
    return filter.direction == Direction::ascending ? key > filter.after : key < filter.after;
}

} // namespace

std::vector<std::int64_t> lookup_terms(Vault const& vault, core::Folding const& fold, core::Subject const& subject,
                                       core::Requester const& requester) {
    std::vector<std::int64_t> terms;
    for (auto const* const address : {&subject.email, &requester.email})
        if (*address) terms.push_back(vault.address_term(**address));
    for (auto const* const name : {&subject.name, &requester.name})
        for (auto const& word : words_of(*name, fold))
            terms.push_back(vault.word_term(word));
    return each_once(std::move(terms));
}

SearchKeys search_keys(Database& database, std::string_view search, QueueFilter const& filter) {
    auto found = newest_matches(database, terms_of(database, search), filter);
    if (auto const reference = database.references.decode(search))
        if (auto const key = key_if_fitting(database, *reference, filter)) found.keys.push_back(*key);
    found.keys = each_once(std::move(found.keys));
    std::erase_if(found.keys, [&](QueueKey key) { return !is_beyond(key, filter); });
    order_and_cut(found.keys, filter);
    return found;
}

} // namespace habeas::storage::sqlite
