#pragma once

#include "gateway/base/ids.h"
#include "gateway/engine/call_route.h"
#include "gateway/engine/sealed_token.h"
#include "gateway/protocol/call.h"

#include <optional>
#include <string>

namespace portcullis::engine {

// What a requestState of the gateway's own stands for: a parked call, or the state that a server of
// the stateless era has given out itself.
struct RoundState
{
    std::string handle; // of a parked call; or empty
    std::string state;  // the server's own, a JSON string; or empty
    std::string kept;   // handle of one that is too large for clients; or empty
};

// Sealed to the key, and to this very call: its method, target and arguments (B-48, D-13). Another
// call, another key and another time are one and the same refusal (B-47).
[[nodiscard]] std::string sealState(const TokenSealer& sealer,
                                    const KeyId& key,
                                    const Route& route,
                                    const protocol::ClientCall& call,
                                    const RoundState& state,
                                    WallTime expires);
[[nodiscard]] std::optional<RoundState> openState(const TokenSealer& sealer,
                                                  const KeyId& key,
                                                  const Route& route,
                                                  const protocol::ClientCall& call,
                                                  WallTime now);

} // namespace portcullis::engine
