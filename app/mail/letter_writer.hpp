#pragma once
#include "app/html/renderer.hpp"
#include "app/links.hpp"
#include "core/policy.hpp"
#include "core/request.hpp"
#include "storage/outbox.hpp"
#include "storage/staff.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace habeas::app::mail {

/// What stands at the head and foot of every letter. Optional things may be empty.
struct CompanyLetterhead {
    std::string name;
    std::string contact_email;               ///< how to reach a person; never empty
    std::vector<std::string> postal_address; ///< line by line; optional
    std::string dispute_body_name;           ///< optional
    std::string dispute_body_url;
    std::string authority_name; ///< optional
    std::string authority_url;
    std::vector<std::pair<std::string, std::string>> category_names; ///< id and name: contact, "Contact information"
    std::vector<std::pair<std::string, std::string>> field_names; ///< code and name: billing.address, "Billing address"
};

/// RFC 3834: made by an event of ours, or in direct answer to something the person just sent.
enum class AutoSubmitted { generated, replied };

/// A letter as it goes out. The envelope's sender is not its business.
struct ComposedLetter {
    std::optional<core::EmailAddress> to; ///< nothing: there is no address, staff print and post it
    std::string to_name;                  ///< may be empty
    std::string subject;
    std::string text; ///< a paragraph a line
    std::string html;
    std::string message_id; ///< without angle brackets; the same for every attempt
    std::string thread_id;  ///< the message id that all letters about this request or account refer to
    AutoSubmitted automatic{AutoSubmitted::generated};
};

/// Makes letters out of templates/letters, at the moment of delivery: links are minted then, so that their life begins
/// when the letter leaves, and a running deadline is told as it is then. What was decided is told as it was decided: it
/// comes from the letter's facts.
///
/// Nothing that a requester typed goes to an address that nobody confirmed, not even a name ("no user text in mails to
/// unconfirmed addresses", threat 9). Confirmation letters hold the confirmation link alone; all others to a requester
/// hold the link to their page. Thread-safe.
class LetterWriter {
  public:
    /// `domain` ends the message ids: the domain of the sender's address. All must outlive the writer.
    LetterWriter(html::Renderer const& renderer, Links const& links, core::Policy const& policy,
                 CompanyLetterhead letterhead, std::string domain);

    /// A letter to whoever made the request. Throws std::out_of_range where the kind has no template.
    ComposedLetter to_requester(storage::OutboxLetter const& letter, core::SubjectRequest const& request,
                                core::Stamp const& stamp) const;
    /// To the person the data is about, where somebody else asks for them. Nothing that anybody typed is in it, and no
    /// link: it goes to an address that nobody has confirmed.
    ComposedLetter to_subject(storage::OutboxLetter const& letter, core::SubjectRequest const& request) const;
    /// A letter to a member of staff about a request.
    ComposedLetter to_staff(storage::OutboxLetter const& letter, core::SubjectRequest const& request,
                            storage::StaffMember const& member, core::Stamp const& stamp) const;

    /// A letter to a member of staff about their own account.
    ComposedLetter about_account(storage::OutboxLetter const& letter, storage::StaffMember const& member) const;

  private:
    void put_letterhead(html::View& view) const;
    void put_links(html::View& view, core::SubjectRequest const& request, core::Stamp const& stamp) const;
    void put_results(html::View& view, storage::OutboxLetter const& letter, core::SubjectRequest const& request) const;
    void put_contents(html::View& view, storage::OutboxLetter const& letter, core::SubjectRequest const& request) const;
    void put_stopped(html::View& view, storage::OutboxLetter const& letter, core::SubjectRequest const& request) const;
    std::string category_name(std::string const& id) const;
    std::string field_name(std::string const& code) const;
    ComposedLetter finish(storage::OutboxLetter const& letter, std::string const& thread, html::View& view) const;

    html::Renderer const& renderer_;
    Links const& links_;
    core::Policy const& policy_;
    CompanyLetterhead letterhead_;
    std::string domain_;
};

} // namespace habeas::app::mail
