#include "gateway/api/config_json.h"
#include "tests/gateway/api/sample_config.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>

namespace portcullis::api {
namespace {

using Json = nlohmann::json;

// Follows what is written and what the schema says side by side.
class SchemaWalk
{
public:
    explicit SchemaWalk(const Json& schema)
        : m_schema(schema)
    {}

    void compare(const Json& value, const Json& part, const std::string& place)
    {
        const Json& rule = resolved(part);
        EXPECT_TRUE(rule.contains("description") || place.ends_with("/*")) << place;
        if (value.is_array() && rule.contains("items")) {
            for (const Json& element : value) {
                compare(element, rule["items"], place + "/*");
            }
        }
        if (!value.is_object()) {
            return;
        }
        for (const auto& [name, member] : value.items()) {
            const std::string below = place + "/" + name;
            if (rule.contains("properties") && rule["properties"].contains(name)) {
                compare(member, rule["properties"][name], below);
            } else if (rule.contains("additionalProperties") &&
                       rule["additionalProperties"].is_object()) {
                continue; // free names
            } else {
                ADD_FAILURE() << below << " is not in the schema";
            }
        }
    }

    // Every member of an object that the schema knows is also written.
    static void expectAllWritten(const Json& value, const Json& rule)
    {
        for (const auto& [name, member] : rule.at("properties").items()) {
            EXPECT_TRUE(value.contains(name)) << name;
        }
    }

private:
    [[nodiscard]] const Json& resolved(const Json& part) const
    {
        if (!part.contains("$ref")) {
            return part;
        }
        const std::string reference = part["$ref"]; // "#/$defs/server"
        return m_schema.at(Json::json_pointer(reference.substr(1)));
    }

    const Json& m_schema;
};

Json readSchema()
{
    std::ifstream file(PORTCULLIS_SOURCE_DIR "/resources/config.schema.json");
    return Json::parse(file);
}

TEST(ConfigSchema, NamesEveryMemberThatIsWritten)
{
    const Json schema = readSchema();
    test::ConfigGenerator generator(2);
    for (int i = 0; i < 50; ++i) {
        SchemaWalk(schema).compare(toJson(generator.next()), schema, "");
    }
}

TEST(ConfigSchema, NamesNoMemberThatIsNotWritten)
{
    const Json schema = readSchema();
    const Json& parts = schema["$defs"];
    KeyConfig key = test::sampleKey("1");
    key.expires = key.created;
    key.rate = RateLimit{60, std::chrono::seconds(60), 10};
    key.retiring = RetiringSecret{{}, key.created};
    Case one{CaseId("c"), {}, key.created, key.created, std::vector<AllowRule>()};
    const Json settings = toJson(Settings{});
    GatewayConfig whole;
    whole.roles.emplace();
    SchemaWalk::expectAllWritten(toJson(whole), schema);
    SchemaWalk::expectAllWritten(toJson(whole)["roles"], parts["roles"]);
    SchemaWalk::expectAllWritten(toJson(whole)["roles"]["auditors"], parts["roleMembers"]);
    ServerConfig server = test::httpServer("fx");
    server.clientKeyPassphrase = SecretRef{"fx.key"};
    server.rate = key.rate;
    SchemaWalk::expectAllWritten(toJson(server), parts["server"]);
    SchemaWalk::expectAllWritten(toJson(key), parts["key"]);
    AllowRule rule{ServerId("fx"), "echo"};
    rule.effect = RuleEffect::Deny;
    key.allow = {rule};
    SchemaWalk::expectAllWritten(toJson(key)["allow"][0], parts["rule"]);
    SchemaWalk::expectAllWritten(toJson(Customer{}), parts["customer"]);
    SchemaWalk::expectAllWritten(toJson(Team{}), parts["team"]);
    SchemaWalk::expectAllWritten(toJson(one), parts["case"]);
    SchemaWalk::expectAllWritten(toJson(Budget{}), parts["budget"]);
    SchemaWalk::expectAllWritten(toJson(Price{}), parts["price"]);
    SchemaWalk::expectAllWritten(toJson(key)["rate"], parts["rate"]);
    SchemaWalk::expectAllWritten(settings, parts["settings"]);
    SchemaWalk::expectAllWritten(settings["limits"], parts["limits"]);
    SchemaWalk::expectAllWritten(settings["toolNames"],
                                 parts["settings"]["properties"]["toolNames"]);
}

TEST(ConfigSchema, StatesTheDefaultsOfTheCode)
{
    const Json schema = readSchema();
    const Json& parts = schema["$defs"];
    const auto expectDefaults = [](const Json& value, const Json& rule) {
        for (const auto& [name, member] : rule.at("properties").items()) {
            if (member.contains("default") && name != "command") {
                EXPECT_EQ(value.at(name), member["default"]) << name;
            }
        }
    };
    const Json settings = toJson(Settings{});
    expectDefaults(settings, parts["settings"]);
    expectDefaults(settings["limits"], parts["limits"]);
    expectDefaults(settings["toolNames"], parts["settings"]["properties"]["toolNames"]);
    expectDefaults(toJson(test::stdioServer("fx")), parts["server"]);
    expectDefaults(toJson(test::sampleKey("1")), parts["key"]);
    expectDefaults(toJson(Customer{}), parts["customer"]);
    expectDefaults(toJson(Team{}), parts["team"]);
    expectDefaults(toJson(Budget{}), parts["budget"]);
}

} // namespace
} // namespace portcullis::api
