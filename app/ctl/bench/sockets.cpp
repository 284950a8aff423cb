#include "app/ctl/bench/sockets.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <charconv>
#include <cstring>

namespace portcullis::ctl::bench {

namespace {

sockaddr_in loopback(std::uint16_t port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

std::unexpected<Error> socketError(const char* what)
{
    return fail(ErrorCode::IoError, what, std::strerror(errno));
}

} // namespace

Result<Listener> listenOnLoopback(std::uint16_t port)
{
    FileDescriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address = loopback(port);
    socklen_t size = sizeof(address);
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (!socket.isOpen() || ::bind(socket.get(), generic, size) != 0 ||
        ::listen(socket.get(), SOMAXCONN) != 0 ||
        ::getsockname(socket.get(), generic, &size) != 0) {
        return socketError("The measuring server could not listen on 127.0.0.1.");
    }
    return Listener{std::move(socket), ntohs(address.sin_port)};
}

Result<FileDescriptor> connectToLoopback(std::uint16_t port)
{
    FileDescriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const sockaddr_in address = loopback(port);
    if (!socket.isOpen() ||
        ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) !=
            0) {
        return socketError("Nothing listens on the port to measure.");
    }
    sendWithoutDelay(socket.get());
    return socket;
}

void sendWithoutDelay(int socket)
{
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

bool writeAll(int fd, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(fd, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

Result<Url> parseLoopbackUrl(std::string_view text)
{
    for (const std::string_view start : {"http://127.0.0.1:", "http://localhost:"}) {
        if (!text.starts_with(start)) {
            continue;
        }
        const std::string_view rest = text.substr(start.size());
        Url url;
        const auto read = std::from_chars(rest.data(), rest.data() + rest.size(), url.port);
        if (read.ec == std::errc() && url.port != 0) {
            url.path = rest.substr(static_cast<std::size_t>(read.ptr - rest.data()));
            url.path = url.path.empty() ? "/" : url.path;
            return url;
        }
    }
    return fail(ErrorCode::InvalidArgument,
                "An address to measure is http://127.0.0.1:PORT/PATH, not \"" + std::string(text) +
                    "\".");
}

} // namespace portcullis::ctl::bench
