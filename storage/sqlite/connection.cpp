#include "storage/sqlite/connection.hpp"

#include <cerrno>
#include <cstring>
#include <mutex>

#include <fcntl.h>
#include <fmt/core.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

namespace habeas::storage::sqlite {
namespace {

/// Room, permissions, locks and the disk are a matter of waiting; the rest is broken.
[[noreturn]] void raise(sqlite3* handle, int result) {
    auto const primary = result & 0xff;
    auto const message = fmt::format("{} ({})", handle ? sqlite3_errmsg(handle) : sqlite3_errstr(result), result);
    switch (primary) {
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PERM:
    case SQLITE_NOMEM:
        throw StoreUnavailable("The database cannot be used just now: " + message);
    case SQLITE_NOTADB:
        throw EngineError("The file is not a database of this program.", primary);
    default:
        throw EngineError("The database reports: " + message, primary);
    }
}

/// The engine gives its journals the permissions of the database file, so making that file first settles all three.
/// An existing file is not even opened here: closing it would drop the locks this process holds on it.
void make_private_file(std::string const& path) {
    auto const descriptor = ::open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
    if (descriptor < 0 && errno == EEXIST) return;
    if (descriptor < 0)
        throw StoreUnavailable(fmt::format("The database {} cannot be made: {}", path, std::strerror(errno)));
    ::close(descriptor);
}

/// The engine's count of its own memory costs a lock at every allocation of every thread.
void quieten_statistics() {
    static std::once_flag once;
    std::call_once(once, [] { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); });
}

constexpr auto common_settings = R"(
PRAGMA busy_timeout = 5000;
PRAGMA trusted_schema = OFF;
PRAGMA cell_size_check = ON;
PRAGMA foreign_keys = ON;
PRAGMA temp_store = MEMORY;
)";

// FULL: with NORMAL a power cut loses commits that were already acknowledged.
constexpr auto writer_settings = R"(
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA secure_delete = ON;
PRAGMA wal_autocheckpoint = 8000;
PRAGMA journal_size_limit = 67108864;
)";

bool is_missing_or_empty(std::string const& path) {
    struct stat status{};
    return ::stat(path.c_str(), &status) != 0 || status.st_size == 0;
}

/// No journal holds a part of it, and nobody has it open.
bool lies_at_rest(std::string const& path) {
    return is_missing_or_empty(path + "-wal") && is_missing_or_empty(path + "-shm");
}

/// The file as a name for the engine that says: nothing changes it, so that no journal needs to be made to read it.
std::string as_unchanging(std::string const& path) {
    std::string name = "file:";
    for (char const c : path)
        if (c == '%' || c == '?' || c == '#')
            name += fmt::format("%{:02x}", static_cast<unsigned char>(c));
        else
            name += c;
    return name + "?immutable=1";
}

} // namespace

Query::~Query() {
    if (!statement_) return;
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
}

bool Query::next() {
    auto const result = sqlite3_step(statement_);
    if (result == SQLITE_ROW) return true;
    if (result == SQLITE_DONE) return false;
    raise(sqlite3_db_handle(statement_), result);
}

bool Query::is_null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::int64_t Query::integer(int column) const {
    return sqlite3_column_int64(statement_, column);
}

std::string_view Query::text(int column) const {
    auto const* const bytes = sqlite3_column_blob(statement_, column);
    auto const size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    return {static_cast<char const*>(bytes), bytes ? size : 0};
}

std::span<std::byte const> Query::blob(int column) const {
    auto const* const bytes = sqlite3_column_blob(statement_, column);
    auto const size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    return {static_cast<std::byte const*>(bytes), bytes ? size : 0};
}

