#pragma once

#include "gateway/base/ids.h"
#include "gateway/protocol/client_features.h"
#include "gateway/protocol/lifecycle.h"
#include "gateway/upstream/rpc_connection.h"

#include <chrono>
#include <expected>
#include <memory>
#include <string>

namespace portcullis::upstream {

// Which calls may share a connection (D-60, D-61): all four must agree.
struct ConnectionKey
{
    ServerId server;
    std::string
        credential;    // identity of the credentials used; empty for those of the configuration
    std::string scope; // principal or session; empty for a shared server
    // What the gateway can be asked during a call, fixed when a session opens (D-80).
    protocol::ClientFeatures features;
};

// Opens a session: initialize, then notifications/initialized (C-20).
[[nodiscard]] Task<std::expected<protocol::ServerHello, Failure>>
initialize(std::shared_ptr<RpcConnection> connection,
           ConnectionKey key,
           protocol::Revision revision,
           std::chrono::milliseconds timeout);

// ClientCapabilities of the requests that ask a server what it has: all that calls can be bridged
// to, so that it shows what it keeps from clients that can do less (D-83). Each call says what its
// own client can (D-81).
[[nodiscard]] std::string listingCapabilities(protocol::ClientFeatures features);

// Asks server/discover, which also tells the eras apart (C-01, C-06). `capabilities` as above.
[[nodiscard]] Task<RpcOutcome> discover(std::shared_ptr<RpcConnection> connection,
                                        std::string capabilities,
                                        std::chrono::milliseconds timeout);

// What the answer to discover() says about the server.
struct ProbeVerdict
{
    enum class Kind : std::uint8_t
    {
        Stateless,   // hello is set
        Session,     // initialize, asking for `session`
        NotAnswered, // silent or gone: initialize, but not on this process (C-03)
        Failed       // no evidence about the era (C-08), or nothing in common: error is set
    };
    Kind kind = Kind::Failed;
    protocol::ServerHello hello;
    protocol::Revision session = protocol::kNewestSession;
    Error error;
};

// Pure. `http` tells how silence is to be taken.
[[nodiscard]] ProbeVerdict judgeProbe(const RpcOutcome& outcome, bool http);

} // namespace portcullis::upstream
