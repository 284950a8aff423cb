#pragma once

#include "gateway/base/result.h"
#include "gateway/http/async.h"
#include "gateway/protocol/revision.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

// How whole messages reach a server and come back, whatever carries them. Internal to this room.
namespace portcullis::upstream {

namespace asio = boost::asio;
using http::Task;

// One message to the server.
struct Outgoing
{
    std::int64_t id = 0; // of a request; 0 for notifications and answers
    std::string text;    // the JSON-RPC message
    std::string method;  // what HTTP mirrors in header fields in the stateless era
    std::string name;
    std::vector<std::pair<std::string, std::string>> parameters; // Mcp-Param-*, whole field names
};

// Why an answer will not come.
struct Failure
{
    Error error;
    bool notExecuted = false; // the server certainly did not run the request: it may be sent again
    bool sessionLost = false; // the session is over; a new one helps (C-22)
    unsigned httpStatus = 0;  // 0 where there was none
    std::chrono::milliseconds retryAfter{0}; // not before this has passed; 0 when nothing is known
};

// Receives what a channel brings. Owner and implementation: RpcConnection.
class ChannelSink
{
public:
    virtual ~ChannelSink() = default;
    // One text from the server. `request` is the id of the request whose answer stream it came on,
    // or 0. False when the text was not a message at all.
    virtual bool received(std::string text, std::int64_t request) = 0;
    // Is this request still without its answer?
    [[nodiscard]] virtual bool awaits(std::int64_t request) const = 0;
    // The answer to this request will not come.
    virtual void undelivered(std::int64_t request, Failure failure) = 0;
    // Nothing has come for a while from a server that may be gone without a word.
    virtual void quiet() = 0;
    // The channel is broken; nothing comes any more. At most once, not after close().
    virtual void closed(Failure failure) = 0;
};

// Owner: RpcConnection; its coroutines keep it alive until they have seen the end. Thread: gateway.
class Channel
{
public:
    virtual ~Channel() = default;

    // Whoever receives. Nothing is read or sent before.
    virtual void attach(std::weak_ptr<ChannelSink> sink) = 0;
    // Queues a message; it leaves in order. Errors: Unavailable when closed or the server does not
    // take what it is sent.
    [[nodiscard]] virtual Result<> send(Outgoing message) = 0;
    // Nobody waits for the answer to this request any more.
    virtual void forget(std::int64_t request) = 0;
    // Does forget() tell the server to stop, so that no notification is needed (D-31)?
    [[nodiscard]] virtual bool forgettingCancels() const = 0;
    // May an answer come after forget()?
    [[nodiscard]] virtual bool answersForgotten() const = 0;
    // The handshake is done.
    virtual void speak(protocol::Revision revision) = 0;
    // Opens a stream for what the server says of its own accord, where the channel has none anyway.
    virtual void listen() = 0;
    // Ends it in order; the sink hears nothing any more. close() returns at once, gone() when
    // nothing of the server is left (true) or the time is over.
    virtual void close() = 0;
    virtual Task<bool> gone(std::chrono::milliseconds limit) = 0;
};

} // namespace portcullis::upstream
