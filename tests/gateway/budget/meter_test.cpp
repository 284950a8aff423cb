#include "gateway/budget/meter.h"

#include <gtest/gtest.h>

namespace portcullis::budget {
namespace {

using api::BudgetPeriod;
using api::BudgetWindow;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr WallTime kNoon{std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + hours(12)};

Meter meter(BudgetPeriod period, BudgetWindow window)
{
    return Meter({period, window, Zone()}, kNoon);
}

void addAt(Meter& meter, WallTime time, std::int64_t amount)
{
    meter.advance(time);
    meter.add(time, amount);
}

TEST(Meter, ACalendarWindowBeginsAtNothing)
{
    Meter day = meter(BudgetPeriod::Day, BudgetWindow::Calendar);
    addAt(day, kNoon, 5);
    addAt(day, kNoon + hours(11), 2);
    EXPECT_EQ(day.used(), 7);
    EXPECT_EQ(day.reset(), kNoon + hours(12));
    day.advance(kNoon + hours(12));
    EXPECT_EQ(day.used(), 0);
    EXPECT_EQ(day.windowStart(), kNoon + hours(12));
}

TEST(Meter, ARollingWindowForgetsSliceBySliceAndNeverTooEarly)
{
    Meter hour = meter(BudgetPeriod::Hour, BudgetWindow::Rolling);
    addAt(hour, kNoon + seconds(30), 5);
    addAt(hour, kNoon + minutes(10), 2);
    EXPECT_EQ(hour.reset(), kNoon + minutes(61));
    EXPECT_EQ(hour.windowStart(), kNoon + minutes(10) - hours(1));
    hour.advance(kNoon + seconds(30) + hours(1));
    EXPECT_EQ(hour.used(), 7);
    hour.advance(kNoon + minutes(61));
    EXPECT_EQ(hour.used(), 2);
    hour.advance(kNoon + minutes(71));
    EXPECT_EQ(hour.used(), 0);
    EXPECT_EQ(hour.reset(), std::nullopt);
}

TEST(Meter, SaysWhenEnoughHasLeft)
{
    Meter hour = meter(BudgetPeriod::Hour, BudgetWindow::Rolling);
    addAt(hour, kNoon, 5);
    addAt(hour, kNoon + minutes(10), 2);
    addAt(hour, kNoon + minutes(20), 3);
    EXPECT_EQ(hour.fallsTo(10), kNoon + minutes(20));
    EXPECT_EQ(hour.fallsTo(5), kNoon + minutes(61));
    EXPECT_EQ(hour.fallsTo(4), kNoon + minutes(71));
    EXPECT_EQ(hour.fallsTo(0), kNoon + minutes(81));
    EXPECT_EQ(hour.fallsTo(-1), std::nullopt);
}

TEST(Meter, AnAmountIsCorrectedInTheWindowItWasTakenIn)
{
    for (const BudgetWindow window : {BudgetWindow::Calendar, BudgetWindow::Rolling}) {
        Meter hour = meter(BudgetPeriod::Hour, window);
        addAt(hour, kNoon, 10);
        addAt(hour, kNoon + minutes(130), 4);
        hour.add(kNoon, -10);
        EXPECT_EQ(hour.used(), 4);
        ASSERT_EQ(hour.history(5).size(), 2U);
        EXPECT_EQ(hour.history(5)[1].used, 0U);
    }
}

TEST(Meter, ALifeNeverEnds)
{
    Meter life = meter(BudgetPeriod::CaseLife, BudgetWindow::Rolling);
    addAt(life, kNoon, 5);
    addAt(life, kNoon + hours(24 * 4000), 1);
    EXPECT_EQ(life.used(), 6);
    EXPECT_EQ(life.reset(), std::nullopt);
    EXPECT_TRUE(life.history(10).empty());
}

TEST(Meter, RemembersEndedWindowsNewestFirstWithThoseWithoutUse)
{
    for (const BudgetWindow window : {BudgetWindow::Calendar, BudgetWindow::Rolling}) {
        Meter hour = meter(BudgetPeriod::Hour, window);
        addAt(hour, kNoon, 5);
        addAt(hour, kNoon + hours(3), 2);
        hour.advance(kNoon + hours(4));
        const std::vector<api::BudgetWindowUse> expected = {{kNoon + hours(3), kNoon + hours(4), 2},
                                                            {kNoon + hours(2), kNoon + hours(3), 0},
                                                            {kNoon + hours(1), kNoon + hours(2), 0},
                                                            {kNoon, kNoon + hours(1), 5}};
        EXPECT_EQ(hour.history(10), expected);
        EXPECT_EQ(hour.history(1).size(), 1U);
    }
}

TEST(Meter, RemembersSoManyWindowsAndNoMore)
{
    Meter minute = meter(BudgetPeriod::Minute, BudgetWindow::Calendar);
    for (int each = 0; each < 100; ++each) {
        addAt(minute, kNoon + minutes(each), 1);
    }
    EXPECT_EQ(minute.history(1000).size(), Meter::kHistory);
}

TEST(Meter, IsTheSameAfterItWasSavedAndRestored)
{
    for (const BudgetWindow window : {BudgetWindow::Calendar, BudgetWindow::Rolling}) {
        Meter before = meter(BudgetPeriod::Day, window);
        addAt(before, kNoon, 5);
        addAt(before, kNoon + hours(13), 7);
        Meter after(before.shape(), kNoon + hours(13));
        after.restore(before.save(), SameWindows::Yes);
        EXPECT_EQ(after.save(), before.save());
        for (const int hour : {20, 25, 36, 38, 60}) {
            before.advance(kNoon + hours(hour));
            after.advance(kNoon + hours(hour));
            EXPECT_EQ(after.used(), before.used()) << hour;
            EXPECT_EQ(after.history(5), before.history(5));
        }
    }
}

TEST(Meter, WhatWasUsedInOtherWindowsCountsAsUsedAtOnce)
{
    Meter day = meter(BudgetPeriod::Day, BudgetWindow::Calendar);
    addAt(day, kNoon, 5);
    day.advance(kNoon + hours(2));
    Meter hour({BudgetPeriod::Hour, BudgetWindow::Rolling, Zone()}, kNoon + hours(2));
    hour.restore(day.save(), SameWindows::No);
    EXPECT_EQ(hour.used(), 5);
    // What was taken earlier is given back there, too.
    hour.add(kNoon, -2);
    EXPECT_EQ(hour.used(), 3);
    hour.advance(kNoon + hours(2) + minutes(61));
    EXPECT_EQ(hour.used(), 0);
}

} // namespace
} // namespace portcullis::budget
