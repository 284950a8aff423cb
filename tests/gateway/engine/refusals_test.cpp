#include "tests/gateway/engine/line_client.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <mutex>
#include <vector>

// Why something was refused, who changed something, and who is told.
namespace portcullis::engine {
namespace {

using test::callText;
using test::GatewayHarness;
using test::kInitialize;
using test::kWelcome;
using test::LineClient;

class RefusalsTest : public test::SocketsFixture
{
protected:
    // Collects the rows that watchers are told of.
    void watch()
    {
        harness.gateway->observe([this](const api::Event& event) {
            if (const auto* changed = std::get_if<api::CallChanged>(&event.what)) {
                const std::lock_guard lock(m_mutex);
                m_rows.push_back(changed->row);
            }
        });
    }

    [[nodiscard]] bool told(api::Reason reason)
    {
        return GatewayHarness::eventually([this, reason] {
            const std::lock_guard lock(m_mutex);
            return std::ranges::any_of(m_rows, [reason](const api::ActivityRow& row) {
                return row.reason == reason && row.outcome == api::Outcome::Denied && row.n >= 0;
            });
        });
    }

    [[nodiscard]] std::vector<std::string> records() const
    {
        std::vector<std::string> all;
        const auto count = static_cast<std::int64_t>(harness.status().auditRecords);
        for (std::int64_t n = 0; n <= count; ++n) {
            const auto details = GatewayHarness::wait<api::CallDetails>(
                [&](auto done) { harness.gateway->callDetails(n, done); });
            if (details) {
                all.push_back(details->intentBody + details->outcomeBody);
            }
        }
        return all;
    }

    [[nodiscard]] bool recorded(const std::string& one, const std::string& other) const
    {
        return std::ranges::any_of(records(), [&](const std::string& record) {
            return record.find(one) != std::string::npos && record.find(other) != std::string::npos;
        });
    }

private:
    std::mutex m_mutex;
    std::vector<api::ActivityRow> m_rows;
};

TEST_F(RefusalsTest, TellsWatchersOfRefusalsBeforeACall)
{
    run();
    watch();
    const std::string list = R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})";
    EXPECT_EQ(harness.post({KeyId(), "pcl_wrong"}, list).status, 401U);
    EXPECT_TRUE(told(api::Reason::UnknownKey));
    EXPECT_EQ(harness.send("POST", "/mcp", {{"Host", "localhost"}}).status, 401U);
    EXPECT_TRUE(told(api::Reason::MissingKey));
    EXPECT_EQ(harness.send("POST", "/mcp", {{"Host", "evil.example"}}).status, 403U);
    EXPECT_TRUE(told(api::Reason::BadHost));
}

TEST_F(RefusalsTest, BridgeRecordsTheLimitOfRequests)
{
    run();
    const auto config =
        GatewayHarness::wait<api::ConfigPtr>([this](auto done) { harness.gateway->config(done); });
    api::Settings settings = (*config)->settings;
    settings.limits.requestsPerMinute = 2;
    ASSERT_TRUE(harness.apply(api::UpdateSettings{settings}));
    watch();
    LineClient client(path(kBridgeSocket));
    ASSERT_EQ(client.ask(greeting()), kWelcome);
    EXPECT_NE(client.ask(kInitialize).find("result"), std::string::npos);
    EXPECT_NE(client.ask(callText("fx__echo")).find("result"), std::string::npos);
    EXPECT_NE(client.ask(callText("fx__echo")).find("Too many requests"), std::string::npos);
    EXPECT_TRUE(told(api::Reason::RateLimited));
    EXPECT_EQ(harness.status().refused, 1U);
}

TEST_F(RefusalsTest, SaysThatTheServerOfAToolIsDisabled)
{
    run();
    const auto config =
        GatewayHarness::wait<api::ConfigPtr>([this](auto done) { harness.gateway->config(done); });
    api::ServerConfig server = (*config)->servers.front();
    server.enabled = false;
    ASSERT_TRUE(harness.apply(api::UpdateServer{server}));
    const std::string answer = harness.post(key, callText("fx__echo")).json();
    EXPECT_NE(answer.find("Unknown tool"), std::string::npos);
    const auto rows = harness.activity().rows;
    ASSERT_FALSE(rows.empty());
    EXPECT_EQ(rows[0].reason, api::Reason::ServerDisabled);
    EXPECT_EQ(rows[0].server, ServerId("fx"));
    EXPECT_EQ(rows[0].tool, "echo");
}

TEST_F(RefusalsTest, NamesTheClientOnceWhateverTheTransport)
{
    run();
    static_cast<void>(harness.post(key, callText("fx__nothing"), harness.initialize(key)));
    LineClient client(path(kBridgeSocket));
    ASSERT_EQ(client.ask(greeting()), kWelcome);
    EXPECT_NE(client.ask(kInitialize).find("result"), std::string::npos);
    EXPECT_NE(client.ask(callText("fx__nothing")).find("Unknown"), std::string::npos);
    EXPECT_NE(client.ask(callText("fx__echo")).find("result"), std::string::npos);
    const auto rows = harness.activity().rows;
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0].client, "t 1");
    EXPECT_EQ(rows[1].client, "t 1");
    EXPECT_EQ(rows[2].client, "tester 1");
}

TEST_F(RefusalsTest, RecordsWhoChangedWhatAndNoSecret)
{
    run();
    const auto put = GatewayHarness::wait<void>([this](auto done) {
        harness.gateway->putSecret("token", SecretBytes(std::string_view("canary-1")), done);
    });
    ASSERT_TRUE(put) << put.error().message;
    LineClient control(path(kControlSocket));
    EXPECT_NE(
        control
            .ask(R"({"id":1,"command":"putSecret","params":{"name":"other","secret":"canary-2"}})")
            .find("result"),
        std::string::npos);
    EXPECT_NE(
        control.ask(R"({"id":2,"command":"createKey","params":{"label":"by ctl","allow":[]}})")
            .find("result"),
        std::string::npos);
    const auto removed = GatewayHarness::wait<void>(
        [this](auto done) { harness.gateway->putSecret("token", SecretBytes(), done); });
    EXPECT_TRUE(removed);
    EXPECT_TRUE(recorded(R"("change":"secret.set")", R"("by":"gui")"));
    EXPECT_TRUE(recorded(R"("subject":"other")", R"("by":"ctl")"));
    EXPECT_TRUE(recorded(R"("change":"secret.remove")", R"("subject":"token")"));
    EXPECT_TRUE(recorded(R"("change":"key.add")", R"("by":"ctl")"));
    EXPECT_FALSE(recorded("canary", ""));
    // What was set is the hash of it as it was sealed, and the next change begins there.
    EXPECT_TRUE(recorded(R"("after":")", R"("change":"secret.set")"));
    EXPECT_TRUE(recorded(R"("before":")", R"("change":"secret.remove")"));
    EXPECT_FALSE(recorded(R"("before":")", R"("change":"secret.set")"));
    EXPECT_FALSE(recorded(R"("after":")", R"("change":"secret.remove")"));
    const auto again = GatewayHarness::wait<void>(
        [this](auto done) { harness.gateway->putSecret("token", SecretBytes(), done); });
    EXPECT_FALSE(again);
}

} // namespace
} // namespace portcullis::engine
