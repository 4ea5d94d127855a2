#include "app/log.hpp"

#include "app/company_calendar.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <mutex>
#include <ostream>
#include <stdexcept>
#include <string>
#include <system_error>

#include <boost/json.hpp>
#include <fcntl.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/base_sink.h>
#include <unistd.h>

namespace habeas::app {

/// Where lines go; spdlog's base class holds the lock around it.
class Log::Destination : public spdlog::sinks::base_sink<std::mutex> {
  public:
    void reopen() {
        std::lock_guard const lock(mutex_);
        reopen_locked();
    }

  protected:
    virtual void put(std::string_view line) = 0;
    virtual void reopen_locked() {}

  private:
    void sink_it_(spdlog::details::log_msg const& message) override {
        std::string line(message.payload.data(), message.payload.size());
        line += '\n';
        put(line);
    }
    void flush_() override {}
};

namespace {

spdlog::level::level_enum spdlog_level(LogLevel level) {
    switch (level) {
    case LogLevel::debug:
        return spdlog::level::debug;
    case LogLevel::info:
        return spdlog::level::info;
    case LogLevel::warning:
        return spdlog::level::warn;
    case LogLevel::error:
        return spdlog::level::err;
    }
    return spdlog::level::off;
}

bool code_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_-.:/{}*+=").find(c) != std::string_view::npos;
}

std::string_view code_or_withheld(std::string_view text) {
    constexpr std::size_t longest_code = 128;
    auto const is_code = text.size() <= longest_code && std::ranges::all_of(text, code_character);
    return is_code ? text : "(withheld)";
}

/// JSON leaves DEL and bytes above ASCII alone, but a terminal may obey them; machine text needs neither.
std::string plain_ascii(std::string_view text) {
    constexpr std::size_t longest_text = 500;
    std::string plain(text.substr(0, longest_text));
    std::ranges::replace_if(plain, [](char c) { return c == '\x7f' || static_cast<unsigned char>(c) >= 0x80; }, '?');
    return plain;
}

struct ToJson {
    boost::json::value operator()(bool value) const { return value; }
    boost::json::value operator()(std::int64_t value) const { return value; }
    boost::json::value operator()(double value) const { return value; }
    boost::json::value operator()(std::string_view code) const {
        return boost::json::string(boost::json::string_view(code_or_withheld(code)));
    }
    boost::json::value operator()(MachineText text) const { return boost::json::string(plain_ascii(text.text)); }
};

int open_for_append(std::string const& path) {
    auto const descriptor = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640);
    if (descriptor < 0)
        throw std::runtime_error("the log file " + path +
                                 " cannot be opened: " + std::generic_category().message(errno));
    return descriptor;
}

/// One write() a line, so that lines of two processes do not mix and a crash loses none. A line that cannot be written
/// (disk full) is lost: the service goes on without its log rather than stop.
void write_all(int descriptor, std::string_view line) {
    while (!line.empty()) {
        auto const written = ::write(descriptor, line.data(), line.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return;
        line.remove_prefix(static_cast<std::size_t>(written));
    }
}

} // namespace

Log::Log(std::shared_ptr<spdlog::logger> logger, std::shared_ptr<Destination> destination, core::Clock const& clock)
    : logger_(std::move(logger))
    , destination_(std::move(destination))
    , clock_(&clock) {}

Log Log::make(std::shared_ptr<Destination> destination, LogLevel least, core::Clock const& clock) {
    auto logger = std::make_shared<spdlog::logger>("habeas", destination);
    logger->set_level(spdlog_level(least));
    return {std::move(logger), std::move(destination), clock};
}

Log Log::to_stderr(LogLevel least, core::Clock const& clock) {
    class Stderr final : public Destination {
        void put(std::string_view line) override { write_all(STDERR_FILENO, line); }
    };
    return make(std::make_shared<Stderr>(), least, clock);
}

Log Log::to_file(std::string const& path, LogLevel least, core::Clock const& clock) {
    class File final : public Destination {
      public:
        explicit File(std::string path)
            : path_(std::move(path))
            , descriptor_(open_for_append(path_)) {}
        ~File() override { ::close(descriptor_); }
        File(File const&) = delete;
        File& operator=(File const&) = delete;

      private:
        void put(std::string_view line) override { write_all(descriptor_, line); }
        void reopen_locked() override {
            auto const again = open_for_append(path_);
            ::close(std::exchange(descriptor_, again));
        }
        std::string path_;
        int descriptor_;
    };
    return make(std::make_shared<File>(path), least, clock);
}

Log Log::to_stream(std::ostream& stream, LogLevel least, core::Clock const& clock) {
    class Stream final : public Destination {
      public:
        explicit Stream(std::ostream& stream)
            : stream_(stream) {}

      private:
        void put(std::string_view line) override { stream_ << line; }
        std::ostream& stream_;
    };
    return make(std::make_shared<Stream>(stream), least, clock);
}

void Log::debug(std::string_view event, Fields fields) const {
    write(LogLevel::debug, event, fields);
}
void Log::info(std::string_view event, Fields fields) const {
    write(LogLevel::info, event, fields);
}
void Log::warning(std::string_view event, Fields fields) const {
    write(LogLevel::warning, event, fields);
}
void Log::error(std::string_view event, Fields fields) const {
    write(LogLevel::error, event, fields);
}

void Log::reopen() const {
    destination_->reopen();
}

void Log::write(LogLevel level, std::string_view event, Fields fields) const {
    auto const threshold = spdlog_level(level);
    if (!logger_->should_log(threshold)) return;
    boost::json::object line;
    line["time"] = rfc3339(clock_->now());
    line["level"] = boost::json::string_view(core::code(level));
    line["event"] = boost::json::string_view(code_or_withheld(event));
    for (auto const& [name, value] : fields)
        line[boost::json::string_view(code_or_withheld(name))] = std::visit(ToJson{}, value.variant());
    logger_->log(threshold, spdlog::string_view_t(boost::json::serialize(line)));
}

} // namespace habeas::app
