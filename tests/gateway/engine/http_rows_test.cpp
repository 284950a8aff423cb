#include "tests/gateway/engine/gateway_harness.h"

#include <gtest/gtest.h>

#include <string>

// Rows of the requirements' tables that only a request over HTTP shows: what is answered to whom.
namespace portcullis::engine {
namespace {

using test::callText;
using test::Fields;
using test::GatewayHarness;
using test::HttpReply;

constexpr const char* kPing = R"({"jsonrpc":"2.0","id":1,"method":"ping"})";

class HttpRowsTest : public testing::Test
{
protected:
    void SetUp() override
    {
        harness.addServer("fx");
        harness.start();
        ASSERT_NE(harness.gateway, nullptr);
        harness.open();
        key = harness.makeKey({"fx:*"});
    }

    [[nodiscard]] Fields withKey(Fields more) const
    {
        Fields fields{{"Host", "localhost"}, {"Authorization", "Bearer " + key.secret}};
        fields.insert(fields.end(), more.begin(), more.end());
        return fields;
    }

    static std::string initializeText(const std::string& revision)
    {
        return R"({"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":")" +
               revision + R"(","capabilities":{},"clientInfo":{"name":"t","version":"1"}}})";
    }

    static JsonDocument parsed(const HttpReply& reply)
    {
        auto document = JsonDocument::parse(reply.json());
        EXPECT_TRUE(document) << reply.body;
        return document ? std::move(*document) : *JsonDocument::parse("{}");
    }

    static std::int64_t codeOf(const HttpReply& reply)
    {
        return parsed(reply).root()["error"]["code"].integer().value_or(0);
    }

    GatewayHarness harness;
    GatewayHarness::Key key;
};

// A-02: whatever the method and the path, and before the key is looked at
TEST_F(HttpRowsTest, RefusesAForeignOriginEverywhere)
{
    for (const char* method : {"POST", "GET", "DELETE", "OPTIONS"}) {
        for (const char* path :
             {"/mcp", "/mcp/fx", "/sse", "/.well-known/oauth-protected-resource"}) {
            const HttpReply reply =
                harness.send(method, path, withKey({{"Origin", "http://evil.example"}}));
            EXPECT_EQ(reply.status, 403U) << method << " " << path;
            EXPECT_FALSE(reply.headers.contains("access-control-allow-origin"));
        }
    }
}

// A-06, G-02, G-10
TEST_F(HttpRowsTest, TellsAStrangerNothing)
{
    const Fields stranger{{"Host", "localhost"}};
    for (const char* method : {"POST", "GET", "DELETE", "PUT", "OPTIONS"}) {
        EXPECT_EQ(harness.send(method, "/mcp", stranger).status, 401U) << method;
    }
    EXPECT_EQ(harness.send("POST", "/mcp/fx", stranger, "not json").status, 401U);
    EXPECT_EQ(harness.send("POST", "/mcp/nope", stranger).status, 401U);
    const HttpReply elsewhere = harness.send("GET", "/sse", stranger);
    EXPECT_EQ(elsewhere.status, 404U);
    EXPECT_EQ(elsewhere.body.find("jsonrpc"), std::string::npos);
}

// A-10, A-12, A-13, G-11, G-12, G-28
TEST_F(HttpRowsTest, AnswersWhatIsNoRequest)
{
    const Fields session = harness.initialize(key);
    const HttpReply broken = harness.post(key, "{", session);
    EXPECT_EQ(broken.status, 400U);
    EXPECT_EQ(codeOf(broken), -32700);
    EXPECT_FALSE(parsed(broken).root()["id"].exists() && !parsed(broken).root()["id"].isNull());
    EXPECT_EQ(codeOf(harness.post(key, R"({"jsonrpc":"2.0","id":1.5,"method":"ping"})", session)),
              -32600);
    const HttpReply note =
        harness.post(key, R"({"jsonrpc":"2.0","method":"notifications/unknown"})", session);
    EXPECT_EQ(note.status, 202U);
    EXPECT_EQ(note.body, "");
    EXPECT_EQ(harness.post(key, R"({"jsonrpc":"2.0","id":7,"result":{}})", session).status, 400U);
}

