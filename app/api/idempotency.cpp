#include "app/api/idempotency.hpp"

namespace habeas::app::api {

core::Result<std::optional<IdempotencyKey>> idempotency_key(http::HttpRequest const& request) {
    auto const header = request.header("Idempotency-Key");
    if (!header) return std::nullopt;
    if (header->empty() || header->size() > 200 || request.headers.count("Idempotency-Key") > 1)
        return core::fail(core::ErrorCode::malformed, "Idempotency-Key must stand once and have 1 to 200 characters.");
    return IdempotencyKey{core::sha256(core::as_bytes(*header)), core::sha256(core::as_bytes(request.body))};
}

} // namespace habeas::app::api
