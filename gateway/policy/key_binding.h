#pragma once

#include "gateway/api/config.h"
#include "gateway/api/gateway_client.h"
#include "gateway/api/status.h"
#include "gateway/base/crypto.h"
#include "gateway/base/result.h"

#include <optional>

// What a key is bound to besides its secret: ways in and programs.
namespace portcullis::policy {

// How a request has come.
struct Approach
{
    api::KeyTransport transport = api::KeyTransport::Http;
    std::optional<Digest> program; // SHA-256 of the client's executable, where it can be told
};

// Allowed, KeyNotForTransport, ProgramUnknown or KeyNotForProgram. Pure.
[[nodiscard]] api::Reason bindingOf(const api::KeyConfig& key, const Approach& approach);

// Another secret as a key is to get it: what was asked for, with the moment and never beyond the
// key's own end. `hash` is the new secret's; `key` is null where there is none of that id. Errors:
// InvalidArgument (the overlap).
[[nodiscard]] Result<api::RotateKey>
rotationOf(const api::KeyConfig* key, const api::KeyRotation& asked, Digest hash, WallTime now);

} // namespace portcullis::policy
