#include "gateway/api/allow_rule.h"
#include "gateway/api/config_change.h"
#include "gateway/api/config_json.h"
#include "gateway/api/rule_subject.h"
#include "gateway/api/tools.h"
#include "tests/gateway/api/sample_config.h"

#include <gtest/gtest.h>

namespace portcullis::api {
namespace {

const ServerId kFx{"fx"};

AllowRule rule(const char* selector, RuleEffect effect = RuleEffect::Allow)
{
    AllowRule made = *parseRule(selector);
    made.effect = effect;
    return made;
}

std::string configWith(const std::string& allow)
{
    return R"({"keys":[{"id":"vk_1","label":"a","hash":")" + std::string(64, '0') +
           R"(","allow":[)" + allow + "]}]}";
}

TEST(AllowRule, NamesPromptsResourcesAndTools)
{
    EXPECT_EQ(rule("fx:prompt:review"), (AllowRule{kFx, "review", Governed::Prompt}));
    EXPECT_EQ(rule("fx:resource:file:///srv/"),
              (AllowRule{kFx, "file:///srv/", Governed::Resource}));
    EXPECT_EQ(rule("fx:tool:@mine"), (AllowRule{kFx, "@mine"}));
    EXPECT_EQ(rule("fx:tool:prompt:x"), (AllowRule{kFx, "prompt:x"}));
    EXPECT_EQ(rule("fx:with:colon"), (AllowRule{kFx, "with:colon"}));
    for (const char* text : {"fx:prompt:*",
                             "fx:resource:*",
                             "fx:@readonly",
                             "fx:tool:@mine",
                             "fx:tool:tool:x",
                             "fx:tool:resource:x"}) {
        EXPECT_EQ(formatSelector(rule(text)), text);
    }
}

TEST(AllowRule, AMisspeltWordForSeveralIsNoTool)
{
    for (const char* text : {"fx:@read-only",
                             "fx:@",
                             "fx:tool:*",
                             "fx:tool:@readonly",
                             "fx:prompt:",
                             "fx:resource:srv",
                             "fx:resource:file:///srv/../etc"}) {
        EXPECT_FALSE(parseRule(text)) << text;
    }
}

TEST(AllowRule, ReadsWithConditionsForPeople)
{
    AllowRule made = rule("fx:read_file", RuleEffect::Deny);
    made.conditions = {*parseCondition("path under /etc"), *parseCondition("mode = w")};
    EXPECT_EQ(formatRule(made), "deny fx:read_file when path under /etc and mode = w");
}

TEST(AllowRule, HasAnObjectInTheConfigurationWhenItIsMoreThanAName)
{
    const auto config = parseConfig(configWith(
        R"("fx:echo",{"rule":"fx:read","when":["path under /srv"]},{"rule":"fx:*","effect":"deny"})"));
    ASSERT_TRUE(config) << config.error().message;
    const std::vector<AllowRule>& allow = config->keys[0].allow;
    EXPECT_EQ(formatRule(allow[0]), "fx:echo");
    EXPECT_EQ(formatRule(allow[1]), "fx:read when path under /srv");
    EXPECT_EQ(formatRule(allow[2]), "deny fx:*");
    EXPECT_EQ(*parseConfig(formatConfig(*config)), *config);
}

