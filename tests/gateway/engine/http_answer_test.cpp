#include "gateway/engine/http_answer.h"
#include "tests/support/manual_clock.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <gtest/gtest.h>

#include <functional>
#include <utility>

namespace portcullis::engine {
namespace {

namespace asio = boost::asio;

// A connection that the test cuts when it likes.
class FakeExchange final : public http::Exchange
{
public:
    [[nodiscard]] const http::Request& request() const override { return m_request; }

    http::Task<bool> respond(http::Response response) override
    {
        body = response.body;
        status = response.status;
        co_return !m_disconnected;
    }

    void startStream(const http::Headers&) override { m_streaming = true; }

    void sendEvent(std::string bytes) override
    {
        if (!m_disconnected) {
            events += bytes;
        }
    }

    http::Task<> finishStream() override
    {
        finished = true;
        co_return;
    }

    [[nodiscard]] bool streaming() const override { return m_streaming; }

    void onDisconnect(std::function<void()> gone) override { m_gone = std::move(gone); }

    [[nodiscard]] bool disconnected() const override { return m_disconnected; }

    void drop()
    {
        m_disconnected = true;
        if (m_gone) {
            std::exchange(m_gone, nullptr)();
        }
    }

    std::string events;
    std::string body;
    unsigned status = 0;
    bool finished = false;

private:
    http::Request m_request;
    std::function<void()> m_gone;
    bool m_streaming = false;
    bool m_disconnected = false;
};

class HttpAnswerTest : public testing::Test
{
protected:
    HttpAnswerTest()
    {
        session->revision = protocol::Revision::V2025_11_25;
        session->operating = true;
    }

    void turn()
    {
        io.restart();
        io.poll();
    }

    // A call with a progress token, which streams at once.
    Inquiry call()
    {
        Inquiry inquiry;
        inquiry.document = *JsonDocument::parseShared(
            R"({"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"x","_meta":{"progressToken":1}}})");
        inquiry.message = *protocol::readMessage(inquiry.document->root());
        inquiry.handle = std::make_shared<CallHandle>();
        return inquiry;
    }

    void finish(HttpAnswer& answer, const std::string& text)
    {
        auto run = [](HttpAnswer& which, std::string message) -> http::Task<> {
            co_await which.finish(message);
        };
        asio::co_spawn(io, run(answer, text), asio::detached);
        turn();
    }

    // Its list of tools is another one each time.
    void announceTools()
    {
        ListFingerprints now = session->lists;
        now.tools += "+";
        session->announceLists(std::move(now));
    }

    void get(FakeExchange& exchange, std::optional<std::string> lastEventId = std::nullopt)
    {
        auto run = [](FakeExchange& at,
                      std::shared_ptr<Session> of,
                      std::optional<std::string> last,
                      const Clock& time) -> http::Task<> {
            std::optional<std::string_view> id;
            if (last) {
                id = *last;
            }
            co_await serveStandalone(at, of, id, time);
        };
        asio::co_spawn(io, run(exchange, session, std::move(lastEventId), clock), asio::detached);
        turn();
    }

    asio::io_context io{1};
    test::ManualClock clock;
    SessionTable table{clock};
    std::shared_ptr<Session> session = table.open(KeyId("vk_a"), {});
    StreamPlace free = [this] { return table.streams().take(KeyId("vk_a"), api::Limits()); };
};

// B-15, B-21: an error with a status of its own may be all that comes.
TEST_F(HttpAnswerTest, StreamsToAStatelessClientOnlyOnceItsRequestHasGoneToTheServer)
{
    FakeExchange exchange;
    HttpAnswer answer(exchange, nullptr, io.get_executor(), clock, free);
    Inquiry inquiry = call();
    inquiry.revision = protocol::kNewestStateless;
    answer.prepare(inquiry);
    io.restart();
    EXPECT_EQ(io.run(), 0U) << "a timer runs";
    EXPECT_FALSE(exchange.streaming());
    inquiry.handle->sent();
    EXPECT_FALSE(exchange.streaming());
    io.restart();
    io.run();
    EXPECT_TRUE(exchange.streaming());
}

