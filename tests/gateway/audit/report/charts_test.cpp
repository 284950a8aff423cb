#include "gateway/audit/report/charts.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace portcullis::audit::report {
namespace {

std::vector<Box> barsOf(const Drawing& drawing)
{
    std::vector<Box> bars;
    for (const Shape& shape : drawing.shapes) {
        if (const auto* const box = std::get_if<Box>(&shape); box != nullptr && !box->tip.empty()) {
            bars.push_back(*box);
        }
    }
    return bars;
}

void expectInside(const Drawing& drawing)
{
    for (const Box& bar : barsOf(drawing)) {
        EXPECT_GE(bar.x, 0);
        EXPECT_GE(bar.y, 0);
        EXPECT_LE(bar.x + bar.width, drawing.width);
        EXPECT_LE(bar.y + bar.height, drawing.height);
    }
}

TEST(Charts, BarsStandOnEachOtherAndSayWhatTheyAre)
{
    const Drawing drawing =
        stackedBars({"Calls", "…", {}},
                    {"Monday", "Tuesday"},
                    {{"let through", Ink::Allowed, {3, 0}}, {"refused", Ink::Denied, {1, 1200}}});
    const auto bars = barsOf(drawing);
    ASSERT_EQ(bars.size(), 3U); // none for nothing
    EXPECT_EQ(bars[0].tip, "Monday: 3 let through");
    EXPECT_NEAR(bars[1].y + bars[1].height, bars[0].y, 1e-9);
    EXPECT_EQ(bars[2].tip, "Tuesday: 1,200 refused");
    expectInside(drawing);
}

TEST(Charts, HaveRoomForTheMostBarsAndTheLargestValues)
{
    const std::vector<std::string> labels(120, "2026-11-22");
    const Drawing drawing = stackedBars(
        {"Calls", "…", {}}, labels, {{"all", Ink::Allowed, std::vector<double>(120, 9e15)}});
    EXPECT_EQ(barsOf(drawing).size(), 120U);
    expectInside(drawing);
}

TEST(Charts, NothingIsAnEmptyFrame)
{
    for (const Drawing& drawing : {stackedBars({"a", "b", {}}, {}, {{"x", Ink::Allowed, {}}}),
                                   lines({"a", "b", {}}, {}, {{"x", Ink::Usual, {}}}),
                                   rankedBars({"a", "b", {}}, {}, {{"x", Ink::Allowed, {}}})}) {
        EXPECT_TRUE(barsOf(drawing).empty());
        EXPECT_GT(drawing.height, 0);
    }
}

TEST(Charts, ALineHasAGapWhereThereIsNoValue)
{
    const Drawing drawing =
        lines({"a", "b", "ms"}, {"1", "2", "3", "4", "5"}, {{"p50", Ink::Usual, {1, 2, -1, 3, 4}}});
    const auto isCurve = [](const Shape& shape) {
        const auto* const line = std::get_if<Line>(&shape);
        return line != nullptr && line->ink == Ink::Usual;
    };
    EXPECT_EQ(std::ranges::count_if(drawing.shapes, isCurve), 2);
}

TEST(Charts, RankedBarsAreAsLongAsTheirShareOfTheLongest)
{
    const Drawing drawing =
        rankedBars({"a", "b", {}}, {"x", "y"}, {{"calls", Ink::Allowed, {100, 25}}});
    const auto bars = barsOf(drawing);
    ASSERT_EQ(bars.size(), 2U);
    EXPECT_NEAR(bars[1].width * 4, bars[0].width, 1e-9);
    expectInside(drawing);
}

TEST(Charts, NumbersAreGroupedAndCounted)
{
    EXPECT_EQ(grouped(0), "0");
    EXPECT_EQ(grouped(999), "999");
    EXPECT_EQ(grouped(1234567), "1,234,567");
    EXPECT_EQ(counted(1, "call"), "1 call");
    EXPECT_EQ(counted(1000, "call"), "1,000 calls");
}

TEST(Charts, ShortenedTextsKeepBothEndsAndWholeCharacters)
{
    EXPECT_EQ(shortened("abc", 3), "abc");
    EXPECT_EQ(shortened("abcdefghij", 5), "ab…ij");
    EXPECT_EQ(shortened("ääääääää", 5), "ää…ää");
}

} // namespace
} // namespace portcullis::audit::report
