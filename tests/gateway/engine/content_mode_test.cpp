#include "tests/gateway/engine/gateway_harness.h"

#include <gtest/gtest.h>

// What is kept of a call's texts: the strictest of what key, server and tool say.
namespace portcullis::engine {
namespace {

using test::callText;
using test::GatewayHarness;

class ContentModeTest : public testing::Test
{
protected:
    void SetUp() override
    {
        harness.addServer("fx");
        harness.start();
        ASSERT_NE(harness.gateway, nullptr);
        harness.open();
        key = harness.makeKey({"fx:*"});
    }

    // What is kept of everything that one tool does.
    void keepOf(const std::string& tool, api::ContentMode mode)
    {
        const auto config = GatewayHarness::wait<api::ConfigPtr>(
            [this](auto done) { harness.gateway->config(done); });
        ASSERT_TRUE(config);
        api::ServerConfig server = (*config)->servers.front();
        api::ToolOverride shown;
        shown.tool = tool;
        shown.content = mode;
        server.tools = {shown};
        ASSERT_TRUE(harness.apply(api::UpdateServer{server}));
    }

    // The record of a call of this tool.
    [[nodiscard]] api::CallDetails called(const std::string& tool)
    {
        EXPECT_EQ(harness.post(key, callText("fx__" + tool)).status, 200U);
        const auto rows = harness.activity().rows;
        EXPECT_FALSE(rows.empty());
        const auto details = GatewayHarness::wait<api::CallDetails>(
            [&](auto done) { harness.gateway->callDetails(rows.front().n, done); });
        EXPECT_TRUE(details);
        return details ? *details : api::CallDetails();
    }

    GatewayHarness harness;
    GatewayHarness::Key key;
};

TEST_F(ContentModeTest, EverythingIsKeptUnlessSomebodySaysOtherwise)
{
    const api::CallDetails details = called("echo");
    EXPECT_TRUE(details.arguments);
    EXPECT_TRUE(details.result);
}

TEST_F(ContentModeTest, ASettingOfOneToolLeavesTheOthersAlone)
{
    keepOf("echo", api::ContentMode::None);
    const api::CallDetails quiet = called("echo");
    EXPECT_FALSE(quiet.arguments);
    EXPECT_FALSE(quiet.result);
    EXPECT_NE(quiet.intentBody.find(R"("mode":"none")"), std::string::npos) << quiet.intentBody;
    EXPECT_TRUE(called("env").result);
}

TEST_F(ContentModeTest, TheStrictestSettingCounts)
{
    keepOf("echo", api::ContentMode::Full);
    ASSERT_TRUE(
        harness.apply(api::UpdateKey{key.id, "test", "", {}, false, api::ContentMode::ProveOnly}));
    const api::CallDetails details = called("echo");
    EXPECT_FALSE(details.arguments);
    EXPECT_NE(details.intentBody.find(R"("mode":"prove-only")"), std::string::npos)
        << details.intentBody;
}

} // namespace
} // namespace portcullis::engine
