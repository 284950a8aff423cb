#include "gateway/http/sse.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace portcullis::http {
namespace {

SseEvent event(std::string data,
               std::string name = {},
               std::optional<std::string> id = {},
               std::optional<std::uint32_t> retry = {})
{
    return {std::move(name), std::move(data), std::move(id), retry};
}

std::vector<SseEvent> drain(SseParser& parser)
{
    std::vector<SseEvent> events;
    while (auto next = parser.next()) {
        events.push_back(std::move(*next));
    }
    return events;
}

std::vector<SseEvent> parseAll(std::string_view bytes)
{
    SseParser parser;
    EXPECT_TRUE(parser.feed(bytes));
    return drain(parser);
}

struct Case
{
    const char* name;
    std::string bytes;
    std::vector<SseEvent> events;
};

class SseTable : public testing::TestWithParam<Case>
{};

TEST_P(SseTable, GivesTheEvents)
{
    EXPECT_EQ(parseAll(GetParam().bytes), GetParam().events);
}

using namespace std::string_literals;

INSTANTIATE_TEST_SUITE_P(
    SseParser,
    SseTable,
    testing::Values(
        Case{"LineFeed", "data: a\n\n", {event("a")}},
        Case{"CarriageReturn", "data: a\r\rdata: b\r\r", {event("a"), event("b")}},
        Case{"Both", "data: a\r\n\r\ndata: b\r\n\r\n", {event("a"), event("b")}},
        Case{"MixedLineEnds", "data: a\r\ndata: b\ndata: c\r\n\r", {event("a\nb\nc")}},
        Case{"ByteOrderMark",
             "\xEF\xBB\xBF"
             "data: a\n\n",
             {event("a")}},
        Case{"SecondByteOrderMarkIsAName",
             "\n\xEF\xBB\xBF"
             "data: a\n\n",
             {}},
        Case{"ManyLines", "data: a\ndata:\ndata: b\n\n", {event("a\n\nb")}},
        Case{"OnlyOneSpaceIsDropped", "data:  a\n\n", {event(" a")}},
        Case{"NoSpace", "data:a\n\n", {event("a")}},
        Case{"EmptyDataIsAnEvent", "data\n\n", {event("")}},
        Case{"NameAndId", "event: message\nid: 1-7\ndata: {}\n\n", {event("{}", "message", "1-7")}},
        Case{"IdWithoutData", "id: 1-0\n\n", {event("", "", "1-0")}},
        Case{"IdWithNulIsIgnored", "id: a\0b\ndata: x\n\n"s, {event("x")}},
        Case{"EmptyId", "id\ndata: x\n\n", {event("x", "", "")}},
        Case{"Retry", "retry: 500\n\n", {event("", "", {}, 500)}},
        Case{"BadRetry", "retry: 5x\nretry: -1\nretry: 99999999999\ndata: x\n\n", {event("x")}},
        Case{"Comments", ": hi\n:\n\n:\n\ndata: x\n: y\n\n", {event("x")}},
        Case{"UnknownField", "foo: bar\nDATA: y\ndata: x\n\n", {event("x")}},
        Case{"NameWithoutDataIsNoEvent", "event: ping\n\ndata: x\n\n", {event("x")}},
        Case{"CutOffEventIsDropped", "data: a\n\ndata: b\n", {event("a")}},
        Case{"ColonInValue", "data: a:b\n\n", {event("a:b")}}),
    [](const auto& one) { return one.param.name; });

TEST(SseParser, GivesTheSameEventsForAnySplitOfTheBytes)
{
    const std::string bytes = "\xEF\xBB\xBF"
                              "id: 1\r\ndata: a\r\ndata: b\r\n\r\n:c\r\rdata: d\n\n"
                              "event: e\rdata: \xC3\xA4\r\rretry: 7\r\n\r\n\r\n\ndata: z\n\n";
    const auto expected = parseAll(bytes);
    ASSERT_EQ(expected.size(), 5U);
    std::mt19937 random(7);
    for (int round = 0; round < 500; ++round) {
        SseParser parser;
        std::vector<SseEvent> events;
        for (std::size_t at = 0; at < bytes.size();) {
            const std::size_t count = 1 + random() % (round % 2 == 0 ? 2 : 9);
            ASSERT_TRUE(parser.feed(std::string_view(bytes).substr(at, count)));
            at += count;
            for (auto& one : drain(parser)) {
                events.push_back(std::move(one));
            }
        }
        ASSERT_EQ(events, expected);
    }
}

TEST(SseParser, RefusesAnEventOverTheLimitButKeepsThoseBefore)
{
    for (const std::size_t piece : {std::size_t{1}, std::size_t{1000}}) {
        const std::string bytes = "data: ok\n\ndata: 12345\ndata: 123456789\n\ndata: no\n\n";
        SseParser parser(16);
        Result<> fed;
        for (std::size_t at = 0; at < bytes.size() && fed; at += piece) {
            fed = parser.feed(std::string_view(bytes).substr(at, piece));
        }
        ASSERT_FALSE(fed);
        EXPECT_EQ(fed.error().code, ErrorCode::ResourceExhausted);
        EXPECT_EQ(drain(parser), std::vector{event("ok")});
        EXPECT_FALSE(parser.feed("\n\n"));
    }
}

TEST(SseParser, RefusesAnEndlessLine)
{
    SseParser parser(1000);
    Result<> fed;
    for (int i = 0; i < 1001 && fed; ++i) {
        fed = parser.feed("x");
    }
    EXPECT_FALSE(fed);
}

TEST(FormatSse, SplitsDataIntoLines)
{
    EXPECT_EQ(formatSse(event("a\nb\r\nc\rd", "message", "1-2", 500)),
              "id: 1-2\nretry: 500\nevent: message\ndata: a\ndata: b\ndata: c\ndata: d\n\n");
}

TEST(FormatSse, WritesAnEmptyDataLineUnlessOnlyARetryTimeIsSent)
{
    EXPECT_EQ(formatSse(event("", "", "1-0")), "id: 1-0\ndata: \n\n");
    EXPECT_EQ(formatSse(event("", "", {}, 300)), "retry: 300\n\n");
}

TEST(FormatSse, KeepsLineBreaksOutOfNamesAndIds)
{
    EXPECT_EQ(formatSse(event("x", "a\nb", "c\r\nd\0e"s)), "id: cde\nevent: ab\ndata: x\n\n");
}

TEST(FormatSse, IsReadBackByTheParser)
{
    const std::vector<SseEvent> events{
        event("{\"a\":1}"), event("a\n\nb", "x", "9"), event("", "", "1", 5)};
    std::string bytes(kSseComment);
    for (const SseEvent& one : events) {
        bytes += formatSse(one);
        bytes += kSseComment;
    }
    EXPECT_EQ(parseAll(bytes), events);
}

} // namespace
} // namespace portcullis::http
