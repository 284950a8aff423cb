#include "gateway/base/json.h"

#include <gtest/gtest.h>

#include <string>

namespace portcullis {
namespace {

std::string nested(std::size_t depth)
{
    return std::string(depth, '[') + std::string(depth, ']');
}

std::string nestedObjects(std::size_t depth)
{
    std::string text;
    for (std::size_t i = 0; i < depth; ++i) {
        text += "{\"a\":";
    }
    return text + "1" + std::string(depth, '}');
}

std::string objectOf(std::size_t members, const std::string& prefix = "name")
{
    std::string text = "{";
    for (std::size_t i = 0; i < members; ++i) {
        text += (i == 0 ? "\"" : ",\"") + prefix + std::to_string(i) + "\":" + std::to_string(i);
    }
    return text + "}";
}

ErrorCode codeOf(std::string text, const JsonLimits& limits = {})
{
    const auto document = JsonDocument::parse(std::move(text), limits);
    return document ? ErrorCode::Internal : document.error().code;
}

TEST(JsonLimits, AcceptsDepth128AndRefuses129)
{
    EXPECT_TRUE(JsonDocument::parse(nested(128)));
    EXPECT_EQ(codeOf(nested(129)), ErrorCode::ResourceExhausted);
    EXPECT_TRUE(JsonDocument::parse(nestedObjects(128)));
    EXPECT_EQ(codeOf(nestedObjects(129)), ErrorCode::ResourceExhausted);
}

TEST(JsonLimits, CountsDepthNotContainers)
{
    std::string text = "[";
    for (int i = 0; i < 1000; ++i) {
        text += nested(127) + ",";
    }
    EXPECT_TRUE(JsonDocument::parse(text + "0]"));
}

TEST(JsonLimits, SurvivesAMillionBrackets)
{
    EXPECT_EQ(codeOf(std::string(1'000'000, '[')), ErrorCode::ResourceExhausted);
    EXPECT_EQ(codeOf(std::string(1'000'000, '['), {.depth = 2'000'000}), ErrorCode::ProtocolError);
    EXPECT_TRUE(JsonDocument::parse(nested(300'000), {.depth = 300'000}));
}

TEST(JsonLimits, CapsTheSizeOfTheText)
{
    EXPECT_TRUE(JsonDocument::parse("[1,2,3]", {.bytes = 7}));
    const auto document = JsonDocument::parse("[1,2,3]", {.bytes = 6});
    ASSERT_FALSE(document);
    EXPECT_EQ(document.error().code, ErrorCode::ResourceExhausted);
    EXPECT_EQ(document.error().message, "The JSON text has 7 bytes; at most 6 are accepted.");
}

TEST(JsonLimits, CapsMembersOfOneContainer)
{
    EXPECT_TRUE(JsonDocument::parse("[1,2,3]", {.members = 3}));
    EXPECT_EQ(codeOf("[1,2,3,4]", {.members = 3}), ErrorCode::ResourceExhausted);
    EXPECT_EQ(codeOf("[1,2,3,\"x", {.members = 3}), ErrorCode::ResourceExhausted);
    EXPECT_EQ(codeOf("[1,2,3,[", {.members = 3}), ErrorCode::ResourceExhausted);
    EXPECT_EQ(codeOf(objectOf(4), {.members = 3}), ErrorCode::ResourceExhausted);
    EXPECT_TRUE(JsonDocument::parse("[[1,2,3],[1,2,3],{\"a\":[1,2,3]}]", {.members = 3}));
}

TEST(JsonLimits, TakesAsManyMembersAsTheDefaultAllows)
{
    const auto document = JsonDocument::parse(objectOf(100'000));
    ASSERT_TRUE(document);
    EXPECT_EQ(document->root().size(), 100'000U);
    EXPECT_EQ(document->root()["name99999"].integer(), 99'999);
    EXPECT_EQ(codeOf(objectOf(100'001)), ErrorCode::ResourceExhausted);
}

TEST(JsonNames, FindsTheRepeatedOneInObjectsOfEverySize)
{
    for (const std::size_t members : {1U, 2U, 7U, 15U, 16U, 17U, 18U, 40U, 1000U}) {
        std::string text = objectOf(members);
        EXPECT_TRUE(JsonDocument::parse(text)) << members;
        text.back() = ',';
        for (const std::string& name :
             {std::string("name0"), "name" + std::to_string(members - 1)}) {
            const auto document = JsonDocument::parse(text + "\"" + name + "\":0}");
            ASSERT_FALSE(document) << members << name;
            EXPECT_NE(document.error().message.find("at byte " + std::to_string(text.size()) + ":"),
                      std::string::npos)
                << document.error().message;
        }
    }
}

TEST(JsonNames, AreComparedWithTheirEscapesResolved)
{
    for (const char* text : {R"({"a":1,"\u0061":2})",
                             R"({"\u0061":1,"a":2})",
                             R"({"\u0061":1,"\u0061":2})",
                             R"({"/":1,"\/":2})",
                             R"({"\n":1,"\u000a":2})",
                             R"({"\u000A":1,"\u000a":2})",
                             R"({"\"":1,"\u0022":2})",
                             R"({"\\":1,"\u005c":2})",
                             R"({"é":1,"\u00e9":2})",
                             R"({"漢":1,"\u6f22":2})",
                             R"({"😀":1,"\ud83d\ude00":2})",
                             R"({"method":1,"meth\u006fd":2})",
                             R"({"x":{"a":1,"b":2,"\u0061":3}})"}) {
        EXPECT_EQ(codeOf(text), ErrorCode::ProtocolError) << text;
    }
}

TEST(JsonNames, WithDifferentLoneSurrogatesCountAsEqual)
{
    // Both are read as U+FFFD, so a reader could not tell which member it has.
    EXPECT_EQ(codeOf(R"({"\ud800":1,"\ud801":2})"), ErrorCode::ProtocolError);
    EXPECT_EQ(codeOf(R"({"\ud800":1,"\ufffd":2})"), ErrorCode::ProtocolError);
}

TEST(JsonNames, MayRepeatInOtherObjectsAndDifferByLittle)
{
    for (const char* text :
         {R"({"a":{"a":{"a":1}}})",
          R"([{"a":1},{"a":1}])",
          R"({"a":{"b":1},"b":{"a":1}})",
          R"({"a":1,"A":2,"a ":3," a":4,"":5})",
          R"({"\u0000":1,"":2,"\u0000\u0000":3})",
          R"({"\\u0061":1,"a":2})",
          "{\"\xC3\xA9\":1,\"e\xCC\x81\":2}", // composed, decomposed: no normalisation
          R"({"abcdefgh":1,"abcdefgH":2,"abcdefghi":3,"Abcdefghi":4})"}) {
        EXPECT_TRUE(JsonDocument::parse(text)) << text;
    }
}

TEST(JsonNames, TakesLargeObjectsOfEscapedNames)
{
    const std::string escaped = objectOf(50'000, "\\u006eam\\u0065");
    ASSERT_TRUE(JsonDocument::parse(escaped));
    std::string repeated = escaped;
    repeated.back() = ',';
    EXPECT_EQ(codeOf(repeated + "\"name49999\":0}"), ErrorCode::ProtocolError);
}

TEST(JsonNames, ChecksNestedLargeObjectsIndependently)
{
    std::string text = objectOf(200);
    text.back() = ',';
    text += "\"inner\":" + objectOf(200) + ",\"list\":[" + objectOf(20) + "," + objectOf(20) + "]}";
    EXPECT_TRUE(JsonDocument::parse(text));
}

} // namespace
} // namespace portcullis
