#include "gateway/api/config.h"
#include "tests/gateway/api/sample_config.h"

#include <gtest/gtest.h>

namespace portcullis::api {
namespace {

TEST(Config, FindsServersAndKeys)
{
    GatewayConfig config;
    config.servers = {test::stdioServer("fx"), test::stdioServer("gx")};
    config.keys = {test::sampleKey("1"), test::sampleKey("2")};
    ASSERT_NE(findServer(config, ServerId("gx")), nullptr);
    EXPECT_EQ(findServer(config, ServerId("gx"))->id, ServerId("gx"));
    EXPECT_EQ(findServer(config, ServerId("hx")), nullptr);
    EXPECT_EQ(findKey(config, KeyId("vk_2")), &config.keys[1]);
    EXPECT_EQ(findKey(config, KeyId("vk_3")), nullptr);
}

TEST(Config, FindsKeyByIdOrUniqueLabel)
{
    GatewayConfig config;
    config.keys = {test::sampleKey("1"), test::sampleKey("2"), test::sampleKey("3")};
    config.keys[0].label = "Claude";
    config.keys[1].label = "Twin";
    config.keys[2].label = "Twin";
    EXPECT_EQ(findKeyByName(config, "vk_2"), &config.keys[1]);
    EXPECT_EQ(findKeyByName(config, "Claude"), &config.keys[0]);
    EXPECT_EQ(findKeyByName(config, "Twin"), nullptr);
    EXPECT_EQ(findKeyByName(config, "Nobody"), nullptr);
    config.keys[2].label = "vk_1"; // an id goes before a label
    EXPECT_EQ(findKeyByName(config, "vk_1"), &config.keys[0]);
}

TEST(AllowRule, RoundTrips)
{
    for (const char* text : {"fx:echo", "fx:*", "a-1:with:colon", "fx:mit Leerzeichen ä"}) {
        const auto rule = parseRule(text);
        ASSERT_TRUE(rule) << text;
        EXPECT_EQ(formatRule(*rule), text);
    }
    EXPECT_EQ(parseRule("a-1:with:colon")->tool, "with:colon");
}

TEST(AllowRule, RefusesWhatIsNone)
{
    for (const std::string& text : {std::string(),
                                    std::string("fx"),
                                    std::string("fx:"),
                                    std::string(":echo"),
                                    std::string("Fx:echo"),
                                    std::string("fx:a\nb"),
                                    std::string("fx:\xff"),
                                    "fx:" + std::string(257, 'a')}) {
        const auto rule = parseRule(text);
        ASSERT_FALSE(rule) << text;
        EXPECT_EQ(rule.error().code, ErrorCode::InvalidArgument);
    }
}

} // namespace
} // namespace portcullis::api
