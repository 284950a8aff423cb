#include "tests/gateway/engine/running_gateway.h"

#include <algorithm>

namespace portcullis::engine {
namespace {

using test::callText;
using test::Fields;
using test::GatewayHarness;
using test::HttpReply;
using test::kListTools;

class GatewayTest : public test::RunningGateway
{};

std::vector<std::string> namesIn(const HttpReply& reply)
{
    std::vector<std::string> names;
    const auto document = JsonDocument::parse(reply.json());
    if (document) {
        for (JsonValue tool = document->root()["result"]["tools"].first(); tool;
             tool = tool.next()) {
            names.push_back(tool["name"].string());
        }
    }
    return names;
}

std::string textIn(const HttpReply& reply)
{
    const auto document = JsonDocument::parse(reply.json());
    return document ? document->root()["result"]["content"].first()["text"].string()
                    : std::string();
}

TEST_F(GatewayTest, AsksEveryRequestForAKeyAndRecordsRefusals)
{
    harness.addServer("fx");
    run();
    const auto key = harness.makeKey({"fx:echo"});
    const Fields common{
        {"Host", "localhost"}, {"Content-Type", "application/json"}, {"Accept", "*/*"}};
    const HttpReply missing = harness.send("POST", "/mcp", common, kListTools);
    EXPECT_EQ(missing.status, 401U);
    EXPECT_EQ(missing.headers.at("www-authenticate"), "Bearer");
    const HttpReply wrong = harness.post({KeyId(), "pcl_wrong"}, kListTools);
    EXPECT_EQ(wrong.status, 401U);
    EXPECT_NE(wrong.headers.at("www-authenticate").find("invalid_token"), std::string::npos);
    Fields apiKey = common;
    apiKey.emplace_back("X-API-Key", key.secret);
    EXPECT_EQ(harness.send("POST", "/mcp", apiKey, kListTools).status, 200U);

    api::UpdateKey disable{key.id, "test", "", {}, true, api::ContentMode::Full};
    ASSERT_TRUE(harness.apply(disable));
    EXPECT_EQ(harness.post(key, kListTools).status, 401U);
    api::UpdateKey expire{key.id,
                          "test",
                          "",
                          harness.clock.wallNow() - std::chrono::hours(1),
                          false,
                          api::ContentMode::Full};
    ASSERT_TRUE(harness.apply(expire));
    EXPECT_EQ(harness.post(key, kListTools).status, 401U);

    // The refusals themselves do not wait for their records.
    for (const api::Reason expected : {api::Reason::MissingKey,
                                       api::Reason::UnknownKey,
                                       api::Reason::KeyDisabled,
                                       api::Reason::KeyExpired}) {
        EXPECT_TRUE(GatewayHarness::eventually([&] {
            const auto rows = harness.activity().rows;
            return std::ranges::find(rows, expected, &api::ActivityRow::reason) != rows.end();
        })) << api::reasonName(expected);
    }
}

TEST_F(GatewayTest, RefusesForeignHostsAndOrigins)
{
    run();
    const auto key = harness.makeKey({});
    EXPECT_EQ(harness.post(key, kListTools, {{"Origin", "http://evil.example"}}).status, 403U);
    EXPECT_EQ(harness
                  .send("POST",
                        "/mcp",
                        {{"Host", "evil.example"}, {"Authorization", "Bearer " + key.secret}},
                        kListTools)
                  .status,
              403U);
    EXPECT_EQ(harness.send("GET", "/mcp?key=" + key.secret, {{"Host", "localhost"}}).status, 400U);
    EXPECT_EQ(harness.send("GET", "/.well-known/oauth-protected-resource", {{"Host", "localhost"}})
                  .status,
              404U);
}

TEST_F(GatewayTest, ListsAndCallsOnlyWhatIsAllowed)
{
    harness.addServer("fx");
    harness.addServer("other");
    run();
    const auto key = harness.makeKey({"fx:echo", "fx:lists"});
    const Fields session = harness.initialize(key);
    EXPECT_EQ(namesIn(harness.post(key, kListTools, session)),
              (std::vector<std::string>{"fx__echo", "fx__lists"}));
    EXPECT_EQ(textIn(harness.post(key, callText("fx__echo", R"({"a":1})"), session)), R"({"a":1})");

    const std::string hidden = harness.post(key, callText("fx__env"), session).json();
    std::string unknown = harness.post(key, callText("fx__nil"), session).json();
    unknown.replace(unknown.find("fx__nil"), 7, "fx__env");
    EXPECT_EQ(hidden, unknown);
    EXPECT_EQ(harness.post(key, kListTools, {}, "/mcp/other").status, 404U);

    const auto rows = harness.activity().rows;
    ASSERT_GE(rows.size(), 3U);
    EXPECT_EQ(rows[0].reason, api::Reason::UnknownTool);
    EXPECT_EQ(rows[1].reason, api::Reason::ToolNotAllowed);
    EXPECT_EQ(rows[1].server, ServerId("fx"));
    EXPECT_EQ(rows[1].tool, "env");
    EXPECT_EQ(rows[2].outcome, api::Outcome::Ok);
    EXPECT_EQ(rows[2].client, "tester 1");
}

TEST_F(GatewayTest, PassesNumbersAsTheyWereWritten)
{
    harness.addServer("fx");
    run();
    const auto key = harness.makeKey({"fx:*"});
    const std::string arguments =
        R"({"big":123456789012345678901234567890,"huge":1e400,"tiny":0.10000000000000000000001,"z":"\u0041"})";
    EXPECT_EQ(
        textIn(harness.postStateless(
                   key, "tools/call", R"("name":"fx__echo","arguments":)" + arguments, "fx__echo"))
            .substr(0, arguments.size()),
        arguments);
}

// Every era of client on every era of server.
class EraPairs : public GatewayTest, public testing::WithParamInterface<const char*>
{};

TEST_P(EraPairs, SessionClient)
{
    harness.addServer("fx", {GetParam()});
    run();
    const auto key = harness.makeKey({"fx:*"});
    for (const char* revision : {"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"}) {
        const Fields session = harness.initialize(key, revision, "/mcp/fx");
        EXPECT_FALSE(namesIn(harness.post(key, kListTools, session, "/mcp/fx")).empty())
            << revision;
        const HttpReply reply =
            harness.post(key, callText("echo", R"({"r":1})"), session, "/mcp/fx");
        EXPECT_EQ(textIn(reply).substr(0, 7), R"({"r":1})") << reply.body;
        EXPECT_EQ(reply.json().find("resultType"), std::string::npos);
    }
}

TEST_P(EraPairs, StatelessClient)
{
    harness.addServer("fx", {GetParam()});
    run();
    const auto key = harness.makeKey({"fx:*"});
    const HttpReply hello = harness.postStateless(key, "server/discover", "");
    EXPECT_NE(hello.body.find("supportedVersions"), std::string::npos) << hello.body;
    EXPECT_FALSE(namesIn(harness.postStateless(key, "tools/list", "")).empty());
    const HttpReply reply = harness.postStateless(
        key, "tools/call", R"("name":"fx__echo","arguments":{"r":1})", "fx__echo");
    EXPECT_EQ(textIn(reply).substr(0, 7), R"({"r":1})") << reply.body;
    EXPECT_NE(reply.json().find(R"("resultType":"complete")"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Servers,
                         EraPairs,
                         testing::Values("era=session", "era=stateless", "era=dual"));

TEST_F(GatewayTest, TakesAnAllowListIntoForceAtOnceAndTellsOpenSessions)
{
    harness.addServer("fx");
    run();
    const auto key = harness.makeKey({"fx:echo"});
    const Fields session = harness.initialize(key);
    ASSERT_EQ(namesIn(harness.post(key, kListTools, session)).size(), 1U);

    test::RawClient stream(harness.port());
    Fields fields{{"Host", "localhost"},
                  {"Authorization", "Bearer " + key.secret},
                  {"Accept", "text/event-stream"}};
    fields.insert(fields.end(), session.begin(), session.end());
    stream.send(test::requestText("GET", "/mcp", fields, ""));
    ASSERT_TRUE(stream.readUntil("\r\n\r\n"));

    ASSERT_TRUE(harness.apply(api::SetAllowList{key.id, {*api::parseRule("fx:lists")}}));
    EXPECT_TRUE(stream.readUntil("notifications/tools/list_changed"));
    EXPECT_EQ(namesIn(harness.post(key, kListTools, session)),
              (std::vector<std::string>{"fx__lists"}));
    EXPECT_NE(harness.post(key, callText("fx__echo"), session).json().find("Unknown tool"),
              std::string::npos);
}

TEST_F(GatewayTest, TellsTheModelWhenAServerDiesAndRecovers)
{
    harness.addServer("fx");
    run();
    const auto key = harness.makeKey({"fx:*"});
    const Fields session = harness.initialize(key);
    const HttpReply died = harness.post(key, callText("fx__exit"), session);
    EXPECT_NE(died.json().find(R"("isError":true)"), std::string::npos) << died.body;
    EXPECT_TRUE(GatewayHarness::eventually(
        [&] { return harness.status().servers[0].state == api::ServerState::Ready; }));
    EXPECT_EQ(textIn(harness.post(key, callText("fx__echo"), session)), "{}");
    EXPECT_EQ(harness.activity().rows[1].outcome, api::Outcome::UpstreamGone);
}

TEST_F(GatewayTest, CancelsTheCallThatTheClientNames)
{
    harness.addServer("fx");
    run();
    const auto key = harness.makeKey({"fx:*"});
    const Fields session = harness.initialize(key);
    test::RawClient waiting(harness.port());
    Fields fields{{"Host", "localhost"},
                  {"Authorization", "Bearer " + key.secret},
                  {"Content-Type", "application/json"},
                  {"Accept", "*/*"}};
    fields.insert(fields.end(), session.begin(), session.end());
    waiting.send(test::requestText("POST", "/mcp", fields, callText("fx__hang", "{}", "77")));
    ASSERT_TRUE(GatewayHarness::eventually([&] { return harness.status().inFlight == 1; }));
    EXPECT_EQ(
        harness
            .post(
                key,
                R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":77}})",
                session)
            .status,
        202U);
    EXPECT_TRUE(GatewayHarness::eventually([&] { return harness.status().inFlight == 0; }));
    EXPECT_EQ(harness.activity().rows[0].outcome, api::Outcome::Cancelled);
}

// B-28
TEST_F(GatewayTest, CancelsAStatelessCallWhoseClientIsGone)
{
    harness.addServer("fx");
    run();
    const auto key = harness.makeKey({"fx:*"});
    test::RawClient leaving(harness.port());
    const std::string meta =
        R"("_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}})";
    leaving.send(test::requestText(
        "POST",
        "/mcp",
        {{"Host", "localhost"},
         {"Authorization", "Bearer " + key.secret},
         {"Content-Type", "application/json"},
         {"Accept", "*/*"},
         {"MCP-Protocol-Version", "2026-07-28"},
         {"Mcp-Method", "tools/call"},
         {"Mcp-Name", "fx__hang"}},
        R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"fx__hang",)" + meta +
            "}}"));
    ASSERT_TRUE(GatewayHarness::eventually([&] { return harness.status().inFlight == 1; }));
    leaving.close();
    EXPECT_TRUE(GatewayHarness::eventually([&] { return harness.status().inFlight == 0; }));
}

