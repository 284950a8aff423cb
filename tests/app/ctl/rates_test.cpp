#include "app/ctl/rates.h"

#include <gtest/gtest.h>

namespace portcullis::ctl {
namespace {

using namespace std::chrono_literals;

TEST(Rates, AreCallsInATime)
{
    EXPECT_EQ(parseRate("60/min"), (api::RateLimit{60, 60s, 60}));
    EXPECT_EQ(parseRate("5/s"), (api::RateLimit{5, 1s, 5}));
    EXPECT_EQ(parseRate("1000/day"), (api::RateLimit{1000, 86'400s, 1000}));
    for (const char* bad : {"", "60", "/min", "0/min", "-1/min", "60/minute", "60/2min", "6 0/s"}) {
        EXPECT_FALSE(parseRate(bad)) << bad;
    }
    EXPECT_EQ(formatRate({60, 60s, 10}), "60/min, burst 10");
    EXPECT_EQ(formatRate({60, 90s, 10}), "60/90 s, burst 10");
    EXPECT_TRUE(checkRate("60/min").empty());
    EXPECT_FALSE(checkRate("often").empty());
}

} // namespace
} // namespace portcullis::ctl
