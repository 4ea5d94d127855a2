#include "app/html/text.hpp"
#include "app/pages/correctable_fields.hpp"
#include "app/pages/countries.hpp"
#include "app/pages/my_request_parts.hpp"
#include "app/pages/words.hpp"

#include <string>
#include <string_view>

namespace habeas::app::pages {

namespace {

using core::SubjectRequest;

/// One row for each thing that was asked, in the words and the order of the form's last step; empty ones are left out.
class Rows {
  public:
    explicit Rows(html::View& view)
        : view_(view) {}

    void add(std::string_view question, std::string_view answer) {
        if (answer.empty()) return;
        view_.add("SENT_ANSWER").text("QUESTION", question).text("ANSWER", html::readable(answer));
    }

  private:
    html::View& view_;
};

std::string joined(auto const& things, auto name_of) {
    std::string all;
    for (auto const& thing : things)
        all.append(all.empty() ? "" : "; ").append(name_of(thing));
    return all;
}

void add_person(Rows& rows, SubjectRequest const& request) {
    // Stopping e-mails asks for an address and nothing else.
    if (request.type != core::RequestType::unsubscribe) {
        rows.add("How you know us", public_words(request.relationship));
        rows.add("Organisation", request.organisation.reveal());
        rows.add("Who is asking", public_words(request.requester.kind));
    }
    rows.add("Your own name", request.requester.name.reveal());
    if (request.requester.email) rows.add("Your own e-mail address", request.requester.email->reveal());
    rows.add("Full name", request.subject.name.reveal());
    if (request.subject.email) rows.add("E-mail address", request.subject.email->reveal());
    rows.add("Country", country_name(request.subject.country));
    rows.add("State or region", request.subject.region);
}

void add_corrections(Rows& rows, Configuration const& configuration, SubjectRequest const& request) {
    for (auto const& correction : request.corrections) {
        auto const current = correction.current.reveal();
        rows.add(field_label(configuration, correction.field), (current.empty() ? "" : "It says: " + current + "\n") +
                                                                   "It should say: " + correction.requested.reveal());
    }
}

void add_question(Rows& rows, Configuration const& configuration, SubjectRequest const& request) {
    if (request.deletion_scope) rows.add("What to delete", label(*request.deletion_scope));
    auto kinds = joined(request.categories, [&](auto const& id) { return category_label(configuration, id); });
    if (kinds.empty() && request.type == core::RequestType::access) kinds = "Everything";
    rows.add("Kinds of data", kinds);
    add_corrections(rows, configuration, request);
    rows.add("E-mails to stop", joined(request.topics, [](core::Topic topic) { return label(topic); }));
    rows.add("Anything else", request.details.reveal());
}

} // namespace

void fill_my_asked(html::View& view, MySight const& sight) {
    Rows rows(view);
    add_person(rows, sight.request());
    add_question(rows, sight.services.configuration, sight.request());
}

} // namespace habeas::app::pages
