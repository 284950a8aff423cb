#include "gateway/api/config_change.h"
#include "tests/gateway/api/sample_config.h"

#include <gtest/gtest.h>

namespace portcullis::api {
namespace {

using namespace std::chrono_literals;

bool isValid(const ServerConfig& server)
{
    return validate(server).has_value();
}

std::string messageOf(const ServerConfig& server)
{
    const auto valid = validate(server);
    return valid ? "" : valid.error().message;
}

bool urlIsValid(const std::string& url, bool allowPlainHttp = false)
{
    ServerConfig server = test::httpServer("fx");
    server.url = url;
    server.allowPlainHttp = allowPlainHttp;
    return isValid(server);
}

bool headerIsValid(const std::string& name, Value value = std::string("x"))
{
    ServerConfig server = test::httpServer("fx");
    server.headers = {{name, std::move(value)}};
    return isValid(server);
}

bool environmentIsValid(const std::string& name, Value value = std::string("x"))
{
    ServerConfig server = test::stdioServer("fx");
    server.environment = {{name, std::move(value)}};
    return isValid(server);
}

bool listenIsValid(const std::string& host)
{
    GatewayConfig config;
    config.settings.listenHost = host;
    return validate(config).has_value();
}

TEST(ServerRules, IdIsShortAndPlain) // E-02
{
    for (const char* id : {"a", "fx", "abc-123-xyz9", "a-"}) {
        EXPECT_TRUE(isValid(test::stdioServer(id))) << id;
    }
    for (const char* id : {"", "1a", "-a", "Fx", "a_b", "a.b", "abcdefghijklm", "ä", "gateway"}) {
        EXPECT_FALSE(isValid(test::stdioServer(id))) << id;
    }
}

TEST(ServerRules, ErrorNamesServerMemberAndRemedy)
{
    ServerConfig server = test::stdioServer("fx");
    server.maxInFlight = 0;
    EXPECT_EQ(messageOf(server), "Server \"fx\": maxInFlight must be between 1 and 1024.");
}

TEST(ServerRules, StdioNeedsAProgram)
{
    ServerConfig server = test::stdioServer("fx");
    server.command = {};
    EXPECT_FALSE(isValid(server));
    server.command = {"", "x"};
    EXPECT_FALSE(isValid(server));
    server.command = {"node", std::string("a\0b", 3)};
    EXPECT_FALSE(isValid(server));
    server.command = {"node", ""};
    EXPECT_TRUE(isValid(server));
}

TEST(ServerRules, PathsAreAbsolute)
{
    ServerConfig server = test::stdioServer("fx");
    server.workingDirectory = "relative";
    EXPECT_FALSE(isValid(server));
    server.workingDirectory = "/srv";
    server.caFile = "ca.pem";
    EXPECT_FALSE(isValid(server));
}

TEST(ServerRules, SseHasAnAddressAndSessionsOnly) // C-70
{
    ServerConfig server = test::httpServer("old");
    server.transport = Transport::Sse;
    EXPECT_TRUE(isValid(server));
    server.protocol = ProtocolChoice::Session;
    EXPECT_TRUE(isValid(server));
    server.protocol = ProtocolChoice::Stateless;
    EXPECT_FALSE(isValid(server));
    server.protocol = ProtocolChoice::Auto;
    server.url = "http://tools.example/sse";
    EXPECT_FALSE(isValid(server));
}

TEST(ServerRules, UrlIsHttps)
{
    EXPECT_TRUE(urlIsValid("https://tools.example/mcp?x=1"));
    EXPECT_TRUE(urlIsValid("https://tools.example:8443"));
    EXPECT_TRUE(urlIsValid("https://[2001:db8::1]:8443/mcp"));
    for (const char* url : {"",
                            "tools.example",
                            "ftp://tools.example",
                            "https://",
                            "https:///mcp",
                            "https://:80/",
                            "https://user@tools.example/",
                            "https://user:pass@tools.example/",
                            "https://tools.example/#part",
                            "https://tools.example:0/",
                            "https://tools.example:65536/",
                            "https://tools.example:80x/",
                            "https://tools.example:/",
                            "https://[::1",
                            "https://[::1]x/",
                            "https://tools example/",
                            "https://tools.example/\r\nX: y",
                            "https://tools\\example/",
                            "https://töols.example/"}) {
        EXPECT_FALSE(urlIsValid(url)) << url;
    }
}

TEST(ServerRules, PlainHttpIsForLoopbackOrOnPurpose) // C-81
{
    for (const char* url : {"http://127.0.0.1:9000/mcp",
                            "http://localhost/",
                            "http://[::1]:80/",
                            "http://127.1.2.3/"}) {
        EXPECT_TRUE(urlIsValid(url)) << url;
    }
    for (const char* url : {"http://tools.example/",
                            "http://127.0.0.1.evil.example/",
                            "http://127.1/",
                            "http://127.0.0.01/",
                            "http://127.0.0.256/",
                            "http://127.0.0.1./",
                            "http://127.0.0/",
                            "http://[::2]/",
                            "http://localhost.evil.example/"}) {
        EXPECT_FALSE(urlIsValid(url)) << url;
    }
    EXPECT_TRUE(urlIsValid("http://tools.example/", true));
}

TEST(ServerRules, HeadersOfConnectionAndProtocolAreReserved)
{
    for (const char* name : {"Host",
                             "content-length",
                             "Transfer-Encoding",
                             "Connection",
                             "Upgrade",
                             "ACCEPT",
                             "Content-Type",
                             "Origin",
                             "Mcp-Session-Id",
                             "MCP-Protocol-Version",
                             "mcp-anything",
                             "Keep-Alive",
                             "TE",
                             "Trailer",
                             "Proxy-Authorization"}) {
        EXPECT_FALSE(headerIsValid(name)) << name;
    }
    EXPECT_TRUE(headerIsValid("Authorization", SecretRef{"fx.token"}));
    EXPECT_TRUE(headerIsValid("X-Api-Key"));
}

TEST(ServerRules, HeadersCannotBreakTheRequest)
{
    for (const char* name : {"", "a b", "a:b", "a\r\nb", "ä"}) {
        EXPECT_FALSE(headerIsValid(name)) << name;
    }
    EXPECT_FALSE(headerIsValid("X-A", std::string("a\r\nb")));
    EXPECT_FALSE(headerIsValid("X-A", std::string("a\0b", 3)));
    EXPECT_FALSE(headerIsValid("X-A", SecretRef{"a b"}));
    EXPECT_FALSE(headerIsValid("X-A", SecretRef{}));
    ServerConfig server = test::httpServer("fx");
    server.headers = {{"X-A", std::string("1")}, {"x-a", std::string("2")}};
    EXPECT_FALSE(isValid(server));
}

TEST(ServerRules, EnvironmentHasPlainNamesAndValues)
{
    EXPECT_TRUE(environmentIsValid("_A1"));
    EXPECT_TRUE(environmentIsValid("TOKEN", SecretRef{"fx.token"}));
    for (const char* name : {"", "1A", "A-B", "A=B", "A B", "Ä"}) {
        EXPECT_FALSE(environmentIsValid(name)) << name;
    }
    EXPECT_FALSE(environmentIsValid("A", std::string("a\nb")));
    EXPECT_FALSE(environmentIsValid("A", std::string("a\0b", 3)));
    EXPECT_FALSE(environmentIsValid("A", std::string("\xff")));
}

TEST(ServerRules, ClientCertificateComesWithItsKey)
{
    ServerConfig server = test::httpServer("fx");
    server.clientCertFile = "/etc/pki/client.pem";
    EXPECT_FALSE(isValid(server));
    server.clientKeyFile = "/etc/pki/client.key";
    EXPECT_TRUE(isValid(server));
    server.clientKeyPassphrase = SecretRef{"fx.key"};
    EXPECT_TRUE(isValid(server));
    server.clientKeyPassphrase = SecretRef{"a b"};
    EXPECT_FALSE(isValid(server));
    server.clientKeyPassphrase = SecretRef{"fx.key"};
    server.clientCertFile.clear();
    EXPECT_FALSE(isValid(server));
    server.clientKeyFile.clear();
    EXPECT_FALSE(isValid(server));
}

TEST(ServerRules, ProxyIsNamedOrAnAddress)
{
    ServerConfig server = test::httpServer("fx");
    for (const char* proxy : {"system", "none", "http://proxy.example:3128", "http://[::1]:3128"}) {
        server.proxy = proxy;
        EXPECT_TRUE(isValid(server)) << proxy;
    }
    for (const char* proxy : {"",
                              "System",
                              "proxy:3128",
                              "http://proxy",
                              "http://proxy:0",
                              "https://proxy:3128",
                              "socks5://proxy:3128",
                              "http://user:word@proxy:3128",
                              "http://proxy:3128/path",
                              "http://:3128",
                              "http://"}) {
        server.proxy = proxy;
        EXPECT_FALSE(isValid(server)) << proxy;
    }
}

TEST(ServerRules, ToolsAreShownUnderNamesOfEveryClientOnceEach)
{
    ServerConfig server = test::stdioServer("fx");
    ToolOverride shown;
    shown.tool = "echo";
    shown.name = "say";
    shown.description = "Says.\nAnd more.";
    shown.hidden = true;
    server.tools = {shown};
    EXPECT_TRUE(isValid(server));
    server.tools = {shown, shown};
    EXPECT_FALSE(isValid(server));
    for (const std::string& name : {std::string(128, 'x'), std::string("A-z_0.9")}) {
        shown.name = name;
        server.tools = {shown};
        EXPECT_TRUE(isValid(server)) << name;
    }
    for (const std::string& name : {std::string(129, 'x'),
                                    std::string("a b"),
                                    std::string("a\nb"),
                                    std::string("caf\xC3\xA9")}) {
        shown.name = name;
        server.tools = {shown};
        EXPECT_FALSE(isValid(server)) << name;
    }
    shown.name.clear();
    shown.description = "\xff";
    server.tools = {shown};
    EXPECT_FALSE(isValid(server));
    shown.description.reset();
    shown.tool.clear();
    server.tools = {shown};
    EXPECT_FALSE(isValid(server));
}

TEST(ServerRules, RootsAreAbsoluteAndNamedOnce) // table D.1 row 8
{
    ServerConfig server = test::stdioServer("fx");
    server.roots = {"/", "/srv/a b", "/srv/ä"};
    EXPECT_TRUE(isValid(server));
    for (const std::string bad : {"", "srv", "file:///srv", "/srv/ä", "~/x"}) {
        ServerConfig wrong = server;
        wrong.roots.push_back(bad);
        EXPECT_NE(messageOf(wrong).find("roots 3"), std::string::npos) << messageOf(wrong);
    }
    server.roots.clear();
    for (int i = 0; i < 33; ++i) {
        EXPECT_TRUE(isValid(server)) << i;
        server.roots.push_back("/srv/" + std::to_string(i));
    }
    EXPECT_FALSE(isValid(server));
}

TEST(ServerRules, IdleStopIsLongEnoughToBeUseful)
{
    ServerConfig server = test::stdioServer("fx");
    for (const auto idle : {0s, 10s, 86'400s}) {
        server.idleStop = idle;
        EXPECT_TRUE(isValid(server));
    }
    for (const auto idle : {-1s, 1s, 9s, 86'401s}) {
        server.idleStop = idle;
        EXPECT_FALSE(isValid(server));
    }
}

TEST(ServerRules, TimeoutAndConcurrencyAreBounded)
{
    ServerConfig server = test::stdioServer("fx");
    for (const auto timeout : {1000ms, 3'600'000ms}) {
        server.callTimeout = timeout;
        EXPECT_TRUE(isValid(server));
    }
    for (const auto timeout : {-1ms, 0ms, 999ms, 3'600'001ms}) {
        server.callTimeout = timeout;
        EXPECT_FALSE(isValid(server));
    }
    server.callTimeout = 1s;
    server.maxInFlight = 1025;
    EXPECT_FALSE(isValid(server));
}

TEST(SettingsRules, GatewayListensOnThisMachineOnly)
{
    for (const char* host : {"127.0.0.1", "127.255.0.9", "::1"}) {
        EXPECT_TRUE(listenIsValid(host)) << host;
    }
    for (const char* host : {"", "0.0.0.0", "::", "192.168.1.1", "localhost", "[::1]"}) {
        EXPECT_FALSE(listenIsValid(host)) << host;
    }
}

TEST(SettingsRules, ToolNamesAreOfALengthThatClientsAccept)
{
    GatewayConfig config;
    for (const std::uint32_t length : {32U, 46U, 128U}) {
        config.settings.toolNames.maxLength = length;
        EXPECT_TRUE(validate(config));
    }
    for (const std::uint32_t length : {0U, 31U, 129U}) {
        config.settings.toolNames.maxLength = length;
        EXPECT_FALSE(validate(config));
    }
}

} // namespace
} // namespace portcullis::api
