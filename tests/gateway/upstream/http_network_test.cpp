#include "tests/gateway/upstream/http_stand_in.h"
#include "tests/support/test_certificates.h"
#include "tests/support/test_proxy.h"

#include <boost/asio/detached.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <gmock/gmock.h>

// What lies between a server over HTTP and the gateway: proxies (C-82), client certificates (C-81),
// connections that break.
namespace portcullis::upstream::test {

using asio::ip::tcp;
using portcullis::test::TestProxy;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

namespace {

// A server that is reached only through a proxy.
class Proxied : public testing::Test
{
protected:
    Proxied()
        : there(loop)
        , here(loop)
        , proxy(loop.io, static_cast<std::uint16_t>(std::stoi(there.url("").substr(17))))
    {
        here.settings.config.transport = api::Transport::Http;
        here.settings.config.url = "http://mcp.example/mcp";
        here.settings.config.allowPlainHttp = true;
        here.settings.config.proxy = proxy.url();
    }

    Loop loop;
    HttpStandIn there;
    Upstream here;
    TestProxy proxy;
};

std::string startError(Upstream& upstream)
{
    const auto started = upstream.start();
    return started ? "none" : started.error().message + started.error().cause;
}

} // namespace

TEST_F(Proxied, IsReachedThroughTheProxyOfItsOwn)
{
    EXPECT_EQ(here.text("echo"), "{}");
    ASSERT_GE(proxy.heads().size(), 3U);
    EXPECT_THAT(proxy.heads()[0], StartsWith("POST http://mcp.example/mcp HTTP/1.1\r\n"));
    EXPECT_EQ(there.last("tools/call").headers.get("Host"), "mcp.example");
}

TEST_F(Proxied, IsReachedThroughTheProxyOfTheSystemWithItsPassword)
{
    here.settings.config.proxy = api::kSystemProxy;
    here.settings.proxies.http = "http://user:hush@" + proxy.url().substr(7);
    EXPECT_EQ(here.text("echo"), "{}");
    EXPECT_THAT(proxy.heads().at(0), HasSubstr("Proxy-Authorization: Basic dXNlcjpodXNo\r\n"));
    proxy.answerWith("HTTP/1.1 407 Sign in\r\nContent-Length: 0\r\n\r\n");
    const std::string error = here.text("echo");
    EXPECT_THAT(error, HasSubstr("The proxy " + proxy.url()));
    EXPECT_THAT(error + here.server().diagnostics(), Not(HasSubstr("hush")));
}

TEST_F(Proxied, IsReachedDirectlyOnLoopback)
{
    here.settings.config.url = there.url();
    EXPECT_EQ(here.text("echo"), "{}");
    EXPECT_EQ(proxy.heads().size(), 0U);
}

TEST_F(Proxied, IsReachedDirectlyWhereWantedSo)
{
    // The system connects nobody to this address.
    here.settings.config.url = "http://255.255.255.255" + there.url().substr(16);
    here.settings.config.proxy = api::kNoProxy;
    here.settings.proxies.http = proxy.url();
    EXPECT_THAT(here.text("echo"), HasSubstr("Cannot connect to http://255.255.255.255"));
    EXPECT_EQ(proxy.heads().size(), 0U);
    Upstream other(loop);
    other.settings.config = here.settings.config;
    other.settings.proxies = here.settings.proxies;
    other.settings.config.proxy = api::kSystemProxy;
    EXPECT_EQ(other.text("echo"), "{}");
    EXPECT_GT(proxy.heads().size(), 0U);
}

TEST_F(Proxied, IsNotReachedPastAProxyThatCannotBeUsed)
{
    here.settings.config.proxy = api::kSystemProxy;
    here.settings.proxies.http = "socks5://user:hush@127.0.0.1:1";
    EXPECT_THAT(startError(here), HasSubstr("Only proxies that are spoken to over http://"));
    EXPECT_EQ(here.server().status().state, api::ServerState::Failed);
}

namespace {

// Ends TLS in front of the stand-in, for clients that show a certificate of an authority.
class TlsFront
{
public:
    TlsFront(Loop& loop,
             std::uint16_t target,
             const portcullis::test::Credentials& own,
             const std::string& clientAuthority)
        : m_io(loop.io)
        , m_target(asio::ip::address_v4::loopback(), target)
        , m_context(asio::ssl::context::tls_server)
        , m_acceptor(loop.io, tcp::endpoint(asio::ip::address_v4::loopback(), 0))
    {
        m_context.use_certificate_chain(asio::buffer(own.certificate));
        m_context.use_private_key(asio::buffer(own.key), asio::ssl::context::pem);
        m_context.add_certificate_authority(asio::buffer(clientAuthority));
        m_context.set_verify_mode(asio::ssl::verify_peer | asio::ssl::verify_fail_if_no_peer_cert);
        asio::co_spawn(m_io, serve(), asio::detached);
    }

    [[nodiscard]] std::string url() const
    {
        return "https://localhost:" + std::to_string(m_acceptor.local_endpoint().port()) + "/mcp";
    }

private:
    using Secured = asio::ssl::stream<tcp::socket>;

    Task<> serve()
    {
        for (;;) {
            boost::system::error_code error;
            auto stream = std::make_shared<Secured>(m_io, m_context);
            co_await m_acceptor.async_accept(stream->next_layer(),
                                             asio::redirect_error(asio::use_awaitable, error));
            asio::co_spawn(m_io, lead(m_io, m_target, stream), asio::detached);
        }
    }

