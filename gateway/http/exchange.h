#pragma once

#include "gateway/http/send_queue.h"
#include "gateway/http/server.h"
#include "gateway/http/sweep.h"

#include <boost/asio/ip/tcp.hpp>

#include <functional>
#include <memory>
#include <string>

namespace portcullis::http {

// What one connection and its exchanges share.
struct Wire
{
    Wire(asio::ip::tcp::socket accepted, std::function<void()> onLost)
        : socket(std::move(accepted))
        , lost(std::move(onLost))
        , queue(socket, lost)
    {}

    asio::ip::tcp::socket socket;
    std::function<void()> lost; // the client is gone or given up: closes and tells the exchange
    SendQueue<asio::ip::tcp::socket> queue;
    bool http10 = false;
    bool keepAlive = true; // whether another request may follow this one
};

// The server's side of Exchange. Owner: the connection's coroutine. Thread: gateway.
class ServerExchange final : public Exchange
{
public:
    ServerExchange(std::shared_ptr<void> owner,
                   Wire& wire,
                   const Request& request,
                   const ServerOptions& options,
                   Sweep& sweep);

    const Request& request() const override { return m_request; }

    Task<bool> respond(Response response) override;
    void startStream(const Headers& extra) override;
    void sendEvent(std::string bytes) override;
    Task<> finishStream() override;

    bool streaming() const override { return m_state == State::Streaming; }

    void onDisconnect(std::function<void()> gone) override;

    bool disconnected() const override { return m_disconnected; }

    // For the connection.
    void clientLost();               // tells the handler
    void forget();                   // the server goes away: no callback any more
    void look(Swept::TimePoint now); // a few times a second

    [[nodiscard]] bool complete() const { return m_complete; }

    [[nodiscard]] bool begun() const { return m_state != State::Open; }

private:
    enum class State
    {
        Open,
        Whole,
        Streaming,
        Finished
    };

    struct Gone
    {
        std::function<void()> callback;
    };

    void postGone();
    void probe();
    void pushChunk(std::string bytes);
    void lookAtStandstill(Swept::TimePoint now);

    std::shared_ptr<void> m_owner;
    Wire& m_wire;
    const Request& m_request;
    const ServerOptions& m_options;
    Sweep& m_sweep;
    std::shared_ptr<Gone> m_gone;
    State m_state = State::Open;
    bool m_disconnected = false;
    bool m_complete = false;
    bool m_sentSomething = false; // since the last look
    Swept::TimePoint m_quietSince{};
    Swept::TimePoint m_nextProbe{};
    Swept::TimePoint m_standsSince{};
    std::size_t m_sentBefore = 0;
};

} // namespace portcullis::http
