#include "gateway/http/sse.h"
#include "server_fixture.h"

#include <gmock/gmock.h>

#include <atomic>

namespace portcullis::http::test {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string kGet = "GET /mcp HTTP/1.1\r\nHost: x\r\n\r\n";

// A handler that the test leads step by step.
class StreamTest : public ServerTest
{
protected:
    void startLed(bool stream)
    {
        start([this, stream](Exchange& exchange) { return led(exchange, *this, stream); });
    }

    static Task<> led(Exchange& exchange, StreamTest& test, bool stream)
    {
        Promise<bool> end(test.loop().io().get_executor());
        test.m_exchange = &exchange;
        test.m_end = &end;
        exchange.onDisconnect([&test] {
            ++test.gone;
            test.m_end->set(false);
        });
        if (stream) {
            exchange.startStream({});
        }
        ++test.begun;
        const bool answer = co_await end.wait();
        test.sawDisconnect = exchange.disconnected();
        if (answer && stream) {
            co_await exchange.finishStream();
        } else if (answer) {
            Response response = jsonResponse(200, "{}");
            test.responded = co_await exchange.respond(std::move(response));
        }
        test.m_exchange = nullptr;
        ++test.ended;
    }

    void send(const std::string& data)
    {
        loop().call([&] {
            if (m_exchange != nullptr) {
                m_exchange->sendEvent(formatSse({"", data, {}, {}}));
            }
        });
    }

    void answer()
    {
        loop().call([&] { m_end->set(true); });
    }

    void waitForHandler()
    {
        ASSERT_TRUE(eventually(loop(), [this] { return begun == 1; }));
    }

    std::atomic<int> begun{0};
    std::atomic<int> gone{0};
    std::atomic<int> ended{0};
    std::atomic<bool> sawDisconnect{false};
    std::atomic<bool> responded{false};

private:
    Exchange* m_exchange = nullptr;
    Promise<bool>* m_end = nullptr;
};

TEST_F(StreamTest, SendsEventsAsChunks)
{
    startLed(true);
    RawClient client(port);
    client.send(kGet);
    const std::string head = client.readUntil("\r\n\r\n");
    EXPECT_EQ(statusOf(head), 200U);
    EXPECT_THAT(head, HasSubstr("\r\nContent-Type: text/event-stream\r\n"));
    EXPECT_THAT(head, HasSubstr("\r\nCache-Control: no-cache, no-transform\r\n"));
    EXPECT_THAT(head, HasSubstr("\r\nX-Accel-Buffering: no\r\n"));
    EXPECT_THAT(head, HasSubstr("\r\nTransfer-Encoding: chunked\r\n"));
    EXPECT_THAT(head, Not(HasSubstr("Content-Length")));
    send("one");
    EXPECT_EQ(client.readUntil("\n\n\r\n"), "b\r\ndata: one\n\n\r\n");
    answer();
    EXPECT_EQ(client.readUntil("\r\n\r\n"), "0\r\n\r\n");
    client.send(kGet); // on the same connection
    ASSERT_TRUE(eventually(loop(), [this] { return begun == 2; }));
    EXPECT_EQ(gone, 0);
}

TEST_F(StreamTest, EndsAnHttp10StreamWithTheConnection)
{
    startLed(true);
    RawClient client(port);
    client.send("GET / HTTP/1.0\r\n\r\n");
    waitForHandler();
    send("one");
    answer();
    const std::string all = client.readAll();
    EXPECT_EQ(bodyOf(all), "data: one\n\n");
    EXPECT_THAT(all, Not(HasSubstr("chunked")));
}

TEST_F(StreamTest, SendsCommentsOnASilentStreamOnly)
{
    options.keepAlive = std::chrono::milliseconds(40);
    startLed(true);
    RawClient client(port);
    client.send(kGet);
    client.readUntil("\r\n\r\n");
    EXPECT_EQ(client.readUntil("3\r\n:\n\n\r\n3\r\n:\n\n\r\n"), "3\r\n:\n\n\r\n3\r\n:\n\n\r\n");
    answer();
}

TEST_F(StreamTest, NoticesThatAStreamsClientCloses)
{
    startLed(true);
    RawClient client(port);
    client.send(kGet);
    client.readUntil("\r\n\r\n");
    const auto before = std::chrono::steady_clock::now();
    client.close();
    ASSERT_TRUE(eventually(loop(), [this] { return gone == 1; }));
    EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(1));
    ASSERT_TRUE(eventually(loop(), [this] { return ended == 1; }));
    EXPECT_TRUE(sawDisconnect);
    EXPECT_TRUE(eventually(loop(), [this] { return server().connections() == 0; }));
}

TEST_F(StreamTest, NoticesThatAWaitingClientCloses)
{
    startLed(false);
    RawClient client(port);
    client.send(kGet);
    waitForHandler();
    const auto before = std::chrono::steady_clock::now();
    client.close();
    ASSERT_TRUE(eventually(loop(), [this] { return gone == 1; }));
    EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(1));
    ASSERT_TRUE(eventually(loop(), [this] { return ended == 1; }));
}

