#include "tests/gateway/engine/running_gateway.h"

#include <string>

// The extension io.modelcontextprotocol/ui: B-85 to B-87.
namespace portcullis::test {
namespace {

constexpr const char* kApps = R"({"extensions":{"io.modelcontextprotocol/ui":{}}})";
constexpr const char* kNamed = R"("io.modelcontextprotocol/ui":{})";
constexpr const char* kAdvertised = R"("extensions":{"io.modelcontextprotocol/ui":{}})";

class AppsTest : public RunningGateway
{
protected:
    AppsTest()
    {
        harness.addServer("docs", {"apps=1"});
        harness.addServer("bare");
        run();
        key = harness.makeKey({"docs:*", "bare:*"});
        EXPECT_TRUE(GatewayHarness::eventually([this] {
            return harness.post(key, kListTools).body.find("bare__echo") != std::string::npos &&
                   harness.post(key, kListResources).body.find("ui://") != std::string::npos;
        }));
    }

    [[nodiscard]] std::string initialized(const std::string& capabilities,
                                          const std::string& path = "/mcp") const
    {
        return harness
            .post(
                key,
                R"({"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":)" +
                    capabilities + R"(,"clientInfo":{"name":"t","version":"1"}}})",
                {},
                path)
            .body;
    }

    [[nodiscard]] std::string discovered(const std::string& capabilities) const
    {
        return harness
            .post(
                key,
                R"({"jsonrpc":"2.0","id":0,"method":"server/discover","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":)" +
                    capabilities + "}}}",
                {{"MCP-Protocol-Version", "2026-07-28"}, {"Mcp-Method", "server/discover"}})
            .body;
    }

    static constexpr const char* kListResources =
        R"({"jsonrpc":"2.0","id":1,"method":"resources/list"})";
    GatewayHarness::Key key;
};

TEST_F(AppsTest, AnAppIsNamedAndReadUnderItsServer)
{
    const std::string tools = harness.post(key, kListTools).body;
    EXPECT_NE(tools.find(R"("ui":{"resourceUri":"ui://docs/app/main","visibility":["app"]})"),
              std::string::npos)
        << tools;
    EXPECT_NE(tools.find(R"("ui/resourceUri":"ui://docs/app/main")"), std::string::npos);
    EXPECT_EQ(tools.find(R"("ui://app)"), std::string::npos);
    const std::string read =
        harness
            .post(
                key,
                R"({"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":"ui://docs/app/main"}})")
            .json();
    EXPECT_NE(read.find(R"("uri":"ui://docs/app/main","mimeType":"text/html;profile=mcp-app")"),
              std::string::npos)
        << read;
    EXPECT_NE(harness.post(key, kListTools, {}, "/mcp/docs").body.find(R"("ui://app/main")"),
              std::string::npos);
}

// B-86: hosts filter such tools; calls of their apps are calls.
TEST_F(AppsTest, AToolForAppsAloneIsListedAndCalled)
{
    EXPECT_NE(harness.post(key, callText("docs__app")).json().find("called by an app"),
              std::string::npos);
}

TEST_F(AppsTest, TheExtensionIsOfferedWhereBothSidesHaveIt)
{
    EXPECT_NE(initialized(kApps).find(kAdvertised), std::string::npos);
    EXPECT_NE(initialized(kApps, "/mcp/docs").find(kAdvertised), std::string::npos);
    EXPECT_EQ(initialized("{}").find("extensions"), std::string::npos);
    EXPECT_EQ(initialized(kApps, "/mcp/bare").find("extensions"), std::string::npos);
    EXPECT_NE(discovered(kApps).find(kNamed), std::string::npos);
    EXPECT_EQ(discovered("{}").find(kNamed), std::string::npos);
}

// B-87: what the gateway does not know is offered to neither side, and its methods do not exist
TEST(UnknownExtension, IsNeitherOfferedNorServed)
{
    constexpr const char* kUnknown = R"({"extensions":{"com.example/x":{}}})";
    GatewayHarness harness;
    harness.addServer("only", {"era=stateless", "extension=com.example/x"});
    harness.start();
    harness.open();
    const auto key = harness.makeKey({"only:*"});
    const std::string meta =
        R"("_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":)" +
        std::string(kUnknown) + "}";
    const auto ask = [&](const std::string& method, const std::string& params, Fields more) {
        more.insert(more.end(), {{"MCP-Protocol-Version", "2026-07-28"}, {"Mcp-Method", method}});
        return harness.post(key,
                            R"({"jsonrpc":"2.0","id":1,"method":")" + method + R"(","params":{)" +
                                params + meta + "}}",
                            more);
    };
    EXPECT_TRUE(GatewayHarness::eventually([&] {
        return harness.post(key, kListTools).body.find("only__echo") != std::string::npos;
    }));
    EXPECT_EQ(ask("server/discover", "", {}).body.find("com.example"), std::string::npos);
    const HttpReply opened = harness.post(
        key,
        R"({"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":)" +
            std::string(kUnknown) + R"(,"clientInfo":{"name":"t","version":"1"}}})");
    EXPECT_EQ(opened.body.find("com.example"), std::string::npos) << opened.body;
    const HttpReply served = ask("com.example/x/do", "", {});
    EXPECT_EQ(served.status, 404U);
    EXPECT_NE(served.body.find("-32601"), std::string::npos) << served.body;
    const std::string seen =
        ask("tools/call", R"("name":"only__echo","arguments":{},)", {{"Mcp-Name", "only__echo"}})
            .json();
    EXPECT_NE(seen.find("clientCapabilities"), std::string::npos) << seen;
    EXPECT_EQ(seen.find("com.example"), std::string::npos) << seen;
}

} // namespace
} // namespace portcullis::test
