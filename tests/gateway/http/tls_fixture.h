#pragma once

#include "client_fixture.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_certificates.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <gmock/gmock.h>

#include <array>
#include <string>
#include <thread>

namespace portcullis::http::test {

using asio::ip::tcp;
using portcullis::test::Credentials;
using portcullis::test::makeCredentials;

// Answers every request with the name the client asked for. One connection after the other.
class TlsServer
{
public:
    // With `clientAuthority`, clients have to show a certificate of it.
    explicit TlsServer(const Credentials& credentials, const std::string& clientAuthority = {})
        : m_context(asio::ssl::context::tls_server)
        , m_acceptor(m_io, tcp::endpoint(asio::ip::address_v4::loopback(), 0))
    {
        m_context.use_certificate_chain(asio::buffer(credentials.certificate));
        m_context.use_private_key(asio::buffer(credentials.key), asio::ssl::context::pem);
        if (!clientAuthority.empty()) {
            m_context.add_certificate_authority(asio::buffer(clientAuthority));
            m_context.set_verify_mode(asio::ssl::verify_peer |
                                      asio::ssl::verify_fail_if_no_peer_cert);
        }
        m_thread = std::jthread([this] { serve(); });
    }

    ~TlsServer()
    {
        m_stopping = true;
        tcp::socket knock(m_io);
        boost::system::error_code ignored;
        knock.connect(m_acceptor.local_endpoint(), ignored);
    }

    TlsServer(const TlsServer&) = delete;
    TlsServer& operator=(const TlsServer&) = delete;

    std::uint16_t port() const { return m_acceptor.local_endpoint().port(); }

    int accepted() const { return m_accepted; }

private:
    void serve()
    {
        while (!m_stopping) {
            asio::ssl::stream<tcp::socket> stream(m_io, m_context);
            boost::system::error_code error;
            m_acceptor.accept(stream.lowest_layer(), error);
            stream.handshake(asio::ssl::stream_base::server, error);
            if (error) {
                hearOut(stream.next_layer());
                continue;
            }
            ++m_accepted;
            while (!error) {
                answer(stream, error);
            }
        }
    }

    // Closing with unread bytes could take the alert away that was sent.
    static void hearOut(tcp::socket& socket)
    {
        boost::system::error_code error;
        socket.shutdown(tcp::socket::shutdown_send, error);
        std::array<char, 1024> bytes{};
        while (!error) {
            socket.read_some(asio::buffer(bytes), error);
        }
    }

    static void answer(asio::ssl::stream<tcp::socket>& stream, boost::system::error_code& error)
    {
        asio::streambuf request;
        asio::read_until(stream, request, "end of request", error);
        if (error) {
            return;
        }
        const char* name = SSL_get_servername(stream.native_handle(), TLSEXT_NAMETYPE_host_name);
        const std::string body = name == nullptr ? "no name" : name;
        const std::string text =
            "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
        asio::write(stream, asio::buffer(text), error);
    }

    asio::io_context m_io;
    asio::ssl::context m_context;
    tcp::acceptor m_acceptor;
    std::atomic<bool> m_stopping{false};
    std::atomic<int> m_accepted{0};
    std::jthread m_thread;
};

class Tls : public ClientTest
{
protected:
    void trust(const Credentials& credentials)
    {
        options.caFile = folder.write("ca.pem", credentials.certificate).native();
    }

    // The answer to one request, or the error.
    Sent ask(const std::string& host, std::uint16_t port)
    {
        makeClient("https://" + host + ":" + std::to_string(port));
        return beginSend(post("end of request")).get();
    }

    std::string bodyFrom(const std::string& host, std::uint16_t port)
    {
        makeClient("https://" + host + ":" + std::to_string(port));
        return beginExchange(post("end of request")).get();
    }

    void TearDown() override
    {
        loop.call([this] { client.reset(); }); // before the server, which waits for it
        ClientTest::TearDown();
    }

    portcullis::test::TempFolder folder;
};

} // namespace portcullis::http::test