TEST_F(GatewayTest, StreamsProgressUnderTheClientsToken)
{
    harness.addServer("fx");
    run();
    const auto key = harness.makeKey({"fx:*"});
    const Fields session = harness.initialize(key);
    const HttpReply reply = harness.post(
        key,
        R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"fx__progress","_meta":{"progressToken":"my-token"}}})",
        session);
    EXPECT_TRUE(reply.isStream());
    const std::size_t first = reply.body.find(R"("progressToken":"my-token")");
    EXPECT_NE(first, std::string::npos);
    EXPECT_LT(first, reply.body.find("done"));
    EXPECT_EQ(textIn(reply), "done");
}

// A-45
TEST_F(GatewayTest, AnswersBatchesOfTheRevisionThatHasThem)
{
    harness.addServer("fx");
    run();
    const auto key = harness.makeKey({"fx:*"});
    const std::string batch = "[" + callText("fx__echo", "{}", "1") + "," +
                              callText("fx__echo", "{}", "\"b\"") +
                              R"(,{"jsonrpc":"2.0","method":"notifications/x"}])";
    const HttpReply old = harness.post(key, batch, harness.initialize(key, "2025-03-26"));
    EXPECT_EQ(old.status, 200U);
    EXPECT_EQ(old.body.front(), '[');
    EXPECT_NE(old.body.find(R"("id":"b")"), std::string::npos);
    EXPECT_EQ(harness.post(key, batch, harness.initialize(key, "2025-06-18")).status, 400U);
}

