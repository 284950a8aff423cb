#include "tests/gateway/engine/era_client.h"
#include "tests/gateway/engine/line_client.h"

// What holds between a call's client and its server besides answers: questions, log messages,
// progress.
namespace portcullis::test {
namespace {

constexpr const char* kRoots = R"({"roots":{}})";
constexpr const char* kAskRoots = R"({"method":"roots/list"})";
constexpr const char* kRefused = R"("message":"Invalid requestState")";

std::string question(const std::string& message)
{
    return R"({"method":"elicitation/create","params":{"message":")" + message +
           R"(","requestedSchema":{"type":"object","properties":{}}}})";
}

class BridgingTest : public testing::Test
{
protected:
    BridgingTest()
    {
        const std::vector<std::string> options{"talks=1",
                                               "answers=" + file("answers").string(),
                                               "thinking=" + file("thinking").string(),
                                               "calls=" + file("calls").string(),
                                               "cancelled=" + file("told").string()};
        std::vector<std::string> stateless = options;
        stateless.emplace_back("era=stateless");
        harness.addServer("old", options);
        harness.addServer("new", stateless);
        start();
        key = harness.makeKey({"old:*", "new:*"});
        other = harness.makeKey({"old:*", "new:*"});
        awaitTools(harness, key, "old__echo");
        awaitTools(harness, key, "new__echo");
    }

    void start()
    {
        harness.start();
        harness.open();
    }

    [[nodiscard]] std::filesystem::path file(const char* name) const
    {
        return harness.folder.path() / name;
    }

    [[nodiscard]] static std::string answer(const std::string& result)
    {
        return R"({"jsonrpc":"2.0","id":"gw-1","result":)" + result + "}";
    }

    GatewayHarness harness;
    GatewayHarness::Key key;
    GatewayHarness::Key other;
};

constexpr const char* kElicitation = R"({"elicitation":{"form":{}}})";

// D.1 row 3, A-21, A-78
TEST_F(BridgingTest, QuestionsOfTwoSessionsDoNotMix)
{
    const EraClient alice(harness, key, Era::Session, kElicitation);
    const EraClient bob(harness, other, Era::Session, kElicitation);
    RawClient toAlice(harness.port());
    RawClient toBob(harness.port());
    alice.begin(toAlice, "new__question", question("for alice"));
    ASSERT_TRUE(toAlice.readUntil("[new] for alice"));
    bob.begin(toBob, "new__question", question("for bob"));
    ASSERT_TRUE(toBob.readUntil("[new] for bob"));
    EXPECT_EQ(bob.notify(answer(R"({"action":"accept","content":{"who":"bob"}})")), 202U);
    ASSERT_TRUE(toBob.readUntil("\"id\":7"));
    EXPECT_EQ(alice.notify(answer(R"({"action":"accept","content":{"who":"alice"}})")), 202U);
    ASSERT_TRUE(toAlice.readUntil("\"id\":7"));
    EXPECT_NE(toAlice.received().find(R"(\"who\":\"alice\")"), std::string::npos);
    EXPECT_EQ(toAlice.received().find("bob"), std::string::npos);
    EXPECT_NE(toBob.received().find(R"(\"who\":\"bob\")"), std::string::npos);
    EXPECT_EQ(toBob.received().find("alice"), std::string::npos);
}

