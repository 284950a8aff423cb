#include "gateway/http/line_connection.h"
#include "gateway/http/peer_process.h"
#include "gateway/http/peer_program.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <algorithm>
#include <unistd.h>
#include <utility>

namespace portcullis::http {

namespace {

constexpr std::size_t kReadBytes = 64 * 1024;
constexpr std::size_t kUnsentLimit = 32 * 1024 * 1024;

// What is said there holds keys: it goes to nobody but the own user's gateway, or the one of whom
// owns the folder of the socket, in which then nobody else could have put it.
bool isRightServer(const Peer& peer, const std::filesystem::path& path)
{
    struct stat folder{};
    return peer.user == ::geteuid() ||
           (::stat(path.parent_path().c_str(), &folder) == 0 && peer.user == folder.st_uid &&
            (folder.st_mode & (S_IWGRP | S_IWOTH)) == 0);
}

Task<Result<std::shared_ptr<LineConnection>>>
connectTo(asio::io_context& io, std::filesystem::path path, std::size_t lineBytes)
{
    if (auto usable = checkSocketPath(path); !usable) {
        co_return fail(usable.error());
    }
    SocketLines::Socket socket(io);
    const asio::local::stream_protocol::endpoint endpoint(path.native());
    boost::system::error_code error;
    co_await socket.async_connect(endpoint, asio::redirect_error(asio::use_awaitable, error));
    if (error == asio::error::access_denied) {
        co_return fail(ErrorCode::PermissionDenied,
                       "The socket '" + path.native() + "' belongs to another user.",
                       error.message());
    }
    if (error) {
        co_return fail(ErrorCode::Unavailable,
                       "Nobody listens at '" + path.native() + "'. Start the gateway first.",
                       error.message());
    }
    auto peer = peerOf(socket, path);
    if (!peer) {
        co_return fail(peer.error());
    }
    if (!isRightServer(*peer, path)) {
        co_return fail(ErrorCode::PermissionDenied,
                       "The other end of '" + path.native() + "' runs as another user.");
    }
    std::shared_ptr<LineConnection> connection =
        std::make_shared<SocketLines>(std::move(socket), std::move(*peer), lineBytes);
    co_return connection;
}

} // namespace

Result<> checkSocketPath(const std::filesystem::path& path)
{
    constexpr std::size_t kLongest = sizeof(sockaddr_un::sun_path) - 1;
    const std::string& text = path.native();
    if (!path.is_absolute() || !path.has_filename() || text.find('\0') != std::string::npos) {
        return fail(ErrorCode::InvalidArgument,
                    "The socket path '" + text + "' must be an absolute path of a file.");
    }
    if (text.size() > kLongest) {
        return fail(ErrorCode::InvalidArgument,
                    "The socket path '" + text + "' has " + std::to_string(text.size()) +
                        " bytes; the system allows at most " + std::to_string(kLongest) +
                        ". Choose a shorter folder.");
    }
    return {};
}

Result<Peer> peerOf(SocketLines::Socket& socket, const std::filesystem::path& path)
{
    ucred credentials{};
    socklen_t size = sizeof credentials;
    const int asked =
        ::getsockopt(socket.native_handle(), SOL_SOCKET, SO_PEERCRED, &credentials, &size);
    if (asked != 0) {
        return fail(ErrorCode::PermissionDenied,
                    "Nobody can tell who is at the other end of '" + path.native() + "'.");
    }
    return Peer{path.native(),
                credentials.pid,
                executableOf(credentials.pid),
                ProcessFolder::ofPeer(socket.native_handle(), credentials.pid),
                credentials.uid};
}

bool isOwnOrRoot(const Peer& peer)
{
    return peer.user == ::geteuid() || peer.user == 0U;
}

SocketLines::SocketLines(Socket socket, Peer peer, std::size_t lineBytes)
    : m_socket(std::move(socket))
    , m_queue(m_socket, [this] { close(); })
    , m_peer(std::move(peer))
    , m_lineBytes(lineBytes)
{}

Task<Result<std::optional<std::string>>> SocketLines::readLine()
{
    const auto self = shared_from_this();
    for (;;) {
        if (auto line = takeLine()) {
            co_return std::move(*line);
        }
        const boost::system::error_code error = co_await readMore();
        if (error == asio::error::eof) {
            co_return std::optional<std::string>();
        }
        if (error) {
            co_return fail(ErrorCode::Unavailable, "The connection was closed.", error.message());
        }
    }
}

// A line or the error for one that is too long, if there is any in what was read.
std::optional<SocketLines::Line> SocketLines::takeLine()
{
    const std::size_t end = m_in.find('\n', m_scanned);
    const bool found = end != std::string::npos;
    const std::size_t have = (found ? end : m_in.size()) - m_begin;
    const bool tooLong = !m_skipping && have > m_lineBytes;
    std::optional<Line> result;
    if (tooLong) {
        result = fail(ErrorCode::ResourceExhausted,
                      "A line is longer than " + std::to_string(m_lineBytes) + " bytes.");
        m_skipping = true;
    } else if (found && !m_skipping) {
        std::string line = m_in.substr(m_begin, have);
        if (line.ends_with('\r')) {
            line.pop_back();
        }
        result = Line(std::optional<std::string>(std::move(line)));
    }
    if (found) {
        m_begin = end + 1;
        const bool again = m_skipping && !tooLong; // the long line has ended: look behind it
        m_skipping = false;
        m_scanned = m_begin;
        return again ? takeLine() : result;
    }
    if (m_skipping) {
        m_begin = m_in.size();
    }
    m_scanned = m_in.size();
    return result;
}

Task<boost::system::error_code> SocketLines::readMore()
{
    m_in.erase(0, m_begin);
    m_scanned -= m_begin;
    m_begin = 0;
    if (m_in.empty() && m_in.capacity() > 16 * kReadBytes) {
        m_in.shrink_to_fit();
    }
    const std::size_t kept = m_in.size();
    m_in.resize(kept + kReadBytes);
    boost::system::error_code error;
    const auto space = asio::buffer(m_in.data() + kept, kReadBytes);
    const std::size_t got =
        co_await m_socket.async_read_some(space, asio::redirect_error(asio::use_awaitable, error));
    m_in.resize(kept + got);
    co_return error;
}

void SocketLines::writeLine(std::string line)
{
    if (!m_socket.is_open()) {
        return;
    }
    std::replace(line.begin(), line.end(), '\n', ' ');
    if (m_queue.unsent() + line.size() > kUnsentLimit) {
        m_queue.flush(shared_from_this());
    }
    if (m_queue.unsent() + line.size() > kUnsentLimit) {
        close();
        return;
    }
    m_queue.push(std::move(line));
    m_queue.push("\n");
    m_queue.flushSoon(shared_from_this());
}

Task<> SocketLines::flush()
{
    const std::shared_ptr<void> self = shared_from_this();
    co_await m_queue.drained(self);
}

void SocketLines::close()
{
    boost::system::error_code ignored;
    m_socket.close(ignored);
    m_queue.closed();
}

Task<Result<std::shared_ptr<LineConnection>>>
connectLines(asio::io_context& io, std::filesystem::path path, std::size_t lineBytes)
{
    return connectTo(io, std::move(path), lineBytes);
}

} // namespace portcullis::http
