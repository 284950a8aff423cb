#include "gateway/audit/report/timeline.h"

#include <gtest/gtest.h>

namespace portcullis::audit::report {
namespace {

WallTime at(const char* text)
{
    WallTime time;
    EXPECT_TRUE(parseTime(text, time)) << text;
    return time;
}

std::string firstLabel(const Timeline& timeline)
{
    return timeline.label(timeline.moments().front());
}

std::string lastLabel(const Timeline& timeline)
{
    return timeline.label(timeline.moments().back());
}

TEST(Timelines, AnInstantIsOneHour)
{
    const Timeline timeline(at("2026-11-22T09:30:00Z"), at("2026-11-22T09:30:00Z"));
    EXPECT_EQ(timeline.step(), Step::Hour);
    EXPECT_EQ(timeline.moments().size(), 1U);
    EXPECT_EQ(firstLabel(timeline), "2026-11-22 09:00");
}

TEST(Timelines, AWeekIsShownByDays)
{
    const Timeline timeline(at("2026-11-22T09:30:00Z"), at("2026-11-28T00:00:00Z"));
    EXPECT_EQ(timeline.step(), Step::Day);
    EXPECT_EQ(timeline.moments().size(), 7U);
    EXPECT_EQ(lastLabel(timeline), "2026-11-28");
}

TEST(Timelines, WeeksBeginOnMonday)
{
    const Timeline timeline(at("2026-01-01T00:00:00Z"), at("2026-12-31T00:00:00Z"));
    EXPECT_EQ(timeline.step(), Step::Week);
    EXPECT_EQ(firstLabel(timeline), "2025-12-29");
    EXPECT_EQ(lastLabel(timeline), "2026-12-28");
}

TEST(Timelines, FiveYearsAreShownByMonths)
{
    const Timeline timeline(at("2026-11-22T00:00:00Z"), at("2031-11-21T00:00:00Z"));
    EXPECT_EQ(timeline.step(), Step::Month);
    EXPECT_EQ(timeline.moments().size(), 61U);
    EXPECT_EQ(firstLabel(timeline), "2026-11");
}

TEST(Timelines, NeverHaveMoreStepsThanAChartCanShow)
{
    const WallTime first = at("1970-01-01T00:00:00Z");
    for (std::int64_t hours = 1; hours < 3'000'000; hours += hours / 3 + 1) {
        const Timeline timeline(first, first + std::chrono::hours(hours));
        EXPECT_LE(timeline.moments().size(), Timeline::kMaxSteps) << hours;
        EXPECT_GE(timeline.moments().size(), 1U) << hours;
    }
}

TEST(Timelines, ATimeCountsToItsStepAndOneOutsideToTheEnd)
{
    Timeline timeline(at("2026-11-22T00:00:00Z"), at("2026-11-27T00:00:00Z"));
    ++timeline.at(at("2026-11-23T23:59:59.999Z")).allowed;
    ++timeline.at(at("2020-01-01T00:00:00Z")).denied;
    ++timeline.at(at("2040-01-01T00:00:00Z")).failed;
    EXPECT_EQ(timeline.moments().at(1).allowed, 1U);
    EXPECT_EQ(timeline.moments().front().denied, 1U);
    EXPECT_EQ(timeline.moments().back().failed, 1U);
}

TEST(Timelines, ATimeThatEndsBeforeItBeginsIsAnInstant)
{
    const Timeline timeline(at("2026-11-22T09:30:00Z"), at("2026-11-21T09:30:00Z"));
    EXPECT_EQ(timeline.moments().size(), 1U);
}

} // namespace
} // namespace portcullis::audit::report
