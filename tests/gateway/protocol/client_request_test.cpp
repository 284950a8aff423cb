#include "gateway/protocol/client_request.h"
#include "tests/gateway/protocol/support.h"

#include <gtest/gtest.h>

#include <array>

namespace portcullis::protocol {

namespace {

constexpr std::array kAll = {Revision::V2024_11_05,
                             Revision::V2025_03_26,
                             Revision::V2025_06_18,
                             Revision::V2025_11_25,
                             Revision::V2026_07_28};

constexpr std::string_view kElicit = "elicitation/create";
constexpr std::string_view kSample = "sampling/createMessage";

std::string paramsOf(std::string_view method,
                     const std::string& params,
                     std::string_view server = {},
                     Revision to = Revision::V2026_07_28,
                     std::string_view elicitationId = {})
{
    return writeClientParams(
        method, Json(params).root(), {to, std::string(server), {}, false}, elicitationId);
}

std::string messageOf(const std::string& params)
{
    return Json(paramsOf(kElicit, params, "docs"))["message"].string();
}

std::string urlMessage(const std::string& url)
{
    return messageOf(R"({"mode":"url","message":"m","url":)" + jsonQuote(url) + "}");
}

std::string manyRequests(std::size_t count)
{
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += (i == 0 ? "\"k" : ",\"k") + std::to_string(i) + R"(":{"method":"roots/list"})";
    }
    return "{" + text + "}";
}

} // namespace

// B-45
TEST(ReadInputRequests, ReadsThemInOrder)
{
    const Json requests(
        R"({"b":{"method":"elicitation/create","params":{"message" : 1e400}},"a":{"method":"roots/list"},"\u0063":{"method":"sampling\/createMessage","params":null,"x":1}})");
    const auto read = readInputRequests(requests.root());
    ASSERT_TRUE(read.has_value());
    ASSERT_EQ(read->size(), 3U);
    EXPECT_EQ((*read)[0].key, "b");
    EXPECT_EQ((*read)[0].method, kElicit);
    EXPECT_EQ((*read)[0].params, R"({"message" : 1e400})");
    EXPECT_EQ((*read)[1].key, "a");
    EXPECT_EQ((*read)[1].params, "");
    EXPECT_EQ((*read)[2].key, "c");
    EXPECT_EQ((*read)[2].method, kSample);
    EXPECT_EQ((*read)[2].params, "");
}

TEST(ReadInputRequests, FindsNoneWhereThereAreNone)
{
    EXPECT_TRUE(readInputRequests({})->empty());
    EXPECT_TRUE(readInputRequests(Json("{}").root())->empty());
}

// G-59
TEST(ReadInputRequests, RefusesWhatIsNoRequestOfAClient)
{
    for (const char* const text : {"null",
                                   "7",
                                   R"("roots/list")",
                                   "[]",
                                   R"([{"method":"roots/list"}])",
                                   R"({"a":null})",
                                   R"({"a":"roots/list"})",
                                   R"({"a":["roots/list"]})",
                                   R"({"a":{}})",
                                   R"({"a":{"method":7}})",
                                   R"({"a":{"method":""}})",
                                   R"({"a":{"method":"ping"}})",
                                   R"({"a":{"method":"Roots/list"}})",
                                   R"({"a":{"method":"roots/list","params":[]}})",
                                   R"({"a":{"method":"roots/list","params":7}})",
                                   R"({"a":{"method":"roots/list","params":"{}"}})",
                                   R"({"a":{"method":"roots/list"},"b":{"method":"x"}})"}) {
        const Json requests(text);
        const auto read = readInputRequests(requests.root());
        ASSERT_FALSE(read.has_value()) << text;
        EXPECT_EQ(read.error().code, ErrorCode::ProtocolError);
    }
}

