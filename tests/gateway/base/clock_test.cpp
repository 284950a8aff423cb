#include "gateway/base/clock.h"
#include "tests/support/manual_clock.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace portcullis {
namespace {

using std::chrono::microseconds;
using test::ManualClock;

TEST(Clock, FormatsInUtcWithMilliseconds)
{
    EXPECT_EQ(formatTime(fromMicros(0)), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(formatTime(fromMicros(1'795'339'800'125'999)), "2026-11-22T09:30:00.125Z");
    EXPECT_EQ(formatTime(fromMicros(951'782'400'000'000)), "2000-02-29T00:00:00.000Z");
}

TEST(Clock, FormatsTimesBeforeTheEpoch)
{
    EXPECT_EQ(formatTime(fromMicros(-1)), "1969-12-31T23:59:59.999Z");
}

TEST(Clock, ReadsWhatItFormats)
{
    for (const std::int64_t micros : {std::int64_t{0},
                                      std::int64_t{-86'400'000'000},
                                      std::int64_t{1'795'339'800'125'000},
                                      std::int64_t{253'402'300'799'999'000}}) {
        WallTime read;
        ASSERT_TRUE(parseTime(formatTime(fromMicros(micros)), read)) << micros;
        EXPECT_EQ(toMicros(read), micros);
    }
}

TEST(Clock, ReadsAnyFractionDownToMicroseconds)
{
    WallTime read;
    ASSERT_TRUE(parseTime("2026-11-22T09:30:00Z", read));
    EXPECT_EQ(toMicros(read), 1'795'339'800'000'000);
    ASSERT_TRUE(parseTime("2026-11-22T09:30:00.5Z", read));
    EXPECT_EQ(toMicros(read), 1'795'339'800'500'000);
    ASSERT_TRUE(parseTime("2026-11-22T09:30:00.123456Z", read));
    EXPECT_EQ(toMicros(read), 1'795'339'800'123'456);
    ASSERT_TRUE(parseTime("2026-11-22T09:30:00.123456789Z", read));
    EXPECT_EQ(toMicros(read), 1'795'339'800'123'456);
}

TEST(Clock, RefusesWhatIsNotSuchATime)
{
    for (const char* text : {"",
                             "2026-11-22",
                             "2026-11-22T09:30Z",
                             "2026-11-22T09:30:00",
                             "2026-11-22T09:30:00.Z",
                             "2026-11-22T09:30:00.1234567890Z",
                             "2026-11-22T09:30:00z",
                             "2026-11-22T09:30:00+00:00",
                             "2026-11-22t09:30:00Z",
                             "2026-11-22 09:30:00Z",
                             "2026-11-22T24:00:00Z",
                             "2026-11-22T23:60:00Z",
                             "2026-11-22T23:59:60Z",
                             "2026-13-01T00:00:00Z",
                             "2026-00-01T00:00:00Z",
                             "2026-02-29T00:00:00Z",
                             "2026-11-22T09:30:00ZZ",
                             " 2026-11-22T09:30:00Z",
                             "-026-11-22T09:30:00Z",
                             "2026-+1-22T09:30:00Z"}) {
        WallTime read = fromMicros(7);
        EXPECT_FALSE(parseTime(text, read)) << text;
        EXPECT_EQ(toMicros(read), 7) << text;
    }
}

TEST(Clock, SystemClockIsNowAndNeverRunsBackwards)
{
    const SystemClock clock;
    EXPECT_GT(toMicros(clock.wallNow()), 1'700'000'000'000'000);
    const MonotonicTime before = clock.monotonicNow();
    EXPECT_LE(before, clock.monotonicNow());
}

TEST(ManualClock, MovesOnlyWhenTold)
{
    ManualClock clock;
    EXPECT_EQ(formatTime(clock.wallNow()), "2026-11-22T09:30:00.000Z");
    const MonotonicTime before = clock.monotonicNow();
    clock.advance(std::chrono::seconds(2));
    EXPECT_EQ(formatTime(clock.wallNow()), "2026-11-22T09:30:02.000Z");
    EXPECT_EQ(clock.monotonicNow() - before, std::chrono::seconds(2));
}

TEST(ManualClock, SettingTheWallLeavesIntervalsAlone)
{
    ManualClock clock;
    const MonotonicTime before = clock.monotonicNow();
    clock.setWall(fromMicros(5));
    EXPECT_EQ(toMicros(clock.wallNow()), 5);
    EXPECT_EQ(clock.monotonicNow(), before);
}

} // namespace
} // namespace portcullis
