#pragma once

#include "gateway/base/result.h"
#include "gateway/http/async.h"
#include "gateway/http/message.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

// Newline-framed messages over an owner-only Unix socket: the stdio bridge and the control channel.
namespace portcullis::http {

// One connection. Thread: gateway. Lines are UTF-8 without the newline; CR before it is dropped.
class LineConnection
{
public:
    virtual ~LineConnection() = default;
    [[nodiscard]] virtual const Peer& peer() const = 0;
    // The next line; nothing at the end of the stream. Errors: ResourceExhausted (a line over the
    // limit was skipped; reading may go on), Unavailable.
    virtual Task<Result<std::optional<std::string>>> readLine() = 0;
    // Queues a line; it leaves in order. A peer that does not read is cut off at 32 MiB.
    virtual void writeLine(std::string line) = 0;
    virtual Task<> flush() = 0;
    virtual void close() = 0;
};

struct LineServerOptions
{
    std::filesystem::path path; // at most 107 bytes; made with mode 0600 in a folder of mode 0700
    std::size_t lineBytes = 16 * 1024 * 1024;
    std::size_t connections = 256;
};

// Listens on the path. A stale socket file is replaced; a live one is Busy. Only peers of the same
// user (SO_PEERCRED) are accepted. Owner: engine. Thread: gateway.
class LineServer
{
public:
    using Handler = std::function<Task<>(std::shared_ptr<LineConnection>)>;

    [[nodiscard]] static Result<std::unique_ptr<LineServer>>
    listen(asio::io_context& io, LineServerOptions options, Handler handler);

    virtual ~LineServer() = default; // closes everything and removes the socket file
};

// Connects as a client. Errors: Unavailable when nobody listens.
[[nodiscard]] Task<Result<std::shared_ptr<LineConnection>>>
connectLines(asio::io_context& io,
             const std::filesystem::path& path,
             std::size_t lineBytes = 16 * 1024 * 1024);

} // namespace portcullis::http