// A-38, A-39, A-48, A-49, A-53
TEST_F(HttpRowsTest, AnswersRequestsOfTheSessionEra)
{
    const Fields session = harness.initialize(key);
    EXPECT_EQ(harness.post(key, kPing).body, R"({"jsonrpc":"2.0","id":1,"result":{}})");
    const HttpReply named =
        harness.post(key, R"({"jsonrpc":"2.0","id":"1","method":"ping"})", session);
    EXPECT_EQ(named.body, R"({"jsonrpc":"2.0","id":"1","result":{}})");
    const HttpReply unknown =
        harness.post(key, R"({"jsonrpc":"2.0","id":1,"method":"resources/burn"})", session);
    EXPECT_EQ(unknown.status, 200U);
    EXPECT_EQ(codeOf(unknown), -32601);
    const HttpReply ended = harness.post(key, kPing, {{"Mcp-Session-Id", "of-yesterday"}});
    EXPECT_EQ(ended.status, 404U);
    EXPECT_EQ(codeOf(ended), -32001);
}

// A-38: what a session is needed for there is not.
TEST_F(HttpRowsTest, ServesCallsWithoutASessionAndNothingThatNeedsOne)
{
    EXPECT_NE(harness.post(key, callText("fx__echo", R"({"a":1})")).json().find(R"({\"a\":1})"),
              std::string::npos);
    const HttpReply subscribed = harness.post(
        key, R"({"jsonrpc":"2.0","id":1,"method":"resources/subscribe","params":{"uri":"a:b"}})");
    EXPECT_EQ(codeOf(subscribed), -32602);
    EXPECT_NE(subscribed.body.find("needs a session"), std::string::npos) << subscribed.body;
}

// A-37
TEST_F(HttpRowsTest, RefusesRequestsWithoutASessionWhereTheSettingsSaySo)
{
    const auto config =
        GatewayHarness::wait<api::ConfigPtr>([this](auto done) { harness.gateway->config(done); });
    api::Settings settings = (*config)->settings;
    settings.lenientSessions = false;
    ASSERT_TRUE(harness.apply(api::UpdateSettings{settings}));
    const Fields session = harness.initialize(key);
    EXPECT_EQ(harness.post(key, kPing, session).status, 200U);
    const HttpReply refused = harness.post(key, kPing);
    EXPECT_EQ(refused.status, 400U);
    EXPECT_EQ(codeOf(refused), -32600);
    EXPECT_EQ(parsed(refused).root()["id"].raw(), "1");
    EXPECT_EQ(harness.post(key, std::string("[") + kPing + "]").status, 400U);
    EXPECT_EQ(harness.postStateless(key, "server/discover", "").status, 200U);
}

// JSON-RPC: an error goes to the request it is about, wherever its id can be read.
TEST_F(HttpRowsTest, RefusesUnderTheIdOfWhatIsRefused)
{
    const Fields session = harness.initialize(key);
    const GatewayHarness::Key other = harness.makeKey({"fx:*"});
    const std::string ping = R"({"jsonrpc":"2.0","id":"mine","method":"ping"})";
    const std::string stray = R"({"jsonrpc":"2.0","id":"mine","result":{}})";
    const std::string id = session.front().second;
    const HttpReply refused[] = {
        harness.post(key, ping, {{"Mcp-Session-Id", "of-yesterday"}}),
        harness.post(other, ping, session),
        harness.post(key, ping, {{"Mcp-Session-Id", "with space"}}),
        harness.post(key, ping, {{"Mcp-Session-Id", id}, {"MCP-Protocol-Version", "2025-06-18"}}),
        harness.post(key, stray, session),
    };
    for (const HttpReply& reply : refused) {
        EXPECT_GE(reply.status, 400U) << reply.body;
        EXPECT_EQ(parsed(reply).root()["id"].raw(), "\"mine\"") << reply.body;
    }
    const std::string batch = "[" + ping + "]";
    EXPECT_FALSE(parsed(harness.post(key, batch, session)).root()["id"].exists());
}