// A-32, A-36, A-39
TEST_F(GatewayTest, BindsSessionsToTheirKeyAndEndsThemOnDelete)
{
    run();
    const auto alice = harness.makeKey({});
    const auto bob = harness.makeKey({});
    const Fields session = harness.initialize(alice);
    EXPECT_EQ(harness.post(alice, kListTools, session).status, 200U);
    EXPECT_EQ(harness.post(bob, kListTools, session).status, 404U);
    Fields fields{{"Host", "localhost"}, {"Authorization", "Bearer " + alice.secret}};
    fields.insert(fields.end(), session.begin(), session.end());
    EXPECT_EQ(harness.send("DELETE", "/mcp", fields).status, 204U);
    EXPECT_EQ(harness.post(alice, kListTools, session).status, 404U);
}

TEST_F(GatewayTest, EndsTheSessionsOfARemovedKey)
{
    run();
    const auto key = harness.makeKey({});
    static_cast<void>(harness.initialize(key));
    EXPECT_EQ(harness.status().sessions, 1U);
    ASSERT_TRUE(harness.apply(api::RemoveKey{key.id}));
    EXPECT_EQ(harness.status().sessions, 0U);
}

TEST_F(GatewayTest, LetsOneHangingServerDelayNobody)
{
    harness.addServer("bad", {"start=hang"});
    harness.addServer("good");
    run();
    const auto key = harness.makeKey({"good:*"});
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_FALSE(namesIn(harness.post(key, kListTools)).empty());
    EXPECT_EQ(textIn(harness.post(key, callText("good__echo"))), "{}");
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
}

// B-40: the shortest of the servers' own times, at most 30 s, and none while a server starts
TEST_F(GatewayTest, LetsListsBeKeptNoLongerThanItsServersDo)
{
    harness.addServer("brief", {"era=stateless", "ttl=1500"});
    harness.addServer("steady");
    run();
    const auto both = harness.makeKey({"brief:*", "steady:*"});
    const auto steady = harness.makeKey({"steady:*"});
    const auto lifeFor = [this](const auto& key) {
        const auto document =
            JsonDocument::parse(harness.postStateless(key, "tools/list", "").json());
        return document->root()["result"]["ttlMs"].integer();
    };
    EXPECT_EQ(lifeFor(both), 1500);
    EXPECT_EQ(lifeFor(steady), 30'000);
    api::ServerConfig hanging;
    hanging.id = ServerId("steady");
    hanging.command = {PORTCULLIS_TEST_SERVER, "start=hang"};
    ASSERT_TRUE(harness.apply(api::UpdateServer{hanging}));
    EXPECT_EQ(lifeFor(steady), 0);
}

} // namespace
} // namespace portcullis::engine
