#include "tests/gateway/engine/gateway_harness.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <future>
#include <vector>

// Keys at a server that runs one call at a time, through a whole gateway: E-63.
namespace portcullis::engine {
namespace {

using test::callText;
using test::GatewayHarness;
using test::HttpReply;

class FairCallsTest : public testing::Test
{
protected:
    void SetUp() override
    {
        api::ServerConfig server;
        server.id = ServerId("fx");
        server.command = {PORTCULLIS_TEST_SERVER};
        server.maxInFlight = 1;
        harness.addServer(server);
        harness.start();
        ASSERT_NE(harness.gateway, nullptr);
        harness.open();
        flood = harness.makeKey({"fx:*"});
        other = harness.makeKey({"fx:*"});
    }

    std::future<std::string> begin(const GatewayHarness::Key& key, const std::string& tool) const
    {
        return std::async(std::launch::async, [this, key, tool] {
            return harness.post(key, callText("fx__" + tool)).body;
        });
    }

    static bool isBusy(const std::string& body)
    {
        return body.find("is busy") != std::string::npos;
    }

    GatewayHarness harness;
    GatewayHarness::Key flood;
    GatewayHarness::Key other;
};

TEST_F(FairCallsTest, AKeyThatHasTakenItsPlacesLeavesAnotherItsOwn)
{
    auto hanging = begin(flood, "hang");
    ASSERT_TRUE(GatewayHarness::eventually([this] {
        const auto servers = harness.status().servers;
        return !servers.empty() && servers[0].inFlight == 1;
    }));
    std::vector<std::future<std::string>> waiting;
    for (int i = 0; i < 5; ++i) {
        waiting.push_back(begin(flood, "echo"));
    }
    // While the first one hangs, only those come back that have no place.
    const auto isReady = [](const std::future<std::string>& reply) {
        return reply.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
    };
    ASSERT_TRUE(
        GatewayHarness::eventually([&] { return std::ranges::count_if(waiting, isReady) == 3; }));
    auto others = begin(other, "echo");
    EXPECT_TRUE(GatewayHarness::eventually([this] { return harness.status().inFlight == 4; }));
    ASSERT_TRUE(GatewayHarness::wait<void>([this](auto done) {
        harness.gateway->restartServer(ServerId("fx"), std::move(done)); // what hangs, ends
    }));
    const std::string answer = others.get();
    EXPECT_FALSE(isBusy(answer)) << answer;
    EXPECT_NE(answer.find("\"result\""), std::string::npos) << answer;
    std::ptrdiff_t busy = 0;
    for (auto& reply : waiting) {
        busy += isBusy(reply.get()) ? 1 : 0;
    }
    EXPECT_EQ(busy, 3);
    hanging.wait();
}

} // namespace
} // namespace portcullis::engine
