#include "gateway/api/config_change.h"
#include "gateway/api/config_diff.h"
#include "tests/gateway/api/sample_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portcullis::api {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

[[nodiscard]] GatewayConfig sample()
{
    GatewayConfig config;
    config.revision = 3;
    config.servers = {test::stdioServer("fx"), test::httpServer("gx"), test::stdioServer("hx")};
    config.keys = {test::sampleKey("1", {{ServerId("fx"), "echo"}}), test::sampleKey("2")};
    config.keys[0].label = "claude";
    return config;
}

[[nodiscard]] Budget callsADay(std::uint64_t limit)
{
    Budget budget;
    budget.level = BudgetLevel::Key;
    budget.owner = "vk_1";
    budget.unit = BudgetUnit::Calls;
    budget.limit = limit;
    budget.id = defaultBudgetId(budget);
    return budget;
}

[[nodiscard]] GatewayConfig changed(const GatewayConfig& config, const ConfigChange& change)
{
    auto next = applyChange(config, change);
    EXPECT_TRUE(next) << next.error().message;
    return next.value_or(config);
}

[[nodiscard]] std::vector<std::string> places(const GatewayConfig& before,
                                              const GatewayConfig& after)
{
    std::vector<std::string> found;
    for (const ConfigDifference& difference : compareConfigs(before, after)) {
        found.push_back(difference.place);
    }
    return found;
}

// What led from one to the other, taken back from a third.
[[nodiscard]] UndoneConfig
undone(const GatewayConfig& before, const GatewayConfig& after, const GatewayConfig& current)
{
    auto result = undoDifference(before, after, current);
    EXPECT_TRUE(result) << result.error().message;
    return result.value_or(UndoneConfig{});
}

TEST(ConfigDiff, EqualConfigurationsDoNotDifferWhateverTheirRevision)
{
    GatewayConfig later = sample();
    later.revision = 99;
    EXPECT_THAT(compareConfigs(sample(), later), IsEmpty());
}

TEST(ConfigDiff, APlaceIsNamedAsAPersonReadsIt)
{
    const GatewayConfig before = sample();
    GatewayConfig after = before;
    after.keys[0].allow.push_back({ServerId("gx"), "*"});
    after.settings.limits.bodyBytes = 4096;
    after.servers[0].environment = {{"PATH_to", std::string("/bin")}};
    EXPECT_THAT(places(before, after),
                ElementsAre("key claude › allow-list",
                            "server fx › environment › PATH_to",
                            "settings › limits › body bytes"));
    const auto found = compareConfigs(before, after);
    EXPECT_EQ(found[0].path, (ConfigPath{"keys", "vk_1", "allow"}));
    EXPECT_EQ(found[0].thing, "claude");
    EXPECT_EQ(found[0].before, "fx:echo");
    EXPECT_EQ(found[0].after, "fx:echo\ngx:*");
    EXPECT_EQ(found[1].before, std::nullopt);
    EXPECT_EQ(found[1].after, "/bin");
}

// For who words it in another language.
TEST(ConfigDiff, AValueIsToldInItsParts)
{
    const GatewayConfig before = sample();
    GatewayConfig after = before;
    after.keys[0].allow.push_back({ServerId("gx"), "*"});
    after.keys[0].disabled = true;
    after.servers[0].environment = {{"created", std::string("2026-01-01T00:00:00Z")}};
    const auto found = compareConfigs(before, after);
    ASSERT_EQ(found.size(), 3U);
    EXPECT_THAT(found[0].afterLines,
                ElementsAre(ConfigLine{{}, "fx:echo", LineKind::Text},
                            ConfigLine{{}, "gx:*", LineKind::Text}));
    EXPECT_THAT(found[1].afterLines, ElementsAre(ConfigLine{{}, "true", LineKind::Flag}));
    EXPECT_THAT(found[2].beforeLines, IsEmpty());
    EXPECT_THAT(found[2].afterLines,
                ElementsAre(ConfigLine{{}, "2026-01-01T00:00:00Z", LineKind::Text}));

    GatewayConfig without = before;
    without.keys.erase(without.keys.begin());
    const auto gone = compareConfigs(before, without);
    ASSERT_EQ(gone.size(), 1U);
    EXPECT_THAT(gone[0].beforeLines,
                Contains(AllOf(Field(&ConfigLine::members, ConfigPath{"created"}),
                               Field(&ConfigLine::kind, LineKind::Time))));
    EXPECT_THAT(gone[0].beforeLines, Contains(ConfigLine{{"allow"}, "fx:echo", LineKind::Text}));
    EXPECT_THAT(*gone[0].before, HasSubstr("allow-list: fx:echo"));
}

