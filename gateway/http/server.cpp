#include "gateway/http/server.h"

#include "gateway/http/connection.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/v6_only.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace portcullis::http {

namespace {

using asio::ip::tcp;

constexpr std::chrono::milliseconds kSweepPeriod{200};
constexpr std::chrono::milliseconds kAcceptPause{100};

// A quarter of the shortest timeout, so that short ones are kept too, but not more than
// kSweepPeriod.
std::chrono::milliseconds sweepPeriod(const ServerOptions& options)
{
    const auto shortest = std::min({options.headTimeout,
                                    options.bodyTimeout,
                                    options.idleTimeout,
                                    options.keepAlive,
                                    4 * kSweepPeriod});
    return std::max(std::chrono::milliseconds{5}, shortest / 4);
}

Task<> serve(std::shared_ptr<Connection> connection)
{
    co_await connection->serve();
}

void beginServing(const std::shared_ptr<ServerCore>& core, tcp::socket socket)
{
    const auto executor = socket.get_executor();
    auto connection = std::make_shared<Connection>(core, std::move(socket));
    asio::co_spawn(executor, serve(std::move(connection)), asio::detached);
}

Task<> acceptAll(std::shared_ptr<ServerCore> core)
{
    while (core->acceptor.is_open()) {
        boost::system::error_code error;
        if (core->full()) {
            co_await core->acceptor.async_wait(tcp::acceptor::wait_read,
                                               asio::redirect_error(asio::use_awaitable, error));
        }
        if (!error && core->full()) {
            core->closeOneIdle();
            co_await core->room.wait();
            continue;
        }
        tcp::socket socket =
            co_await core->acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
        if (!error && !core->draining) {
            beginServing(core, std::move(socket));
        } else if (error && core->acceptor.is_open()) {
            // No file descriptors or memory now: the client waits in the queue meanwhile.
            co_await core->room.wait(std::chrono::steady_clock::now() + kAcceptPause);
        }
    }
}

class LoopbackServer final : public Server
{
public:
    explicit LoopbackServer(std::shared_ptr<ServerCore> core)
        : m_core(std::move(core))
    {
        boost::system::error_code ignored;
        m_port = m_core->acceptor.local_endpoint(ignored).port();
        asio::co_spawn(m_core->acceptor.get_executor(), acceptAll(m_core), asio::detached);
    }

    ~LoopbackServer() override
    {
        stopListening();
        for (Connection* connection : everyConnection()) {
            connection->abandon();
        }
    }

    LoopbackServer(const LoopbackServer&) = delete;
    LoopbackServer& operator=(const LoopbackServer&) = delete;

    std::uint16_t port() const override { return m_port; }

    void drain() override
    {
        stopListening();
        for (Connection* connection : everyConnection()) {
            connection->drain();
        }
    }

    std::size_t connections() const override { return m_core->connections.size(); }

    void setLimits(const Limits& limits) override
    {
        m_core->options.bodyBytes = limits.bodyBytes;
        m_core->options.headerBytes = limits.headerBytes;
        m_core->options.targetBytes = limits.targetBytes;
    }

private:
    void stopListening()
    {
        m_core->draining = true;
        boost::system::error_code ignored;
        m_core->acceptor.close(ignored);
        m_core->room.notify();
    }

    std::vector<Connection*> everyConnection() const
    {
        return {m_core->connections.begin(), m_core->connections.end()};
    }

    std::shared_ptr<ServerCore> m_core;
    std::uint16_t m_port = 0;
};

Result<> bindAndListen(tcp::acceptor& acceptor, const tcp::endpoint& endpoint)
{
    boost::system::error_code error;
    acceptor.open(endpoint.protocol(), error);
    if (!error) {
        acceptor.set_option(asio::socket_base::reuse_address(true), error);
    }
    if (!error && endpoint.address().is_v6()) {
        acceptor.set_option(asio::ip::v6_only(true), error);
    }
    if (!error) {
        acceptor.bind(endpoint, error);
    }
    if (!error) {
        acceptor.listen(asio::socket_base::max_listen_connections, error);
    }
    if (!error) {
        return {};
    }
    const std::string port = std::to_string(endpoint.port());
    if (error == asio::error::address_in_use) {
        return fail(ErrorCode::Busy,
                    "Port " + port + " is in use by another program. Choose another port.",
                    error.message());
    }
    if (error == asio::error::access_denied) {
        return fail(ErrorCode::PermissionDenied,
                    "Port " + port + " is not open to ordinary users. Choose one above 1023.",
                    error.message());
    }
    return fail(ErrorCode::IoError, "Cannot listen on port " + port + ".", error.message());
}

} // namespace

ServerCore::ServerCore(asio::io_context& io, ServerOptions serverOptions, Handlers serverHandlers)
    : options(std::move(serverOptions))
    , handlers(std::move(serverHandlers))
    , acceptor(io)
    , sweep(std::make_shared<Sweep>(io.get_executor(), sweepPeriod(options)))
    , room(io.get_executor())
{}

Result<std::unique_ptr<Server>>
Server::listen(asio::io_context& io, ServerOptions options, Handlers handlers)
{
    boost::system::error_code error;
    const auto address = asio::ip::make_address(options.host, error);
    if (error || !address.is_loopback()) {
        return fail(
            ErrorCode::InvalidArgument,
            "The gateway listens on this computer only. Use 127.0.0.1 or ::1 as its address.");
    }
    const tcp::endpoint endpoint(address, options.port);
    auto core = std::make_shared<ServerCore>(io, std::move(options), std::move(handlers));
    if (auto bound = bindAndListen(core->acceptor, endpoint); !bound) {
        return fail(bound.error());
    }
    return std::make_unique<LoopbackServer>(std::move(core));
}

} // namespace portcullis::http
