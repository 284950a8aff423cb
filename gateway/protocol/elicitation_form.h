#pragma once

#include "gateway/base/json.h"
#include "gateway/protocol/revision.h"

#include <optional>
#include <string>

// The forms that servers have clients show, in the words of each revision.
namespace portcullis::protocol {

// The requestedSchema of an elicitation as a client of this revision can take it; nothing where it
// cannot say the same: 2025-06-18 knows choices by enumNames, but neither several choices at once
// nor defaults of anything but yes and no. Pure.
[[nodiscard]] std::optional<std::string> formFor(Revision to, JsonValue requestedSchema);

// Does a form ask for a password, a token or a key? Servers must not. Told by the name, the
// title and the format of its fields for text, so that one that hides it well passes. Pure.
[[nodiscard]] bool asksForSecret(JsonValue requestedSchema);

} // namespace portcullis::protocol
