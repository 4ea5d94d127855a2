#pragma once
#include "app/http/message.hpp"
#include "core/crypto.hpp"
#include "core/error.hpp"

#include <optional>

namespace habeas::app::api {

/// What `Idempotency-Key` and the body come to: digests, so that neither is kept.
struct IdempotencyKey {
    core::Digest key;
    core::Digest body;
};

/// Nothing where the header is absent; `malformed` where it is longer than 200 bytes, empty, or there twice.
core::Result<std::optional<IdempotencyKey>> idempotency_key(http::HttpRequest const& request);

} // namespace habeas::app::api
