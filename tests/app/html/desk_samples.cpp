#include "sample_views.hpp"

namespace habeas::test {

std::vector<Sample> desk_samples() {
    return {};
}

} // namespace habeas::test
