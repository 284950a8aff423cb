#include "app/ctl/line_buffer.h"

#include <gtest/gtest.h>

namespace portcullis::ctl {
namespace {

TEST(LineBuffer, CutsBytesInAnyPiecesIntoLines)
{
    LineBuffer lines(100);
    lines.feed("on");
    EXPECT_EQ(lines.next(), std::nullopt);
    lines.feed("e\r\ntwo\n\nthr");
    EXPECT_EQ(lines.next(), "one");
    EXPECT_EQ(lines.next(), "two");
    EXPECT_EQ(lines.next(), "");
    EXPECT_EQ(lines.next(), std::nullopt);
    EXPECT_EQ(lines.rest(), "thr");
    EXPECT_EQ(lines.rest(), std::nullopt);
}

TEST(LineBuffer, DropsWhatIsTooLongAndGoesOn)
{
    LineBuffer lines(4);
    lines.feed("12345");
    lines.feed("6789\nfine\n");
    EXPECT_EQ(lines.next(), "fine");
    EXPECT_EQ(lines.takeDropped(), 1U);
    EXPECT_EQ(lines.takeDropped(), 0U);
}

} // namespace
} // namespace portcullis::ctl
