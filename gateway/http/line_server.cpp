#include "gateway/http/line_connection.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <system_error>
#include <unistd.h>
#include <unordered_set>
#include <utility>

namespace portcullis::http {

namespace {

using asio::local::stream_protocol;

constexpr std::chrono::milliseconds kAcceptPause{100};
constexpr mode_t kForAll = S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH;

std::string lastError()
{
    return std::generic_category().message(errno);
}

// What a server and its connections share.
struct LineCore
{
    LineCore(asio::io_context& io,
             LineServerOptions serverOptions,
             LineServer::Handler serverHandler)
        : options(std::move(serverOptions))
        , handler(std::move(serverHandler))
        , acceptor(io)
        , room(io.get_executor())
    {}

    LineServerOptions options;
    LineServer::Handler handler;
    stream_protocol::acceptor acceptor;
    Signal room; // notified when a connection ends
    std::unordered_set<SocketLines*> open;
};

Result<> prepareFolder(const std::filesystem::path& folder)
{
    std::error_code error;
    std::filesystem::create_directories(folder.parent_path(), error);
    if (::mkdir(folder.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
        return fail(
            ErrorCode::IoError, "Cannot make the folder '" + folder.native() + "'.", lastError());
    }
    struct stat status{};
    if (::stat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) {
        return fail(ErrorCode::InvalidArgument, "'" + folder.native() + "' is not a folder.");
    }
    if (status.st_uid != ::geteuid() || (status.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
        return fail(ErrorCode::PermissionDenied,
                    "The folder '" + folder.native() +
                        "' can be changed by other users. Run: chmod 700 '" + folder.native() +
                        "'");
    }
    return {};
}

// Removes a socket file that nobody listens on any more.
Result<> removeStale(const std::filesystem::path& path)
{
    struct stat status{};
    if (::lstat(path.c_str(), &status) != 0) {
        return {};
    }
    if (!S_ISSOCK(status.st_mode)) {
        return fail(ErrorCode::AlreadyExists,
                    "'" + path.native() + "' exists and is not a socket. Move it away.");
    }
    const int probe = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    const int connected =
        ::connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    const bool refused = connected != 0 && errno == ECONNREFUSED;
    ::close(probe);
    if (!refused) {
        return fail(ErrorCode::Busy, "Another gateway already listens at '" + path.native() + "'.");
    }
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) {
        return fail(ErrorCode::IoError, "Cannot remove '" + path.native() + "'.", lastError());
    }
    return {};
}

Result<>
bindAndListen(stream_protocol::acceptor& acceptor, const std::filesystem::path& path, mode_t mode)
{
    const stream_protocol::endpoint endpoint(path.native());
    boost::system::error_code error;
    acceptor.open(endpoint.protocol(), error);
    // Linux gives the socket file the mode that the socket has when it is bound, so that there is
    // no moment in which others could connect.
    if (!error && ::fchmod(acceptor.native_handle(), mode) != 0) {
        error.assign(errno, boost::system::system_category());
    }
    if (!error) {
        acceptor.bind(endpoint, error);
    }
    // Without what the process would take from it.
    if (!error && ::chmod(path.c_str(), mode) != 0) {
        error.assign(errno, boost::system::system_category());
    }
    if (!error) {
        acceptor.listen(asio::socket_base::max_listen_connections, error);
    }
    if (error == asio::error::address_in_use) {
        return fail(ErrorCode::Busy, "Another gateway just took '" + path.native() + "'.");
    }
    if (error) {
        return fail(
            ErrorCode::IoError, "Cannot listen at '" + path.native() + "'.", error.message());
    }
    return {};
}

Task<> serve(std::shared_ptr<LineCore> core, std::shared_ptr<SocketLines> connection)
{
    try {
        co_await core->handler(connection);
        co_await connection->flush();
    } catch (...) {
        connection->close(); // whatever the handler ran into
    }
    connection->close();
    core->open.erase(connection.get());
    core->room.notify();
}

void beginServing(const std::shared_ptr<LineCore>& core, SocketLines::Socket socket)
{
    auto peer = peerOf(socket, core->options.path);
    if (!peer || (!core->options.otherUsers && !isOwnOrRoot(*peer))) {
        return; // closes: another user (who got past the file's mode) is told nothing
    }
    auto connection =
        std::make_shared<SocketLines>(std::move(socket), std::move(*peer), core->options.lineBytes);
    core->open.insert(connection.get());
    asio::co_spawn(
        core->acceptor.get_executor(), serve(core, std::move(connection)), asio::detached);
}

Task<> acceptAll(std::shared_ptr<LineCore> core)
{
    while (core->acceptor.is_open()) {
        if (core->open.size() >= core->options.connections) {
            co_await core->room.wait();
            continue;
        }
        boost::system::error_code error;
        SocketLines::Socket socket =
            co_await core->acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
        if (!error) {
            beginServing(core, std::move(socket));
        } else if (core->acceptor.is_open()) {
            const auto later = std::chrono::steady_clock::now() + kAcceptPause;
            co_await core->room.wait(later);
        }
    }
}

class UnixLineServer final : public LineServer
{
public:
    explicit UnixLineServer(std::shared_ptr<LineCore> core)
        : m_core(std::move(core))
    {
        ::lstat(m_core->options.path.c_str(), &m_file);
        asio::co_spawn(m_core->acceptor.get_executor(), acceptAll(m_core), asio::detached);
    }

    ~UnixLineServer() override
    {
        boost::system::error_code ignored;
        m_core->acceptor.close(ignored);
        m_core->room.notify();
        for (SocketLines* connection : m_core->open) {
            connection->close();
        }
        struct stat now{};
        const bool stillOurs = ::lstat(m_core->options.path.c_str(), &now) == 0 &&
                               now.st_dev == m_file.st_dev && now.st_ino == m_file.st_ino;
        if (stillOurs) {
            ::unlink(m_core->options.path.c_str());
        }
    }

    UnixLineServer(const UnixLineServer&) = delete;
    UnixLineServer& operator=(const UnixLineServer&) = delete;

private:
    std::shared_ptr<LineCore> m_core;
    struct stat m_file{};
};

} // namespace

Result<std::unique_ptr<LineServer>>
LineServer::listen(asio::io_context& io, LineServerOptions options, Handler handler)
{
    const std::filesystem::path path = options.path;
    if (auto usable = checkSocketPath(path); !usable) {
        return fail(usable.error());
    }
    if (auto prepared = prepareFolder(path.parent_path()); !prepared) {
        return fail(prepared.error());
    }
    if (auto removed = removeStale(path); !removed) {
        return fail(removed.error());
    }
    // The folder says who gets as far as the socket.
    const mode_t mode = options.otherUsers ? kForAll : mode_t{S_IRUSR | S_IWUSR};
    auto core = std::make_shared<LineCore>(io, std::move(options), std::move(handler));
    if (auto bound = bindAndListen(core->acceptor, path, mode); !bound) {
        return fail(bound.error());
    }
    return std::make_unique<UnixLineServer>(std::move(core));
}

} // namespace portcullis::http