    static Task<> lead(asio::io_context& io, tcp::endpoint target, std::shared_ptr<Secured> stream)
    {
        boost::system::error_code error;
        co_await stream->async_handshake(asio::ssl::stream_base::server,
                                         asio::redirect_error(asio::use_awaitable, error));
        const auto server = std::make_shared<tcp::socket>(io);
        if (!error) {
            co_await server->async_connect(target,
                                           asio::redirect_error(asio::use_awaitable, error));
            asio::co_spawn(io, pump(server, stream), asio::detached);
        }
        co_await pump(stream, server);
    }

    template <typename From, typename To>
    static Task<> pump(std::shared_ptr<From> from, std::shared_ptr<To> to)
    {
        boost::system::error_code error;
        std::string space(16 * 1024, '\0');
        const auto room = asio::buffer(space);
        while (!error) {
            const std::size_t got = co_await from->async_read_some(
                room, asio::redirect_error(asio::use_awaitable, error));
            const auto bytes = asio::buffer(space.data(), got);
            boost::system::error_code ignored;
            co_await asio::async_write(
                *to, bytes, asio::redirect_error(asio::use_awaitable, ignored));
        }
    }

    asio::io_context& m_io;
    tcp::endpoint m_target;
    asio::ssl::context m_context;
    tcp::acceptor m_acceptor;
};

class Certified : public testing::Test
{
protected:
    Certified()
        : theirs(portcullis::test::makeCredentials("DNS:localhost"))
        , own(portcullis::test::makeCredentials("DNS:gateway"))
        , front(loop,
                static_cast<std::uint16_t>(std::stoi(there.url("").substr(17))),
                theirs,
                own.certificate)
    {
        api::ServerConfig& config = here.settings.config;
        config.transport = api::Transport::Http;
        config.url = front.url();
        config.caFile = here.folder.write("ca.pem", theirs.certificate);
        config.clientCertFile = here.folder.write("own.pem", own.certificate);
        config.clientKeyFile =
            here.folder.write("own.key", portcullis::test::encryptKey(own.key, "open sesame"));
        config.clientKeyPassphrase = api::SecretRef{"key-passphrase"};
        here.secrets.values["key-passphrase"] = "open sesame";
    }

    Loop loop;
    HttpStandIn there{loop};
    Upstream here{loop};
    portcullis::test::Credentials theirs;
    portcullis::test::Credentials own;
    TlsFront front;
};

} // namespace

TEST_F(Certified, ShowsItsCertificateToTheServer)
{
    EXPECT_EQ(here.text("echo"), "{}");
}

TEST_F(Certified, WaitsForAPersonWhenThePassphraseIsWrong)
{
    here.secrets.values["key-passphrase"] = "hush";
    const std::string error = startError(here);
    EXPECT_THAT(error, HasSubstr("The passphrase for the private key in"));
    EXPECT_THAT(error + here.server().diagnostics(), Not(HasSubstr("hush")));
    EXPECT_EQ(here.server().status().state, api::ServerState::Failed);
    here.secrets.values["key-passphrase"] = "open sesame";
    here.server().restart();
    ASSERT_TRUE(here.reaches(api::ServerState::Ready));
    EXPECT_EQ(here.text("echo"), "{}");
}

TEST_F(Certified, SaysThatThePassphraseIsNotStored)
{
    here.secrets.values.clear();
    EXPECT_THAT(startError(here), HasSubstr("There is no secret named key-passphrase."));
}

TEST_F(Certified, TakesARenewedFileAtTheNextConnection)
{
    here.folder.write("own.pem", "expired, say");
    EXPECT_THAT(startError(here), HasSubstr("holds no certificate in PEM form"));
    here.folder.write("own.pem", own.certificate);
    here.server().restart();
    ASSERT_TRUE(here.reaches(api::ServerState::Ready));
    EXPECT_EQ(here.text("echo"), "{}");
}

namespace {

// Announces a body and closes the connection in the midst of it.
Task<> breakOff(std::shared_ptr<tcp::acceptor> acceptor)
{
    for (;;) {
        boost::system::error_code error;
        tcp::socket socket =
            co_await acceptor->async_accept(asio::redirect_error(asio::use_awaitable, error));
        std::string request;
        auto buffer = asio::dynamic_buffer(request);
        co_await asio::async_read_until(
            socket, buffer, "}}", asio::redirect_error(asio::use_awaitable, error));
        const std::string answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                   "Content-Length: 500\r\n\r\n{\"jsonrpc\":\"2.0\",";
        const auto bytes = asio::buffer(answer);
        co_await asio::async_write(socket, bytes, asio::redirect_error(asio::use_awaitable, error));
    }
}

} // namespace

TEST(HttpConnection, ThatBreaksInTheMidstOfAnAnswerIsAFailureOfTheServer)
{
    Loop loop;
    const auto acceptor = std::make_shared<tcp::acceptor>(
        loop.io, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    asio::co_spawn(loop.io, breakOff(acceptor), asio::detached);
    Upstream here(loop);
    here.settings.config.transport = api::Transport::Http;
    here.settings.config.protocol = api::ProtocolChoice::Auto;
    here.settings.config.url =
        "http://127.0.0.1:" + std::to_string(acceptor->local_endpoint().port()) + "/mcp";
    EXPECT_THAT(startError(here), HasSubstr("broke"));
    EXPECT_EQ(here.verdicts.size(), 0U) << "it says nothing about the era (C-08)";
    EXPECT_EQ(here.server().status().state, api::ServerState::Backoff);
}

} // namespace portcullis::upstream::test
