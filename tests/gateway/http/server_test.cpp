#include "server_fixture.h"

#include <gmock/gmock.h>

#include <atomic>
#include <stdexcept>
#include <vector>

namespace portcullis::http::test {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST_F(ServerTest, AnswersARequest)
{
    start();
    RawClient client(port);
    client.send("POST /mcp?a=1 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello");
    const std::string answer = client.readAnswer();
    EXPECT_EQ(statusOf(answer), 200U);
    EXPECT_EQ(bodyOf(answer), "POST /mcp?a=1\nhello");
    EXPECT_THAT(answer, HasSubstr("\r\nDate: "));
    EXPECT_THAT(answer, Not(HasSubstr("Connection:")));
}

TEST_F(ServerTest, KeepsTheConnectionForMoreRequests)
{
    start();
    RawClient client(port);
    for (int i = 0; i < 3; ++i) {
        client.send("GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: x\r\n\r\n");
        EXPECT_EQ(bodyOf(client.readAnswer()), "GET /" + std::to_string(i) + "\n");
    }
}

TEST_F(ServerTest, ServesPipelinedRequestsInOrder)
{
    start();
    RawClient client(port);
    std::string all;
    for (int i = 0; i < 50; ++i) {
        all += "POST /" + std::to_string(i) +
               " HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n" + std::string(1000, 'x');
    }
    client.send(all);
    for (int i = 0; i < 50; ++i) {
        ASSERT_EQ(bodyOf(client.readAnswer()),
                  "POST /" + std::to_string(i) + "\n" + std::string(1000, 'x'));
    }
}

TEST_F(ServerTest, TakesARequestInAnyPieces)
{
    start();
    RawClient client(port);
    const std::string bytes =
        "POST /p HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        "5;ext=\"v\"\r\nhello\r\n1\r\n \r\n5\r\nworld\r\n0\r\nTrailer: t\r\n\r\n";
    for (const char byte : bytes) {
        client.send(std::string_view(&byte, 1));
    }
    EXPECT_EQ(bodyOf(client.readAnswer()), "POST /p\nhello world");
}

TEST_F(ServerTest, HonoursConnectionCloseAndHttp10)
{
    start();
    EXPECT_THAT(talk("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
                HasSubstr("\r\nConnection: close\r\n"));
    EXPECT_THAT(talk("GET / HTTP/1.0\r\n\r\n"), HasSubstr("\r\nConnection: close\r\n"));
    RawClient client(port);
    client.send("GET /1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_THAT(client.readAnswer(), HasSubstr("\r\nConnection: keep-alive\r\n"));
    client.send("GET /2 HTTP/1.0\r\n\r\n");
    EXPECT_EQ(bodyOf(client.readAll()), "GET /2\n");
}

TEST_F(ServerTest, AnswersExpectContinue)
{
    start();
    RawClient client(port);
    client.send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    EXPECT_EQ(client.readUntil("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("ok");
    EXPECT_EQ(bodyOf(client.readAnswer()), "POST /\nok");
}

TEST_F(ServerTest, LetsEveryMethodReachAdmission)
{
    std::vector<std::string> methods;
    admit = [&methods](const RequestHead& head) -> std::optional<Response> {
        methods.push_back(head.method);
        Response response = textResponse(405, "no");
        response.headers.add("Allow", "POST");
        return response;
    };
    start();
    RawClient client(port);
    for (const std::string method : {"HEAD", "PUT", "PATCH", "OPTIONS", "BREW"}) {
        client.send(method + " / HTTP/1.1\r\nHost: x\r\n\r\n");
        const std::string head = client.readUntil("\r\n\r\n");
        EXPECT_EQ(statusOf(head), 405U);
        EXPECT_THAT(head, HasSubstr("\r\nAllow: POST\r\nContent-Length: 2\r\n"));
        if (method != "HEAD") {
            EXPECT_EQ(client.readBytes(2), "no");
        }
    }
    EXPECT_EQ(methods, (std::vector<std::string>{"HEAD", "PUT", "PATCH", "OPTIONS", "BREW"}));
}

TEST_F(ServerTest, RefusesBeforeTheBodyAndCloses)
{
    bool handled = false;
    admit = [](const RequestHead&) { return std::optional(textResponse(401, "who?")); };
    start([&handled](Exchange& exchange) {
        handled = true;
        return echo(exchange);
    });
    RawClient client(port);
    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4000000\r\n\r\n");
    const std::string answer = client.readAnswer();
    EXPECT_EQ(statusOf(answer), 401U);
    EXPECT_THAT(answer, HasSubstr("\r\nConnection: close\r\n"));
    client.send(std::string(4'000'000, 'x'));
    EXPECT_EQ(client.readAll(), "");
    EXPECT_FALSE(handled);
}

TEST_F(ServerTest, TellsThePeerAndTheTimeOfArrival)
{
    Peer peer;
    std::int64_t arrived = 0;
    start([&](Exchange& exchange) {
        peer = exchange.request().head.peer;
        arrived = exchange.request().arrivedMicros;
        return echo(exchange);
    });
    talk("GET / HTTP/1.0\r\n\r\n");
    EXPECT_TRUE(peer.address.starts_with("127.0.0.1:")) << peer.address;
    EXPECT_FALSE(peer.pid);
    EXPECT_GT(arrived, 0);
}

TEST_F(ServerTest, CarriesLargeBodiesBothWays)
{
    start();
    const std::string body(5'000'000, 'b');
    RawClient client(port);
    std::jthread sender([&] {
        client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000\r\n\r\n");
        client.send(body);
    });
    EXPECT_EQ(bodyOf(client.readAnswer()), "POST /\n" + body);
}

Task<> doNothing(Exchange&)
{
    co_return;
}

Task<> throwAway(Exchange&)
{
    throw std::runtime_error("broken");
    co_return;
}

Task<> sayNoContent(Exchange& exchange)
{
    Response response = emptyResponse(204);
    co_await exchange.respond(std::move(response));
}

TEST_F(ServerTest, AnswersForAHandlerThatDoesNot)
{
    start(doNothing);
    EXPECT_EQ(statusOf(talk("GET / HTTP/1.0\r\n\r\n")), 500U);
}

TEST_F(ServerTest, AnswersForAHandlerThatThrows)
{
    start(throwAway);
    EXPECT_EQ(statusOf(talk("GET / HTTP/1.1\r\nHost: x\r\n\r\n")), 500U);
}

TEST_F(ServerTest, SendsNoLengthWithAnAnswerThatHasNoBody)
{
    start(sayNoContent);
    EXPECT_THAT(talk("GET / HTTP/1.0\r\n\r\n"), Not(HasSubstr("Content-Length")));
}

TEST_F(ServerTest, LetsFurtherConnectionsWaitForRoom)
{
    options.connections = 2;
    start();
    RawClient first(port);
    first.send("GET /1 HTTP/1.1\r\nHost: x\r\n\r\n");
    first.readAnswer();
    RawClient second(port);
    second.send("GET /2 HTTP/1.1\r\nHost: x\r\n\r\n");
    second.readAnswer();
    RawClient third(port);
    third.send("GET /3 HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(loop().call([&] { return server().connections(); }), 2U);
    first.close();
    EXPECT_EQ(bodyOf(third.readAnswer()), "GET /3\n");
}

// Idle connections must not use up what others need.
TEST_F(ServerTest, ClosesTheLongestIdleConnectionForANewOne)
{
    options.connections = 2;
    options.idleGrace = std::chrono::milliseconds(0);
    start();
    RawClient first(port);
    first.send("GET /1 HTTP/1.1\r\nHost: x\r\n\r\n");
    first.readAnswer();
    RawClient second(port);
    second.send("GET /2 HTTP/1.1\r\nHost: x\r\n\r\n");
    second.readAnswer();
    RawClient third(port);
    third.send("GET /3 HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(bodyOf(third.readAnswer()), "GET /3\n");
    EXPECT_EQ(first.readAll(), "");
    second.send("GET /4 HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(bodyOf(second.readAnswer()), "GET /4\n");
}

TEST_F(ServerTest, KeepsFewIdleConnectionsOfOnePeer)
{
    options.idlePerPeer = 2;
    options.idleGrace = std::chrono::milliseconds(0);
    options.headTimeout = options.idleTimeout = std::chrono::minutes(5);
    options.keepAlive = std::chrono::milliseconds(20); // looks often
    start();
    std::vector<RawClient> clients;
    for (int i = 0; i < 5; ++i) {
        clients.emplace_back(port);
        clients.back().send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        clients.back().readAnswer();
    }
    EXPECT_TRUE(eventually(loop(), [this] { return server().connections() == 2; }));
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(clients[static_cast<std::size_t>(i)].readAll(), "") << i;
    }
    clients[4].send("GET /4 HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(bodyOf(clients[4].readAnswer()), "GET /4\n");
}

TEST_F(ServerTest, ListensOnLoopbackOnly)
{
    for (const std::string host : {"0.0.0.0", "::", "192.168.1.1", "example.org", ""}) {
        ServerOptions wide;
        wide.host = host;
        asio::io_context io;
        const auto server = Server::listen(io, wide, {});
        ASSERT_FALSE(server) << host;
        EXPECT_EQ(server.error().code, ErrorCode::InvalidArgument);
    }
    for (const std::string host : {"127.0.0.1", "127.1.2.3", "::1"}) {
        ServerOptions local;
        local.host = host;
        asio::io_context io;
        EXPECT_TRUE(Server::listen(io, local, {})) << host;
    }
}

TEST_F(ServerTest, SaysWhenThePortIsTaken)
{
    start();
    ServerOptions same;
    same.port = port;
    asio::io_context io;
    const auto second = Server::listen(io, same, {});
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::Busy);
}

// Answers when the test lets it.
class GatedServerTest : public ServerTest
{
protected:
    void startGated()
    {
        start([this](Exchange& exchange) { return wait(exchange, *this); });
    }

    static Task<> wait(Exchange& exchange, GatedServerTest& test)
    {
        Promise<bool> promise(test.loop().io().get_executor());
        test.m_gate = &promise;
        ++test.waiting;
        co_await promise.wait();
        test.m_gate = nullptr;
        Response response = textResponse(200, "late");
        test.responded = co_await exchange.respond(std::move(response));
        ++test.finished;
    }

    void open()
    {
        loop().call([this] { m_gate->set(true); });
    }

    std::atomic<int> waiting{0};
    std::atomic<int> finished{0};
    std::atomic<bool> responded{true};

private:
    Promise<bool>* m_gate = nullptr;
};

TEST_F(GatedServerTest, DrainsOpenAnswersAndClosesIdleConnections)
{
    startGated();
    RawClient idle(port);
    RawClient busy(port);
    busy.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    ASSERT_TRUE(eventually(loop(), [&] { return waiting == 1 && server().connections() == 2; }));
    loop().call([&] { server().drain(); });
    EXPECT_EQ(idle.readAll(), "");
    open();
    const std::string answer = busy.readAll();
    EXPECT_EQ(bodyOf(answer), "late");
    busy.close();
    EXPECT_TRUE(eventually(loop(), [&] { return server().connections() == 0; }));
}

TEST_F(GatedServerTest, RefusesARequestThatComesWhileDraining)
{
    startGated();
    RawClient half(port);
    half.send("GET / HTTP/1.1\r\nHo");
    ASSERT_TRUE(eventually(loop(), [&] { return server().connections() == 1; }));
    // The head must have begun to arrive, or the connection counts as idle.
    half.send("st: x\r\n");
    RawClient witness(port);
    witness.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    ASSERT_TRUE(eventually(loop(), [&] { return waiting == 1; }));
    loop().call([&] { server().drain(); });
    half.send("\r\n");
    EXPECT_EQ(statusOf(half.readAll()), 503U);
    open();
}

TEST_F(GatedServerTest, IsDestroyedWhileAHandlerWaits)
{
    startGated();
    RawClient client(port);
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    ASSERT_TRUE(eventually(loop(), [&] { return waiting == 1; }));
    destroyServer();
    EXPECT_EQ(client.readAll(), "");
    open();
    EXPECT_TRUE(eventually(loop(), [&] { return finished == 1; }));
    EXPECT_FALSE(responded);
}

TEST_F(GatedServerTest, IsDestroyedWithALoopThatNeverRunsAgain)
{
    startGated();
    RawClient client(port);
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    RawClient idle(port);
    ASSERT_TRUE(eventually(loop(), [&] { return waiting == 1; }));
    loop().stop();
}

} // namespace
} // namespace portcullis::http::test