// By index, everything behind a removed thing would look changed.
TEST(ConfigDiff, ThingsAreMatchedByTheirIds)
{
    const GatewayConfig before = sample();
    GatewayConfig after = before;
    after.servers.erase(after.servers.begin());
    after.servers[1].name = "Tools";
    const auto found = compareConfigs(before, after);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].path, (ConfigPath{"servers", "fx"}));
    EXPECT_EQ(found[0].after, std::nullopt);
    EXPECT_THAT(*found[0].before, HasSubstr("command: node"));
    EXPECT_EQ(found[1].path, (ConfigPath{"servers", "hx", "name"}));
}

TEST(ConfigDiff, AnotherOrderIsADifferenceOfItsOwn)
{
    const GatewayConfig before = sample();
    GatewayConfig after = before;
    std::swap(after.servers[0], after.servers[2]);
    const auto found = compareConfigs(before, after);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].path, (ConfigPath{"servers", kOrderPart}));
    EXPECT_EQ(found[0].before, "fx\ngx\nhx");
    EXPECT_EQ(found[0].after, "hx\ngx\nfx");
}

TEST(ConfigDiff, PricesAreKnownByServerAndTool)
{
    GatewayConfig before = sample();
    before.prices = {{ServerId("fx"), "echo", 10}, {ServerId("fx"), "*", 20}};
    GatewayConfig after = before;
    after.prices[1].micros = 30;
    const auto found = compareConfigs(before, after);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].path, (ConfigPath{"prices", "fx:*", "micros"}));
}

TEST(ConfigDiff, RulesAreToldAsPeopleReadThem)
{
    const GatewayConfig before = sample();
    GatewayConfig after = before;
    AllowRule rule{ServerId("fx"), "read", Governed::Tool, RuleEffect::Deny, {}};
    after.keys[1].allow = {rule};
    EXPECT_EQ(compareConfigs(before, after).at(0).after, "deny fx:read");
}

TEST(ConfigDiff, ASamePlaceIsWithinOrOfTheSameBudget)
{
    EXPECT_TRUE(isSamePlace({"keys", "a"}, {"keys", "a", "allow"}));
    EXPECT_FALSE(isSamePlace({"keys", "a", "label"}, {"keys", "a", "allow"}));
    EXPECT_FALSE(isSamePlace({"keys", "a"}, {"keys", "b"}));
    EXPECT_TRUE(isSamePlace({"budgets", "b", "limit"}, {"budgets", "b", "unit"}));
}

TEST(ConfigUndo, TakesOneChangeBackAndLeavesWhatCameAfter)
{
    const GatewayConfig before = sample();
    const GatewayConfig after = changed(before, SetAllowList{KeyId("vk_1"), {}});
    UpdateKey label = updateOf(after.keys[0]);
    label.label = "Claude Code";
    const GatewayConfig current = changed(after, label);
    const GatewayConfig config = undone(before, after, current).config;
    EXPECT_EQ(config.keys[0].allow, before.keys[0].allow);
    EXPECT_EQ(config.keys[0].label, "Claude Code");
    EXPECT_EQ(config.revision, current.revision);
}

TEST(ConfigUndo, ARemovedServerComesBackWithAllThatWentWithIt)
{
    GatewayConfig before = sample();
    before.keys[0].allow = {{ServerId("gx"), "*"}, {ServerId("fx"), "echo"}};
    before.prices = {{ServerId("gx"), "*", 5}};
    const GatewayConfig after = changed(before, RemoveServer{ServerId("gx")});
    GatewayConfig expected = before;
    expected.revision = after.revision;
    EXPECT_EQ(undone(before, after, after).config, expected); // in its place, too
}

TEST(ConfigUndo, ARemovedKeyComesBackWithItsHashAndItsBudgets)
{
    GatewayConfig before = sample();
    before.budgets = {callsADay(100)};
    const GatewayConfig after = changed(before, RemoveKey{KeyId("vk_1")});
    const GatewayConfig config = undone(before, after, after).config;
    ASSERT_EQ(config.keys.size(), 2U);
    EXPECT_EQ(config.keys[0], before.keys[0]);
    EXPECT_EQ(config.budgets, before.budgets);
}