TEST_F(StreamTest, NoticesAResetByAWaitingClient)
{
    startLed(false);
    RawClient client(port);
    client.send(kGet + "GET /pipelined HTTP/1.1\r\n");
    waitForHandler();
    client.reset();
    ASSERT_TRUE(eventually(loop(), [this] { return gone == 1; }));
    ASSERT_TRUE(eventually(loop(), [this] { return ended == 1; }));
}

TEST_F(StreamTest, NoticesAClientThatClosesBehindPipelinedBytes)
{
    startLed(false);
    RawClient client(port);
    client.send(kGet + kGet);
    waitForHandler();
    client.close();
    ASSERT_TRUE(eventually(loop(), [this] { return gone == 1; }));
}

TEST_F(StreamTest, AnswersAClientThatHalfClosed)
{
    options.keepAlive = std::chrono::milliseconds(40);
    startLed(false);
    RawClient client(port);
    client.send(kGet);
    client.shutdownWrite();
    // The second interim answer shows that the server has looked twice and still waits.
    client.readUntil("HTTP/1.1 102 Processing\r\n\r\n");
    client.readUntil("HTTP/1.1 102 Processing\r\n\r\n");
    EXPECT_EQ(gone, 0);
    answer();
    std::string all = client.readAll();
    const std::size_t last = all.find("HTTP/1.1 200");
    ASSERT_NE(last, std::string::npos) << all;
    EXPECT_EQ(bodyOf(all.substr(last)), "{}");
    EXPECT_TRUE(responded);
    EXPECT_EQ(gone, 0);
}

TEST_F(StreamTest, NoticesThatAHalfClosedClientClosesLater)
{
    options.keepAlive = std::chrono::milliseconds(40);
    startLed(false);
    RawClient client(port);
    client.send(kGet);
    client.shutdownWrite();
    client.readUntil("HTTP/1.1 102 Processing\r\n\r\n");
    client.close();
    EXPECT_TRUE(eventually(loop(), [this] { return gone == 1; }));
}

TEST_F(StreamTest, AStreamGoesOnForAClientThatHalfClosed)
{
    startLed(true);
    RawClient client(port);
    client.send(kGet);
    client.shutdownWrite();
    client.readUntil("\r\n\r\n");
    EXPECT_EQ(client.readUntil("3\r\n:\n\n\r\n"), "3\r\n:\n\n\r\n");
    send("late");
    EXPECT_EQ(client.readUntil("\n\n\r\n"), "c\r\ndata: late\n\n\r\n");
    answer();
    EXPECT_EQ(client.readAll(), "0\r\n\r\n");
    EXPECT_EQ(gone, 0);
}

TEST_F(StreamTest, SendsNoInterimAnswerToAnHttp10Client)
{
    options.headTimeout = std::chrono::milliseconds(40);
    startLed(false);
    RawClient client(port);
    client.send("GET / HTTP/1.0\r\n\r\n");
    client.shutdownWrite();
    waitForHandler();
    RawClient silent(port);
    EXPECT_EQ(silent.readAll(),
              ""); // closed by the same round that looks after the other connection
    answer();
    EXPECT_TRUE(client.readAll().starts_with("HTTP/1.1 200"));
    EXPECT_EQ(gone, 0);
}

TEST_F(StreamTest, CutsOffAClientThatDoesNotRead)
{
    options.streamBuffer = 1'000'000;
    startLed(true);
    RawClient client(port, 4096);
    client.send(kGet);
    waitForHandler();
    const std::string data(100'000, 'd');
    for (int i = 0; i < 200 && gone == 0; ++i) {
        send(data);
    }
    EXPECT_TRUE(eventually(loop(), [this] { return gone == 1; }));
}

TEST_F(StreamTest, DeliversALargeStreamToASlowReader)
{
    startLed(true);
    RawClient client(port, 4096);
    client.send(kGet);
    waitForHandler();
    const std::string data(1'000'000, 'd');
    for (int i = 0; i < 10; ++i) {
        send(data);
    }
    answer();
    client.readUntil("\r\n\r\n");
    for (int i = 0; i < 10; ++i) {
        ASSERT_EQ(client.readUntil("\n\n\r\n"), "f4248\r\ndata: " + data + "\n\n\r\n");
    }
    EXPECT_EQ(client.readUntil("\r\n\r\n"), "0\r\n\r\n");
    EXPECT_EQ(gone, 0);
}

Task<> answerHuge(Exchange& exchange, std::atomic<int>& result)
{
    Response response = textResponse(200, std::string(20'000'000, 'x'));
    result = (co_await exchange.respond(std::move(response))) ? 1 : 0;
}

TEST_F(ServerTest, GivesUpOnAClientThatDoesNotTakeItsAnswer)
{
    options.bodyTimeout = std::chrono::milliseconds(60);
    std::atomic<int> result{-1};
    start([&result](Exchange& exchange) { return answerHuge(exchange, result); });
    RawClient client(port, 4096);
    client.send(kGet);
    EXPECT_TRUE(eventually(loop(), [&] { return result == 0; }));
}

Task<> leaveOpen(Exchange& exchange)
{
    exchange.startStream({});
    exchange.sendEvent("data: x\n\n");
    co_return;
}

TEST_F(ServerTest, AStreamLeftOpenDoesNotLookFinished)
{
    start(leaveOpen);
    EXPECT_THAT(talk(kGet), Not(HasSubstr("0\r\n\r\n")));
}

} // namespace
} // namespace portcullis::http::test
