#include "gateway/policy/advisor.h"
#include "tests/gateway/policy/rules_fixture.h"

#include <gtest/gtest.h>

namespace portcullis::policy {
namespace {

using namespace test; // NOLINT: the fixture of this test
using Names = std::vector<std::string>;

api::ToolsOfServers threeTools()
{
    api::ToolsOfServers tools;
    for (const char* name : {"look", "read", "write"}) {
        tools[kFx].emplace_back().name = name;
    }
    tools[kFx][0].readOnlyHint = true;
    return tools;
}

api::KeyDifference differenceOf(const api::GatewayConfig& before, const api::GatewayConfig& after)
{
    const auto difference = effectiveDifference(before, after, threeTools());
    return difference.keys.empty() ? api::KeyDifference() : difference.keys.front();
}

TEST(EffectiveDifference, CountsWhatIsGainedAndLost)
{
    const auto difference = effectiveDifference(
        configOf({rule("fx:look")}), configOf({rule("fx:read"), rule("fx:write")}), threeTools());
    ASSERT_EQ(difference.keys.size(), 1U);
    EXPECT_EQ(difference.keys[0].label, "analyst");
    EXPECT_EQ(difference.keys[0].gained, (Names{"fx:read", "fx:write"}));
    EXPECT_EQ(difference.keys[0].lost, Names{"fx:look"});
    EXPECT_TRUE(difference.widens());
    EXPECT_EQ(api::describeDifference(difference), "1 key gains 2 tools, 1 key loses 1 tool.");
}

TEST(EffectiveDifference, NothingDiffersWhenTheRulesComeToTheSame)
{
    EXPECT_TRUE(effectiveDifference(configOf({rule("fx:read"), rule("fx:look")}),
                                    configOf({rule("fx:look"), rule("fx:read")}),
                                    threeTools())
                    .keys.empty());
    EXPECT_EQ(api::describeDifference({}), "");
}

TEST(EffectiveDifference, OtherConditionsWidenUnlessTheyArePlainlyStricter)
{
    const auto narrow = configOf({rule("fx:read", {"path under /srv", "mode = r"})});
    const auto wide = configOf({rule("fx:read", {"path under /srv"})});
    const auto other = configOf({rule("fx:read", {"path under /"})});
    EXPECT_EQ(differenceOf(narrow, wide).widened, Names{"fx:read"});
    EXPECT_EQ(differenceOf(wide, narrow).narrowed, Names{"fx:read"});
    EXPECT_FALSE(differenceOf(wide, narrow).widens());
    EXPECT_TRUE(differenceOf(wide, other).widens());
    EXPECT_TRUE(differenceOf(wide, configOf({rule("fx:read")})).widens());
}

TEST(EffectiveDifference, DenialsCount)
{
    const auto all = configOf({rule("fx:*")});
    const auto without = configOf({rule("fx:*"), rule("deny fx:write")});
    const auto some = configOf({rule("fx:*"), rule("deny fx:write", {"path under /etc"})});
    EXPECT_EQ(differenceOf(all, without).lost, Names{"fx:write"});
    EXPECT_EQ(differenceOf(without, all).gained, Names{"fx:write"});
    EXPECT_EQ(differenceOf(all, some).narrowed, Names{"fx:write"});
    EXPECT_EQ(differenceOf(some, all).widened, Names{"fx:write"});
}

TEST(EffectiveDifference, EverythingIsMoreThanEveryKnownTool)
{
    const auto named = configOf({rule("fx:look"), rule("fx:read"), rule("fx:write")});
    const auto found = differenceOf(named, configOf({rule("fx:*")}));
    EXPECT_TRUE(found.gained.empty());
    EXPECT_EQ(found.opened, std::vector<ServerId>{kFx});
    EXPECT_TRUE(found.widens());
    EXPECT_EQ(differenceOf(configOf({rule("fx:*")}), named).closed, std::vector<ServerId>{kFx});
}

TEST(EffectiveDifference, HintsAreResolved)
{
    EXPECT_EQ(differenceOf(configOf({}), configOf({rule("fx:@readonly")})).gained,
              Names{"fx:look"});
}

TEST(EffectiveDifference, ServersAndTheirRulesCountForEveryKey)
{
    const auto before = configOf({rule("fx:*")}, {rule("fx:look")});
    const auto after = configOf({rule("fx:*")}, {rule("fx:look"), rule("fx:read")});
    EXPECT_EQ(differenceOf(before, after).gained, Names{"fx:read"});
    auto off = after;
    off.servers[0].enabled = false;
    EXPECT_EQ(differenceOf(off, after).gained, (Names{"fx:look", "fx:read"}));
    auto hidden = after;
    hidden.servers[0].tools.emplace_back().tool = "read";
    hidden.servers[0].tools[0].hidden = true;
    EXPECT_EQ(differenceOf(hidden, after).gained, Names{"fx:read"});
    EXPECT_EQ(differenceOf(after, hidden).lost, Names{"fx:read"});
}

TEST(EffectiveDifference, NewAndEnabledKeysGain)
{
    const auto after = configOf({rule("fx:read")});
    auto before = after;
    before.keys[0].disabled = true;
    EXPECT_EQ(differenceOf(before, after).gained, Names{"fx:read"});
    before.keys.clear();
    EXPECT_EQ(differenceOf(before, after).gained, Names{"fx:read"});
    EXPECT_EQ(differenceOf(after, before).lost, Names{"fx:read"});
}

TEST(EffectiveDifference, CasesAndWhatKeysBelongToCount)
{
    auto bound = configOf({rule("fx:*")});
    bound.cases.emplace_back().id = CaseId("c1");
    bound.cases[0].name = "Case";
    bound.keys[0].caseId = CaseId("c1");
    auto limited = bound;
    limited.cases[0].allow = Rules{rule("fx:read", {"path under /srv"})};
    EXPECT_EQ(differenceOf(bound, limited).lost, (Names{"fx:look", "fx:write"}));
    EXPECT_EQ(differenceOf(bound, limited).narrowed, Names{"fx:read"});
    EXPECT_EQ(differenceOf(limited, bound).widened, Names{"fx:read"});
    auto closed = bound;
    closed.cases[0].closed = fromMicros(1);
    EXPECT_EQ(differenceOf(closed, bound).gained.size(), 3U);
}

TEST(EffectiveDifference, PromptsAndResourcesGoByWhatRulesName)
{
    const auto found = differenceOf(
        configOf({}), configOf({rule("fx:prompt:review"), rule("fx:resource:file:///srv/")}));
    EXPECT_EQ(found.gained, (Names{"fx:prompt:review", "fx:resource:file:///srv/"}));
}

TEST(EffectiveDifference, PromptsThatACaseNamesCount)
{
    auto before = configOf({rule("fx:*")});
    before.cases.emplace_back().id = CaseId("c1");
    before.cases[0].allow.emplace();
    before.keys[0].caseId = CaseId("c1");
    auto after = before;
    after.cases[0].allow = Rules{rule("fx:prompt:review")};
    EXPECT_EQ(differenceOf(before, after).gained, Names{"fx:prompt:review"});
    EXPECT_EQ(differenceOf(after, before).lost, Names{"fx:prompt:review"});
}

} // namespace
} // namespace portcullis::policy
