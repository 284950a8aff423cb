#include "gateway/api/config_change.h"
#include "gateway/api/config_json.h"
#include "tests/gateway/api/sample_config.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace portcullis::api {
namespace {

std::string messageOf(std::string_view text)
{
    const auto config = parseConfig(text);
    return config ? "" : config.error().message;
}

std::string serverWith(std::string_view members)
{
    return R"({"servers":[{"id":"fx","command":["node"],)" + std::string(members) + "}]}";
}

TEST(ConfigJson, ShortConfigurationIsComplete)
{
    const auto config = parseConfig(
        R"({"servers":[{"id":"fx","transport":"stdio","command":["node","server.mjs"]}]})");
    ASSERT_TRUE(config) << config.error().message;
    GatewayConfig expected;
    expected.servers = {test::stdioServer("fx")};
    EXPECT_EQ(*config, expected);
    EXPECT_EQ(parseConfig("{}"), GatewayConfig{});
}

TEST(ConfigJson, EveryValidConfigurationReadsBackEqual)
{
    test::ConfigGenerator generator(8717);
    for (int i = 0; i < 300; ++i) {
        const GatewayConfig config = generator.next();
        ASSERT_TRUE(validate(config)) << validate(config).error().message;
        const std::string text = formatConfig(config);
        const auto again = parseConfig(text);
        ASSERT_TRUE(again) << again.error().message << "\n" << text;
        ASSERT_EQ(*again, config) << text;
        ASSERT_EQ(formatConfig(*again), text);
    }
}

TEST(ConfigJson, ReadsTextsAndSecretNames)
{
    const auto config =
        parseConfig(serverWith(R"("environment":{"A":"text","B":{"secret":"fx.token"}})"));
    ASSERT_TRUE(config) << config.error().message;
    const std::vector<NamedValue> expected = {{"A", std::string("text")},
                                              {"B", SecretRef{"fx.token"}}};
    EXPECT_EQ(config->servers[0].environment, expected);
}

TEST(ConfigJson, ReadsListenAddresses)
{
    const auto listen = [](const std::string& text) {
        return parseConfig(R"({"settings":{"listen":")" + text + "\"}}");
    };
    EXPECT_EQ(listen("[::1]:80")->settings.listenHost, "::1");
    EXPECT_EQ(listen("localhost:0")->settings.listenPort, 0);
    EXPECT_EQ(listen("localhost:0")->settings.listenHost, "127.0.0.1");
    for (const char* bad : {"",
                            "8717",
                            ":8717",
                            "::1:8717",
                            "127.0.0.1",
                            "127.0.0.1:65536",
                            "127.0.0.1:-1",
                            "127.0.0.1:80 ",
                            "0.0.0.0:80",
                            "[127.0.0.1:80",
                            "[::1]80"}) {
        EXPECT_FALSE(listen(bad)) << bad;
    }
}

TEST(ConfigJson, ErrorsNameThePlaceAndWhatIsAllowed)
{
    EXPECT_EQ(messageOf(serverWith(R"("transport":"pipe")")),
              "/servers/0/transport: must be \"stdio\", \"http\" or \"sse\"");
    EXPECT_EQ(messageOf(serverWith(R"("protocol":7)")),
              "/servers/0/protocol: must be \"auto\", \"session\" or \"stateless\"");
    EXPECT_EQ(messageOf(serverWith(R"("enabled":"yes")")),
              "/servers/0/enabled: must be true or false");
    EXPECT_EQ(messageOf(serverWith(R"("environment":{"A/B":1})")),
              "/servers/0/environment/A~1B: must be a string or "
              "{\"secret\": \"name of a stored secret\"}");
    EXPECT_EQ(messageOf(serverWith(R"("maxInFlight":0)")),
              "/servers/0/maxInFlight: must be between 1 and 1024");
    EXPECT_EQ(messageOf(R"({"servers":[{}]})"), "/servers/0: must have the member \"id\"");
    EXPECT_EQ(messageOf(R"({"servers":{}})"), "/servers: must be an array");
    EXPECT_EQ(messageOf(R"({"servers":[{"id":"fx"}]})"),
              "/servers/0/command: must name the program to start, such as "
              "[\"node\", \"server.mjs\"]");
    EXPECT_EQ(messageOf("[]"), "The value must be an object");
    EXPECT_EQ(messageOf(R"({"revision":-1})"),
              "/revision: must be a whole number between 0 and 18446744073709551615");
}

