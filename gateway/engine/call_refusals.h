#pragma once

#include "gateway/engine/call_route.h"
#include "gateway/engine/inquiry.h"
#include "gateway/protocol/call.h"

#include <string>

// What a client is told of a call that may not be made. Pure.
namespace portcullis::engine {

// One and the same for what does not exist and what this key may not use (A-62, A-65, B-68).
[[nodiscard]] std::string
unknownAnswer(const Inquiry& inquiry, const Route& route, const protocol::ClientCall& call);

// The key may use it, but not with these arguments: which one, and what kind of value it should
// have, without what was given and what would be accepted. For the model to see, as a result of the
// tool.
[[nodiscard]] std::string
argumentsRefused(const Inquiry& inquiry, const Route& route, const protocol::ClientCall& call);

} // namespace portcullis::engine
