#pragma once
#include <string>

namespace habeas::support {

/// A self-signed certificate for localhost with its key, in a temporary folder that goes with it.
class Certificate {
  public:
    Certificate();
    Certificate(Certificate const&) = delete;
    Certificate& operator=(Certificate const&) = delete;
    ~Certificate();

    std::string certificate_file() const { return folder_ + "/certificate.pem"; }
    std::string private_key_file() const { return folder_ + "/key.pem"; }

  private:
    std::string folder_;
};

} // namespace habeas::support
