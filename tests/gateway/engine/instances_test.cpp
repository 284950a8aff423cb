#include "tests/gateway/engine/bridge_fixture.h"
#include "tests/gateway/engine/era_client.h"

#include <chrono>
#include <filesystem>
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

// C-62: clients without sessions are told apart by their keys, whatever connection they come on.
TEST_F(InstancesTest, AKeyCountsAndNotAConnection)
{
    run(api::InstanceScope::Key);
    const std::string body =
        R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"old__pid","arguments":{},)"
        R"("_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}})";
    RawClient connection(harness.port());
    std::vector<std::string> pids;
    for (const GatewayHarness::Key& who : {key, other, key}) {
        const std::size_t before = connection.received().size();
        connection.send(requestText("POST",
                                    "/mcp",
                                    {{"Host", "127.0.0.1"},
                                     {"Authorization", "Bearer " + who.secret},
                                     {"Content-Type", "application/json"},
                                     {"Accept", "application/json, text/event-stream"},
                                     {"MCP-Protocol-Version", "2026-07-28"},
                                     {"Mcp-Method", "tools/call"},
                                     {"Mcp-Name", "old__pid"}},
                                    body));
        ASSERT_TRUE(connection.readUntil(R"("}])", static_cast<int>(pids.size()) + 1));
        const std::string answer = connection.received().substr(before);
        const std::size_t begin = answer.find(R"("text":")") + 8;
        pids.push_back(answer.substr(begin, answer.find('"', begin) - begin));
    }
    EXPECT_NE(pids[0], pids[1]);
    EXPECT_EQ(pids[0], pids[2]);
    EXPECT_EQ(pidOf(other), pids[1]); // on a connection of its own
}

// D-46
TEST_F(InstancesTest, WhatAServerOfItsOwnSaysOutsideOfCallsItsClientsSessionsHear)
{
    run(api::InstanceScope::Key);
    const GatewayHarness::Key own = key;
    const Fields talkative = openSession("{}");
    const Fields quiet = openSession("{}");
    key = other;
    const Fields stranger = openSession("{}");
    std::vector<std::unique_ptr<RawClient>> streams;
    for (const Fields& session : {talkative, quiet, stranger}) {
        key = session == stranger ? other : own;
        streams.push_back(std::make_unique<RawClient>(harness.port()));
        begin(*streams.back(), session, {}, "GET");
        EXPECT_TRUE(streams.back()->readUntil("200"));
    }
    key = own;
    const auto say = [&](const std::string& level) {
        static_cast<void>(
            inSession(quiet,
                      callText("old__tell-later",
                               R"({"method":"notifications/message","params":{"level":")" + level +
                                   R"(","logger":"lg","data":"of )" + level + "\"}}")));
    };
    static_cast<void>(inSession(
        quiet,
        R"({"jsonrpc":"2.0","id":1,"method":"logging/setLevel","params":{"level":"error"}})"));
    say("info");
    say("error");
    EXPECT_TRUE(streams[0]->readUntil("of error")) << streams[0]->received();
    EXPECT_NE(streams[0]->received().find("of info"), std::string::npos);
    EXPECT_NE(streams[0]->received().find(R"("logger":"old/lg")"), std::string::npos);
    EXPECT_TRUE(streams[1]->readUntil("of error"));
    EXPECT_EQ(streams[1]->received().find("of info"), std::string::npos);
    // What comes after it on the stranger's stream comes without it.
    ASSERT_TRUE(harness.apply(api::SetAllowList{other.id, {*api::parseRule("old:echo")}}));
    static_cast<void>(
        harness.post(other, R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})", stranger));
    ASSERT_TRUE(harness.apply(api::SetAllowList{other.id, {*api::parseRule("old:lists")}}));
    EXPECT_TRUE(streams[2]->readUntil("list_changed"));
    EXPECT_EQ(streams[2]->received().find("of "), std::string::npos) << streams[2]->received();
}

