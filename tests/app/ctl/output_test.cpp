#include "app/ctl/exit_code.h"
#include "app/ctl/output.h"

#include <gtest/gtest.h>

namespace portcullis::ctl {
namespace {

TEST(Output, NeverSendsControlCharactersToTheTerminal)
{
    EXPECT_EQ(printable("a\x1b[31mb\nc\x7f"), "a [31mb c ");
    EXPECT_EQ(printable("gr\u00fc\u00dfe"), "gr\u00fc\u00dfe");
    EXPECT_EQ(printable("\u009b31m"), "  31m");
    EXPECT_EQ(printable("\xff\xfe"), "??");
}

TEST(Output, AlignsColumnsByCharacters)
{
    Table table({"ID", "NAME"});
    table.add({"long-one", "x"});
    table.add({"\u00fc", "y"});
    EXPECT_EQ(table.text(), "ID        NAME\nlong-one  x\n\u00fc         y\n");
}

TEST(Output, AlignsPairs)
{
    EXPECT_EQ(formatPairs({{"A", "1"}, {"Long", "2"}}), "A:    1\nLong: 2\n");
}

TEST(Output, WritesTimesForPeople)
{
    EXPECT_EQ(formatSecond(fromMicros(1'500'000)), "1970-01-01 00:00:01Z");
    EXPECT_EQ(formatDuration(1'234), "1.2 ms");
    EXPECT_EQ(formatDuration(123'400), "123 ms");
    EXPECT_EQ(formatDuration(2'500'000), "2.5 s");
}

TEST(ExitCodes, TellUnavailableFromFailed)
{
    EXPECT_EQ(exitCodeFor(ErrorCode::Locked), ExitCode::Unavailable);
    EXPECT_EQ(exitCodeFor(ErrorCode::Unavailable), ExitCode::Unavailable);
    EXPECT_EQ(exitCodeFor(ErrorCode::Busy), ExitCode::Unavailable);
    EXPECT_EQ(exitCodeFor(ErrorCode::NotFound), ExitCode::Failed);
}

} // namespace
} // namespace portcullis::ctl