// G-59
TEST(ReadInputRequests, KeepsToTheLimits)
{
    EXPECT_EQ(readInputRequests(Json(manyRequests(kMaxInputRequests)).root())->size(),
              kMaxInputRequests);
    EXPECT_FALSE(readInputRequests(Json(manyRequests(kMaxInputRequests + 1)).root()).has_value());

    const std::string head = R"({"a":{"method":"sampling/createMessage","params":{"x":")";
    const std::string tail = "\"}}}";
    const std::size_t room = kMaxInputRequestBytes - head.size() - tail.size();
    EXPECT_TRUE(readInputRequests(Json(head + std::string(room, 'x') + tail).root()).has_value());
    EXPECT_FALSE(
        readInputRequests(Json(head + std::string(room + 1, 'x') + tail).root()).has_value());
}

// D-24
TEST(ReadInputRequests, TakesSoMuchOfEachMethod)
{
    EXPECT_EQ(mostBytesOf("sampling/createMessage"), 1024U * 1024U);
    for (const std::string method : {"elicitation/create", "roots/list"}) {
        EXPECT_EQ(mostBytesOf(method), 64U * 1024U);
        const auto requests = [&method](std::size_t bytes) {
            const std::string params = R"({"x":")" + std::string(bytes - 8, 'x') + "\"}";
            EXPECT_EQ(params.size(), bytes);
            return R"({"a":{"method":")" + method + R"(","params":)" + params + "}}";
        };
        EXPECT_TRUE(readInputRequests(Json(requests(mostBytesOf(method))).root()).has_value());
        EXPECT_FALSE(readInputRequests(Json(requests(mostBytesOf(method) + 1)).root()).has_value());
    }
}

TEST(ReadInputRequests, QuotesStrangeMethodsHarmlessly)
{
    const Json requests(R"({"a":{"method":"\u001b[2J)" + std::string(10'000, 'x') + R"("}})");
    const auto read = readInputRequests(requests.root());
    ASSERT_FALSE(read.has_value());
    EXPECT_LT(read.error().message.size(), 300U);
    EXPECT_EQ(read.error().message.find('\x1B'), std::string::npos);
}

TEST(ReadInputRequests, SurvivesDepth)
{
    const Json requests(R"({"a":{"method":"roots/list","params":{"x":)" + repeated("[", 120) +
                        repeated("]", 120) + "}}}");
    EXPECT_TRUE(readInputRequests(requests.root()).has_value());
}

// A-79
TEST(WriteClientParams, SaysWhichServerAsks)
{
    EXPECT_EQ(paramsOf(kElicit, R"({"requestedSchema" : {"a":1e400},"message":"Why?"})", "docs"),
              R"({"message":"[docs] Why?","requestedSchema":{"a":1e400}})");
    EXPECT_EQ(messageOf("{}"), "[docs] ");
    EXPECT_EQ(messageOf(R"({"message":7})"), "[docs] ");
    EXPECT_EQ(messageOf(R"({"message":"[mail] a\n\"b\""})"), "[docs] [mail] a\n\"b\"");
    EXPECT_EQ(messageOf(R"({"mess\u0061ge":"a"})"), "[docs] a");
    EXPECT_EQ(paramsOf(kElicit, R"({"message":"Why?"})"), R"({"message":"Why?"})");
}