// A-42, A-35
TEST_F(HttpRowsTest, NegotiatesEveryRevision)
{
    for (const std::string revision : {"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"}) {
        const HttpReply reply = harness.post(key, initializeText(revision));
        EXPECT_EQ(parsed(reply).root()["result"]["protocolVersion"].string(), revision);
        EXPECT_GE(reply.headers.at("mcp-session-id").size(), 22U);
    }
    for (const std::string revision : {"1999-01-01", "2026-07-28"}) {
        const HttpReply reply = harness.post(key, initializeText(revision));
        EXPECT_EQ(parsed(reply).root()["result"]["protocolVersion"].string(), "2025-11-25");
    }
}

// G-30
TEST_F(HttpRowsTest, InitializesASessionOnce)
{
    const Fields session = harness.initialize(key);
    const std::string again = initializeText("2025-11-25");
    const HttpReply twice = harness.post(key, again, session);
    EXPECT_EQ(twice.status, 400U);
    EXPECT_EQ(codeOf(twice), -32600);
    EXPECT_EQ(harness.post(key, kPing, session).status, 200U);
    EXPECT_EQ(harness.post(key, again, {{"Mcp-Session-Id", "of-yesterday"}}).status, 200U);
    EXPECT_EQ(harness.post(harness.makeKey({}), again, session).status, 200U);
}

// A-43, A-44
TEST_F(HttpRowsTest, HoldsASessionToItsRevision)
{
    const Fields session = harness.initialize(key, "2025-06-18");
    EXPECT_EQ(harness.post(key, kPing, {session[0]}).status, 200U);
    for (const char* other : {"2025-11-25", "2025-03-26", "2001-01-01"}) {
        EXPECT_EQ(harness.post(key, kPing, {session[0], {"MCP-Protocol-Version", other}}).status,
                  400U)
            << other;
    }
    const Fields old = harness.initialize(key, "2025-03-26");
    EXPECT_EQ(harness.post(key, kPing, {old[0], {"MCP-Protocol-Version", "2025-06-18"}}).status,
              200U);
}

// A-45, G-13
TEST_F(HttpRowsTest, AnswersBatchesByEra)
{
    const std::string batch = std::string("[") + kPing + "]";
    const std::string notes = R"([{"jsonrpc":"2.0","method":"notifications/x"}])";
    for (const char* revision : {"2024-11-05", "2025-03-26"}) {
        const Fields session = harness.initialize(key, revision);
        EXPECT_EQ(harness.post(key, batch, session).body,
                  R"([{"jsonrpc":"2.0","id":1,"result":{}}])");
        EXPECT_EQ(harness.post(key, notes, session).status, 202U);
        EXPECT_EQ(codeOf(harness.post(key, "[]", session)), -32600);
        EXPECT_EQ(codeOf(harness.post(key, "[" + initializeText("2025-03-26") + "]", session)),
                  -32600);
    }
    for (const char* revision : {"2025-06-18", "2025-11-25"}) {
        const HttpReply reply = harness.post(key, batch, harness.initialize(key, revision));
        EXPECT_EQ(reply.status, 400U) << revision;
        EXPECT_EQ(codeOf(reply), -32600) << revision;
    }
    EXPECT_EQ(harness.post(key, batch).status, 200U); // no session, no newer version
    for (const char* version : {"2025-06-18", "2026-07-28"}) {
        const HttpReply reply = harness.post(key, batch, {{"MCP-Protocol-Version", version}});
        EXPECT_EQ(reply.status, 400U) << version;
        EXPECT_EQ(codeOf(reply), -32600) << version;
    }
}

// B-17, B-19, B-22, B-24
TEST_F(HttpRowsTest, AnswersRequestsWithoutSessions)
{
    for (const char* method : {"ping", "logging/setLevel", "resources/subscribe", "nonsense"}) {
        const HttpReply reply = harness.postStateless(key, method, "");
        EXPECT_EQ(reply.status, 404U) << method;
        EXPECT_EQ(codeOf(reply), -32601) << method;
    }
    const HttpReply unknown =
        harness.postStateless(key, "tools/call", R"("name":"fx__nil")", "fx__nil");
    EXPECT_EQ(unknown.status, 200U);
    EXPECT_EQ(codeOf(unknown), -32602);
    const HttpReply get = harness.send(
        "GET",
        "/mcp",
        withKey({{"Accept", "text/event-stream"}, {"MCP-Protocol-Version", "2026-07-28"}}));
    EXPECT_EQ(get.status, 405U);
    EXPECT_EQ(get.headers.at("allow"), "POST");
}