TEST(ConfigJson, MisspeltMembersAreRefused)
{
    EXPECT_EQ(messageOf(R"({"server":[]})"),
              "/server: is not a known member; known are revision, settings, servers, keys, "
              "customers, teams, cases, budgets, prices, roles");
    EXPECT_NE(messageOf(R"({"settings":{"limits":{"bodybytes":1}}})"), "");
    EXPECT_NE(messageOf(serverWith(R"("environment":{"A":{"secret":"x","y":1}})")), "");
    EXPECT_EQ(messageOf(serverWith(R"("id":"gx")")), "/servers/0/id: must appear only once");
}

TEST(ConfigJson, NumbersAreWholeAndInRange)
{
    for (const char* bad : {"1.5", "-1", "4294967296", "1e3", "\"1\"", "null", "true"}) {
        EXPECT_NE(messageOf(serverWith(std::string(R"("maxInFlight":)") + bad)), "") << bad;
    }
    for (const char* bad : {"-1", "1e300", "\"1\"", "null", "0.5", "3601"}) {
        EXPECT_NE(messageOf(serverWith(std::string(R"("callTimeoutSeconds":)") + bad)), "") << bad;
    }
    const auto config = parseConfig(serverWith(R"("callTimeoutSeconds":1.5)"));
    ASSERT_TRUE(config);
    EXPECT_EQ(config->servers[0].callTimeout, std::chrono::milliseconds(1500));
}

TEST(ConfigJson, KeysNeedAWholeHashAndMayNameServersToCome)
{
    const auto key = [](const std::string& members) {
        return messageOf(R"({"keys":[{"id":"vk_1","label":"x",)" + members + "}]}");
    };
    const std::string hash = "\"hash\":\"" + std::string(64, 'a') + "\"";
    EXPECT_EQ(key(hash), "");
    EXPECT_EQ(key(R"("owner":"")"), "/keys/0: must have the member \"hash\"");
    EXPECT_EQ(key(R"("hash":"abcd")"), "/keys/0/hash: must be 64 hexadecimal digits");
    EXPECT_EQ(key(hash + R"(,"allow":["fx:*"])"), "");
    EXPECT_NE(key(hash + R"(,"allow":["fx"])"), "");
    EXPECT_EQ(key(hash + R"(,"expires":"tomorrow")"),
              "/keys/0/expires: must be a time in UTC, such as \"2026-11-22T09:30:00Z\"");
}

TEST(ConfigJson, DeepAndLongTextIsRefusedBeforeItIsRead)
{
    EXPECT_EQ(parseConfig(std::string(200'000, '[')).error().code, ErrorCode::ResourceExhausted);
    EXPECT_EQ(parseConfig(std::string(5 * 1024 * 1024, ' ')).error().code,
              ErrorCode::ResourceExhausted);
}

TEST(ConfigJson, SingleValuesRoundTrip)
{
    test::ConfigGenerator generator(1);
    for (int i = 0; i < 30; ++i) {
        const GatewayConfig config = generator.next();
        for (const ServerConfig& server : config.servers) {
            EXPECT_EQ(serverFromJson(toJson(server)), server);
        }
        for (const KeyConfig& key : config.keys) {
            EXPECT_EQ(keyFromJson(toJson(key)), key);
        }
        EXPECT_EQ(settingsFromJson(toJson(config.settings)), config.settings);
        EXPECT_EQ(configFromJson(toJson(config)), config);
    }
}

} // namespace
} // namespace portcullis::api
