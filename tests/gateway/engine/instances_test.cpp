#include "tests/gateway/engine/bridge_fixture.h"

#include <set>

// Whose calls one running server answers: C-62, D-21, D-60, D-63.
namespace portcullis::test {
namespace {

class InstancesTest : public BridgeFixture
{
protected:
    void run(api::InstanceScope scope)
    {
        api::ServerConfig own;
        own.scope = scope;
        BridgeFixture::run(own);
    }

    // Of the process that answers.
    [[nodiscard]] std::string pidOf(const GatewayHarness::Key& who,
                                    const Fields& session = {}) const
    {
        const auto document =
            JsonDocument::parse(harness.post(who, callText("old__pid"), session).json());
        return document ? document->root()["result"]["content"].first()["text"].string() : "";
    }
};

TEST_F(InstancesTest, KeysShareAServerUnlessItIsToldOtherwise)
{
    run(api::InstanceScope::Shared);
    EXPECT_EQ(pidOf(key), pidOf(other));
}

TEST_F(InstancesTest, EachKeyHasAServerOfItsOwn)
{
    run(api::InstanceScope::Key);
    const std::string first = pidOf(key);
    EXPECT_EQ(pidOf(key), first);
    EXPECT_EQ(pidOf(key, openSession("{}")), first);
    EXPECT_NE(pidOf(other), first);
}

TEST_F(InstancesTest, EachSessionHasAServerOfItsOwnAndWhoHasNoneItsKeys)
{
    run(api::InstanceScope::Session);
    const Fields one = openSession("{}");
    const Fields two = openSession("{}");
    const std::set<std::string> pids{pidOf(key, one), pidOf(key, two), pidOf(key)};
    EXPECT_EQ(pids.size(), 3U);
    EXPECT_EQ(pidOf(key, one), pidOf(key, one));
    EXPECT_EQ(pidOf(key), pidOf(key));
}

// D-20: nobody else's call can be meant.
TEST_F(InstancesTest, ServersOfTheirOwnMayAskTwoClientsAtOnce)
{
    run(api::InstanceScope::Key);
    const std::string request = R"({"method":"roots/list","params":{}})";
    EXPECT_NE(stateless("old__request", request).find("input_required"), std::string::npos);
    key = other;
    EXPECT_NE(stateless("old__request", request).find("input_required"), std::string::npos);
}

TEST_F(InstancesTest, AServerEndsWithItsSession)
{
    run(api::InstanceScope::Session);
    const Fields session = openSession("{}");
    const std::string pid = pidOf(key, session);
    EXPECT_TRUE(std::filesystem::exists("/proc/" + pid));
    static_cast<void>(harness.send("DELETE",
                                   "/mcp",
                                   {{"Host", "127.0.0.1"},
                                    {"Authorization", "Bearer " + key.secret},
                                    {"Accept", "application/json, text/event-stream"},
                                    session[0],
                                    session[1]}));
    EXPECT_TRUE(
        GatewayHarness::eventually([&pid] { return !std::filesystem::exists("/proc/" + pid); }));
}

TEST_F(InstancesTest, OnlySoManyRunAtOnceAndTheLongestUnusedMakesRoom)
{
    run(api::InstanceScope::Session);
    std::vector<Fields> sessions;
    std::set<std::string> pids;
    for (int i = 0; i < 18; ++i) {
        sessions.push_back(openSession("{}"));
        const std::string pid = pidOf(key, sessions.back());
        EXPECT_NE(pid, "");
        pids.insert(pid);
    }
    EXPECT_EQ(pids.size(), 18U);
    EXPECT_TRUE(pids.contains(pidOf(key, sessions.back())));
    EXPECT_FALSE(pids.contains(pidOf(key, sessions.front())));
}

// D-19
TEST_F(InstancesTest, WhoSharesAServerIsNotSentToSignIn)
{
    run(api::InstanceScope::Shared);
    const std::string told =
        harness.post(key, callText("old__need-url", R"({"visited":"/none"})")).json();
    EXPECT_NE(told.find("\"isError\":true"), std::string::npos) << told;
    EXPECT_EQ(told.find("https://sign.in"), std::string::npos) << told;
}

TEST_F(InstancesTest, OnlyAServerThatIsNotSharedSendsItsUserToSignIn)
{
    const std::string opens =
        R"("io.modelcontextprotocol/clientCapabilities":{"elicitation":{"url":{}}})";
    run(api::InstanceScope::Key);
    EXPECT_NE(
        stateless("old__need-url", R"({"visited":"/none"})", {}, opens).find("input_required"),
        std::string::npos);
    const std::string refused = stateless(
        "new__need-input",
        R"({"requests":{"a":{"method":"elicitation/create","params":{"mode":"url","message":"m","url":"https://a/"}}},"state":"s"})",
        {},
        opens);
    EXPECT_EQ(refused.find("input_required"), std::string::npos) << refused;
    EXPECT_EQ(refused.find("https://a/"), std::string::npos) << refused;
}

} // namespace
} // namespace portcullis::test
