#include "gateway/api/lockdown.h"
#include "gateway/api/policy_file.h"
#include "gateway/api/wire.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <iterator>
#include <set>
#include <string>

namespace portcullis::api {
namespace {

const std::string kHead =
    R"({"portcullis":"policy/1","version":3,"issued":"2026-11-20T08:00:00Z","issuer":"Ops")";

std::string errorOf(const std::string& rest)
{
    const auto policy = parsePolicy(kHead + rest);
    EXPECT_FALSE(policy) << rest;
    return policy ? std::string() : policy.error().message;
}

TEST(PolicyFile, ReadsAllThatCanBeLocked)
{
    const auto policy = parsePolicy(kHead + R"(,"expires":"2027-01-01T00:00:00Z","locked":{
        "fixed":{"/settings/receipts":true,"/keys/*/content":"full"},
        "atMost":{"/settings/limits/requestsPerMinute":600},
        "atLeast":{"/settings/retention/contentDays":90},
        "servers":[{"id":"fx","command":["/opt/fx","--safe"]},{"host":"Tools.Bank.example"}],
        "rules":["fx:*",{"rule":"fx:@destructive","effect":"deny"}],
        "budgets":[{"level":"server","owner":"fx","unit":"calls","limit":100,"period":"day"}]}})");
    ASSERT_TRUE(policy) << policy.error().message;
    EXPECT_EQ(policy->version, 3U);
    EXPECT_EQ(policy->issuer, "Ops");
    EXPECT_TRUE(policy->expires);
    ASSERT_EQ(policy->fixed.size(), 2U);
    EXPECT_EQ(policy->fixed[0], (FixedPlace{"/keys/*/content", "\"full\""}));
    EXPECT_EQ(policy->atMost[0], (BoundedPlace{"/settings/limits/requestsPerMinute", 600}));
    EXPECT_EQ(policy->atLeast[0].bound, 90);
    ASSERT_TRUE(policy->servers);
    EXPECT_EQ(policy->servers->at(0).server->command[0], "/opt/fx");
    EXPECT_EQ(policy->servers->at(1).host, "tools.bank.example");
    EXPECT_EQ(policy->rules.size(), 2U);
    EXPECT_EQ(policy->budgets[0].limit, 100U);
}

TEST(PolicyFile, RefusesWhatItDoesNotKnow)
{
    EXPECT_NE(errorOf(R"(,"locked":{},"lokced":{}})").find("lokced"), std::string::npos);
    EXPECT_NE(errorOf(R"(,"locked":{"fixde":{}}})").find("/locked"), std::string::npos);
    EXPECT_FALSE(parsePolicy("{}"));
    EXPECT_FALSE(parsePolicy(""));
    EXPECT_FALSE(parsePolicy(R"({"portcullis":"policy/2","version":1,"issued":)"
                             R"("2026-11-20T08:00:00Z","issuer":"Ops","locked":{}})"));
    EXPECT_FALSE(parsePolicy(kHead + R"(,"version":4,"locked":{}})")) << "a name twice";
    EXPECT_FALSE(parsePolicy(std::string(kMaxPolicyBytes + 1, ' ')));
}

TEST(PolicyFile, SaysEitherWhatIsLockedOrThatItReleases)
{
    EXPECT_FALSE(parsePolicy(kHead + "}"));
    EXPECT_FALSE(parsePolicy(kHead + R"(,"released":true,"locked":{}})"));
    const auto released = parsePolicy(kHead + R"(,"released":true})");
    ASSERT_TRUE(released);
    EXPECT_TRUE(released->released);
    EXPECT_TRUE(parsePolicy(kHead + R"(,"locked":{}})"));
}

TEST(PolicyFile, TellsWhereAPlaceIsNone)
{
    for (const char* place : {"settings", "", "/", "/settings/", "/revision", "/a~2b", "/keys/*"}) {
        const std::string error =
            errorOf(R"(,"locked":{"fixed":{")" + std::string(place) + R"(":1}}})");
        EXPECT_NE(error.find("/locked/fixed/"), std::string::npos) << place << ": " << error;
    }
    EXPECT_NE(errorOf(R"(,"locked":{"atMost":{"/settings/x":0}}})").find("no limit"),
              std::string::npos);
    EXPECT_FALSE(parsePolicy(kHead + R"(,"locked":{"atLeast":{"/settings/x":"7"}}})"));
}

