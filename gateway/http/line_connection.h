#pragma once

#include "gateway/http/line_socket.h"
#include "gateway/http/send_queue.h"

#include <boost/asio/local/stream_protocol.hpp>

#include <memory>
#include <optional>
#include <string>

namespace portcullis::http {

// A connected Unix socket as lines, for both sides. Owner: shared. Thread: gateway.
class SocketLines final : public LineConnection, public std::enable_shared_from_this<SocketLines>
{
public:
    using Socket = asio::local::stream_protocol::socket;

    SocketLines(Socket socket, Peer peer, std::size_t lineBytes);

    const Peer& peer() const override { return m_peer; }

    Task<Result<std::optional<std::string>>> readLine() override;
    void writeLine(std::string line) override;
    Task<> flush() override;
    void close() override;

private:
    using Line = Result<std::optional<std::string>>;

    std::optional<Line> takeLine();
    Task<boost::system::error_code> readMore();

    Socket m_socket;
    SendQueue<Socket> m_queue;
    Peer m_peer;
    std::size_t m_lineBytes;
    std::string m_in;
    std::size_t m_begin = 0;   // of the line
    std::size_t m_scanned = 0; // no newline before
    bool m_skipping = false;   // the rest of a line that was too long
};

// Longest path that fits an address; a longer one is refused with an error that says so.
[[nodiscard]] Result<> checkSocketPath(const std::filesystem::path& path);
// Who is at the other end. Errors: PermissionDenied where the system does not tell.
[[nodiscard]] Result<Peer> peerOf(SocketLines::Socket& socket, const std::filesystem::path& path);
// For who listens: this process's own user, or root.
[[nodiscard]] bool isOwnOrRoot(const Peer& peer);

} // namespace portcullis::http
