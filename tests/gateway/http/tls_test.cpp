#include "client_fixture.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <gmock/gmock.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

namespace portcullis::http::test {
namespace {

using asio::ip::tcp;

struct Credentials
{
    std::string certificate; // PEM, its own authority
    std::string key;
};

std::string takePem(BIO* memory)
{
    char* text = nullptr;
    const long size = BIO_get_mem_data(memory, &text);
    std::string pem(text, static_cast<std::size_t>(size));
    BIO_free(memory);
    return pem;
}

void extend(X509* certificate, int kind, const std::string& value)
{
    X509V3_CTX context{};
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
    ASSERT_NE(extension, nullptr);
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

// A certificate that signs itself, valid for the names ("DNS:a,IP:1.2.3.4") until so many seconds
// from now.
Credentials makeCredentials(const std::string& names, long seconds = 3600)
{
    EVP_PKEY* key = EVP_EC_gen("P-256");
    X509* certificate = X509_new();
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -7200);
    X509_gmtime_adj(X509_getm_notAfter(certificate), seconds);
    X509_set_pubkey(certificate, key);
    X509_NAME* subject = X509_get_subject_name(certificate);
    const std::string name = "test";
    X509_NAME_add_entry_by_txt(subject,
                               "CN",
                               MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(name.data()),
                               static_cast<int>(name.size()),
                               -1,
                               0);
    X509_set_issuer_name(certificate, subject);
    extend(certificate, NID_basic_constraints, "critical,CA:TRUE");
    extend(certificate, NID_subject_alt_name, names);
    X509_sign(certificate, key, EVP_sha256());

    Credentials made;
    BIO* memory = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(memory, certificate);
    made.certificate = takePem(memory);
    memory = BIO_new(BIO_s_mem());
    PEM_write_bio_PrivateKey(memory, key, nullptr, nullptr, 0, nullptr, nullptr);
    made.key = takePem(memory);
    X509_free(certificate);
    EVP_PKEY_free(key);
    return made;
}

// Answers every request with the name the client asked for. One connection after the other.
class TlsServer
{
public:
    explicit TlsServer(const Credentials& credentials)
        : m_context(asio::ssl::context::tls_server)
        , m_acceptor(m_io, tcp::endpoint(asio::ip::address_v4::loopback(), 0))
    {
        m_context.use_certificate_chain(asio::buffer(credentials.certificate));
        m_context.use_private_key(asio::buffer(credentials.key), asio::ssl::context::pem);
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
                continue;
            }
            ++m_accepted;
            while (!error) {
                answer(stream, error);
            }
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
    Tls()
    {
        std::string name = "/tmp/portcullis-tls-XXXXXX";
        m_folder = ::mkdtemp(name.data());
    }

    ~Tls() override { std::filesystem::remove_all(m_folder); }

    void trust(const Credentials& credentials)
    {
        options.caFile = (m_folder / "ca.pem").native();
        std::ofstream(options.caFile) << credentials.certificate;
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

    std::filesystem::path m_folder;
};

TEST_F(Tls, TalksToATrustedServerAndNamesIt)
{
    const Credentials credentials = makeCredentials("DNS:localhost,IP:127.0.0.1");
    trust(credentials);
    TlsServer server(credentials);
    EXPECT_EQ(bodyFrom("localhost", server.port()), "200 localhost");
    EXPECT_EQ(bodyFrom("127.0.0.1", server.port()), "200 no name");
    loop.call([this] { client.reset(); });
}

TEST_F(Tls, KeepsConnections)
{
    const Credentials credentials = makeCredentials("DNS:localhost");
    trust(credentials);
    TlsServer server(credentials);
    EXPECT_EQ(bodyFrom("localhost", server.port()), "200 localhost");
    EXPECT_EQ(beginExchange(post("end of request")).get(), "200 localhost");
    EXPECT_EQ(beginExchange(post(std::string(3'000'000, 'x') + "end of request")).get(),
              "200 localhost");
    EXPECT_EQ(server.accepted(), 1);
    loop.call([this] { client.reset(); });
}

TEST_F(Tls, RefusesAnUnknownAuthority)
{
    const Credentials credentials = makeCredentials("DNS:localhost");
    trust(makeCredentials("DNS:localhost"));
    TlsServer server(credentials);
    const auto answer = ask("localhost", server.port());
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, ErrorCode::Unavailable);
    EXPECT_THAT(answer.error().message, testing::HasSubstr("not trusted"));
    EXPECT_FALSE(sent);
}

TEST_F(Tls, TrustsTheSystemOnlyWithoutACaFile)
{
    TlsServer server(makeCredentials("DNS:localhost"));
    const auto answer = ask("localhost", server.port());
    ASSERT_FALSE(answer);
    EXPECT_THAT(answer.error().message, testing::HasSubstr("not trusted"));
}

TEST_F(Tls, RefusesAnotherHostsCertificate)
{
    const Credentials credentials = makeCredentials("DNS:other.example,IP:127.0.0.2");
    trust(credentials);
    TlsServer server(credentials);
    for (const std::string host : {"localhost", "127.0.0.1"}) {
        const auto answer = ask(host, server.port());
        ASSERT_FALSE(answer);
        EXPECT_THAT(answer.error().message, testing::HasSubstr("not trusted"));
    }
}

TEST_F(Tls, RefusesAnExpiredCertificate)
{
    const Credentials credentials = makeCredentials("DNS:localhost", -3600);
    trust(credentials);
    TlsServer server(credentials);
    const auto answer = ask("localhost", server.port());
    ASSERT_FALSE(answer);
    EXPECT_THAT(answer.error().message, testing::HasSubstr("not trusted"));
}

TEST_F(Tls, RefusesAServerThatSpeaksPlainHttp)
{
    RawServer server;
    makeClient("https://127.0.0.1:" + std::to_string(server.port()));
    auto sending = beginSend(post("x"));
    RawClient connection = server.accept();
    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    const auto answer = sending.get();
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, ErrorCode::Unavailable);
    EXPECT_FALSE(sent);
}

TEST_F(Tls, GivesUpOnASilentHandshake)
{
    options.connectTimeout = std::chrono::milliseconds(40);
    RawServer server;
    makeClient("https://127.0.0.1:" + std::to_string(server.port()));
    const auto answer = beginSend(post("x")).get();
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, ErrorCode::DeadlineExceeded);
    EXPECT_FALSE(sent);
}

TEST_F(Tls, SaysWhichCaFileIsNone)
{
    const auto url = parseUrl("https://localhost/");
    for (const std::string file : {"/nonexistent.pem", "/dev/null"}) {
        options.caFile = file;
        const auto made = Client::create(loop.io(), *url, options);
        ASSERT_FALSE(made);
        EXPECT_EQ(made.error().code, ErrorCode::InvalidArgument);
        EXPECT_THAT(made.error().message, testing::HasSubstr(file));
    }
}

} // namespace
} // namespace portcullis::http::test
