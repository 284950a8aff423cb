#include "tests/gateway/engine/era_client.h"

// Who hears of changed lists and resources, and what their servers are told of it (D.6, B.5).
namespace portcullis::test {
namespace {

constexpr const char* kUri = R"("uri":"docs+test://r")";
constexpr const char* kUpdated = "notifications/resources/updated";

class SubscriptionsTest : public testing::Test
{
protected:
    void run(std::vector<std::string> more = {})
    {
        more.insert(more.end(), {"offers=1", "subscribed=" + told.string()});
        harness.addServer("docs", more);
        harness.start();
        harness.open();
        key = harness.makeKey({"docs:*"});
        awaitTools(harness, key, "docs__touch");
    }

    // Opens a listen; `topics` are the members of what is wanted.
    void listen(const RawClient& connection, const std::string& topics, const std::string& id) const
    {
        const EraClient client(harness, key, Era::Stateless);
        connection.send(requestText(
            "POST",
            "/mcp",
            client.fields("subscriptions/listen", {}),
            client.body("subscriptions/listen", R"("notifications":{)" + topics + "}", id)));
    }

    [[nodiscard]] std::string touch() const
    {
        return EraClient(harness, key, Era::Stateless).call("docs__touch").json();
    }

    // Whether the server is ready and its prompts are known, so that the next request finds it.
    void awaitOffers() const
    {
        EXPECT_TRUE(GatewayHarness::eventually([this] {
            return EraClient(harness, key, Era::Stateless)
                       .ask("prompts/list", "")
                       .body.find("docs__p") != std::string::npos;
        }));
    }