// A-79: where the address leads, as a browser reads it.
TEST(WriteClientParams, ShowsTheHostOfAnAddress)
{
    const struct
    {
        const char* url;
        const char* prefix;
    } cases[] = {
        {"https://pay.example/x?y#z", "[docs, pay.example] m"},
        {"https://pay.example:8443", "[docs, pay.example:8443] m"},
        {"https://[::1]:80/x", "[docs, [::1]:80] m"},
        {"https://bank.example@evil.example/", "[docs, evil.example] m"},
        {"https://bank.example:443@a@evil.example/", "[docs, evil.example] m"},
        {"https://evil.example\\@bank.example/", "[docs, evil.example] m"},
        {"https://evil.example?@bank.example/", "[docs, evil.example] m"},
        {"https://evil.example#@bank.example/", "[docs, evil.example] m"},
        {"https:\\\\evil.example/https://bank.example", "[docs, evil.example] m"},
        {"https:/evil.example/", "[docs, evil.example] m"},
        {"https:////evil.example/", "[docs, evil.example] m"},
        {"ht\ntps:/\t/ev\ril.example/", "[docs, evil.example] m"},
        {"https://evil.example\x1B[2J/", "[docs, evil.example?[2J] m"},
        {"https://", "[docs] m"},
        {"https://@/", "[docs] m"},
        {"evil", "[docs] m"},
        {"", "[docs] m"},
    };

    for (const auto& [url, prefix] : cases) {
        EXPECT_EQ(urlMessage(url), prefix) << url;
    }
    const std::string longest = repeated("a.", 126) + "example";
    EXPECT_EQ(urlMessage("https://" + longest + "/"), "[docs, " + longest + "] m");
    EXPECT_LT(urlMessage("https://" + std::string(100'000, 'a')).size(), 400U);
    EXPECT_EQ(messageOf(R"({"mode":"url","message":"m","url":{}})"), "[docs] m");
    EXPECT_EQ(messageOf(R"({"mode":"form","message":"m","url":"https://a"})"), "[docs] m");
}

// Table D.1 row 4
TEST(WriteClientParams, GivesAnIdToTheOneRevisionThatWantsIt)
{
    const std::string own = R"({"mode":"url","url":"https://a/","elicitationId":"own"})";
    for (const Revision to : kAll) {
        const Json params(paramsOf(kElicit, own, "docs", to, "gw-1"));
        EXPECT_EQ(params["elicitationId"].string(), to == Revision::V2025_11_25 ? "gw-1" : "");
        EXPECT_EQ(params["mode"].exists(), to > Revision::V2025_06_18);
        EXPECT_EQ(params["url"].string(), "https://a/");
        const Json form(paramsOf(kElicit, R"({"elicitationId":"own"})", "docs", to, "gw-1"));
        EXPECT_FALSE(form["elicitationId"].exists());
    }
}

// D-27
TEST(WriteClientParams, KeepsOtherServersToThemselves)
{
    for (const char* const context : {"\"thisServer\"", "\"allServers\"", "\"none\"", "7", "{}"}) {
        for (const char* const key : {"includeContext", R"(\u0069ncludeContext)"}) {
            const std::string params = R"({"maxTokens":1e2,")" + std::string(key) + R"(":)" +
                                       context + R"(,"messages":[ ]})";
            for (const Revision to : kAll) {
                EXPECT_EQ(paramsOf(kSample, params, {}, to), R"({"maxTokens":1e2,"messages":[ ]})");
            }
        }
    }
}

// D-28
TEST(WriteClientParams, PassesToolsOfSamplingAsTheyAre)
{
    const std::string params = R"({"tools":[{"name":"t"}],"toolChoice":{"mode":"auto"}})";
    EXPECT_EQ(paramsOf(kSample, params), params);
}

// D-26
TEST(WriteClientParams, TakesNoMetaOfTheServersHop)
{
    const std::string params =
        R"({"_meta":{"progressToken":1,"io.modelcontextprotocol/related-task":{"taskId":"t"}}})";
    EXPECT_EQ(paramsOf(kElicit, params), R"({"message":""})");
    EXPECT_EQ(paramsOf(kSample, params), "{}");
    EXPECT_EQ(paramsOf("roots/list", params), "{}");
}

TEST(WriteClientParams, WritesAnObjectWhateverComesIn)
{
    for (const char* const params : {"null", "7", "\"a\"", "[]", "[1,[2]]", "{}"}) {
        EXPECT_EQ(paramsOf(kElicit, params), R"({"message":""})");
        EXPECT_EQ(paramsOf(kSample, params), "{}");
        EXPECT_EQ(paramsOf("roots/list", params), "{}");
    }
    EXPECT_EQ(writeClientParams(kSample, {}, {Revision::V2025_11_25, {}, {}, false}), "{}");
}

// A-100
TEST(WriteClientParams, StaysOnOneLine)
{
    EXPECT_EQ(paramsOf(kSample, "{\"a\":[\r\n],\n\"b\":\"\\n\"}"), R"({"a":[],"b":"\n"})");
    EXPECT_EQ(paramsOf(kElicit, "{\"a\":{\n}}"), R"({"message":"","a":{}})");
}

} // namespace portcullis::protocol
