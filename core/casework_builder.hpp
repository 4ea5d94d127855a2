#pragma once
#include "core/casework.hpp"
#include "core/guards.hpp"
#include "core/text_rules.hpp"

#include <string>
#include <utility>
#include <vector>

// What the verbs are written with. Internal to core.
namespace habeas::core {

using Details = std::vector<std::pair<std::string, std::string>>;

/// Whether somebody of the company, or a program of theirs, acts.
bool acts_for_company(Actor const& actor);

/// Whoever works on requests.
bool is_of_staff(Role role);
/// The refusal where the role alone forbids it.
std::unexpected<Error> not_for_this_role(Stamp const& stamp);

/// How a request stands, as the second half of a sentence for people.
std::string_view in_a_sentence(Status status);

/// Puts a Decision together: the request after, and whatever must be stored with it. `finish` numbers the version and
/// finds the day of the next attention, so that no verb can forget either.
class Casework {
  public:
    Casework(SubjectRequest before, Stamp const& stamp, Policy const& policy);

    SubjectRequest& request() { return after_; }
    void move_to(Status status) { after_.status = status; }
    /// Ends the request: every running clock stops today.
    void end(Status status, Actor const& decider);
    void forget_approval();
    /// The ground of an approval has changed: it goes, and an entry says why. Nothing where there is none.
    void drop_approval(std::string_view because);

    /// One audit entry `request.<what>` with from, to, version and these details.
    void record(std::string const& what, Details details = {}, FreeText text = {});
    /// The same with the day, for what leaves this day in the request: the entry's moment alone does not tell it,
    /// because the company's time zone may change. So the day in the table can be held against the chain.
    void record_with_day(std::string const& what, Details details = {}, FreeText text = {});
    void write_to_requester(LetterKind kind, Details facts = {});
    void write_to_staff(StaffId to, LetterKind kind, Details facts = {});
    /// To each of them but the one who acts: nobody needs a letter about what they did themselves.
    void tell_colleagues(std::vector<StaffId> const& to, LetterKind kind, Details const& facts);
    /// Where somebody else asks, the person the data is about is told.
    void tell_absent_subject();
    /// An audit entry about a letter of this request, beside those of the change.
    void record_letter(std::string const& action, Details details);
    void say(MessageKind kind, FreeText body);
    void mark(ReminderMark mark);
    void suppress(EmailAddress address, Topic topic);

    Decision finish();

    /// An audit entry about a request that does not change it.
    static Decision note(SubjectRequest const& about, Stamp const& stamp, std::string const& action,
                         Details details = {});
    /// Behind core::with_detail().
    static Decision with_detail(Decision decision, std::string const& name, std::string const& value);
    /// A letter about a request that does not change it.
    static Decision note(SubjectRequest const& about, Stamp const& stamp, std::string const& action, Details details,
                         LetterKind letter, Details facts);

  private:
    Status from_;
    bool begins_;
    SubjectRequest after_;
    Stamp stamp_;
    Policy const& policy_;
    Decision decision_;
};

/// The first day on which something is owed by itself: a reminder, an expiry.
std::optional<Day> next_attention(SubjectRequest const& request, Policy const& policy);

/// Whether staff or a program of the company entered it: then the company has known of it all along.
bool was_entered_by_company(Channel channel);

/// How many days this request may wait for its confirmation.
int days_until_expiry(SubjectRequest const& request, Policy const& policy);

/// `due_on` as a fact, where the request has a due day.
Details due_fact(SubjectRequest const& request);

} // namespace habeas::core