    GatewayHarness harness;
    std::filesystem::path told = harness.folder.file("told");
    GatewayHarness::Key key;
};

// D-50, A-66
TEST_F(SubscriptionsTest, TheServerIsToldOfTheFirstAndTheLastOfSeveralSessions)
{
    run();
    awaitOffers();
    const EraClient first(harness, key, Era::Session);
    const EraClient second(harness, key, Era::Session);
    RawClient toSecond(harness.port());
    second.listen(toSecond);
    for (const EraClient* client : {&first, &second, &second}) {
        EXPECT_NE(client->ask("resources/subscribe", kUri).json().find(R"("result":{})"),
                  std::string::npos);
    }
    EXPECT_EQ(linesOf(told), std::vector<std::string>{"resources/subscribe"});
    EXPECT_NE(first.ask("resources/unsubscribe", kUri).json().find("result"), std::string::npos);
    static_cast<void>(touch());
    EXPECT_TRUE(toSecond.readUntil(kUpdated)) << toSecond.received();
    EXPECT_EQ(linesOf(told).size(), 1U);
    EXPECT_NE(second.ask("resources/unsubscribe", kUri).json().find("result"), std::string::npos);
    EXPECT_TRUE(GatewayHarness::eventually([this] { return linesOf(told).size() == 2; }));
    EXPECT_EQ(linesOf(told).back(), "resources/unsubscribe");
    EXPECT_NE(second.ask("resources/unsubscribe", kUri).json().find("result"), std::string::npos);
}

// D.1 row 11, C-45, D-51, D-52: one listen for all, replaced when more is wanted
TEST_F(SubscriptionsTest, AServerWithoutSessionsIsListenedTo)
{
    run({"era=stateless"});
    awaitOffers();
    RawClient one(harness.port());
    listen(
        one, R"("resourceSubscriptions":["docs+test://r"],"promptsListChanged":true)", "\"one\"");
    ASSERT_TRUE(one.readUntil("acknowledged")) << one.received();
    EXPECT_NE(one.received().find("docs+test://r"), std::string::npos) << one.received();
    const EraClient session(harness, key, Era::Session);
    RawClient stream(harness.port());
    session.listen(stream);
    EXPECT_NE(
        session.ask("resources/subscribe", R"("uri":"docs+test://r/2")").json().find("result"),
        std::string::npos);
    static_cast<void>(touch());
    EXPECT_TRUE(one.readUntil(kUpdated)) << one.received();
    EXPECT_NE(one.received().find(R"("io.modelcontextprotocol/subscriptionId":"one")"),
              std::string::npos);
    static_cast<void>(EraClient(harness, key, Era::Stateless).call("docs__more-prompts"));
    EXPECT_TRUE(one.readUntil("notifications/prompts/list_changed")) << one.received();
    EXPECT_EQ(stream.received().find(kUpdated), std::string::npos);
    const std::string last = linesOf(told).back();
    EXPECT_NE(last.find("test://r\",\"test://r/2"), std::string::npos) << last;
}

// D-52
TEST_F(SubscriptionsTest, AListenerIsToldOnlyWhatTheServerAgreesTo)
{
    for (const char* era : {"era=stateless", "era=session"}) {
        GatewayHarness one;
        one.addServer("docs", {era, "offers=1", "disagrees=test://r/not"});
        one.start();
        one.open();
        const auto who = one.makeKey({"docs:*"});
        awaitTools(one, who, "docs__touch");
        EXPECT_TRUE(GatewayHarness::eventually([&] {
            return EraClient(one, who, Era::Stateless)
                       .ask("prompts/list", "")
                       .body.find("docs__p") != std::string::npos;
        }));
        const EraClient client(one, who, Era::Stateless);
        RawClient connection(one.port());
        connection.send(requestText(
            "POST",
            "/mcp",
            client.fields("subscriptions/listen", {}),
            client.body(
                "subscriptions/listen",
                R"("notifications":{"resourceSubscriptions":["docs+test://r","docs+test://r/not"]})",
                "1")));
        ASSERT_TRUE(connection.readUntil("acknowledged")) << era;
        EXPECT_NE(connection.received().find(R"("resourceSubscriptions":["docs+test://r"])"),
                  std::string::npos)
            << connection.received();
        const EraClient session(one, who, Era::Session);
        const std::string refused =
            session.ask("resources/subscribe", R"("uri":"docs+test://r/not")").json();
        EXPECT_NE(refused.find("-32602"), std::string::npos) << refused;
    }
}

// D-52: one that does not say so in time holds up nobody, and is not heard later
TEST_F(SubscriptionsTest, AListenerDoesNotWaitForASlowServer)
{
    harness.addServer("slow", {"offers=1", "slow=test://r"});
    run();
    const auto both = harness.makeKey({"docs:*", "slow:*"});
    awaitTools(harness, both, "slow__touch");
    awaitOffers();
    const EraClient client(harness, both, Era::Stateless);
    RawClient connection(harness.port());
    const auto begun = std::chrono::steady_clock::now();
    connection.send(requestText(
        "POST",
        "/mcp",
        client.fields("subscriptions/listen", {}),
        client.body(
            "subscriptions/listen",
            R"("notifications":{"resourceSubscriptions":["slow+test://r","docs+test://r"]})",
            "1")));
    ASSERT_TRUE(connection.readUntil("acknowledged"));
    EXPECT_GE(std::chrono::steady_clock::now() - begun, std::chrono::seconds(2));
    EXPECT_NE(connection.received().find(R"("resourceSubscriptions":["docs+test://r"])"),
              std::string::npos)
        << connection.received();
    static_cast<void>(client.call("slow__touch"));
    static_cast<void>(client.call("docs__touch"));
    EXPECT_TRUE(connection.readUntil(kUpdated));
    EXPECT_EQ(connection.received().find("slow+"), std::string::npos) << connection.received();
}

// D-56, A-67: of a new tool hears who sees it
TEST_F(SubscriptionsTest, ChangesOfListsReachThoseWhoSeeThem)
{
    run();
    awaitOffers();
    const auto narrow = harness.makeKey({"docs:echo"});
    const EraClient sees(harness, key, Era::Session);
    const EraClient doesNot(harness, narrow, Era::Session);
    RawClient toOne(harness.port());
    RawClient toOther(harness.port());
    sees.listen(toOne);
    doesNot.listen(toOther);
    static_cast<void>(sees.ask("tools/list", ""));
    static_cast<void>(doesNot.ask("tools/list", ""));
    static_cast<void>(sees.call("docs__add-tool"));
    EXPECT_TRUE(toOne.readUntil("notifications/tools/list_changed")) << toOne.received();
    // Now the other one's own list changes, so that all it was told before has arrived.
    ASSERT_TRUE(harness.apply(api::SetAllowList{
        narrow.id, {*api::parseRule("docs:echo"), *api::parseRule("docs:lists")}}));
    EXPECT_TRUE(toOther.readUntil("notifications/tools/list_changed"));
    EXPECT_EQ(countIn(toOther.received(), "list_changed"), 1U) << toOther.received();
}

// D-54
TEST_F(SubscriptionsTest, NothingIsDeliveredOnceTheRightIsGone)
{
    run();
    awaitOffers();
    const auto leaving = harness.makeKey({"docs:*"});
    const EraClient client(harness, leaving, Era::Session);
    RawClient stream(harness.port());
    client.listen(stream);
    static_cast<void>(client.ask("tools/list", ""));
    EXPECT_NE(client.ask("resources/subscribe", kUri).json().find("result"), std::string::npos);
    ASSERT_TRUE(harness.apply(api::SetAllowList{leaving.id, {*api::parseRule("docs:echo")}}));
    EXPECT_TRUE(stream.readUntil("tools/list_changed"));
    static_cast<void>(touch());
    ASSERT_TRUE(harness.apply(api::SetAllowList{leaving.id, {*api::parseRule("docs:lists")}}));
    // What was told before the second change has arrived with it.
    EXPECT_TRUE(stream.readUntil("tools/list_changed", 2)) << stream.received();
    EXPECT_EQ(stream.received().find(kUpdated), std::string::npos);
}

// D-55
TEST_F(SubscriptionsTest, ARestartedServerIsSubscribedToAgain)
{
    run();
    awaitOffers();
    const EraClient client(harness, key, Era::Session);
    RawClient stream(harness.port());
    client.listen(stream);
    EXPECT_NE(client.ask("resources/subscribe", kUri).json().find("result"), std::string::npos);
    static_cast<void>(client.call("docs__exit"));
    EXPECT_TRUE(GatewayHarness::eventually([this] { return linesOf(told).size() == 2; }));
    EXPECT_EQ(linesOf(told).back(), "resources/subscribe");
    EXPECT_TRUE(GatewayHarness::eventually(
        [this] { return touch().find("touched") != std::string::npos; }));
    EXPECT_TRUE(stream.readUntil(kUpdated)) << stream.received();
}

// B-60
TEST_F(SubscriptionsTest, AListenerEndsWithItsKey)
{
    run();
    awaitOffers();
    RawClient connection(harness.port());
    listen(connection, R"("toolsListChanged":true)", "3");
    ASSERT_TRUE(connection.readUntil("acknowledged"));
    ASSERT_TRUE(harness.apply(api::RemoveKey{key.id}));
    EXPECT_TRUE(connection.readUntil(R"("resultType":"complete")")) << connection.received();
    EXPECT_TRUE(connection.readUntil("\r\n0\r\n"));
}

// B-61
TEST_F(SubscriptionsTest, AKeyHasEightListenersAtMost)
{
    run();
    awaitOffers();
    std::vector<std::unique_ptr<RawClient>> open;
    for (int i = 0; i < 8; ++i) {
        open.push_back(std::make_unique<RawClient>(harness.port()));
        listen(*open.back(), R"("toolsListChanged":true)", std::to_string(i));
        ASSERT_TRUE(open.back()->readUntil("acknowledged"));
    }
    RawClient ninth(harness.port());
    listen(ninth, R"("toolsListChanged":true)", "9");
    EXPECT_TRUE(ninth.readUntil("Too many listeners")) << ninth.received();
    open.clear();
    EXPECT_TRUE(GatewayHarness::eventually([this] {
        RawClient again(harness.port());
        listen(again, R"("toolsListChanged":true)", "10");
        return again.readUntil("\n\r\n") &&
               again.received().find("acknowledged") != std::string::npos;
    }));
}

} // namespace
} // namespace portcullis::test
