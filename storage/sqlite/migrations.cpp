#include "storage/sqlite/migrations.hpp"

#include "habeas_migrations.hpp"

#include <algorithm>
#include <charconv>
#include <string>

#include <fmt/core.h>

namespace habeas::storage::sqlite {
namespace {

constexpr std::int64_t application_id = 0x48424153; // "HBAS"

int number_of(migrations::EmbeddedFile const& file) {
    int number = 0;
    std::from_chars(file.name.data(), file.name.data() + file.name.size(), number);
    return number;
}

std::int64_t one_integer(Connection& connection, Sql sql) {
    auto row = connection.query(sql);
    return row.next() ? row.integer(0) : 0;
}

void apply(Connection& connection, migrations::EmbeddedFile const& file) {
    in_own_transaction(connection, [&] {
        // Two processes may start at once: the second finds the work done.
        if (schema_of(connection) < number_of(file)) connection.script(std::string{file.content}.c_str());
        if (schema_of(connection) < number_of(file))
            throw std::logic_error(fmt::format("migration {} does not set user_version", file.name));
    });
}

} // namespace

int newest_schema() {
    int newest = 0;
    for (auto const& file : migrations::files())
        newest = std::max(newest, number_of(file));
    return newest;
}

int schema_of(Connection& connection) {
    return static_cast<int>(one_integer(connection, "PRAGMA user_version"));
}

void refuse_foreign_or_newer(Connection& connection, std::string const& path) {
    auto const owner = one_integer(connection, "PRAGMA application_id");
    auto const version = schema_of(connection);
    auto const tables = one_integer(connection, "SELECT count(*) FROM sqlite_schema");
    if (owner != application_id && (owner != 0 || version != 0 || tables != 0))
        throw std::runtime_error(fmt::format("{} is a database of another program.", path));
    if (version > newest_schema())
        throw std::runtime_error(fmt::format("{} was written by a newer version of this program (schema {}, this one "
                                             "knows {}). Start that version, or restore a backup from before it.",
                                             path, version, newest_schema()));
}

void refuse_older(Connection& connection, std::string const& path) {
    auto const version = schema_of(connection);
    if (version < newest_schema())
        throw std::runtime_error(fmt::format("{} was written by an older version of this program (schema {}, this one "
                                             "works with {}). Bring it up to date first: run `habeas migrate`.",
                                             path, version, newest_schema()));
}

void migrate(Connection& connection) {
    for (auto const& file : migrations::files())
        if (number_of(file) > schema_of(connection)) apply(connection, file);
}

} // namespace habeas::storage::sqlite
