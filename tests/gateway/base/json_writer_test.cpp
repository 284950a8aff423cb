#include "gateway/base/json.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace portcullis {
namespace {

TEST(JsonWriter, PutsCommasWhereTheyBelong)
{
    JsonWriter writer;
    writer.beginObject()
        .member("text", "value")
        .member("count", 3)
        .member("yes", true)
        .rawMember("spliced", "[1, 2]")
        .key("list")
        .beginArray()
        .integer(1)
        .string("two")
        .null()
        .boolean(false)
        .raw("1e400")
        .beginArray()
        .endArray()
        .beginObject()
        .endObject()
        .endArray()
        .rawKey("\"\\u0061\"")
        .beginObject()
        .endObject()
        .key("last")
        .null()
        .endObject();
    EXPECT_EQ(writer.str(),
              R"({"text":"value","count":3,"yes":true,"spliced":[1, 2],)"
              R"("list":[1,"two",null,false,1e400,[],{}],"\u0061":{},"last":null})");
    EXPECT_TRUE(JsonDocument::parse(writer.str()));
}

TEST(JsonWriter, WritesSingleValues)
{
    EXPECT_EQ(JsonWriter().string("x").take(), "\"x\"");
    EXPECT_EQ(JsonWriter().integer(INT64_MIN).take(), "-9223372036854775808");
    EXPECT_EQ(JsonWriter().integer(INT64_MAX).take(), "9223372036854775807");
    EXPECT_EQ(JsonWriter().beginArray().endArray().take(), "[]");
}

TEST(JsonQuote, EscapesWhatMustBeEscapedAndNothingElse)
{
    EXPECT_EQ(jsonQuote(""), R"("")");
    EXPECT_EQ(jsonQuote("a\"b\\c/d"), R"("a\"b\\c/d")");
    EXPECT_EQ(jsonQuote("\b\f\n\r\t"), R"("\b\f\n\r\t")");
    EXPECT_EQ(jsonQuote(std::string("\0\x1F\x7F", 3)), "\"\\u0000\\u001f\x7F\"");
    EXPECT_EQ(jsonQuote("caf\xC3\xA9 \xF0\x9F\x98\x80"), "\"caf\xC3\xA9 \xF0\x9F\x98\x80\"");
}

TEST(JsonQuote, ReadsBackAsTheSameText)
{
    std::string all;
    for (int c = 0; c < 0x80; ++c) {
        all.push_back(static_cast<char>(c));
    }
    const std::string quoted = jsonQuote(all);
    const auto document = JsonDocument::parse(quoted);
    ASSERT_TRUE(document) << document.error().message;
    EXPECT_EQ(document->root().string(), all);
    JsonWriter writer;
    writer.beginObject().member(all, all).endObject();
    const auto object = JsonDocument::parse(writer.take());
    ASSERT_TRUE(object);
    EXPECT_TRUE(object->root()[all].stringEquals(all));
}

} // namespace
} // namespace portcullis
