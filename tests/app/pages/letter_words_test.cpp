#include "app/pages/letter_words.hpp"

#include <catch2/catch.hpp>

using habeas::app::pages::delivery_words;

TEST_CASE("why a letter was not delivered is said in words", "[pages][letter_words]") {
    CHECK(delivery_words("550") == "The mail server refused it for good (550): most often the mailbox is unknown.");
    CHECK(delivery_words("451") == "The mail server could not take it (451).");
    CHECK(delivery_words("no_longer_needed") == "What it would say has been overtaken.");
    for (auto const* code :
         {"host_not_found", "connection_refused", "connection_lost", "timed_out", "sign_in_refused", "not_let_through",
          "no_starttls", "certificate_not_trusted", "tls_failed", "interrupted", "address_not_usable", "header_refused",
          "not_composed", "gave_up", "hourly_budget", "extension_too_late", "member_left", "request_erased"}) {
        INFO(code);
        CHECK(delivery_words(code).ends_with('.'));
    }
    CHECK(delivery_words("something_new") == "something_new");
}
