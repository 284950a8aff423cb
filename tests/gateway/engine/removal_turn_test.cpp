#include "gateway/engine/removal_turn.h"
#include "tests/support/manual_clock.h"

#include <gtest/gtest.h>

namespace portcullis::engine {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

class RemovalTurnTest : public testing::Test
{
protected:
    [[nodiscard]] RemovalTurn::Now now() const
    {
        return {m_clock.wallNow(), m_clock.elapsedNow(), m_clock.monotonicNow()};
    }

    void begin(std::optional<WallTime> trusted) { m_turn.begin(now(), trusted); }

    [[nodiscard]] bool isDueAfter(std::chrono::microseconds time)
    {
        m_clock.advance(time);
        m_turn.look(now());
        return m_turn.isDue(now());
    }

    void shift(std::chrono::microseconds by) { m_clock.setWall(m_clock.wallNow() + by); }

    test::ManualClock m_clock;
    RemovalTurn m_turn;
};

TEST_F(RemovalTurnTest, ComesAfterAFirstPauseAndThenRegularly)
{
    EXPECT_FALSE(m_turn.isDue(now())) << "it has not begun";
    begin(m_clock.wallNow() - hours(9));
    EXPECT_FALSE(isDueAfter(minutes(9)));
    EXPECT_TRUE(isDueAfter(minutes(1)));
    m_turn.started();
    EXPECT_FALSE(isDueAfter(hours(3)));
    m_turn.ended(now(), "");
    EXPECT_FALSE(isDueAfter(minutes(59)));
    EXPECT_TRUE(isDueAfter(minutes(1)));
}

TEST_F(RemovalTurnTest, SaysWhyTheLastOneFailedUntilOneDoesNot)
{
    begin({});
    EXPECT_EQ(m_turn.problem(now()), "");
    m_turn.ended(now(), "The disk is full.");
    EXPECT_NE(m_turn.problem(now()).find("The disk is full."), std::string::npos);
    m_turn.ended(now(), "");
    EXPECT_EQ(m_turn.problem(now()), "");
}

TEST_F(RemovalTurnTest, WaitsForAPersonWhenTheClockIsFarAheadOfTheLogAtTheStart)
{
    const WallTime last = m_clock.wallNow() - days(365);
    begin(last);
    EXPECT_FALSE(isDueAfter(hours(2)));
    EXPECT_EQ(m_turn.trusted(), last + hours(2));
    EXPECT_NE(m_turn.problem(now()).find("365 days"), std::string::npos) << m_turn.problem(now());
    m_turn.confirm(now());
    EXPECT_TRUE(isDueAfter({}));
    EXPECT_EQ(m_turn.problem(now()), "");
}

TEST_F(RemovalTurnTest, GoesOnByItselfWhenSuchAClockIsSetRight)
{
    begin(m_clock.wallNow() - days(365));
    EXPECT_FALSE(isDueAfter(hours(2)));
    shift(-days(360));
    EXPECT_TRUE(isDueAfter({}));
    shift(days(2));
    EXPECT_FALSE(isDueAfter({})) << "from then on it is known";
}

TEST_F(RemovalTurnTest, AMachineMayHaveBeenOffForSomeWeeks)
{
    begin(m_clock.wallNow() - days(29));
    EXPECT_TRUE(isDueAfter(minutes(10)));
}

TEST_F(RemovalTurnTest, AClockThatIsSetFarForwardDuringARunIsNotGoneBy)
{
    begin(m_clock.wallNow());
    shift(hours(23));
    EXPECT_TRUE(isDueAfter(minutes(10)));
    shift(hours(2));
    EXPECT_FALSE(isDueAfter({}));
    shift(-hours(2));
    EXPECT_TRUE(isDueAfter({})) << "it was set back";
}

// A machine without a battery begins in 1970, and is set right when it has found a server.
TEST_F(RemovalTurnTest, AClockThatWasBehindAtTheStartMayBeSetRight)
{
    const WallTime last = m_clock.wallNow();
    m_clock.setWall(fromMicros(0));
    begin(last);
    EXPECT_TRUE(isDueAfter(minutes(10))) << "nothing is old by such a clock";
    m_clock.setWall(last + days(5));
    EXPECT_TRUE(isDueAfter({}));
    shift(days(2));
    EXPECT_FALSE(isDueAfter({}));
}

TEST_F(RemovalTurnTest, TellsOnceWhenWhatIsTrustedMustBeKept)
{
    begin(m_clock.wallNow());
    EXPECT_TRUE(m_turn.takeChange()) << "an earlier run may have left something";
    EXPECT_FALSE(m_turn.takeChange());
    shift(days(50));
    m_turn.look(now());
    EXPECT_TRUE(m_turn.takeChange());
    m_turn.look(now());
    EXPECT_FALSE(m_turn.takeChange());
    m_turn.confirm(now());
    EXPECT_TRUE(m_turn.takeChange());
}

} // namespace
} // namespace portcullis::engine
