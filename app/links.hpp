#pragma once
#include "app/random.hpp"
#include "core/crypto.hpp"
#include "core/identifiers.hpp"
#include "core/personal.hpp"
#include "core/reference.hpp"
#include "core/time.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace habeas::app {

/// `my_request` stands in letters and lives for weeks; `page` is the cookie it is exchanged for, which must not work as
/// such a link once it is copied out of a browser. `receipt` is for the page after sending: whoever merely knows a
/// reference is not shown what it stands for.
enum class LinkPurpose { verify, my_request, receipt, page };

/// What a mailed link stands for, once its seal has been checked.
struct LinkTarget {
    core::RequestId request;
    core::Instant issued_at;
};

/// A letter's text with the links in it that act in the requester's name replaced by these words: who may read what was
/// written to somebody may not therefore confirm, write or withdraw as they.
std::string without_personal_links(std::string_view letter, std::string_view words);

/// The page of a request at the desk.
std::string desk_path(core::Reference const& reference);

/// The secrets in mailed links. A link's token carries the request and the time of issue, sealed for its purpose, so
/// nothing needs to be stored, a stolen database opens no link, and nobody counts requests by the numbers in links. An
/// unsubscribe token carries the address itself, sealed in the same way, because RFC 8058 wants "everything in the URI"
/// and mailing systems must be able to hold on to it for years. Single use is the state machine's: a confirmed request
/// cannot be confirmed again.
class Links {
  public:
    Links(core::Key const& master_key, std::string public_url, Random& random);

    /// Whole URLs, for letters.
    std::string verify_url(core::RequestId request, core::Instant issued_at) const;
    std::string my_request_url(core::RequestId request, core::Instant issued_at) const;
    std::string unsubscribe_url(core::EmailAddress const& address) const;
    std::string preferences_url(core::EmailAddress const& address) const;
    /// The same as a path, for the address's own pages.
    std::string preferences_path(core::EmailAddress const& address) const;
    /// A path, for the browser that has just sent the request.
    std::string receipt_path(core::RequestId request, core::Reference const& reference, core::Instant issued_at) const;
    std::string url(std::string_view path) const; ///< public_url + path

    std::string token(LinkPurpose purpose, core::RequestId request, core::Instant issued_at) const;
    /// Nothing where the token was not made here for this purpose. How old it may be is the caller's question.
    std::optional<LinkTarget> read(LinkPurpose purpose, std::string_view token) const;
    std::optional<core::EmailAddress> read_unsubscribe(std::string_view token) const;

  private:
    /// Looks new every time.
    std::string sealed(core::Key const& key, std::string_view place, std::string_view plain) const;
    std::string address_token(core::EmailAddress const& address) const;

    core::Key request_key_;
    core::Key address_key_;
    std::string public_url_;
    Random& random_;
};

} // namespace habeas::app
