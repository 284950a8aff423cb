#include "gateway/upstream/ongoing_work.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

// What may go on at a server though nobody waits for it: D-20, D-72.
namespace portcullis::upstream::test {
namespace {

using Follower = OngoingWork::Follower;

class OngoingWorkTest : public testing::Test
{
protected:
    OngoingWork work;
    OngoingWork::TimePoint now = OngoingWork::TimePoint::clock::now();
    OngoingWork::TimePoint later = now + std::chrono::hours(1);
};

TEST_F(OngoingWorkTest, EachIncarnationIsUnlikeAnyOther)
{
    EXPECT_NE(work.incarnation(), OngoingWork().incarnation());
    EXPECT_EQ(OngoingWork("there").incarnation(), "there");
}

TEST_F(OngoingWorkTest, NothingElseIsMeantWhereNothingElseGoesOn)
{
    EXPECT_FALSE(work.mayBeMeant("a", {}, now));
}

TEST_F(OngoingWorkTest, ACallThatWasGivenUpMayStillBeMeantUntilItsTimeIsOver)
{
    work.abandonCall(7, "b", later);
    EXPECT_TRUE(work.mayBeMeant("a", {}, now));
    EXPECT_FALSE(work.mayBeMeant("b", {}, now));
    EXPECT_FALSE(work.mayBeMeant("a", {}, later));
    work.abandonCall(8, {}, later); // nobody knows whose
    EXPECT_TRUE(work.mayBeMeant("b", {}, now));
    work.endCall(7);
    work.endCall(8);
    EXPECT_FALSE(work.mayBeMeant("a", {}, now));
}

TEST_F(OngoingWorkTest, ATaskThatLivesMayBeMeantInEveryCallButItsOwn)
{
    for (const Follower follower : {Follower::Gateway, Follower::Client}) {
        ASSERT_TRUE(work.beginTask("t", "a", follower, later));
        EXPECT_TRUE(work.mayBeMeant("a", {}, now));
        EXPECT_TRUE(work.mayBeMeant("b", "other", now));
        EXPECT_FALSE(work.mayBeMeant("a", "t", now));
        EXPECT_FALSE(work.mayBeMeant("b", {}, later));
        work.endTask("t");
        EXPECT_FALSE(work.mayBeMeant("b", {}, now));
    }
}

TEST_F(OngoingWorkTest, ATaskThatWasGivenUpMayRunOn)
{
    ASSERT_TRUE(work.beginTask("t", "a", Follower::Gateway, later));
    work.abandonTask("t", now + std::chrono::minutes(1));
    EXPECT_TRUE(work.mayBeMeant("b", {}, now));
    EXPECT_FALSE(work.mayBeMeant("a", {}, now));
    EXPECT_FALSE(work.mayBeMeant("b", {}, now + std::chrono::minutes(1)));
}

TEST_F(OngoingWorkTest, AnIdThatIsGivenOutTwiceIsNobodys)
{
    ASSERT_TRUE(work.beginTask("t", "a", Follower::Gateway, later));
    EXPECT_FALSE(work.isAmbiguous("t"));
    EXPECT_FALSE(work.beginTask("t", "b", Follower::Gateway, later));
    EXPECT_TRUE(work.isAmbiguous("t"));
    EXPECT_TRUE(work.mayBeMeant("a", "t", now));
    work.endTask("t"); // which of them?
    EXPECT_TRUE(work.isAmbiguous("t"));
}

// Its client may ask about it later, and must not be told of another one then.
TEST_F(OngoingWorkTest, AnIdThatAClientHoldsIsNotTakenAgain)
{
    ASSERT_TRUE(work.beginTask("t", "a", Follower::Client, later));
    work.endTask("t");
    EXPECT_FALSE(work.beginTask("t", "b", Follower::Gateway, later));
    EXPECT_TRUE(work.isAmbiguous("t"));
}

TEST_F(OngoingWorkTest, AnIdThatNobodyHoldsMayBeUsedAgain)
{
    ASSERT_TRUE(work.beginTask("t", "a", Follower::Gateway, later));
    work.endTask("t");
    EXPECT_TRUE(work.beginTask("t", "b", Follower::Gateway, later));
}

TEST_F(OngoingWorkTest, CountsTheTasksOfClientsWhileTheyLive)
{
    ASSERT_TRUE(work.beginTask("t", "a", Follower::Client, later));
    ASSERT_TRUE(work.beginTask("u", "a", Follower::Client, now + std::chrono::minutes(1)));
    ASSERT_TRUE(work.beginTask("v", "a", Follower::Gateway, later));
    EXPECT_EQ(work.ofClients(now), 2U);
    EXPECT_EQ(work.ofClients(now + std::chrono::minutes(1)), 1U);
    work.endTask("t");
    EXPECT_EQ(work.ofClients(now), 1U);
    work.abandonTask("u", later);
    EXPECT_EQ(work.ofClients(now), 0U);
    EXPECT_TRUE(work.mayBeMeant("b", {}, now + std::chrono::minutes(2)));
}

TEST_F(OngoingWorkTest, NothingIsAttributedWhereTooMuchGoesOnToRemember)
{
    for (std::size_t i = 0; i <= OngoingWork::kMost; ++i) {
        work.abandonCall(static_cast<std::int64_t>(i), "a", later);
    }
    EXPECT_TRUE(work.mayBeMeant("a", {}, now));
    EXPECT_FALSE(work.mayBeMeant("a", {}, later));
}

} // namespace
} // namespace portcullis::upstream::test
