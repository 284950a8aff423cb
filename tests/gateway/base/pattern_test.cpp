#include "gateway/base/pattern.h"

#include <gtest/gtest.h>

namespace portcullis {
namespace {

TEST(Pattern, MatchesTheWholeText)
{
    const auto pattern = Pattern::compile("[a-z]+");
    ASSERT_TRUE(pattern);
    EXPECT_TRUE(pattern->matchesAll("abc"));
    EXPECT_FALSE(pattern->matchesAll("abc1"));
    EXPECT_FALSE(pattern->matchesAll("abc\n"));
    EXPECT_FALSE(pattern->matchesAll(std::string_view("abc\0", 4)));
}

TEST(Pattern, IsNotLedAstrayByALineBreak)
{
    const auto pattern = Pattern::compile(".*secret.*");
    ASSERT_TRUE(pattern);
    EXPECT_TRUE(pattern->matchesAll("a\nsecret\nb"));
}

TEST(Pattern, RefusesWhatIsNoneAndDoesNotQuoteIt)
{
    for (const std::string text : {"(", "a{1001}", "(?<=a)b", "\\1", "\xff"}) {
        const auto pattern = Pattern::compile(text);
        ASSERT_FALSE(pattern) << text;
        EXPECT_EQ(pattern.error().message.find(text), std::string::npos);
    }
    EXPECT_FALSE(Pattern::compile("((a{100}){100}){10}")) << "too much memory";
    EXPECT_FALSE(Pattern::compile(std::string(Pattern::kMaxBytes + 1, 'a')));
    EXPECT_TRUE(Pattern::compile(std::string(Pattern::kMaxBytes, 'a')));
}

TEST(Pattern, HostileTextsTakeLinearTime)
{
    const auto pattern = Pattern::compile("(a*)*(a*)*b");
    ASSERT_TRUE(pattern);
    EXPECT_FALSE(pattern->matchesAll(std::string(1'000'000, 'a'))); // backtracking never ends
}

} // namespace
} // namespace portcullis
