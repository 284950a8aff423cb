#include "gateway/audit/clock_watch.h"
#include "tests/support/manual_clock.h"

#include <gtest/gtest.h>

namespace portcullis::audit {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

class ClockWatchTest : public testing::Test
{
protected:
    // Looks, and what was seen is committed.
    std::optional<ClockStep> look()
    {
        const auto step = m_watch.look(m_latest);
        m_watch.committed();
        return step;
    }

    void shift(milliseconds by) { m_clock.setWall(m_clock.wallNow() + by); }

    test::ManualClock m_clock;
    ClockWatch m_watch{m_clock};
    WallTime m_latest = m_clock.wallNow();
};

TEST_F(ClockWatchTest, AClockThatRunsIsNoStep)
{
    EXPECT_FALSE(look());
    for (int i = 0; i < 5; ++i) {
        m_clock.advance(hours(100));
        EXPECT_FALSE(look());
    }
}

TEST_F(ClockWatchTest, ToleratesTwoSeconds)
{
    ASSERT_FALSE(look());
    shift(seconds(2));
    EXPECT_FALSE(look());
    shift(seconds(-4));
    EXPECT_FALSE(look());
}

TEST_F(ClockWatchTest, TellsWhereTheClockShouldBeAndWhereItIs)
{
    ASSERT_FALSE(look());
    for (const auto by : {hours(24 * 3650), hours(-24 * 7300), hours(1)}) {
        m_clock.advance(seconds(30));
        const WallTime before = m_clock.wallNow();
        shift(by);
        const auto step = look();
        ASSERT_TRUE(step);
        EXPECT_EQ(step->from, before);
        EXPECT_EQ(step->to, before + by);
        EXPECT_FALSE(step->atStart);
        EXPECT_FALSE(look());
    }
}

TEST_F(ClockWatchTest, AddsSmallStepsUp)
{
    ASSERT_FALSE(look());
    shift(milliseconds(1500));
    EXPECT_FALSE(look());
    shift(milliseconds(1500));
    const auto step = look();
    ASSERT_TRUE(step);
    EXPECT_EQ(step->to - step->from, seconds(3));
}

TEST_F(ClockWatchTest, TellsAgainWhatWasNotCommitted)
{
    ASSERT_FALSE(look());
    shift(hours(1));
    EXPECT_TRUE(m_watch.look(m_latest));
    EXPECT_TRUE(look());
    EXPECT_FALSE(look());
}

TEST_F(ClockWatchTest, AStartBeforeTheLastRecordIsAStep)
{
    m_latest = m_clock.wallNow() + hours(2);
    const auto step = look();
    ASSERT_TRUE(step);
    EXPECT_EQ(step->from, m_latest);
    EXPECT_EQ(step->to, m_clock.wallNow());
    EXPECT_TRUE(step->atStart);
    EXPECT_FALSE(look());
}

TEST_F(ClockWatchTest, NobodyKnowsHowLongItWasOffBeforeAStart)
{
    m_latest = m_clock.wallNow() - hours(24 * 365);
    EXPECT_FALSE(look());
}

} // namespace
} // namespace portcullis::audit
