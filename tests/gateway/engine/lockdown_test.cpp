#include "gateway/engine/data_folder.h"
#include "gateway/engine/log_opening.h"
#include "tests/gateway/engine/running_gateway.h"
#include "tests/support/policy_folder.h"

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

// Whole gateways under a signed policy.
namespace portcullis::engine {
namespace {

using test::callText;
using test::GatewayHarness;
using test::kListTools;
using test::PolicyFolder;

const std::string kNoReceipts = R"({"fixed":{"/settings/receipts":false}})";

class LockdownGateway : public test::RunningGateway
{
protected:
    LockdownGateway() { harness.policy = folder.place(); }

    void restart()
    {
        harness.stop();
        run();
    }

    [[nodiscard]] api::LockdownStatus lockdown() const
    {
        return harness.status().lockdown.value_or(api::LockdownStatus());
    }

    // As soon as the gateway has looked.
    [[nodiscard]] bool comesToProblem(const std::string& part) const
    {
        return GatewayHarness::eventually(
            [&] { return lockdown().problem.find(part) != std::string::npos; });
    }

    [[nodiscard]] bool comesToVersion(std::uint64_t version) const
    {
        return GatewayHarness::eventually(
            [&] { return lockdown().version == version && lockdown().problem.empty(); });
    }

    [[nodiscard]] api::ConfigPtr config() const
    {
        return GatewayHarness::wait<api::ConfigPtr>(
                   [this](auto done) { harness.gateway->config(done); })
            .value();
    }

    // Names of the changes that the log has.
    [[nodiscard]] std::vector<std::string> recorded(const std::string& prefix)
    {
        harness.stop();
        auto log = openLog(harness.folder.path() / "data",
                           harness.master,
                           api::Durability::Standard,
                           harness.clock);
        EXPECT_TRUE(log) << (log ? "" : log.error().message);
        std::vector<std::string> names;
        const auto changes = (*log)->changes(0, prefix).value();
        for (const audit::RecordedChange& change : changes) {
            names.push_back(change.change);
        }
        return names;
    }

