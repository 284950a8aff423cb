#pragma once

#include "gateway/base/json.h"
#include "gateway/base/result.h"
#include "gateway/http/async.h"
#include "gateway/protocol/call.h"
#include "gateway/protocol/revision.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

// One call to a server: what is asked, what comes back, and the hold on it meanwhile.
namespace portcullis::upstream {

using http::Task;

// What becomes of a task that a server makes of a call of a tool.
enum class TaskUse : std::uint8_t
{
    Refused, // none was offered: it is no answer (C-41)
    Driven,  // followed to its end: the call is answered with its result
    PassedOn // for a client that follows it itself; one of the session era is driven
};

// A request of a client, or of the gateway for it, on its way to a server.
struct CallRequest
{
    std::string method = "tools/call";
    std::string key;       // whose turn it is while calls wait: a KeyId; empty: the gateway's own
    std::string name;      // what it is about, the server's own: for messages, and for Mcp-Name
    std::string members;   // of params but _meta, without braces (protocol::writeCallMembers)
    std::string arguments; // of a tool: JSON object as received; "{}" when the client sent none
    std::string meta;      // members of _meta to forward, without braces (protocol::forwardedMeta)
    std::string capabilities = "{}"; // ClientCapabilities of the caller's request (D-81)
    std::string logLevel;            // that the caller's request wants messages from; or empty
    // Where alone it may go, because its `name` is the id of a task there (CallReply::incarnation).
    // Empty for anywhere.
    std::string incarnation;
    bool wantsProgress = false;
    TaskUse tasks = TaskUse::Refused; // of tools/call; the others want it in `capabilities`, too
    std::chrono::milliseconds timeout{600'000};                   // from the last progress
    std::chrono::milliseconds longest = std::chrono::minutes(60); // however much of it there is
    // Asked whenever the request is about to go out, because the tools may have been listed anew
    // while it waited: may it still? `relisted`: they were, since the server wanted other header
    // fields (C-39). Without it every request may.
    std::function<bool(bool relisted)> stillAllowed;
};

// How a call ended upstream.
struct CallReply
{
    std::shared_ptr<const JsonDocument> document; // the whole answer; holds result or error
    JsonValue result;                             // present on success
    std::optional<protocol::RpcError> error;      // the server answered with a JSON-RPC error
    protocol::Revision revision = protocol::kNewestSession; // spoken with the server
    // Which run of the server answered: a process, a session, or, in the stateless era over HTTP,
    // the server at its URL. What the server calls a task means that task there alone.
    std::string incarnation;
    std::int64_t upstreamMicros = 0; // from the request's bytes being handed over to the answer
    std::int64_t waitedMicros = 0;   // for start-up or for a free place (E-63)
};

// A call on its way. Dropping it without cancel() lets the server finish and drops its answer.
class PendingCall
{
public:
    virtual ~PendingCall() = default;
    // Errors: Unavailable (not running, exited, connection lost; the message says since when and
    // why), DeadlineExceeded (a cancellation was sent), Cancelled, Busy (as many calls wait as may
    // of its key, or of all while other keys have fewer), ProtocolError
    // (garbage), ResourceExhausted (answer too large), NotFound (no longer allowed, or its task is
    // not known any more; nothing was sent). One waiter.
    virtual Task<Result<CallReply>> wait() = 0;
    // Tells the server in the way of its era (D-31) and makes wait() return Cancelled. Idempotent.
    virtual void cancel(std::string_view reason) = 0;
};

} // namespace portcullis::upstream
