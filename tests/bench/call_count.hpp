#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include <sys/types.h>

namespace habeas::bench {

/// How often a process calls fdatasync and fsync while `work` runs, by strace. Nothing where strace is missing or must
/// not attach. The count is written to `scratch_file`.
std::optional<std::int64_t> count_syncs(pid_t pid, std::string const& scratch_file, std::function<void()> const& work);

} // namespace habeas::bench
