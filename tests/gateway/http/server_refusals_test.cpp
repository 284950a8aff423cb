#include "server_fixture.h"

#include <gmock/gmock.h>

// Bad input as raw bytes: each is answered and the connection closed (requirements G-05, G-06, G-34
// to G-36).
namespace portcullis::http::test {
namespace {

using testing::HasSubstr;

struct Bad
{
    const char* name;
    std::string bytes;
    unsigned status;
};

class Malformed : public ServerTest, public testing::WithParamInterface<Bad>
{};

TEST_P(Malformed, IsAnsweredAndTheConnectionClosed)
{
    bool handled = false;
    start([&handled](Exchange& exchange) {
        handled = true;
        return echo(exchange);
    });
    // What follows would be answered too if the connection stayed open.
    const std::string answer = talk(GetParam().bytes + "GET /second HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(statusOf(answer), GetParam().status) << answer;
    EXPECT_THAT(answer, HasSubstr("\r\nConnection: close\r\n"));
    EXPECT_EQ(answer.find("HTTP/1.1", 1), std::string::npos) << answer;
    EXPECT_FALSE(handled);
}

using namespace std::string_literals;

std::string post(const std::string& fields, const std::string& body = {})
{
    return "POST / HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n" + body;
}

const std::string kChunked = "Transfer-Encoding: chunked\r\n";

INSTANTIATE_TEST_SUITE_P(
    Http,
    Malformed,
    testing::Values(
        Bad{"NotHttp", "\x16\x03\x01\x02\r\n\r\n", 400},
        Bad{"NoVersion", "GET /\r\n\r\n", 400},
        Bad{"Http2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400},
        Bad{"TwoLengths", post("Content-Length: 5\r\nContent-Length: 6\r\n", "hello"), 400},
        Bad{"TwoEqualLengths", post("Content-Length: 5\r\nContent-Length: 5\r\n", "hello"), 400},
        Bad{"ListOfLengths", post("Content-Length: 5, 5\r\n", "hello"), 400},
        Bad{"SignedLength", post("Content-Length: +5\r\n", "hello"), 400},
        Bad{"NegativeLength", post("Content-Length: -5\r\n", "hello"), 400},
        Bad{"HexLength", post("Content-Length: 0x5\r\n", "hello"), 400},
        Bad{"EmptyLength", post("Content-Length:\r\n", "hello"), 400},
        Bad{"HugeLength", post("Content-Length: 99999999999999999999999\r\n"), 400},
        Bad{"LengthThenChunked", post("Content-Length: 5\r\n" + kChunked, "0\r\n\r\n"), 400},
        Bad{"ChunkedThenLength", post(kChunked + "Content-Length: 5\r\n", "0\r\n\r\n"), 400},
        Bad{"ChunkedTwice", post(kChunked + kChunked, "0\r\n\r\n"), 400},
        Bad{"GzipEncoding", post("Transfer-Encoding: gzip\r\n", "xx"), 400},
        Bad{"GzipThenChunked", post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 400},
        Bad{"ChunkedThenIdentity",
            post("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n"),
            400},
        Bad{"ObscuredChunked", post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), 400},
        Bad{"ChunkedInHttp10", "POST / HTTP/1.0\r\n" + kChunked + "\r\n0\r\n\r\n", 400},
        Bad{"BareLineFeedAfterStartLine", "GET / HTTP/1.1\nHost: x\r\n\r\n", 400},
        Bad{"BareLineFeedAfterField", "GET / HTTP/1.1\r\nHost: x\nA: b\r\n\r\n", 400},
        Bad{"BareLineFeedsOnly", "GET / HTTP/1.1\nHost: x\n\n", 400},
        Bad{"BareCarriageReturn", "GET / HTTP/1.1\r\nHost: x\rA: b\r\n\r\n", 400},
        Bad{"FoldedWithSpace", post("A: b\r\n c\r\n"), 400},
        Bad{"FoldedWithTab", post("A: b\r\n\tc\r\n"), 400},
        Bad{"FoldedEmptyValue", post("A:\r\n b\r\n"), 400},
        Bad{"FoldedFirstField", "GET / HTTP/1.1\r\n Host: x\r\n\r\n", 400},
        Bad{"FoldedChunked", post("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n"), 400},
        Bad{"NulInValue", post("A: b\0c\r\n"s), 400},
        Bad{"ControlInValue",
            post("A: b\x01"
                 "c\r\n"),
            400},
        Bad{"DeleteInValue",
            post("A: b\x7F"
                 "c\r\n"),
            400},
        Bad{"SpaceBeforeColon", post("A : b\r\n"), 400},
        Bad{"SpaceInName", post("A B: c\r\n"), 400},
        Bad{"EmptyName", post(": b\r\n"), 400},
        Bad{"NoColon", post("Nonsense\r\n"), 400},
        Bad{"NoHost", "GET / HTTP/1.1\r\n\r\n", 400},
        Bad{"TwoHosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
        Bad{"AbsoluteTarget", "GET http://evil/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
        Bad{"AuthorityTarget", "CONNECT evil:443 HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
        Bad{"FragmentInTarget", "GET /a#b HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        Bad{"SpaceInTarget", "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        Bad{"ControlInTarget", "GET /a\x01 HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        Bad{"BadChunkSize", post(kChunked, "x\r\nhello\r\n0\r\n\r\n"), 400},
        Bad{"ChunkSizeOverflow", post(kChunked, "fffffffffffffffff\r\n"), 400},
        Bad{"ChunkWithoutEnd", post(kChunked, "5\r\nhelloX\r\n0\r\n\r\n"), 400},
        Bad{"BareLineFeedAfterChunkSize", post(kChunked, "5\nhello\r\n0\r\n\r\n"), 400},
        Bad{"ControlInChunkExtension", post(kChunked, "5;a=\"\n\"\r\nhello\r\n0\r\n\r\n"), 400},
        Bad{"EndlessChunkExtension", post(kChunked, "5;a=" + std::string(70'000, 'x')), 400},
        Bad{"EndlessTrailer", post(kChunked, "0\r\nA: " + std::string(70'000, 'x')), 400},
        Bad{"BodyTooLong", post("Content-Length: 8388609\r\n"), 413},
        Bad{"ChunkTooLong", post(kChunked, "800001\r\n"), 413},
        Bad{"TargetTooLong",
            "GET /" + std::string(8 * 1024, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n",
            414},
        Bad{"TargetWithoutEnd", "GET /" + std::string(40'000, 'a'), 414},
        Bad{"FieldTooLong", post("A: " + std::string(32 * 1024, 'a') + "\r\n"), 431},
        Bad{"FieldWithoutEnd",
            "GET / HTTP/1.1\r\nHost: x\r\nA: " + std::string(100'000, 'a'),
            431}),
    [](const auto& one) { return one.param.name; });

TEST_F(ServerTest, RefusesTooManyFields)
{
    std::string fields;
    for (int i = 0; i < 5000; ++i) {
        fields += "A: bcdefg\r\n";
    }
    start();
    EXPECT_EQ(statusOf(talk(post(fields))), 431U);
}

TEST_F(ServerTest, CountsChunksAgainstTheBodyLimit)
{
    options.bodyBytes = 1000;
    start();
    std::string body;
    for (int i = 0; i < 11; ++i) {
        body += "64\r\n" + std::string(100, 'x') + "\r\n";
    }
    EXPECT_EQ(statusOf(talk(post(kChunked, body + "0\r\n\r\n"))), 413U);
}

TEST_F(ServerTest, TakesWhatIsJustWithinTheLimits)
{
    options.bodyBytes = 1000;
    start();
    const std::string target(8 * 1024 - 1, 'a');
    const std::string field(20'000, 'b');
    RawClient client(port);
    client.send("POST /" + target + " HTTP/1.1\r\nHost: x\r\nA: " + field +
                "\r\nContent-Length: 1000\r\n\r\n" + std::string(1000, 'x'));
    EXPECT_EQ(statusOf(client.readAnswer()), 200U);
}

TEST_F(ServerTest, ABodyThatBeginsWithASpaceIsNoFoldedLine)
{
    start();
    RawClient client(port);
    client.send(post("Content-Length: 2\r\n", " x"));
    EXPECT_EQ(bodyOf(client.readAnswer()), "POST /\n x");
}

TEST_F(ServerTest, TrailersDoNotBecomeHeaders)
{
    std::size_t fields = 0;
    start([&fields](Exchange& exchange) {
        fields = exchange.request().head.headers.all().size();
        return echo(exchange);
    });
    RawClient client(port);
    client.send(post(kChunked, "0\r\nAuthorization: Bearer x\r\n\r\n"));
    EXPECT_EQ(statusOf(client.readAnswer()), 200U);
    EXPECT_EQ(fields, 2U);
}

TEST_F(ServerTest, GivesUpOnASlowHead)
{
    options.headTimeout = std::chrono::milliseconds(60);
    start();
    EXPECT_EQ(statusOf(talk("GET / HTTP/1.1\r\nHost:")), 408U);
}

TEST_F(ServerTest, GivesUpOnASlowBody)
{
    options.bodyTimeout = std::chrono::milliseconds(60);
    start();
    EXPECT_EQ(statusOf(talk(post("Content-Length: 5\r\n", "hell"))), 408U);
}

TEST_F(ServerTest, ClosesIdleConnectionsWithoutAWord)
{
    options.headTimeout = std::chrono::milliseconds(60);
    options.idleTimeout = std::chrono::milliseconds(60);
    start();
    EXPECT_EQ(talk(""), "");
    RawClient client(port);
    client.send(post(""));
    EXPECT_EQ(statusOf(client.readAnswer()), 200U);
    EXPECT_EQ(client.readAll(), "");
}

} // namespace
} // namespace portcullis::http::test
