#include "client_fixture.h"

#include <gmock/gmock.h>

// Answers as raw bytes, and servers that fail.
namespace portcullis::http::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class RawAnswers : public ClientTest
{
protected:
    void SetUp() override { makeClient(server.port()); }

    // Answers one request on a connection of its own with the bytes, and closes it.
    std::string give(std::string_view bytes, Client::Outgoing request = post("x"))
    {
        auto result = beginExchange(std::move(request));
        RawClient connection = server.accept();
        connection.readUntil("\r\n\r\n");
        connection.send(bytes);
        connection.shutdownWrite();
        return result.get();
    }

    RawServer server;
};

TEST_F(RawAnswers, RequestsLookAsTheyShould)
{
    auto request = post("{}", "/mcp?x=1");
    request.headers.add("Connection", "close");
    request.headers.add("Content-Length", "77");
    auto result = beginExchange(std::move(request));
    RawClient connection = server.accept();
    EXPECT_EQ(connection.readUntil("\r\n\r\n"),
              "POST /mcp?x=1 HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(server.port()) +
                  "\r\nContent-Type: application/json\r\nAccept-Encoding: identity\r\n"
                  "Content-Length: 2\r\n\r\n");
    EXPECT_EQ(connection.readBytes(2), "{}");
    connection.send("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
    EXPECT_EQ(result.get(), "202 ");
}

TEST_F(RawAnswers, BodiesOfEveryFramingAreRead)
{
    EXPECT_EQ(give("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"), "200 hello");
    EXPECT_EQ(give("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                   "2;x=y\r\nhe\r\n3\r\nllo\r\n0\r\nT: t\r\n\r\n"),
              "200 hello");
    EXPECT_EQ(give("HTTP/1.1 200 OK\r\n\r\nuntil the end"), "200 until the end");
    EXPECT_EQ(give("HTTP/1.0 404 Not Found\r\n\r\nold"), "404 old");
    EXPECT_EQ(give("HTTP/1.1 204 No Content\r\n\r\n"), "204 ");
}

TEST_F(RawAnswers, InterimAnswersAreSkipped)
{
    EXPECT_EQ(give("HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
                   "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"),
              "200 ok");
}

TEST_F(RawAnswers, AnAnswerToHeadHasNoBody)
{
    auto request = post("");
    request.method = "HEAD";
    auto result = beginExchange(request);
    RawClient connection = server.accept();
    EXPECT_THAT(connection.readUntil("\r\n\r\n"), Not(HasSubstr("Content-Length")));
    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 500000000\r\n\r\n");
    EXPECT_EQ(result.get(), "200 ");
}

TEST_F(RawAnswers, TornAnswersAreErrors)
{
    EXPECT_EQ(give("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel"), "200 unavailable");
    EXPECT_EQ(give("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"),
              "200 unavailable");
    EXPECT_EQ(give("HTTP/1.1 200 O"), "unavailable");
    EXPECT_EQ(give(""), "unavailable");
}

TEST_F(RawAnswers, MalformedAnswersAreErrors)
{
    EXPECT_EQ(give("220 mail.example ESMTP\r\n\r\n"), "protocol_error");
    EXPECT_EQ(give("HTTP/2.0 200 OK\r\n\r\n"), "protocol_error");
    EXPECT_EQ(give("HTTP/1.1 200 OK\r\nA: b\x01\r\n\r\n"), "protocol_error");
    EXPECT_EQ(give("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello"),
              "protocol_error");
    EXPECT_EQ(give("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"),
              "200 protocol_error");
    EXPECT_EQ(give("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"), "protocol_error");
    EXPECT_EQ(give("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx"),
              "protocol_error");
}

TEST_F(RawAnswers, RedirectsAreNotFollowed)
{
    EXPECT_EQ(give("HTTP/1.1 307 Temporary Redirect\r\nLocation: http://evil/\r\n"
                   "Content-Length: 0\r\n\r\n"),
              "307 ");
}

class LimitedAnswers : public RawAnswers
{
protected:
    void SetUp() override
    {
        options.headerBytes = 1000;
        options.bodyBytes = 1000;
        options.eventBytes = 1000;
        RawAnswers::SetUp();
    }
};

TEST_F(LimitedAnswers, TooMuchIsAnError)
{
    const std::string much(5000, 'x');
    EXPECT_EQ(give("HTTP/1.1 200 OK\r\nA: " + much + "\r\n\r\n"), "resource_exhausted");
    std::string fields;
    for (int i = 0; i < 200; ++i) {
        fields += "A: bcdef\r\n";
    }
    EXPECT_EQ(give("HTTP/1.1 200 OK\r\n" + fields + "\r\n"), "resource_exhausted");
    EXPECT_EQ(give("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n"), "200 resource_exhausted");
    EXPECT_EQ(give("HTTP/1.1 200 OK\r\n\r\n" + much), "200 resource_exhausted");
    EXPECT_EQ(give("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1388\r\n" + much + "\r\n"),
              "200 resource_exhausted");
    EXPECT_EQ(give("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;" + much),
              "200 resource_exhausted");
    EXPECT_EQ(give("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + std::string(1000, 'y')),
              "200 " + std::string(1000, 'y'));
}

TEST_F(LimitedAnswers, ATooLargeEventIsAnError)
{
    auto answering = beginSend(post("x"));
    RawClient connection = server.accept();
    connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: ok\n\ndata: " +
                    std::string(1001, 'x'));
    auto answer = answering.get();
    ASSERT_TRUE(answer);
    const Event first = await((*answer)->nextEvent());
    ASSERT_TRUE(first && *first);
    EXPECT_EQ((*first)->data, "ok");
    const Event second = await((*answer)->nextEvent());
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::ResourceExhausted);
    drop(answer);
}

TEST_F(RawAnswers, EventsComeAsTheyAreSent)
{
    auto answering = beginSend(post("x"));
    RawClient connection = server.accept();
    connection.readUntil("\r\n\r\nx");
    connection.send("HTTP/1.1 200 OK\r\nContent-Type: Text/Event-Stream; charset=utf-8\r\n\r\n");
    auto answer = answering.get();
    ASSERT_TRUE(answer);
    ASSERT_TRUE((*answer)->isEventStream());
    for (int i = 0; i < 3; ++i) {
        auto event = begin((*answer)->nextEvent());
        connection.send(":comment\n\nid: " + std::to_string(i) + "\nda");
        connection.send("ta: x\n\n");
        const Event got = event.get();
        ASSERT_TRUE(got && *got);
        EXPECT_EQ((*got)->id, std::to_string(i));
    }
    connection.close();
    const Event end = await((*answer)->nextEvent());
    ASSERT_TRUE(end);
    EXPECT_FALSE(*end);
    drop(answer);
}

TEST_F(RawAnswers, SilenceEndsARequest)
{
    options.firstByteTimeout = std::chrono::milliseconds(40);
    options.idleTimeout = std::chrono::milliseconds(40);
    makeClient(server.port());
    auto result = beginExchange(post("x"));
    RawClient silent = server.accept();
    EXPECT_EQ(result.get(), "deadline_exceeded");
    result = beginExchange(post("x"));
    RawClient half = server.accept();
    half.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel");
    EXPECT_EQ(result.get(), "200 deadline_exceeded");
}

// C-83
TEST_F(RawAnswers, CommentsKeepASilentStreamOpen)
{
    options.idleTimeout = std::chrono::milliseconds(1000);
    makeClient(server.port());
    auto answering = beginSend(post("x"));
    RawClient connection = server.accept();
    connection.readUntil("\r\n\r\nx");
    connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
    auto answer = answering.get();
    ASSERT_TRUE(answer);
    auto event = begin((*answer)->nextEvent());
    for (int i = 0; i < 14; ++i) { // longer than the timeout in all
        EXPECT_EQ(event.wait_for(std::chrono::milliseconds(100)), std::future_status::timeout);
        connection.send(": still here\n\n");
    }
    connection.send("data: x\n\n");
    const Event got = event.get();
    ASSERT_TRUE(got && *got);
    EXPECT_EQ((*got)->data, "x");
    drop(answer);
}

// C-83
TEST(ClientTimes, AreThoseOfTheTable)
{
    const ClientOptions options;
    EXPECT_EQ(options.connectTimeout, std::chrono::seconds(10));
    EXPECT_EQ(options.firstByteTimeout, std::chrono::seconds(60));
    EXPECT_EQ(options.idleTimeout, std::chrono::minutes(5));
}

TEST_F(RawAnswers, ARefusedConnectionWasNotSent)
{
    server.stopListening();
    EXPECT_EQ(beginExchange(post("x")).get(), "unavailable");
    EXPECT_FALSE(sent);
}

TEST_F(RawAnswers, AnEarlyRefusalOfALargeBodyIsRead)
{
    auto result = beginExchange(post(std::string(20'000'000, 'x')));
    RawClient connection = server.accept();
    connection.readUntil("\r\n\r\n");
    connection.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig");
    connection.shutdownWrite();
    connection.readAll();
    EXPECT_EQ(result.get(), "413 big");
}

// A kept connection, on which one request has been answered.
class KeptConnection : public RawAnswers
{
protected:
    void SetUp() override
    {
        RawAnswers::SetUp();
        auto result = beginExchange(post("first"));
        kept.emplace(server.accept());
        answer(*kept);
        ASSERT_EQ(result.get(), "200 ok");
    }

    static void answer(RawClient& connection)
    {
        connection.readUntil("first");
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    }

    std::optional<RawClient> kept;
};

TEST_F(KeptConnection, IsReplacedWhenItWasClosedMeanwhile)
{
    kept->close();
    auto result = beginExchange(post("first"));
    RawClient fresh = server.accept();
    answer(fresh);
    EXPECT_EQ(result.get(), "200 ok");
}

TEST_F(KeptConnection, IsReplacedAfterSendingOnlyWhenThatIsHarmless)
{
    auto once = beginExchange(post("second"));
    kept->readUntil("second");
    kept->close();
    EXPECT_EQ(once.get(), "unavailable");
    EXPECT_TRUE(sent);
}

TEST_F(KeptConnection, IsReplacedOnceForARepeatableRequest)
{
    auto request = post("first");
    request.repeatable = true;
    auto result = beginExchange(request);
    kept->readUntil("first");
    kept->reset();
    RawClient fresh = server.accept();
    answer(fresh);
    EXPECT_EQ(result.get(), "200 ok");

    result = beginExchange(request);
    fresh.readUntil("first");
    fresh.reset();
    RawClient last = server.accept();
    last.readUntil("first");
    last.reset();
    EXPECT_EQ(result.get(), "unavailable");
}

TEST_F(KeptConnection, IsNotUsedAfterUnaskedBytes)
{
    kept->send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
    auto result = beginExchange(post("first"));
    RawClient fresh = server.accept();
    answer(fresh);
    EXPECT_EQ(result.get(), "200 ok");
}

TEST_F(RawAnswers, AbortEndsARequestThatWaitsForItsHead)
{
    auto request = post("x");
    request.abort = std::make_shared<Abort>();
    auto result = beginExchange(request);
    RawClient connection = server.accept();
    connection.readUntil("x");
    loop.call([&] { request.abort->request(); });
    EXPECT_EQ(result.get(), "cancelled");
    connection.readAll(); // closed
    EXPECT_EQ(beginExchange(request).get(), "cancelled");
    EXPECT_FALSE(sent);
}

TEST_F(RawAnswers, TheClientsEndCancelsWhatWaits)
{
    auto result = beginExchange(post("x"));
    RawClient connection = server.accept();
    connection.readUntil("x");
    loop.call([this] { client.reset(); });
    EXPECT_EQ(result.get(), "cancelled");
}

TEST_F(RawAnswers, HeadersThatAreNoneAreNotSent)
{
    auto request = post("x");
    request.headers.add("Authorization", "Bearer a\r\nEvil: 1");
    const auto answer = beginSend(request).get();
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, ErrorCode::InvalidArgument);
    EXPECT_THAT(answer.error().message, HasSubstr("Authorization"));
    EXPECT_THAT(answer.error().message, Not(HasSubstr("Bearer")));
    EXPECT_EQ(beginExchange(post("x", "no-slash")).get(), "invalid_argument");
    EXPECT_EQ(beginExchange(post("x", "/a b")).get(), "invalid_argument");
}

TEST_F(RawAnswers, IsDestroyedWithALoopThatNeverRunsAgain)
{
    auto result = beginExchange(post("x"));
    RawClient connection = server.accept();
    connection.readUntil("x");
    loop.stop();
}

} // namespace
} // namespace portcullis::http::test
