#include "app/ctl/amounts.h"

#include <gtest/gtest.h>

namespace portcullis::ctl {
namespace {

using api::BudgetUnit;
using namespace std::chrono_literals;

TEST(Amounts, CountsTakeThousandsAndMillions)
{
    EXPECT_EQ(parseCount("10"), 10U);
    EXPECT_EQ(parseCount("10k"), 10'000U);
    EXPECT_EQ(parseCount("2.5M"), 2'500'000U);
    EXPECT_EQ(parseCount(" 1 k "), 1000U);
    EXPECT_EQ(parseCount("9000000000000000"), api::kMaxAmount);
    for (const char* bad : {"",
                            "k",
                            "-1",
                            "+1",
                            "1.5",
                            "1.",
                            ".5",
                            "1,000",
                            "10kk",
                            "0x10",
                            "1e3",
                            "9000000000000001",
                            "99999999999999999999",
                            "10000000G"}) {
        EXPECT_FALSE(parseCount(bad)) << bad;
    }
}

TEST(Amounts, BytesKnowBothKindsOfThousands)
{
    EXPECT_EQ(parseBytes("5MB"), 5'000'000U);
    EXPECT_EQ(parseBytes("1.5 GiB"), 1'610'612'736U);
    EXPECT_EQ(parseBytes("512"), 512U);
    EXPECT_FALSE(parseBytes("0.5B"));
    EXPECT_FALSE(parseBytes("5 mb"));
}

TEST(Amounts, TimesAreMilliseconds)
{
    EXPECT_EQ(parseDuration("90s"), 90'000U);
    EXPECT_EQ(parseDuration("90"), 90'000U);
    EXPECT_EQ(parseDuration("1.5min"), 90'000U);
    EXPECT_EQ(parseDuration("250ms"), 250U);
    EXPECT_EQ(parseDuration("2h"), 7'200'000U);
    EXPECT_FALSE(parseDuration("0.5ms"));
    EXPECT_FALSE(parseDuration("2 hours"));
}

TEST(Amounts, MoneyIsExactAndInOneCurrency)
{
    EXPECT_EQ(parseMoney("12.50", "EUR"), 12'500'000U);
    EXPECT_EQ(parseMoney("12.50 EUR", "EUR"), 12'500'000U);
    EXPECT_EQ(parseMoney("0.000001", "EUR"), 1U);
    EXPECT_EQ(parseMoney("0", "EUR"), 0U);
    EXPECT_FALSE(parseMoney("0.0000001", "EUR")); // would have to be rounded
    EXPECT_FALSE(parseMoney("12.50 USD", "EUR"));
    EXPECT_FALSE(parseMoney("12,50", "EUR"));
    EXPECT_NE(parseMoney("1 USD", "EUR").error().message.find("EUR"), std::string::npos);
}

TEST(Amounts, WhatIsShownReadsBack)
{
    for (const BudgetUnit unit : {BudgetUnit::Calls,
                                  BudgetUnit::WriteCalls,
                                  BudgetUnit::Bytes,
                                  BudgetUnit::Tokens,
                                  BudgetUnit::UpstreamMilliseconds,
                                  BudgetUnit::CostMicros}) {
        for (const std::uint64_t amount : {0ULL,
                                           1ULL,
                                           999ULL,
                                           1000ULL,
                                           1'500'000ULL,
                                           86'400'000ULL,
                                           12'345'678ULL,
                                           static_cast<unsigned long long>(api::kMaxAmount)}) {
            const std::string text = formatAmount(unit, amount, "EUR");
            EXPECT_EQ(parseAmount(unit, text, "EUR"), amount) << text;
        }
    }
    EXPECT_EQ(formatAmount(BudgetUnit::CostMicros, 12'500'000, "EUR"), "12.50 EUR");
    EXPECT_EQ(formatAmount(BudgetUnit::CostMicros, 1, "EUR"), "0.000001 EUR");
    EXPECT_EQ(formatAmount(BudgetUnit::Bytes, 5'000'000, "EUR"), "5 MB");
    EXPECT_EQ(formatAmount(BudgetUnit::UpstreamMilliseconds, 90'000, "EUR"), "90 s");
}

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
