#include "gateway/policy/advisor.h"
#include "tests/gateway/policy/rules_fixture.h"

#include <gtest/gtest.h>

namespace portcullis::policy {
namespace {

using api::Holding;
using namespace test; // NOLINT: the fixture of this test

api::ToolsOfServers knownTools()
{
    api::ToolsOfServers tools;
    tools[kFx].resize(1);
    tools[kFx][0].name = "read";
    return tools;
}

api::DecisionQuestion question(std::string arguments)
{
    api::DecisionQuestion asked;
    asked.key = kKey;
    asked.server = kFx;
    asked.name = "read";
    asked.arguments = std::move(arguments);
    return asked;
}

TEST(Advisor, TellsEveryLevelRuleAndConditionInOrder)
{
    const auto config = sharedConfig({rule("fx:look"),
                                      rule("fx:read", {"path under /srv", "mode = r"}),
                                      rule("deny fx:read", {"owner = root"})},
                                     {rule("deny fx:write")});
    const auto told = Advisor().explain(config, knownTools(), question(R"({"path":"/srv/a"})"));
    ASSERT_TRUE(told);
    EXPECT_FALSE(told->allowed);
    EXPECT_EQ(told->reason, api::Reason::ArgumentsNotAllowed);
    EXPECT_EQ(told->rule, "deny fx:read when owner = root");
    EXPECT_EQ(told->argument, "owner");
    ASSERT_EQ(told->levels.size(), 2U);
    EXPECT_EQ(told->levels[0].level, api::RuleLevel::Server);
    EXPECT_TRUE(told->levels[0].allows);
    EXPECT_FALSE(told->levels[0].needsRule);
    EXPECT_FALSE(told->levels[0].rules[0].applies);
    const api::ExplainedLevel& key = told->levels[1];
    EXPECT_FALSE(key.allows);
    ASSERT_EQ(key.rules.size(), 3U);
    EXPECT_FALSE(key.rules[0].applies);
    EXPECT_TRUE(key.rules[1].applies);
    EXPECT_FALSE(key.rules[1].holds);
    EXPECT_EQ(key.rules[1].conditions[0].text, "path under /srv");
    EXPECT_EQ(key.rules[1].conditions[0].holding, Holding::Held);
    EXPECT_EQ(key.rules[1].conditions[1].holding, Holding::Unreadable);
    EXPECT_TRUE(key.rules[2].holds) << "a denial holds for what is not there";
}

TEST(Advisor, AgreesWithTheDecision)
{
    const auto config = sharedConfig({rule("fx:read", {"path under /srv"})});
    for (const char* arguments : {R"({"path":"/srv/a"})", R"({"path":"/etc"})", "{}", ""}) {
        const auto told = Advisor().explain(config, knownTools(), question(arguments));
        const Decision decided = decideTool(
            AllowLists(config), "read", *arguments == '\0' ? "{}" : std::string(arguments));
        ASSERT_TRUE(told);
        EXPECT_EQ(told->allowed, decided.verdict == Verdict::Allow) << arguments;
        EXPECT_EQ(told->reason, decided.reason);
        EXPECT_EQ(told->rule, decided.rule);
    }
}

TEST(Advisor, TellsWhatNoRuleDecides)
{
    const auto reasonOf = [](const api::GatewayConfig& config,
                             const api::ToolsOfServers& tools,
                             const api::DecisionQuestion& asked) {
        return Advisor()
            .explain(std::make_shared<const api::GatewayConfig>(config), tools, asked)
            ->reason;
    };
    api::GatewayConfig config = configOf({rule("fx:*")});
    EXPECT_EQ(reasonOf(config, knownTools(), question("")), api::Reason::Allowed);
    EXPECT_EQ(reasonOf(config, {}, question("")), api::Reason::Allowed) << "it may have it";
    auto tools = knownTools();
    tools[kFx][0].name = "other";
    EXPECT_EQ(reasonOf(config, tools, question("")), api::Reason::UnknownTool);
    tools = knownTools();
    tools[kFx][0].hidden = true;
    EXPECT_EQ(reasonOf(config, tools, question("")), api::Reason::ToolHidden);
    tools[kFx][0] = knownTools()[kFx][0];
    tools[kFx][0].held = true;
    EXPECT_EQ(reasonOf(config, tools, question("")), api::Reason::ToolChanged);
    config.keys[0].expires = fromMicros(1'000'000);
    auto late = question("");
    late.now = fromMicros(1'000'000);
    EXPECT_EQ(reasonOf(config, knownTools(), late), api::Reason::KeyExpired);
    config.keys[0].disabled = true;
    EXPECT_EQ(reasonOf(config, knownTools(), question("")), api::Reason::KeyDisabled);
    config = configOf({rule("fx:*")});
    config.servers[0].enabled = false;
    EXPECT_EQ(reasonOf(config, knownTools(), question("")), api::Reason::ServerDisabled);
}

// A key that is switched off has its rules none the less, and says what they would come to.
TEST(Advisor, TellsTheRulesOfAKeyThatIsRefusedItself)
{
    const auto levelsOf = [](const api::GatewayConfig& config, api::Reason reason) {
        const auto told = Advisor().explain(
            std::make_shared<const api::GatewayConfig>(config), knownTools(), question(""));
        EXPECT_FALSE(told->allowed);
        EXPECT_EQ(told->reason, reason);
        return told->levels;
    };
    api::GatewayConfig config = configOf({rule("fx:*"), rule("deny fx:write")});
    config.keys[0].disabled = true;
    const auto disabled = levelsOf(config, api::Reason::KeyDisabled);
    ASSERT_EQ(disabled.size(), 1U);
    EXPECT_EQ(disabled[0].rules.size(), 2U);
    EXPECT_TRUE(disabled[0].allows);

    config.keys[0].disabled = false;
    config.keys[0].team = TeamId("gone");
    EXPECT_EQ(levelsOf(config, api::Reason::TeamDisabled).at(0).rules.size(), 2U);

    config.keys[0].team = {};
    api::Case one;
    one.id = CaseId("c-12");
    one.closed = fromMicros(1);
    one.allow = {rule("fx:look")};
    config.cases = {one};
    config.keys[0].caseId = one.id;
    const auto closed = levelsOf(config, api::Reason::CaseClosed);
    ASSERT_EQ(closed.size(), 2U);
    EXPECT_TRUE(closed[0].allows);
    EXPECT_EQ(closed[1].level, api::RuleLevel::Case);
    EXPECT_FALSE(closed[1].allows);
}

TEST(Advisor, TakesTheRulesOfARequest)
{
    auto asked = question("");
    asked.request = {rule("fx:look")};
    const auto told = Advisor().explain(sharedConfig({rule("fx:*")}), knownTools(), asked);
    ASSERT_TRUE(told);
    EXPECT_FALSE(told->allowed);
    EXPECT_EQ(told->level, api::RuleLevel::Request);
    EXPECT_EQ(told->levels.back().level, api::RuleLevel::Request);
}

TEST(Advisor, RefusesArgumentsThatAreNoObject)
{
    const auto config = sharedConfig({rule("fx:*")});
    for (const char* arguments : {"[]", "5", "{", R"({"a":1,"a":2})"}) {
        EXPECT_FALSE(Advisor().explain(config, knownTools(), question(arguments))) << arguments;
    }
}

} // namespace
} // namespace portcullis::policy
