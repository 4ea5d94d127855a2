#pragma once

#include "app/html/view.hpp"

#include <string>
#include <vector>

namespace habeas::test {

/// One page filled the way a real day would fill it. Everybody in it is invented.
struct Sample {
    std::string file; ///< what the picture of it is called
    std::string page; ///< the template
    app::html::View view;
};

std::vector<Sample> public_samples();
std::vector<Sample> desk_samples();

} // namespace habeas::test
