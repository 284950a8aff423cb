#include "gateway/base/crypto.h"
#include "tests/gateway/engine/running_gateway.h"

#include <fstream>
#include <sstream>

// A gateway from its start to its stop, and what the next one finds.
namespace portcullis::engine {
namespace {

using test::callText;
using test::GatewayHarness;
using test::kListTools;

class GatewayLifeTest : public test::RunningGateway
{};

TEST_F(GatewayLifeTest, AnswersLockedUntilTheMasterKeyComes)
{
    harness.start();
    const GatewayHarness::Key nobody{KeyId("x"), "pcl_x"};
    EXPECT_EQ(harness.post(nobody, kListTools).status, 503U);
    EXPECT_EQ(harness.status().state, api::GatewayState::Locked);
    harness.open();
    EXPECT_EQ(harness.status().state, api::GatewayState::Running);
    EXPECT_EQ(harness.post(nobody, kListTools).status, 401U);
}

TEST_F(GatewayLifeTest, RefusesAWrongMasterKeyAndLeavesTheLogAlone)
{
    run();
    harness.stop();
    const auto content = [this] {
        std::ifstream file(harness.folder.path() / "data" / "audit.db", std::ios::binary);
        std::ostringstream bytes;
        bytes << file.rdbuf();
        return bytes.str();
    };
    const std::string before = content();
    ASSERT_FALSE(before.empty());
    harness.start();
    const auto opened = GatewayHarness::wait<void>(
        [this](auto done) { harness.gateway->open(randomSecret(32), done); });
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::Locked);
    EXPECT_EQ(harness.status().state, api::GatewayState::Locked);
    EXPECT_EQ(content(), before);
    harness.open();
}

TEST_F(GatewayLifeTest, RecordsRunningCallsAsCancelledWhenItStops)
{
    harness.addServer("fx");
    run();
    const auto key = harness.makeKey({"fx:*"});
    test::RawClient waiting(harness.port());
    waiting.send(test::requestText("POST",
                                   "/mcp",
                                   {{"Host", "localhost"},
                                    {"Authorization", "Bearer " + key.secret},
                                    {"Content-Type", "application/json"},
                                    {"Accept", "*/*"}},
                                   callText("fx__hang")));
    ASSERT_TRUE(GatewayHarness::eventually([&] { return harness.status().inFlight == 1; }));
    harness.gateway->stop(std::chrono::milliseconds(50));
    harness.stop();
    harness.start();
    harness.open();
    EXPECT_EQ(harness.activity().rows[0].outcome, api::Outcome::Cancelled);
}

TEST_F(GatewayLifeTest, KeepsItsConfigurationOverARestart)
{
    harness.addServer("fx");
    run();
    const auto key = harness.makeKey({"fx:echo"});
    harness.stop();
    harness.start();
    harness.open();
    const std::string tools = harness.post(key, kListTools).json();
    EXPECT_NE(tools.find("fx__echo"), std::string::npos) << tools;
    EXPECT_EQ(tools.find("fx__hang"), std::string::npos) << tools;
}

TEST_F(GatewayLifeTest, ClosesItsDoorsToASecondInstance)
{
    run();
    engine::GatewayOptions options;
    options.dataFolder = harness.folder.path() / "data";
    options.listenPort = 0;
    const auto second = Gateway::create(std::move(options), harness.clock);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::Busy);
}

} // namespace
} // namespace portcullis::engine
