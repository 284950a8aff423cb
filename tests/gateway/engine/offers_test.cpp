#include "tests/gateway/engine/gateway_harness.h"

#include <gtest/gtest.h>

#include <string>

namespace portcullis::test {
namespace {

// A gateway before a server with a prompt and resources, and one without.
class OffersTest : public testing::Test
{
protected:
    OffersTest()
    {
        harness.addServer("docs", {"offers=1"});
        harness.addServer("bare");
        harness.start();
        harness.open();
        key = harness.makeKey({"docs:*", "bare:*"});
        narrow = harness.makeKey({"docs:links"});
        EXPECT_TRUE(GatewayHarness::eventually([this] {
            return ask(key, "prompts/list").find("docs__p") != std::string::npos &&
                   ask(key, "tools/list").find("bare__echo") != std::string::npos;
        }));
    }

    [[nodiscard]] std::string ask(const GatewayHarness::Key& who,
                                  const std::string& method,
                                  const std::string& params = "{}",
                                  const std::string& path = "/mcp") const
    {
        return harness
            .post(who,
                  R"({"jsonrpc":"2.0","id":1,"method":")" + method + R"(","params":)" + params +
                      "}",
                  {{"MCP-Protocol-Version", "2025-11-25"}},
                  path)
            .json();
    }

