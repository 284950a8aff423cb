#pragma once

#include "gateway/base/result.h"
#include "gateway/http/async.h"
#include "gateway/http/message.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

// HTTP/1.1 server on loopback (TCP) for JSON requests and SSE answers. Knows bytes and limits, not
// MCP.
namespace portcullis::http {

// Times are kept to about a fifth of a second.
struct ServerOptions
{
    std::string host = "127.0.0.1"; // must be a loopback address
    std::uint16_t port = 0;
    std::uint32_t bodyBytes = 8 * 1024 * 1024; // beyond: 413
    std::uint32_t headerBytes = 32 * 1024;     // beyond: 431
    std::uint32_t targetBytes = 8 * 1024;      // beyond: 414
    // At once. One more closes the connection that has been idle longest; when none is idle, it
    // waits in the listen queue.
    std::uint32_t connections = 768;
    // Between requests, or before their first: in all, and of one process (of all together whose
    // process is not known). Of more, those that have been idle longest are closed.
    std::uint32_t idleConnections = 256;
    std::uint32_t idlePerPeer = 128;
    std::chrono::milliseconds idleGrace{1'000};    // but none that became idle just now
    std::chrono::milliseconds headTimeout{10'000}; // a slow request head: 408 and close (G-36)
    std::chrono::milliseconds bodyTimeout{
        30'000}; // also for an answer that the client does not take
    std::chrono::milliseconds idleTimeout{120'000}; // between requests of one connection
    std::chrono::milliseconds keepAlive{15'000};    // comment on a silent SSE stream (A-20, B-29)
    std::size_t streamBuffer = 32 * 1024 * 1024;    // unsent SSE bytes before the client is cut off
};

// One request and its answer: either respond() once, or startStream(), any number of events, and
// finishStream(). Lives on the stack of the connection's coroutine until the handler returns. A
// handler that returns without an answer gives 500; one that leaves a stream open cuts it off.
// Thread: gateway.
class Exchange
{
public:
    virtual ~Exchange() = default;

    [[nodiscard]] virtual const Request& request() const = 0;

    // Sends a whole answer. False when the client is gone, or when an answer was begun before.
    virtual Task<bool> respond(Response response) = 0;

    // Answers 200 with text/event-stream and the SSE headers plus the given ones. Events
    // queue and leave in order; a client that reads too slowly (streamBuffer) is disconnected. What
    // is queued in one turn of the event loop leaves together.
    virtual void startStream(const Headers& extra) = 0;
    virtual void sendEvent(std::string bytes) = 0; // formatSse() or kSseComment
    // Waits until all is sent and ends the body.
    virtual Task<> finishStream() = 0;
    [[nodiscard]] virtual bool streaming() const = 0;

    // Calls `gone` once if the client goes away before the answer is complete; from the event loop,
    // never from inside a call of this class. Replaces an earlier callback; never called after the
    // handler has returned, nor by ~Server.
    //
    // Gone means that the system reports the connection as reset or a write fails. The end of the
    // client's stream alone may be a half-close, which is no cancellation (B-28); to tell one from
    // the other the server then sends something that means nothing (a comment on a stream, else the
    // interim answer 102, RFC 9110 §15.2) at once and every `keepAlive`: a closed client's system
    // resets. Only an HTTP/1.0 client, which must not get a 1xx answer, is not seen to go before
    // its answer is written.
    virtual void onDisconnect(std::function<void()> gone) = 0;
    [[nodiscard]] virtual bool disconnected() const = 0;
};

struct Handlers
{
    // Decides on the head alone, before the body is read: an answer refuses the request (and closes
    // the connection when a body was announced). Runs for every request.
    std::function<std::optional<Response>(const RequestHead&)> admit;
    // Fills in which process is at the other end. Asked once a connection, before its first
    // admitted request is handled; may be empty.
    std::function<Task<Peer>(Peer)> identify;
    // Answers an admitted request.
    std::function<Task<>(Exchange&)> handle;
};

// Owner: engine. Thread: gateway; made and destroyed there. Malformed HTTP, request smuggling forms
// (G-35) and limits are answered by the server itself with 400, 408, 413, 414, 431; so are requests
// without exactly one Host and targets that are not a path or "*" (400).
class Server
{
public:
    // Listens at once. Errors: InvalidArgument (not a loopback address), Busy (port taken),
    // PermissionDenied (port), IoError.
    [[nodiscard]] static Result<std::unique_ptr<Server>>
    listen(asio::io_context& io, ServerOptions options, Handlers handlers);

    // Stops listening and closes all connections. Handlers that still run find disconnected() true;
    // the handlers' functions live until the last of them has returned or the io_context is
    // destroyed.
    virtual ~Server() = default;

    [[nodiscard]] virtual std::uint16_t port() const = 0;
    // No new connections and requests (503); open answers may finish, idle connections are closed.
    virtual void drain() = 0;
    [[nodiscard]] virtual std::size_t connections() const = 0;

    // Counts for requests that begin from now on.
    struct Limits
    {
        std::uint32_t bodyBytes = 0;
        std::uint32_t headerBytes = 0;
        std::uint32_t targetBytes = 0; // of the address
    };

    virtual void setLimits(const Limits& limits) = 0;
};

} // namespace portcullis::http
