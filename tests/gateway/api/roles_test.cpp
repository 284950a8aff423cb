#include "gateway/api/config_change.h"
#include "gateway/api/config_json.h"
#include "gateway/api/wire.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace portcullis::api {
namespace {

RoleMap sample()
{
    RoleMap map;
    map.administrators = {{"ada", "DOM\\root2"}, {"wheel"}};
    map.auditors.groups = {"domain users"};
    map.analysts.users = {"anna@example.org"};
    return map;
}

GatewayConfig with(const RoleMap& map)
{
    GatewayConfig config;
    config.roles = map;
    return config;
}

TEST(RolesJson, GoesThereAndBack)
{
    const GatewayConfig config = with(sample());
    const auto read = parseConfig(formatConfig(config));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(*read, config);
    EXPECT_EQ(formatConfig(GatewayConfig{}).find("roles"), std::string::npos);
    const auto none = parseConfig(R"({"roles":null})");
    ASSERT_TRUE(none);
    EXPECT_FALSE(none->roles);
}

TEST(RolesJson, ChangesAndPermissionsGoOverTheWire)
{
    for (const SetRoles& change : {SetRoles{sample(), true}, SetRoles{}}) {
        const auto read = changeFromJson(toJson(ConfigChange(change)));
        ASSERT_TRUE(read) << read.error().message;
        EXPECT_EQ(std::get<SetRoles>(*read), change);
    }
    GatewayStatus status;
    status.permissions = {"anna/7", {false, true, true}, {Operation::SeeOwn, Operation::SignOff}};
    const auto read = statusFromJson(toJson(status));
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, status);
    EXPECT_TRUE(mayAsk(*read, Operation::SignOff));
    EXPECT_FALSE(mayAsk(*read, Operation::Configure));
    EXPECT_TRUE(mayAsk(GatewayStatus{}, Operation::Configure)); // of an older gateway
}

TEST(RolesJson, ASignOffAndAQueryOfSeveralKeysGoOverTheWire)
{
    const SignOff review{3, 9, true, "look at 4"};
    const auto read = signOffFromJson(toJson(review));
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, review);
    EXPECT_FALSE(signOffFromJson(nlohmann::json{{"begin", 3}, {"end", 9}}));
    ActivityQuery query;
    query.keys = {KeyId("vk_a"), KeyId("vk_b")};
    EXPECT_EQ(*queryFromJson(toJson(query)), query);
    query.keys->clear();
    EXPECT_EQ(*queryFromJson(toJson(query)), query);
    EXPECT_FALSE(queryFromJson(nlohmann::json{{"keys", {1}}}));
    EXPECT_FALSE(queryFromJson(nlohmann::json{{"keys", "vk_a"}}));
}

TEST(RolesJson, RefusesWhatItDoesNotKnow)
{
    EXPECT_FALSE(parseConfig(R"({"roles":{}})"));
    EXPECT_FALSE(parseConfig(R"({"roles":{"administrators":{"users":["a"]},"admins":{}}})"));
    EXPECT_FALSE(parseConfig(R"({"roles":{"administrators":{"user":["a"]}}})"));
}

TEST(RoleRules, SomebodyAdministers)
{
    RoleMap map = sample();
    map.administrators = {};
    const auto refused = applyChange(GatewayConfig{}, SetRoles{map});
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find("administrators must name"), std::string::npos);
    map.administrators.groups = {"wheel"};
    EXPECT_TRUE(applyChange(GatewayConfig{}, SetRoles{map}));
}

TEST(RoleRules, NamesAreThoseOfAccounts)
{
    for (const char* name : {"", " anna", "anna ", "an:na", "an/na", "a,b", "@anna", "an\nna"}) {
        RoleMap map = sample();
        map.analysts.users = {name};
        EXPECT_FALSE(applyChange(GatewayConfig{}, SetRoles{map})) << name;
    }
    RoleMap twice = sample();
    twice.auditors.groups = {"audit", "audit"};
    EXPECT_FALSE(applyChange(GatewayConfig{}, SetRoles{twice}));
    RoleMap many = sample();
    for (int i = 0; i < 201; ++i) {
        many.analysts.users.push_back("u" + std::to_string(i));
    }
    EXPECT_FALSE(applyChange(GatewayConfig{}, SetRoles{many}));
}

TEST(RoleChange, IsRecordedWithWhoHasWhat)
{
    EXPECT_STREQ(changeName(SetRoles{}), "roles.set");
    EXPECT_EQ(changeSubject(SetRoles{sample()}),
              "administrators ada, DOM\\root2, @wheel; auditors @domain users; "
              "analysts anna@example.org");
    EXPECT_EQ(changeSubject(SetRoles{}), "none: all roles are the gateway's own account's");
}

} // namespace
} // namespace portcullis::api
