#include "app/html/forms.hpp"
#include "sample_views.hpp"

namespace habeas::test {
namespace {

using app::html::add_option;
using app::html::Chosen;
using app::html::FieldError;
using app::html::FieldValue;
using app::html::fill_form;
using app::html::View;

View framed(std::string_view title) {
    View view;
    view.text("PAGE_TITLE", title).text("COMPANY", "Lindenhof Software").text("STYLE_VERSION", "1");
    view.text("PRIVACY_EMAIL", "privacy@lindenhof.example").text("ANSWER_TIME", "30 days");
    view.text("POSTAL_ADDRESS", "Lindenallee 14, 28195 Bremen, Germany").text("FORM_TOKEN", "f3b1c09a");
    view.add("POLICY_LINK").text("POLICY_URL", "https://lindenhof.example/privacy");
    view.add("DEMO").text("DEMO_MAIL_FOLDER", "data/mail");
    return view;
}

void add_complaint_route(View& view) {
    view.add("DISPUTE_BODY")
        .text("DISPUTE_BODY_NAME", "the Online Dispute Office")
        .text("DISPUTE_BODY_URL", "https://disputes.example/complaint");
    view.add("AUTHORITY")
        .text("AUTHORITY_NAME", "the Bremen data protection authority")
        .maybe("AUTHORITY_URL", "https://authority.example/complaint");
}

View privacy_centre() {
    auto view = framed("Privacy centre");
    view.add("SELF_SERVICE").text("SELF_SERVICE_URL", "https://app.lindenhof.example/profile");
    add_complaint_route(view);
    return view;
}

void add_categories(View& view) {
    add_option(view, "CATEGORY", "contact", "Contact data").maybe("HINT", "Name, company, address, phone, e-mail");
    add_option(view, "CATEGORY", "billing", "Billing data", Chosen::yes)
        .maybe("HINT", "Billing name and address, card number");
    add_option(view, "CATEGORY", "navigational", "Use of our web site")
        .maybe("HINT", "Cookies, IP address, pages seen");
    add_option(view, "CATEGORY", "forum", "Posts in our forum");
}

View form(std::string_view type, std::string_view title, std::string_view step) {
    auto view = framed(title);
    view.text("REQUEST_TYPE", type).text("TITLE", title).show(step).text("DRAFT", "k3J9m2Pq8sT4vX7zB1cD5f");
    view.text("PLACE", "/requests/new?type=access&step=about&draft=k3J9m2Pq8sT4vX7zB1cD5f");
    for (auto const& [code, name] : {std::pair{"DE", "Germany"}, {"NL", "Netherlands"}, {"US", "United States"}})
        add_option(view, "COUNTRY", code, name, std::string_view{code} == "DE" ? Chosen::yes : Chosen::no);
    add_categories(view);
    return view;
}

View about_with_errors() {
    auto view = form("access", "See my data", "STEP_ABOUT");
    view.show("WHOLE_SUBJECT").show("FOR_ACCESS").maybe("PROGRESS", "Step 1 of 3");
    fill_form(view,
              std::vector<FieldValue>{{"relationship", "customer"},
                                      {"requester.kind", "self"},
                                      {"organisation", "Brouwer & Zonen BV"},
                                      {"subject.name", "Anneke Brouwer"},
                                      {"subject.email", "anneke.brouwer@"}},
              std::vector<FieldError>{{"subject.email", "Enter an e-mail address in full, such as name@example.org"}});
    return view;
}

View about_empty() {
    auto view = form("deletion", "Delete my data", "STEP_ABOUT");
    view.show("WHOLE_SUBJECT").show("FOR_DELETION").maybe("PROGRESS", "Step 1 of 3").show("DRAFT_LOST");
    return view;
}

View access_details() {
    auto view = form("access", "See my data", "STEP_REQUEST");
    view.show("FOR_ACCESS").maybe("PROGRESS", "Step 2 of 3");
    view.add("CARRIED").text("CARRIED_NAME", "subject.email").text("CARRIED_VALUE", "anneke@brouwer.example");
    view.text("DETAILS", "I called your support in October about an invoice.");
    return view;
}

View corrections() {
    auto view = form("correction", "Correct my data", "STEP_REQUEST");
    view.show("FOR_CORRECTION").maybe("PROGRESS", "Step 2 of 3").show("MORE_CORRECTIONS");
    view.add("SELF_SERVICE").text("SELF_SERVICE_URL", "https://app.lindenhof.example/profile");
    auto& first = view.add("CORRECTION").text("INDEX", "0").text("NUMBER", "1").show("CAN_REMOVE");
    add_option(first, "FIELD_OPTION", "contact.phone", "My telephone number");
    add_option(first, "FIELD_OPTION", "billing.address", "Billing address", Chosen::yes);
    first.text("CORRECTION_CURRENT", "Kade 2, Utrecht");
    first.text("CORRECTION_REQUESTED", "Havenstraat 19, 3511 Utrecht");
    view.add("CORRECTION").text("INDEX", "1").text("NUMBER", "2").maybe("CORRECTION_FIELD_ERROR", "Say what is wrong");
    fill_form(view, {}, std::vector<FieldError>{{"corrections.1.field", "Correction 2: say what is wrong"}});
    return view;
}

View deletion_scope() {
    auto view = form("deletion", "Delete my data", "STEP_REQUEST");
    view.show("FOR_DELETION").maybe("PROGRESS", "Step 2 of 3");
    fill_form(view, std::vector<FieldValue>{{"deletion_scope", "categories"}}, {});
    return view;
}

View review() {
    auto view = form("access", "See my data", "STEP_REVIEW");
    view.show("FOR_ACCESS").maybe("PROGRESS", "Step 3 of 3");
    for (auto const& [question, answer] : {std::pair{"How you know us", "I have an account with you"},
                                           {"Organisation", "Brouwer & Zonen BV"},
                                           {"Who is asking", "I ask for myself"},
                                           {"Full name", "Anneke Brouwer"},
                                           {"E-mail address", "anneke@brouwer.example"},
                                           {"Country", "Netherlands"}})
        view.add("ABOUT_ANSWER").text("QUESTION", question).text("ANSWER", answer);
    view.add("REQUEST_ANSWER").text("QUESTION", "Kinds of data").text("ANSWER", "Everything");
    view.add("REQUEST_ANSWER")
        .text("QUESTION", "What helps us find it")
        .text("ANSWER", "I called your support in October about an invoice.\nThe number was 2025-1187.");
    view.add("DUE").text("DUE_IF_SENT_TODAY", "1 March 2026").text("DUE_IF_SENT_TODAY_ISO", "2026-03-01");
    return view;
}

View unsubscribe_form() {
    auto view = form("unsubscribe", "Stop e-mails", "STEP_ABOUT");
    view.show("FOR_UNSUBSCRIBE");
    add_option(view, "TOPIC", "marketing", "Offers and marketing");
    add_option(view, "TOPIC", "events", "Events and promotions");
    add_option(view, "TOPIC", "product_news", "Product news");
    view.maybe("ALWAYS_SENT", "Messages about your account, such as invoices and security notices, still come: without "
                              "them we could not provide the service.");
    return view;
}

View received() {
    auto view = framed("We have your request");
    view.text("REFERENCE", "DSR-7Q2M-K4XV").add("TO_CONFIRM").text("CONFIRM_WITHIN", "14 days");
    view.maybe("MASKED_ADDRESS", "a•••@example.org").text("AGAIN_URL", "/requests/new?type=access");
    view.add("DUE")
        .text("DUE_ISO", "2026-03-01")
        .text("DUE_DAY", "1 March 2026")
        .text("DUE_SENTENCE", "That is 30 days after we received your request.");
    return view;
}

View verify(std::string_view section) {
    auto view = framed("Confirm your request");
    view.text("ACTION", "/verify/k3J9").text("REFERENCE", "DSR-7Q2M-K4XV").text("MY_URL", "/my/DSR-7Q2M-K4XV");
    view.text("TYPE_SENTENCE", "your request to see your data").text("DUE_ISO", "2026-03-01");
    view.text("DUE_DAY", "1 March 2026").show(section).show("NOT_OPENED");
    return view;
}

View status() {
    auto view = framed("Check a request");
    fill_form(view, std::vector<FieldValue>{{"reference", "DSR-7Q2M"}, {"email", "anneke@brouwer.example"}},
              std::vector<FieldError>{{"reference", "Enter the whole reference, such as DSR-7Q2M-K4XV"}});
    return view;
}

void add_message(View& view, std::string_view from, std::string_view who, std::string_view when,
                 std::string_view body) {
    auto& message = view.add("MESSAGE").show(from).show("OPEN").text("WHO", who).text("WHEN", when);
    message.text("WHEN_ISO", "2026-02-04T09:14:00Z").text("BODY", body);
}

void add_step(View& view, std::string_view name, std::string_view when, std::string_view standing) {
    view.add("STEP").text("STEP_NAME", name).maybe("STEP_WHEN", when).show(standing);
}

View& add_writing(View& view, std::string_view label, std::string_view button) {
    view.show("LETTERS").add("CAN_WRITE").text("WRITE_LABEL", label).text("SEND_LABEL", button);
    return view.add("CAN_WITHDRAW")
        .text("WITHDRAW_LABEL", "Withdraw this request")
        .text("WITHDRAW_SENTENCE", "We then stop working on it and send you no answer.");
}

View my_request() {
    auto view = framed("Your request DSR-7Q2M-K4XV");
    view.text("REFERENCE", "DSR-7Q2M-K4XV").text("TYPE_LABEL", "See my data").text("VERSION", "5");
    view.text("BASE_URL", "/my/DSR-7Q2M-K4XV").text("STATE_SENTENCE", "We are working on your request");
    view.maybe("STATE_DETAIL", "We are gathering what we hold about you. You do not need to do anything now.");
    add_step(view, "Received", "30 January 2026", "STEP_DONE");
    add_step(view, "Confirmed", "31 January 2026", "STEP_DONE");
    add_step(view, "Being worked on", "since 2 February 2026", "STEP_NOW");
    add_step(view, "Answered", "by 1 March 2026", "STEP_TO_COME");
    auto& clock = view.add("CLOCK").show("RUNNING").text("CLOCK_LABEL", "We must answer by");
    clock.text("DUE_ISO", "2026-03-01").text("DUE_DAY", "1 March 2026").text("DUE_DISTANCE", "in 12 days");
    clock.text("URGENCY", "on-time").maybe("URGENCY_LABEL", "On time");
    clock.text("RULE_LABEL", "our promise of 30 days");
    clock.text("RULE_SENTENCE",
               "Requests to access, change, or delete your information will be handled within 30 days.");
    for (auto const& [iso, day, what] :
         {std::tuple{"2026-01-30", "30 January 2026", "We received your request. This is day 0."},
          {"2026-01-31", "31 January 2026", "Day 1: counting starts. Weekends and holidays count."},
          {"2026-03-01", "1 March 2026", "Day 30: we must answer by the end of this day, in Berlin time."}})
        clock.add("TRACE").text("TRACE_ISO", iso).text("TRACE_DAY", day).text("TRACE_WHAT", what);
    add_message(view, "FROM_US", "Lindenhof Software", "4 February 2026 at 10:14",
                "Dear Anneke Brouwer,\n\nwe found two accounts with similar names. Which of them is yours?\n\nKind "
                "regards,\nJonas Ahrens");
    add_message(view, "INCOMING", "You", "5 February 2026 at 19:02", "The one of Brouwer & Zonen, please.");
    view.add("SENT_ANSWER").text("QUESTION", "Kinds of data").text("ANSWER", "Everything");
    view.add("EXTENDED")
        .text("EXTENSION_SENTENCE", "We need more time than we first said.")
        .maybe("EXTENSION_REASON", "The archive has to be searched by hand.");
    add_writing(view, "Write to us about this request", "Send message");
    return view;
}

View my_answered_request() {
    auto view = framed("Your request DSR-9H4R-T2WC");
    view.text("REFERENCE", "DSR-9H4R-T2WC").text("TYPE_LABEL", "Delete my data").text("VERSION", "9");
    view.text("BASE_URL", "/my/DSR-9H4R-T2WC").text("STATE_SENTENCE", "We have answered your request");
    for (auto const* name : {"Received", "Confirmed", "Worked on", "Answered"})
        add_step(view, name, "17 February 2026", "STEP_DONE");
    view.add("CLOCK").maybe("STOPPED_SENTENCE", "We answered on 17 February 2026. The last day was 1 March 2026.");
    auto& answer = view.add("ANSWER_PART").text("ANSWER_TITLE", "Our answer");
    answer.maybe("ANSWER_NOTICE", "Your data was deleted on 17 February 2026. Some of it we must keep for now.");
    auto& results = answer.add("RESULTS");
    results.add("RESULT").text("RESULT_LABEL", "Contact data").text("RESULT_TEXT", "Deleted.");
    results.add("RESULT")
        .text("RESULT_LABEL", "Billing data")
        .text("RESULT_TEXT", "Kept until 31 December 2033, because a law obliges us to keep it.");
    view.show("LETTERS").show("NO_MESSAGES");
    view.add("UNSATISFIED").text("UNSATISFIED_TITLE", "If you are not satisfied").show("CAN_COMPLAIN");
    add_complaint_route(view);
    return view;
}

View stopped_request() {
    auto view = framed("Your request DSR-3K8T-X9PD");
    view.text("REFERENCE", "DSR-3K8T-X9PD").text("TYPE_LABEL", "Stop e-mails").text("VERSION", "1");
    view.text("BASE_URL", "/my/DSR-3K8T-X9PD").text("STATE_SENTENCE", "We have stopped these e-mails");
    auto& stopped = view.add("STOPPED").text("ALWAYS_SENT", "Messages about your account still come.");
    stopped.maybe("STOPPED_DAY", "30 January 2026");
    stopped.add("TOPIC").text("TOPIC_LABEL", "Offers and marketing");
    stopped.maybe("PREFERENCES_URL", "/preferences/k3J9");
    view.show("NEW_REQUEST").show("NO_AUTHORITY").show("UNSATISFIED");
    view.maybe("WITHDRAWAL_NOTE", "You told us on the telephone.");
    view.maybe("KEPT_TEXT", "Please also look\nat the old account.");
    return view;
}

View waiting_request() {
    auto view = framed("Your request DSR-3K8T-X9PD");
    view.text("REFERENCE", "DSR-3K8T-X9PD").text("TYPE_LABEL", "Correct my data").text("VERSION", "4");
    view.text("BASE_URL", "/my/DSR-3K8T-X9PD").text("STATE_SENTENCE", "We are waiting for your answer");
    add_step(view, "Received", "30 January 2026", "STEP_DONE");
    add_step(view, "Waiting for you", "", "STEP_NOW");
    add_writing(view, "Your answer", "Send your answer");
    view.maybe("NEEDS_YOU", "Please tell us the number of the invoice with the wrong address.").show("NO_MESSAGES");
    view.maybe("DONE", "Your address is confirmed.");
    return view;
}

View unsubscribe(std::string_view section) {
    auto view = framed("Stop e-mails");
    view.text("ACTION", "/unsubscribe/p8Lw").text("TOPIC_LABEL", "offers and marketing").show(section);
    view.text("PREFERENCES_URL", "/preferences/p8Lw").text("MASKED_ADDRESS", "a•••@example.org");
    return view;
}

View preferences() {
    auto view = framed("Your e-mails");
    view.text("ACTION", "/preferences/p8Lw").text("MASKED_ADDRESS", "a•••@example.org").show("SAVED");
    add_option(view, "TOPIC", "marketing", "Offers and marketing");
    add_option(view, "TOPIC", "product_news", "Product news", Chosen::yes).maybe("HINT", "About once a month");
    view.maybe("ALWAYS_SENT",
               "Messages about your account always come: without them we could not provide the service.");
    return view;
}

View sign_in() {
    auto view = framed("Sign in");
    fill_form(view, std::vector<FieldValue>{{"email", "jonas@lindenhof.example"}},
              std::vector<FieldError>{{"", "The e-mail address and the password do not belong together."}});
    view.text("NEXT", "/desk");
    auto& accounts = view.add("DEMO_ACCOUNTS");
    accounts.add("DEMO_ACCOUNT").text("ACCOUNT_ROLE", "Agent").text("ACCOUNT_EMAIL", "jonas@lindenhof.example");
    accounts.add("DEMO_ACCOUNT").text("ACCOUNT_ROLE", "Officer").text("ACCOUNT_EMAIL", "meike@lindenhof.example");
    return view;
}

View error() {
    auto view = framed("We cannot find this page");
    view.text("HEADLINE", "We cannot find this page");
    view.text("EXPLANATION", "The address may be mistyped, or the page may have moved.").maybe("WORD", "K4XN-7Q2M");
    view.add("WAY_BACK").text("WAY_BACK_URL", "/my/DSR-7Q2M-K4XV");
    return view;
}

} // namespace

std::vector<Sample> public_samples() {
    std::vector<Sample> all;
    auto const add = [&all](std::string_view file, std::string_view page, View view) {
        all.push_back({std::string{file}, "pages/" + std::string{page} + ".html", std::move(view)});
    };
    add("privacy_centre", "privacy_centre", privacy_centre());
    add("form_about_error", "new_request", about_with_errors());
    add("form_about", "new_request", about_empty());
    add("form_access", "new_request", access_details());
    add("form_correction", "new_request", corrections());
    add("form_deletion", "new_request", deletion_scope());
    add("form_review", "new_request", review());
    add("form_unsubscribe", "new_request", unsubscribe_form());
    add("request_received", "request_received", received());
    add("verify", "verify", verify("ASK"));
    add("verify_confirmed", "verify", verify("CONFIRMED"));
    add("verify_expired", "verify", verify("EXPIRED"));
    add("status", "status", status());
    add("status_sent", "status_sent", framed("Look in your e-mail"));
    add("my_request", "my_request", my_request());
    add("my_request_answered", "my_request", my_answered_request());
    add("my_request_waiting", "my_request", waiting_request());
    add("my_request_stopped", "my_request", stopped_request());
    add("unsubscribe", "unsubscribe", unsubscribe("ASK"));
    add("unsubscribe_done", "unsubscribe", unsubscribe("STOPPED"));
    add("preferences", "preferences", preferences());
    add("sign_in", "sign_in", sign_in());
    add("error", "error", error());
    return all;
}

} // namespace habeas::test
