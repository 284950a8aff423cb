#include "gateway/api/amounts.h"

#include <gtest/gtest.h>

namespace portcullis::api {
namespace {

TEST(Amounts, CountsTakeThousandsAndMillions)
{
    EXPECT_EQ(parseAmount(BudgetUnit::Calls, "10", "EUR"), 10U);
    EXPECT_EQ(parseAmount(BudgetUnit::Calls, "10k", "EUR"), 10'000U);
    EXPECT_EQ(parseAmount(BudgetUnit::Calls, "2.5M", "EUR"), 2'500'000U);
    EXPECT_EQ(parseAmount(BudgetUnit::Calls, " 1 k ", "EUR"), 1000U);
    EXPECT_EQ(parseAmount(BudgetUnit::Calls, "9000000000000000", "EUR"), kMaxAmount);
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
        EXPECT_FALSE(parseAmount(BudgetUnit::Calls, bad, "EUR")) << bad;
    }
}

TEST(Amounts, BytesKnowBothKindsOfThousands)
{
    EXPECT_EQ(parseAmount(BudgetUnit::Bytes, "5MB", "EUR"), 5'000'000U);
    EXPECT_EQ(parseAmount(BudgetUnit::Bytes, "1.5 GiB", "EUR"), 1'610'612'736U);
    EXPECT_EQ(parseAmount(BudgetUnit::Bytes, "512", "EUR"), 512U);
    EXPECT_FALSE(parseAmount(BudgetUnit::Bytes, "0.5B", "EUR"));
    EXPECT_FALSE(parseAmount(BudgetUnit::Bytes, "5 mb", "EUR"));
}

TEST(Amounts, TimesAreMilliseconds)
{
    EXPECT_EQ(parseAmount(BudgetUnit::UpstreamMilliseconds, "90s", "EUR"), 90'000U);
    EXPECT_EQ(parseAmount(BudgetUnit::UpstreamMilliseconds, "90", "EUR"), 90'000U);
    EXPECT_EQ(parseAmount(BudgetUnit::UpstreamMilliseconds, "1.5min", "EUR"), 90'000U);
    EXPECT_EQ(parseAmount(BudgetUnit::UpstreamMilliseconds, "250ms", "EUR"), 250U);
    EXPECT_EQ(parseAmount(BudgetUnit::UpstreamMilliseconds, "2h", "EUR"), 7'200'000U);
    EXPECT_FALSE(parseAmount(BudgetUnit::UpstreamMilliseconds, "0.5ms", "EUR"));
    EXPECT_FALSE(parseAmount(BudgetUnit::UpstreamMilliseconds, "2 hours", "EUR"));
}

TEST(Amounts, MoneyIsExactAndInOneCurrency)
{
    EXPECT_EQ(parseAmount(BudgetUnit::CostMicros, "12.50", "EUR"), 12'500'000U);
    EXPECT_EQ(parseAmount(BudgetUnit::CostMicros, "12.50 EUR", "EUR"), 12'500'000U);
    EXPECT_EQ(parseAmount(BudgetUnit::CostMicros, "0.000001", "EUR"), 1U);
    EXPECT_EQ(parseAmount(BudgetUnit::CostMicros, "0", "EUR"), 0U);
    EXPECT_FALSE(
        parseAmount(BudgetUnit::CostMicros, "0.0000001", "EUR")); // would have to be rounded
    EXPECT_FALSE(parseAmount(BudgetUnit::CostMicros, "12.50 USD", "EUR"));
    EXPECT_FALSE(parseAmount(BudgetUnit::CostMicros, "12,50", "EUR"));
    EXPECT_NE(parseAmount(BudgetUnit::CostMicros, "1 USD", "EUR").error().message.find("EUR"),
              std::string::npos);
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
                                           static_cast<unsigned long long>(kMaxAmount)}) {
            const std::string text = formatAmount(unit, amount, "EUR");
            EXPECT_EQ(parseAmount(unit, text, "EUR"), amount) << text;
        }
    }
    EXPECT_EQ(formatAmount(BudgetUnit::CostMicros, 12'500'000, "EUR"), "12.50 EUR");
    EXPECT_EQ(formatAmount(BudgetUnit::CostMicros, 1, "EUR"), "0.000001 EUR");
    EXPECT_EQ(formatAmount(BudgetUnit::Bytes, 5'000'000, "EUR"), "5 MB");
    EXPECT_EQ(formatAmount(BudgetUnit::UpstreamMilliseconds, 90'000, "EUR"), "90 s");
}

TEST(FreeAmounts, TakeEitherPointAndUnitsInAnyCase)
{
    const AmountSyntax english{AmountStyle::Free, '.'};
    const AmountSyntax german{AmountStyle::Free, ','};
    EXPECT_EQ(parseAmount(BudgetUnit::Bytes, "5 mb", "EUR", english), 5'000'000U);
    EXPECT_EQ(parseAmount(BudgetUnit::Bytes, "1 MIB", "EUR", english), 1U << 20U);
    EXPECT_EQ(parseAmount(BudgetUnit::UpstreamMilliseconds, "1,5 H", "EUR", english), 5'400'000U);
    EXPECT_EQ(parseAmount(BudgetUnit::CostMicros, "12,5 \u20ac", "EUR", german), 12'500'000U);
    EXPECT_EQ(parseAmount(BudgetUnit::CostMicros, "12.50 eur", "EUR", german), 12'500'000U);
    EXPECT_FALSE(parseAmount(BudgetUnit::CostMicros, "12 \u20ac", "CHF", german));
    EXPECT_FALSE(parseAmount(BudgetUnit::Calls, "10m", "EUR", english));
}

TEST(FreeAmounts, RefuseWhatMeansAThousandToSomeAndOneToOthers)
{
    const AmountSyntax english{AmountStyle::Free, '.'};
    const AmountSyntax german{AmountStyle::Free, ','};
    const AmountSyntax other{AmountStyle::Free, 0};
    EXPECT_FALSE(parseAmount(BudgetUnit::Bytes, "1,000 MB", "EUR", english));
    EXPECT_EQ(parseAmount(BudgetUnit::Bytes, "1.000 MB", "EUR", english), 1'000'000U);
    EXPECT_FALSE(parseAmount(BudgetUnit::Bytes, "1.000 MB", "EUR", german));
    EXPECT_EQ(parseAmount(BudgetUnit::Bytes, "1,000 MB", "EUR", german), 1'000'000U);
    EXPECT_FALSE(parseAmount(BudgetUnit::Bytes, "1.000 MB", "EUR", other));
    EXPECT_FALSE(parseAmount(BudgetUnit::Bytes, "1,000.0 MB", "EUR", english));
    EXPECT_EQ(parseAmount(BudgetUnit::Bytes, "1,0000 MB", "EUR", english), 1'000'000U);
}

} // namespace
} // namespace portcullis::api
