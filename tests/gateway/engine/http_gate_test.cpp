#include "gateway/engine/http_gate.h"

#include <gtest/gtest.h>

namespace portcullis::engine {
namespace {

http::RequestHead headWith(std::initializer_list<std::pair<const char*, const char*>> fields,
                           const char* method = "POST")
{
    http::RequestHead head;
    head.method = method;
    for (const auto& [name, value] : fields) {
        head.headers.add(name, value);
    }
    return head;
}

std::string keyOf(std::initializer_list<std::pair<const char*, const char*>> fields)
{
    return presentedKey(headWith(fields).headers);
}

TEST(HttpGate, KnowsTheEndpointAndItsServers)
{
    EXPECT_EQ(profileOf("/mcp"), Profile{});
    EXPECT_EQ(profileOf("/mcp/"), Profile{});
    EXPECT_EQ(profileOf("/mcp/fx-1"), Profile{ServerId("fx-1")});
    for (const char* path : {"/",
                             "/mcpx",
                             "/mcp/a/b",
                             "/mcp/Fx",
                             "/mcp/%2e",
                             "/.well-known/oauth-authorization-server",
                             "/sse"}) {
        EXPECT_FALSE(profileOf(path)) << path;
    }
}

TEST(HttpGate, KnowsTheOldTransportsPaths)
{
    EXPECT_EQ(profileOf("/sse", kSseRoot), Profile{});
    EXPECT_EQ(profileOf("/sse/fx", kSseRoot), Profile{ServerId("fx")});
    EXPECT_FALSE(profileOf("/mcp", kSseRoot));
    EXPECT_FALSE(profileOf("/ssefx", kSseRoot));
}

TEST(HttpGate, ReadsTheSessionOfAMessageFromAQueryOfNothingElse)
{
    const std::string id = "abcdefghijklmnopqrstuvwxyz_-0129";
    EXPECT_EQ(messageSession("sessionId=" + id), SessionId(id));
    for (const std::string& query : {std::string(),
                                     std::string("sessionId="),
                                     "sessionId=" + id + "a",
                                     "sessionId=" + id.substr(1),
                                     "sessionId=" + id + "&a=b",
                                     "a=b&sessionId=" + id,
                                     "sessionId=" + id.substr(1) + "%",
                                     "sessionid=" + id}) {
        EXPECT_FALSE(messageSession(query)) << query;
    }
}

TEST(HttpGate, AsksMessagesOfTheOldTransportForNoAccept)
{
    EXPECT_FALSE(checkSseForm(headWith({{"Content-Type", "application/json; charset=utf-8"}})));
    EXPECT_EQ(checkSseForm(headWith({{"Content-Type", "text/plain"}}))->status, 415U);
    EXPECT_FALSE(checkSseForm(headWith({{"Accept", "text/event-stream"}}, "GET")));
    EXPECT_EQ(checkSseForm(headWith({}, "GET"))->status, 406U);
    EXPECT_EQ(checkSseForm(headWith({}, "DELETE"))->headers.get("Allow"), "GET, POST");
}

//
TEST(HttpGate, AcceptsLoopbackHostsOnly)
{
    for (const char* host : {"localhost",
                             "localhost:8717",
                             "127.0.0.1:1",
                             "127.0.0.2:5",
                             "127.255.0.9",
                             "[::1]",
                             "[::1]:8717",
                             "LOCALHOST:80"}) {
        EXPECT_FALSE(checkOrigin(headWith({{"Host", host}}))) << host;
    }
    for (const char* host : {"evil.example",
                             "localhost.evil.example",
                             "127.0.0.1.evil.example",
                             "localhost:",
                             "localhost:8x",
                             "",
                             "127.0.0.2x",
                             "127.0.0.256",
                             "127.0.0.1.",
                             "127.1",
                             "128.0.0.1",
                             "127..0.1",
                             "127.0.0.1:1:2"}) {
        EXPECT_EQ(checkOrigin(headWith({{"Host", host}})), api::Reason::BadHost) << host;
    }
    EXPECT_EQ(checkOrigin(headWith({})), api::Reason::BadHost);
    EXPECT_EQ(checkOrigin(headWith({{"Host", "localhost"}, {"Host", "localhost"}})),
              api::Reason::BadHost);
}

TEST(HttpGate, AcceptsLoopbackOriginsOnly)
{
    for (const char* origin : {"http://localhost:3000", "https://127.0.0.1", "http://[::1]:5"}) {
        EXPECT_FALSE(checkOrigin(headWith({{"Host", "localhost"}, {"Origin", origin}}))) << origin;
    }
    for (const char* origin : {"null",
                               "http://evil.example",
                               "http://localhost.evil.example",
                               "file://localhost",
                               "localhost",
                               ""}) {
        EXPECT_EQ(checkOrigin(headWith({{"Host", "localhost"}, {"Origin", origin}})),
                  api::Reason::BadOrigin)
            << origin;
    }
    EXPECT_EQ(checkOrigin(headWith({{"Host", "localhost"},
                                    {"Origin", "http://localhost"},
                                    {"Origin", "http://localhost"}})),
              api::Reason::BadOrigin);
}

TEST(HttpGate, FindsTheKeyInEitherField)
{
    EXPECT_EQ(keyOf({{"Authorization", "Bearer pcl_x"}}), "pcl_x");
    EXPECT_EQ(keyOf({{"authorization", "bearer   pcl_x"}}), "pcl_x");
    EXPECT_EQ(keyOf({{"X-API-Key", "pcl_x"}}), "pcl_x");
    EXPECT_EQ(keyOf({{"Authorization", "Bearer pcl_x"}, {"X-API-Key", "pcl_x"}}), "pcl_x");
}

TEST(HttpGate, TakesNoKeyFromContradictingFields)
{
    EXPECT_EQ(keyOf({}), "");
    EXPECT_EQ(keyOf({{"Authorization", "Basic abc"}}), "");
    EXPECT_EQ(keyOf({{"Authorization", "Bearer"}}), "");
    EXPECT_EQ(keyOf({{"Authorization", "Bearer a"}, {"X-API-Key", "b"}}), "");
    EXPECT_EQ(keyOf({{"Authorization", "Bearer a"}, {"Authorization", "Bearer a"}}), "");
    EXPECT_EQ(keyOf({{"X-API-Key", "a"}, {"X-API-Key", "a"}}), "");
}

// F-02, G-03
TEST(HttpGate, SeesKeysInTheQuery)
{
    for (const char* query : {"key=x", "a=1&api_key=x", "ACCESS_TOKEN=x", "x=pcl_abc", "token=1"}) {
        EXPECT_TRUE(hasKeyInQuery(query)) << query;
    }
    EXPECT_FALSE(hasKeyInQuery(""));
    EXPECT_FALSE(hasKeyInQuery("monkey=1"));
}

// RFC 9110 §12.4.2, §12.5.1
TEST(HttpGate, TakesAWeightOfZeroForANo)
{
    const auto status = [](const char* accept) {
        const auto refused =
            checkForm(headWith({{"Content-Type", "application/json"}, {"Accept", accept}}), false);
        return refused ? refused->status : 200U;
    };
    for (const char* const good : {"application/json;q=0.1, text/event-stream;q=1",
                                   "application/json, text/event-stream;charset=x;q=0.001",
                                   "text/plain;q=0, */*",
                                   "*/*;q=0, application/json, text/event-stream",
                                   "text/*;q=0, text/event-stream, application/json",
                                   "application/json;q=, text/event-stream"}) {
        EXPECT_EQ(status(good), 200U) << good;
    }
    for (const char* const bad : {"application/json;q=0, text/event-stream",
                                  "application/json, text/event-stream;q=0.000",
                                  "*/*, text/event-stream; q=0",
                                  "*/*;Q=0.0",
                                  "application/json, text/*;q=0, */*"}) {
        EXPECT_EQ(status(bad), 406U) << bad;
    }
}

// A-11, G-07 to G-09
TEST(HttpGate, ChecksMethodTypeAndAccept)
{
    const auto status = [](const http::RequestHead& head) {
        const auto response = checkForm(head, false);
        return response ? response->status : 200;
    };
    constexpr const char* kBoth = "application/json, text/event-stream;q=0.5";
    EXPECT_EQ(
        status(headWith({{"Content-Type", "application/json; charset=utf-8"}, {"Accept", kBoth}})),
        200U);
    EXPECT_EQ(status(headWith({{"Content-Type", "application/json"}, {"Accept", "*/*"}})), 200U);
    EXPECT_EQ(status(headWith({{"Content-Type", "application/json"},
                               {"Accept", "application/json"},
                               {"Accept", "text/*"}})),
              200U);
    EXPECT_EQ(
        status(headWith({{"Content-Type", "application/json"}, {"Accept", "application/json"}})),
        406U);
    EXPECT_EQ(status(headWith({{"Content-Type", "application/json"}})), 406U);
    EXPECT_EQ(status(headWith({{"Content-Type", "text/plain"}, {"Accept", kBoth}})), 415U);
    EXPECT_EQ(status(headWith({{"Accept", kBoth}})), 415U);
    EXPECT_EQ(status(headWith({{"Accept", "text/event-stream"}}, "GET")), 200U);
    EXPECT_EQ(status(headWith({{"Accept", "application/json"}}, "GET")), 406U);
    EXPECT_EQ(status(headWith({}, "DELETE")), 200U);
    for (const char* method : {"PUT", "PATCH", "HEAD", "OPTIONS"}) {
        EXPECT_EQ(status(headWith({}, method)), 405U) << method;
    }
}

//
TEST(HttpGate, TakesALoneJsonFromALenientKey)
{
    const auto status = [](std::initializer_list<const char*> accept, const char* method = "POST") {
        http::RequestHead head = headWith({{"Content-Type", "application/json"}}, method);
        for (const char* value : accept) {
            head.headers.add("Accept", value);
        }
        const auto response = checkForm(head, true);
        return response ? response->status : 200;
    };
    EXPECT_EQ(status({"application/json"}), 200U);
    EXPECT_EQ(status({"application/*;q=0.9"}), 200U);
    EXPECT_EQ(status({"application/json, text/event-stream"}), 200U);
    EXPECT_EQ(status({"*/*"}), 200U);
    EXPECT_EQ(status({}), 406U);
    EXPECT_EQ(status({"text/event-stream"}), 406U);
    EXPECT_EQ(status({"text/html"}), 406U);
    EXPECT_EQ(status({"application/json"}, "GET"), 406U);
    EXPECT_TRUE(acceptsNoStream(headWith({{"Accept", "application/json"}})));
    EXPECT_FALSE(acceptsNoStream(headWith({{"Accept", "application/json, text/*"}})));
    EXPECT_FALSE(acceptsNoStream(headWith({{"Accept", "*/*"}})));
}

TEST(HttpGate, CollectsMcpHeaders)
{
    const auto headers = mcpHeadersOf(headWith({{"MCP-Protocol-Version", "2026-07-28"},
                                                {"mcp-method", "tools/call"},
                                                {"Mcp-Name", "echo"},
                                                {"Mcp-Session-Id", "s"},
                                                {"Mcp-Param-Region", "eu"}})
                                          .headers);
    EXPECT_EQ(headers.protocolVersion, "2026-07-28");
    EXPECT_EQ(headers.method, "tools/call");
    EXPECT_EQ(headers.name, "echo");
    EXPECT_EQ(headers.sessionId, "s");
    ASSERT_EQ(headers.params.size(), 1U);
    EXPECT_EQ(headers.params[0].first, "region");
    EXPECT_FALSE(headers.duplicated);
    EXPECT_TRUE(
        mcpHeadersOf(headWith({{"Mcp-Method", "a"}, {"Mcp-Method", "a"}}).headers).duplicated);
}

// G-27
TEST(HttpGate, KnowsWhatCanBeASessionId)
{
    EXPECT_TRUE(isSessionId("a"));
    EXPECT_TRUE(isSessionId(std::string(256, '~')));
    for (const std::string& id : {std::string(),
                                  std::string(257, 'a'),
                                  std::string("a b"),
                                  std::string("a\x7f"),
                                  std::string("\xC3\xA9")}) {
        EXPECT_FALSE(isSessionId(id)) << id;
    }
}

} // namespace
} // namespace portcullis::engine
