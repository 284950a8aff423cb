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

// HTTP/1.1 server on loopback (TCP) for JSON requests and SSE answers. Knows bytes and limits, not MCP.
namespace portcullis::http {

struct ServerOptions
{
    std::string host = "127.0.0.1"; // must be a loopback address
    std::uint16_t port = 0;
    std::uint32_t bodyBytes = 8 * 1024 * 1024;   // beyond: 413
    std::uint32_t headerBytes = 32 * 1024;       // beyond: 431
    std::uint32_t targetBytes = 8 * 1024;        // beyond: 414
    std::uint32_t connections = 1024;            // at once; further ones wait in the listen queue
    std::chrono::seconds headTimeout{10};        // a slow request head: 408 and close (G-36)
    std::chrono::seconds bodyTimeout{30};
    std::chrono::seconds idleTimeout{120};       // between requests of one connection
    std::chrono::seconds keepAlive{15};          // comment on a silent SSE stream (A-20, B-29)
    std::size_t streamBuffer = 32 * 1024 * 1024; // unsent SSE bytes before the client is cut off
};

// One request and its answer: either respond() once, or startStream(), any number of events, and
// finishStream(). Lives on the stack of the handler's coroutine. Thread: gateway.
class Exchange
{
public:
    virtual ~Exchange() = default;

    [[nodiscard]] virtual const Request& request() const = 0;

    // Sends a whole answer. False when the client is gone.
    virtual Task<bool> respond(Response response) = 0;

    // Answers 200 with text/event-stream and the SSE headers plus the given ones. Events queue
    // and leave in order; a client that reads too slowly (streamBuffer) is disconnected.
    virtual void startStream(const Headers& extra) = 0;
    virtual void sendEvent(std::string bytes) = 0; // formatSse() or kSseComment
    // Waits until all is sent and ends the body.
    virtual Task<> finishStream() = 0;
    [[nodiscard]] virtual bool streaming() const = 0;

    // Calls `gone` once if the client goes away before the answer is complete. A half-closed connection
    // (the client only shut down its sending side) is not gone (B-28): when in doubt the server starts to
    // send and sees whether the client resets. Replaces an earlier callback; never called after the
    // handler has returned.
    virtual void onDisconnect(std::function<void()> gone) = 0;
    [[nodiscard]] virtual bool disconnected() const = 0;
};

struct Handlers
{
    // Decides on the head alone, before the body is read: an answer refuses the request (and closes the
    // connection when a body was announced). Runs for every request.
    std::function<std::optional<Response>(const RequestHead&)> admit;
    // Answers an admitted request.
    std::function<Task<>(Exchange&)> handle;
};

// Owner: engine. Thread: gateway; made and destroyed there. Malformed HTTP, request smuggling forms
// (G-35) and limits are answered by the server itself with 400, 408, 413, 414, 431.
class Server
{
public:
    // Listens at once. Errors: InvalidArgument (not a loopback address), Busy (port taken), IoError.
    [[nodiscard]] static Result<std::unique_ptr<Server>>
    listen(asio::io_context& io, ServerOptions options, Handlers handlers);

    virtual ~Server() = default; // stops listening and closes all connections

    [[nodiscard]] virtual std::uint16_t port() const = 0;
    // No new connections and requests; open answers may finish.
    virtual void drain() = 0;
    [[nodiscard]] virtual std::size_t connections() const = 0;
};

} // namespace portcullis::http
