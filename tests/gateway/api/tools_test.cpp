#include "gateway/api/tools.h"

#include <gtest/gtest.h>

namespace portcullis::api {
namespace {

ToolInfo named(const char* name)
{
    ToolInfo info;
    info.name = name;
    return info;
}

// E-12
TEST(ToolCount, WarnsAboveTheNumbersThatClientsPutUpWith)
{
    const std::pair<std::size_t, std::optional<std::uint32_t>> cases[] = {{0, std::nullopt},
                                                                          {40, std::nullopt},
                                                                          {41, 40},
                                                                          {80, 40},
                                                                          {81, 80},
                                                                          {101, 100},
                                                                          {128, 100},
                                                                          {129, 128},
                                                                          {5000, 128}};
    for (const auto& [count, limit] : cases) {
        EXPECT_EQ(exceededToolLimit(count), limit) << count;
    }
}

TEST(ToolCount, IsOfWhatAKeyShowsItsClient)
{
    ToolInfo held = named("held");
    held.held = true;
    ToolInfo hidden = named("hidden");
    hidden.hidden = true;
    ToolInfo changed = named("changed");
    changed.changed = true;
    const std::vector<ToolInfo> tools{named("a"), named("b"), held, hidden, changed};
    const ToolsOfServers servers{{ServerId("one"), tools}, {ServerId("two"), tools}};
    KeyConfig key;
    EXPECT_EQ(countShownTools(key, {}, servers), 0U);
    key.allow = {{ServerId("one"), "*"}, {ServerId("one"), "a"}};
    EXPECT_EQ(countShownTools(key, {}, servers), 3U);
    key.allow.push_back({ServerId("two"), "b"});
    key.allow.push_back({ServerId("two"), "held"});
    key.allow.push_back({ServerId("gone"), "*"});
    EXPECT_EQ(countShownTools(key, {}, servers), 4U);
}

class ShownTools : public testing::Test
{
protected:
    ShownTools()
    {
        for (const char* name : {"read", "write", "delete"}) {
            tools[fx].push_back(named(name));
        }
        config.servers.emplace_back().id = fx;
        config.cases.push_back({CaseId("c"), {}, {}, {}, {}});
        key.allow = {{fx, kEveryTool}};
        key.caseId = CaseId("c");
    }

    [[nodiscard]] std::size_t count() const { return countShownTools(key, config, tools); }

    ServerId fx{"fx"};
    ToolsOfServers tools;
    GatewayConfig config;
    KeyConfig key;
};

TEST_F(ShownTools, OfACaseWithAListAreOnlyTheOnesItNames)
{
    EXPECT_EQ(count(), 3U) << "no list of its own: whatever the key may";
    config.cases[0].allow.emplace();
    EXPECT_EQ(count(), 0U) << "an empty list allows nothing";
    config.cases[0].allow = {{fx, "read"}, {fx, "write"}, {fx, "nowhere"}};
    EXPECT_EQ(count(), 2U);
    config.cases[0].allow->push_back({fx, "write", Governed::Tool, RuleEffect::Deny});
    EXPECT_EQ(count(), 1U);
    key.caseId = {};
    EXPECT_EQ(count(), 3U) << "bound to none";
}

TEST_F(ShownTools, OfAServerWithRulesAreOnlyTheOnesItLetsOut)
{
    config.servers[0].rules = {{fx, "delete", Governed::Tool, RuleEffect::Deny}};
    EXPECT_EQ(count(), 2U) << "denials alone leave the rest";
    config.servers[0].rules.push_back({fx, "read"});
    EXPECT_EQ(count(), 1U);
    config.servers[0].rules = {{fx, "review", Governed::Prompt}};
    EXPECT_EQ(count(), 0U) << "a rule that allows a prompt allows nothing else";
}

} // namespace
} // namespace portcullis::api
