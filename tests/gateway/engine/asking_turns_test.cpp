#include "gateway/engine/asking_turns.h"
#include "tests/gateway/engine/era_client.h"
#include "tests/support/manual_clock.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

// A server that does not say whom it asks answers one client after another: D-20, D-21.
namespace portcullis::test {
namespace {

constexpr const char* kAsks = R"({"elicitation":{"form":{}}})";
constexpr const char* kAnswer = R"({"action":"accept","content":{"who":"me"}})";

std::string question(const std::string& message)
{
    return R"({"method":"elicitation/create","params":{"message":")" + message +
           R"(","requestedSchema":{"type":"object","properties":{}}}})";
}

class AskingTurnsTest : public testing::Test
{
protected:
    AskingTurnsTest()
    {
        harness.addServer("old",
                          {"talks=1", "answers=" + answers.string(), "calls=" + calls.string()});
        harness.start();
        harness.open();
        key = harness.makeKey({"old:*"});
        other = harness.makeKey({"old:*"});
        awaitTools(harness, key, "old__question");
    }

    [[nodiscard]] static std::string accept()
    {
        return R"({"jsonrpc":"2.0","id":"gw-1","result":)" + std::string(kAnswer) + "}";
    }

    // How many requests of clients the gateway has in its hands.
    [[nodiscard]] bool inHand(std::uint32_t count) const
    {
        return GatewayHarness::eventually(
            [this, count] { return harness.status().inFlight == count; });
    }

    GatewayHarness harness;
    std::filesystem::path answers = harness.folder.file("answers");
    std::filesystem::path calls = harness.folder.file("calls");
    GatewayHarness::Key key;
    GatewayHarness::Key other;
};

TEST_F(AskingTurnsTest, TheNextClientIsAskedOnceTheOneBeforeHasAnswered)
{
    const EraClient alice(harness, key, Era::Session, kAsks);
    const EraClient bob(harness, other, Era::Session, kAsks);
    RawClient toAlice(harness.port());
    RawClient toBob(harness.port());
    alice.begin(toAlice, "old__question", question("for alice"));
    ASSERT_TRUE(toAlice.readUntil("[old] for alice"));
    bob.begin(toBob, "old__question", question("for bob"));
    ASSERT_TRUE(inHand(2));
    EXPECT_EQ(linesOf(calls).size(), 1U); // it waits, and is not refused
    EXPECT_EQ(alice.notify(accept()), 202U);
    ASSERT_TRUE(toAlice.readUntil("\"id\":7"));
    ASSERT_TRUE(toBob.readUntil("[old] for bob")) << toBob.received();
    EXPECT_EQ(bob.notify(accept()), 202U);
    ASSERT_TRUE(toBob.readUntil("\"id\":7"));
    EXPECT_EQ(linesOf(answers), (std::vector<std::string>{kAnswer, kAnswer}));
    EXPECT_EQ(toAlice.received().find("for bob"), std::string::npos);
}

// A client without sessions may never come back, and what its server did then waits for it.
TEST_F(AskingTurnsTest, AParkedCallGivesWayAfterHalfAMinute)
{
    for (const GatewayHarness::Key& next : {other, key}) {
        const EraClient alice(harness, key, Era::Stateless, kAsks);
        const EraClient bob(harness, next, Era::Stateless, kAsks);
        const HttpReply parked = alice.call("old__question", question("for alice"));
        ASSERT_NE(parked.body.find("input_required"), std::string::npos) << parked.body;
        RawClient toBob(harness.port());
        bob.begin(toBob, "old__question", question("for bob"));
        ASSERT_TRUE(inHand(1));
        harness.clock.advance(std::chrono::seconds(31));
        ASSERT_TRUE(toBob.readUntil("[old] for bob")) << toBob.received();
        EXPECT_EQ(linesOf(answers).back(), R"({"action":"cancel"})");
        const HttpReply late = alice.call(
            "old__question", question("for alice"), {}, EraClient::back(parked, kAnswer));
        EXPECT_NE(late.json().find(R"(\"action\":\"cancel\")"), std::string::npos) << late.body;
        harness.clock.advance(std::chrono::minutes(11)); // nobody comes back to the other one
        ASSERT_TRUE(
            GatewayHarness::eventually([this] { return linesOf(answers).size() % 2 == 0; }));
    }
}

// A session is told that its answer is no longer needed.
TEST_F(AskingTurnsTest, ASessionThatThinksForLongLosesItsQuestionToWhoWaits)
{
    const EraClient alice(harness, key, Era::Session, kAsks);
    const EraClient bob(harness, other, Era::Session, kAsks);
    RawClient toAlice(harness.port());
    RawClient toBob(harness.port());
    alice.begin(toAlice, "old__question", question("for alice"));
    ASSERT_TRUE(toAlice.readUntil("[old] for alice"));
    harness.clock.advance(std::chrono::seconds(31)); // nobody else waits
    bob.begin(toBob, "old__question", question("for bob"));
    ASSERT_TRUE(toAlice.readUntil("notifications/cancelled")) << toAlice.received();
    ASSERT_TRUE(toAlice.readUntil("\"id\":7"));
    EXPECT_EQ(alice.notify(accept()), 400U);
    ASSERT_TRUE(toBob.readUntil("[old] for bob")) << toBob.received();
    EXPECT_EQ(linesOf(answers), std::vector<std::string>{R"({"action":"cancel"})"});
}

