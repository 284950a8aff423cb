#include "gateway/protocol/text.h"

#include <gtest/gtest.h>

namespace portcullis::protocol {

TEST(Text, ReplacesWhatIsNotUtf8)
{
    EXPECT_EQ(toValidUtf8("caf\xC3\xA9"), "caf\xC3\xA9");
    EXPECT_EQ(toValidUtf8("a\xC3"), "a\xEF\xBF\xBD");
    EXPECT_EQ(toValidUtf8("\xED\xA0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST(Text, CutsBetweenCharacters)
{
    EXPECT_EQ(excerpt("short"), "short");
    EXPECT_EQ(excerpt("ab\xC3\xA9", 3), "ab\xE2\x80\xA6");
    EXPECT_EQ(excerpt("ab\xC3\xA9", 4), "ab\xC3\xA9");
    EXPECT_EQ(excerpt("a\n\x1B[0m\x7F"), "a??[0m?");
    EXPECT_EQ(excerpt(""), "");
}

TEST(Text, TrimsSpacesAndTabs)
{
    EXPECT_EQ(trimmed(" \ta b \t"), "a b");
    EXPECT_EQ(trimmed(" \t "), "");
    EXPECT_EQ(trimmed("\n"), "\n");
}

} // namespace portcullis::protocol