TEST_F(HttpAnswerTest, GivesAStatelessClientTheStatusOfALateError)
{
    FakeExchange exchange;
    HttpAnswer answer(exchange, nullptr, io.get_executor(), clock, free);
    Inquiry inquiry = call();
    inquiry.revision = protocol::kNewestStateless;
    answer.prepare(inquiry);
    inquiry.handle->setAnswerStatus(400);
    finish(answer, "{}");
    EXPECT_EQ(exchange.status, 400U);
    EXPECT_EQ(exchange.body, "{}");
}

// A-18, A-29
TEST_F(HttpAnswerTest, GivesTheResultToAClientThatComesBackInMidCall)
{
    FakeExchange first;
    FakeExchange second;
    HttpAnswer answer(first, session, io.get_executor(), clock, free);
    Inquiry inquiry = call();
    answer.prepare(inquiry);
    ASSERT_NE(first.events.find("id: 1-0"), std::string::npos) << first.events;
    first.drop();
    get(second, "1-0");
    inquiry.notify(R"({"progress":1})");
    finish(answer, R"({"result":"late"})");
    EXPECT_NE(second.events.find("progress"), std::string::npos);
    EXPECT_NE(second.events.find("late"), std::string::npos);
    EXPECT_TRUE(second.finished);
    EXPECT_EQ(first.events.find("late"), std::string::npos);
}

TEST_F(HttpAnswerTest, KeepsTheResultForAClientThatComesBackLater)
{
    FakeExchange first;
    FakeExchange second;
    {
        HttpAnswer answer(first, session, io.get_executor(), clock, free);
        Inquiry inquiry = call();
        answer.prepare(inquiry);
        first.drop();
        finish(answer, R"({"result":")" + std::string(2 * ReplayBuffer::kMaxBytes, 'x') + "\"}");
    }
    get(second, "1-0");
    EXPECT_GT(second.events.size(), 2 * ReplayBuffer::kMaxBytes);
    EXPECT_TRUE(second.finished);
}

