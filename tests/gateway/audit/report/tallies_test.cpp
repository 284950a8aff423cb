#include "gateway/audit/report/tallies.h"

#include <gtest/gtest.h>

namespace portcullis::audit::report {
namespace {

void come(Tallies& tallies, const std::string& name, int times)
{
    for (int i = 0; i < times; ++i) {
        ++tallies.came(name).allowed;
    }
}

TEST(NameTallies, AreExactWhileThereIsRoom)
{
    Tallies tallies(3);
    come(tallies, "b", 2);
    come(tallies, "a", 2);
    come(tallies, "c", 5);
    EXPECT_TRUE(tallies.isExact());
    const auto largest = tallies.largest(2);
    ASSERT_EQ(largest.size(), 2U);
    EXPECT_EQ(largest[0].name, "c");
    EXPECT_EQ(largest[0].tally.allowed, 5U);
    EXPECT_EQ(largest[1].name, "a"); // equal ones by name
}

TEST(NameTallies, KeepTheOftenOnesHoweverManyNamesCome)
{
    Tallies tallies(16);
    for (int i = 0; i < 20'000; ++i) {
        come(tallies, "once " + std::to_string(i), 1);
        if (i % 4 == 0) {
            come(tallies, "often", 1);
        }
    }
    EXPECT_FALSE(tallies.isExact());
    const auto largest = tallies.largest(100);
    EXPECT_EQ(largest.size(), 16U);
    EXPECT_EQ(largest[0].name, "often");
    EXPECT_LE(largest[0].tally.allowed, 5000U);
    EXPECT_GE(largest[0].tally.allowed, 4900U);
}

TEST(NameTallies, FindDoesNotKeepANewName)
{
    Tallies tallies(1);
    EXPECT_EQ(tallies.find("a"), nullptr);
    come(tallies, "a", 1);
    ASSERT_NE(tallies.find("a"), nullptr);
    EXPECT_EQ(tallies.find("b"), nullptr);
    EXPECT_TRUE(tallies.isExact());
}

} // namespace
} // namespace portcullis::audit::report
