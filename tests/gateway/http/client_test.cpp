#include "client_fixture.h"
#include "gateway/http/server.h"

#include <gmock/gmock.h>

#include <vector>

// Client and server together.
namespace portcullis::http::test {
namespace {

Task<> echo(Exchange& exchange)
{
    if (exchange.request().head.path == "/stream") {
        exchange.startStream({});
        for (int i = 0; i < 3; ++i) {
            exchange.sendEvent(formatSse({"", exchange.request().body, std::to_string(i), {}}));
        }
        co_await exchange.finishStream();
        co_return;
    }
    Response response = textResponse(200, exchange.request().body);
    response.headers.add("Peer", exchange.request().head.peer.address);
    co_await exchange.respond(std::move(response));
}

class ClientAndServer : public ClientTest
{
protected:
    void start(const std::string& host = "127.0.0.1",
               std::function<Task<>(Exchange&)> handle = echo)
    {
        loop.call([&] {
            ServerOptions serverOptions;
            serverOptions.host = host;
            Handlers handlers;
            handlers.handle = std::move(handle);
            auto made = Server::listen(loop.io(), serverOptions, std::move(handlers));
            ASSERT_TRUE(made) << made.error().message;
            server = std::move(*made);
        });
        const std::string shown = host == "::1" ? "[::1]" : host;
        makeClient("http://" + shown + ":" + std::to_string(server->port()));
    }

    void TearDown() override
    {
        loop.call([this] { server.reset(); });
        ClientTest::TearDown();
    }

    std::string ask(std::string body) { return beginExchange(post(std::move(body))).get(); }

    std::size_t connections()
    {
        return loop.call([this] { return server->connections(); });
    }

    std::unique_ptr<Server> server;
};

TEST_F(ClientAndServer, ExchangeMessagesOnOneConnection)
{
    start();
    for (int i = 0; i < 20; ++i) {
        ASSERT_EQ(ask("message " + std::to_string(i)), "200 message " + std::to_string(i));
    }
    EXPECT_EQ(connections(), 1U);
    EXPECT_TRUE(sent);
}

TEST_F(ClientAndServer, ExchangeLargeBodies)
{
    start();
    const std::string large(5'000'000, 'L');
    EXPECT_EQ(ask(large), "200 " + large);
}

TEST_F(ClientAndServer, ExchangeManyMessagesAtOnce)
{
    start();
    std::vector<std::future<std::string>> waiting;
    for (int i = 0; i < 200; ++i) {
        waiting.push_back(beginExchange(post(std::to_string(i))));
    }
    for (int i = 0; i < 200; ++i) {
        EXPECT_EQ(waiting[static_cast<std::size_t>(i)].get(), "200 " + std::to_string(i));
    }
    EXPECT_TRUE(eventually(loop, [this] { return server->connections() <= options.connections; }));
}

TEST_F(ClientAndServer, MeetOnIpv6)
{
    start("::1");
    EXPECT_EQ(ask("six"), "200 six");
}

TEST_F(ClientAndServer, MeetByTheNameLocalhost)
{
    start();
    makeClient("http://localhost:" + std::to_string(server->port()));
    EXPECT_EQ(ask("name"), "200 name");
}

Task<std::vector<SseEvent>> readEvents(Client& client, Client::Outgoing request)
{
    std::vector<SseEvent> events;
    auto answer = co_await client.send(std::move(request), nullptr);
    if (!answer || !(*answer)->isEventStream()) {
        co_return events;
    }
    for (;;) {
        auto event = co_await (*answer)->nextEvent();
        if (!event || !*event) {
            co_return events;
        }
        events.push_back(std::move(**event));
    }
}

TEST_F(ClientAndServer, ExchangeEvents)
{
    start();
    for (int round = 0; round < 3; ++round) {
        const auto events = await(readEvents(*client, post("a\nb", "/stream")));
        ASSERT_EQ(events.size(), 3U);
        EXPECT_EQ(events[2].data, "a\nb");
        EXPECT_EQ(events[2].id, "2");
    }
    EXPECT_EQ(connections(), 1U); // a finished stream leaves its connection to the next request
}

TEST_F(ClientAndServer, ADroppedAnswerClosesItsConnection)
{
    std::atomic<int> gone{0};
    start("127.0.0.1", [&](Exchange& exchange) -> Task<> {
        return [](Exchange& streamed, std::atomic<int>& count, asio::io_context& io) -> Task<> {
            Promise<bool> left(io.get_executor());
            streamed.onDisconnect([&] { left.set(true); });
            streamed.startStream({});
            co_await left.wait();
            ++count;
        }(exchange, gone, loop.io());
    });
    auto answer = beginSend(post("x")).get();
    ASSERT_TRUE(answer);
    EXPECT_TRUE((*answer)->isEventStream());
    drop(answer);
    EXPECT_TRUE(eventually(loop, [&] { return gone == 1; }));
}

TEST_F(ClientAndServer, AbortEndsAWaitingRead)
{
    start("127.0.0.1", [&](Exchange& exchange) -> Task<> {
        return [](Exchange& streamed, asio::io_context& io) -> Task<> {
            Promise<bool> left(io.get_executor());
            streamed.onDisconnect([&] { left.set(true); });
            streamed.startStream({});
            co_await left.wait();
        }(exchange, loop.io());
    });
    auto answer = beginSend(post("x")).get();
    ASSERT_TRUE(answer);
    auto event = begin((*answer)->nextEvent());
    loop.call([&] { (*answer)->abort(); });
    const Event ended = event.get();
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().code, ErrorCode::Cancelled);
    drop(answer);
}

TEST_F(ClientAndServer, DroppingAnAnswerEndsAWaitingRead)
{
    start("127.0.0.1", [&](Exchange& exchange) -> Task<> {
        return [](Exchange& streamed, asio::io_context& io) -> Task<> {
            Promise<bool> left(io.get_executor());
            streamed.onDisconnect([&] { left.set(true); });
            streamed.startStream({});
            co_await left.wait();
        }(exchange, loop.io());
    });
    auto answer = beginSend(post("x")).get();
    ASSERT_TRUE(answer);
    auto event = begin((*answer)->nextEvent());
    drop(answer);
    EXPECT_EQ(event.get().error().code, ErrorCode::Cancelled);
}

} // namespace
} // namespace portcullis::http::test
