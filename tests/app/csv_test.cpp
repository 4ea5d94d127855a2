#include "app/csv.hpp"

#include <catch2/catch.hpp>

using habeas::app::Csv;

namespace {

std::string row_of(std::string_view text) {
    return Csv().cell(text).end_row().take();
}

} // namespace

TEST_CASE("a table has commas between cells and CRLF after every row", "[app][csv]") {
    Csv csv;
    csv.cell("reference").cell("type").end_row().cell("DSR-1").cell("").end_row();
    CHECK(csv.take() == "reference,type\r\nDSR-1,\r\n");
}

TEST_CASE("a cell is quoted only where it must be", "[app][csv]") {
    CHECK(row_of("Mira Petersen") == "Mira Petersen\r\n");
    CHECK(row_of("Petersen, Mira") == "\"Petersen, Mira\"\r\n");
    CHECK(row_of("Mira \"M\" Petersen") == "\"Mira \"\"M\"\" Petersen\"\r\n");
    CHECK(row_of("one\ntwo") == "\"one\ntwo\"\r\n");
    CHECK(row_of("one\r\ntwo") == "\"one\r\ntwo\"\r\n");
    CHECK(row_of("Zoë; Dyk") == "Zoë; Dyk\r\n");
}

TEST_CASE("a cell that a spreadsheet would run is made text", "[app][csv]") {
    CHECK(row_of("=1+1") == "'=1+1\r\n");
    CHECK(row_of("+49 30") == "'+49 30\r\n");
    CHECK(row_of("-1") == "'-1\r\n");
    CHECK(row_of("@SUM(A1)") == "'@SUM(A1)\r\n");
    CHECK(row_of("\t=1") == "'\t=1\r\n");
    CHECK(row_of("\r=1") == "\"'\r=1\"\r\n");
    CHECK(row_of("\n=1") == "\"'\n=1\"\r\n");
    CHECK(row_of("=HYPERLINK(\"x\",\"y\")") == "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"\r\n");
}

TEST_CASE("a formula behind blanks or in full-width signs is made text too", "[app][csv]") {
    CHECK(row_of(" =1+1") == "' =1+1\r\n");
    CHECK(row_of("  \t +1") == "'  \t +1\r\n");
    CHECK(row_of("\u00A0@SUM(A1)") == "'\u00A0@SUM(A1)\r\n");
    CHECK(row_of("\u3000-1") == "'\u3000-1\r\n");
    for (auto const* sign : {"＝", "＋", "－", "＠"}) {
        CHECK(row_of(std::string(sign) + "1") == "'" + std::string(sign) + "1\r\n");
        CHECK(row_of(" " + std::string(sign) + "1") == "' " + std::string(sign) + "1\r\n");
    }
    CHECK(row_of("  Mira") == "  Mira\r\n");
    CHECK(row_of(" ") == " \r\n");
    CHECK(row_of("～1") == "～1\r\n");
}

TEST_CASE("the signs of a formula inside a cell are left alone", "[app][csv]") {
    CHECK(row_of("1=1") == "1=1\r\n");
    CHECK(row_of("a@b") == "a@b\r\n");
    CHECK(row_of("2026-03-01") == "2026-03-01\r\n");
}
