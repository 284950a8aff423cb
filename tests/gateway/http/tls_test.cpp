#include "tls_fixture.h"

#include <sys/stat.h>

namespace portcullis::http::test {
namespace {

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
    const std::string pipe = folder.file("pipe").native(); // would keep its reader waiting
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    const std::string empty = folder.write("empty.pem", "").native();
    for (const std::string& file : {std::string("/nonexistent.pem"), empty, pipe}) {
        options.caFile = file;
        const auto made = Client::create(loop.io(), *url, options);
        ASSERT_FALSE(made);
        EXPECT_EQ(made.error().code, ErrorCode::InvalidArgument);
        EXPECT_THAT(made.error().message, testing::HasSubstr(file));
    }
}

} // namespace
} // namespace portcullis::http::test
