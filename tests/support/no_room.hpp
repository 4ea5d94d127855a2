#pragma once
#include <csignal>
#include <cstdint>

#include <sys/resource.h>

namespace habeas::testing {

/// While it lives nothing can be written beyond this many bytes of any file: to the engine, a disk that fails.
class NoRoom {
  public:
    explicit NoRoom(std::uintmax_t bytes) {
        previous_handler_ = std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &previous_);
        rlimit limit = previous_;
        limit.rlim_cur = bytes;
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~NoRoom() {
        ::setrlimit(RLIMIT_FSIZE, &previous_);
        std::signal(SIGXFSZ, previous_handler_);
    }
    NoRoom(NoRoom const&) = delete;
    NoRoom& operator=(NoRoom const&) = delete;

  private:
    rlimit previous_{};
    void (*previous_handler_)(int){};
};

} // namespace habeas::testing
