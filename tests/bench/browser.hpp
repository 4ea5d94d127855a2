#pragma once
#include "tests/bench/wire.hpp"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace habeas::bench {

struct Answer {
    int status{};
    std::string head;
    std::string body;
};

/// Just enough of a browser to sign in: cookies, forms with their token. One exchange a connection.
class Browser {
  public:
    explicit Browser(std::uint16_t port)
        : port_(port) {}

    Answer get(std::string const& path);

    using Fields = std::vector<std::pair<std::string, std::string>>;
    /// Sends a form with the token of the page that was loaded last.
    Answer post(std::string const& path, Fields const& fields);

    /// The form's body as it would be sent, for loads that send it many times.
    std::string form_body(Fields const& fields) const;
    /// `Cookie: a=b; c=d` and the line's end, or nothing.
    std::string cookie_line() const;

  private:
    Answer exchange(std::string const& request);

    std::uint16_t port_;
    std::map<std::string, std::string, std::less<>> cookies_;
    std::string form_token_;
};

} // namespace habeas::bench
