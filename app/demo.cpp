#include "app/demo.hpp"

#include "app/demo_stories.hpp"

#include <algorithm>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <stdexcept>

#include <fcntl.h>
#include <unistd.h>

namespace habeas::app {

namespace {

using core::FreeText;
using std::chrono::days;
using std::chrono::hours;

constexpr std::string_view accounts_file = "/demo-accounts.txt";

/// Who is who at the invented company.
struct Team {
    core::StaffId agent, colleague, officer;
};

/// The stories as steps in time, so that the audit chain reads in the order things happened.
class Telling {
  public:
    Telling(Desk const& desk, CompanyCalendar const& calendar, Team team, core::Instant now)
        : desk_(desk)
        , calendar_(calendar)
        , team_(team)
        , now_(now) {}

    void tell(Story const& story);
    void play(storage::Store& store, std::function<void(core::Stamp const&)> const& deliver);

  private:
    using Act = std::function<Desk::Changed(storage::Transaction&, Target, core::Stamp const&)>;
    struct Step {
        std::size_t order; ///< steps of the same moment stay as told
        core::Instant at;
        core::Actor actor;
        std::function<void(storage::Transaction&, core::Stamp const&)> act;
    };

    core::Actor agent() const { return core::Actor::staff(team_.agent, core::Role::agent); }
    core::Actor colleague() const { return core::Actor::staff(team_.colleague, core::Role::agent); }
    core::Actor officer() const { return core::Actor::staff(team_.officer, core::Role::officer); }

    core::NewRequest asked(Story const& story, core::Instant at) const;
    void submit(Story const& story);
    /// Adds a step of the story that is being told, `after` its last step, never later than now.
    void then(std::chrono::hours after, core::Actor actor, Act act);
    void work_on(Story const& story);
    void match();
    void ask_for_approval(Story const& story);
    core::PreparedOutcome answer_for(Story const& story) const;
    void end(Story const& story);