// A-25, A-26
TEST_F(HttpRowsTest, OpensNoStreamWithoutASession)
{
    const HttpReply reply = harness.send("GET", "/mcp", withKey({{"Accept", "text/event-stream"}}));
    EXPECT_EQ(reply.status, 405U);
    EXPECT_EQ(harness
                  .send("GET",
                        "/mcp",
                        withKey({{"Accept", "text/event-stream"}, {"Mcp-Session-Id", "unknown"}}))
                  .status,
              404U);
}

// A-11
class LenientAcceptTest : public HttpRowsTest
{
protected:
    void setLenient(bool on) const
    {
        ASSERT_TRUE(harness.apply(
            api::UpdateKey{key.id, "test", "", {}, false, api::ContentMode::Full, on}));
    }

    [[nodiscard]] HttpReply postJson(const std::string& body, Fields more = {}) const
    {
        more.insert(more.begin(),
                    {{"Content-Type", "application/json"}, {"Accept", "application/json"}});
        return harness.send("POST", "/mcp", withKey(more), body);
    }

    static std::string progressCall(const std::string& more = {})
    {
        return R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"fx__progress","_meta":{"progressToken":"t")" +
               more + "}}}";
    }
};

TEST_F(LenientAcceptTest, RefusesALoneJsonWithoutTheSwitch)
{
    const HttpReply refused = postJson(kPing);
    EXPECT_EQ(refused.status, 406U);
    EXPECT_NE(refused.body.find("lenient"), std::string::npos);
    setLenient(true);
    EXPECT_EQ(postJson(kPing).status, 200U);
    setLenient(false);
    EXPECT_EQ(postJson(kPing).status, 406U);
}

TEST_F(LenientAcceptTest, AnswersWithJsonWhatWouldBeAStream)
{
    setLenient(true);
    const Fields session = harness.initialize(key);
    for (const Fields& fields : {session, Fields{}}) {
        const HttpReply reply = postJson(progressCall(), fields);
        EXPECT_EQ(reply.status, 200U);
        EXPECT_EQ(reply.headers.at("content-type"), "application/json");
        EXPECT_NE(reply.body.find("done"), std::string::npos) << reply.body;
        EXPECT_EQ(reply.body.find("notifications/progress"), std::string::npos);
    }
    const std::string meta =
        R"(,"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{})";
    const HttpReply stateless = postJson(progressCall(meta),
                                         {{"MCP-Protocol-Version", "2026-07-28"},
                                          {"Mcp-Method", "tools/call"},
                                          {"Mcp-Name", "fx__progress"}});
    EXPECT_EQ(stateless.headers.at("content-type"), "application/json");
    EXPECT_NE(stateless.body.find("done"), std::string::npos) << stateless.body;
    // Who takes streams gets them as before.
    EXPECT_TRUE(harness.post(key, progressCall(), session).isStream());
}

TEST_F(LenientAcceptTest, AnswersACancelledCallWithoutContent)
{
    setLenient(true);
    const Fields session = harness.initialize(key);
    Fields fields = withKey({{"Content-Type", "application/json"}, {"Accept", "application/json"}});
    fields.insert(fields.end(), session.begin(), session.end());
    test::RawClient waiting(harness.port());
    waiting.send(test::requestText("POST", "/mcp", fields, callText("fx__hang", "{}", "5")));
    ASSERT_TRUE(GatewayHarness::eventually([&] { return harness.status().inFlight == 1; }));
    static_cast<void>(harness.post(
        key,
        R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":5}})",
        session));
    EXPECT_TRUE(waiting.readUntil("\r\n\r\n"));
    EXPECT_TRUE(waiting.received().starts_with("HTTP/1.1 202")) << waiting.received();
}

} // namespace
} // namespace portcullis::engine
