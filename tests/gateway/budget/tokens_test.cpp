#include "gateway/budget/tokens.h"
#include "tests/gateway/budget/token_samples.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace portcullis::budget {
namespace {

// What README.md and tokens.h say of the estimate's error is computed here.
TEST(Tokens, TheEstimateIsAsCloseToTheSamplesAsItSays)
{
    double sum = 0;
    for (const test::TokenSample& sample : test::kTokenSamples) {
        const double error = double(estimateTokens(sample.text)) / double(sample.o200k) - 1;
        EXPECT_LE(std::abs(error), 0.13) << sample.name << " " << estimateTokens(sample.text);
        sum += std::abs(error);
    }
    EXPECT_LE(sum / double(test::kTokenSamples.size()), 0.05);
}

TEST(Tokens, AnOlderEncodingTakesUpToTwoAndAHalfTimesAsMany)
{
    for (const test::TokenSample& sample : test::kTokenSamples) {
        const double ratio = double(sample.cl100k) / double(estimateTokens(sample.text));
        EXPECT_LE(ratio, 2.8) << sample.name;
        EXPECT_GE(ratio, 0.85) << sample.name;
    }
}

TEST(Tokens, OnlyAnEmptyTextHasNone)
{
    EXPECT_EQ(estimateTokens(""), 0);
    EXPECT_EQ(estimateTokens(" "), 1);
    EXPECT_EQ(estimateTokens("{}"), 1);
    EXPECT_GE(estimateTokens("\xff\xfe\x80\xc3"), 1);
    EXPECT_GT(estimateTokens(std::string(3000, '\x80')), 0);
}

TEST(Tokens, AVeryLongTextIsEstimatedByItsPieces)
{
    std::string text;
    while (text.size() < 3'000'000) {
        text += test::kTokenSamples[3].text;
        text += test::kTokenSamples[0].text;
    }
    const std::int64_t each =
        estimateTokens(test::kTokenSamples[3].text) + estimateTokens(test::kTokenSamples[0].text);
    const double length =
        double(test::kTokenSamples[3].text.size() + test::kTokenSamples[0].text.size());
    EXPECT_NEAR(
        double(estimateTokens(text)) * length / double(text.size()) / double(each), 1, 0.05);
}

} // namespace
} // namespace portcullis::budget
