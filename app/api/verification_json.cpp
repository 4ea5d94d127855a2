#include "app/api/verification_json.hpp"

namespace habeas::app::api {

namespace json = boost::json;

json::object verification_json(storage::Verification const& found) {
    auto const seal = core::code(found.seal);
    json::value intact = found.intact;
    if (found.intact && found.seal != storage::Seal::verified) intact = nullptr;
    json::object answer{{"intact", std::move(intact)},
                        {"entries", found.entries},
                        {"head", core::to_hex(found.head)},
                        {"seal", json::string_view(seal.data(), seal.size())},
                        {"kept_heads", found.kept_heads}};
    if (found.broken_at) answer["broken_at"] = found.broken_at->value;
    if (!found.intact) answer["what"] = found.what;
    return answer;
}

} // namespace habeas::app::api
