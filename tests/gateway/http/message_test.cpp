#include "gateway/http/head_writer.h"
#include "gateway/http/message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portcullis::http {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Headers, CompareNamesWithoutCase)
{
    Headers headers;
    headers.add("Mcp-Session-Id", "a");
    headers.add("mcp-session-id", "b");
    EXPECT_EQ(headers.get("MCP-SESSION-ID"), "a");
    EXPECT_EQ(headers.count("mcp-Session-id"), 2U);
    headers.set("MCP-Session-ID", "c");
    EXPECT_EQ(headers.count("mcp-session-id"), 1U);
    EXPECT_EQ(headers.get("mcp-session-id"), "c");
    EXPECT_FALSE(headers.get("other"));
}

TEST(Message, FindsWordsInLists)
{
    EXPECT_TRUE(listHolds("keep-alive, Close", "close"));
    EXPECT_TRUE(listHolds("close", "close"));
    EXPECT_FALSE(listHolds("closed, x", "close"));
    EXPECT_FALSE(listHolds("", "close"));
}

TEST(Message, ReadsTheMediaType)
{
    EXPECT_EQ(mediaType("Text/Event-Stream; charset=utf-8"), "text/event-stream");
    EXPECT_EQ(mediaType(" application/json "), "application/json");
}

TEST(HeadWriter, LeavesOutFieldsThatWouldBreakTheFraming)
{
    Headers headers;
    headers.add("Good", "yes");
    headers.add("Bad", "a\r\nInjected: 1");
    headers.add("Bad Name", "x");
    headers.add("Content-Length", "7");
    headers.add("transfer-encoding", "chunked");
    AnswerFraming framing;
    framing.length = 3;
    const std::string head = answerHead(200, headers, framing);
    EXPECT_THAT(head, HasSubstr("\r\nGood: yes\r\n"));
    EXPECT_THAT(head, HasSubstr("\r\nContent-Length: 3\r\n"));
    EXPECT_THAT(head, Not(HasSubstr("Injected")));
    EXPECT_THAT(head, Not(HasSubstr("Bad")));
    EXPECT_THAT(head, Not(HasSubstr("chunked")));
    EXPECT_TRUE(head.starts_with("HTTP/1.1 200 OK\r\nDate: "));
    EXPECT_TRUE(head.ends_with("\r\n\r\n"));
}

} // namespace
} // namespace portcullis::http
