#pragma once
#include "core/time.hpp"
#include "core/words.hpp"

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

namespace spdlog {
class logger;
}

namespace habeas::app {

enum class LogLevel { debug, info, warning, error };

} // namespace habeas::app

template <>
struct habeas::core::Words<habeas::app::LogLevel> {
    static constexpr std::pair<habeas::app::LogLevel, std::string_view> list[] = {
        {habeas::app::LogLevel::debug, "debug"},
        {habeas::app::LogLevel::info, "info"},
        {habeas::app::LogLevel::warning, "warning"},
        {habeas::app::LogLevel::error, "error"},
    };
};

namespace habeas::app {

/// Text the program itself made: an exception's what(), a core::Error's detail, a path from the configuration.
/// Written as it is (escaped, at most 500 bytes). Never what a person typed, a header, a body, a query or a token.
struct MachineText {
    std::string_view text;
};

/// What may stand in a log line: numbers, truth values, codes. A code is a reference, an id, a word of the vocabulary,
/// a route: at most 128 letters, digits and `_ - . : / { } * + =`. Other text is written as "(withheld)", so that a
/// name or an e-mail address handed over by mistake does not get into the log.
class LogValue {
  public:
    template <std::same_as<bool> Truth>
    LogValue(Truth value)
        : value_(value) {}
    template <std::integral Number>
        requires(!std::same_as<Number, bool>)
    LogValue(Number value)
        : value_(static_cast<std::int64_t>(value)) {}
    LogValue(double value)
        : value_(value) {}
    LogValue(std::string_view code)
        : value_(code) {}
    LogValue(std::string const& code)
        : value_(std::string_view(code)) {}
    LogValue(char const* code)
        : value_(std::string_view(code)) {}
    LogValue(MachineText text)
        : value_(text) {}
    /// Any enumeration with a vocabulary: its code.
    template <class Word>
        requires requires { core::Words<Word>::list; }
    LogValue(Word word)
        : value_(core::code(word)) {}

    using Variant = std::variant<bool, std::int64_t, double, std::string_view, MachineText>;
    Variant const& variant() const { return value_; }

  private:
    Variant value_;
};

struct LogField {
    std::string_view name;
    LogValue value;
};

/// One JSON object a line: `time` (UTC, RFC 3339, milliseconds), `level`, `event`, then the fields. Thread-safe; a
/// handle that may be copied. What may be logged: event names, references, row numbers, codes, counts, durations,
/// statuses, routes (never raw targets: they hold tokens). What may not: names, addresses, message texts, tokens,
/// passwords, header values, IP addresses (log a keyed hash of them).
///
///     log.info("request.submitted", {{"reference", reference.text()}, {"type", RequestType::access}});
class Log {
  public:
    /// The clock must outlive the log.
    static Log to_stderr(LogLevel least, core::Clock const& clock);
    /// Appends; the file is made 0640 where it is missing. Throws std::runtime_error where it cannot be opened.
    static Log to_file(std::string const& path, LogLevel least, core::Clock const& clock);
    /// For tests; the stream must outlive the log.
    static Log to_stream(std::ostream& stream, LogLevel least, core::Clock const& clock);

    using Fields = std::initializer_list<LogField>;
    void debug(std::string_view event, Fields fields = {}) const;
    void info(std::string_view event, Fields fields = {}) const;
    void warning(std::string_view event, Fields fields = {}) const;
    void error(std::string_view event, Fields fields = {}) const;

    /// Closes the file and opens it anew under its name (after SIGHUP, for rotation). Nothing for the others.
    void reopen() const;

  private:
    class Destination;
    Log(std::shared_ptr<spdlog::logger> logger, std::shared_ptr<Destination> destination, core::Clock const& clock);
    static Log make(std::shared_ptr<Destination> destination, LogLevel least, core::Clock const& clock);
    void write(LogLevel level, std::string_view event, Fields fields) const;

    std::shared_ptr<spdlog::logger> logger_;
    std::shared_ptr<Destination> destination_;
    core::Clock const* clock_;
};

} // namespace habeas::app
