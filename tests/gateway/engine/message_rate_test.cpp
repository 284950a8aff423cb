#include "gateway/engine/call_records.h"
#include "tests/support/manual_clock.h"

#include <gtest/gtest.h>

namespace portcullis::engine {

using test::ManualClock;

// G-57
TEST(MessageRate, LetsABurstPassAndThenSoManyASecond)
{
    ManualClock clock;
    MessageRate rate(clock, MessageRate::kLogsPerSecond, MessageRate::kLogsPerSecond);
    const auto passed = [&rate] {
        int count = 0;
        for (int i = 0; i < 1000; ++i) {
            count += rate.take() ? 1 : 0;
        }
        return count;
    };
    EXPECT_EQ(passed(), 50);
    EXPECT_EQ(passed(), 0);
    clock.advance(std::chrono::milliseconds(100));
    EXPECT_EQ(passed(), 5);
    clock.advance(std::chrono::hours(1));
    EXPECT_EQ(passed(), 50); // silence is not saved up
}

} // namespace portcullis::engine
