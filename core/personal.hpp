#pragma once
#include "core/error.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace habeas::core {

/// Text about a person. It has no formatter and no stream operator, so it cannot be logged by accident;
/// whoever really needs the words says `reveal()`.
template <class Tag>
class Personal {
  public:
    Personal() = default;
    explicit Personal(std::string text)
        : text_(std::move(text)) {}

    std::string const& reveal() const { return text_; }
    bool empty() const { return text_.empty(); }
    friend bool operator==(Personal const&, Personal const&) = default;

  private:
    std::string text_;
};

using PersonName = Personal<struct PersonNameTag>;
using OrganisationName = Personal<struct OrganisationNameTag>;
using PostalAddress = Personal<struct PostalAddressTag>; ///< line by line, as on an envelope
using FreeText = Personal<struct FreeTextTag>;           ///< anything a person typed

/// An address letters can be sent to. Only `parse` makes one, so every EmailAddress is deliverable in form.
class EmailAddress {
  public:
    /// Accepts `local@domain` of at most 254 bytes without spaces, control characters, quotes or angle brackets.
    /// The domain is lower-cased; the local part is kept as typed.
    static Result<EmailAddress> parse(std::string_view text);

    std::string const& reveal() const { return text_; }

    /// The form used for look-up: all lower case. Two addresses with the same key are one mailbox to us.
    std::string lookup_key() const;

    friend bool operator==(EmailAddress const&, EmailAddress const&) = default;

  private:
    explicit EmailAddress(std::string text)
        : text_(std::move(text)) {}

    std::string text_;
};

/// Brings a name into the form it is looked up in, which is the same for "ÖZGE" and "özge". Handed in, as chance is: it
/// takes tables of all letters, which are not kept here. Called on several threads at once.
using Folding = std::function<std::string(std::string_view)>;

constexpr std::size_t most_lookup_words = 8;

/// The folded words of a name, for look-up: "Zoë van Dyk" → "zoe", "van", "dyk" and the whole; at most
/// most_lookup_words, the whole not counted.
std::vector<std::string> lookup_words(PersonName const& name, Folding const& fold);

} // namespace habeas::core
