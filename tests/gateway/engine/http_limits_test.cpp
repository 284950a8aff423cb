#include "tests/gateway/engine/gateway_harness.h"

#include <gtest/gtest.h>

// What one key may take over HTTP, and what the header fields of a session may say.
namespace portcullis::engine {
namespace {

using test::callText;
using test::Fields;
using test::GatewayHarness;
using test::HttpReply;

class HttpLimitsTest : public testing::Test
{
protected:
    void run(const std::function<void(api::Limits&)>& change = {})
    {
        harness.addServer("fx");
        harness.start();
        ASSERT_NE(harness.gateway, nullptr);
        harness.open();
        if (change) {
            const auto config = GatewayHarness::wait<api::ConfigPtr>(
                [this](auto done) { harness.gateway->config(done); });
            api::Settings settings = (*config)->settings;
            change(settings.limits);
            ASSERT_TRUE(harness.apply(api::UpdateSettings{settings}));
        }
        key = harness.makeKey({"fx:*"});
    }

    [[nodiscard]] HttpReply sessionless(const std::string& method, Fields more) const
    {
        Fields fields{{"Host", "localhost"},
                      {"Authorization", "Bearer " + key.secret},
                      {"Accept", "text/event-stream"}};
        fields.insert(fields.end(), more.begin(), more.end());
        return harness.send(method, "/mcp", fields);
    }

    [[nodiscard]] std::size_t rowsWith(api::Reason reason) const
    {
        std::size_t found = 0;
        for (const api::ActivityRow& row : harness.activity().rows) {
            found += row.reason == reason ? 1 : 0;
        }
        return found;
    }

    static std::string batchOf(int calls)
    {
        std::string batch;
        for (int i = 0; i < calls; ++i) {
            batch += (i == 0 ? "[" : ",") + callText("fx__echo", "{}", std::to_string(i));
        }
        return batch + "]";
    }

    static std::size_t count(const std::string& text, const std::string& part)
    {
        std::size_t found = 0;
        for (std::size_t at = text.find(part); at != std::string::npos;
             at = text.find(part, at + 1)) {
            ++found;
        }
        return found;
    }

    GatewayHarness harness;
    GatewayHarness::Key key;
};

// G-04
TEST_F(HttpLimitsTest, CountsEveryRequestOfABatchAndRecordsTheLimit)
{
    run([](api::Limits& limits) { limits.requestsPerMinute = 10; });
    const HttpReply reply = harness.post(key, batchOf(30)); // a revision without sessions has them
    EXPECT_EQ(reply.status, 200U);
    EXPECT_EQ(count(reply.body, R"("result")"), 10U);
    EXPECT_EQ(count(reply.body, "Too many requests"), 20U);
    EXPECT_EQ(harness.post(key, batchOf(1)).status, 429U);
    EXPECT_EQ(harness.post(key, batchOf(1)).headers.at("retry-after"), "60");
    EXPECT_TRUE(
        GatewayHarness::eventually([this] { return rowsWith(api::Reason::RateLimited) == 1; }));
    EXPECT_EQ(harness.status().refused, 22U);
}

TEST_F(HttpLimitsTest, RefusesEndlessBatchesAndDoubledIds)
{
    run();
    EXPECT_EQ(harness.post(key, batchOf(101)).status, 400U);
    const Fields session = harness.initialize(key, "2025-03-26");
    const std::string twice =
        "[" + callText("fx__echo", "{}", "5") + "," + callText("fx__echo", "{}", "5") + "]";
    const HttpReply reply = harness.post(key, twice, session);
    EXPECT_EQ(count(reply.body, "A request with this id is running"), 1U) << reply.body;
}

// A-50, A-32
TEST_F(HttpLimitsTest, CancelsCallsOfABatch)
{
    run();
    const Fields session = harness.initialize(key, "2025-03-26");
    Fields fields{{"Host", "localhost"},
                  {"Authorization", "Bearer " + key.secret},
                  {"Content-Type", "application/json"},
                  {"Accept", "*/*"}};
    fields.insert(fields.end(), session.begin(), session.end());
    test::RawClient waiting(harness.port());
    waiting.send(test::requestText("POST",
                                   "/mcp",
                                   fields,
                                   "[" + callText("fx__hang", "{}", "1") + "," +
                                       callText("fx__hang", "{}", "2") + "]"));
    ASSERT_TRUE(GatewayHarness::eventually([&] { return harness.status().inFlight == 2; }));
    static_cast<void>(harness.post(
        key,
        R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}})",
        session));
    ASSERT_TRUE(GatewayHarness::eventually([&] { return harness.status().inFlight == 1; }));
    EXPECT_EQ(harness.send("DELETE", "/mcp", fields).status, 204U);
    EXPECT_TRUE(GatewayHarness::eventually([&] { return harness.status().inFlight == 0; }));
}

// G.3
TEST_F(HttpLimitsTest, KeepsToTheSizesOfTheSettings)
{
    run([](api::Limits& limits) {
        limits.urlBytes = 100;
        limits.jsonDepth = 8;
        limits.jsonMembers = 100;
    });
    const Fields fields{{"Host", "localhost"}, {"Authorization", "Bearer " + key.secret}};
    EXPECT_EQ(harness.send("POST", "/mcp?" + std::string(100, 'x'), fields, "{}").status, 414U);
    EXPECT_NE(harness.send("POST", "/mcp?" + std::string(50, 'x'), fields, "{}").status, 414U);
    const auto answered = [this](const std::string& arguments) {
        return harness.post(key, callText("fx__echo", arguments)).json();
    };
    EXPECT_NE(answered(R"({"a":[[[[[1]]]]]})").find("\"result\""), std::string::npos);
    EXPECT_NE(answered(R"({"a":[[[[[[[1]]]]]]]})").find("-32700"), std::string::npos);
    std::string list = "1";
    for (int i = 0; i < 99; ++i) {
        list += ",1";
    }
    EXPECT_NE(answered("{\"a\":[" + list + "]}").find("\"result\""), std::string::npos);
    EXPECT_NE(answered("{\"a\":[" + list + ",1]}").find("-32700"), std::string::npos);
}