    Desk const& desk_;
    CompanyCalendar const& calendar_;
    Team team_;
    core::Instant now_;
    std::vector<Step> steps_;
    std::map<std::string_view, core::RequestId> ids_; ///< by e-mail, once submitted
    std::string_view current_;
    core::Instant last_{};
};

core::NewRequest Telling::asked(Story const& story, core::Instant at) const {
    core::NewRequest asked;
    asked.type = story.type;
    asked.relationship =
        story.chapter == Chapter::redirected ? core::Relationship::end_user : core::Relationship::customer;
    asked.channel = story.channel;
    asked.subject = {core::PersonName(std::string(story.name)), *core::EmailAddress::parse(story.email),
                     std::string(story.country), ""};
    asked.details = FreeText(std::string(story.details));
    asked.received_at = at;
    asked.received_on = calendar_.day_of(at);
    if (story.chapter == Chapter::redirected) asked.organisation = core::OrganisationName("Alpenbank");
    if (story.type == core::RequestType::correction)
        asked.corrections = {{"billing.address", FreeText("12 Old Harbour Road"), FreeText("48 Mill Lane")},
                             {"contact.phone", FreeText("+49 30 5550 1100"), FreeText("+49 30 5550 2200")}};
    if (story.type == core::RequestType::deletion) asked.deletion_scope = core::DeletionScope::account;
    if (story.type == core::RequestType::access) asked.categories = {"contact", "billing"};
    return asked;
}

void Telling::submit(Story const& story) {
    current_ = story.email;
    auto const before = now_ - days(story.days_ago);
    last_ = story.days_ago == 0 ? now_ - hours(2) : before - hours(std::hash<std::string_view>{}(story.email) % 6);
    auto const actor = story.channel == core::Channel::phone || story.channel == core::Channel::postal_mail
                           ? agent()
                           : core::Actor::requester();
    steps_.push_back(
        {steps_.size(), last_, actor, [this, story](storage::Transaction& transaction, core::Stamp const& stamp) {
             auto const made = desk_.submit(transaction, asked(story, stamp.at), stamp);
             if (!made) throw std::logic_error("demo: " + made.error().message);
             ids_[story.email] = made->id;
         }});
}

void Telling::then(std::chrono::hours after, core::Actor actor, Act act) {
    last_ = std::min(last_ + after, now_ - std::chrono::minutes(1));
    steps_.push_back({steps_.size(), last_, actor,
                      [this, email = current_, act](storage::Transaction& transaction, core::Stamp const& stamp) {
                          auto const done = act(transaction, Target{ids_.at(email), std::nullopt}, stamp);
                          if (!done) throw std::logic_error("demo: " + done.error().message);
                      }});
}

void Telling::match() {
    then(hours(3), agent(), [this](auto& transaction, Target target, auto const& stamp) {
        return desk_.verify(transaction, target, core::Evidence::matched, stamp);
    });
}

void Telling::work_on(Story const& story) {
    then(hours(20), officer(), [this, story](auto& transaction, Target target, auto const& stamp) {
        return desk_.assign(transaction, target, story.days_ago % 3 == 0 ? team_.colleague : team_.agent, stamp);
    });
    then(hours(1), agent(), [this](auto& transaction, Target target, auto const& stamp) {
        return desk_.add_message(transaction, target, core::MessageKind::note,
                                 FreeText("Looked up the account; the address is the one on file."), stamp);
    });
}

void Telling::ask_for_approval(Story const& story) {
    then(hours(30), agent(), [this, story](auto& transaction, Target target, auto const& stamp) {
        return desk_.submit_for_approval(transaction, target, answer_for(story),
                                         FreeText("Checked against the account. Ready to carry out."), stamp);
    });
}

/// Long after any demonstration.
std::string years_from(core::Day today) {
    auto const year = std::chrono::year_month_day{today}.year() + std::chrono::years(8);
    return core::iso(core::Day(std::chrono::local_days(year / std::chrono::December / 31)));
}

core::CategoryResult deletion_of(std::string const& category, std::string const& kept_until) {
    using core::CategoryOutcome;
    if (category == "billing")
        return {category, CategoryOutcome::kept, core::RetentionGround::legal_obligation, kept_until};
    if (category == "navigational") return {category, CategoryOutcome::anonymised, {}, ""};
    if (category == "testimonial" || category == "customer_data")
        return {category, CategoryOutcome::nothing_held, {}, ""};
    return {category, CategoryOutcome::deleted, {}, ""};
}

core::Outcome deletion_outcome(std::vector<std::string> const& categories, std::string const& kept_until) {
    core::Outcome outcome;
    for (auto const& category : categories)
        outcome.categories.push_back(deletion_of(category, kept_until));
    outcome.answer = FreeText("Your account is closed. Invoices are kept as long as tax law says.");
    return outcome;
}

core::Outcome access_outcome(Chapter chapter) {
    using core::CategoryOutcome;
    core::Outcome outcome;
    outcome.categories = {{"contact", CategoryOutcome::provided, {}, ""},
                          {"billing", CategoryOutcome::nothing_held, {}, ""}};
    outcome.answer = FreeText("We hold your contact details and three support conversations. A copy is on its way to "
                              "your postal address by registered letter; it should reach you within a week.");
    if (chapter != Chapter::partly_fulfilled) return outcome;
    outcome.categories.back().outcome = CategoryOutcome::not_searched;
    outcome.answer = FreeText("A copy of your contact details is on its way to your postal address. The billing "
                              "archive is with our auditors just now.");
    return outcome;
}

core::PreparedOutcome Telling::answer_for(Story const& story) const {
    core::Outcome outcome;
    switch (story.type) {
    case core::RequestType::access:
        outcome = access_outcome(story.chapter);
        break;
    case core::RequestType::deletion:
        outcome = deletion_outcome(desk_.policy().categories, years_from(calendar_.day_of(now_)));
        break;
    case core::RequestType::correction:
        outcome.corrections = {{0, core::FieldVerdict::corrected, {}}, {1, core::FieldVerdict::corrected, {}}};
        outcome.answer = FreeText("Both entries now read as you asked.");
        break;
    case core::RequestType::unsubscribe:
        break;
    }
    auto const completeness = core::completeness_of(outcome);
    return {std::move(outcome), completeness};
}

void Telling::end(Story const& story) {
    if (story.type == core::RequestType::correction || story.type == core::RequestType::deletion) {
        ask_for_approval(story);
        then(hours(24), officer(), [this](auto& transaction, Target target, auto const& stamp) {
            return desk_.approve(transaction, target, FreeText("Agreed."), stamp);
        });
    }
    then(hours(40), agent(), [this, story](auto& transaction, Target target, auto const& stamp) {
        return desk_.fulfil(transaction, target, answer_for(story), stamp);
    });
}

void Telling::tell(Story const& story) {
    submit(story);
    if (story.type == core::RequestType::unsubscribe || story.chapter == Chapter::just_sent ||
        story.chapter == Chapter::redirected)
        return;
    if (story.chapter == Chapter::expired)
        return then(days(8), core::Actor::system(),
                    [this](auto& transaction, Target target, auto const& stamp) -> Desk::Changed {
                        desk_.attend(transaction, target.id, stamp);
                        return *transaction.find(target.id);
                    });
    then(hours(1), core::Actor::requester(), [this](auto& transaction, Target target, auto const& stamp) {
        return desk_.verify(transaction, target, core::Evidence::address_confirmed, stamp);
    });
    if (story.chapter == Chapter::confirmed) return;
    work_on(story);
    if (story.chapter == Chapter::worked_on) return;
    if (story.chapter == Chapter::withdrawn)
        return then(hours(20), core::Actor::requester(), [this](auto& transaction, Target target, auto const& stamp) {
            return desk_.withdraw(transaction, target, FreeText("I found it in my account."), stamp);
        });
    if (story.chapter == Chapter::waiting_for_requester)
        return then(hours(4), agent(), [this](auto& transaction, Target target, auto const& stamp) {
            return desk_.request_information(transaction, target,
                                             FreeText("Under which other address did you register?"), stamp);
        });
    if (story.chapter == Chapter::denied)
        return then(hours(90), agent(), [this](auto& transaction, Target target, auto const& stamp) {
            return desk_.deny(transaction, target,
                              {core::DenialReason::rights_of_others,
                               FreeText("The messages are mostly about your colleagues, who have not agreed.")},
                              stamp);
        });
    match();
    if (story.chapter == Chapter::matched) return;
    if (story.chapter == Chapter::extended)
        return then(hours(24 * 20), agent(), [this](auto& transaction, Target target, auto const& stamp) {
            return desk_.extend(transaction, target,
                                FreeText("The archive from before 2019 has to be searched by hand."), stamp);
        });
    if (story.chapter == Chapter::waiting_for_approval) return ask_for_approval(story);
    if (story.chapter == Chapter::approved) {
        ask_for_approval(story);
        return then(hours(24), officer(), [this](auto& transaction, Target target, auto const& stamp) {
            return desk_.approve(transaction, target, FreeText("Agreed."), stamp);
        });
    }
    end(story);
    if (story.chapter == Chapter::appealed)
        then(days(12), core::Actor::requester(), [this](auto& transaction, Target target, auto const& stamp) {
            return desk_.appeal(transaction, target, FreeText("My forum posts are still there."), stamp);
        });
}

void Telling::play(storage::Store& store, std::function<void(core::Stamp const&)> const& deliver) {
    std::ranges::sort(steps_, {}, [](Step const& step) { return std::pair(step.at, step.order); });
    for (auto const& step : steps_) {
        core::Stamp const stamp{step.actor, step.at, calendar_.day_of(step.at)};
        store.write([&](storage::Transaction& transaction) { step.act(transaction, stamp); });
        deliver({core::Actor::system(), stamp.at, stamp.on});
    }
}

core::StaffId add_member(storage::Transaction& transaction, storage::StaffMember const& member,
                         core::Stamp const& stamp) {
    auto const id = transaction.add_staff(member);
    if (!id) throw std::logic_error("demo: " + id.error().message);
    (void)transaction.commit(
        core::Decision::record(stamp, "staff.added",
                               {{"staff", std::to_string(id->value)}, {"role", std::string(core::code(member.role))}}),
        stamp.at);
    return *id;
}

void write_accounts(std::string const& folder, std::vector<DemoAccount> const& accounts) {
    std::string text;
    for (auto const& account : accounts)
        text += account.role + " " + account.login + " " + account.password + "\n";
    int const file =
        ::open((folder + std::string(accounts_file)).c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool const written = file >= 0 && ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    if (file >= 0) ::close(file);
    if (!written) throw std::runtime_error("The demo's accounts could not be written to " + folder + ".");
}

} // namespace

std::vector<DemoAccount> fill_demo(storage::Store& store, Desk const& desk, Passwords const& passwords, Random& random,
                                   CompanyCalendar const& calendar, core::Instant now, std::string const& folder,
                                   std::function<void(core::Stamp const&)> const& deliver) {
    struct Person {
        core::Role role;
        std::string name;
        std::string login;
    };
    std::vector<Person> const people{{core::Role::agent, "Mira Petersen", "mira@example.com"},
                                     {core::Role::agent, "Jonas Okafor", "jonas@example.com"},
                                     {core::Role::officer, "Ines Albrecht", "ines@example.com"},
                                     {core::Role::officer, "Henrik Dahl", "henrik@example.com"},
                                     {core::Role::admin, "Tomasz Wolski", "tomasz@example.com"}};
    auto const founded = now - days(80);
    core::Stamp const stamp{core::Actor::system(), founded, calendar.day_of(founded)};
    std::vector<DemoAccount> accounts;
    std::vector<core::StaffId> ids;
    for (auto const& person : people) {
        accounts.push_back({std::string(core::code(person.role)), person.login, random_password(random)});
        storage::StaffMember const member{.login = person.login,
                                          .name = person.name,
                                          .role = person.role,
                                          .password_hash = passwords.hash(accounts.back().password),
                                          .created_at = founded};
        store.write([&](storage::Transaction& transaction) { ids.push_back(add_member(transaction, member, stamp)); });
    }
    Telling telling(desk, calendar, {ids[0], ids[1], ids[2]}, now);
    for (auto const& story : demo_stories())
        telling.tell(story);
    telling.play(store, deliver);
    write_accounts(folder, accounts);
    return accounts;
}

std::vector<DemoAccount> read_demo_accounts(std::string const& folder) {
    std::vector<DemoAccount> accounts;
    std::ifstream file(folder + std::string(accounts_file));
    for (std::string line; std::getline(file, line);) {
        std::istringstream words(line);
        DemoAccount account;
        if (words >> account.role >> account.login >> account.password) accounts.push_back(std::move(account));
    }
    return accounts;
}

} // namespace habeas::app
