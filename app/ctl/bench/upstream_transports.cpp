#include "app/ctl/bench/file_descriptor.h"
#include "app/ctl/bench/http_reader.h"
#include "app/ctl/bench/mcp_upstream.h"
#include "app/ctl/bench/poll_set.h"
#include "app/ctl/bench/sockets.h"

#include <sys/socket.h>

#include <csignal>
#include <cstdio>
#include <map>

namespace portcullis::ctl::bench {

namespace {

constexpr std::size_t kReadSize = 64 * 1024;

struct Client
{
    FileDescriptor socket;
    HttpReader reader;
};

std::string httpAnswer(McpUpstream& server, const HttpReader& request)
{
    if (!request.startLine().starts_with("POST ")) {
        return "HTTP/1.1 405 Method Not Allowed\r\nAllow: POST\r\nContent-Length: 0\r\n\r\n";
    }
    const std::string body = server.answer(request.body());
    if (body.empty()) {
        return "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";
    }
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
}

// False when the connection has ended.
bool serveClient(McpUpstream& server, Client& client, std::string& buffer)
{
    const ssize_t got = ::recv(client.socket.get(), buffer.data(), buffer.size(), 0);
    if (got <= 0) {
        return false;
    }
    client.reader.append(std::string_view(buffer).substr(0, static_cast<std::size_t>(got)));
    while (client.reader.hasMessage()) {
        const std::string answer = httpAnswer(server, client.reader);
        client.reader.discard();
        if (!writeAll(client.socket.get(), answer)) {
            return false;
        }
    }
    return !client.reader.broken();
}

void acceptClient(int listener, PollSet& poll, std::map<int, Client>& clients)
{
    FileDescriptor accepted(::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC));
    if (accepted.isOpen() && poll.add(accepted.get())) {
        sendWithoutDelay(accepted.get());
        const int number = accepted.get();
        clients[number].socket = std::move(accepted);
    }
}

} // namespace

bool serveStdio(unsigned tools)
{
    McpUpstream server(tools);
    std::string pending;
    std::string buffer(kReadSize, '\0');
    while (true) {
        const ssize_t got = ::read(STDIN_FILENO, buffer.data(), buffer.size());
        if (got <= 0) {
            return true;
        }
        pending.append(buffer, 0, static_cast<std::size_t>(got));
        std::string answers;
        std::size_t begin = 0;
        for (std::size_t end = pending.find('\n'); end != std::string::npos;
             end = pending.find('\n', begin)) {
            const std::string answer =
                server.answer(std::string_view(pending).substr(begin, end - begin));
            begin = end + 1;
            if (!answer.empty()) {
                answers += answer + "\n";
            }
        }
        pending.erase(0, begin);
        if (!answers.empty() && !writeAll(STDOUT_FILENO, answers)) {
            return true;
        }
    }
}

bool serveHttp(std::uint16_t port)
{
    std::signal(SIGPIPE, SIG_IGN); // NOLINT(cert-err33-c): it cannot fail
    const auto listener = listenOnLoopback(port);
    PollSet poll;
    if (!listener || !poll.add(listener->socket.get())) {
        return false;
    }
    std::printf("READY http://127.0.0.1:%u/mcp\n", static_cast<unsigned>(listener->port));
    std::fflush(stdout);
    McpUpstream server;
    std::map<int, Client> clients;
    std::string buffer(kReadSize, '\0');
    while (true) {
        for (const int fd : poll.wait(std::chrono::hours(1))) {
            if (fd == listener->socket.get()) {
                acceptClient(fd, poll, clients);
            } else if (!serveClient(server, clients[fd], buffer)) {
                clients.erase(fd);
            }
        }
    }
}

} // namespace portcullis::ctl::bench
