#include "app/ctl/config_file.h"
#include "gateway/api/config_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portcullis::ctl {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kStored = R"({"revision":7,
    "settings":{"listen":"127.0.0.1:9000"},
    "servers":[{"id":"fx","command":["a"]},{"id":"old","command":["b"]}],
    "keys":[{"id":"vk_0123456789abcdef","label":"k","created":"2026-01-01T00:00:00Z",
             "hash":"0000000000000000000000000000000000000000000000000000000000000001",
             "allow":["fx:echo","old:*"]}]})";

class ConfigFile : public testing::Test
{
protected:
    api::GatewayConfig m_stored = api::parseConfig(kStored).value();
};

TEST_F(ConfigFile, TakesServersAndKeepsTheRest)
{
    const auto merged = mergeConfig(
        m_stored,
        R"({"servers":[{"id":"fx","transport":"stdio","command":["node","server.mjs"]}]})");
    ASSERT_TRUE(merged) << merged.error().message;
    ASSERT_EQ(merged->servers.size(), 1U);
    EXPECT_THAT(merged->servers[0].command, ElementsAre("node", "server.mjs"));
    EXPECT_EQ(merged->settings, m_stored.settings);
    EXPECT_EQ(merged->revision, 7U);
    ASSERT_EQ(merged->keys.size(), 1U);
    EXPECT_THAT(merged->keys[0].allow, ElementsAre(api::AllowRule{ServerId("fx"), "echo"}));
}

TEST_F(ConfigFile, LeavesEverythingThatItDoesNotSay)
{
    const auto merged = mergeConfig(m_stored, "{}");
    ASSERT_TRUE(merged) << merged.error().message;
    EXPECT_EQ(*merged, m_stored);
    EXPECT_THAT(differences(m_stored, *merged), IsEmpty());
}

TEST_F(ConfigFile, StartsProgramsBesideTheirFile)
{
    const auto merged = mergeConfig(m_stored,
                                    R"({"servers":[{"id":"a","command":["./a"]},
                                        {"id":"b","command":["b"],"workingDirectory":"/srv"},
                                        {"id":"c","transport":"http","url":"https://h/mcp"}]})",
                                    "/home/me/project");
    ASSERT_TRUE(merged) << merged.error().message;
    EXPECT_EQ(merged->servers[0].workingDirectory, "/home/me/project");
    EXPECT_EQ(merged->servers[1].workingDirectory, "/srv");
    EXPECT_EQ(merged->servers[2].workingDirectory, "");
    EXPECT_EQ(*mergeConfig(m_stored, "{}", "/home/me/project"), m_stored);
}

TEST_F(ConfigFile, TellsWhatChanges)
{
    const auto merged = mergeConfig(
        m_stored,
        R"({"settings":{},"servers":[{"id":"new","command":["n"]},{"id":"fx","command":["c"]}],"keys":[]})");
    ASSERT_TRUE(merged) << merged.error().message;
    EXPECT_THAT(differences(m_stored, *merged),
                ElementsAre("+ server new",
                            "~ server fx",
                            "- server old",
                            "- key vk_0123456789abcdef",
                            "~ settings"));
}

TEST_F(ConfigFile, SaysWhereAFileIsWrong)
{
    const auto merged = mergeConfig(m_stored, R"({"servers":[{"id":"fx","comand":["a"]}]})");
    ASSERT_FALSE(merged);
    EXPECT_THAT(merged.error().message, HasSubstr("/servers/0/comand"));
    EXPECT_FALSE(mergeConfig(m_stored, "[]"));
    EXPECT_FALSE(mergeConfig(m_stored, R"({"servers":[],"servers":[]})"));
    EXPECT_FALSE(mergeConfig(m_stored, R"({"server":[]})"));
}

} // namespace
} // namespace portcullis::ctl