TEST_F(HttpLimitsTest, OpensNoMoreStreamsThanAllKeysMayHave)
{
    run([](api::Limits& limits) { limits.streams = 1; });
    const Fields session = harness.initialize(key);
    Fields fields{{"Host", "localhost"},
                  {"Authorization", "Bearer " + key.secret},
                  {"Accept", "text/event-stream"}};
    fields.insert(fields.end(), session.begin(), session.end());
    test::RawClient first(harness.port());
    first.send(test::requestText("GET", "/mcp", fields, ""));
    ASSERT_TRUE(first.readUntil("200 OK"));
    const GatewayHarness::Key other = harness.makeKey({"fx:*"});
    Fields others{{"Host", "localhost"},
                  {"Authorization", "Bearer " + other.secret},
                  {"Accept", "text/event-stream"}};
    const Fields itsSession = harness.initialize(other);
    others.insert(others.end(), itsSession.begin(), itsSession.end());
    EXPECT_EQ(harness.send("GET", "/mcp", others).status, 429U);
}

TEST_F(HttpLimitsTest, ListensNoMoreOftenThanTheSettingsSay)
{
    run([](api::Limits& limits) {
        limits.listensPerKey = 1;
        limits.urisPerListen = 2;
    });
    const std::string meta =
        R"(,"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}})";
    const Fields fields{{"Host", "localhost"},
                        {"Authorization", "Bearer " + key.secret},
                        {"Accept", "application/json, text/event-stream"},
                        {"Content-Type", "application/json"},
                        {"MCP-Protocol-Version", "2026-07-28"},
                        {"Mcp-Method", "subscriptions/listen"}};
    const auto body = [&meta](const std::string& wanted) {
        return R"({"jsonrpc":"2.0","id":1,"method":"subscriptions/listen","params":{"notifications":{)" +
               wanted + "}" + meta + "}}";
    };
    const std::string tools = R"("toolsListChanged":true)";
    EXPECT_NE(
        harness.send("POST", "/mcp", fields, body(R"("resourceSubscriptions":["a:1","a:2","a:3"])"))
            .json()
            .find("-32602"),
        std::string::npos);
    test::RawClient first(harness.port());
    first.send(test::requestText("POST", "/mcp", fields, body(tools)));
    ASSERT_TRUE(first.readUntil("acknowledged"));
    EXPECT_NE(harness.send("POST", "/mcp", fields, body(tools)).json().find("Too many listeners"),
              std::string::npos);
}

TEST_F(HttpLimitsTest, OpensNoMoreStreamsThanAKeyMayHave)
{
    run([](api::Limits& limits) {
        limits.streamsPerKey = 2;
        limits.requestsPerMinute = 0; // the clock stands, and it is asked often below
    });
    const Fields session = harness.initialize(key);
    Fields fields{{"Host", "localhost"},
                  {"Authorization", "Bearer " + key.secret},
                  {"Accept", "text/event-stream"}};
    fields.insert(fields.end(), session.begin(), session.end());
    std::vector<std::unique_ptr<test::RawClient>> open;
    for (int i = 0; i < 2; ++i) {
        open.push_back(std::make_unique<test::RawClient>(harness.port()));
        open.back()->send(test::requestText("GET", "/mcp", fields, ""));
        ASSERT_TRUE(open.back()->readUntil("200 OK"));
    }
    EXPECT_EQ(harness.send("GET", "/mcp", fields).status, 429U);
    EXPECT_TRUE(
        GatewayHarness::eventually([this] { return rowsWith(api::Reason::RateLimited) == 1; }));
    open.front()->close();
    EXPECT_TRUE(GatewayHarness::eventually([&] {
        test::RawClient again(harness.port());
        again.send(test::requestText("GET", "/mcp", fields, ""));
        return again.readUntil("\r\n") && again.received().find("200 OK") != std::string::npos;
    }));
}

// A-43, A-44, B-24
TEST_F(HttpLimitsTest, ChecksTheRevisionOfAGetAndADelete)
{
    run();
    const Fields session = harness.initialize(key);
    for (const char* method : {"GET", "DELETE"}) {
        Fields fields{session.front(), {"MCP-Protocol-Version", "1999-01-01"}};
        EXPECT_EQ(sessionless(method, fields).status, 400U);
        fields.back().second = "2025-06-18";
        EXPECT_EQ(sessionless(method, fields).status, 400U);
        fields.back().second = "2026-07-28";
        const HttpReply modern = sessionless(method, fields);
        EXPECT_EQ(modern.status, 405U);
        EXPECT_EQ(modern.headers.at("allow"), "POST");
    }
    EXPECT_EQ(sessionless("DELETE", session).status, 204U);
}

// G-27
TEST_F(HttpLimitsTest, RefusesSessionIdsThatCanBeNone)
{
    run();
    const std::string list = R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})";
    for (const std::string& id :
         {std::string(300, 'a'), std::string("a b"), std::string("\xC3\xA9")}) {
        EXPECT_EQ(harness.post(key, list, {{"Mcp-Session-Id", id}}).status, 400U);
        EXPECT_EQ(sessionless("GET", {{"Mcp-Session-Id", id}}).status, 400U);
    }
    EXPECT_EQ(harness.post(key, list, {{"Mcp-Session-Id", "unknown"}}).status, 404U);
}

} // namespace
} // namespace portcullis::engine
