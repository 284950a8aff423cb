#include "gateway/audit/json_unescape.h"

#include <gtest/gtest.h>

#include <string>

namespace portcullis::audit {
namespace {

std::string plain(std::string_view text)
{
    const auto done = withoutJsonEscapes(text);
    return done ? std::string(done->revealText()) : "(none)";
}

TEST(JsonUnescape, SaysWhatEscapesStandFor)
{
    EXPECT_EQ(plain(R"(a\"b\\c\/d)"), R"(a"b\c/d)");
    EXPECT_EQ(plain(R"(\b\f\n\r\t)"), "\b\f\n\r\t");
    EXPECT_EQ(plain(R"(Jos\u00e9 O\u0027Brien \u002B49 \u20AC)"), "José O'Brien +49 €");
    EXPECT_EQ(plain(R"(\ud83d\ude00)"), "\xF0\x9F\x98\x80");
}

TEST(JsonUnescape, LeavesWhatIsNone)
{
    EXPECT_EQ(plain("nothing here"), "(none)");
    EXPECT_EQ(plain(R"(C:\dir \x \u12)"), "(none)");
    EXPECT_EQ(plain("\\"), "(none)");
    EXPECT_EQ(plain(R"(\n and \x)"), "\n and \\x");
}

TEST(JsonUnescape, TakesOneLayerAtATime)
{
    EXPECT_EQ(plain(R"({\"a\":\"\\u00e9\"})"), R"({"a":"\u00e9"})");
    EXPECT_EQ(plain(plain(R"({\"a\":\"\\u00e9\"})")), R"({"a":"é"})");
}

// Half of a pair is what it is: bytes that no text has.
TEST(JsonUnescape, KeepsToItsBoundsWithHalfAPair)
{
    EXPECT_EQ(plain(R"(\ud83d)").size(), 3U);
    EXPECT_EQ(plain(R"(\ud83d\u0041)").size(), 4U);
}

} // namespace
} // namespace portcullis::audit
