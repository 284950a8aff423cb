#include "gateway/api/config_change.h"
#include "tests/gateway/api/sample_config.h"

#include <gtest/gtest.h>

namespace portcullis::api {
namespace {

class ConfigChangeTest : public testing::Test
{
protected:
    ConfigChangeTest()
    {
        m_config.revision = 7;
        m_config.servers = {test::stdioServer("fx"), test::httpServer("gx")};
        m_config.keys = {test::sampleKey("1", {{ServerId("fx"), "echo"}, {ServerId("gx"), "*"}})};
    }

    // The new snapshot; fails the test when the change is refused.
    [[nodiscard]] GatewayConfig applied(const ConfigChange& change) const
    {
        auto next = applyChange(m_config, change);
        EXPECT_TRUE(next) << next.error().message;
        return next ? *next : GatewayConfig{};
    }

    [[nodiscard]] Error refused(const ConfigChange& change) const
    {
        const auto next = applyChange(m_config, change);
        EXPECT_FALSE(next);
        return next ? Error{} : next.error();
    }

    GatewayConfig m_config;
};

TEST_F(ConfigChangeTest, EveryChangeRaisesTheRevisionAlsoWhenNothingIsNew)
{
    EXPECT_EQ(applied(UpdateSettings{m_config.settings}).revision, 8U);
    EXPECT_EQ(applied(UpdateServer{m_config.servers[0]}).revision, 8U);
    EXPECT_EQ(m_config.revision, 7U);
}

TEST_F(ConfigChangeTest, AddsServersAtTheEnd)
{
    const GatewayConfig next = applied(AddServer{test::stdioServer("hx")});
    ASSERT_EQ(next.servers.size(), 3U);
    EXPECT_EQ(next.servers[2].id, ServerId("hx"));
    EXPECT_EQ(refused(AddServer{test::stdioServer("fx")}).code, ErrorCode::AlreadyExists);
    EXPECT_EQ(refused(AddServer{test::stdioServer("No")}).code, ErrorCode::InvalidArgument);
}

TEST_F(ConfigChangeTest, UpdatesAServerInItsPlace)
{
    ServerConfig server = test::httpServer("fx");
    server.headers = {{"X-B", std::string("1")}, {"X-A", std::string("2")}};
    const GatewayConfig next = applied(UpdateServer{server});
    EXPECT_EQ(next.servers[0].url, server.url);
    EXPECT_EQ(next.servers[0].headers[0].name, "X-A"); // sorted, as the file keeps it
    EXPECT_EQ(refused(UpdateServer{test::stdioServer("no")}).code, ErrorCode::NotFound);
}

TEST_F(ConfigChangeTest, RemovingAServerTakesItsRulesAway)
{
    const GatewayConfig next = applied(RemoveServer{ServerId("fx")});
    ASSERT_EQ(next.servers.size(), 1U);
    EXPECT_EQ(next.keys[0].allow, (std::vector<AllowRule>{{ServerId("gx"), "*"}}));
    EXPECT_EQ(refused(RemoveServer{ServerId("no")}).code, ErrorCode::NotFound);
}

TEST_F(ConfigChangeTest, AddsAndRemovesKeys)
{
    EXPECT_EQ(applied(AddKey{test::sampleKey("2")}).keys.size(), 2U);
    EXPECT_EQ(refused(AddKey{test::sampleKey("1")}).code, ErrorCode::AlreadyExists);
    EXPECT_TRUE(applied(RemoveKey{KeyId("vk_1")}).keys.empty());
    EXPECT_EQ(refused(RemoveKey{KeyId("vk_2")}).code, ErrorCode::NotFound);
}

TEST_F(ConfigChangeTest, TwoKeysCannotHaveOneHash)
{
    KeyConfig twin = test::sampleKey("2");
    twin.hash = m_config.keys[0].hash;
    EXPECT_EQ(refused(AddKey{twin}).code, ErrorCode::InvalidArgument);
}

TEST_F(ConfigChangeTest, UpdatingAKeyKeepsHashCreationAndRules)
{
    const UpdateKey change{KeyId("vk_1"),
                           "New label",
                           "Ada",
                           fromMicros(1'800'000'000'000'000),
                           true,
                           ContentMode::None};
    KeyConfig expected = m_config.keys[0];
    expected.label = change.label;
    expected.owner = change.owner;
    expected.expires = change.expires;
    expected.disabled = true;
    expected.content = ContentMode::None;
    EXPECT_EQ(applied(change).keys[0], expected);
}

TEST_F(ConfigChangeTest, LabelsArePrintable)
{
    const auto labelled = [](const std::string& label) {
        return UpdateKey{KeyId("vk_1"), label, {}, {}, false, ContentMode::Full};
    };
    std::string eighty;
    for (int i = 0; i < 80; ++i) {
        eighty += "ä";
    }
    (void)applied(labelled(eighty));
    for (const std::string& label : {std::string(),
                                     eighty + "ä",
                                     std::string("a\nb"),
                                     std::string("a\x7f"),
                                     std::string("\xff"),
                                     std::string("evil \u202Etxet")}) {
        EXPECT_EQ(refused(labelled(label)).code, ErrorCode::InvalidArgument) << label;
    }
    EXPECT_EQ(refused(UpdateKey{KeyId("vk_9"), "x", {}, {}, false, ContentMode::Full}).code,
              ErrorCode::NotFound);
}

TEST_F(ConfigChangeTest, AllowListsMayNameServersToCome)
{
    const std::vector<AllowRule> rules = {{ServerId("gx"), "read"}};
    EXPECT_EQ(applied(SetAllowList{KeyId("vk_1"), rules}).keys[0].allow, rules);
    const std::vector<AllowRule> ahead = {{ServerId("later"), "read"}};
    EXPECT_EQ(applied(SetAllowList{KeyId("vk_1"), ahead}).keys[0].allow, ahead);
    EXPECT_EQ(refused(SetAllowList{KeyId("vk_1"), {{ServerId("gx"), ""}}}).code,
              ErrorCode::InvalidArgument);
    EXPECT_EQ(refused(SetAllowList{KeyId("vk_2"), rules}).code, ErrorCode::NotFound);
}

TEST_F(ConfigChangeTest, SettingsAreChecked)
{
    Settings settings;
    settings.listenHost = "0.0.0.0";
    EXPECT_EQ(refused(UpdateSettings{settings}).code, ErrorCode::InvalidArgument);
    settings.listenHost = "::1";
    settings.limits.bodyBytes = 0;
    EXPECT_EQ(refused(UpdateSettings{settings}).code, ErrorCode::InvalidArgument);
}

TEST_F(ConfigChangeTest, ReplacingGoesOnWithTheRevision)
{
    GatewayConfig other;
    other.revision = 3;
    other.servers = {test::stdioServer("zz")};
    const GatewayConfig next = applied(ReplaceConfig{other});
    EXPECT_EQ(next.revision, 8U);
    EXPECT_EQ(next.servers, other.servers);
    other.servers.push_back(test::stdioServer("zz"));
    EXPECT_EQ(refused(ReplaceConfig{other}).code, ErrorCode::InvalidArgument);
}

TEST_F(ConfigChangeTest, NumbersOfServersAndKeysAreBounded)
{
    GatewayConfig many;
    for (int i = 0; i < 201; ++i) {
        many.servers.push_back(test::stdioServer("s" + std::to_string(i)));
    }
    EXPECT_FALSE(validate(many));
    many.servers.pop_back();
    EXPECT_TRUE(validate(many));
    for (int i = 0; i < 1001; ++i) {
        many.keys.push_back(test::sampleKey(std::to_string(i)));
    }
    EXPECT_FALSE(validate(many));
    many.keys.pop_back();
    EXPECT_TRUE(validate(many));
}

TEST_F(ConfigChangeTest, WhatCouldNotBeReadAgainIsRefused)
{
    GatewayConfig large;
    for (int i = 0; i < 160; ++i) {
        large.servers.push_back(test::stdioServer("s" + std::to_string(i)));
        large.servers.back().command.emplace_back(32'000, 'a');
    }
    EXPECT_FALSE(validate(large));
}

TEST_F(ConfigChangeTest, ChangesHaveStableNames)
{
    EXPECT_STREQ(changeName(AddServer{}), "server.add");
    EXPECT_STREQ(changeName(SetAllowList{}), "key.allow");
    EXPECT_STREQ(changeName(ReplaceConfig{}), "config.replace");
}

} // namespace
} // namespace portcullis::api
