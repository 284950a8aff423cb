#pragma once

#include "gateway/http/exchange.h"
#include "gateway/http/parser.h"
#include "gateway/http/server.h"
#include "gateway/http/sweep.h"

#include <boost/asio/ip/tcp.hpp>

#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

namespace portcullis::http {

class Connection;

// What a server and its connections share. It lives until the last of them is gone.
struct ServerCore
{
    ServerCore(asio::io_context& io, ServerOptions serverOptions, Handlers serverHandlers);

    ServerOptions options;
    Handlers handlers;
    asio::ip::tcp::acceptor acceptor;
    std::shared_ptr<Sweep> sweep;
    Signal room; // notified when a connection ends
    std::unordered_set<Connection*> connections;
    std::size_t idle = 0; // of them
    Swept::TimePoint trimmed;
    bool draining = false;

    [[nodiscard]] bool full() const { return connections.size() >= options.connections; }

    // Closes what is idle beyond the bounds; at most once for one moment.
    void trimIdle(Swept::TimePoint now);
    // Closes the connection that has been idle longest, if there is one.
    void closeOneIdle();
};

// One accepted connection: reads requests one after the other, has them admitted and handled, and
// closes in the way that lets the client read the last answer.
// Owner: its coroutine. Thread: gateway. Failure: ends, closing the socket.
class Connection final : public Swept, public std::enable_shared_from_this<Connection>
{
public:
    Connection(std::shared_ptr<ServerCore> core, asio::ip::tcp::socket socket);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    Task<> serve(); // the caller keeps the connection alive meanwhile

    void drain();   // closes when no request is under way
    void abandon(); // the server goes away
    void sweep(TimePoint now) override;

    [[nodiscard]] bool idle() const { return m_phase == Phase::Idle && m_wire.socket.is_open(); }

    [[nodiscard]] TimePoint idleSince() const { return m_idleSince; }

    [[nodiscard]] const Peer& peer() const { return m_peer; }

    // Closes an idle connection, unless a request is coming in just now.
    bool closeIdle();

private:
    enum class Phase
    {
        Idle,
        Head,
        Body,
        Handling,
        Lingering
    };

    // Why reading a request ended early: a status to answer with, or 0 when there is nobody to
    // answer.
    using Fault = std::optional<unsigned>;

    Task<bool> serveOne();
    Task<Fault> readHead();
    Task<Fault> readBody();
    Task<Fault> readMore();
    Fault parse();
    Fault checkHead() const;
    void setPhase(Phase phase);
    void makeRoom();
    void beginRequest();
    void nextPhase(Phase phase, std::chrono::milliseconds timeout);

    Task<bool> handle();
    Task<> identifyPeer();
    Task<> refuse(Response response);
    Task<> linger();
    void lost();
    void close();

    std::shared_ptr<ServerCore> m_core;
    Wire m_wire;
    Peer m_peer;
    bool m_identified = false;
    Request m_request;
    std::optional<RequestParser> m_parser;
    ServerExchange* m_exchange = nullptr;

    std::vector<char> m_in;
    std::size_t m_begin = 0;  // of the request
    std::size_t m_cursor = 0; // seen by the parser
    std::size_t m_end = 0;

    Phase m_phase = Phase::Handling;
    TimePoint m_idleSince;
    TimePoint m_deadline = TimePoint::max();
    bool m_expired = false;
};

} // namespace portcullis::http