TEST(ConfigUndo, WhatCameInBehindStaysBehind)
{
    const GatewayConfig before = sample();
    const GatewayConfig after = changed(before, RemoveServer{ServerId("hx")});
    const GatewayConfig current = changed(after, AddServer{test::stdioServer("ix")});
    const GatewayConfig config = undone(before, after, current).config;
    ASSERT_EQ(config.servers.size(), 4U);
    EXPECT_EQ(config.servers[2].id, ServerId("hx"));
    EXPECT_EQ(config.servers[3].id, ServerId("ix"));
}

TEST(ConfigUndo, AnOrderComesBack)
{
    const GatewayConfig before = sample();
    GatewayConfig after = before;
    std::swap(after.servers[0], after.servers[2]);
    GatewayConfig current = after;
    current.servers.erase(current.servers.begin() + 1);
    const GatewayConfig config = undone(before, after, current).config;
    ASSERT_EQ(config.servers.size(), 2U);
    EXPECT_EQ(config.servers[0].id, ServerId("fx"));
    EXPECT_EQ(config.servers[1].id, ServerId("hx"));
}

TEST(ConfigUndo, WhatComesBackFindsItsPlaceInAnOrderThatComesBack)
{
    const GatewayConfig before = sample();
    GatewayConfig after = before;
    after.servers = {before.servers[2], before.servers[0]};
    EXPECT_EQ(undone(before, after, after).config, before);
}

TEST(ConfigUndo, ALaterTouchOfTheSamePlaceIsInTheWay)
{
    const GatewayConfig before = sample();
    const GatewayConfig after = changed(before, SetAllowList{KeyId("vk_1"), {}});
    const GatewayConfig current =
        changed(after, SetAllowList{KeyId("vk_1"), {{ServerId("hx"), "*"}}});
    const UndoneConfig result = undone(before, after, current);
    ASSERT_EQ(result.inTheWay.size(), 1U);
    EXPECT_EQ(result.inTheWay[0].place, "key claude › allow-list");
    EXPECT_EQ(result.config, current);
}

// Nothing was changed in the place itself, but there is no such place any more.
TEST(ConfigUndo, AThingThatIsGoneIsInTheWay)
{
    GatewayConfig before = sample();
    before.keys[0].expires = before.keys[0].created + std::chrono::hours(1);
    GatewayConfig after = before;
    after.keys[0].expires.reset();
    const GatewayConfig current = changed(after, RemoveKey{KeyId("vk_1")});
    EXPECT_EQ(undone(before, after, current).inTheWay.size(), 1U);
}

TEST(ConfigUndo, MembersOfABudgetGoTogether)
{
    GatewayConfig before = sample();
    before.budgets = {callsADay(100)};
    GatewayConfig after = before;
    after.budgets[0].limit = 200;
    GatewayConfig current = after;
    current.budgets[0].warnAtPercent = 50;
    EXPECT_EQ(undone(before, after, current).inTheWay.size(), 1U);
    EXPECT_EQ(undone(before, after, after).config.budgets, before.budgets);
}

TEST(ConfigUndo, WhatOthersNeedByNowIsNotTakenAway)
{
    GatewayConfig before = sample();
    const GatewayConfig withCustomer =
        changed(before, AddCustomer{{CustomerId("acme"), "", false}});
    const GatewayConfig withTeam =
        changed(withCustomer, AddTeam{{TeamId("ops"), CustomerId("acme"), "", false}});
    const auto refused = undoDifference(before, withCustomer, withTeam);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::InvalidArgument);
}

// Between any two configurations, to and fro.
TEST(ConfigUndo, GivesBackAnyConfiguration)
{
    test::ConfigGenerator generator(20260101);
    GatewayConfig before = generator.next();
    for (int round = 0; round < 200; ++round) {
        const GatewayConfig after = generator.next();
        GatewayConfig expected = before;
        expected.revision = after.revision;
        const UndoneConfig result = undone(before, after, after);
        ASSERT_THAT(result.inTheWay, IsEmpty());
        ASSERT_THAT(compareConfigs(expected, result.config), IsEmpty()) << round;
        before = after;
    }
}

} // namespace
} // namespace portcullis::api