// A-30
TEST_F(HttpAnswerTest, KeepsLittleOfWhatWasDelivered)
{
    for (int i = 0; i < 20; ++i) {
        FakeExchange exchange;
        HttpAnswer answer(exchange, session, io.get_executor(), clock, free);
        Inquiry inquiry = call();
        answer.prepare(inquiry);
        finish(answer, std::string(300'000, 'x'));
        EXPECT_TRUE(exchange.finished);
    }
    EXPECT_LE(session->replay().bytes(), ReplayBuffer::kMaxBytes);
    EXPECT_LE(session->replay().events(), ReplayBuffer::kMaxEvents);
}

TEST_F(HttpAnswerTest, AnswersWithoutAStreamWhenAllOfTheKeyAreOpen)
{
    api::Limits limits;
    limits.streamsPerKey = 1;
    const StreamPlace one = [this, limits] { return table.streams().take(KeyId("vk_a"), limits); };
    const auto taken = one();
    FakeExchange exchange;
    HttpAnswer answer(exchange, session, io.get_executor(), clock, one);
    Inquiry inquiry = call();
    answer.prepare(inquiry);
    inquiry.notify(R"({"progress":1})");
    EXPECT_FALSE(exchange.streaming());
    finish(answer, R"({"result":1})");
    EXPECT_EQ(exchange.body, R"({"result":1})");
}

// A-11
TEST_F(HttpAnswerTest, NeverStreamsToAClientThatTakesJsonOnly)
{
    FakeExchange exchange;
    HttpAnswer answer(exchange, session, io.get_executor(), clock, {});
    Inquiry inquiry = call();
    answer.prepare(inquiry);
    inquiry.notify(R"({"progress":1})");
    EXPECT_FALSE(exchange.streaming());
    finish(answer, R"({"result":1})");
    EXPECT_EQ(exchange.body, R"({"result":1})");
    FakeExchange other;
    HttpAnswer cancelled(other, session, io.get_executor(), clock, {});
    Inquiry second = call();
    cancelled.prepare(second);
    finish(cancelled, "");
    EXPECT_FALSE(other.streaming());
    EXPECT_EQ(other.status, 202U);
}

// A-18
TEST_F(HttpAnswerTest, KnowsSinceWhenNobodyWaitsForACall)
{
    FakeExchange first;
    HttpAnswer answer(first, session, io.get_executor(), clock, free);
    Inquiry inquiry = call();
    answer.prepare(inquiry);
    EXPECT_FALSE(inquiry.handle->unattendedSince());
    const MonotonicTime left = clock.monotonicNow();
    first.drop();
    EXPECT_EQ(inquiry.handle->unattendedSince(), left);
    clock.advance(std::chrono::minutes(2));
    FakeExchange second;
    get(second, "1-0");
    EXPECT_FALSE(inquiry.handle->unattendedSince());
    second.drop();
    turn();
    EXPECT_EQ(inquiry.handle->unattendedSince(), clock.monotonicNow());
    EXPECT_FALSE(inquiry.handle->cancelled());
}

TEST_F(HttpAnswerTest, NoticesNoLeaveWhereAnotherConnectionHasTakenOver)
{
    FakeExchange first;
    FakeExchange second;
    HttpAnswer answer(first, session, io.get_executor(), clock, free);
    Inquiry inquiry = call();
    answer.prepare(inquiry);
    get(second, "1-0");
    first.drop();
    EXPECT_FALSE(inquiry.handle->unattendedSince());
}

TEST_F(HttpAnswerTest, NotesTheLeaveOfAClientThatHasNoStreamYet)
{
    FakeExchange exchange;
    HttpAnswer answer(exchange, session, io.get_executor(), clock, {});
    Inquiry inquiry = call();
    answer.prepare(inquiry);
    exchange.drop();
    EXPECT_EQ(inquiry.handle->unattendedSince(), clock.monotonicNow());
}

// A-16
TEST_F(HttpAnswerTest, BeginsAStreamThatCannotBeResumedWithAComment)
{
    session->revision = protocol::Revision::V2025_06_18;
    FakeExchange exchange;
    HttpAnswer answer(exchange, session, io.get_executor(), clock, free);
    Inquiry inquiry = call();
    answer.prepare(inquiry);
    EXPECT_EQ(exchange.events, ":\n\n");
    finish(answer, R"({"result":1})");
    EXPECT_EQ(exchange.events.find("id:"), std::string::npos);
}

// A-46
TEST_F(HttpAnswerTest, TellsOfNewToolsOnlyOnceTheClientIsReady)
{
    session->operating = false;
    announceTools();
    FakeExchange exchange;
    get(exchange);
    EXPECT_EQ(exchange.events.find("list_changed"), std::string::npos);
    const auto ready =
        *JsonDocument::parse(R"({"jsonrpc":"2.0","method":"notifications/initialized"})");
    applyNotification(*session, *protocol::readMessage(ready.root()));
    EXPECT_NE(exchange.events.find("list_changed"), std::string::npos);
}

TEST_F(HttpAnswerTest, ForgetsStandaloneStreamsThatAnotherHasReplaced)
{
    for (int i = 0; i < 10; ++i) {
        FakeExchange exchange;
        get(exchange);
        exchange.drop();
        turn();
    }
    clock.advance(std::chrono::minutes(6));
    session->expireStreams(clock.monotonicNow());
    EXPECT_EQ(session->findStream(1), nullptr);
    EXPECT_EQ(session->findStream(9), nullptr);
    EXPECT_NE(session->findStream(10), nullptr); // the current one
}

// A-67
TEST_F(HttpAnswerTest, TellsOfNewToolsWhenAStreamIsOpenAtLast)
{
    announceTools();
    FakeExchange first;
    get(first);
    EXPECT_NE(first.events.find("list_changed"), std::string::npos);
    first.drop();
    turn();
    announceTools();
    FakeExchange second;
    get(second);
    EXPECT_NE(second.events.find("list_changed"), std::string::npos);
    FakeExchange third;
    announceTools();
    session->listShown("what it has just read");
    get(third);
    EXPECT_EQ(third.events.find("list_changed"), std::string::npos);
    table.end(session->id, "over");
    turn();
    EXPECT_TRUE(third.finished);
}

} // namespace
} // namespace portcullis::engine
