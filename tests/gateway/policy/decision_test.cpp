#include "gateway/policy/decision.h"

#include <gtest/gtest.h>

namespace portcullis::policy {
namespace {

const KeyId kKey{"vk_0123456789abcdef"};
const ServerId kFx{"fx"};
const ServerId kFiles{"files"};
const ServerId kOff{"off"};

api::ConfigPtr exampleConfig(bool keyDisabled = false)
{
    auto config = std::make_shared<api::GatewayConfig>();
    for (const ServerId& id : {kFx, kFiles, kOff}) {
        api::ServerConfig server;
        server.id = id;
        server.enabled = id != kOff;
        config->servers.push_back(server);
    }
    api::KeyConfig key;
    key.id = kKey;
    key.disabled = keyDisabled;
    key.allow = {{kFx, "echo"}, {kFiles, "*"}, {kFiles, "read"}, {kOff, "*"}};
    config->keys.push_back(key);
    return config;
}

Decision
decideIn(const AllowLists& lists, const KeyId& key, const ServerId& server, const std::string& tool)
{
    return lists.decide({key, server, {tool}});
}

void expectDenied(const Decision& decision, api::Reason reason)
{
    EXPECT_EQ(decision.verdict, Verdict::Deny);
    EXPECT_EQ(decision.reason, reason);
    EXPECT_EQ(decision.rule, "");
}

TEST(AllowLists, AllowsWhatIsNamedAndSaysWhichLineDid)
{
    const AllowLists lists(exampleConfig());
    const Decision decision = decideIn(lists, kKey, kFx, "echo");
    EXPECT_EQ(decision.verdict, Verdict::Allow);
    EXPECT_EQ(decision.reason, api::Reason::Allowed);
    EXPECT_EQ(decision.rule, "fx:echo");
}

TEST(AllowLists, AllowsEveryToolOfAServer)
{
    const AllowLists lists(exampleConfig());
    EXPECT_EQ(decideIn(lists, kKey, kFiles, "write").rule, "files:*");
    EXPECT_EQ(decideIn(lists, kKey, kFiles, "read").rule, "files:read");
}

TEST(AllowLists, DeniesWhatIsNotNamed)
{
    const AllowLists lists(exampleConfig());
    expectDenied(decideIn(lists, kKey, kFx, "Echo"), api::Reason::ToolNotAllowed);
    expectDenied(decideIn(lists, kKey, kFx, "echo "), api::Reason::ToolNotAllowed);
    expectDenied(decideIn(lists, kKey, kFx, "*"), api::Reason::ToolNotAllowed);
    expectDenied(decideIn(lists, kKey, kFx, ""), api::Reason::ToolNotAllowed);
}

TEST(AllowLists, DeniesUnknownKeysServersAndDisabledOnes)
{
    const AllowLists lists(exampleConfig());
    expectDenied(decideIn(lists, KeyId("vk_f"), kFx, "echo"), api::Reason::UnknownKey);
    expectDenied(decideIn(lists, kKey, ServerId("none"), "echo"), api::Reason::UnknownTool);
    expectDenied(decideIn(lists, kKey, kOff, "echo"), api::Reason::ServerDisabled);
    const AllowLists disabled(exampleConfig(true));
    expectDenied(decideIn(disabled, kKey, kFx, "echo"), api::Reason::KeyDisabled);
}

TEST(AllowLists, ReachesServersWithARuleThatAreEnabled)
{
    const AllowLists lists(exampleConfig());
    EXPECT_TRUE(lists.reaches(kKey, kFx));
    EXPECT_TRUE(lists.reaches(kKey, kFiles));
    EXPECT_FALSE(lists.reaches(kKey, kOff));
    EXPECT_FALSE(lists.reaches(kKey, ServerId("none")));
    EXPECT_FALSE(lists.reaches(KeyId("vk_f"), kFx));
}

TEST(AllowLists, MayShowOfAKindWhatAnyRuleAllows)
{
    const auto config = std::make_shared<api::GatewayConfig>(*exampleConfig());
    config->keys.front().allow.push_back({kFx, "greet", api::Governed::Prompt});
    config->keys.front().allow.push_back(
        {kFx, "file:///", api::Governed::Resource, api::RuleEffect::Deny});
    const AllowLists lists(config);
    EXPECT_TRUE(lists.mayShow(kKey, kFx, api::Governed::Tool));
    EXPECT_TRUE(lists.mayShow(kKey, kFx, api::Governed::Prompt));
    EXPECT_FALSE(lists.mayShow(kKey, kFx, api::Governed::Resource));
    EXPECT_TRUE(lists.mayShow(kKey, kFiles, api::Governed::Resource));
    EXPECT_FALSE(lists.mayShow(kKey, kOff, api::Governed::Tool));
    EXPECT_FALSE(lists.mayShow(KeyId("vk_ffffffffffffffff"), kFx, api::Governed::Tool));
}

TEST(AllowLists, DenyEverythingWithoutAConfiguration)
{
    const AllowLists lists(nullptr);
    expectDenied(decideIn(lists, kKey, kFx, "echo"), api::Reason::UnknownKey);
    EXPECT_FALSE(lists.reaches(kKey, kFx));
}

TEST(Decision, DeniesWhenNobodyDecided)
{
    EXPECT_EQ(Decision{}.verdict, Verdict::Deny);
}

TEST(ContentModes, TheStricterCounts)
{
    using api::ContentMode;
    EXPECT_EQ(stricter(ContentMode::Full, ContentMode::Full), ContentMode::Full);
    EXPECT_EQ(stricter(ContentMode::Full, ContentMode::ProveOnly), ContentMode::ProveOnly);
    EXPECT_EQ(stricter(ContentMode::None, ContentMode::ProveOnly), ContentMode::None);
    EXPECT_EQ(stricter(ContentMode::Full, ContentMode::None), ContentMode::None);
}

} // namespace
} // namespace portcullis::policy
