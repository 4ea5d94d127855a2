#include "tests/support/post_desk.hpp"

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;
using core::LetterKind;
using core::RequestType;
using core::Status;

namespace {

using Facts = std::vector<std::pair<std::string, std::string>>;

storage::OutboxLetter letter_of(LetterKind kind, Facts facts = {}) {
    storage::OutboxLetter letter;
    letter.id = {4};
    letter.kind = kind;
    letter.facts = std::move(facts);
    letter.message_id = "0123456789abcdef0123456789abcdef";
    return letter;
}

bool is_for_staff(LetterKind kind) {
    using enum LetterKind;
    return kind == information_noted || kind == deadline_reminder || kind == deadline_escalation ||
           kind == approval_wanted || kind == message_noted || kind == assignment_noted || kind == approval_noted ||
           kind == return_noted || kind == appeal_noted;
}

/// To somebody who asked nothing: it has no page and is no answer.
bool is_for_subject(LetterKind kind) {
    return kind == LetterKind::asked_for_you;
}

/// About an account, and no request.
bool is_about_account(LetterKind kind) {
    return kind == LetterKind::password_changed;
}

storage::StaffMember the_member() {
    storage::StaffMember member;
    member.id = {1};
    member.login = "amara@tidewater.example";
    member.name = "Amara Diallo";
    member.role = core::Role::agent;
    return member;
}

app::mail::ComposedLetter compose(PostDesk& desk, storage::OutboxLetter const& letter,
                                  core::SubjectRequest const& request, core::Day on = usual_day() + 1) {
    if (is_for_subject(letter.kind)) return desk.writer.to_subject(letter, request);
    if (is_about_account(letter.kind)) return desk.writer.about_account(letter, the_member());
    return is_for_staff(letter.kind) ? desk.writer.to_staff(letter, request, the_member(), by(the_system(), on))
                                     : desk.writer.to_requester(letter, request, by(the_system(), on));
}

/// The words of a text without its line breaks.
std::string flowing(std::string text) {
    std::ranges::replace(text, '\n', ' ');
    for (auto at = text.find("  "); at != text.npos; at = text.find("  "))
        text.erase(at, 1);
    return text;
}

/// What the HTML part says: tags gone, entities turned back.
std::string words_of(std::string const& html) {
    std::string words;
    auto in_tag = false;
    for (char const byte : html.substr(html.find("<body>"))) {
        if (byte == '<') in_tag = true;
        if (!in_tag) words += byte;
        if (byte == '>') in_tag = false;
    }
    for (auto const& [entity, text] :
         {std::pair{"&amp;", "&"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&lt;", "<"}, {"&gt;", ">"}})
        for (auto at = words.find(entity); at != words.npos; at = words.find(entity))
            words.replace(at, std::string_view{entity}.size(), text);
    return flowing(words);
}

void check_both_say(app::mail::ComposedLetter const& letter, std::string const& sentence) {
    INFO(letter.text);
    CHECK_THAT(flowing(letter.text), Catch::Contains(sentence));
    CHECK_THAT(words_of(letter.html), Catch::Contains(sentence));
}

void check_neither_says(app::mail::ComposedLetter const& letter, std::string const& words) {
    INFO(words);
    CHECK(letter.subject.find(words) == std::string::npos);
    CHECK(letter.text.find(words) == std::string::npos);
    CHECK(letter.html.find(words) == std::string::npos);
}

struct Sample {
    LetterKind kind;
    Status status;
    Facts facts;
    std::vector<std::string> sentences;
};

std::vector<Sample> samples() {
    return {
        {LetterKind::confirm_address,
         Status::unverified,
         {},
         {"We have received a request to see personal data at Tidewater Help Desk.", "The link works for 1 day.",
          "We must answer by 1 March 2026. That is 30 days after we received your request.",
          "If you do not confirm by 6 February 2026, we close the request", "If you did not make this request"}},
        {LetterKind::confirm_reminder,
         Status::unverified,
         {},
         {"On 30 January 2026 we received a request to see personal data", "it has not been confirmed yet",
          "If you do not confirm by 6 February 2026, we close the request"}},
        {LetterKind::received,
         Status::open,
         {},
         {"On 30 January 2026 we received your request to see your personal data.",
          "We must answer by 1 March 2026. That is 30 days after we received your request."}},
        {LetterKind::information_wanted,
         Status::awaiting_requester,
         {{"question", "Which of the two accounts do you mean?"}},
         {"we have a question:", "Which of the two accounts do you mean?", "Please answer on your page.",
          "We must answer by 1 March 2026."}},
        {LetterKind::information_noted,
         Status::in_progress,
         {},
         {"The requester has answered the question on request",
          "It must be answered by 1 March 2026: due in 29 days."}},
        {LetterKind::extended,
         Status::in_progress,
         {{"reason", "The archive is large."}, {"previous_due_on", "2026-03-01"}, {"due_on", "2026-03-31"}},
         {"by 1 March 2026. This is why:", "The archive is large.",
          "We must now answer by 31 March 2026. That is 60 days after we received your request.",
          "You have the right to complain"}},
        {LetterKind::fulfilled,
         Status::fulfilled,
         {{"answer", "Everything is in the file we post to you."}},
         {"On 30 January 2026 you made a request to see your personal data. We have done what you asked.",
          "Everything is in the file we post to you.",
          "Aggregated data, such as how many people used a page, is not part of the answer."}},
        {LetterKind::partially_fulfilled,
         Status::partially_fulfilled,
         {{"answer", "One part must stay."}},
         {"We have done a part of what you asked, but not all of it.", "One part must stay."}},
        {LetterKind::denied,
         Status::denied,
         {{"denial_reason", "rights_of_others"}, {"explanation", "The messages are somebody else's."}},
         {"did not do what you asked", "Doing what you asked would harm the rights of other people.",
          "The messages are somebody else's."}},
        {LetterKind::withdrawn,
         Status::withdrawn,
         {{"what", "request"}, {"by", "company"}, {"reason", "You told us on the telephone."}},
         {"has been withdrawn", "We noted:", "You told us on the telephone.", "We stop working on it.",
          "If you did not want this, write to us"}},
        {LetterKind::redirected,
         Status::redirected,
         {{"organisation", "Birch Bakery"}, {"explanation", "They run the shop you bought at."}},
         {"Please turn to this organisation directly: Birch Bakery", "They run the shop you bought at.",
          "The request is closed with us."}},
        {LetterKind::expired,
         Status::expired,
         {},
         {"it was not confirmed in time", "Nothing was given out, changed or deleted."}},
        {LetterKind::unsubscribed,
         Status::fulfilled,
         {{"topics", "marketing,events"}},
         {"From now on we do not send this address the following:", "Offers and marketing", "Events and promotions",
          "Messages about your account, such as invoices and security notices, still come"}},
        {LetterKind::appeal_received,
         Status::open,
         {},
         {"You told us that you are not satisfied", "Another person than the one who decided looks at it",
          "We must answer by 21 March 2026. That is 30 days after we received your complaint."}},
        {LetterKind::message,
         Status::in_progress,
         {{"message", "We have found the account."}},
         {"We have found the account.", "You can answer on your page.", "We go on working on your request."}},
        {LetterKind::status_link,
         Status::denied,
         {},
         {"asked for the link to the request", "The request is closed. Your page says how it ended."}},
        {LetterKind::deadline_reminder,
         Status::in_progress,
         {{"clock", "respond"}, {"stage", "-14"}},
         {"(access, in progress) is still open", "It must be answered by 1 March 2026: due in 29 days.",
          "You get this because it is assigned to you."}},
        {LetterKind::deadline_escalation,
         Status::in_progress,
         {{"clock", "respond"}, {"stage", "1"}},
         {"was not answered in time", "You get this because it is assigned to you. The officers have been told too."}},
        {LetterKind::approval_wanted,
         Status::awaiting_approval,
         {{"note", "secret note about Ines"}},
         {"is ready to be answered and needs the approval of a second person."}},
        {LetterKind::message_noted,
         Status::in_progress,
         {{"due_on", "2026-03-01"}},
         {"The requester has written a message", "It must be answered by 1 March 2026: due in 29 days."}},
        {LetterKind::assignment_noted,
         Status::in_progress,
         {{"due_on", "2026-03-01"}},
         {"A colleague has assigned request", "It must be answered by 1 March 2026"}},
        {LetterKind::approval_noted,
         Status::in_progress,
         {{"due_on", "2026-03-01"}},
         {"is approved. It can now be answered."}},
        {LetterKind::return_noted,
         Status::in_progress,
         {{"due_on", "2026-03-01"}, {"reason", "Look at billing again."}},
         {"was not approved but sent back. This is why:", "Look at billing again.",
          "The words above were written by a colleague."}},
        {LetterKind::appeal_noted,
         Status::open,
         {{"due_on", "2026-03-21"}},
         {"The requester is not satisfied with the answer", "Somebody else than the first time must decide about it.",
          "It must be answered by 21 March 2026"}},
        {LetterKind::asked_for_you,
         Status::unverified,
         {},
         {"Somebody who says that they act for you has sent us a request to see personal data.",
          "Please write to us at privacy@tidewater.example, and name the reference.",
          "Before we give out, change or delete anything"}},
        {LetterKind::password_changed,
         Status::open,
         {{"changed_on", "2026-01-30"}},
         {"with which you sign in to the request desk of Tidewater Help Desk was changed on 30 January 2026.",
          "You were signed out everywhere else.", "tell whoever runs the service at once"}},
    };
}

core::SubjectRequest request_of(Sample const& sample) {
    auto builder = a_request().in(sample.status);
    if (sample.kind == LetterKind::unsubscribed) builder.of(RequestType::unsubscribe).with(core::Evidence::none);
    if (sample.kind == LetterKind::extended) builder.extended(usual_day() + 5);
    if (sample.kind == LetterKind::appeal_received || sample.kind == LetterKind::appeal_noted)
        builder.appealed_after(an_agent());
    if (sample.kind == LetterKind::asked_for_you) builder.asked_by(core::RequesterKind::agent);
    return builder;
}

bool ends_a_request(LetterKind kind) {
    return kind == LetterKind::fulfilled || kind == LetterKind::partially_fulfilled || kind == LetterKind::denied ||
           kind == LetterKind::withdrawn || kind == LetterKind::redirected || kind == LetterKind::expired ||
           kind == LetterKind::unsubscribed;
}

bool confirms(LetterKind kind) {
    return kind == LetterKind::confirm_address || kind == LetterKind::confirm_reminder;
}

} // namespace

TEST_CASE("there is a sample of every kind of letter", "[mail][letters]") {
    auto const all = samples();
    for (auto const& [kind, name] : core::words_of<LetterKind>()) {
        INFO(name);
        CHECK(std::ranges::count(all, kind, &Sample::kind) == 1);
    }
}

TEST_CASE("every letter says what its event means, in both parts, with nothing unfilled", "[mail][letters]") {
    PostDesk desk;
    for (auto const& sample : samples()) {
        INFO(core::code(sample.kind));
        auto const request = request_of(sample);
        auto const letter = compose(desk, letter_of(sample.kind, sample.facts), request);
        if (!is_about_account(sample.kind)) CHECK_THAT(letter.subject, Catch::Contains(request.reference.text()));
        for (auto const& sentence : sample.sentences)
            check_both_say(letter, sentence);
        for (auto const& part : {letter.subject, letter.text, letter.html}) {
            CHECK(part.find("{{") == std::string::npos);
            CHECK(part.find("}}") == std::string::npos);
            CHECK(part.find("[[") == std::string::npos);
            CHECK(part.find("  .") == std::string::npos);
        }
        CHECK(letter.text.find("\n\n\n") == std::string::npos);
        CHECK(letter.html.find("</html>") != std::string::npos);
        CHECK(letter.html.find("<title>" + letter.subject) != std::string::npos);
    }
}

TEST_CASE("every letter to a requester says what happens next, how to reach a person, and where their page is",
          "[mail][letters]") {
    PostDesk desk;
    for (auto const& sample : samples()) {
        if (is_for_staff(sample.kind) || is_for_subject(sample.kind) || is_about_account(sample.kind)) continue;
        INFO(core::code(sample.kind));
        auto const request = request_of(sample);
        auto const letter = compose(desk, letter_of(sample.kind, sample.facts), request);
        auto const at = at_noon(usual_day() + 1);
        check_both_say(letter, "privacy@tidewater.example");
        check_both_say(letter, request.reference.text());
        if (sample.kind != LetterKind::extended) check_both_say(letter, "What happens next");
        auto const page = desk.links.my_request_url(request.id, at);
        auto const confirmation = desk.links.verify_url(request.id, at);
        CHECK((letter.text.find(page + "\n") != std::string::npos) == !confirms(sample.kind));
        CHECK((letter.html.find("href=\"" + page + "\"") != std::string::npos) == !confirms(sample.kind));
        CHECK((letter.text.find(confirmation + "\n") != std::string::npos) == confirms(sample.kind));
        CHECK((letter.html.find("href=\"" + confirmation + "\"") != std::string::npos) == confirms(sample.kind));
    }
}

TEST_CASE("every letter that ends a request names the dispute body, the authority and the right to complain",
          "[mail][letters]") {
    PostDesk desk;
    for (auto const& sample : samples()) {
        if (!ends_a_request(sample.kind)) continue;
        INFO(core::code(sample.kind));
        auto const letter = compose(desk, letter_of(sample.kind, sample.facts), request_of(sample));
        check_both_say(letter, "If you are not satisfied");
        check_both_say(letter, "The Open Dispute Office");
        check_both_say(letter, "You have the right to complain to a data protection authority");
        check_both_say(letter, "Hamburg Commissioner for Data Protection");
        CHECK_THAT(letter.text, Catch::Contains("https://disputes.example/"));
        CHECK_THAT(letter.html, Catch::Contains("href=\"https://authority.example/\""));
    }
}

TEST_CASE("where a complaint to us is possible the letter says so, and only there", "[mail][letters]") {
    PostDesk desk;
    auto const words = "Another person than the one who decided will look at your request again.";
    auto const denied = compose(desk, letter_of(LetterKind::denied), a_request().in(Status::denied));
    check_both_say(denied, words);
    auto const again =
        compose(desk, letter_of(LetterKind::denied), a_request().in(Status::denied).appealed_after(an_agent()));
    check_neither_says(again, words);
    auto const withdrawn = compose(desk, letter_of(LetterKind::withdrawn), a_request().in(Status::withdrawn));
    check_neither_says(withdrawn, words);
}

TEST_CASE("a withdrawal says what was withdrawn, and why only where we did it", "[mail][letters]") {
    PostDesk desk;
    auto const request = a_request().in(Status::withdrawn).build();
    auto const complaint =
        compose(desk, letter_of(LetterKind::withdrawn, {{"what", "complaint"}, {"by", "requester"}}), request);
    check_both_say(complaint, "Our answer stands as it was.");
    check_neither_says(complaint, "We stop working on it.");
    check_neither_says(complaint, "We noted:");
    CHECK(complaint.subject.starts_with("Your complaint about the request DSR-"));
    auto const whole =
        compose(desk, letter_of(LetterKind::withdrawn, {{"what", "request"}, {"by", "requester"}}), request);
    check_both_say(whole, "We stop working on it.");
    check_neither_says(whole, "Our answer stands");
}

TEST_CASE("nothing that a requester typed goes to an unconfirmed address", "[mail][letters]") {
    PostDesk desk;
    for (auto const& sample : samples()) {
        if (is_for_staff(sample.kind) || is_about_account(sample.kind)) continue;
        INFO(core::code(sample.kind));
        auto request = request_of(sample);
        request.evidence = core::Evidence::none;
        request.decided_by = the_system();
        request.subject.name = core::PersonName{"Buy-pillz"};
        request.subject.region = "Pillzshire";
        request.organisation = request.outcome.redirected_to = core::OrganisationName{"Pillz Inc"};
        request.details = core::FreeText{"pillz.example"};
        auto facts = sample.facts;
        if (sample.kind == LetterKind::redirected) facts = {{"organisation", "Pillz Inc"}};
        auto const letter = compose(desk, letter_of(sample.kind, facts), request);
        check_neither_says(letter, "illz");
        CHECK(letter.to_name.empty());
        check_both_say(letter, "Hello,");
    }
}

TEST_CASE("a confirmed requester is greeted by name", "[mail][letters]") {
    PostDesk desk;
    auto const letter = compose(desk, letter_of(LetterKind::received), a_request().in(Status::open));
    check_both_say(letter, "Dear Ines Okafor,");
    CHECK(letter.to_name == "Ines Okafor");
    CHECK(letter.to->reveal() == "ines@example.com");
}

TEST_CASE("what an agent asks for goes to the agent, about somebody else's data", "[mail][letters]") {
    PostDesk desk;
    auto const letter = compose(desk, letter_of(LetterKind::received),
                                a_request().in(Status::open).asked_by(core::RequesterKind::agent));
    CHECK(letter.to->reveal() == "tomas@example.org");
    check_both_say(letter, "your request to see personal data");
    check_neither_says(letter, "Ines");
}

TEST_CASE("the organisation is named once staff have named it", "[mail][letters]") {
    PostDesk desk;
    core::SubjectRequest request = a_request().in(Status::redirected).with(core::Evidence::none);
    auto const named = letter_of(LetterKind::redirected, {{"organisation", "Birch Bakery"}});
    request.decided_by = an_agent();
    check_both_say(compose(desk, named, request), "Birch Bakery");
    request.decided_by = the_system();
    check_both_say(compose(desk, named, request), "Please turn directly to the organisation whose service you use.");
}

TEST_CASE("letters to staff hold no personal data of the people concerned", "[mail][letters]") {
    PostDesk desk;
    for (auto const& sample : samples()) {
        if (!is_for_staff(sample.kind)) continue;
        INFO(core::code(sample.kind));
        auto const request = request_of(sample);
        auto const letter = compose(desk, letter_of(sample.kind, sample.facts), request);
        for (auto const* words : {"Ines", "Okafor", "ines@example.com", "secret note"})
            check_neither_says(letter, words);
        check_both_say(letter, "Dear Amara Diallo,");
        check_both_say(letter, "https://privacy.tidewater.example/desk/requests/" + request.reference.text());
        CHECK(letter.to->reveal() == "amara@tidewater.example");
    }
}

TEST_CASE("a member of staff is told of a new password, by whom it was given, and nothing of the password",
          "[mail][letters]") {
    PostDesk desk;
    auto const own =
        compose(desk, letter_of(LetterKind::password_changed, {{"changed_on", "2026-01-30"}}), a_request());
    CHECK(own.to->reveal() == "amara@tidewater.example");
    CHECK(own.to_name == "Amara Diallo");
    CHECK(own.subject == "Your password at Tidewater Help Desk was changed");
    CHECK(own.thread_id == "account-1@tidewater.example");
    check_both_say(own, "Dear Amara Diallo,");
    check_neither_says(own, "Whoever runs the service gives you");
    auto const given = compose(
        desk, letter_of(LetterKind::password_changed, {{"changed_on", "2026-01-30"}, {"hours", "24"}}), a_request());
    check_both_say(given, "was reset on 30 January 2026.");
    check_both_say(given, "it works for 1 day, and you choose your own");
}

TEST_CASE("the result of a deletion says what became of each category", "[mail][letters]") {
    PostDesk desk;
    // Opened again and denied since: the letter tells what was decided when it was owed.
    auto const request = a_request().of(RequestType::deletion).in(Status::denied).appealed_after(an_agent()).build();
    Facts const facts{{"category.contact", "deleted"},         {"category.billing", "kept"},
                      {"ground.billing", "legal_obligation"},  {"until.billing", "2031-12-31"},
                      {"category.forum", "anonymised"},        {"category.optional", "nothing_held"},
                      {"category.testimonial", "not_searched"}};
    auto const letter = compose(desk, letter_of(LetterKind::partially_fulfilled, facts), request);
    check_both_say(letter, "Contact information: Deleted.");
    check_both_say(letter, "Billing information: Kept until 31 December 2031, because a law obliges us to keep it.");
    check_both_say(letter, "forum: Changed so that it no longer says who you are.");
    check_both_say(letter, "optional: We searched and hold nothing of this kind.");
    check_both_say(letter, "testimonial: We did not search for this kind.");
    check_neither_says(letter, "Aggregated");
}

TEST_CASE("the result of a correction says what was decided about each field, without the values", "[mail][letters]") {
    PostDesk desk;
    auto const request = a_request().of(RequestType::correction).in(Status::partially_fulfilled).build();
    Facts const facts{{"correction.0.field", "billing.address"},
                      {"correction.0.verdict", "corrected"},
                      {"correction.1.field", "contact.phone_number"},
                      {"correction.1.verdict", "refused"},
                      {"correction.1.reason", "It is the number on your contract."}};
    auto const letter = compose(desk, letter_of(LetterKind::partially_fulfilled, facts), request);
    check_both_say(letter, "Billing address: Corrected.");
    check_both_say(letter, "contact: phone number: Not corrected. It is the number on your contract.");
    check_neither_says(letter, "New Street");
    check_neither_says(letter, "Old Lane");
}

TEST_CASE("a letter that leaves on the due day still promises it; the day after it says that we are late",
          "[mail][letters]") {
    PostDesk desk;
    auto const request = a_request().in(Status::in_progress).build();
    auto const due = on_day(2026, 3, 1);
    auto const facts = Facts{{"message", "Soon."}};
    check_both_say(compose(desk, letter_of(LetterKind::message, facts), request, due),
                   "We must answer by 1 March 2026.");
    check_both_say(compose(desk, letter_of(LetterKind::message, facts), request, due + 1),
                   "We should have answered by 1 March 2026. We are late, and we are sorry.");
}

TEST_CASE("a letter on paper holds no link that opens the request", "[mail][letters]") {
    PostDesk desk;
    auto const request = a_request().in(Status::awaiting_requester).on_paper().build();
    auto const letter = compose(desk, letter_of(LetterKind::information_wanted, {{"question", "Which one?"}}), request);
    CHECK_FALSE(letter.to);
    check_neither_says(letter, "/r/");
    check_both_say(letter, "Please answer by letter, or write to privacy@tidewater.example.");
}

TEST_CASE("what staff wrote keeps its paragraphs and cannot become markup", "[mail][letters]") {
    PostDesk desk;
    auto const letter =
        compose(desk, letter_of(LetterKind::message, {{"message", "One & two.\n\n<b>Three</b>\r\n{{NAME}}"}}),
                a_request().in(Status::in_progress));
    CHECK_THAT(letter.text, Catch::Contains("One & two.\n\n<b>Three</b>\n{{NAME}}\n"));
    CHECK_THAT(letter.html, Catch::Contains("<p dir=\"auto\">One &amp; two.<br>"));
    CHECK_THAT(letter.html, Catch::Contains("&lt;b&gt;Three&lt;/b&gt;<br>"));
}

TEST_CASE("all letters about a request are one thread, each with an id of its own", "[mail][letters]") {
    PostDesk desk;
    auto const request = a_request().in(Status::open).build();
    auto first = letter_of(LetterKind::received);
    auto second = letter_of(LetterKind::message, {{"message", "Hello."}});
    second.message_id = "fedcba9876543210fedcba9876543210";
    auto const one = compose(desk, first, request);
    auto const two = compose(desk, second, request, usual_day() + 3);
    CHECK(one.thread_id == two.thread_id);
    CHECK(one.message_id == "0123456789abcdef0123456789abcdef@tidewater.example");
    CHECK(one.message_id != two.message_id);
    CHECK(compose(desk, first, request, usual_day() + 3).message_id == one.message_id);
}

TEST_CASE("a letter to staff says why this person gets it, and which deadline it is about", "[mail][letters]") {
    PostDesk desk;
    auto const escalation = [&](core::SubjectRequest const& request, std::string const& clock = "respond") {
        auto officer = the_member();
        officer.id = {2};
        officer.role = core::Role::officer;
        Facts const facts{{"clock", clock}, {"due_on", "2026-03-01"}};
        return desk.writer.to_staff(letter_of(LetterKind::deadline_escalation, facts), request, officer,
                                    by(the_system(), on_day(2026, 3, 2)));
    };
    auto const others = escalation(a_request().assigned_to(1));
    check_both_say(others, "You get this because you are an officer.");
    check_both_say(others, "It is assigned to a member of staff, who has been told too.");
    check_both_say(others, "was not answered in time");
    auto const own = escalation(a_request().assigned_to(2));
    check_both_say(own, "You get this because it is assigned to you.");
    check_neither_says(own, "because you are an officer");
    check_both_say(escalation(a_request().in(Status::open)), "It is assigned to nobody. Please assign it.");
    auto const acknowledging = escalation(a_request(), "acknowledge");
    check_both_say(acknowledging, "was not acknowledged in time");
    check_both_say(acknowledging, "It should have been acknowledged by 1 March 2026: 1 day overdue.");
    check_neither_says(acknowledging, "was not answered");
}

TEST_CASE("a late letter to staff tells the deadline it was written for", "[mail][letters]") {
    PostDesk desk;
    auto const request = a_request().extended(usual_day() + 2, usual_day() + 3).build();
    auto const letter = compose(desk, letter_of(LetterKind::deadline_reminder, {{"due_on", "2026-03-01"}}), request);
    check_both_say(letter, "It must be answered by 1 March 2026");
}

TEST_CASE("the subject learns that somebody asks, to their own address, and nothing that anybody typed",
          "[mail][letters]") {
    PostDesk desk;
    for (auto const kind : {core::RequesterKind::agent, core::RequesterKind::organisation_admin}) {
        auto request = a_request().in(Status::unverified).of(RequestType::deletion).asked_by(kind).build();
        request.details = core::FreeText{"pillz.example"};
        auto const letter = compose(desk, letter_of(LetterKind::asked_for_you), request);
        CHECK(letter.to->reveal() == "ines@example.com");
        CHECK(letter.to_name.empty());
        check_both_say(letter, kind == core::RequesterKind::agent ? "Somebody who says that they act for you"
                                                                  : "an administrator of your organisation");
        check_both_say(letter, "a request to delete personal data");
        for (auto const* words : {"Tomas", "tomas@", "Birch", "pillz", "Okafor", "/r/", "/verify/"})
            check_neither_says(letter, words);
    }
}

TEST_CASE("a letter about an open request says of it what its page says", "[mail][letters]") {
    PostDesk desk;
    std::pair<Status, std::string> const standings[] = {
        {Status::unverified, "once you have confirmed your e-mail address."},
        {Status::open, "Someone will take up your request soon."},
        {Status::in_progress, "We go on working on your request."},
        {Status::awaiting_approval, "We go on working on your request."},
        {Status::awaiting_requester, "We cannot go on until we hear from you."}};
    for (auto const kind : {LetterKind::message, LetterKind::status_link})
        for (auto const& [status, words] : standings) {
            INFO(words);
            auto const letter = compose(desk, letter_of(kind, {{"message", "Hello."}}), a_request().in(status));
            check_both_say(letter, words);
            for (auto const& [other, others_words] : standings)
                if (others_words != words) check_neither_says(letter, others_words);
        }
}

TEST_CASE("a receipt does not claim that somebody works on it already", "[mail][letters]") {
    PostDesk desk;
    auto const letter = compose(desk, letter_of(LetterKind::received), a_request().in(Status::open));
    CHECK(letter.subject.starts_with("We have received your request DSR-"));
    CHECK_THAT(letter.html, Catch::Contains("<h1>We have received your request</h1>"));
    check_neither_says(letter, "We are working");
}

TEST_CASE("a late letter says that we are working only where somebody is", "[mail][letters]") {
    PostDesk desk;
    auto const words = "We are still working on it.";
    auto const late = [&](Status status) {
        return compose(desk, letter_of(LetterKind::message, {{"message", "Soon."}}), a_request().in(status),
                       on_day(2026, 3, 2));
    };
    check_both_say(late(Status::in_progress), words);
    check_both_say(late(Status::awaiting_approval), words);
    check_neither_says(late(Status::open), words);
    check_neither_says(late(Status::awaiting_requester), words);
}

TEST_CASE("the letter that answers a complaint says so in its subject and its first sentence", "[mail][letters]") {
    PostDesk desk;
    Facts const facts{{"complained_on", "2026-02-19"}};
    for (auto const& [kind, status] : {std::pair{LetterKind::fulfilled, Status::fulfilled},
                                       {LetterKind::partially_fulfilled, Status::partially_fulfilled},
                                       {LetterKind::denied, Status::denied},
                                       {LetterKind::redirected, Status::redirected}}) {
        INFO(core::code(kind));
        auto const request = a_request().in(status).appealed_after(an_agent()).build();
        auto const second = compose(desk, letter_of(kind, facts), request);
        CHECK(second.subject == "Our answer to your complaint about request " + request.reference.text());
        check_both_say(second, "You complained on 19 February 2026 about our answer to your request");
        check_both_say(second, "Another person has looked at it again.");
        check_neither_says(second, "On 30 January 2026");
        // The letter of the first answer may leave after the complaint came.
        check_neither_says(compose(desk, letter_of(kind), request), "omplained on");
    }
}

TEST_CASE("where the first answer stands the letter does not refuse a second time", "[mail][letters]") {
    PostDesk desk;
    auto const request = a_request().in(Status::denied).appealed_after(an_agent()).build();
    auto const with_reason = [](std::string const& reason) {
        return Facts{{"complained_on", "2026-02-19"}, {"denial_reason", reason}, {"explanation", "It was complete."}};
    };
    auto const stands = compose(desk, letter_of(LetterKind::denied, with_reason("first_answer_stands")), request);
    check_both_say(stands, "Our first answer stays as it was.");
    check_both_say(stands, "It was complete.");
    check_neither_says(stands, "we do not do what you asked");
    auto const refused = compose(desk, letter_of(LetterKind::denied, with_reason("other")), request);
    check_both_say(refused, "The result is that we do not do what you asked.");
}

TEST_CASE("a late answer says that it is late; one of the last day does not", "[mail][letters]") {
    PostDesk desk;
    auto const due = on_day(2026, 3, 1);
    auto const words = "We should have answered by 1 March 2026. We were late, and we are sorry.";
    for (auto const& [kind, status] : {std::pair{LetterKind::fulfilled, Status::fulfilled},
                                       {LetterKind::partially_fulfilled, Status::partially_fulfilled},
                                       {LetterKind::denied, Status::denied},
                                       {LetterKind::redirected, Status::redirected}}) {
        INFO(core::code(kind));
        check_both_say(compose(desk, letter_of(kind), a_request().in(status).closed(due + 1)), words);
        check_neither_says(compose(desk, letter_of(kind), a_request().in(status).closed(due), due), "We were late");
        check_both_say(compose(desk, letter_of(kind), a_request().in(status).closed(due), due + 1), words);
    }
    // A complaint has a last day of its own: 21 March.
    auto const second = [&](core::Day closed_on) {
        return compose(desk, letter_of(LetterKind::denied, {{"complained_on", "2026-02-19"}}),
                       a_request().in(Status::denied).appealed_after(an_agent()).closed(closed_on));
    };
    check_neither_says(second(on_day(2026, 3, 21)), "We were late");
    check_both_say(second(on_day(2026, 3, 22)), "We should have answered by 21 March 2026. We were late");
}

TEST_CASE("a message on paper says how to answer it without a page", "[mail][letters]") {
    PostDesk desk;
    auto const letter =
        compose(desk, letter_of(LetterKind::message, {{"message", "Hello."}}), a_request().on_paper().build());
    check_both_say(letter, "You can answer by letter, or write to privacy@tidewater.example.");
    check_neither_says(letter, "on your page");
}

TEST_CASE("a letter on paper greets by the name that staff entered", "[mail][letters]") {
    PostDesk desk;
    auto const request = a_request().in(Status::open).with(core::Evidence::none).on_paper().build();
    check_both_say(compose(desk, letter_of(LetterKind::received), request), "Dear Ines Okafor,");
}

TEST_CASE("a greeting holds the whole name, and a header cuts a long one between words", "[mail][letters]") {
    PostDesk desk;
    auto request = a_request().in(Status::open).build();
    std::string name = "Ines";
    while (name.size() < 190)
        name += " Okafor";
    request.subject.name = core::PersonName{name};
    auto const letter = compose(desk, letter_of(LetterKind::received), request);
    check_both_say(letter, "Dear " + name + ",");
    CHECK(letter.to_name.size() <= 120);
    CHECK(letter.to_name.ends_with(" Okafor"));
}
