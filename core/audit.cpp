#include "core/audit.hpp"

#include "core/big_endian.hpp"
#include "core/parts.hpp"

namespace habeas::core {

namespace {

void escape_into(std::string& out, std::string_view text, bool is_name) {
    for (char const c : text) {
        if (c == '\\')
            out += "\\\\";
        else if (c == '\n')
            out += "\\n";
        else if (c == '=' && is_name)
            out += "\\e";
        else
            out.push_back(c);
    }
}

std::string unescape(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size()) {
            plain.push_back(text[i]);
            continue;
        }
        ++i;
        plain.push_back(text[i] == 'n' ? '\n' : text[i] == 'e' ? '=' : text[i]);
    }
    return plain;
}

/// A `name=value` line as it stands, escaped.
struct Line {
    std::string_view name;
    std::string_view value;
};

Line take_line(std::string_view& canonical) {
    auto line = next_part(canonical, '\n');
    auto const name = next_part(line, '=');
    return {name, line};
}

/// Writes fields one behind the other, each behind its length, so that no two lists of fields give the same bytes.
class FieldWriter {
  public:
    void number(std::int64_t value) {
        length(8);
        append(static_cast<std::uint64_t>(value));
    }
    void bytes(std::span<std::byte const> field) {
        length(field.size());
        bytes_.insert(bytes_.end(), field.begin(), field.end());
    }
    void text(std::string_view field) { bytes(as_bytes(field)); }
    Bytes take() { return std::move(bytes_); }

  private:
    void length(std::size_t size) { append(size); }
    void append(std::uint64_t value) {
        auto const eight = big_endian(value);
        bytes_.insert(bytes_.end(), eight.begin(), eight.end());
    }
    Bytes bytes_;
};

} // namespace

std::string canonical_details(std::vector<std::pair<std::string, std::string>> const& details) {
    std::string lines;
    for (auto const& [name, value] : details) {
        if (!lines.empty()) lines.push_back('\n');
        escape_into(lines, name, true);
        lines.push_back('=');
        escape_into(lines, value, false);
    }
    return lines;
}

std::vector<std::pair<std::string, std::string>> parse_details(std::string_view canonical) {
    std::vector<std::pair<std::string, std::string>> details;
    while (!canonical.empty()) {
        auto const line = take_line(canonical);
        details.emplace_back(unescape(line.name), unescape(line.value));
    }
    return details;
}

std::optional<std::string> detail_of(std::string_view canonical, std::string_view name) {
    while (!canonical.empty()) {
        auto const line = take_line(canonical);
        if (line.name == name) return unescape(line.value);
    }
    return std::nullopt;
}

Bytes canonical_bytes(AuditRecord const& record) {
    FieldWriter out;
    out.text("habeas audit entry 1");
    out.number(record.sequence.value);
    out.number(record.at.time_since_epoch().count());
    out.number(record.recorded_at.time_since_epoch().count());
    out.text(code(record.actor.kind));
    out.number(record.actor.id);
    out.text(code(record.actor.role));
    out.text(record.action);
    if (record.request)
        out.number(record.request->value);
    else
        out.text("");
    out.text(record.details);
    out.bytes(record.sealed_text);
    out.bytes(record.previous);
    return out.take();
}

Digest chain_hash(AuditRecord const& record) {
    return sha256(canonical_bytes(record));
}

std::optional<std::string> ChainVerifier::check(AuditRecord const& record) {
    auto const expected = entries_ + 1;
    auto const name = "entry " + std::to_string(record.sequence.value);
    if (record.sequence.value > expected)
        return "entry " + std::to_string(expected) + " is missing: " + name + " stands in its place";
    if (record.sequence.value < expected) return name + " stands where entry " + std::to_string(expected) + " belongs";
    if (record.previous != head_) return name + " does not continue the entry before it";
    auto const hash = chain_hash(record);
    if (record.hash != hash) return name + " was changed: its hash does not match its content";
    entries_ = expected;
    head_ = hash;
    return std::nullopt;
}

} // namespace habeas::core
