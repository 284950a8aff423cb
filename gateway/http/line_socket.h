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

// Newline-framed messages over a Unix socket: the stdio bridge and the control channel.
namespace portcullis::http {

// One connection. Shared by its handler and by reads and flushes that are under way, so that these
// may outlive the handler's own pointer. Thread: gateway. Lines are the bytes without the newline
// and without a CR before it; whether they are UTF-8 is for the JSON reader to say.
class LineConnection
{
public:
    virtual ~LineConnection() = default;
    [[nodiscard]] virtual const Peer& peer() const = 0;
    // The next line; nothing at the end of the stream, where an unfinished line is dropped. One
    // reader at a time. Errors: ResourceExhausted (a line over the limit is skipped; reading may go
    // on), Unavailable (the connection broke or was closed here).
    virtual Task<Result<std::optional<std::string>>> readLine() = 0;
    // Queues a line; it leaves in order. Newlines inside become spaces, which JSON does not mind.
    // A peer that leaves 32 MiB unread is cut off.
    virtual void writeLine(std::string line) = 0;
    // Waits until all lines are with the system, or the connection has ended.
    virtual Task<> flush() = 0;
    virtual void close() = 0;
};

struct LineServerOptions
{
    std::filesystem::path path; // at most 107 bytes; made with mode 0600 in a folder of mode 0700
    // Lets in every account that the folder lets in, too; the handler decides about each of them.
    bool otherUsers = false;
    std::size_t lineBytes = 16 * 1024 * 1024;
    std::size_t connections = 256; // at once; further ones wait in the listen queue
};

// Listens on the path. The folder is made when it is missing; one that others can write is refused.
// A stale socket file is replaced; a live one is Busy. Only peers of the same user (SO_PEERCRED)
// are accepted, and root, unless others are to be. A connection is flushed and closed when its
// handler returns. Owner: engine. Thread: gateway.
class LineServer
{
public:
    using Handler = std::function<Task<>(std::shared_ptr<LineConnection>)>;

    // Errors: InvalidArgument (path), PermissionDenied (folder), AlreadyExists (another kind of
    // file is in the way), Busy, IoError.
    [[nodiscard]] static Result<std::unique_ptr<LineServer>>
    listen(asio::io_context& io, LineServerOptions options, Handler handler);

    // Closes everything and removes the socket file. Handlers that still run read Unavailable.
    virtual ~LineServer() = default;
};

// Connects as a client; the server must belong to the same user, or to the one who owns the
// socket's folder and alone may write to it. Errors: InvalidArgument (path),
// Unavailable when nobody listens, PermissionDenied.
[[nodiscard]] Task<Result<std::shared_ptr<LineConnection>>> connectLines(
    asio::io_context& io, std::filesystem::path path, std::size_t lineBytes = 16 * 1024 * 1024);

} // namespace portcullis::http
