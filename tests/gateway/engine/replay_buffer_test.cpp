#include "gateway/engine/replay_buffer.h"
#include "gateway/engine/session_table.h"
#include "tests/support/manual_clock.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

//
namespace portcullis::engine {
namespace {

class ReplayBufferTest : public testing::Test
{
protected:
    // As for a client that comes back: what it has got counts as sent.
    static std::vector<std::string> kept(ReplayBuffer& buffer, std::uint64_t after = 0)
    {
        std::vector<std::string> found;
        buffer.replay(1, after, [&found](const std::string& bytes) { found.push_back(bytes); });
        return found;
    }

    test::ManualClock clock;
    std::shared_ptr<ReplayBudget> budget = std::make_shared<ReplayBudget>(clock);
    ReplayBuffer buffer{budget};
};

TEST_F(ReplayBufferTest, DropsTheOldestBeyondFiveHundredEvents)
{
    for (std::uint64_t i = 1; i <= 502; ++i) {
        buffer.keep(1, i, std::to_string(i), true);
    }
    EXPECT_EQ(buffer.events(), 500U);
    EXPECT_EQ(kept(buffer).front(), "3");
    EXPECT_EQ(kept(buffer).back(), "502");
    EXPECT_EQ(budget->dropped().events, 2U);
    EXPECT_EQ(budget->dropped().undelivered, 0U);
}

TEST_F(ReplayBufferTest, DropsWhatNobodyHasReceivedLast)
{
    const std::string answer(2 * ReplayBuffer::kMaxBytes, 'x');
    buffer.keep(1, 1, answer, false);
    buffer.keep(2, 1, "list changed", true);
    EXPECT_EQ(buffer.events(), 1U);
    EXPECT_EQ(budget->dropped().undelivered, 0U);
    ASSERT_EQ(kept(buffer), std::vector<std::string>{answer});
    buffer.keep(2, 2, "list changed", true); // now the answer has been sent, too
    EXPECT_TRUE(kept(buffer).empty());
    EXPECT_EQ(buffer.events(), 1U);
    EXPECT_EQ(budget->dropped().events, 2U);
    EXPECT_EQ(budget->dropped().undelivered, 0U);
}

TEST_F(ReplayBufferTest, CountsWhatNobodyHasReceived)
{
    for (std::uint64_t i = 1; i <= 502; ++i) {
        buffer.keep(1, i, std::to_string(i), false);
    }
    EXPECT_EQ(budget->dropped().undelivered, 2U);
}

TEST_F(ReplayBufferTest, DropsTheOldestBeyondOneMebibyte)
{
    for (std::uint64_t i = 1; i <= 5; ++i) {
        buffer.keep(1, i, std::string(300 * 1024, static_cast<char>('0' + i)), false);
    }
    EXPECT_LE(buffer.bytes(), ReplayBuffer::kMaxBytes);
    ASSERT_EQ(buffer.events(), 3U);
    EXPECT_EQ(kept(buffer).front().front(), '3');
    EXPECT_EQ(budget->bytes(), buffer.bytes());
}

TEST_F(ReplayBufferTest, ForgetsWhatIsOlderThanFiveMinutes)
{
    buffer.keep(1, 1, "old", false);
    clock.advance(std::chrono::minutes(4));
    buffer.keep(1, 2, "new", false);
    clock.advance(std::chrono::seconds(61));
    buffer.expire(clock.monotonicNow());
    EXPECT_EQ(kept(buffer), std::vector<std::string>{"new"});
    EXPECT_EQ(budget->dropped().events, 0U); // not too much, only too old
}

TEST_F(ReplayBufferTest, GivesOnlyWhatCameAfter)
{
    for (std::uint64_t i = 1; i <= 3; ++i) {
        buffer.keep(1, i, std::to_string(i), true);
        buffer.keep(2, i, "of another stream", true);
    }
    EXPECT_EQ(kept(buffer, 2), std::vector<std::string>{"3"});
    EXPECT_TRUE(kept(buffer, 9).empty());
}

TEST_F(ReplayBufferTest, SharesOneBoundAmongAllSessions)
{
    std::vector<std::unique_ptr<ReplayBuffer>> all;
    for (int i = 0; i < 200; ++i) {
        all.push_back(std::make_unique<ReplayBuffer>(budget));
        all.back()->keep(1, 1, std::string(std::size_t{20} * 1024 * 1024, 'x'), false);
        EXPECT_LE(budget->bytes(), ReplayBudget::kMaxBytes);
    }
    EXPECT_EQ(budget->dropped().events, 197U);
    all.clear();
    EXPECT_EQ(budget->bytes(), 0U);
}

TEST_F(ReplayBufferTest, LetsNobodyPushOutWhatOthersKeep)
{
    buffer.keep(1, 1, "small and old", false);
    std::vector<std::unique_ptr<ReplayBuffer>> greedy;
    for (int i = 0; i < 5; ++i) {
        greedy.push_back(std::make_unique<ReplayBuffer>(budget));
        greedy.back()->keep(1, 1, std::string(std::size_t{30} * 1024 * 1024, 'x'), false);
    }
    EXPECT_EQ(budget->dropped().events, 3U);
    EXPECT_EQ(kept(buffer), std::vector<std::string>{"small and old"});
}

TEST_F(ReplayBufferTest, IsReportedWhenItOverflowsAndNotTooOften)
{
    std::vector<std::string> lines;
    SessionTable table(clock, [&lines](const std::string& line) { lines.push_back(line); });
    const auto session = table.open(KeyId("vk_a"), {});
    session->revision = protocol::Revision::V2025_11_25;
    const auto stream = session->openStream(EventStream::Kind::Answer);
    const auto overflow = [&stream] {
        for (int i = 0; i < 501; ++i) {
            stream->send("{}");
        }
    };
    table.expire({});
    EXPECT_TRUE(lines.empty());
    overflow();
    table.expire({});
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_NE(lines[0].find("Dropped 1 events"), std::string::npos) << lines[0];
    overflow();
    table.expire({});
    EXPECT_EQ(lines.size(), 1U);
    clock.advance(std::chrono::minutes(11));
    table.expire({});
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_NE(lines[1].find("Dropped 501 events"), std::string::npos) << lines[1];
}

} // namespace
} // namespace portcullis::engine
