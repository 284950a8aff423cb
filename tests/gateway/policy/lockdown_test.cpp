#include "gateway/api/config_change.h"
#include "gateway/policy/advisor.h"
#include "gateway/policy/lockdown.h"
#include "tests/gateway/policy/rules_fixture.h"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>

// What a policy makes of configurations, and which changes it admits.
namespace portcullis::policy {
namespace {

using api::Reason;
using namespace test; // NOLINT: the fixture of this test

LockdownPtr lockdownOf(const std::string& locked)
{
    auto policy =
        api::parsePolicy(R"({"portcullis":"policy/1","version":4,"issued":"2026-11-20T08:00:00Z",)"
                         R"("issuer":"Security Operations","locked":)" +
                         locked + "}");
    EXPECT_TRUE(policy) << (policy ? "" : policy.error().message);
    return policy ? std::make_shared<const Lockdown>(std::move(*policy)) : nullptr;
}

api::GatewayConfig sample()
{
    api::GatewayConfig config = configOf({rule("fx:*")});
    config.servers[0].command = {"/opt/fx"};
    return config;
}

Result<api::GatewayConfig>
changed(const Lockdown& lockdown, const api::GatewayConfig& config, const api::ConfigChange& change)
{
    auto next = api::applyChange(config, change);
    EXPECT_TRUE(next) << (next ? "" : next.error().message);
    return next ? lockdown.admit(config, std::move(*next)) : next;
}

TEST(LockdownTest, PutsFixedValuesInAndAdmitsNoOthers)
{
    const auto lockdown = lockdownOf(
        R"({"fixed":{"/settings/receipts":false,"/settings/limits":{"bodyBytes":4096}}})");
    const auto config = lockdown->applyTo(sample());
    ASSERT_TRUE(config) << config.error().message;
    EXPECT_FALSE(config->settings.receipts);
    EXPECT_EQ(config->settings.limits.bodyBytes, 4096U);
    EXPECT_EQ(config->settings.limits.sessions, api::Limits().sessions) << "the rest by default";
    EXPECT_EQ(config->revision, sample().revision);
    EXPECT_EQ(lockdown->applyTo(*config).value(), *config);
    api::Settings settings = config->settings;
    settings.offerSse = true;
    EXPECT_TRUE(changed(*lockdown, *config, api::UpdateSettings{settings}));
    settings.receipts = true;
    const auto refused = changed(*lockdown, *config, api::UpdateSettings{settings});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::PermissionDenied);
    EXPECT_EQ(refused.error().message,
              "/settings/receipts is locked by the policy of Security Operations (version 4).");
    api::GatewayConfig other = sample();
    EXPECT_FALSE(changed(*lockdown, *config, api::ReplaceConfig{other})) << "an import";
}

TEST(LockdownTest, HoldsElementsByTheirIds)
{
    const auto lockdown =
        lockdownOf(R"({"fixed":{"/servers/fx/changedTools":"hold","/keys/*/content":"prove-only",)"
                   R"("/servers/no/name":"x","/cases/c1":{"name":"One"}}})");
    const auto config = lockdown->applyTo(sample());
    ASSERT_TRUE(config) << config.error().message;
    EXPECT_EQ(config->servers[0].changedTools, api::ChangedTools::Hold);
    EXPECT_EQ(config->keys[0].content, api::ContentMode::ProveOnly);
    EXPECT_EQ(config->servers.size(), 1U) << "nothing is made below what is not there";
    ASSERT_EQ(config->cases.size(), 1U) << "a whole element is";
    EXPECT_EQ(config->cases[0].name, "One");
    EXPECT_FALSE(changed(*lockdown, *config, api::RemoveCase{CaseId("c1")}));
    api::KeyConfig key;
    key.id = KeyId("vk_b");
    key.label = "b";
    key.hash[0] = 1;
    EXPECT_FALSE(changed(*lockdown, *config, api::AddKey{key})) << "its content is kept";
    key.content = api::ContentMode::ProveOnly;
    EXPECT_TRUE(changed(*lockdown, *config, api::AddKey{key}));
}

TEST(LockdownTest, KeepsNumbersWithinTheirBounds)
{
    const auto lockdown = lockdownOf(R"({"atMost":{"/settings/limits/requestsPerMinute":600},)"
                                     R"("atLeast":{"/settings/retention/contentDays":90}})");
    api::GatewayConfig before = sample();
    before.settings.retention.contentDays = 7;
    const auto config = lockdown->applyTo(before);
    ASSERT_TRUE(config) << config.error().message;
    EXPECT_EQ(config->settings.limits.requestsPerMinute, 600U);
    EXPECT_EQ(config->settings.retention.contentDays, 90U);
    api::Settings bodies = config->settings;
    bodies.retention.bodyDays = 89;
    EXPECT_FALSE(changed(*lockdown, *config, api::UpdateSettings{bodies}))
        << "contents go along with bodies";
    const auto with = [&](std::uint32_t requests, std::uint32_t days) {
        api::Settings settings = config->settings;
        settings.limits.requestsPerMinute = requests;
        settings.retention.contentDays = days;
        const auto next = changed(*lockdown, *config, api::UpdateSettings{settings});
        return next ? std::string() : next.error().message;
    };
    EXPECT_EQ(with(10, 91), "");
    EXPECT_EQ(with(600, 0), "") << "kept for ever";
    EXPECT_NE(with(601, 90).find("at most 600"), std::string::npos);
    EXPECT_NE(with(0, 90).find("at most 600"), std::string::npos) << "0 is no limit";
    EXPECT_NE(with(600, 89).find("/settings/retention/contentDays is locked to at least 90"),
              std::string::npos);
}

TEST(LockdownTest, SwitchesOffServersThatAreNotAllowed)
{
    const auto lockdown = lockdownOf(R"({"servers":[{"id":"fx","command":["/opt/fx"]},)"
                                     R"({"host":"tools.example"}]})");
    api::GatewayConfig before = sample();
    before.servers.emplace_back().id = ServerId("own");
    before.servers[1].command = {"/home/a/tool"};
    const auto config = lockdown->applyTo(before);
    ASSERT_TRUE(config) << config.error().message;
    EXPECT_TRUE(config->servers[0].enabled);
    EXPECT_FALSE(config->servers[1].enabled);
    api::ServerConfig server = config->servers[0];
    server.environment = {{"LD_PRELOAD", std::string("/home/a/x.so")}};
    EXPECT_FALSE(changed(*lockdown, *config, api::UpdateServer{server}));
    server = config->servers[0];
    server.name = "Effects";
    EXPECT_TRUE(changed(*lockdown, *config, api::UpdateServer{server}));
    server = config->servers[1];
    server.enabled = true;
    EXPECT_FALSE(changed(*lockdown, *config, api::UpdateServer{server}));
    EXPECT_FALSE(lockdown->checkServer(server)) << "nor tried";
}

TEST(LockdownTest, AllowsServersAtAHostOverHttpsAlone)
{
    const auto lockdown = lockdownOf(R"({"servers":[{"id":"fx","command":["/opt/fx"]},)"
                                     R"({"host":"tools.example"}]})");
    api::ServerConfig server;
    server.id = ServerId("web");
    server.transport = api::Transport::Http;
    server.url = "https://Tools.example:8443/mcp";
    EXPECT_TRUE(lockdown->checkServer(server));
    server.caFile = "/home/a/ca.pem";
    EXPECT_FALSE(lockdown->checkServer(server));
    server.caFile.clear();
    for (const char* url : {"http://tools.example/mcp",
                            "https://tools.example.evil/mcp",
                            "https://tools.example@evil/mcp",
                            "https://evil/tools.example"}) {
        server.url = url;
        EXPECT_FALSE(lockdown->checkServer(server)) << url;
    }
    server.url = "https://tools.example/mcp";
    server.id = kFx;
    EXPECT_FALSE(lockdown->checkServer(server)) << "that id is the program's";
    EXPECT_FALSE(lockdownOf(R"({"servers":[]})")->checkServer(server));
}

TEST(LockdownTest, KeepsBudgetsAndTheirLimits)
{
    const auto lockdown = lockdownOf(
        R"({"budgets":[{"id":"day","level":"server","owner":"fx","unit":"calls","limit":100,)"
        R"("period":"day"}]})");
    const auto config = lockdown->applyTo(sample());
    ASSERT_TRUE(config) << config.error().message;
    ASSERT_EQ(config->budgets.size(), 1U);
    api::Budget budget = config->budgets[0];
    budget.limit = 50;
    const auto stricter = changed(*lockdown, *config, api::SetBudget{budget});
    ASSERT_TRUE(stricter);
    EXPECT_EQ(lockdown->applyTo(*stricter).value(), *stricter) << "stricter stays";
    budget.limit = 101;
    EXPECT_FALSE(changed(*lockdown, *config, api::SetBudget{budget}));
    EXPECT_FALSE(changed(*lockdown, *config, api::RemoveBudget{BudgetId("day")}));
    const auto without = changed(*lockdown, *config, api::RemoveServer{kFx});
    ASSERT_TRUE(without) << "nobody is left whom it counts: " << without.error().message;
    const auto again = changed(*lockdown, *without, api::AddServer{sample().servers[0]});
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(again->budgets.size(), 1U) << "it comes back with its server";
}

TEST(LockdownTest, SaysWhenItCannotBeApplied)
{
    for (const char* locked : {R"({"fixed":{"/settings/misspelt":1}})",
                               R"({"fixed":{"/settings/receipts":"yes"}})",
                               R"({"fixed":{"/settings/receipts/x":1}})",
                               R"({"fixed":{"/servers/own":{"command":[]}}})",
                               R"({"atMost":{"/settings/currency":5}})",
                               R"({"fixed":{"/settings/limits/sessions":9},)"
                               R"("atMost":{"/settings/limits/sessions":5}})"}) {
        const auto config = lockdownOf(locked)->applyTo(sample());
        ASSERT_FALSE(config) << locked;
        EXPECT_EQ(config.error().code, ErrorCode::InvalidArgument) << locked;
        EXPECT_TRUE(config.error().message.starts_with(
            "The policy of Security Operations (version 4) cannot be applied: "))
            << config.error().message;
    }
}

TEST(LockdownTest, KeepsContentsAsLongAsItSays)
{
    const auto lockdown = lockdownOf(R"({"atLeast":{"/settings/retention/contentDays":90}})");
    const WallTime now = fromMicros(1'800'000'000'000'000);
    const auto daysAgo = [now](int days) { return now - std::chrono::days(days); };
    EXPECT_TRUE(lockdown->checkRemoval({daysAgo(90), {}, false}, now));
    EXPECT_FALSE(lockdown->checkRemoval({daysAgo(89), {}, false}, now));
    EXPECT_TRUE(lockdown->checkRemoval({daysAgo(89), {}, true}, now)) << "only a look";
    EXPECT_FALSE(lockdown->checkRemoval({{}, daysAgo(5), false}, now)) << "contents go with bodies";
    api::EraseRequest erase;
    EXPECT_FALSE(lockdown->checkErasure(erase, now));
    erase.within.time.to = daysAgo(89);
    EXPECT_FALSE(lockdown->checkErasure(erase, now));
    erase.within.time.to = daysAgo(90);
    EXPECT_TRUE(lockdown->checkErasure(erase, now));
    EXPECT_TRUE(lockdownOf("{}")->checkErasure({}, now));
}

TEST(LockdownTest, NoKeyExceedsTheCeiling)
{
    const auto lockdown = lockdownOf(R"({"servers":[{"id":"fx","command":["/opt/fx"]}],)"
                                     R"("rules":["fx:read","fx:write",)"
                                     R"({"rule":"fx:write","effect":"deny"}]})");
    const AllowLists lists(sharedConfig({rule("fx:*")}), lockdown->ceiling());
    EXPECT_EQ(decideTool(lists, "read", "{}").verdict, Verdict::Allow);
    const Decision other = decideTool(lists, "other", "{}");
    EXPECT_EQ(other.reason, Reason::ToolNotInPolicy);
    EXPECT_EQ(other.level, api::RuleLevel::Policy);
    const Decision denied = decideTool(lists, "write", "{}");
    EXPECT_EQ(denied.reason, Reason::DeniedByRule);
    EXPECT_EQ(denied.rule, "(policy) deny fx:write");
    EXPECT_FALSE(lists.shows({kKey, kFx, {"other"}}));
    EXPECT_TRUE(lists.reaches(kKey, kFx));
    const AllowLists few(sharedConfig({rule("fx:other")}), lockdown->ceiling());
    EXPECT_EQ(decideTool(few, "read", "{}").reason, Reason::ToolNotAllowed)
        << "it gives nothing that the key has not";
}

TEST(LockdownTest, ACeilingHidesServersItDoesNotName)
{
    const auto lockdown = lockdownOf(R"({"servers":[{"id":"gx","command":["/opt/gx"]}],)"
                                     R"("rules":["gx:*"]})");
    const AllowLists lists(sharedConfig({rule("fx:*")}), lockdown->ceiling());
    EXPECT_FALSE(lists.reaches(kKey, kFx));
    EXPECT_EQ(decideTool(lists, "read", "{}").reason, Reason::ToolNotInPolicy);
}

TEST(LockdownTest, ExplanationsKnowTheCeiling)
{
    api::DecisionQuestion question;
    question.key = kKey;
    question.server = kFx;
    question.name = "other";
    question.ceiling = {rule("fx:read")};
    const auto told = Advisor().explain(sharedConfig({rule("fx:*")}), {}, question);
    ASSERT_TRUE(told);
    EXPECT_FALSE(told->allowed);
    EXPECT_EQ(told->level, api::RuleLevel::Policy);
    EXPECT_EQ(told->levels.front().level, api::RuleLevel::Policy);
}

TEST(LockdownTest, TellsWhatIsLocked)
{
    const auto status = lockdownOf(R"({"fixed":{"/settings/receipts":true},)"
                                   R"("servers":[{"id":"fx","command":["/opt/fx","-x"]}],)"
                                   R"("rules":["fx:*"]})")
                            ->status();
    EXPECT_EQ(status.issuer, "Security Operations");
    EXPECT_EQ(status.version, 4U);
    EXPECT_TRUE(status.problem.empty());
    ASSERT_EQ(status.places.size(), 3U);
    EXPECT_EQ(status.places[0].value, "true");
    EXPECT_EQ(status.places[1].value, "fx:*");
    EXPECT_EQ(status.places[2].value, "fx: /opt/fx -x");
    EXPECT_EQ(status.ceiling.size(), 1U);
}

} // namespace
} // namespace portcullis::policy
