#include "app/ctl/bench/call_text.h"
#include "app/ctl/bench/http_reader.h"
#include "app/ctl/bench/lanes.h"
#include "app/ctl/bench/poll_set.h"
#include "app/ctl/bench/sockets.h"

#include <sys/socket.h>

#include <map>

namespace portcullis::ctl::bench {

namespace {

constexpr std::size_t kReadSize = 64 * 1024;

struct Connection
{
    FileDescriptor socket;
    HttpReader reader;
    std::string head; // of every call, up to the length of the body
    bool busy = false;
};

// One connection a lane, each with its own session, as so many agents would have.
class HttpLanes final : public Lanes
{
public:
    explicit HttpLanes(Target target)
        : m_target(std::move(target))
        , m_text(m_target)
        , m_buffer(kReadSize, '\0')
        , m_connections(m_target.lanes)
    {}

    Result<> open() override;
    void send(unsigned lane) override;
    Result<> wait(Nanos atMost, std::vector<Ended>& ended) override;

private:
    Result<> connect(unsigned lane);
    Result<> shakeHands(Connection& connection);
    // Sends and waits for the answer, which stays at the front of the reader.
    Result<> exchange(Connection& connection, const std::string& body);
    bool receive(Connection& connection, int flags);
    void restart(unsigned lane, std::vector<Ended>& ended);
    std::string head(std::string_view session) const;

    Target m_target;
    Url m_url;
    CallText m_text;
    std::string m_request;
    std::string m_buffer;
    PollSet m_poll;
    std::vector<Connection> m_connections;
    std::map<int, unsigned> m_laneOf;
    std::vector<unsigned> m_dropped; // ended before their call could be sent
};

Result<> HttpLanes::open()
{
    const auto url = parseLoopbackUrl(m_target.url);
    if (!url) {
        return fail(url.error());
    }
    m_url = *url;
    for (unsigned lane = 0; lane < m_connections.size(); ++lane) {
        if (auto connected = connect(lane); !connected) {
            return connected;
        }
    }
    return {};
}

Result<> HttpLanes::connect(unsigned lane)
{
    Connection& connection = m_connections[lane];
    auto socket = connectToLoopback(m_url.port);
    if (!socket) {
        return fail(socket.error());
    }
    connection.socket = std::move(*socket);
    connection.head = head({});
    if (m_target.hubServer.empty()) {
        if (auto greeted = shakeHands(connection); !greeted) {
            return greeted;
        }
    }
    m_laneOf[connection.socket.get()] = lane;
    return m_poll.add(connection.socket.get());
}

Result<> HttpLanes::shakeHands(Connection& connection)
{
    if (auto greeted = exchange(connection, initializeText()); !greeted) {
        return greeted;
    }
    const auto session = connection.reader.field("mcp-session-id");
    connection.head = head(session.value_or(std::string_view()));
    connection.reader.discard();
    auto told = exchange(connection, initializedText());
    connection.reader.discard();
    return told;
}

Result<> HttpLanes::exchange(Connection& connection, const std::string& body)
{
    const std::string request = connection.head + std::to_string(body.size()) + "\r\n\r\n" + body;
    bool alive = writeAll(connection.socket.get(), request);
    while (alive && !connection.reader.hasMessage()) {
        alive = receive(connection, 0);
    }
    const int status = alive ? connection.reader.status() : 0;
    if (status < 200 || status > 299) {
        return fail(ErrorCode::ProtocolError,
                    "The server to measure refused the handshake with status " +
                        std::to_string(status) + ".",
                    std::string(alive ? connection.reader.body().substr(0, 300) : ""));
    }
    return {};
}

std::string HttpLanes::head(std::string_view session) const
{
    std::string head = "POST " + m_url.path +
                       " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(m_url.port) +
                       "\r\nContent-Type: application/json\r\n"
                       "Accept: application/json, text/event-stream\r\n";
    if (!m_target.bearer.empty()) {
        head += "Authorization: Bearer " + m_target.bearer + "\r\n";
    }
    if (!session.empty()) {
        head += "Mcp-Session-Id: " + std::string(session) +
                "\r\nMCP-Protocol-Version: " + std::string(kSessionRevision) + "\r\n";
    }
    return head + "Content-Length: ";
}

bool HttpLanes::receive(Connection& connection, int flags)
{
    const ssize_t got = ::recv(connection.socket.get(), m_buffer.data(), m_buffer.size(), flags);
    if (got <= 0) {
        return false;
    }
    connection.reader.append(std::string_view(m_buffer).substr(0, static_cast<std::size_t>(got)));
    return true;
}

void HttpLanes::send(unsigned lane)
{
    Connection& connection = m_connections[lane];
    const std::string& body = m_text.next();
    m_request = connection.head;
    m_request += std::to_string(body.size());
    m_request += "\r\n\r\n";
    m_request += body;
    connection.busy = true;
    if (!writeAll(connection.socket.get(), m_request)) {
        m_dropped.push_back(lane);
    }
}

Result<> HttpLanes::wait(Nanos atMost, std::vector<Ended>& ended)
{
    for (const unsigned lane : std::exchange(m_dropped, {})) {
        restart(lane, ended);
    }
    for (const int fd : m_poll.wait(ended.empty() ? atMost : Nanos(0))) {
        const unsigned lane = m_laneOf[fd];
        Connection& connection = m_connections[lane];
        if (!receive(connection, MSG_DONTWAIT) || connection.reader.broken()) {
            restart(lane, ended);
            continue;
        }
        if (!connection.reader.hasMessage()) {
            continue;
        }
        const int status = connection.reader.status();
        std::string fault = status == 200
                                ? faultOf(connection.reader.body(), m_target.resultBytes)
                                : "HTTP status " + std::to_string(status) + ": " +
                                      std::string(connection.reader.body().substr(0, 300));
        connection.reader.discard();
        connection.busy = false;
        ended.push_back({lane, std::move(fault)});
    }
    return {};
}

// The server has closed a connection: its call has failed, and the lane goes on with a new one.
void HttpLanes::restart(unsigned lane, std::vector<Ended>& ended)
{
    Connection& connection = m_connections[lane];
    m_laneOf.erase(connection.socket.get());
    const bool busy = connection.busy;
    connection = Connection{};
    const auto connected = connect(lane);
    if (busy) {
        ended.push_back({lane,
                         connected ? "the server closed the connection"
                                   : "the server is gone: " + connected.error().message});
    }
}

} // namespace

std::unique_ptr<Lanes> makeHttpLanes(Target target)
{
    return std::make_unique<HttpLanes>(std::move(target));
}

} // namespace portcullis::ctl::bench
