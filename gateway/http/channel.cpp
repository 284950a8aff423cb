#include "gateway/http/channel.h"

#include "gateway/http/tunnel.h"

#include <boost/asio/connect.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/write.hpp>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <utility>

namespace portcullis::http {

namespace {

using asio::ip::tcp;

// An alert by which a server turns a client away for its certificate, or for having none. Since
// TLS 1.3 it comes after the client's handshake has ended (RFC 8446 §6.2).
bool isAboutCertificate(const boost::system::error_code& error)
{
    if (error.category() != asio::error::get_ssl_category()) {
        return false;
    }
    switch (ERR_GET_REASON(static_cast<unsigned long>(error.value()))) {
    case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
    case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_REVOKED:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN:
    case SSL_R_TLSV1_ALERT_UNKNOWN_CA:
        return true;
    default:
        return false;
    }
}

} // namespace

Channel::Channel(asio::io_context& io, std::shared_ptr<Sweep> sweep, const Way& way)
    : m_sweep(std::move(sweep))
    , m_origin(way.origin)
    , m_proxy(way.proxy)
    , m_hop(way.proxy != nullptr ? way.proxy->address : way.origin)
    , m_socket(io)
    , m_resolver(io)
{
    if (way.tls != nullptr) {
        m_tls.emplace(m_socket, *way.tls);
    }
    m_sweep->add(*this);
}

Channel::~Channel()
{
    m_sweep->remove(*this);
}

Task<Result<>> Channel::connect(std::chrono::milliseconds timeout)
{
    setTimeout(timeout);
    auto endpoints = co_await resolve();
    if (!endpoints) {
        co_return fail(endpoints.error());
    }
    NetError error;
    if (!m_aborted && !m_expired) {
        co_await asio::async_connect(
            m_socket, *endpoints, asio::redirect_error(asio::use_awaitable, error));
    }
    if (error || m_aborted || m_expired) {
        Error reason = failure(error);
        if (reason.code == ErrorCode::Unavailable) {
            reason.message = "Cannot connect to " + peer() + ".";
        }
        close();
        co_return fail(std::move(reason));
    }
    m_socket.set_option(tcp::no_delay(true), error);
    if (m_proxy != nullptr && m_tls) {
        auto opened = co_await tunnel();
        if (!opened) {
            co_return opened;
        }
    }
    m_passedProxy = true;
    if (m_tls) {
        co_return co_await handshake();
    }
    co_return Result<>();
}

Task<Result<>> Channel::tunnel()
{
    NetError broken;
    auto opened = co_await openTunnel(m_socket, *m_proxy, m_origin, broken);
    if (broken) {
        opened = fail(failure(broken));
    }
    if (!opened) {
        close();
    }
    co_return opened;
}

std::string Channel::peer() const
{
    return m_proxy != nullptr && !m_passedProxy ? m_proxy->name() + " (the proxy)"
                                                : m_origin.origin();
}

// Literal addresses and localhost need no resolver. The resolver cannot be interrupted, so a slow
// one is left behind when the time is over.
Task<Result<Channel::Endpoints>> Channel::resolve()
{
    NetError error;
    const auto address = asio::ip::make_address(m_hop.host, error);
    if (!error) {
        co_return Endpoints(1, tcp::endpoint(address, m_hop.port));
    }
    if (m_hop.isLoopback()) {
        Endpoints both;
        both.emplace_back(asio::ip::address_v4::loopback(), m_hop.port);
        both.emplace_back(asio::ip::address_v6::loopback(), m_hop.port);
        co_return both;
    }
    m_resolution = std::make_shared<Resolution>(m_socket.get_executor());
    m_resolver.async_resolve(m_hop.host,
                             std::to_string(m_hop.port),
                             [shared = m_resolution, whose = peer()](
                                 const NetError& failed, const tcp::resolver::results_type& found) {
                                 if (failed) {
                                     shared->set(fail(ErrorCode::Unavailable,
                                                      "The host of " + whose + " is not known.",
                                                      failed.message()));
                                 } else {
                                     shared->set(Endpoints(found.begin(), found.end()));
                                 }
                             });
    const auto waiting = m_resolution;
    co_return co_await waiting->wait();
}

Task<Result<>> Channel::handshake()
{
    NetError error;
    // RFC 6066 §3: no server name for literal addresses.
    boost::system::error_code literal;
    asio::ip::make_address(m_origin.host, literal);
    if (literal) {
        // What SSL_set_tlsext_host_name() does, without its C cast.
        std::string name = m_origin.host;
        SSL_ctrl(m_tls->native_handle(),
                 SSL_CTRL_SET_TLSEXT_HOSTNAME,
                 TLSEXT_NAMETYPE_host_name,
                 name.data());
    }
    m_tls->set_verify_callback(asio::ssl::host_name_verification(m_origin.host), error);
    if (!error) {
        co_await m_tls->async_handshake(asio::ssl::stream_base::client,
                                        asio::redirect_error(asio::use_awaitable, error));
    }
    if (error) {
        Error reason = handshakeFailure(error);
        close();
        co_return fail(std::move(reason));
    }
    co_return Result<>();
}

Error Channel::handshakeFailure(const NetError& error) const
{
    const bool refused = error.category() == asio::error::get_ssl_category() &&
                         ERR_GET_REASON(static_cast<unsigned long>(error.value())) ==
                             SSL_R_CERTIFICATE_VERIFY_FAILED;
    if (!refused) {
        Error reason = failure(error);
        if (reason.code == ErrorCode::Unavailable && !isAboutCertificate(error)) {
            reason.message = "No TLS connection to " + m_origin.origin() + ".";
        }
        return reason;
    }
    return {
        ErrorCode::Unavailable,
        "The certificate of " + m_origin.origin() +
            " is not trusted. Name the file of the authority that issued it, or correct the host.",
        error.message()};
}

Task<Channel::NetError>
Channel::write(std::string_view head, std::string_view body, std::size_t& written)
{
    const std::array<asio::const_buffer, 2> parts{asio::buffer(head), asio::buffer(body)};
    NetError error;
    if (m_tls) {
        written = co_await asio::async_write(
            *m_tls, parts, asio::redirect_error(asio::use_awaitable, error));
    } else {
        written = co_await asio::async_write(
            m_socket, parts, asio::redirect_error(asio::use_awaitable, error));
    }
    co_return error;
}

Task<std::size_t> Channel::read(asio::mutable_buffer space, NetError& error)
{
    std::size_t got = 0;
    if (m_tls) {
        got = co_await m_tls->async_read_some(space,
                                              asio::redirect_error(asio::use_awaitable, error));
    } else {
        got = co_await m_socket.async_read_some(space,
                                                asio::redirect_error(asio::use_awaitable, error));
    }
    co_return got;
}

void Channel::setTimeout(std::chrono::milliseconds timeout)
{
    m_resting = false;
    m_deadline = std::chrono::steady_clock::now() + timeout;
}

void Channel::rest(std::chrono::milliseconds timeout)
{
    setTimeout(timeout);
    m_resting = true;
}

bool Channel::usable()
{
    if (!m_socket.is_open()) {
        return false;
    }
    char byte = 0;
    const ssize_t got =
        ::recv(m_socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT | MSG_NOSIGNAL);
    return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

void Channel::abort()
{
    m_aborted = true;
    close();
}

void Channel::close()
{
    boost::system::error_code ignored;
    m_socket.close(ignored);
    if (m_resolution) {
        m_resolution->set(fail(failure(asio::error::operation_aborted)));
    }
}

Error Channel::failure(const NetError& error) const
{
    if (m_expired) {
        return {ErrorCode::DeadlineExceeded, peer() + " did not answer in time.", {}};
    }
    if (m_aborted || error == asio::error::operation_aborted) {
        return {ErrorCode::Cancelled, "The request was cancelled.", {}};
    }
    if (isAboutCertificate(error)) {
        return {ErrorCode::Unavailable,
                peer() + " wants a client certificate that it trusts. Name the files of one and of "
                         "its private key, or renew it.",
                error.message()};
    }
    return {ErrorCode::Unavailable, "The connection to " + peer() + " broke.", error.message()};
}

void Channel::sweep(TimePoint now)
{
    if (m_resting && (now >= m_deadline || !usable())) {
        close();
        m_sweep->remove(*this); // the pool forgets a closed channel when it next looks
    } else if (!m_resting && now >= m_deadline) {
        m_deadline = TimePoint::max();
        m_expired = true;
        close();
    }
}

} // namespace portcullis::http
