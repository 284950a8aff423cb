#include "tests/gateway/engine/era_client.h"
#include "tests/gateway/engine/line_client.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

// Rules with conditions, of servers, keys and requests, where they are met: at a whole gateway.
namespace portcullis::test {
namespace {

api::AllowRule rule(const char* selector,
                    std::initializer_list<const char*> conditions = {},
                    api::RuleEffect effect = api::RuleEffect::Allow)
{
    api::AllowRule made = *api::parseRule(selector);
    made.effect = effect;
    for (const char* condition : conditions) {
        made.conditions.push_back(*api::parseCondition(condition));
    }
    return made;
}

api::AllowRule denied(const char* selector, std::initializer_list<const char*> conditions = {})
{
    return rule(selector, conditions, api::RuleEffect::Deny);
}

// Both eras must say the same.
class RulesTest : public testing::TestWithParam<Era>
{
protected:
    RulesTest()
    {
        harness.addServer("docs", {"offers=1"});
        harness.start();
        harness.open();
        key = harness.makeKey({"docs:*"});
        EXPECT_TRUE(GatewayHarness::eventually(
            [this] { return client().ask("prompts/list", "").json().contains("docs__p"); }));
    }

    [[nodiscard]] EraClient client() const { return {harness, key, GetParam()}; }

    void allow(std::vector<api::AllowRule> rules) const
    {
        ASSERT_TRUE(harness.apply(api::SetAllowList{key.id, std::move(rules)}));
    }

    void limitServer(std::vector<api::AllowRule> rules) const
    {
        const auto config = GatewayHarness::wait<api::ConfigPtr>(
            [this](auto done) { harness.gateway->config(std::move(done)); });
        api::ServerConfig server = (*config)->servers[0];
        server.rules = std::move(rules);
        ASSERT_TRUE(harness.apply(api::UpdateServer{server}));
    }

    [[nodiscard]] HttpReply
    narrowed(const std::string& list, const std::string& method, const std::string& params) const
    {
        const EraClient who = client();
        Fields fields = who.fields(method, method == "tools/call" ? "docs__echo" : "");
        fields.emplace_back("X-Portcullis-Allow", list);
        return harness.send("POST", "/mcp", fields, who.body(method, params, "1"));
    }

    [[nodiscard]] api::ActivityRow last() const { return harness.activity().rows.at(0); }

