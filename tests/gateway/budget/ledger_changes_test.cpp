#include "tests/gateway/budget/ledger_fixture.h"

namespace portcullis::budget {
namespace {

using api::BudgetPeriod;
using api::BudgetUnit;
using api::BudgetWindow;
using std::chrono::hours;
using std::chrono::minutes;

using LedgerChanges = LedgerTest;

TEST_F(LedgerChanges, AnotherLimitKeepsTheWindowsUse)
{
    configure({ofKey(10)});
    spend(6);
    const Reservation running = take(calls(2));
    configure({ofKey(100)});
    EXPECT_EQ(use("key").used, 6U);
    EXPECT_EQ(use("key").reserved, 2U);
    configure({ofKey(5)});
    EXPECT_EQ(refusal(calls(1)).used, 6U);
}

TEST_F(LedgerChanges, OtherWindowsBeginWithTheUseOfTheOld)
{
    configure({ofKey(10)});
    spend(4);
    Reservation running = take(calls(5));
    api::Budget rolling = ofKey(10);
    rolling.window = BudgetWindow::Rolling;
    rolling.period = BudgetPeriod::Hour;
    m_clock.advance(hours(3));
    configure({rolling});
    EXPECT_EQ(use("key").used, 4U);
    EXPECT_EQ(use("key").reserved, 5U);
    m_ledger.settle(std::move(running), usedCalls(1), Ending::Succeeded);
    EXPECT_EQ(use("key").used, 5U);
    m_clock.advance(minutes(62));
    EXPECT_EQ(use("key").used, 0U);
}

TEST_F(LedgerChanges, WhatHasLeftTheOldWindowsIsNotGivenBackInTheNewOnes)
{
    api::Budget minute = ofKey(10);
    minute.period = BudgetPeriod::Minute;
    configure({minute});
    Reservation running = take(calls(8));
    m_clock.advance(minutes(2));
    spend(3);
    configure({ofKey(10)}); // a day
    m_ledger.giveBack(std::move(running));
    EXPECT_EQ(use("key").used, 3U);
}

TEST_F(LedgerChanges, AnotherTimeZoneKeepsTheUse)
{
    configure({ofKey(10)});
    spend(6);
    api::Budget berlin = ofKey(10);
    berlin.timeZone = "Europe/Berlin";
    configure({berlin});
    EXPECT_EQ(use("key").used, 6U);
    WallTime midnight;
    ASSERT_TRUE(parseTime("2026-11-22T23:00:00Z", midnight));
    EXPECT_EQ(use("key").reset, midnight);
}

TEST_F(LedgerChanges, AnotherUnitBeginsFromNothing)
{
    configure({ofKey(10)});
    Reservation running = take(calls(6));
    api::Budget bytes = ofKey(10);
    bytes.unit = BudgetUnit::Bytes;
    configure({bytes});
    m_ledger.giveBack(std::move(running));
    EXPECT_EQ(use("key").used, 0U);
    EXPECT_EQ(use("key").reserved, 0U);
}

TEST_F(LedgerChanges, ABudgetThatIsRemovedAndSetAgainGoesOn)
{
    configure({ofKey(10)});
    spend(6);
    Reservation running = take(calls(1));
    configure({});
    EXPECT_EQ(m_ledger.use(BudgetId("key"), 0), std::nullopt);
    m_ledger.settle(std::move(running), usedCalls(1), Ending::Succeeded);
    m_clock.advance(hours(1));
    configure({ofKey(10)});
    EXPECT_EQ(use("key").used, 7U);
    configure({});
    m_clock.advance(hours(24));
    configure({ofKey(10)});
    EXPECT_EQ(use("key").used, 0U);
}

TEST_F(LedgerChanges, AZoneThatIsNotThereIsSaidAndCountedInUtc)
{
    api::Budget lost = ofKey(1);
    lost.timeZone = "Europe/Atlantis";
    const auto wrong = m_ledger.configure({lost});
    ASSERT_EQ(wrong.size(), 1U);
    EXPECT_NE(wrong[0].message.find("Europe/Atlantis"), std::string::npos);
    spend(1);
    refusal(calls(1));
    WallTime midnight;
    ASSERT_TRUE(parseTime("2026-11-23T00:00:00Z", midnight));
    EXPECT_EQ(use("key").reset, midnight);
}

TEST_F(LedgerChanges, ARaisedLimitWarnsAgainAtItsOwnThreshold)
{
    configure({ofKey(10)});
    spend(9);
    configure({ofKey(100)});
    EXPECT_FALSE(use("key").warned);
    spend(80);
    EXPECT_EQ(m_warnings.size(), 2U);
}

TEST_F(LedgerChanges, NoThresholdIsNoWarning)
{
    api::Budget silent = ofKey(10);
    silent.warnAtPercent = 0;
    configure({silent});
    spend(10);
    EXPECT_TRUE(m_warnings.empty());
}

} // namespace
} // namespace portcullis::budget
