#include "tests/gateway/engine/line_client.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

// The end of a gateway: what runs is recorded, nothing new begins, nothing is left behind.
namespace portcullis::engine {
namespace {

using test::callText;
using test::GatewayHarness;
using test::kInitialize;
using test::kWelcome;
using test::LineClient;

class ShutdownTest : public test::SocketsFixture
{};

TEST_F(ShutdownTest, SurvivesABridgeClientThatCallsAndReadsNothing)
{
    run();
    for (int round = 0; round < 4; ++round) {
        LineClient client(path(kBridgeSocket));
        ASSERT_EQ(client.ask(greeting()), kWelcome);
        ASSERT_NE(client.ask(kInitialize).find("result"), std::string::npos);
        std::atomic<bool> over = false;
        std::atomic<int> sent = 0;
        std::thread calling([&] {
            for (int id = 1; !over && id < 1000; ++id) {
                client.send(callText("fx__echo", "{}", std::to_string(id)));
                ++sent;
            }
        });
        ASSERT_TRUE(GatewayHarness::eventually([&] { return sent > 20; }));
        harness.stop();
        over = true;
        calling.join();
        harness.start();
        harness.open();
    }
    for (const api::ActivityRow& row : harness.activity().rows) {
        EXPECT_NE(row.outcome, api::Outcome::Orphaned);
        EXPECT_NE(row.outcome, api::Outcome::Running);
    }
}

TEST_F(ShutdownTest, EndsHoweverSoonItIsAskedTo)
{
    for (int round = 0; round < 30; ++round) {
        harness.start();
        harness.stop();
    }
}

TEST_F(ShutdownTest, RefusesNewCallsOfTheBridgeWhileOthersEnd)
{
    run();
    LineClient client(path(kBridgeSocket));
    ASSERT_EQ(client.ask(greeting()), kWelcome);
    ASSERT_NE(client.ask(kInitialize).find("result"), std::string::npos);
    client.send(callText("fx__hang", "{}", "7"));
    ASSERT_TRUE(GatewayHarness::eventually([&] { return harness.status().inFlight == 1; }));
    std::thread stopping([this] { harness.gateway->stop(std::chrono::milliseconds(500)); });
    // Only then is the answer that of a gateway that stops.
    std::string answer;
    for (int id = 8; answer.find("stopping") == std::string::npos && id < 500; ++id) {
        answer = client.ask(callText("fx__echo", "{}", std::to_string(id)));
        if (answer.empty()) {
            break;
        }
    }
    stopping.join();
    EXPECT_NE(answer.find("stopping"), std::string::npos);
    harness.stop();
    harness.start();
    harness.open();
    const auto rows = harness.activity().rows;
    ASSERT_FALSE(rows.empty());
    EXPECT_EQ(rows[0].outcome, api::Outcome::Cancelled);
}

} // namespace
} // namespace portcullis::engine
