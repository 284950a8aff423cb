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

TEST_F(StartTest, ListensOnEveryAddressTheRulesAllow)
{
    for (const char* host : {"localhost", "127.0.0.2"}) {
        GatewayOptions wanted = options();
        wanted.listenHost = host;
        auto made = Gateway::create(std::move(wanted), harness.clock);
        ASSERT_TRUE(made) << host << ": " << made.error().message;
        harness.gateway = std::move(*made);
        harness.open();
        const std::string endpoint = harness.status().endpoint;
        const std::string address = host == std::string("localhost") ? "127.0.0.1" : host;
        EXPECT_TRUE(endpoint.starts_with("http://" + address + ":")) << endpoint;
        harness.stop();
    }
}

TEST_F(StartTest, TakesChangedLimitsAtOnceAndSaysThatTheAddressWaits)
{
    GatewayOptions wanted = options();
    wanted.listenPort.reset();
    wanted.amendConfig = [](const api::GatewayConfig& stored) -> Result<api::GatewayConfig> {
        api::GatewayConfig config = stored;
        config.settings.listenPort = 0;
        return config;
    };
    auto made = Gateway::create(std::move(wanted), harness.clock);
    ASSERT_TRUE(made) << made.error().message;
    harness.gateway = std::move(*made);
    harness.open();
    EXPECT_EQ(harness.status().reason, "");
    const auto key = harness.makeKey({});
    const std::string large = R"({"jsonrpc":"2.0","id":1,"method":"ping","params":{"x":")" +
                              std::string(70'000, 'x') + "\"}}";
    EXPECT_EQ(harness.post(key, large).status, 200U);
    api::Settings settings;
    settings.listenPort = 9;
    settings.limits.bodyBytes = 65'536;
    const auto changed = harness.apply(api::UpdateSettings{settings});
    ASSERT_TRUE(changed) << changed.error().message;
    EXPECT_EQ(harness.post(key, large).status, 413U);
    EXPECT_NE(harness.status().reason.find("next start"), std::string::npos);
}

TEST_F(StartTest, StopsWithoutWaitingForATrialConnection)
{
    harness.start();
    harness.open();
    api::ServerConfig hangs;
    hangs.id = ServerId("hangs");
    hangs.command = {PORTCULLIS_TEST_SERVER, "start=hang"};
    std::promise<bool> tested;
    harness.gateway->testServer(hangs, [&](const Result<api::ServerReport>& report) {
        tested.set_value(report.has_value());
    });
    // The command is under way when a later one has been answered.
    EXPECT_EQ(harness.status().state, api::GatewayState::Running);
    const auto begin = std::chrono::steady_clock::now();
    harness.stop();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(15));
    EXPECT_FALSE(tested.get_future().get());
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
    EXPECT_EQ(page->get_future().wait_for(std::chrono::seconds(30)), std::future_status::ready);
    release.set_value();
    EXPECT_FALSE(unlocked.get_future().get());
}

} // namespace
} // namespace portcullis::engine
