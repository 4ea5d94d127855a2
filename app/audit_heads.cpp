#include "app/audit_heads.hpp"

#include "app/company_calendar.hpp"
#include "core/whole_number.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>
#include <stdexcept>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace habeas::app {

namespace {

[[noreturn]] void refuse(std::string const& path, std::string const& why) {
    throw std::runtime_error("The file " + path + " " + why);
}

/// Somebody has been at the file.
class UnreadableHeads : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Half a line would make the whole file unreadable: what did not fit is taken back.
bool append_whole(int file, std::string const& line) {
    struct stat before{};
    if (::fstat(file, &before) != 0) return false;
    auto const written = ::write(file, line.data(), line.size());
    if (written == static_cast<ssize_t>(line.size())) return ::fsync(file) == 0;
    int const why = written < 0 ? errno : ENOSPC;
    (void)!::ftruncate(file, before.st_size);
    errno = why;
    return false;
}

/// "2026-03-01T12:00:00.000Z 436 9f86d081…"
std::optional<storage::AuditHead> read_line(std::string_view line) {
    auto const first = line.find(' ');
    auto const second = line.find(' ', std::min(first, line.size() - 1) + 1);
    if (line.empty() || second == line.npos || !parse_rfc3339(line.substr(0, first))) return std::nullopt;
    return parse_audit_head(line.substr(first + 1), ' ');
}

} // namespace

std::string audit_heads_path(std::string const& folder) {
    return folder + "/audit-heads.txt";
}

void note_audit_head(std::string const& folder, core::Instant at, storage::AuditHead const& head) {
    auto const path = audit_heads_path(folder);
    int const file = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) refuse(path, std::string("cannot be opened: ") + std::strerror(errno));
    auto const line = rfc3339(at) + " " + std::to_string(head.entries) + " " + core::to_hex(head.hash) + "\n";
    bool const written = append_whole(file, line);
    int const why = errno;
    ::close(file);
    if (!written) refuse(path, std::string("cannot be written: ") + std::strerror(why));
}

std::vector<storage::AuditHead> read_audit_heads(std::string const& folder) {
    auto const path = audit_heads_path(folder);
    std::vector<storage::AuditHead> heads;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        auto const head = read_line(line);
        if (!head)
            throw UnreadableHeads("line " + std::to_string(heads.size() + 1) + " of audit-heads.txt is no audit head");
        heads.push_back(*head);
    }
    return heads;
}

storage::Verification verify_audit(storage::AuditReads& reads, std::string const& folder) {
    try {
        return reads.verify_audit(read_audit_heads(folder));
    } catch (UnreadableHeads const& unreadable) {
        auto found = reads.verify_audit();
        found.intact = false;
        if (found.what.empty()) found.what = unreadable.what();
        return found;
    }
}

std::optional<storage::AuditHead> parse_audit_head(std::string_view text, char separator) {
    auto const between = text.find(separator);
    if (between == text.npos) return std::nullopt;
    storage::AuditHead head;
    auto const entries = core::whole_number(text.substr(0, between));
    auto const hash = core::from_hex(text.substr(between + 1));
    if (!entries || *entries < 0) return std::nullopt;
    if (!hash || hash->size() != head.hash.size()) return std::nullopt;
    head.entries = *entries;
    std::ranges::copy(*hash, head.hash.begin());
    return head;
}

} // namespace habeas::app