    PolicyFolder folder;
};

TEST_F(LockdownGateway, IsAnOrdinaryOneWithoutAPolicy)
{
    run();
    EXPECT_FALSE(harness.status().lockdown);
    EXPECT_EQ(harness.status().state, api::GatewayState::Running);
    EXPECT_TRUE(recorded("policy.").empty());
}

TEST_F(LockdownGateway, HasFixedValuesFromItsStartAndKeepsThem)
{
    folder.put(PolicyFolder::text(1, kNoReceipts));
    run();
    EXPECT_EQ(harness.status().state, api::GatewayState::Running);
    EXPECT_EQ(lockdown().issuer, "Security Operations");
    EXPECT_FALSE(config()->settings.receipts);
    api::Settings settings = config()->settings;
    settings.receipts = true;
    const auto refused = harness.apply(api::UpdateSettings{settings});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::PermissionDenied);
    EXPECT_NE(refused.error().message.find("is locked by the policy of Security Operations"),
              std::string::npos);
    settings.receipts = false;
    settings.offerSse = true;
    EXPECT_TRUE(harness.apply(api::UpdateSettings{settings})) << "the rest is free";
    EXPECT_EQ(recorded("policy."), (std::vector<std::string>{"policy.load", "policy.apply"}));
    restart();
    EXPECT_EQ(recorded("policy.").size(), 2U) << "once for each policy";
}

TEST_F(LockdownGateway, RefusesCallsWithABadSignature)
{
    harness.addServer("fx");
    run();
    const auto key = harness.makeKey({"fx:*"});
    EXPECT_EQ(harness.post(key, kListTools).status, 200U);
    harness.stop();
    folder.put(PolicyFolder::text(1, "{}"), "not signed");
    run();
    EXPECT_EQ(harness.status().state, api::GatewayState::Refusing);
    const auto answer = harness.post(key, kListTools);
    EXPECT_EQ(answer.status, 503U);
    EXPECT_NE(answer.body.find("not signed by a key that it trusts"), std::string::npos);
    EXPECT_FALSE(harness.apply(api::UpdateSettings{config()->settings})) << "nor changes";
    EXPECT_EQ(recorded("policy."), std::vector<std::string>{"policy.refuse"});
}

TEST_F(LockdownGateway, TakesANewerPolicyWhileItRunsAndNoOlderOne)
{
    folder.put(PolicyFolder::text(3, "{}"));
    run();
    folder.put(PolicyFolder::text(4, kNoReceipts));
    ASSERT_TRUE(comesToVersion(4));
    EXPECT_FALSE(config()->settings.receipts);
    folder.put(PolicyFolder::text(3, "{}"));
    ASSERT_TRUE(comesToProblem("older than the one that was in force"));
    EXPECT_EQ(harness.post({KeyId("x"), "pcl_x"}, kListTools).status, 503U);
    EXPECT_TRUE(GatewayHarness::eventually(
        [&] { return harness.status().state == api::GatewayState::Refusing; }));
    folder.put(PolicyFolder::text(5, "{}"));
    ASSERT_TRUE(comesToVersion(5));
    EXPECT_EQ(harness.post({KeyId("x"), "pcl_x"}, kListTools).status, 401U);
}

TEST_F(LockdownGateway, AnOlderPolicyIsRefusedAfterARestart)
{
    folder.put(PolicyFolder::text(3, "{}"));
    run();
    harness.stop();
    folder.put(PolicyFolder::text(2, "{}"));
    run();
    EXPECT_NE(lockdown().problem.find("older"), std::string::npos);
    harness.stop();
    std::filesystem::remove(harness.folder.path() / "data" / kLockdownFile);
    run();
    EXPECT_NE(lockdown().problem.find("older"), std::string::npos) << "the log knows it";
}

TEST_F(LockdownGateway, APolicyThatIsGoneClosesItUnlessItWasReleased)
{
    folder.put(PolicyFolder::text(1, kNoReceipts));
    run();
    folder.remove();
    ASSERT_TRUE(comesToProblem("is gone"));
    restart();
    EXPECT_NE(lockdown().problem.find("is gone"), std::string::npos);
    folder.put(PolicyFolder::text(2, ""));
    ASSERT_TRUE(comesToVersion(2));
    EXPECT_TRUE(lockdown().released);
    api::Settings settings = config()->settings;
    settings.receipts = true;
    EXPECT_TRUE(harness.apply(api::UpdateSettings{settings})) << "nothing is locked";
    folder.remove();
    EXPECT_TRUE(GatewayHarness::eventually([&] { return !harness.status().lockdown; }));
    EXPECT_EQ(harness.status().state, api::GatewayState::Running);
}

TEST_F(LockdownGateway, ClosesWhenItsPolicyExpires)
{
    folder.put(PolicyFolder::text(1, "{}", R"(,"expires":"2126-01-01T00:00:00Z")"));
    run();
    EXPECT_TRUE(lockdown().problem.empty());
    harness.clock.advance(std::chrono::hours(24 * 366 * 101));
    EXPECT_TRUE(comesToProblem("expired"));
}

TEST_F(LockdownGateway, WithholdsWhatNoKeyMayHave)
{
    harness.addServer("fx");
    folder.put(PolicyFolder::text(1,
                                  R"({"servers":[{"id":"fx","command":[")" +
                                      std::string(PORTCULLIS_TEST_SERVER) +
                                      R"("]}],"rules":["fx:echo"]})"));
    run();
    const auto key = harness.makeKey({"fx:*"});
    const std::string tools = harness.post(key, kListTools).json();
    EXPECT_NE(tools.find("fx__echo"), std::string::npos) << tools;
    EXPECT_EQ(tools.find("fx__hang"), std::string::npos) << tools;
    static_cast<void>(harness.post(key, callText("fx__hang")));
    EXPECT_EQ(harness.activity().rows.at(0).reason, api::Reason::ToolNotInPolicy);
    api::ServerConfig own;
    own.id = ServerId("own");
    own.command = {PORTCULLIS_TEST_SERVER};
    EXPECT_FALSE(harness.apply(api::AddServer{own}));
    const auto tried = GatewayHarness::wait<api::ServerReport>(
        [&](auto done) { harness.gateway->testServer(own, done); });
    ASSERT_FALSE(tried);
    EXPECT_EQ(tried.error().code, ErrorCode::PermissionDenied);
}

TEST_F(LockdownGateway, StartsNoServerThatIsNotAllowed)
{
    harness.addServer("fx");
    folder.put(PolicyFolder::text(1, R"({"servers":[]})"));
    run();
    EXPECT_FALSE(config()->servers.at(0).enabled);
    EXPECT_EQ(harness.status().servers.at(0).state, api::ServerState::Disabled);
}

TEST_F(LockdownGateway, KeepsTheLogAsLongAsThePolicySays)
{
    folder.put(PolicyFolder::text(1, R"({"atLeast":{"/settings/retention/contentDays":90}})"));
    run();
    api::RetentionRequest request;
    request.contentsBefore = harness.clock.wallNow();
    const auto removed = GatewayHarness::wait<api::RetentionReport>(
        [&](auto done) { harness.gateway->removeOld(request, {}, done); });
    ASSERT_FALSE(removed);
    EXPECT_EQ(removed.error().code, ErrorCode::PermissionDenied);
    api::EraseRequest erase;
    erase.records = api::NumberRange{0, 10};
    erase.reason = "test";
    const auto erased = GatewayHarness::wait<api::EraseReport>(
        [&](auto done) { harness.gateway->eraseContents(erase, {}, done); });
    ASSERT_FALSE(erased);
    EXPECT_EQ(erased.error().code, ErrorCode::PermissionDenied);
}

TEST_F(LockdownGateway, SaysWhenThePolicyCannotBeApplied)
{
    folder.put(PolicyFolder::text(1, R"({"fixed":{"/settings/misspelt":true}})"));
    run();
    EXPECT_NE(lockdown().problem.find("cannot be applied"), std::string::npos);
    folder.put(PolicyFolder::text(1, R"({"fixed":{"/settings/receipts":true}})"));
    EXPECT_TRUE(comesToVersion(1)) << "one that was never in force may be put right";
}

} // namespace
} // namespace portcullis::engine