TEST(PolicyFile, RulesAreOnlyAboutServersThatThePolicyKnows)
{
    EXPECT_NE(errorOf(R"(,"locked":{"rules":["fx:*"]}})").find("/locked/rules/0"),
              std::string::npos);
    EXPECT_NE(errorOf(R"(,"locked":{"servers":[{"host":"a.example"}],"rules":["fx:*"]}})")
                  .find("/locked/servers"),
              std::string::npos);
}

TEST(PolicyFile, ProgramsAreNamedWithTheirWholePath)
{
    EXPECT_NE(errorOf(R"(,"locked":{"servers":[{"id":"fx","command":["node","fx.mjs"]}]}})")
                  .find("/locked/servers/0/command/0"),
              std::string::npos);
    EXPECT_NE(errorOf(R"(,"locked":{"servers":[{"host":"a.example:443"}]}})").find("host"),
              std::string::npos);
}

std::string contentOf(const char* name)
{
    std::ifstream file(std::string(PORTCULLIS_SOURCE_DIR "/") + name);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::set<std::string> namesOf(const nlohmann::json& object)
{
    std::set<std::string> names;
    for (const auto& [name, value] : object.items()) {
        names.insert(name);
    }
    return names;
}

TEST(PolicyFile, ItsSchemaNamesItsMembers)
{
    const std::string text = contentOf("tests/fuzz/corpus/policy_file/whole.json");
    ASSERT_TRUE(parsePolicy(text)) << parsePolicy(text).error().message;
    auto whole = nlohmann::json::parse(text);
    const auto schema = nlohmann::json::parse(contentOf("resources/policy.schema.json"));
    EXPECT_EQ(namesOf(schema["$defs"]["locked"]["properties"]), namesOf(whole["locked"]));
    whole["released"] = true;
    EXPECT_EQ(namesOf(schema["properties"]), namesOf(whole));
}

TEST(Lockdown, FindsWhatLocksAPlace)
{
    LockdownStatus lockdown;
    lockdown.places = {{"/settings/limits", LockKind::Fixed, "{}"},
                       {"/keys/*/content", LockKind::Fixed, "\"full\""},
                       {"/settings/retention/contentDays", LockKind::AtLeast, "90"},
                       {{}, LockKind::Rules, "fx:*"}};
    EXPECT_EQ(lockOf(lockdown, "/settings/limits"), &lockdown.places[0]);
    EXPECT_EQ(lockOf(lockdown, "/settings/limits/bodyBytes"), &lockdown.places[0]);
    EXPECT_EQ(lockOf(lockdown, "/settings/limitsX"), nullptr);
    EXPECT_EQ(lockOf(lockdown, "/settings"), nullptr);
    EXPECT_EQ(lockOf(lockdown, "/keys/k1/content"), &lockdown.places[1]);
    EXPECT_EQ(lockOf(lockdown, "/keys/k1"), nullptr);
    EXPECT_EQ(lockOf(lockdown, "/settings/retention/contentDays"), nullptr);
    EXPECT_EQ(lockOf(lockdown, "/settings/retention/contentDays", LockKind::AtLeast),
              &lockdown.places[2]);
    EXPECT_EQ(lockOf(lockdown, "", LockKind::Rules), nullptr);
}

TEST(Lockdown, TravelsInTheStatus)
{
    GatewayStatus status;
    EXPECT_FALSE(statusFromJson(toJson(status)).value().lockdown);
    LockdownStatus& lockdown = status.lockdown.emplace();
    lockdown.issuer = "Ops";
    lockdown.version = 7;
    lockdown.expires = fromMicros(5'000'000);
    lockdown.released = true;
    lockdown.problem = "It is gone.";
    lockdown.ceiling = {parseRule("fx:*").value()};
    for (const LockKind kind : {LockKind::Fixed,
                                LockKind::AtMost,
                                LockKind::AtLeast,
                                LockKind::Budget,
                                LockKind::Rules,
                                LockKind::Servers}) {
        lockdown.places.push_back({"/settings/receipts", kind, "true"});
    }
    EXPECT_EQ(statusFromJson(toJson(status)).value(), status);
}

} // namespace
} // namespace portcullis::api