// A-13, A-76: the same id is open in another session
TEST_F(BridgingTest, AnAnswerCountsOnlyInItsOwnSession)
{
    const EraClient asked(harness, key, Era::Session, kRoots);
    const EraClient sibling(harness, key, Era::Session, kRoots);
    const EraClient stranger(harness, other, Era::Session, kRoots);
    RawClient connection(harness.port());
    asked.begin(connection, "new__question", kAskRoots);
    ASSERT_TRUE(connection.readUntil("\"gw-1\""));
    EXPECT_EQ(sibling.notify(answer(R"({"roots":[{"uri":"file:///forged"}]})")), 400U);
    EXPECT_EQ(stranger.notify(answer(R"({"roots":[{"uri":"file:///forged"}]})")), 400U);
    EXPECT_EQ(asked.notify(answer(R"({"roots":[{"uri":"file:///own"}]})")), 202U);
    EXPECT_EQ(asked.notify(answer(R"({"roots":[]})")), 400U); // once
    ASSERT_TRUE(connection.readUntil("\"id\":7"));
    EXPECT_NE(connection.received().find("file:///own"), std::string::npos);
    EXPECT_EQ(connection.received().find("forged"), std::string::npos);
}

// B-05, B-46, D-81: on one connection, each request with its own
TEST_F(BridgingTest, CapabilitiesAreThoseOfTheirOwnRequest)
{
    const EraClient able(harness, key, Era::Stateless, kRoots);
    const EraClient unable(harness, key, Era::Stateless, "{}");
    RawClient connection(harness.port());
    unable.begin(connection, "old__question", kAskRoots, "1");
    ASSERT_TRUE(connection.readUntil("\"id\":1"));
    able.begin(connection, "old__question", kAskRoots, "2");
    ASSERT_TRUE(connection.readUntil("\"id\":2"));
    unable.begin(connection, "new__question", kAskRoots, "3");
    ASSERT_TRUE(connection.readUntil("\"id\":3"));
    EXPECT_EQ(countIn(connection.received(), R"("roots/list")"), 1U) << connection.received();
    EXPECT_EQ(countIn(connection.received(), "does not offer: roots/list"), 1U);
    EXPECT_EQ(countIn(connection.received(), "-32601"), 1U) << connection.received();
}

// D-22: a mode that was not declared is another refusal than a method that was not
TEST_F(BridgingTest, AServerIsToldWhyItsQuestionIsRefused)
{
    const std::string address =
        R"({"method":"elicitation/create","params":{"mode":"url","message":"m","url":"https://a/","elicitationId":"e"}})";
    const std::string sampling =
        R"({"method":"sampling/createMessage","params":{"messages":[],"maxTokens":1}})";
    for (const Era era : {Era::Session, Era::Stateless}) {
        const EraClient client(harness, key, era, kElicitation);
        EXPECT_NE(client.call("old__question", address).json().find("-32602"), std::string::npos);
        for (const std::string& asked : {sampling, std::string(kAskRoots)}) {
            const std::string answer = client.call("old__question", asked).json();
            EXPECT_NE(answer.find("-32601"), std::string::npos) << answer;
        }
    }
}

// D-22: the user's no to a model's request reaches the server as the client gave it
TEST_F(BridgingTest, AUsersNoToSamplingIsTheClientsOwn)
{
    const EraClient client(harness, key, Era::Session, R"({"sampling":{}})");
    RawClient connection(harness.port());
    client.begin(connection,
                 "old__question",
                 R"({"method":"sampling/createMessage","params":{"messages":[],"maxTokens":1}})");
    ASSERT_TRUE(connection.readUntil("\"gw-1\""));
    EXPECT_EQ(client.notify(
                  R"({"jsonrpc":"2.0","id":"gw-1","error":{"code":-1,"message":"User rejected"}})"),
              202U);
    ASSERT_TRUE(connection.readUntil("\"id\":7"));
    EXPECT_EQ(linesOf(file("answers")), std::vector<std::string>{"-1"});
}

// D-22, D-07: whoever does not come back has cancelled a form, and answers nothing else
TEST_F(BridgingTest, AQuestionThatNobodyComesBackToIsAnsweredForTheServer)
{
    const EraClient client(harness, key, Era::Stateless, R"({"elicitation":{},"roots":{}})");
    EXPECT_NE(client.call("old__question", question("?")).body.find("input_required"),
              std::string::npos);
    harness.clock.advance(std::chrono::minutes(11));
    EXPECT_TRUE(
        GatewayHarness::eventually([this] { return linesOf(file("answers")).size() == 1; }));
    EXPECT_NE(client.call("old__question", kAskRoots).body.find("input_required"),
              std::string::npos);
    harness.clock.advance(std::chrono::minutes(11));
    EXPECT_TRUE(
        GatewayHarness::eventually([this] { return linesOf(file("answers")).size() == 2; }));
    EXPECT_EQ(linesOf(file("answers")),
              (std::vector<std::string>{R"({"action":"cancel"})", "-32603"}));
}

// D-20: both could be meant, by a server of which it was not known that it asks. Neither sees the
// question, the server gets an error, both calls go on.
TEST_F(BridgingTest, AQuestionOfASharedServerReachesNeitherOfTwoSessions)
{
    const EraClient alice(harness, key, Era::Session, kElicitation);
    const EraClient bob(harness, other, Era::Session, kElicitation);
    RawClient toAlice(harness.port());
    RawClient toBob(harness.port());
    alice.begin(toAlice, "old__hang");
    ASSERT_TRUE(GatewayHarness::eventually([this] { return linesOf(file("calls")).size() == 1; }));
    bob.begin(toBob, "old__question", question("for bob"));
    ASSERT_TRUE(toBob.readUntil("\"id\":7")); // the server has told it of the refusal
    EXPECT_EQ(linesOf(file("answers")), std::vector<std::string>{"-32602"});
    EXPECT_EQ(toBob.received().find("elicitation/create"), std::string::npos) << toBob.received();
    EXPECT_EQ(toAlice.received().find("elicitation/create"), std::string::npos);
}

// B-52: a request that comes again while the first still runs gets that one's answer
TEST_F(BridgingTest, ARequestThatComesAgainWhileItRunsJoinsTheFirst)
{
    const EraClient client(harness, key, Era::Stateless, kRoots);
    const std::string held = R"({"method":"roots/list","hold":true})";
    const HttpReply asked = client.call("new__question", held);
    const std::string params =
        EraClient::paramsOf("new__question", held) + EraClient::back(asked, R"({"roots":[]})");
    RawClient first(harness.port());
    RawClient again(harness.port());
    const auto send = [&](const RawClient& connection, const std::string& id) {
        connection.send(requestText("POST",
                                    "/mcp",
                                    client.fields("tools/call", "new__question"),
                                    client.body("tools/call", params, id)));
    };
    send(first, "11");
    ASSERT_TRUE(GatewayHarness::eventually([this] { return linesOf(file("calls")).size() == 2; }));
    send(again, "12");
    ASSERT_TRUE(GatewayHarness::eventually([this] { return harness.status().inFlight == 2; }));
    static_cast<void>(client.call("new__answer-open"));
    ASSERT_TRUE(first.readUntil("answered anyway")) << first.received();
    ASSERT_TRUE(again.readUntil("answered anyway")) << again.received();
    EXPECT_NE(first.received().find("\"id\":11"), std::string::npos);
    EXPECT_NE(again.received().find("\"id\":12"), std::string::npos);
    EXPECT_EQ(linesOf(file("calls")).size(), 3U); // twice for its answer, and answer-open
}

// D-12
TEST_F(BridgingTest, AClientsRefusalEndsTheCallAndItsDeclineDoesNot)
{
    const EraClient client(harness, key, Era::Session, kElicitation);
    RawClient declined(harness.port());
    client.begin(declined, "new__question", question("?"), "7");
    ASSERT_TRUE(declined.readUntil("\"gw-1\""));
    EXPECT_EQ(client.notify(answer(R"({"action":"decline"})")), 202U);
    ASSERT_TRUE(declined.readUntil("\"id\":7"));
    EXPECT_NE(declined.received().find(R"(\"action\":\"decline\")"), std::string::npos);
    EXPECT_EQ(declined.received().find("isError"), std::string::npos);
    RawClient refused(harness.port());
    client.begin(refused, "new__question", question("?"), "8");
    ASSERT_TRUE(refused.readUntil("\"gw-2\""));
    EXPECT_EQ(
        client.notify(R"({"jsonrpc":"2.0","id":"gw-2","error":{"code":-1,"message":"not now"}})"),
        202U);
    ASSERT_TRUE(refused.readUntil("\"id\":8"));
    EXPECT_NE(refused.received().find(R"("isError":true)"), std::string::npos);
    EXPECT_NE(refused.received().find("not now"), std::string::npos);
}

// D-33
TEST_F(BridgingTest, ACallThatIsCancelledWhileItsClientIsAskedAsksNoMore)
{
    const EraClient client(harness, key, Era::Session, kRoots);
    RawClient connection(harness.port());
    client.begin(connection, "new__question", kAskRoots);
    ASSERT_TRUE(connection.readUntil("\"gw-1\""));
    static_cast<void>(client.notify(
        R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}})"));
    EXPECT_TRUE(connection.readUntil("\r\n0\r\n"));
    EXPECT_NE(connection.received().find(R"("requestId":"gw-1")"), std::string::npos);
    EXPECT_EQ(connection.received().find("\"id\":7"), std::string::npos);
    EXPECT_EQ(client.notify(answer(R"({"roots":[]})")), 400U);
    EXPECT_EQ(linesOf(file("calls")).size(), 1U);
}

// D-23
TEST_F(BridgingTest, AQuestionThatTheServerWithdrawsIsWithdrawnFromTheClient)
{
    const EraClient client(harness, key, Era::Session, kRoots);
    RawClient connection(harness.port());
    client.begin(connection, "old__question", kAskRoots);
    ASSERT_TRUE(connection.readUntil("\"gw-1\""));
    const EraClient plain(harness, key, Era::Session); // which does not wait for its turn
    static_cast<void>(plain.call("old__withdraw"));
    ASSERT_TRUE(connection.readUntil("\"id\":7"));
    const std::size_t withdrawn = connection.received().find("notifications/cancelled");
    EXPECT_LT(withdrawn, connection.received().find("answered anyway"));
    EXPECT_NE(connection.received().find(R"("requestId":"gw-1")"), std::string::npos);
}

// D-09
TEST_F(BridgingTest, AResultThatCameMeanwhileWaitsForItsClient)
{
    const EraClient client(harness, key, Era::Stateless, kRoots);
    const HttpReply asked = client.call("old__question", kAskRoots);
    const EraClient plain(harness, key, Era::Stateless); // which does not wait for its turn
    static_cast<void>(plain.call("old__answer-open"));
    const HttpReply late =
        client.call("old__question", kAskRoots, {}, EraClient::back(asked, R"({"roots":[]})"));
    EXPECT_NE(late.json().find("answered anyway"), std::string::npos) << late.body;
}

// D-07, B-51
TEST_F(BridgingTest, AParkedCallEndsAfterTenMinutes)
{
    const EraClient client(harness, key, Era::Stateless, kRoots);
    const HttpReply asked = client.call("old__question", kAskRoots);
    harness.clock.advance(std::chrono::minutes(11));
    EXPECT_TRUE(GatewayHarness::eventually([this] { return linesOf(file("told")).size() == 1; }));
    const HttpReply late =
        client.call("old__question", kAskRoots, {}, EraClient::back(asked, R"({"roots":[]})"));
    EXPECT_NE(late.body.find(kRefused), std::string::npos) << late.body;
    EXPECT_EQ(linesOf(file("calls")).size(), 1U);
}

// D-10
TEST_F(BridgingTest, AServerIsToldThatItsClientIsThinking)
{
    const EraClient client(harness, key, Era::Stateless, kElicitation);
    const HttpReply asked = client.call(
        "old__question",
        R"({"method":"elicitation/create","params":{"message":"?","requestedSchema":{"type":"object","properties":{}},"_meta":{"progressToken":"p"}}})");
    EXPECT_NE(asked.body.find("input_required"), std::string::npos) << asked.body;
    EXPECT_EQ(asked.body.find("progressToken"), std::string::npos);
    harness.clock.advance(std::chrono::seconds(16));
    EXPECT_TRUE(GatewayHarness::eventually([this] { return !linesOf(file("thinking")).empty(); }));
    EXPECT_EQ(linesOf(file("thinking")).front(), "\"p\"");
}

// D-14, B-54, D-08: what a server gave out itself outlives the gateway, what the gateway held does
// not
TEST_F(BridgingTest, AStateOfAServerSurvivesARestart)
{
    const EraClient client(harness, key, Era::Stateless, kRoots);
    const HttpReply given = client.call("new__question", kAskRoots);
    const HttpReply parked = client.call("old__question", kAskRoots);
    harness.stop();
    start();
    awaitTools(harness, key, "old__echo");
    awaitTools(harness, key, "new__echo");
    const std::string roots = R"({"roots":[{"uri":"file:///own"}]})";
    const HttpReply done =
        client.call("new__question", kAskRoots, {}, EraClient::back(given, roots));
    EXPECT_NE(done.json().find("file:///own"), std::string::npos) << done.body;
    const HttpReply refused =
        client.call("old__question", kAskRoots, {}, EraClient::back(parked, roots));
    EXPECT_NE(refused.body.find(R"("isError":true)"), std::string::npos) << refused.body;
    EXPECT_NE(refused.body.find("may have had effects"), std::string::npos) << refused.body;
    EXPECT_EQ(linesOf(file("calls")).size(), 3U); // new twice, old once
}

// D-14: nor does it go to a server that signs in as somebody else by now, or is gone
TEST_F(BridgingTest, AStateOfAServerEndsWithTheServerAndWithItsCredential)
{
    const EraClient client(harness, key, Era::Stateless, kRoots);
    const std::string back =
        EraClient::back(client.call("new__question", kAskRoots), R"({"roots":[]})");
    const auto config = GatewayHarness::wait<api::ConfigPtr>(
        [this](auto done) { harness.gateway->config(std::move(done)); });
    ASSERT_TRUE(config);
    const api::ServerConfig before = *api::findServer(**config, ServerId("new"));
    api::ServerConfig after = before;
    after.environment = {{"USER_OF_SERVICE", std::string("somebody else")}};
    ASSERT_TRUE(harness.apply(api::UpdateServer{after}));
    awaitTools(harness, key, "new__echo");
    const std::string refused = client.call("new__question", kAskRoots, {}, back).body;
    EXPECT_NE(refused.find(kRefused), std::string::npos) << refused;
    api::ServerConfig renamed = before;
    renamed.name = "The same under another name";
    ASSERT_TRUE(harness.apply(api::UpdateServer{renamed}));
    awaitTools(harness, key, "new__echo");
    const std::string done = client.call("new__question", kAskRoots, {}, back).json();
    EXPECT_NE(done.find("opaque"), std::string::npos) << done;
    ASSERT_TRUE(harness.apply(api::RemoveServer{ServerId("new")}));
    const std::string gone = client.call("new__question", kAskRoots, {}, back).body;
    EXPECT_NE(gone.find("Unknown tool"), std::string::npos) << gone;
}

// C-42, D-11
TEST_F(BridgingTest, AServerThatAsksWithoutEndIsGivenUp)
{
    const EraClient client(harness, key, Era::Session);
    const HttpReply reply = client.call("new__again");
    EXPECT_NE(reply.json().find("without an end"), std::string::npos) << reply.body;
    EXPECT_EQ(linesOf(file("calls")).size(), 11U);
}

// A-51, B-66, D-42, D-43
TEST_F(BridgingTest, ProgressRisesAndEndsWithTheAnswer)
{
    for (const Era era : {Era::Session, Era::Stateless}) {
        const EraClient client(harness, key, era);
        for (const char* tool : {"old__wander", "new__wander"}) {
            const std::string body = client.call(tool, "{}", R"("progressToken":1)").body;
            std::size_t last = 0;
            for (const char* value : {"1", "3", "5"}) {
                const std::size_t at = body.find(R"("progress":)" + std::string(value));
                EXPECT_NE(at, std::string::npos) << body;
                EXPECT_GT(at, last) << body;
                last = at;
            }
            EXPECT_EQ(countIn(body, R"("progress":)"), 3U) << body;
            EXPECT_GT(body.find("there"), last) << body;
        }
    }
}

// A-69, B-65, D-47
TEST_F(BridgingTest, LogMessagesHaveTheLevelThatWasAskedFor)
{
    const EraClient session(harness, key, Era::Session);
    const EraClient stateless(harness, key, Era::Stateless);
    for (const std::string server : {"old", "new"}) {
        static_cast<void>(session.ask("logging/setLevel", R"("level":"warning")"));
        const std::string heard = session.call(server + "__logs").body;
        EXPECT_EQ(countIn(heard, "notifications/message"), 1U) << heard;
        EXPECT_NE(heard.find(R"("level":"warning")"), std::string::npos) << heard;
        EXPECT_NE(heard.find(R"("logger":")" + server + "/lg"), std::string::npos) << heard;
        const std::string tool = server + "__logs";
        EXPECT_EQ(countIn(stateless.call(tool).body, "notifications/message"), 0U);
        const std::string all =
            stateless.call(tool, "{}", R"("io.modelcontextprotocol/logLevel":"debug")").body;
        EXPECT_EQ(countIn(all, "notifications/message"), 2U) << all;
    }
}

// G-57
TEST_F(BridgingTest, LogMessagesOfACallAreSoManyASecondAtMost)
{
    for (const Era era : {Era::Session, Era::Stateless}) {
        const EraClient client(harness, key, era);
        for (const char* tool : {"old__chatter", "new__chatter"}) {
            const std::string body =
                client.call(tool, "{}", R"("io.modelcontextprotocol/logLevel":"error")").body;
            EXPECT_GE(countIn(body, "notifications/message"), 50U) << tool;
            EXPECT_LT(countIn(body, "notifications/message"), 200U) << tool;
            EXPECT_NE(body.find("quiet"), std::string::npos) << tool;
        }
    }
}

// D-44
TEST_F(BridgingTest, TheWantedLevelGoesToAStatelessServer)
{
    const EraClient session(harness, key, Era::Session);
    static_cast<void>(session.ask("logging/setLevel", R"("level":"error")"));
    const std::string level = R"(\"io.modelcontextprotocol/logLevel\":\")";
    EXPECT_NE(session.call("new__echo").json().find(level + "error"), std::string::npos);
    const EraClient stateless(harness, key, Era::Stateless);
    EXPECT_EQ(stateless.call("new__echo").json().find(level), std::string::npos);
    EXPECT_NE(stateless.call("new__echo", "{}", R"("io.modelcontextprotocol/logLevel":"info")")
                  .json()
                  .find(level + "info"),
              std::string::npos);
}

// D-46: the program is shared, and a message does not say whose call it belongs to
TEST_F(BridgingTest, LogMessagesOfASharedServerReachNobodyWhenTwoClientsCall)
{
    const EraClient waiting(harness, other, Era::Session);
    const EraClient client(harness, key, Era::Session);
    static_cast<void>(client.ask("logging/setLevel", R"("level":"debug")"));
    static_cast<void>(waiting.ask("logging/setLevel", R"("level":"debug")"));
    RawClient connection(harness.port());
    waiting.begin(connection, "old__hang");
    ASSERT_TRUE(GatewayHarness::eventually([this] { return linesOf(file("calls")).size() == 1; }));
    const HttpReply reply = client.call("old__logs");
    EXPECT_NE(reply.json().find("logged"), std::string::npos) << reply.body;
    EXPECT_EQ(countIn(reply.body, "notifications/message"), 0U) << reply.body;
    EXPECT_EQ(countIn(connection.received(), "notifications/message"), 0U);
}

// B-30
TEST_F(BridgingTest, ACancelledLineOfTheBridgeReachesTheServer)
{
    LineClient bridge(engine::socketPath(harness.folder.path() / "data", engine::kBridgeSocket));
    ASSERT_EQ(bridge.ask(R"({"portcullis":1,"key":")" + key.secret + "\"}"), kWelcome);
    const EraClient stateless(harness, key, Era::Stateless);
    const auto call = [&](const char* tool, const char* id) {
        return stateless.body("tools/call", EraClient::paramsOf(tool, "{}"), id);
    };
    bridge.send(call("new__hang", "5"));
    ASSERT_TRUE(GatewayHarness::eventually([this] { return linesOf(file("calls")).size() == 1; }));
    bridge.send(R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":5}})");
    EXPECT_TRUE(GatewayHarness::eventually([this] { return linesOf(file("told")).size() == 1; }));
    const std::string next = bridge.ask(call("new__echo", "6"));
    EXPECT_NE(next.find("\"id\":6"), std::string::npos) << next;
}

} // namespace
} // namespace portcullis::test