Connection::Connection(std::string const& path, OpenAs how, int cache_mib) {
    quieten_statistics();
    if (how == OpenAs::writer) make_private_file(path);
    bool const writes = how == OpenAs::writer || how == OpenAs::existing_writer;
    auto const flags = (writes ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) | SQLITE_OPEN_NOMUTEX;
    bool const may_lie_as_it_is = how == OpenAs::auditor && lies_at_rest(path);
    try {
        open(path, flags);
        if (may_lie_as_it_is && !can_read()) {
            sqlite3_close(std::exchange(handle_, nullptr));
            open(as_unchanging(path), flags | SQLITE_OPEN_URI);
        }
        if (writes) script(writer_settings);
        script(fmt::format("PRAGMA cache_size = -{};", cache_mib * 1024).c_str());
    } catch (...) {
        sqlite3_close(handle_);
        throw;
    }
}

void Connection::open(std::string const& path, int flags) {
    auto const result = sqlite3_open_v2(path.c_str(), &handle_, flags, nullptr);
    if (result != SQLITE_OK) raise(handle_, result);
    sqlite3_extended_result_codes(handle_, 1);
    script(common_settings);
}

/// False where the engine fails for what lies around the file: no room, no permission for its journal.
bool Connection::can_read() const {
    auto const result = sqlite3_exec(handle_, "SELECT count(*) FROM sqlite_schema", nullptr, nullptr, nullptr) & 0xff;
    return result != SQLITE_CANTOPEN && result != SQLITE_READONLY && result != SQLITE_IOERR && result != SQLITE_FULL;
}

Connection::~Connection() {
    for (auto const& [text, statement] : statements_)
        sqlite3_finalize(statement);
    sqlite3_close(handle_);
}

void Connection::script(char const* statements) {
    auto const result = sqlite3_exec(handle_, statements, nullptr, nullptr, nullptr);
    if (result != SQLITE_OK) raise(handle_, result);
}

std::int64_t Connection::changes() const {
    return sqlite3_changes64(handle_);
}

std::int64_t Connection::total_changes() const {
    return sqlite3_total_changes64(handle_);
}

bool Connection::in_transaction() const {
    return sqlite3_get_autocommit(handle_) == 0;
}

std::vector<std::string_view> Connection::statements() const {
    std::vector<std::string_view> texts;
    for (auto const& [text, statement] : statements_)
        texts.emplace_back(text);
    return texts;
}

sqlite3_stmt* Connection::prepared(Sql sql) {
    auto& statement = statements_[sql.text];
    if (!statement) {
        auto const result = sqlite3_prepare_v3(handle_, sql.text, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
        if (result != SQLITE_OK) raise(handle_, result);
    }
    if (sqlite3_stmt_busy(statement)) throw std::logic_error("a statement was started while its rows were being read");
    return statement;
}

void Connection::bind(sqlite3_stmt* statement, int index, std::int64_t value) {
    if (auto const result = sqlite3_bind_int64(statement, index, value); result != SQLITE_OK) raise(handle_, result);
}

void Connection::bind(sqlite3_stmt* statement, int index, std::string_view text, Lifetime lifetime) {
    auto const result =
        sqlite3_bind_text64(statement, index, text.empty() ? "" : text.data(), text.size(),
                            lifetime == Lifetime::copied ? SQLITE_TRANSIENT : SQLITE_STATIC, SQLITE_UTF8);
    if (result != SQLITE_OK) raise(handle_, result);
}

void Connection::bind(sqlite3_stmt* statement, int index, std::span<std::byte const> bytes, Lifetime lifetime) {
    auto const* const start = bytes.empty() ? static_cast<void const*>("") : bytes.data();
    auto const result = sqlite3_bind_blob64(statement, index, start, bytes.size(),
                                            lifetime == Lifetime::copied ? SQLITE_TRANSIENT : SQLITE_STATIC);
    if (result != SQLITE_OK) raise(handle_, result);
}

void Connection::bind_null(sqlite3_stmt* statement, int index) {
    if (auto const result = sqlite3_bind_null(statement, index); result != SQLITE_OK) raise(handle_, result);
}

} // namespace habeas::storage::sqlite
