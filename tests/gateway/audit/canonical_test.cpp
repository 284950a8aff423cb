#include "gateway/audit/canonical.h"

#include <gtest/gtest.h>

#include <string>

namespace portcullis::audit {
namespace {

std::string written(std::string_view text)
{
    CanonicalWriter writer;
    writer.beginObject().member("s", text).endObject();
    return writer.str();
}

TEST(CanonicalWriter, EscapesAsRfc8785Wants)
{
    EXPECT_EQ(written("a\"\\/\b\f\n\r\t"), R"({"s":"a\"\\/\b\f\n\r\t"})");
    EXPECT_EQ(written(std::string("\x00\x1f\x7f", 3)), "{\"s\":\"\\u0000\\u001f\x7f\"}");
    EXPECT_EQ(written("\xE2\x80\xA8\xF0\x9F\x98\x80"), "{\"s\":\"\xE2\x80\xA8\xF0\x9F\x98\x80\"}");
}

TEST(CanonicalWriter, ReplacesWhatIsNotUtf8)
{
    EXPECT_EQ(written("a\xFFz"), "{\"s\":\"a\xEF\xBF\xBDz\"}");
    EXPECT_EQ(written("\xED\xA0\x80"), "{\"s\":\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"}");
}

TEST(CanonicalWriter, KeepsIntegersExactAndInRange)
{
    CanonicalWriter writer;
    writer.beginArray().integer(0).integer(-1).integer(INT64_MAX).integer(INT64_MIN).endArray();
    EXPECT_EQ(writer.str(), "[0,-1,9007199254740991,-9007199254740991]");
}

TEST(CanonicalWriter, NestsAndSeparates)
{
    CanonicalWriter writer;
    writer.beginObject().key("a").beginArray().boolean(true).beginObject().endObject().endArray();
    writer.key("b").hex("\x01\xAB").endObject();
    EXPECT_EQ(writer.str(), R"({"a":[true,{}],"b":"01ab"})");
    EXPECT_TRUE(parseCanonical(writer.str()));
}

TEST(CanonicalCheck, AcceptsTheProfile)
{
    for (const char* line : {"{}",
                             R"({"":0,"a":-1,"b":[],"c":{"d":"\u001f\n\\"},"e":true,"f":false})",
                             R"({"n":9007199254740991,"o":-9007199254740991})",
                             "{\"s\":\"\xC3\xA4\"}"}) {
        EXPECT_TRUE(parseCanonical(line)) << line;
    }
}

TEST(CanonicalCheck, RefusesOtherSpellings)
{
    for (const char* line : {"",
                             "[]",
                             "{} ",
                             "{ }",
                             "{\"a\": 1}",
                             R"({"b":1,"a":1})",
                             R"({"a":1,"a":1})",
                             R"({"a":null})",
                             R"({"a":1.0})",
                             R"({"a":1e2})",
                             R"({"a":01})",
                             R"({"a":-0})",
                             R"({"a":9007199254740992})",
                             R"({"a":"\/"})",
                             R"({"a":"\u0041"})",
                             R"({"a":"\u000a"})",
                             R"({"a":"\u001F"})",
                             "{\"a\":\"\x01\"}",
                             "{\"a\":\"\xFF\"}",
                             "{\"\xC3\xA4\":1}",
                             R"({"a":1,})",
                             R"({"a":[1,]})",
                             R"({"a":"x)",
                             R"({"a":tru})",
                             R"({"a":[[[[[[[[1]]]]]]]]})"}) {
        EXPECT_FALSE(parseCanonical(line)) << line;
    }
}

TEST(CleanText, CutsAtACharacter)
{
    EXPECT_EQ(cleanText("abcdef", 6), "abcdef");
    EXPECT_EQ(cleanText("abcdefg", 6), "abc\xE2\x80\xA6");
    EXPECT_EQ(cleanText("ab\xC3\xA4\xC3\xA4", 5), "ab\xE2\x80\xA6");
    EXPECT_EQ(cleanText("a\xFF", 8), "a\xEF\xBF\xBD");
    EXPECT_EQ(cleanText("", 8), "");
}

} // namespace
} // namespace portcullis::audit