TEST(AllowRule, ErrorsOfTheConfigurationNameTheirPlace)
{
    const std::pair<const char*, const char*> wrong[] = {
        {R"({"rule":"fx:a","when":["q matches ("]})", "/keys/0/allow/0/when/0: The condition on"},
        {R"({"rule":"fx:a","when":["path under ../x"]})", "must name an absolute folder"},
        {R"({"rule":"fx:a","when":["n between 3..1"]})", "not above"},
        {R"({"rule":"fx:a","wehn":[]})", "/keys/0/allow/0/wehn"},
        {R"({"rule":"fx:a","effect":"dney"})", "/keys/0/allow/0/effect"},
        {R"({"effect":"deny"})", "must have the member"},
        {"5", "/keys/0/allow/0"},
    };
    for (const auto& [text, what] : wrong) {
        const auto config = parseConfig(configWith(text));
        ASSERT_FALSE(config) << text;
        EXPECT_NE(config.error().message.find(what), std::string::npos) << config.error().message;
    }
}

TEST(AllowRule, ConditionsAreBounded)
{
    GatewayConfig config;
    config.keys = {test::sampleKey("1")};
    AllowRule made = rule("fx:a");
    made.conditions.assign(kMaxConditions, *parseCondition("a = 1"));
    config.keys[0].allow.assign(62, made);
    EXPECT_TRUE(validate(config)) << "62 * 16 < 1000";
    config.keys[0].allow.push_back(made);
    EXPECT_FALSE(validate(config));
    made.conditions.push_back(made.conditions.front());
    config.keys[0].allow = {made};
    EXPECT_FALSE(validate(config)) << "17 of one rule";
    made.conditions.assign(10, *parseCondition("a matches b"));
    config.keys[0].allow.assign(50, made);
    EXPECT_TRUE(validate(config));
    made.conditions.resize(1);
    config.keys[0].allow.push_back(made);
    EXPECT_FALSE(validate(config)) << "501 patterns";
    config.keys[0].allow.pop_back();
    config.servers = {test::stdioServer("fx")};
    config.servers[0].rules = {made};
    EXPECT_FALSE(validate(config)) << "those of servers count, too";
}

TEST(AllowRule, RulesOfAServerAreAboutItself)
{
    ServerConfig server = test::stdioServer("fx");
    server.rules = {rule("fx:a")};
    EXPECT_TRUE(validate(server));
    server.rules = {rule("gx:a")};
    const auto valid = validate(server);
    ASSERT_FALSE(valid);
    EXPECT_NE(valid.error().message.find("rules 0 must be about this server"), std::string::npos);
}

TEST(NarrowRules, AreNamesOrJson)
{
    const auto names = parseNarrowRules(" fx:echo , fx:prompt:review");
    ASSERT_TRUE(names) << names.error().message;
    EXPECT_EQ(names->size(), 2U);
    const auto json = parseNarrowRules(R"(["fx:a",{"rule":"fx:b","when":["p under /srv"]}])");
    ASSERT_TRUE(json) << json.error().message;
    EXPECT_EQ(formatRule(json->at(1)), "fx:b when p under /srv");
}

TEST(NarrowRules, WhatCannotBeReadIsRefused)
{
    std::string many = "fx:a";
    for (std::size_t i = 0; i < kMaxNarrowRules; ++i) {
        many += ",fx:a";
    }
    const std::string deep(200, '[');
    for (const std::string& text : {std::string(),
                                    std::string("  "),
                                    std::string("[]"),
                                    std::string("fx"),
                                    std::string("fx:a,,fx:b"),
                                    std::string("fx:a,"),
                                    std::string("[\"fx:a\""),
                                    std::string(R"([{"rule":"fx:a","rule":"fx:*"}])"),
                                    std::string(R"([{"rule":"fx:a","when":["x matches ("]}])"),
                                    many,
                                    deep,
                                    "fx:" + std::string(20'000, 'a')}) {
        EXPECT_FALSE(parseNarrowRules(text)) << text.substr(0, 60);
    }
}

TEST(Hints, WhatIsMissingOrContradictsItselfIsTheWorse)
{
    ToolInfo tool;
    EXPECT_EQ(hintsOf(tool), (ToolHints{false, false}));
    tool.readOnlyHint = true;
    EXPECT_EQ(hintsOf(tool), (ToolHints{true, true}));
    tool.destructiveHint = true;
    EXPECT_EQ(hintsOf(tool), (ToolHints{false, false}));
    tool = {};
    tool.nonDestructiveHint = true;
    EXPECT_EQ(hintsOf(tool), (ToolHints{false, true}));
}

TEST(CountShownTools, KnowsHintsAndDenials)
{
    ToolsOfServers tools;
    tools[kFx].resize(3);
    tools[kFx][0].name = "read";
    tools[kFx][0].readOnlyHint = true;
    tools[kFx][1].name = "write";
    tools[kFx][2].name = "look";
    tools[kFx][2].readOnlyHint = true;
    KeyConfig key;
    key.allow = {rule("fx:@readonly")};
    EXPECT_EQ(countShownTools(key, {}, tools), 2U);
    key.allow.push_back(rule("fx:look", RuleEffect::Deny));
    EXPECT_EQ(countShownTools(key, {}, tools), 1U);
    key.allow.back().conditions = {*parseCondition("a = 1")};
    EXPECT_EQ(countShownTools(key, {}, tools), 2U) << "denied for some arguments only";
}

} // namespace
} // namespace portcullis::api