// D-46: which session it means, a server that several share cannot say.
TEST_F(InstancesTest, WhatASharedServerSaysOutsideOfCallsNobodyHears)
{
    run(api::InstanceScope::Shared);
    const Fields session = openSession("{}");
    RawClient stream(harness.port());
    begin(stream, session, {}, "GET");
    EXPECT_TRUE(stream.readUntil("200"));
    static_cast<void>(inSession(
        session,
        callText(
            "old__tell-later",
            R"({"method":"notifications/message","params":{"level":"error","data":"heard"}})")));
    static_cast<void>(inSession(session, R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})"));
    static_cast<void>(inSession(session, callText("old__add-tool")));
    EXPECT_TRUE(stream.readUntil("list_changed"));
    EXPECT_EQ(stream.received().find("heard"), std::string::npos) << stream.received();
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

// D-26, A-80: each of them numbers its elicitations for itself.
TEST_F(InstancesTest, WhatAUserHasDoneForOneServerIsNotToldToAnothersClient)
{
    run(api::InstanceScope::Key);
    const std::string capabilities = R"({"elicitation":{"url":{}}})";
    const std::string needs = callText("old__need-url", R"({"visited":"/none"})");
    const auto first = key;
    const Fields its = openSession(capabilities);
    EXPECT_NE(inSession(its, needs).find("-32042"), std::string::npos);
    RawClient toFirst(harness.port());
    begin(toFirst, its, {}, "GET");
    ASSERT_TRUE(toFirst.readUntil("200"));
    key = other;
    const Fields others = openSession(capabilities);
    EXPECT_NE(inSession(others, needs).find("-32042"), std::string::npos);
    RawClient toOther(harness.port());
    begin(toOther, others, {}, "GET");
    ASSERT_TRUE(toOther.readUntil("200"));
    const std::string done = callText(
        "old__notify",
        R"({"method":"notifications/elicitation/complete","params":{"elicitationId":"e1"}})");
    static_cast<void>(inSession(others, done));
    EXPECT_TRUE(toOther.readUntil("elicitation/complete")) << toOther.received();
    key = first;
    static_cast<void>(inSession(its, done));
    EXPECT_TRUE(toFirst.readUntil("elicitation/complete"));
    EXPECT_EQ(toFirst.received().find("elicitation/complete"),
              toFirst.received().rfind("elicitation/complete"));
}

// D-45: with patience for each of them, these calls would take ten seconds.
TEST_F(InstancesTest, ACallDoesNotWaitForTheServerOfAnotherClient)
{
    run(api::InstanceScope::Key);
    const auto first = key;
    key = other;
    EXPECT_NE(stateless("old__deaf", "{}").find("what?"), std::string::npos);
    key = first;
    static_cast<void>(pidOf(key));
    const auto begun = std::chrono::steady_clock::now();
    for (int i = 0; i < 5; ++i) {
        const std::string heard = stateless("old__level",
                                            "{}",
                                            {},
                                            R"("io.modelcontextprotocol/clientCapabilities":{},)"
                                            R"("io.modelcontextprotocol/logLevel":"debug")");
        EXPECT_NE(heard.find("debug"), std::string::npos) << heard;
    }
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(8));
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

// D-19: whatever its clients could open, and in whichever way it asks
TEST_F(InstancesTest, ClientsOfASharedServerThatOpenAddressesAreNotSentToSignInEither)
{
    run(api::InstanceScope::Shared);
    const std::string opens = R"({"elicitation":{"form":{},"url":{}}})";
    const std::string declared = R"("io.modelcontextprotocol/clientCapabilities":)" + opens;
    const Fields session = openSession(opens);
    const std::string address =
        R"({"mode":"url","message":"m","url":"https://sign.in/y","elicitationId":"e"})";
    const std::string wanted = R"({"requests":{"a":{"method":"elicitation/create","params":)" +
                               address + R"(}},"state":"s"})";
    const std::string request = R"({"method":"elicitation/create","params":)" + address + "}";
    const std::vector<std::string> told{
        stateless("old__need-url", R"({"visited":"/none"})", {}, declared),
        inSession(session, callText("old__need-url", R"({"visited":"/none"})")),
        stateless("old__request", request, {}, declared),
        inSession(session, callText("old__request", request)),
        stateless("new__need-input", wanted, {}, declared),
        inSession(session, callText("new__need-input", wanted))};
    for (const std::string& answer : told) {
        EXPECT_EQ(answer.find("https://sign.in"), std::string::npos) << answer;
        EXPECT_EQ(answer.find("input_required"), std::string::npos) << answer;
        EXPECT_EQ(answer.find("gw-1"), std::string::npos) << answer;
    }
    for (const std::size_t needUrl : {0U, 1U}) {
        EXPECT_NE(told[needUrl].find("share it and would all act as that person"),
                  std::string::npos)
            << told[needUrl];
    }
    for (const std::size_t asked : {2U, 3U}) { // the form could be asked, this not
        EXPECT_NE(told[asked].find("-32602"), std::string::npos) << told[asked];
    }
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

// D-82: what the gateway keeps from a server is not the client's lack.
TEST_F(InstancesTest, AServerThatMissesWhatIsWithheldIsNoFaultOfTheClient)
{
    run(api::InstanceScope::Key);
    const auto says = [this](const std::string& needs, const std::string& declared) {
        return stateless("new__need-feature",
                         R"({"data":{"requiredCapabilities":)" + needs + "}}",
                         {},
                         R"("io.modelcontextprotocol/clientCapabilities":)" + declared);
    };
    const std::string url = R"({"elicitation":{"url":{}}})";
    const std::string withheld = says(url, url);
    EXPECT_NE(withheld.find("-32603"), std::string::npos) << withheld;
    EXPECT_NE(withheld.find("share"), std::string::npos) << withheld;
    EXPECT_NE(says(url, "{}").find("-32021"), std::string::npos);
    const std::string foreign = R"({"extensions":{"com.example/x":{}}})";
    EXPECT_NE(says(foreign, foreign).find("does not pass on"), std::string::npos);
    EXPECT_NE(says(foreign, R"({"roots":{}})").find("-32021"), std::string::npos);
    const std::string session = inSession(
        openSession(url),
        callText("new__need-feature", R"({"data":{"requiredCapabilities":)" + url + "}}"));
    EXPECT_NE(session.find("isError"), std::string::npos) << session;
    EXPECT_NE(session.find("share"), std::string::npos) << session;
}

// A server whose prompts and resources are one key's.
class OwnOffersTest : public testing::Test
{
protected:
    OwnOffersTest()
    {
        api::ServerConfig docs;
        docs.id = ServerId("docs");
        docs.command = {PORTCULLIS_TEST_SERVER, "offers=1", "asks=1", "starts=" + starts.string()};
        docs.scope = api::InstanceScope::Key;
        harness.addServer(docs);
        harness.start();
        harness.open();
        key = harness.makeKey({"docs:*"});
        other = harness.makeKey({"docs:*"});
        awaitTools(harness, key, "docs__touch");
        EXPECT_TRUE(GatewayHarness::eventually([this] {
            return EraClient(harness, key, Era::Stateless)
                       .ask("prompts/list", "")
                       .body.find("docs__p") != std::string::npos;
        }));
    }

    [[nodiscard]] std::string pidOf(const GatewayHarness::Key& who) const
    {
        const auto document =
            JsonDocument::parse(EraClient(harness, who, Era::Stateless).call("docs__pid").json());
        return document ? document->root()["result"]["content"].first()["text"].string() : "";
    }

    GatewayHarness harness;
    std::filesystem::path starts = harness.folder.file("starts");
    GatewayHarness::Key key;
    GatewayHarness::Key other;
};

TEST_F(OwnOffersTest, CompletionsAreTheOwnServers)
{
    for (const auto& who : {key, other}) {
        const std::string said =
            EraClient(harness, who, Era::Stateless)
                .ask(
                    "completion/complete",
                    R"("ref":{"type":"ref/prompt","name":"docs__p"},"argument":{"name":"x","value":"pid"})")
                .json();
        EXPECT_NE(said.find(R"("values":[")" + pidOf(who) + R"("])"), std::string::npos) << said;
    }
}

// D-50, D-54: and nobody else hears of it.
TEST_F(OwnOffersTest, SubscriptionsAreToTheOwnServer)
{
    const std::string uri = R"("uri":"docs+test://r")";
    const EraClient first(harness, key, Era::Session);
    const EraClient second(harness, other, Era::Session);
    RawClient toFirst(harness.port());
    RawClient toSecond(harness.port());
    first.listen(toFirst);
    second.listen(toSecond);
    for (const EraClient* client : {&first, &second}) {
        EXPECT_NE(client->ask("resources/subscribe", uri).json().find(R"("result":{})"),
                  std::string::npos);
    }
    static_cast<void>(first.call("docs__touch"));
    EXPECT_TRUE(toFirst.readUntil("resources/updated")) << toFirst.received();
    static_cast<void>(second.call("docs__touch"));
    EXPECT_TRUE(toSecond.readUntil("resources/updated")) << toSecond.received();
    EXPECT_EQ(linesOf(starts).size(), 3U); // and the main one
    // All that the first one was ever told.
    Fields end{{"Host", "127.0.0.1"},
               {"Authorization", "Bearer " + key.secret},
               {"Accept", "application/json, text/event-stream"}};
    end.insert(end.end(), first.session().begin(), first.session().end());
    EXPECT_EQ(harness.send("DELETE", "/mcp", end).status, 204U);
    EXPECT_TRUE(toFirst.readUntil("\r\n0\r\n\r\n"));
    EXPECT_EQ(countIn(toFirst.received(), "resources/updated"), 1U);
}

} // namespace
} // namespace portcullis::test
