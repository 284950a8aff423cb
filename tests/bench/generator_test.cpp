#include "app/ctl/bench/call_text.h"
#include "app/ctl/bench/http_reader.h"
#include "app/ctl/bench/latencies.h"
#include "app/ctl/bench/load.h"
#include "app/ctl/bench/mcp_upstream.h"
#include "app/ctl/bench/rows.h"
#include "gateway/base/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ranges>

namespace portcullis::ctl::bench {
namespace {

using testing::HasSubstr;

TEST(Latencies, GivesTheTimeThatSoManyStayedBelow)
{
    Latencies latencies;
    for (int micros = 1000; micros >= 1; --micros) {
        latencies.add(std::chrono::microseconds(micros));
    }
    const Percentiles result = latencies.percentiles();
    EXPECT_DOUBLE_EQ(result.p50, 501);
    EXPECT_DOUBLE_EQ(result.p99, 991);
    EXPECT_DOUBLE_EQ(result.p999, 1000);
    EXPECT_DOUBLE_EQ(result.max, 1000);
    EXPECT_DOUBLE_EQ(result.mean, 500.5);
}

TEST(Latencies, CountsWhatIsLongerThanFourSecondsAsThat)
{
    Latencies latencies;
    latencies.add(std::chrono::minutes(1));
    EXPECT_NEAR(latencies.percentiles().max, 4'294'967, 1);
}

TEST(HttpReader, WaitsForTheWholeMessageAndKeepsTheNext)
{
    const std::string first = "HTTP/1.1 200 OK\r\nX-A: 1\r\nContent-length:  5\r\n\r\nhello";
    const std::string second = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";
    HttpReader reader;
    for (const char byte : std::views::take(first, static_cast<std::ptrdiff_t>(first.size() - 1))) {
        reader.append({&byte, 1});
        ASSERT_FALSE(reader.hasMessage());
    }
    reader.append(first.substr(first.size() - 1) + second);
    ASSERT_TRUE(reader.hasMessage());
    EXPECT_EQ(reader.status(), 200);
    EXPECT_EQ(reader.body(), "hello");
    EXPECT_EQ(reader.field("x-a"), "1");
    EXPECT_FALSE(reader.field("x-b"));
    reader.discard();
    ASSERT_TRUE(reader.hasMessage());
    EXPECT_EQ(reader.status(), 202);
    EXPECT_EQ(reader.body(), "");
}

TEST(HttpReader, JoinsChunks)
{
    const std::string text = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                             "5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n";
    HttpReader reader;
    for (const char byte : text) {
        ASSERT_FALSE(reader.hasMessage());
        reader.append({&byte, 1});
    }
    ASSERT_TRUE(reader.hasMessage());
    EXPECT_EQ(reader.body(), "hello world");
    reader.discard();
    EXPECT_FALSE(reader.hasMessage());
    EXPECT_FALSE(reader.broken());
}

TEST(HttpReader, SaysWhenChunksAreNone)
{
    HttpReader reader;
    reader.append("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
    EXPECT_FALSE(reader.hasMessage());
    EXPECT_TRUE(reader.broken());
}

TEST(CallText, ChangesNothingButTheId)
{
    Target target;
    target.tool = "blob";
    CallText text(target);
    const std::string first = text.next();
    const std::int64_t firstId = text.lastId();
    const std::string second = text.next();
    EXPECT_EQ(first.size(), second.size());
    EXPECT_EQ(idOf(first), firstId);
    EXPECT_EQ(idOf(second), text.lastId());
    EXPECT_EQ(text.lastId(), firstId + 1);
    EXPECT_TRUE(JsonDocument::parse(second));
}

TEST(CallText, KnowsResultsFromErrors)
{
    EXPECT_EQ(faultOf(R"({"jsonrpc":"2.0","id":1,"result":{"content":[]}})", 10), "");
    EXPECT_THAT(faultOf(R"({"jsonrpc":"2.0","id":1,"result":{"content":[]}})", 2048),
                HasSubstr("not the result"));
    EXPECT_NE(
        faultOf(R"({"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"Unknown tool"}})", 10),
        "");
    EXPECT_NE(faultOf(R"({"jsonrpc":"2.0","id":1,"result":{"content":[],"isError":true}})", 10),
              "");
    EXPECT_NE(faultOf("", 10), "");
}

TEST(McpUpstream, AnswersWithAResultOfTheSizeAskedFor)
{
    McpUpstream server;
    for (const std::size_t size : {2048U, 8192U}) {
        Target target;
        target.tool = kBlobTool;
        target.resultBytes = size;
        const std::string answer = server.answer(CallText(target).next());
        const auto document = JsonDocument::parse(answer);
        ASSERT_TRUE(document) << answer;
        EXPECT_EQ(document->root()["result"].raw().size(), size);
        EXPECT_EQ(faultOf(answer, size), "");
    }
}

TEST(McpUpstream, ShakesHandsInTheClientsRevision)
{
    McpUpstream server;
    EXPECT_THAT(server.answer(initializeText()), HasSubstr(R"("protocolVersion":"2025-11-25")"));
    EXPECT_EQ(server.answer(initializedText()), "");
    EXPECT_THAT(server.answer(R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})"),
                HasSubstr("blob"));
    EXPECT_THAT(server.answer(R"({"jsonrpc":"2.0","id":1,"method":"server/discover"})"),
                HasSubstr("-32601"));
}

TEST(Rows, GoWithTheDirectCallOfTheSameLoad)
{
    BenchOptions options;
    options.only = "http/8k/c16/strict";
    const std::vector<Row> rows = selectRows(options);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].name(), "http/8k/c16/direct");
    EXPECT_EQ(rows[1].name(), "http/8k/c16/strict");
    options.only = "nothing";
    EXPECT_TRUE(selectRows(options).empty());
    EXPECT_EQ(selectRows(BenchOptions{}).size(), 48U);
}

TEST(Load, CallsAnHttpServerThatIsNotThere)
{
    LoadOptions options;
    options.target.url = "http://127.0.0.1:1/mcp";
    const auto result = runLoad(options);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::IoError);
}

} // namespace
} // namespace portcullis::ctl::bench
