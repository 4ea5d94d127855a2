#pragma once
#include "habeas_migrations.hpp"
#include "storage/sqlite/connection.hpp"

#include <filesystem>
#include <string>

namespace habeas::testing {

/// Puts in the place of a closed database one that a version of before would have made: of the schema with that number,
/// with the same keys, chain and counts, and nothing else.
inline void make_older(std::string const& path, std::size_t schema) {
    using storage::sqlite::Connection;
    using storage::sqlite::OpenAs;
    auto const newer = path + ".newer";
    std::filesystem::rename(path, newer);
    {
        Connection connection{path, OpenAs::writer, 1};
        for (auto const& file : storage::migrations::files().first(schema))
            connection.script(std::string{file.content}.c_str());
        connection.script(("ATTACH '" + newer + "' AS newer").c_str());
        connection.script("INSERT OR REPLACE INTO meta SELECT * FROM newer.meta;"
                          "INSERT INTO audit SELECT * FROM newer.audit;"
                          "INSERT OR REPLACE INTO audit_head SELECT * FROM newer.audit_head;"
                          "INSERT OR REPLACE INTO sequences SELECT * FROM newer.sequences;"
                          "INSERT OR REPLACE INTO request_counts SELECT * FROM newer.request_counts;"
                          "DETACH newer");
    }
    std::filesystem::remove(newer);
}

} // namespace habeas::testing
