#include "gateway/api/json_text.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace portcullis::api {
namespace {

std::string messageOf(std::string_view text)
{
    const auto json = parseJsonText(text);
    return json ? "" : json.error().message;
}

TEST(JsonText, ReadsValues)
{
    const auto json = parseJsonText(R"({"a":[1,"x",null],"b":{"a":{}}})");
    ASSERT_TRUE(json);
    EXPECT_EQ((*json)["a"][1], "x");
}

TEST(JsonText, TellsTheLineAndColumnOfAnError)
{
    EXPECT_EQ(messageOf("{\n  \"a\": ?\n}"), "The text is not valid JSON at line 2, column 8.");
    EXPECT_EQ(messageOf(""), "The text is not valid JSON at line 1, column 1.");
    EXPECT_NE(messageOf("{\"a\":1"), "");
    EXPECT_NE(messageOf("{} {}"), "");
    EXPECT_NE(messageOf("1e999"), "");
    EXPECT_NE(messageOf("\"\xff\""), "");
}

TEST(JsonText, QuotesNothingOfWhatItRefuses)
{
    const auto json = parseJsonText("{\"passphrase\": \"s3cret\" oops");
    ASSERT_FALSE(json);
    EXPECT_EQ(json.error().message.find("s3cret"), std::string::npos);
    EXPECT_EQ(json.error().cause, "");
}

TEST(JsonText, RefusesANameTwiceAndSaysWhere)
{
    EXPECT_EQ(messageOf(R"({"a":1,"a":2})"), "/a: must appear only once");
    EXPECT_EQ(messageOf(R"({"l":[0,[1],{"x/y":{"b":1,"b":2}}]})"),
              "/l/2/x~1y/b: must appear only once");
    EXPECT_EQ(messageOf(R"({"a":1,"\u0061":2})"), "/a: must appear only once");
    EXPECT_EQ(messageOf(R"([{"a":1},{"a":2}])"), "");
}

TEST(JsonText, RefusesDeepAndLongText)
{
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    EXPECT_TRUE(parseJsonText(nested(64)));
    EXPECT_EQ(parseJsonText(nested(65)).error().code, ErrorCode::ResourceExhausted);
    EXPECT_EQ(parseJsonText(std::string(1'000'000, '[')).error().code,
              ErrorCode::ResourceExhausted);
    EXPECT_TRUE(parseJsonText("[1]", {3, 1}));
    EXPECT_EQ(parseJsonText("[1] ", {3, 1}).error().code, ErrorCode::ResourceExhausted);
}

TEST(JsonText, WritesBytesThatAreNotUtf8AsReplacements)
{
    EXPECT_EQ(formatJsonText(nlohmann::json("a\xff")), "\"a\xEF\xBF\xBD\"");
}

} // namespace
} // namespace portcullis::api
