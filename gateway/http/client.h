#pragma once

#include "gateway/base/result.h"
#include "gateway/http/async.h"
#include "gateway/http/message.h"
#include "gateway/http/sse.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

// HTTP/1.1 client for one origin, with a pool of kept-alive connections and TLS.
namespace portcullis::http {

struct Url
{
    bool tls = false;
    std::string host; // without brackets
    std::uint16_t port = 0;
    std::string target; // path and query, at least "/"

    [[nodiscard]] std::string origin() const; // "https://host:port"
    [[nodiscard]] bool isLoopback() const;    // localhost, 127.0.0.0/8 or ::1
};

// Errors: InvalidArgument. User names, fragments and schemes other than http and https are refused.
[[nodiscard]] Result<Url> parseUrl(std::string_view text);

struct ClientOptions
{
    std::string caFile;          // PEM, instead of the system's authorities
    std::size_t connections = 8; // kept for requests; SSE streams do not count (C-49)
    std::uint32_t headerBytes = 64 * 1024;
    std::size_t bodyBytes = 32 * 1024 * 1024;
    std::size_t eventBytes = 16 * 1024 * 1024;
    std::chrono::seconds connectTimeout{10};
    std::chrono::seconds firstByteTimeout{60};
    std::chrono::seconds idleTimeout{300}; // of an SSE stream; comments reset it
};

// An answer that is being read. Destroying it before the end closes its connection, which is how a
// request is cancelled in the stateless era (C-44). Thread: gateway.
class Answer
{
public:
    virtual ~Answer() = default;
    [[nodiscard]] virtual unsigned status() const = 0;
    [[nodiscard]] virtual const Headers& headers() const = 0;
    [[nodiscard]] virtual bool isEventStream() const = 0;
    // The whole body. Errors: ResourceExhausted, Unavailable, DeadlineExceeded.
    virtual Task<Result<std::string>> body() = 0;
    // The next event; nothing at a clean end of the stream.
    virtual Task<Result<std::optional<SseEvent>>> nextEvent() = 0;
    // Makes a waiting body() or nextEvent() return Cancelled and closes the connection.
    virtual void abort() = 0;
};

// Owner: upstream. Thread: gateway. Redirects are not followed.
class Client
{
public:
    [[nodiscard]] static Result<std::unique_ptr<Client>>
    create(asio::io_context& io, const Url& origin, ClientOptions options = {});

    virtual ~Client() = default;

    struct Outgoing
    {
        std::string method = "POST";
        std::string target;
        Headers headers;
        std::string body;
    };

    // Sends and waits for the head of the answer. A kept connection that turns out closed before
    // any byte of the answer is replaced once. `sent`, when given, is set as soon as bytes may have
    // reached the server: until then a retry repeats nothing. Errors: Unavailable,
    // DeadlineExceeded, ProtocolError.
    virtual Task<Result<std::unique_ptr<Answer>>> send(Outgoing request, bool* sent = nullptr) = 0;
};

} // namespace portcullis::http
