#include "gateway/audit/report/histogram.h"

#include <gtest/gtest.h>

#include <limits>

namespace portcullis::audit::report {
namespace {

TEST(Histograms, WithoutValuesEveryQuantileIsZero)
{
    const Histogram none;
    EXPECT_EQ(none.quantile(0.5), 0);
    EXPECT_EQ(none.largest(), 0);
}

TEST(Histograms, OneValueIsEveryQuantile)
{
    Histogram one;
    one.add(12'345);
    EXPECT_EQ(one.quantile(0), 12'345);
    EXPECT_EQ(one.quantile(0.5), 12'345);
    EXPECT_EQ(one.quantile(1), 12'345);
}

TEST(Histograms, SmallValuesAreExact)
{
    Histogram small;
    for (int i = 1; i <= 10; ++i) {
        small.add(i);
    }
    EXPECT_EQ(small.quantile(0.5), 5);
    EXPECT_EQ(small.quantile(0.9), 9);
}

TEST(Histograms, QuantilesAreNeverTooSmallAndAtMostASixteenthTooLarge)
{
    Histogram many;
    constexpr std::int64_t kMost = 1'000'000;
    for (std::int64_t i = 1; i <= kMost; i += 7) {
        many.add(i);
    }
    for (const double part : {0.01, 0.5, 0.95, 0.99}) {
        const double exact = part * static_cast<double>(kMost);
        const auto found = static_cast<double>(many.quantile(part));
        EXPECT_GE(found, exact - 7) << part;
        EXPECT_LE(found, exact * 17 / 16 + 7) << part;
    }
    EXPECT_EQ(many.quantile(1), many.largest());
}

TEST(Histograms, TakeTheLargestAndNegativeValues)
{
    Histogram extremes;
    extremes.add(std::numeric_limits<std::int64_t>::max());
    extremes.add(-5);
    EXPECT_EQ(extremes.count(), 2U);
    EXPECT_EQ(extremes.quantile(0.5), 0);
    EXPECT_EQ(extremes.quantile(1), std::numeric_limits<std::int64_t>::max());
}

} // namespace
} // namespace portcullis::audit::report
