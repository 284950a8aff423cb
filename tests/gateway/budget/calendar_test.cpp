#include "gateway/budget/calendar.h"

#include <gtest/gtest.h>

#include <array>

namespace portcullis::budget {
namespace {

using api::BudgetPeriod;

WallTime at(const char* text)
{
    WallTime time;
    EXPECT_TRUE(parseTime(text, time)) << text;
    return time;
}

Zone zone(const char* name)
{
    const auto found = Zone::find(name);
    EXPECT_TRUE(found) << name;
    return found.value_or(Zone());
}

void expectWindow(
    const char* name, BudgetPeriod period, const char* time, const char* start, const char* end)
{
    const Span span = windowAt(period, zone(name), at(time));
    EXPECT_EQ(formatTime(span.start), formatTime(at(start))) << name << " at " << time;
    EXPECT_EQ(formatTime(span.end), formatTime(at(end))) << name << " at " << time;
}

TEST(Calendar, WindowsOfUtcBeginWhereTheCalendarSays)
{
    const char* now = "2026-11-22T09:30:15.5Z"; // a Sunday
    expectWindow("UTC", BudgetPeriod::Minute, now, "2026-11-22T09:30:00Z", "2026-11-22T09:31:00Z");
    expectWindow("UTC", BudgetPeriod::Hour, now, "2026-11-22T09:00:00Z", "2026-11-22T10:00:00Z");
    expectWindow("UTC", BudgetPeriod::Day, now, "2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z");
    expectWindow("UTC", BudgetPeriod::Week, now, "2026-11-16T00:00:00Z", "2026-11-23T00:00:00Z");
    expectWindow("UTC", BudgetPeriod::Month, now, "2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z");
    expectWindow("UTC", BudgetPeriod::Quarter, now, "2026-10-01T00:00:00Z", "2027-01-01T00:00:00Z");
    expectWindow("UTC", BudgetPeriod::Year, now, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z");
}

TEST(Calendar, DaysOfAZoneHaveItsMidnightAndTheHoursItsClockHas)
{
    const auto day = [](const char* time, const char* start, const char* end) {
        expectWindow("Europe/Berlin", BudgetPeriod::Day, time, start, end);
    };
    day("2026-03-28T23:30:00Z", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"); // 23 hours
    day("2026-10-25T10:00:00Z", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"); // 25 hours
    // As the database knows it for years to come.
    day("2030-07-01T12:00:00Z", "2030-06-30T22:00:00Z", "2030-07-01T22:00:00Z");
    expectWindow("Asia/Kolkata",
                 BudgetPeriod::Hour,
                 "2026-05-01T09:45:00Z",
                 "2026-05-01T09:30:00Z",
                 "2026-05-01T10:30:00Z");
}

TEST(Calendar, AnHourThatOccursTwiceIsTwoWindows)
{
    expectWindow("Europe/Berlin",
                 BudgetPeriod::Hour,
                 "2026-10-25T00:30:00Z",
                 "2026-10-25T00:00:00Z",
                 "2026-10-25T01:00:00Z");
    expectWindow("Europe/Berlin",
                 BudgetPeriod::Hour,
                 "2026-10-25T01:30:00Z",
                 "2026-10-25T01:00:00Z",
                 "2026-10-25T02:00:00Z");
}

TEST(Calendar, AMidnightThatIsLeftOutOrOccursTwiceStillBeginsOneDay)
{
    // Beirut's clock goes from 24:00 to 1:00.
    expectWindow("Asia/Beirut",
                 BudgetPeriod::Day,
                 "2026-03-28T22:30:00Z",
                 "2026-03-28T22:00:00Z",
                 "2026-03-29T21:00:00Z");
    // Havana's goes from 1:00 back to 0:00: midnight twice, one day of 25 hours.
    expectWindow("America/Havana",
                 BudgetPeriod::Day,
                 "2026-11-01T05:30:00Z",
                 "2026-11-01T04:00:00Z",
                 "2026-11-02T05:00:00Z");
    // Samoa had no 30th of December 2011.
    expectWindow("Pacific/Apia",
                 BudgetPeriod::Day,
                 "2011-12-30T10:30:00Z",
                 "2011-12-30T10:00:00Z",
                 "2011-12-31T10:00:00Z");
}

// How many of the windows from 2006 on do not follow the one before.
int faultsOf(BudgetPeriod period, const Zone& zone)
{
    int faults = 0;
    Span span = windowAt(period, zone, at("2006-01-01T00:00:00Z"));
    for (int step = 0; step < 3000 && span.end < at("2035-01-01T00:00:00Z"); ++step) {
        const Span next = windowAt(period, zone, span.end);
        const Span last = windowAt(period, zone, next.end - std::chrono::microseconds(1));
        faults += next.start == span.end && next.end > next.start && last == next ? 0 : 1;
        span = next;
    }
    return faults;
}

constexpr std::array kPeriods = {BudgetPeriod::Hour,
                                 BudgetPeriod::Day,
                                 BudgetPeriod::Week,
                                 BudgetPeriod::Month,
                                 BudgetPeriod::Quarter,
                                 BudgetPeriod::Year};

class CalendarZones : public testing::TestWithParam<const char*>
{};

INSTANTIATE_TEST_SUITE_P(Zones,
                         CalendarZones,
                         testing::Values("UTC",
                                         "Europe/Berlin",
                                         "America/St_Johns",
                                         "Australia/Lord_Howe",
                                         "America/Havana",
                                         "Pacific/Apia",
                                         "Africa/Cairo"));

TEST_P(CalendarZones, WindowsFollowEachOtherWithoutGapOrOverlap)
{
    for (const BudgetPeriod period : kPeriods) {
        EXPECT_EQ(faultsOf(period, zone(GetParam())), 0);
    }
}

TEST_P(CalendarZones, ExtremeTimesHaveWindows)
{
    for (const BudgetPeriod period : kPeriods) {
        for (const WallTime time : {kFirstTime, kLastTime}) {
            const Span span = windowAt(period, zone(GetParam()), time);
            EXPECT_TRUE(span.start <= time && time < span.end);
        }
    }
}

TEST(Calendar, ACasesLifeHasNoEnds)
{
    const Span span = windowAt(BudgetPeriod::CaseLife, Zone(), at("2026-11-22T09:30:00Z"));
    EXPECT_EQ(span.start, WallTime::min());
    EXPECT_EQ(span.end, WallTime::max());
}

TEST(Calendar, AZoneThatDoesNotExistIsAnError)
{
    for (const char* name :
         {"Europe/Atlantis", "../../etc/passwd", "europe/berlin ", "Etc/", "/"}) {
        const auto found = Zone::find(name);
        ASSERT_FALSE(found) << name;
        EXPECT_EQ(found.error().code, ErrorCode::NotFound) << name;
    }
    EXPECT_EQ(*Zone::find(""), *Zone::find("UTC"));
}

} // namespace
} // namespace portcullis::budget
