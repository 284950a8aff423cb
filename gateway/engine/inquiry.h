#pragma once

#include "gateway/audit/record.h"
#include "gateway/base/json.h"
#include "gateway/engine/access.h"
#include "gateway/engine/call_handle.h"
#include "gateway/engine/client_path.h"
#include "gateway/engine/offer_catalog.h"
#include "gateway/engine/tool_catalog.h"
#include "gateway/protocol/inbound.h"
#include "gateway/protocol/lifecycle.h"
#include "gateway/protocol/mcp_headers.h"
#include "gateway/protocol/message.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace portcullis::engine {

class Subscriptions;

// One request of an identified client, wherever it came in: all that is needed to answer it.
struct Inquiry
{
    Principal who;
    audit::Caller caller;
    audit::ParentRequest parent;
    protocol::Revision revision = protocol::kNewestSession;
    Profile profile;
    std::shared_ptr<const JsonDocument> document; // keeps `message` alive
    protocol::Message message;
    std::optional<protocol::McpHeaders> headers; // HTTP of the stateless era
    // The value of an HTTP header field, or an empty text; empty where there are none. Lives as
    // long as the request's handler.
    std::function<std::string(std::string_view)> header;
    std::int64_t arrivedMicros = 0; // steady clock
    std::shared_ptr<CallHandle> handle;
    // Sends a notification that belongs to this request; empty where the transport has no place for
    // it.
    std::function<void(const std::string&)> notify;
    ClientPath client; // the way back to it
    const Clock* clock = nullptr;
    // Takes the fingerprint of the list of tools the client has just been shown; empty without a
    // session. The other lists' likewise.
    std::function<void(std::string)> listShown;
    std::function<void(const ListFingerprints&)> offersShown;
    // The session as one that hears of resources; empty without a session.
    std::function<std::uint64_t(Subscriptions&)> subscriber;
    // What its session was told there is, and keeps being; nothing without a session.
    std::optional<protocol::Offered> offered;
    // Takes the level of messages the client wants from now on; empty without a session.
    std::function<void(protocol::LogLevel)> setLogLevel;
};

} // namespace portcullis::engine
