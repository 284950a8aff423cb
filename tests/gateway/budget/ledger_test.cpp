#include "tests/gateway/budget/ledger_fixture.h"

namespace portcullis::budget {
namespace {

using api::BudgetLevel;
using api::BudgetPeriod;
using api::BudgetUnit;
using api::BudgetWindow;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

TEST_F(LedgerTest, WithoutBudgetsEverythingIsGrantedAndNothingHeld)
{
    auto answer = m_ledger.reserve(m_payer, calls(1'000'000));
    auto& reservation = std::get<Reservation>(answer);
    EXPECT_FALSE(reservation);
    EXPECT_EQ(reservation.granted(), usedCalls(1'000'000));
    EXPECT_EQ(m_ledger.record(reservation), std::nullopt);
    EXPECT_EQ(m_ledger.settle(std::move(reservation), usedCalls(1), Ending::Succeeded),
              std::nullopt);
}

TEST_F(LedgerTest, EveryLevelOfACallIsCharged)
{
    configure({budgetOf("a", BudgetLevel::Customer, "acme", 10),
               budgetOf("b", BudgetLevel::Team, "ops", 10),
               budgetOf("c", BudgetLevel::Key, "vk_1", 10),
               budgetOf("d", BudgetLevel::Case, "case-1", 10),
               budgetOf("e", BudgetLevel::Server, "fx", 10),
               budgetOf("f", BudgetLevel::Server, "other", 10)});
    spend(3);
    for (const char* id : {"a", "b", "c", "d", "e"}) {
        EXPECT_EQ(use(id).used, 3U) << id;
    }
    EXPECT_EQ(use("f").used, 0U);
}

TEST_F(LedgerTest, CallsAtOnceCannotOvershoot)
{
    configure({ofKey(2)});
    const Reservation first = take(calls(1));
    const Reservation second = take(calls(1));
    EXPECT_TRUE(first);
    EXPECT_TRUE(second);
    const Refusal refused = refusal(calls(1));
    EXPECT_EQ(refused.used, 0U);
    EXPECT_EQ(refused.reserved, 2U);
    EXPECT_EQ(refused.retryAfter, seconds(1));
}

TEST_F(LedgerTest, ARefusedCallTakesNothingAtAnyLevel)
{
    configure({ofTeam(100), ofKey(2)});
    spend(2);
    EXPECT_EQ(refusal(calls(1)).budget.id, BudgetId("key"));
    EXPECT_EQ(use("team").used, 2U);
    EXPECT_EQ(use("team").reserved, 0U);
}

TEST_F(LedgerTest, SaysTheBudgetThatHasRoomAgainLast)
{
    api::Budget minute = budgetOf("minute", BudgetLevel::Key, "vk_1", 1);
    minute.period = BudgetPeriod::Minute;
    configure({ofTeam(1), minute});
    spend(1);
    const Refusal refused = refusal(calls(1));
    EXPECT_EQ(refused.budget.id, BudgetId("team"));
    EXPECT_EQ(refused.retryAfter, hours(24) - (hours(9) + minutes(30)));
    EXPECT_EQ(refused.reset, m_clock.wallNow() + *refused.retryAfter);
}

TEST_F(LedgerTest, WhatCanNeverFitHasNoTimeToTryAgain)
{
    configure({ofTeam(1), ofKey(2)});
    spend(1);
    const Refusal refused = refusal(calls(3));
    EXPECT_EQ(refused.retryAfter, std::nullopt);
    EXPECT_EQ(refused.asked, 3U);
}

TEST_F(LedgerTest, SettlingCountsWhatWasReallyUsed)
{
    api::Budget bytes = ofKey(100);
    bytes.unit = BudgetUnit::Bytes;
    configure({bytes});
    Reservation reservation = take(claimOf(BudgetUnit::Bytes, 60, 60));
    EXPECT_EQ(use("key").reserved, 60U);
    m_ledger.settle(
        std::move(reservation), claimOf(BudgetUnit::Bytes, 25, 0).least, Ending::Succeeded);
    EXPECT_EQ(use("key").used, 25U);
    EXPECT_EQ(use("key").reserved, 0U);
}

TEST_F(LedgerTest, AnUnknownAmountGetsWhatThereIs)
{
    api::Budget time = ofKey(100);
    time.unit = BudgetUnit::UpstreamMilliseconds;
    configure({time});
    const Claim claim = claimOf(BudgetUnit::UpstreamMilliseconds, 1, 80);
    const Reservation first = take(claim);
    const Reservation second = take(claim);
    EXPECT_EQ(first.granted()[placeOf(time.unit)], 80);
    EXPECT_EQ(second.granted()[placeOf(time.unit)], 20);
    EXPECT_EQ(refusal(claim).asked, 1U);
}

TEST_F(LedgerTest, MoreIsHeldOnlyWhereItFitsEverywhere)
{
    api::Budget key = ofKey(100);
    api::Budget team = ofTeam(50);
    key.unit = team.unit = BudgetUnit::Bytes;
    configure({key, team});
    Reservation reservation = take(claimOf(BudgetUnit::Bytes, 10, 10));
    EXPECT_TRUE(m_ledger.extend(reservation, claimOf(BudgetUnit::Bytes, 50, 0).least));
    EXPECT_EQ(use("key").reserved, 50U);
    EXPECT_FALSE(m_ledger.extend(reservation, claimOf(BudgetUnit::Bytes, 51, 0).least));
    EXPECT_EQ(use("key").reserved, 50U);
    EXPECT_EQ(reservation.granted()[placeOf(BudgetUnit::Bytes)], 50);
}

TEST_F(LedgerTest, WhatWasUsedBeyondIsCountedAllTheSame)
{
    configure({ofKey(10)});
    m_ledger.settle(take(calls(5)), usedCalls(30), Ending::Succeeded);
    EXPECT_EQ(use("key").used, 30U);
    EXPECT_EQ(refusal(calls(1)).used, 30U);
}

TEST_F(LedgerTest, AFailedCallCountsAsEachBudgetSays)
{
    api::Budget lenient = ofTeam(10);
    lenient.failedCallsCount = false;
    configure({ofKey(10), lenient});
    const auto delta = m_ledger.settle(take(calls(4)), usedCalls(4), Ending::Failed);
    EXPECT_EQ(use("key").used, 4U);
    EXPECT_EQ(use("team").used, 0U);
    EXPECT_EQ(delta->budgets, std::vector{BudgetId("key")});
}

TEST_F(LedgerTest, ACallThatWasNotMadeGivesEverythingBack)
{
    configure({ofKey(10), ofTeam(10)});
    m_ledger.giveBack(take(calls(4)));
    {
        const Reservation forgotten = take(calls(4));
    }
    EXPECT_EQ(use("key").used + use("key").reserved, 0U);
    EXPECT_EQ(use("team").used + use("team").reserved, 0U);
}

TEST_F(LedgerTest, ARecordedCallThatNobodySettlesStaysUsed)
{
    configure({ofKey(10)});
    {
        const Reservation lost = take(calls(4));
        EXPECT_TRUE(m_ledger.record(lost));
    }
    EXPECT_EQ(use("key").used, 4U);
    EXPECT_EQ(use("key").reserved, 0U);
}

TEST_F(LedgerTest, WarnsOncePerWindowAtTheThresholdAndAtTheFirstRefusal)
{
    configure({ofKey(10)});
    spend(7);
    EXPECT_TRUE(m_warnings.empty());
    spend(1);
    spend(2);
    ASSERT_EQ(m_warnings.size(), 1U);
    EXPECT_EQ(m_warnings[0].used, 8U);
    EXPECT_FALSE(m_warnings[0].exhausted);
    EXPECT_TRUE(use("key").warned);
    refusal(calls(1));
    refusal(calls(1));
    ASSERT_EQ(m_warnings.size(), 2U);
    EXPECT_TRUE(m_warnings[1].exhausted);
    m_clock.advance(hours(24));
    EXPECT_FALSE(use("key").warned);
    spend(9);
    EXPECT_EQ(m_warnings.size(), 3U);
}

TEST_F(LedgerTest, ARollingBudgetWarnsOnceInItsLength)
{
    api::Budget hour = ofKey(10);
    hour.period = BudgetPeriod::Hour;
    hour.window = BudgetWindow::Rolling;
    configure({hour});
    spend(9);
    for (int each = 0; each < 3; ++each) {
        m_clock.advance(minutes(15));
        m_ledger.giveBack(take(calls(1)));
    }
    EXPECT_EQ(m_warnings.size(), 1U);
    m_clock.advance(minutes(30));
    spend(9);
    EXPECT_EQ(m_warnings.size(), 2U);
}

TEST_F(LedgerTest, TurningTheClockBackGainsNothing)
{
    configure({ofKey(10)});
    m_clock.advance(hours(20)); // the next day
    spend(10);
    m_clock.setWall(m_clock.wallNow() - hours(24));
    EXPECT_EQ(refusal(calls(1)).used, 10U);
    // And a window lasts no longer than it would have.
    m_clock.advance(hours(19));
    EXPECT_TRUE(take(calls(1)));
}

TEST_F(LedgerTest, AWrongClockThatIsPutRightStopsNothing)
{
    api::Budget hour = ofKey(1);
    hour.period = BudgetPeriod::Hour;
    configure({hour});
    const WallTime now = m_clock.wallNow();
    m_clock.setWall(now + hours(24 * 3650));
    spend(1);
    m_clock.setWall(now);
    refusal(calls(1));
    m_clock.advance(hours(1));
    EXPECT_TRUE(take(calls(1)));
}

TEST_F(LedgerTest, ASettlementAfterTheWindowMakesNoRoomInTheNext)
{
    configure({ofKey(10)});
    Reservation late = take(calls(10));
    m_clock.advance(hours(24));
    spend(6);
    m_ledger.giveBack(std::move(late));
    EXPECT_EQ(use("key").used, 6U);
    EXPECT_EQ(use("key").reserved, 0U);
}

TEST_F(LedgerTest, HugeAmountsDoNotOverflow)
{
    configure({ofKey(api::kMaxAmount)});
    constexpr auto kMost = std::int64_t(api::kMaxAmount);
    for (int each = 0; each < 2000; ++each) {
        m_ledger.settle(take(calls(1)), usedCalls(kMost), Ending::Succeeded);
        configure({ofTeam(1)});
        configure({ofKey(api::kMaxAmount)});
    }
    EXPECT_GE(use("key").used, api::kMaxAmount);
    EXPECT_EQ(refusal(calls(1)).retryAfter.has_value(), true);
}

} // namespace
} // namespace portcullis::budget
