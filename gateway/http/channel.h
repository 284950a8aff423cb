#pragma once

#include "gateway/base/result.h"
#include "gateway/http/async.h"
#include "gateway/http/client.h"
#include "gateway/http/sweep.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portcullis::http {

// One TCP or TLS connection to an origin, where wanted through a proxy. Every wait has a deadline,
// kept by the shared sweep. Owner: the request that uses it, else the pool. Thread: gateway.
// Failure: closed for good; failure() says why.
class Channel final : public Swept, public std::enable_shared_from_this<Channel>
{
public:
    using NetError = boost::system::error_code;

    // Where to and how. `proxy` is null for the direct way and `tls` for plain HTTP; otherwise they
    // must outlive the channel.
    struct Way
    {
        const Url& origin;
        const Proxy* proxy = nullptr;
        asio::ssl::context* tls = nullptr;
    };

    Channel(asio::io_context& io, std::shared_ptr<Sweep> sweep, const Way& way);
    ~Channel();
    Channel(const Channel&) = delete;
    Channel& operator=(const Channel&) = delete;

    Task<Result<>> connect(std::chrono::milliseconds timeout);
    // Sends both. `written` counts what left before an error.
    Task<NetError> write(std::string_view head, std::string_view body, std::size_t& written);
    Task<std::size_t> read(asio::mutable_buffer space, NetError& error);

    void setTimeout(std::chrono::milliseconds timeout);
    void rest(std::chrono::milliseconds timeout); // in the pool: closes when the time is over
    [[nodiscard]] bool usable();                  // open, and the server said nothing since
    void abort();                                 // what waits fails with Cancelled
    void close();

    // Why an operation failed, for a caller of the client.
    [[nodiscard]] Error failure(const NetError& error) const;

    [[nodiscard]] bool aborted() const { return m_aborted; }

    [[nodiscard]] bool expired() const { return m_expired; }

    void sweep(TimePoint now) override;

private:
    using Endpoints = std::vector<asio::ip::tcp::endpoint>;
    using Resolution = Promise<Result<Endpoints>>;

    Task<Result<Endpoints>> resolve();
    Task<Result<>> tunnel();
    Task<Result<>> handshake();
    [[nodiscard]] Error handshakeFailure(const NetError& error) const;
    [[nodiscard]] std::string peer() const;

    std::shared_ptr<Sweep> m_sweep;
    Url m_origin;
    const Proxy* m_proxy;
    Url m_hop; // what the socket connects to: the origin or the proxy
    asio::ip::tcp::socket m_socket;
    asio::ip::tcp::resolver m_resolver;
    std::shared_ptr<Resolution> m_resolution;
    std::optional<asio::ssl::stream<asio::ip::tcp::socket&>> m_tls;
    TimePoint m_deadline = TimePoint::max();
    bool m_passedProxy = false;
    bool m_resting = false;
    bool m_aborted = false;
    bool m_expired = false;
};

} // namespace portcullis::http
