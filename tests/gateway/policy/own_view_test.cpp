#include "gateway/api/config_change.h"
#include "gateway/policy/own_view.h"

#include <gtest/gtest.h>

namespace portcullis::policy {
namespace {

api::KeyConfig keyOf(const char* id, const char* owner, std::uint8_t hash)
{
    api::KeyConfig key;
    key.id = KeyId(id);
    key.label = std::string("label of ") + id;
    key.owner = owner;
    key.hash.fill(hash);
    return key;
}

api::GatewayConfig sample()
{
    api::GatewayConfig config;
    config.revision = 9;
    api::ServerConfig server;
    server.id = ServerId("fx");
    server.command = {"/usr/bin/fx"};
    config.servers = {server};
    config.customers = {{CustomerId("c1"), "", false}, {CustomerId("c2"), "", false}};
    config.teams = {{TeamId("t1"), CustomerId("c1"), "", false},
                    {TeamId("t2"), CustomerId("c2"), "", false}};
    config.cases = {{CaseId("k1"), "", {}, {}, {}}, {CaseId("k2"), "", {}, {}, {}}};
    config.keys = {keyOf("vk_a", "anna", 1), keyOf("vk_b", "bert", 2)};
    config.keys[0].team = TeamId("t1");
    config.keys[0].caseId = CaseId("k1");
    config.keys[0].allow = {{ServerId("fx"), "*"}};
    config.keys[1].team = TeamId("t2");
    config.keys[1].caseId = CaseId("k2");
    for (const auto& [level, owner] : {std::pair{api::BudgetLevel::Key, "vk_a"},
                                       std::pair{api::BudgetLevel::Key, "vk_b"},
                                       std::pair{api::BudgetLevel::Team, "t1"}}) {
        api::Budget budget;
        budget.level = level;
        budget.owner = owner;
        budget.limit = 5;
        budget.id = api::defaultBudgetId(budget);
        config.budgets.push_back(budget);
    }
    config.prices = {{ServerId("fx"), "*", 3}};
    config.roles.emplace().administrators.users = {"ada"};
    return config;
}

TEST(OwnView, HasTheKeysOfTheAccountAndWhatTheyNeed)
{
    const api::GatewayConfig config = sample();
    ASSERT_TRUE(api::validate(config));
    const auto keys = keysOf(config, "anna");
    ASSERT_EQ(keys, std::vector{KeyId("vk_a")});
    const api::GatewayConfig own = ownPart(config, keys);
    EXPECT_TRUE(api::validate(own)) << api::validate(own).error().message;
    EXPECT_EQ(own.revision, 9U);
    ASSERT_EQ(own.keys.size(), 1U);
    EXPECT_EQ(own.keys[0], config.keys[0]);
    ASSERT_EQ(own.teams.size(), 1U);
    ASSERT_EQ(own.customers.size(), 1U);
    EXPECT_EQ(own.customers[0].id, CustomerId("c1"));
    ASSERT_EQ(own.cases.size(), 1U);
    ASSERT_EQ(own.budgets.size(), 1U);
    EXPECT_EQ(own.budgets[0].owner, "vk_a");
    EXPECT_TRUE(own.servers.empty());
    EXPECT_TRUE(own.prices.empty());
    EXPECT_FALSE(own.roles);
}

TEST(OwnView, OfNobodyIsEmpty)
{
    api::GatewayConfig config = sample();
    config.keys[0].owner = "";
    EXPECT_TRUE(keysOf(config, "").empty());
    EXPECT_TRUE(keysOf(config, "ann").empty());
    EXPECT_TRUE(ownPart(config, {}).keys.empty());
}

TEST(OwnView, OfTheStatusHasNoCounters)
{
    api::GatewayStatus status;
    status.state = api::GatewayState::Running;
    status.endpoint = "http://127.0.0.1:1/mcp";
    status.dataFolder = "/var/lib/portcullis";
    status.calls = 7;
    status.callsPerMinute = {1, 2};
    status.auditRecords = 9;
    status.servers.push_back({});
    status.keys = {{KeyId("vk_a"), {}}, {KeyId("vk_b"), {}}};
    const api::GatewayStatus own = ownPart(status, {KeyId("vk_a")});
    EXPECT_EQ(own.endpoint, status.endpoint);
    ASSERT_EQ(own.keys.size(), 1U);
    EXPECT_EQ(own.keys[0].key, KeyId("vk_a"));
    EXPECT_EQ(own.calls, 0U);
    EXPECT_EQ(own.auditRecords, 0U);
    EXPECT_TRUE(own.callsPerMinute.empty());
    EXPECT_TRUE(own.servers.empty());
    EXPECT_EQ(own.dataFolder, "");
    const api::GatewayStatus strange = strangersPart(status);
    EXPECT_EQ(strange.state, api::GatewayState::Running);
    EXPECT_EQ(strange.endpoint, "");
}

} // namespace
} // namespace portcullis::policy
