#include "public_pages.hpp"

#include <catch2/catch.hpp>

using namespace habeas;
using namespace habeas::testing;

namespace {

core::EmailAddress reader() {
    return core::EmailAddress::parse("reader@example.com").value();
}

std::string path(AppHarness& harness, std::string_view page) {
    auto const url = harness.services().links.unsubscribe_url(reader());
    return "/" + std::string(page) + url.substr(url.rfind('/'));
}

bool gets(AppHarness& harness, core::Topic topic) {
    return harness.read([&](storage::Snapshot& snapshot) { return !snapshot.is_suppressed(reader(), topic); });
}

app::http::HttpResponse one_click(AppHarness& harness, std::string const& target, Pairs const& headers,
                                  std::string body) {
    return harness.ask(app::http::Method::post, target, headers, std::move(body));
}

} // namespace

TEST_CASE("looking at the unsubscribe page stops nothing", "[pages][unsubscribe]") {
    AppHarness harness(public_pages);
    auto const answer = harness.get(path(harness, "unsubscribe"));
    CHECK(answer.status == 200);
    CHECK(contains(answer, "Stop these e-mails"));
    CHECK(contains(answer, "r•••@example.com"));
    CHECK_FALSE(contains(answer, "reader@"));
    CHECK(contains(answer, path(harness, "preferences").substr(0, 13)));
    CHECK(gets(harness, core::Topic::marketing));
}

TEST_CASE("one click stops every topic at once, whatever body the mail program sends", "[pages][unsubscribe]") {
    AppHarness harness(public_pages);
    struct Case {
        Pairs headers;
        std::string body;
    };
    auto const sent =
        GENERATE(Case{{{"Content-Type", "application/x-www-form-urlencoded"}}, "List-Unsubscribe=One-Click"},
                 Case{{{"Content-Type", "multipart/form-data; boundary=b"}},
                      "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n"},
                 Case{{{"Content-Type", "application/json"}}, "{"}, Case{{}, ""},
                 Case{{{"Origin", "https://mail.example"}, {"Sec-Fetch-Site", "cross-site"}}, "anything"});
    auto const answer = one_click(harness, path(harness, "unsubscribe"), sent.headers, sent.body);
    CHECK(answer.status == 200);
    CHECK(header(answer, "Location").empty());
    CHECK(header(answer, "Set-Cookie").empty());
    CHECK(contains(answer, "You are unsubscribed"));
    for (auto const& [topic, code] : core::words_of<core::Topic>())
        CHECK_FALSE(gets(harness, topic));
    CHECK(audited(harness, "request.fulfilled") == 1);
}

TEST_CASE("clicking twice leaves one record and the same answer", "[pages][unsubscribe]") {
    AppHarness harness(public_pages);
    auto const target = path(harness, "unsubscribe");
    auto const first = one_click(harness, target, {}, "");
    auto const second = one_click(harness, target, {}, "");
    CHECK(second.status == 200);
    CHECK(second.body == first.body);
    CHECK(audited(harness, "request.submitted") == 1);
    CHECK(contains(harness.get(target), "You are unsubscribed"));
}

TEST_CASE("an unsubscribe is a request that fulfilled itself, by link, with its letter", "[pages][unsubscribe]") {
    AppHarness harness(public_pages);
    one_click(harness, path(harness, "unsubscribe"), {}, "");
    auto const request = harness.find(core::RequestId{1});
    CHECK(request.type == core::RequestType::unsubscribe);
    CHECK(request.channel == core::Channel::unsubscribe_link);
    CHECK(request.status == core::Status::fulfilled);
    CHECK(request.clocks.empty());
    CHECK(letters(harness, request.id, core::LetterKind::unsubscribed) == 1);
}

TEST_CASE("unknown unsubscribe links are all answered alike", "[pages][unsubscribe]") {
    AppHarness harness(public_pages);
    auto const right = path(harness, "unsubscribe");
    auto const shown = harness.get("/unsubscribe/AAAA");
    CHECK(shown.status == 404);
    CHECK(contains(shown, "This link does not work"));
    auto const cut = harness.get(right.substr(0, right.size() - 6));
    CHECK(cut.status == 404);
    CHECK(cut.body == shown.body);
    CHECK(one_click(harness, "/unsubscribe/AAAA", {}, "").body == shown.body);
    CHECK(harness.get("/preferences/AAAA").body == shown.body);
    CHECK(gets(harness, core::Topic::marketing));
}

TEST_CASE("preferences show what still comes, and why some mail always does", "[pages][preferences]") {
    AppHarness harness(public_pages);
    auto const answer = harness.get(path(harness, "preferences"));
    CHECK(answer.status == 200);
    CHECK(contains(answer, "value=\"marketing\" checked"));
    CHECK(contains(answer, "still come"));
    CHECK(contains(answer, "This is about r•••@example.com."));
}

TEST_CASE("topics are stopped and taken up again one by one", "[pages][preferences]") {
    AppHarness harness(public_pages);
    auto const target = path(harness, "preferences");
    auto browser = harness.visitor();
    auto const first =
        harness.post_form(target, {{"topics", "events"}, {"topics", "product_news"}, {"do", "save"}}, browser);
    CHECK(first.status == 200);
    CHECK(contains(first, "Saved."));
    CHECK_FALSE(gets(harness, core::Topic::marketing));
    CHECK(gets(harness, core::Topic::events));
    CHECK(audited(harness, "preferences.resumed") == 0);
    // What is off already is not announced again.
    CHECK(
        contains(harness.get(path(harness, "unsubscribe")), "r•••@example.com: Events and promotions; Product news."));

    harness.post_form(target, {{"topics", "marketing"}, {"topics", "events"}, {"do", "save"}}, browser);
    CHECK(gets(harness, core::Topic::marketing));
    CHECK(gets(harness, core::Topic::events));
    CHECK_FALSE(gets(harness, core::Topic::product_news));
    CHECK(audited(harness, "preferences.resumed") == 1);
}

TEST_CASE("saving what is so already changes nothing", "[pages][preferences]") {
    AppHarness harness(public_pages);
    auto const target = path(harness, "preferences");
    auto browser = harness.visitor();
    Pairs const all{
        {"topics", "marketing"}, {"topics", "events"}, {"topics", "product_news"}, {"topics", "partner_offers"}};
    CHECK(harness.post_form(target, all, browser).status == 200);
    CHECK(audited(harness, "request.submitted") == 0);
}

TEST_CASE("the other button stops all of them", "[pages][preferences]") {
    AppHarness harness(public_pages);
    auto browser = harness.visitor();
    harness.post_form(path(harness, "preferences"), {{"topics", "marketing"}, {"do", "none"}}, browser);
    for (auto const& [topic, code] : core::words_of<core::Topic>())
        CHECK_FALSE(gets(harness, topic));
}

TEST_CASE("preferences refuse what is no topic, no button, or comes from elsewhere", "[pages][preferences]") {
    AppHarness harness(public_pages);
    auto const target = path(harness, "preferences");
    auto browser = harness.visitor();
    CHECK(harness.post_form(target, {{"topics", "invoices"}}, browser).status == 422);
    CHECK(harness.post_form(target, {{"do", "everything"}}, browser).status == 422);
    CHECK(harness.post_form(target, {{"admin", "1"}}, browser).status == 422);
    browser.form_token = "made-up";
    CHECK(harness.post_form(target, {{"do", "none"}}, browser).status == 403);
    CHECK(gets(harness, core::Topic::marketing));
}