    GatewayHarness harness;
    GatewayHarness::Key key;
};

INSTANTIATE_TEST_SUITE_P(Eras, RulesTest, testing::Values(Era::Session, Era::Stateless));

TEST_P(RulesTest, AConditionLetsItsArgumentsPassAndTellsTheModelOfOthers)
{
    allow({rule("docs:echo", {"path under /srv/cases"})});
    const EraClient who = client();
    EXPECT_TRUE(who.ask("tools/list", "").json().contains("docs__echo")) << "it is shown";
    const std::string good = who.call("docs__echo", R"({"path":"/srv/cases/a"})").json();
    EXPECT_TRUE(good.contains("/srv/cases/a")) << good;
    const std::string bad = who.call("docs__echo", R"({"path":"/srv/secret-name"})").json();
    EXPECT_TRUE(bad.contains(R"("isError":true)")) << bad;
    EXPECT_TRUE(bad.contains(R"(The argument \"path\" is not allowed)")) << bad;
    EXPECT_FALSE(bad.contains("secret-name")) << "what was given is not echoed";
    EXPECT_FALSE(bad.contains("/srv/cases")) << "nor what would be accepted";
    EXPECT_EQ(last().reason, api::Reason::ArgumentsNotAllowed);
    EXPECT_EQ(last().outcome, api::Outcome::Denied);
    const auto details = GatewayHarness::wait<api::CallDetails>(
        [this](auto done) { harness.gateway->callDetails(last().n, std::move(done)); });
    ASSERT_TRUE(details);
    EXPECT_TRUE((details->outcomeBody + details->intentBody)
                    .contains("docs:echo when path under /srv/cases"))
        << "the record names the rule";
}

TEST_P(RulesTest, AnUnconditionalDenialMakesAToolVanish)
{
    allow({rule("docs:*"), denied("docs:echo")});
    const EraClient who = client();
    EXPECT_FALSE(who.ask("tools/list", "").json().contains("docs__echo"));
    EXPECT_TRUE(who.call("docs__echo").json().contains("Unknown tool"));
    EXPECT_EQ(last().reason, api::Reason::DeniedByRule);
}

TEST_P(RulesTest, AServersOwnRulesHoldForEveryKey)
{
    limitServer({rule("docs:lists")});
    const EraClient who = client();
    const std::string tools = who.ask("tools/list", "").json();
    EXPECT_TRUE(tools.contains("docs__lists"));
    EXPECT_FALSE(tools.contains("docs__echo"));
    EXPECT_FALSE(who.ask("prompts/list", "").json().contains("docs__p"));
    EXPECT_TRUE(who.call("docs__echo").json().contains("Unknown tool"));
}

TEST_P(RulesTest, ARequestCanDoWithLess)
{
    const std::string echo = R"("name":"docs__echo","arguments":{"a":1})";
    EXPECT_TRUE(narrowed("docs:echo", "tools/call", echo).json().contains("\"result\""));
    EXPECT_TRUE(narrowed("docs:lists", "tools/call", echo).json().contains("Unknown tool"));
    const std::string tools = narrowed("docs:lists", "tools/list", "").json();
    EXPECT_TRUE(tools.contains("docs__lists"));
    EXPECT_FALSE(tools.contains("docs__echo"));
    const std::string refused =
        narrowed(R"([{"rule":"docs:echo","when":["a between 2.."]}])", "tools/call", echo).json();
    EXPECT_TRUE(refused.contains(R"(\"a\" is not allowed)")) << refused;
    allow({rule("docs:lists")});
    EXPECT_TRUE(narrowed("docs:echo", "tools/call", echo).json().contains("Unknown tool"))
        << "never with more";
}

TEST_P(RulesTest, RulesOfARequestThatCannotBeReadRefuseIt)
{
    for (const std::string list : {"", "docs", "[", "docs:echo,"}) {
        EXPECT_EQ(narrowed(list, "tools/list", "").status, 400U) << list;
    }
    const EraClient who = client();
    Fields twice = who.fields("tools/list", "");
    twice.emplace_back("X-Portcullis-Allow", "docs:echo");
    twice.emplace_back("x-portcullis-allow", "docs:*");
    EXPECT_EQ(harness.send("POST", "/mcp", twice, who.body("tools/list", "", "1")).status, 400U);
    EXPECT_EQ(last().reason, api::Reason::BadAllowHeader);
}

TEST_P(RulesTest, PromptsAndResourcesAreGovernedLikeTools)
{
    allow({rule("docs:prompt:p", {"lang in de,en"}), rule("docs:resource:test://r")});
    const EraClient who = client();
    EXPECT_TRUE(who.ask("prompts/list", "").json().contains("docs__p"));
    const auto get = [&who](const char* arguments) {
        return who
            .ask("prompts/get",
                 R"("name":"docs__p","arguments":)" + std::string(arguments),
                 "docs__p")
            .json();
    };
    EXPECT_TRUE(get(R"({"lang":"de"})").contains("\"result\""));
    const std::string refused = get(R"({"lang":"xx"})");
    EXPECT_TRUE(refused.contains(R"(The argument \"lang\" is not allowed)")) << refused;
    EXPECT_TRUE(refused.contains("\"error\"")) << refused;
    const auto read = [&who](const std::string& uri) {
        return who.ask("resources/read", R"("uri":")" + uri + "\"", uri).json();
    };
    EXPECT_TRUE(read("docs+test://r").contains("\"result\""));
    EXPECT_TRUE(read("docs+test://other").contains("Resource not found"));
    EXPECT_FALSE(who.ask("tools/list", "").json().contains("docs__echo"));
}

TEST_P(RulesTest, AChangedRuleCountsForTheNextCall)
{
    const EraClient who = client();
    EXPECT_TRUE(who.call("docs__echo", R"({"n":5})").json().contains("\"result\""));
    allow({rule("docs:*"), denied("docs:echo", {"n between 5.."})});
    EXPECT_TRUE(who.call("docs__echo", R"({"n":5})").json().contains("is not allowed"));
    EXPECT_TRUE(who.call("docs__echo", R"({"n":4})").json().contains("\"result\""));
    EXPECT_TRUE(who.call("docs__echo").json().contains("is not allowed")) << "what is not there";
}

class BridgeRulesTest : public SocketsFixture
{};

TEST_F(BridgeRulesTest, ABridgeCanLimitItsClient)
{
    run();
    const auto hello = [this](const std::string& allow) {
        return R"({"portcullis":1,"key":")" + key.secret + R"(","allow":)" + allow + "}";
    };
    const std::filesystem::path socket = path(engine::kBridgeSocket);
    EXPECT_TRUE(LineClient(socket).ask(hello("\"fx:\"")).contains("cannot be read"));
    EXPECT_TRUE(LineClient(socket).ask(hello("[\"fx:echo\"]")).contains("cannot be read"));
    LineClient good(socket);
    EXPECT_EQ(good.ask(hello("\"fx:lists\"")), kWelcome);
    static_cast<void>(good.ask(kInitialize));
    EXPECT_TRUE(good.ask(callText("fx__echo")).contains("Unknown tool"));
    EXPECT_TRUE(good.ask(callText("fx__lists")).contains("\"result\""));
}

} // namespace
} // namespace portcullis::test