    GatewayHarness harness;
    GatewayHarness::Key key;
    GatewayHarness::Key narrow;
};

constexpr const char* kUnnamed = "\"test://"; // a URI of the server's own

// E-22: a server's URI stands in every position, and in none as the server wrote it.
TEST_F(OffersTest, UrisCarryTheirServerWhereverTheyStand)
{
    const std::pair<std::string, std::string> asked[] = {
        {"resources/list", "{}"},
        {"resources/templates/list", "{}"},
        {"resources/read", R"({"uri":"docs+test://r"})"},
        {"prompts/get", R"({"name":"docs__p"})"},
        {"tools/call", R"({"name":"docs__links","arguments":{}})"},
    };
    for (const auto& [method, params] : asked) {
        const std::string answer = ask(key, method, params);
        EXPECT_NE(answer.find("docs+test://"), std::string::npos) << answer;
        EXPECT_EQ(answer.find(kUnnamed), std::string::npos) << answer;
    }
}

TEST_F(OffersTest, TheEndpointOfOneServerLeavesNamesAlone)
{
    EXPECT_NE(ask(key, "prompts/list", "{}", "/mcp/docs").find(R"("name":"p")"), std::string::npos);
    EXPECT_NE(ask(key, "resources/read", R"({"uri":"test://r"})", "/mcp/docs").find(kUnnamed),
              std::string::npos);
    EXPECT_NE(
        ask(key, "tools/call", R"({"name":"links","arguments":{}})", "/mcp/docs").find(kUnnamed),
        std::string::npos);
}

// E-30: references are the server's own again, and a server without completions has none.
TEST_F(OffersTest, CompletionsAreAskedOfTheServerByItsOwnNames)
{
    const std::string argument = R"("argument":{"name":"x","value":""}})";
    EXPECT_NE(ask(key,
                  "completion/complete",
                  R"({"ref":{"type":"ref/resource","uri":"docs+test://r/{x}"},)" + argument)
                  .find(R"("values":["test://r/{x}"])"),
              std::string::npos);
    EXPECT_NE(ask(key,
                  "completion/complete",
                  R"({"ref":{"type":"ref/prompt","name":"docs__p"},)" + argument)
                  .find(R"("values":["p"])"),
              std::string::npos);
    EXPECT_NE(ask(key,
                  "completion/complete",
                  R"({"ref":{"type":"ref/prompt","name":"docs__none"},)" + argument)
                  .find("-32602"),
              std::string::npos);
}

// What a key may not use is not there, and answered as what nobody has.
TEST_F(OffersTest, AKeyForSingleToolsSeesNeitherPromptsNorResources)
{
    for (const char* method : {"prompts/list", "resources/list", "resources/templates/list"}) {
        EXPECT_EQ(ask(narrow, method).find("docs"), std::string::npos);
    }
    const std::string denied = ask(narrow, "resources/read", R"({"uri":"docs+test://r"})");
    const std::string absent = ask(narrow, "resources/read", R"({"uri":"none+test://r"})");
    EXPECT_NE(denied.find("-32002"), std::string::npos) << denied;
    EXPECT_NE(absent.find("-32002"), std::string::npos) << absent;
    EXPECT_NE(ask(narrow, "prompts/get", R"({"name":"docs__p"})").find("-32602"),
              std::string::npos);
    EXPECT_EQ(harness.activity().rows.front().outcome, api::Outcome::Denied);
}

// A-65, B-68
TEST_F(OffersTest, AResourceThatIsNotThereIsToldApartByEra)
{
    const std::string session = ask(key, "resources/read", R"({"uri":"docs+other://x"})");
    EXPECT_NE(session.find("-32002"), std::string::npos) << session;
    EXPECT_NE(session.find(R"("uri":"docs+other://x")"), std::string::npos) << session;
    const std::string stateless =
        harness.postStateless(key, "resources/read", R"("uri":"docs+other://x")", "docs+other://x")
            .json();
    EXPECT_NE(stateless.find("-32602"), std::string::npos) << stateless;
}

// A-66, A-67
TEST_F(OffersTest, ASessionHearsOfWhatItSubscribedToAndOfNewPrompts)
{
    const Fields session = harness.initialize(key);
    const auto inSession = [&](const std::string& body) {
        return harness.post(key, body, session).json();
    };
    static_cast<void>(inSession(R"({"jsonrpc":"2.0","id":1,"method":"prompts/list"})"));
    EXPECT_EQ(
        inSession(
            R"({"jsonrpc":"2.0","id":2,"method":"resources/subscribe","params":{"uri":"docs+test://r"}})"),
        R"({"jsonrpc":"2.0","id":2,"result":{}})");
    RawClient stream(harness.port());
    Fields fields{{"Host", "127.0.0.1"},
                  {"Authorization", "Bearer " + key.secret},
                  {"Accept", "text/event-stream"}};
    fields.insert(fields.end(), session.begin(), session.end());
    stream.send(requestText("GET", "/mcp", fields, {}));
    EXPECT_TRUE(stream.readUntil("200"));
    static_cast<void>(inSession(callText("docs__touch", "{}", "3")));
    EXPECT_TRUE(stream.readUntil(R"("uri":"docs+test://r")")) << stream.received();
    static_cast<void>(inSession(callText("docs__more-prompts", "{}", "4")));
    EXPECT_TRUE(stream.readUntil("notifications/prompts/list_changed")) << stream.received();
    EXPECT_NE(inSession(R"({"jsonrpc":"2.0","id":5,"method":"prompts/list"})").find("docs__q"),
              std::string::npos);
}

// B-56 to B-58
TEST_F(OffersTest, AListenerIsToldFirstWhatItWillHear)
{
    RawClient stream(harness.port());
    const std::string body =
        R"({"jsonrpc":"2.0","id":"L","method":"subscriptions/listen","params":{"notifications":{"promptsListChanged":true,"resourceSubscriptions":["docs+test://r","none+test://r"]},"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}})";
    stream.send(requestText("POST",
                            "/mcp",
                            {{"Host", "127.0.0.1"},
                             {"Authorization", "Bearer " + key.secret},
                             {"Content-Type", "application/json"},
                             {"Accept", "application/json, text/event-stream"},
                             {"MCP-Protocol-Version", "2026-07-28"},
                             {"Mcp-Method", "subscriptions/listen"}},
                            body));
    EXPECT_TRUE(stream.readUntil("acknowledged")) << stream.received();
    EXPECT_TRUE(stream.readUntil(R"("io.modelcontextprotocol/subscriptionId":"L")"));
    EXPECT_EQ(stream.received().find("none+"), std::string::npos);
    static_cast<void>(ask(key, "tools/call", R"({"name":"docs__touch","arguments":{}})"));
    EXPECT_TRUE(stream.readUntil("notifications/resources/updated")) << stream.received();
    static_cast<void>(ask(key, "tools/call", R"({"name":"docs__more-prompts","arguments":{}})"));
    EXPECT_TRUE(stream.readUntil("notifications/prompts/list_changed")) << stream.received();
    EXPECT_EQ(stream.received().find("tools/list_changed"), std::string::npos);
}

// E-21
TEST_F(OffersTest, WebLinksAreReadThroughTheGatewayUnlessTheirServerKeepsThem)
{
    const auto link = [this](const char* path) {
        const char* tool = std::string(path) == "/mcp" ? "docs__web-link" : "web-link";
        return ask(
            key, "tools/call", R"({"name":")" + std::string(tool) + R"(","arguments":{}})", path);
    };
    EXPECT_NE(link("/mcp").find(R"("uri":"docs+https://example.org/a")"), std::string::npos);
    EXPECT_NE(link("/mcp/docs").find(R"("uri":"https://example.org/a")"), std::string::npos);
    api::ServerConfig keeping;
    keeping.id = ServerId("docs");
    keeping.command = {PORTCULLIS_TEST_SERVER, "offers=1"};
    keeping.keepWebLinks = true;
    ASSERT_TRUE(harness.apply(api::UpdateServer{keeping}));
    EXPECT_NE(link("/mcp").find(R"("uri":"https://example.org/a")"), std::string::npos);
    const std::string others = ask(key, "tools/call", R"({"name":"docs__links","arguments":{}})");
    EXPECT_EQ(others.find(kUnnamed), std::string::npos) << others;
    EXPECT_EQ(harness.status().servers.front().restarts, 0U); // it is not the server's business
}

} // namespace

// B-40: lists and what is read are a client's own, for as long as their servers say, and no longer
// than half a minute
TEST(CachingHints, AreThoseOfEachListsOwnServers)
{
    GatewayHarness harness;
    harness.addServer("brief", {"era=stateless", "offers=1", "ttl=1500"});
    harness.addServer("long", {"era=stateless", "offers=1", "ttl=9000000"});
    harness.addServer("old", {"offers=1"});
    harness.start();
    harness.open();
    const auto all = harness.makeKey({"brief:*", "long:*", "old:*"});
    const auto result = [&](const GatewayHarness::Key& who,
                            const std::string& method,
                            const std::string& params,
                            const std::string& name) {
        return harness.postStateless(who, method, params, name).json();
    };
    EXPECT_TRUE(GatewayHarness::eventually([&] {
        const std::string shown = result(all, "prompts/list", "", "");
        return shown.find("brief__p") != std::string::npos &&
               shown.find("long__p") != std::string::npos &&
               shown.find("old__p") != std::string::npos;
    }));
    const auto hints = [&](const std::string& text) {
        const auto document = JsonDocument::parse(text);
        const JsonValue told = document->root()["result"];
        return std::string(told["ttlMs"].raw()) + " " + told["cacheScope"].string();
    };
    const auto steady = harness.makeKey({"long:*", "old:*"});
    for (const char* list :
         {"tools/list", "prompts/list", "resources/list", "resources/templates/list"}) {
        EXPECT_TRUE(GatewayHarness::eventually([&] {
            return hints(result(all, list, "", "")) == "1500 private";
        })) << result(all, list, "", "");
        EXPECT_EQ(hints(result(steady, list, "", "")), "30000 private") << list;
    }
    const auto read = [&](const std::string& server) {
        const std::string uri = server + "+test://r";
        return hints(result(all, "resources/read", R"("uri":")" + uri + "\"", uri));
    };
    EXPECT_EQ(read("brief"), "1500 private");
    EXPECT_EQ(read("old"), "0 private");
}

} // namespace portcullis::test
