#include "tests/gateway/engine/gateway_harness.h"

#include <gtest/gtest.h>

#include <fstream>
#include <future>
#include <sstream>

// What a gateway is started with, and what it may not touch.
namespace portcullis::engine {
namespace {

using test::GatewayHarness;

class StartTest : public testing::Test
{
protected:
    [[nodiscard]] GatewayOptions options() const
    {
        GatewayOptions wanted;
        wanted.dataFolder = harness.folder.path() / "data";
        wanted.supervisor = PORTCULLIS_SUPERVISOR;
        wanted.listenPort = 0;
        return wanted;
    }

    [[nodiscard]] std::string stored() const
    {
        std::ifstream file(harness.folder.path() / "data" / "config.json");
        std::ostringstream text;
        text << file.rdbuf();
        return text.str();
    }

    // Everything recorded that has this text.
    [[nodiscard]] int recordsWith(const std::string& text) const
    {
        int found = 0;
        const auto count = static_cast<std::int64_t>(harness.status().auditRecords);
        for (std::int64_t n = 0; n <= count; ++n) {
            const auto details = GatewayHarness::wait<api::CallDetails>(
                [&](auto done) { harness.gateway->callDetails(n, done); });
            if (details) {
                const std::string all = details->intentBody + details->outcomeBody;
                found += all.find(text) != std::string::npos ? 1 : 0;
            }
        }
        return found;
    }

    GatewayHarness harness;
};

TEST_F(StartTest, ASecondInstanceLeavesTheConfigurationOfTheFirstAlone)
{
    harness.addServer("fx");
    harness.start();
    harness.open();
    const std::string before = stored();
    ASSERT_NE(before.find("fx"), std::string::npos);
    GatewayOptions second = options();
    second.amendConfig = [](const api::GatewayConfig& config) -> Result<api::GatewayConfig> {
        api::GatewayConfig other = config;
        other.servers.clear();
        return other;
    };
    const auto refused = Gateway::create(std::move(second), harness.clock);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::Busy);
    EXPECT_EQ(stored(), before);
}

TEST_F(StartTest, RecordsTheConfigurationItWasStartedWith)
{
    harness.addServer("fx");
    harness.start();
    EXPECT_EQ(stored(), "");
    harness.open();
    EXPECT_NE(stored().find("fx"), std::string::npos);
    EXPECT_EQ(recordsWith(R"("by":"start")"), 1);
    harness.stop();
    harness.start(); // with the same: no change
    harness.open();
    EXPECT_EQ(recordsWith(R"("by":"start")"), 1);
}

TEST_F(StartTest, QueriesDoNotWaitForWorkThatTakesLong)
{
    harness.start();
    harness.open();
    harness.stop();
    std::promise<void> release;
    GatewayOptions slow = options();
    slow.openWithPassphrase = [&](const SecretBytes&) -> Result<SecretBytes> {
        release.get_future().wait();
        return fail(ErrorCode::Locked, "not this one");
    };
    auto made = Gateway::create(std::move(slow), harness.clock);
    ASSERT_TRUE(made);
    harness.gateway = std::move(*made);
    harness.open();
    std::promise<bool> unlocked;
    harness.gateway->unlock(SecretBytes(std::string_view("x")), [&](const Result<>& result) {
        unlocked.set_value(result.has_value());
    });
    auto page = std::make_shared<std::promise<void>>();
    harness.gateway->activity({}, [page](const Result<api::ActivityPage>&) { page->set_value(); });
    EXPECT_EQ(page->get_future().wait_for(std::chrono::seconds(10)), std::future_status::ready);
    release.set_value();
    EXPECT_FALSE(unlocked.get_future().get());
}

} // namespace
} // namespace portcullis::engine
