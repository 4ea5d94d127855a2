#pragma once
#include "core/time.hpp"
#include "storage/audit.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace habeas::app {

/// audit-heads.txt in the data folder: where the audit chain ended at times past, one line each (time, entries, hash),
/// only ever added to. The chain alone cannot show that its end was cut back, or that an older copy of the whole
/// database lies in its place; a head that was kept elsewhere can. So copies of this file belong on another machine.
std::string audit_heads_path(std::string const& folder);

/// Adds a line and has it on the disk (the file is its owner's alone). Throws std::runtime_error.
void note_audit_head(std::string const& folder, core::Instant at, storage::AuditHead const& head);

/// "436:9f86d081…", with another character between where the text has one; nothing where it is no head.
std::optional<storage::AuditHead> parse_audit_head(std::string_view text, char separator = ':');

/// Every line; none where there is no file. Throws std::runtime_error naming a line that cannot be read.
std::vector<storage::AuditHead> read_audit_heads(std::string const& folder);

/// Verifies the chain, with every head of the file among its entries. A file that cannot be read is a finding, too.
storage::Verification verify_audit(storage::AuditReads& reads, std::string const& folder);

} // namespace habeas::app
