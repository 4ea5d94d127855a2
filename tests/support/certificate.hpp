#pragma once
#include <chrono>
#include <string>

namespace habeas::support {

/// A self-signed certificate for localhost with its key, in a temporary folder that goes with it.
class Certificate {
  public:
    /// Valid since an hour ago, and for so long from now on.
    explicit Certificate(std::chrono::seconds lasts = std::chrono::hours{24});
    Certificate(Certificate const&) = delete;
    Certificate& operator=(Certificate const&) = delete;
    ~Certificate();

    std::string certificate_file() const { return folder_ + "/certificate.pem"; }
    std::string private_key_file() const { return folder_ + "/key.pem"; }

    /// Writes the key anew, under a pass phrase.
    void protect_key(std::string const& pass_phrase) const;

  private:
    std::string folder_;
};

} // namespace habeas::support
