#include "gateway/upstream/fair_line.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

// Who goes next where several keys wait.
namespace portcullis::upstream::test {
namespace {

using Line = FairLine<std::string>;

constexpr Line::Bounds kPlenty{1'000, 8'000};

class FairLineTest : public testing::Test
{
protected:
    void wait(const std::string& key, const std::string& item)
    {
        EXPECT_EQ(line.add(key, item, kPlenty), std::nullopt) << item;
    }

    std::vector<std::string> everybody()
    {
        std::vector<std::string> result;
        while (const auto next = line.take()) {
            result.push_back(*next);
        }
        return result;
    }

    Line line;
};

using Items = std::vector<std::string>;

TEST_F(FairLineTest, IsEmptyAtFirst)
{
    EXPECT_TRUE(line.empty());
    EXPECT_EQ(line.size(), 0U);
    EXPECT_EQ(line.take(), std::nullopt);
    EXPECT_FALSE(line.remove("a", "a1"));
}

TEST_F(FairLineTest, TakesTheCallsOfOneKeyInTheOrderInWhichTheyCame)
{
    wait("a", "a1");
    wait("a", "a2");
    wait("a", "a3");
    EXPECT_EQ(everybody(), (Items{"a1", "a2", "a3"}));
}

TEST_F(FairLineTest, TakesKeysInTurns)
{
    for (const auto* item : {"a1", "a2", "a3", "a4"}) {
        wait("a", item);
    }
    wait("b", "b1");
    wait("c", "c1");
    wait("c", "c2");
    EXPECT_EQ(everybody(), (Items{"a1", "b1", "c1", "a2", "c2", "a3", "a4"}));
}

TEST_F(FairLineTest, AFloodMakesAnotherKeyWaitForOneOfItsCalls)
{
    for (int i = 0; i < 1'000; ++i) {
        wait("flood", "f" + std::to_string(i));
    }
    EXPECT_EQ(line.take(), "f0");
    wait("other", "o0");
    EXPECT_EQ(line.take(), "f1");
    EXPECT_EQ(line.take(), "o0");
    wait("other", "o1"); // it has had its turn of this round
    EXPECT_EQ(line.take(), "f2");
    EXPECT_EQ(line.take(), "o1");
    EXPECT_EQ(line.size(), 997U);
}

TEST_F(FairLineTest, AKeyThatComesBackHasNoTurnSavedUp)
{
    wait("a", "a1");
    wait("b", "b1");
    wait("b", "b2");
    EXPECT_EQ(line.take(), "a1");
    wait("a", "a2");
    EXPECT_EQ(everybody(), (Items{"b1", "a2", "b2"}));
}

TEST_F(FairLineTest, WhatIsUrgentGoesBeforeAllInItsOwnOrder)
{
    wait("a", "a1");
    line.addUrgent("u1");
    line.addUrgent("u2");
    EXPECT_EQ(line.size(), 3U);
    EXPECT_EQ(everybody(), (Items{"u1", "u2", "a1"}));
}

TEST_F(FairLineTest, ForgetsWhoGivesUp)
{
    wait("a", "a1");
    wait("a", "a2");
    wait("b", "b1");
    line.addUrgent("u1");
    EXPECT_TRUE(line.remove("a", "a1"));
    EXPECT_FALSE(line.remove("a", "a1")); // twice
    EXPECT_FALSE(line.remove("b", "a2")); // of another key
    EXPECT_TRUE(line.remove("b", "b1"));  // the last of its key
    EXPECT_TRUE(line.remove("x", "u1"));
    EXPECT_EQ(line.waiting("a"), 1U);
    EXPECT_EQ(line.waiting("b"), 0U);
    EXPECT_EQ(everybody(), (Items{"a2"}));
    EXPECT_TRUE(line.empty());
}

TEST_F(FairLineTest, AKeyFillsNothingButItsShare)
{
    const Line::Bounds bounds{2, 16};
    EXPECT_EQ(line.add("a", "a1", bounds), std::nullopt);
    EXPECT_EQ(line.add("a", "a2", bounds), std::nullopt);
    EXPECT_EQ(line.add("a", "a3", bounds), "a3");
    EXPECT_EQ(line.add("b", "b1", bounds), std::nullopt);
    EXPECT_EQ(everybody(), (Items{"a1", "b1", "a2"}));
}

TEST_F(FairLineTest, AFullLineMakesRoomForAKeyThatHasLess)
{
    const Line::Bounds bounds{3, 4};
    for (const auto* item : {"a1", "a2", "a3"}) {
        EXPECT_EQ(line.add("a", item, bounds), std::nullopt);
    }
    EXPECT_EQ(line.add("b", "b1", bounds), std::nullopt);
    EXPECT_EQ(line.add("c", "c1", bounds), "a3"); // the last of the longest
    EXPECT_EQ(line.add("b", "b2", bounds), "b2"); // would be as long as the longest
    EXPECT_EQ(line.add("d", "d1", bounds), "a2");
    EXPECT_EQ(line.add("e", "e1", bounds), "e1"); // everybody has one
    EXPECT_EQ(line.size(), 4U);
    EXPECT_EQ(everybody(), (Items{"a1", "b1", "c1", "d1"}));
}

TEST_F(FairLineTest, TheUrgentTakeNoPlaceOfTheOthers)
{
    const Line::Bounds bounds{1, 1};
    line.addUrgent("u1");
    line.addUrgent("u2");
    EXPECT_EQ(line.add("a", "a1", bounds), std::nullopt);
    EXPECT_EQ(line.add("b", "b1", bounds), "b1");
}

} // namespace
} // namespace portcullis::upstream::test
