#include "gateway/engine/session_table.h"
#include "tests/support/manual_clock.h"

#include <gtest/gtest.h>

namespace portcullis::engine {
namespace {

const KeyId kAlice("vk_a");
const KeyId kBob("vk_b");

class SessionTableTest : public testing::Test
{
protected:
    test::ManualClock clock;
    SessionTable table{clock};
    api::Limits limits;
};

//
TEST_F(SessionTableTest, GivesEverySessionAnUnguessableIdOfVisibleCharacters)
{
    const auto first = table.open(kAlice, limits);
    const auto second = table.open(kAlice, limits);
    EXPECT_NE(first->id, second->id);
    EXPECT_GE(first->id.str().size(), 32U);
    for (const char c : first->id.str()) {
        EXPECT_TRUE(c > 0x20 && c < 0x7f);
    }
}

//
TEST_F(SessionTableTest, HidesASessionFromOtherKeys)
{
    const auto session = table.open(kAlice, limits);
    EXPECT_EQ(table.find(session->id, kAlice), session);
    EXPECT_EQ(table.find(session->id, kBob), nullptr);
    EXPECT_EQ(table.find(SessionId("unknown"), kAlice), nullptr);
}

//
TEST_F(SessionTableTest, ReplacesTheLongestIdleSessionAtTheCapOfAKey)
{
    limits.sessionsPerKey = 2;
    const auto oldest = table.open(kAlice, limits);
    clock.advance(std::chrono::seconds(1));
    const auto newer = table.open(kAlice, limits);
    clock.advance(std::chrono::seconds(1));
    EXPECT_NE(table.find(oldest->id, kAlice), nullptr); // used: now the newer one
    const auto third = table.open(kAlice, limits);
    ASSERT_NE(third, nullptr);
    EXPECT_EQ(table.find(newer->id, kAlice), nullptr);
    EXPECT_NE(table.find(oldest->id, kAlice), nullptr);
    EXPECT_EQ(table.size(), 2U);
}

TEST_F(SessionTableTest, OpensNoneWhenAllAreBusy)
{
    limits.sessionsPerKey = 1;
    const auto busy = table.open(kAlice, limits);
    busy->inFlight.emplace("1", std::make_shared<CallHandle>());
    EXPECT_EQ(table.open(kAlice, limits), nullptr);
    EXPECT_NE(table.open(kBob, limits), nullptr);
}

TEST_F(SessionTableTest, EndsIdleSessionsAndKeepsBusyOnes)
{
    const auto idle = table.open(kAlice, limits);
    const auto busy = table.open(kAlice, limits);
    busy->inFlight.emplace("1", std::make_shared<CallHandle>());
    clock.advance(limits.sessionIdle + std::chrono::seconds(1));
    table.expire(limits);
    EXPECT_EQ(table.find(idle->id, kAlice), nullptr);
    EXPECT_NE(table.find(busy->id, kAlice), nullptr);
}

// D-34
TEST_F(SessionTableTest, EndsASessionWhoseClientHasLeftItsCallsAlone)
{
    limits.sessionIdle = std::chrono::seconds(100);
    const auto session = table.open(kAlice, limits);
    const auto handle = std::make_shared<CallHandle>();
    session->inFlight.emplace("1", handle);
    handle->leave(clock.monotonicNow());
    clock.advance(std::chrono::seconds(99));
    table.expire(limits);
    EXPECT_FALSE(handle->cancelled());
    clock.advance(std::chrono::seconds(2));
    table.expire(limits);
    EXPECT_TRUE(handle->cancelled());
    EXPECT_EQ(table.size(), 0U);
}

//
TEST_F(SessionTableTest, CancelsWhatRunsWhenASessionEnds)
{
    const auto session = table.open(kAlice, limits);
    const auto handle = std::make_shared<CallHandle>();
    session->inFlight.emplace("1", handle);
    bool told = false;
    static_cast<void>(session->onEnd([&told] { told = true; }));
    table.end(session->id, "over");
    EXPECT_TRUE(handle->cancelled());
    EXPECT_TRUE(told);
    EXPECT_EQ(table.size(), 0U);
}

TEST_F(SessionTableTest, EndsAllSessionsOfOneKeyOnly)
{
    const auto alice = table.open(kAlice, limits);
    const auto bob = table.open(kBob, limits);
    table.endAllOf(kAlice, "disabled");
    EXPECT_EQ(table.find(alice->id, kAlice), nullptr);
    EXPECT_NE(table.find(bob->id, kBob), nullptr);
}

//
TEST_F(SessionTableTest, FindsStreamsByTheNumberInTheirEventIds)
{
    const auto session = table.open(kAlice, limits);
    session->revision = protocol::Revision::V2025_11_25;
    const auto first = session->openStream(EventStream::Kind::Answer);
    const auto second = session->openStream(EventStream::Kind::Answer);
    EXPECT_NE(first->number(), second->number());
    const auto id = parseEventId(std::to_string(second->number()) + "-3");
    ASSERT_TRUE(id);
    EXPECT_EQ(session->findStream(id->stream), second);
    EXPECT_EQ(session->findStream(99), nullptr);
    for (const char* text : {"", "-", "1", "1-", "-1", "a-1", "1-a", "1-2x", "99999999999-1"}) {
        EXPECT_FALSE(parseEventId(text)) << text;
    }
}

// E-34, A-67
TEST_F(SessionTableTest, TellsOfNoChangeOfWhatWasNotOffered)
{
    const auto session = table.open(kAlice, limits);
    std::vector<std::string> told;
    session->write = [&told](std::string text) { told.push_back(std::move(text)); };
    session->operating = true;
    session->offered.prompts = false;
    session->announceLists({"tools", "prompts", "resources"});
    ASSERT_EQ(told.size(), 2U);
    EXPECT_NE(told[0].find("notifications/tools/list_changed"), std::string::npos);
    EXPECT_NE(told[1].find("notifications/resources/list_changed"), std::string::npos);
}

TEST_F(SessionTableTest, ForgetsFinishedStreamsAfterAWhile)
{
    const auto session = table.open(kAlice, limits);
    const auto stream = session->openStream(EventStream::Kind::Answer);
    stream->send("{}");
    stream->finish(clock.monotonicNow());
    session->expireStreams(clock.monotonicNow());
    EXPECT_NE(session->findStream(stream->number()), nullptr);
    clock.advance(std::chrono::minutes(6));
    session->expireStreams(clock.monotonicNow());
    EXPECT_EQ(session->findStream(stream->number()), nullptr);
}

} // namespace
} // namespace portcullis::engine
