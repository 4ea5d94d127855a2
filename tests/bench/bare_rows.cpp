#include "tests/bench/bare_rows.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>

#include <fmt/core.h>
#include <sqlite3.h>

namespace habeas::bench {

namespace {

/// A column whose value must differ in every copy.
struct Own {
    std::string_view column;
    std::string_view value;
};

/// A table that gets rows with a create, and the column that says which request they are of.
struct Touched {
    std::string_view table;
    std::string_view request_column;
    std::array<Own, 2> own{};
};
constexpr Touched touched_tables[] = {
    {"requests",
     "id",
     {{{"due_order", "due_on * 34359738368 + :number"}, {"receipt_order", "received_on * 34359738368 + :number"}}}},
    {"particulars", "request_id"},
    {"clocks", "request_id"},
    {"lookup_terms", "request_id", {{{"term", "random()"}}}},
    {"letters", "request_id", {{{"id", "NULL"}}}},
    {"audit", "request_id", {{{"sequence", "NULL"}}}},
};

/// Reads text out of the sample, a column of each row.
class Sample {
  public:
    explicit Sample(std::string const& path) {
        if (sqlite3_open_v2(path.c_str(), &handle_, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK) fail();
    }
    Sample(Sample const&) = delete;
    Sample& operator=(Sample const&) = delete;
    ~Sample() { sqlite3_close(handle_); }

    std::vector<std::string> texts(std::string const& query) {
        std::vector<std::string> texts;
        auto const add = [](void* into, int, char** columns, char**) {
            static_cast<std::vector<std::string>*>(into)->emplace_back(columns[0] == nullptr ? "" : columns[0]);
            return 0;
        };
        if (sqlite3_exec(handle_, query.c_str(), add, &texts, nullptr) != SQLITE_OK) fail();
        return texts;
    }

  private:
    [[noreturn]] void fail() {
        throw std::runtime_error(std::string("the sample of a create: ") + sqlite3_errmsg(handle_));
    }
    sqlite3* handle_{};
};

std::string_view copied(std::string_view column, Touched const& touched) {
    if (column == touched.request_column) return ":number";
    auto const* const own = std::ranges::find(touched.own, column, &Own::column);
    return own == touched.own.end() ? column : own->value;
}

/// The columns of a table as they are copied: with the new number of the request and the row's own values.
std::string copied_columns(Sample& sample, Touched const& touched) {
    std::string columns;
    for (auto const& name : sample.texts(fmt::format("SELECT name FROM pragma_table_info('{}')", touched.table)))
        columns += fmt::format("{}{}", columns.empty() ? "" : ", ", copied(name, touched));
    return columns;
}

} // namespace

BareRows plain_rows(std::size_t bytes) {
    return {.setup = "CREATE TABLE bare (id INTEGER PRIMARY KEY, content BLOB NOT NULL) STRICT;",
            .inserts = {"INSERT INTO bare (id, content) VALUES (:number, :content)"},
            .content_bytes = bytes};
}

BareRows rows_of_a_create(std::string const& sample_database) {
    Sample sample(sample_database);
    BareRows rows;
    for (auto const& statement : sample.texts("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"))
        rows.setup += statement + ";\n";
    rows.setup += fmt::format("PRAGMA temp_store = MEMORY; ATTACH '{}' AS sample;\n", sample_database);
    for (auto const& touched : touched_tables) {
        rows.setup +=
            fmt::format("CREATE TEMP TABLE copy_of_{0} AS SELECT * FROM sample.{0} WHERE {1} = (SELECT max(id) "
                        "FROM sample.requests);\n",
                        touched.table, touched.request_column);
        rows.inserts.push_back(fmt::format("INSERT INTO main.{0} SELECT {1} FROM temp.copy_of_{0}", touched.table,
                                           copied_columns(sample, touched)));
    }
    rows.setup += "DETACH sample;";
    return rows;
}

} // namespace habeas::bench