TEST_F(AskingTurnsTest, WhoCannotBeAskedDoesNotWait)
{
    const EraClient alice(harness, key, Era::Stateless, kAsks);
    const HttpReply parked = alice.call("old__question", question("for alice"));
    ASSERT_NE(parked.body.find("input_required"), std::string::npos) << parked.body;
    for (const Era era : {Era::Session, Era::Stateless}) {
        const EraClient plain(harness, other, era);
        EXPECT_NE(plain.call("old__echo").json().find("\"content\""), std::string::npos);
    }
}

// The one that is cancelled never reaches the server.
TEST_F(AskingTurnsTest, ACallThatIsCancelledWhileItWaitsLeavesTheLine)
{
    const EraClient alice(harness, key, Era::Session, kAsks);
    const EraClient bob(harness, other, Era::Session, kAsks);
    RawClient toAlice(harness.port());
    RawClient toBob(harness.port());
    alice.begin(toAlice, "old__question", question("for alice"));
    ASSERT_TRUE(toAlice.readUntil("[old] for alice"));
    bob.begin(toBob, "old__echo");
    ASSERT_TRUE(inHand(2));
    static_cast<void>(bob.notify(
        R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}})"));
    ASSERT_TRUE(inHand(1));
    EXPECT_EQ(alice.notify(accept()), 202U);
    ASSERT_TRUE(toAlice.readUntil("\"id\":7"));
    EXPECT_EQ(linesOf(calls).size(), 1U);
}

} // namespace
} // namespace portcullis::test

namespace portcullis::engine {
namespace {

using Mode = AskingTurns::Mode;

// Turns by themselves: each call is a conversation that has not begun.
class TurnsTest : public testing::Test
{
protected:
    [[nodiscard]] std::shared_ptr<std::optional<std::shared_ptr<void>>>
    enter(const std::string& place, Mode mode)
    {
        auto got = std::make_shared<std::optional<std::shared_ptr<void>>>();
        auto call =
            std::make_shared<Conversation>(io.get_executor(), elicitations, Conversation::Target{});
        auto run = [](AskingTurns& all,
                      std::string where,
                      std::shared_ptr<Conversation> who,
                      Mode how,
                      std::shared_ptr<std::optional<std::shared_ptr<void>>> into) -> http::Task<> {
            auto handle = std::make_shared<CallHandle>();
            into->emplace(co_await all.enter(std::move(where), who, handle, how));
        };
        http::asio::co_spawn(io, run(turns, place, call, mode, got), http::asio::detached);
        poll();
        return got;
    }

    void poll()
    {
        io.restart();
        io.poll();
    }

    http::asio::io_context io; // outlives the calls
    UrlElicitations elicitations;
    test::ManualClock clock;
    AskingTurns turns{clock};
};

TEST_F(TurnsTest, GoInTheOrderOfTheirComing)
{
    const auto first = enter("a", Mode::Alone);
    const auto second = enter("a", Mode::Alone);
    const auto third = enter("a", Mode::Alone);
    EXPECT_TRUE(first->has_value());
    EXPECT_FALSE(second->has_value());
    first->reset();
    poll();
    EXPECT_TRUE(second->has_value());
    EXPECT_FALSE(third->has_value());
    second->reset();
    poll();
    EXPECT_TRUE(third->has_value());
}

TEST_F(TurnsTest, OfOnePlaceAreNoneOfAnother)
{
    const auto here = enter("a", Mode::Alone);
    const auto there = enter("b", Mode::Alone);
    EXPECT_TRUE(here->has_value());
    EXPECT_TRUE(there->has_value());
}

// What began before the server was known to ask is waited for, too.
TEST_F(TurnsTest, WaitForAllThatGoBesideEachOther)
{
    const auto one = enter("a", Mode::Beside);
    const auto two = enter("a", Mode::Beside);
    EXPECT_TRUE(two->has_value());
    const auto alone = enter("a", Mode::Alone);
    one->reset();
    poll();
    EXPECT_FALSE(alone->has_value());
    two->reset();
    poll();
    EXPECT_TRUE(alone->has_value());
}

TEST_F(TurnsTest, ComeAfterAMinuteInAnyCase)
{
    const auto first = enter("a", Mode::Alone);
    const auto second = enter("a", Mode::Alone);
    clock.advance(std::chrono::seconds(59));
    turns.sweep();
    poll();
    EXPECT_FALSE(second->has_value());
    clock.advance(std::chrono::seconds(1));
    turns.sweep();
    poll();
    EXPECT_TRUE(second->has_value());
}

} // namespace
} // namespace portcullis::engine
