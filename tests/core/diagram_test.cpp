#include "core/transitions.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace habeas;

namespace {

/// The steps from one status to another that lead somewhere else, as one arrow.
struct Arrow {
    core::Status from;
    core::Status to;
    std::string verbs;
};

std::vector<Arrow> arrows() {
    std::vector<Arrow> all;
    for (auto const& row : core::transitions) {
        if (row.from == row.to) continue;
        auto const known =
            std::ranges::find_if(all, [&](Arrow const& arrow) { return arrow.from == row.from && arrow.to == row.to; });
        auto const verb = std::string(core::code(row.verb));
        if (known == all.end())
            all.push_back({row.from, row.to, verb});
        else
            known->verbs += ", " + verb;
    }
    return all;
}

std::string diagram() {
    std::ostringstream text;
    text << "```mermaid\nstateDiagram-v2\n    [*] --> unverified\n";
    for (auto const& arrow : arrows())
        text << "    " << core::code(arrow.from) << " --> " << core::code(arrow.to) << ": " << arrow.verbs << '\n';
    text << "```\n";
    return text.str();
}

std::string readme() {
    std::ifstream file(HABEAS_README);
    return {std::istreambuf_iterator<char>(file), {}};
}

} // namespace

TEST_CASE("the diagram in the README is the one of the table", "[core][transitions]") {
    auto const text = readme();
    INFO("It must be:\n" << diagram());
    CHECK(text.contains(diagram()));
}
