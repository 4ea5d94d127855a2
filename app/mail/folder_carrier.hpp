#pragma once
#include "app/mail/carrier.hpp"

#include <filesystem>

namespace habeas::app::mail {

/// Writes letters as .eml files, for trying Habeas out without a mail server. A file is named after the message id,
/// belongs to its owner alone (0600), and is there whole or not at all. Delivering a letter again replaces it.
class FolderCarrier final : public Carrier {
  public:
    /// Makes the folder (0700) where it is missing; throws std::filesystem::filesystem_error where it cannot.
    explicit FolderCarrier(std::filesystem::path folder);
    Handed deliver(Dispatch const& dispatch) override;

  private:
    std::filesystem::path folder_;
};

} // namespace habeas::app::mail
