#pragma once
#include "storage/store.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace habeas::storage::sqlite {

/// The text of a statement: a literal, so that no SQL can be put together at run time.
struct Sql {
    char const* text;
    template <std::size_t size>
    consteval Sql(char const (&literal)[size])
        : text(literal) {}
};

/// Anything the engine reports that is not about room, permissions or locks (those are StoreUnavailable): a broken
/// page, a broken constraint, a mistake in a statement.
class EngineError : public std::runtime_error {
  public:
    EngineError(std::string const& message, int engine_code)
        : std::runtime_error(message)
        , code(engine_code) {}
    int code; ///< SQLite's primary result code
};

/// The rows of one running statement. Give it back (let it leave scope) before running the same statement again.
/// Text and blobs are valid until the next row.
class Query {
  public:
    explicit Query(sqlite3_stmt* statement)
        : statement_(statement) {}
    Query(Query&& other) noexcept
        : statement_(std::exchange(other.statement_, nullptr)) {}
    Query(Query const&) = delete;
    Query& operator=(Query const&) = delete;
    Query& operator=(Query&&) = delete;
    ~Query();

    /// Moves to the next row; false after the last.
    bool next();

    bool is_null(int column) const;
    std::int64_t integer(int column) const;
    std::string_view text(int column) const;
    std::span<std::byte const> blob(int column) const;

  private:
    sqlite3_stmt* statement_;
};

enum class OpenAs { reader, writer, existing_writer, auditor };

/// One connection and its prepared statements, which live as long as it does. For one thread.
class Connection {
  public:
    /// `writer` makes the file where there is none (readable by its owner alone), `existing_writer` does not; `auditor`
    /// reads a file whose journal may be absent, and cannot be made where it lies. Throws StoreUnavailable where the
    /// file cannot be opened.
    Connection(std::string const& path, OpenAs how, int cache_mib);
    Connection(Connection const&) = delete;
    Connection& operator=(Connection const&) = delete;
    ~Connection();

    /// Runs to its end a statement that returns no rows.
    template <class... Values>
    void run(Sql sql, Values const&... values);

    /// Starts a statement that returns rows. Values are copied.
    template <class... Values>
    [[nodiscard]] Query query(Sql sql, Values const&... values);

    /// Several statements from our own files (migrations, settings), never with values in them.
    void script(char const* statements);

    /// Rows changed by the last run().
    std::int64_t changes() const;
    /// Rows changed since the connection was opened.
    std::int64_t total_changes() const;
    /// Whether a transaction is open: the engine ends one by itself on some errors.
    bool in_transaction() const;

    /// The statements prepared so far: lets a test ask the engine how it would run each.
    std::vector<std::string_view> statements() const;

  private:
    enum class Lifetime { borrowed, copied };
    void open(std::string const& path, int flags);
    bool can_read() const;
    sqlite3_stmt* prepared(Sql sql);
    void bind(sqlite3_stmt* statement, int index, std::int64_t value);
    void bind(sqlite3_stmt* statement, int index, std::string_view text, Lifetime lifetime);
    void bind(sqlite3_stmt* statement, int index, std::span<std::byte const> bytes, Lifetime lifetime);
    void bind_null(sqlite3_stmt* statement, int index);
    template <class Value>
    void bind_value(sqlite3_stmt* statement, int index, Value const& value, Lifetime lifetime);
    template <class... Values>
    sqlite3_stmt* bound(Sql sql, Lifetime lifetime, Values const&... values);

    sqlite3* handle_{};
    std::unordered_map<char const*, sqlite3_stmt*> statements_; ///< by the address of the literal
};

/// Does the work in one transaction: all of it, or nothing where it throws.
template <class Work>
void in_own_transaction(Connection& connection, Work work) {
    connection.script("BEGIN IMMEDIATE");
    try {
        work();
        connection.script("COMMIT");
    } catch (...) {
        if (connection.in_transaction()) connection.script("ROLLBACK");
        throw;
    }
}

template <class Value>
struct OptionalValue {
    static constexpr bool is = false;
};
template <class Value>
struct OptionalValue<std::optional<Value>> {
    static constexpr bool is = true;
};

template <class Value>
void Connection::bind_value(sqlite3_stmt* statement, int index, Value const& value, Lifetime lifetime) {
    if constexpr (OptionalValue<Value>::is) {
        if (value)
            bind_value(statement, index, *value, lifetime);
        else
            bind_null(statement, index);
    } else if constexpr (std::is_integral_v<Value>) {
        bind(statement, index, std::int64_t{value});
    } else if constexpr (std::is_convertible_v<Value const&, std::string_view>) {
        bind(statement, index, std::string_view{value}, lifetime);
    } else {
        bind(statement, index, std::span<std::byte const>{value}, lifetime);
    }
}

template <class... Values>
sqlite3_stmt* Connection::bound(Sql sql, Lifetime lifetime, Values const&... values) {
    auto* const statement = prepared(sql);
    int index = 0;
    (bind_value(statement, ++index, values, lifetime), ...);
    return statement;
}

template <class... Values>
void Connection::run(Sql sql, Values const&... values) {
    Query query{bound(sql, Lifetime::borrowed, values...)};
    while (query.next()) {
    }
}

template <class... Values>
Query Connection::query(Sql sql, Values const&... values) {
    return Query{bound(sql, Lifetime::copied, values...)};
}

} // namespace habeas::storage::sqlite
