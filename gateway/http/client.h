#pragma once

#include "gateway/base/result.h"
#include "gateway/base/secret_bytes.h"
#include "gateway/http/async.h"
#include "gateway/http/message.h"
#include "gateway/http/proxy.h"
#include "gateway/http/sse.h"
#include "gateway/http/url.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

// HTTP/1.1 client for one origin, with a pool of kept-alive connections and TLS.
namespace portcullis::http {

struct ClientOptions
{
    std::string caFile;   // PEM, instead of the system's authorities
    std::string certFile; // PEM chain to show to a server that asks for one; empty for none
    std::string keyFile;  // PEM of its private key
    std::shared_ptr<const SecretBytes> keyPassphrase; // of keyFile; let go once that has been read
    std::optional<Proxy> proxy;                       // on the way to the origin
    std::size_t connections = 8; // kept when idle; more may be open, SSE streams among them (C-49)
    std::uint32_t headerBytes = 64 * 1024;
    std::size_t bodyBytes = 32 * 1024 * 1024;
    std::size_t eventBytes = 16 * 1024 * 1024;
    std::chrono::milliseconds connectTimeout{10'000};   // name, TCP and TLS together
    std::chrono::milliseconds firstByteTimeout{60'000}; // of the answer's head; silence in its body
    std::chrono::milliseconds idleTimeout{300'000};     // of an SSE stream; comments reset it
};

// Lets somebody else than the waiting coroutine end a request, at any time from before send() to
// the end of the answer: what waits returns Cancelled and the connection is closed. Thread:
// gateway.
class Abort
{
public:
    void request();

    [[nodiscard]] bool requested() const { return m_requested; }

private:
    friend class RequestRun;
    std::function<void()> m_action;
    bool m_requested = false;
};

// An answer that is being read. Destroying it before the end closes its connection, which is how a
// request is cancelled in the stateless era (C-44); a body() or nextEvent() that still waits then
// returns Cancelled. Thread: gateway.
class Answer
{
public:
    virtual ~Answer() = default;
    [[nodiscard]] virtual unsigned status() const = 0;
    [[nodiscard]] virtual const Headers& headers() const = 0;
    [[nodiscard]] virtual bool isEventStream() const = 0;
    // The whole body. Errors: ResourceExhausted, Unavailable, DeadlineExceeded, ProtocolError,
    // Cancelled.
    virtual Task<Result<std::string>> body() = 0;
    // The next event; nothing at a clean end of the stream.
    virtual Task<Result<std::optional<SseEvent>>> nextEvent() = 0;
    // Makes a waiting body() or nextEvent() return Cancelled and closes the connection.
    virtual void abort() = 0;
};

// Owner: upstream. Thread: gateway. Redirects are not followed, no proxy is used but the one named,
// and compressed answers are neither asked for nor taken.
class Client
{
public:
    // Errors: InvalidArgument (one of the files, or the passphrase).
    [[nodiscard]] static Result<std::unique_ptr<Client>>
    create(asio::io_context& io, const Url& origin, ClientOptions options = {});

    // Requests and answers that are under way end with Cancelled.
    virtual ~Client() = default;

    struct Outgoing
    {
        std::string method = "POST";
        std::string target;
        Headers headers; // Host, Content-Length and Connection are the client's
        std::string body;
        // Whether the request may reach the server twice without harm (C-83: lists and reads).
        bool repeatable = false;
        std::shared_ptr<Abort> abort;
    };

    // Sends and waits for the head of the answer. A kept connection that turns out closed before
    // any byte of the answer is replaced once: always when it is found closed before sending, and
    // after sending only if the request is repeatable, because the server may have worked on it.
    // `sent`, when given, is set as soon as bytes may have reached the server: until then a retry
    // repeats nothing. Errors: InvalidArgument (a header or target that is none), Unavailable,
    // DeadlineExceeded, ProtocolError, ResourceExhausted (head), Cancelled.
    virtual Task<Result<std::unique_ptr<Answer>>> send(Outgoing request, bool* sent = nullptr) = 0;
};

} // namespace portcullis::http
