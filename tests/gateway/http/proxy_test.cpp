#include "gateway/http/proxy.h"
#include "tests/support/test_proxy.h"
#include "tls_fixture.h"

// Ways through proxies (C-82).
namespace portcullis::http::test {
namespace {

using portcullis::test::TestProxy;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

bool excepted(const std::string& url, std::string_view exceptions)
{
    return isExcepted(*parseUrl(url), exceptions);
}

std::string basic(const std::string& proxy)
{
    const auto parsed = parseProxy(proxy);
    return parsed ? parsed->authorization : parsed.error().message;
}

} // namespace

TEST(ProxyAddress, IsReadWithAndWithoutScheme)
{
    for (const char* text :
         {"http://Proxy.example:3128", "proxy.example:3128/", "HTTP://proxy.example:3128"}) {
        const auto proxy = parseProxy(text);
        ASSERT_TRUE(proxy) << text;
        EXPECT_EQ(proxy->name(), "http://proxy.example:3128");
        EXPECT_EQ(proxy->authorization, "");
    }
    EXPECT_EQ(parseProxy("http://[fd00::1]")->name(), "http://[fd00::1]:80");
}

TEST(ProxyAddress, GivesItsPasswordToNobodyElse)
{
    EXPECT_EQ(basic("http://user:pass@proxy:3128"), "Basic dXNlcjpwYXNz");
    EXPECT_EQ(basic("user:p%40ss%2@proxy"), "Basic dXNlcjpwQHNzJTI="); // user:p@ss%2
    EXPECT_EQ(basic("http://user@proxy"), "Basic dXNlcjo=");
    EXPECT_EQ(parseProxy("http://user:pass@proxy:3128")->name(), "http://proxy:3128");
}

TEST(ProxyAddress, IsRefusedWithoutBeingRepeated)
{
    for (const char* text : {"https://user:hush@proxy",
                             "socks5://user:hush@proxy",
                             "http://user:hush@",
                             "user:hush@proxy:0",
                             "user:hush@pro xy",
                             "http://"}) {
        const auto proxy = parseProxy(text);
        ASSERT_FALSE(proxy) << text;
        EXPECT_EQ(proxy.error().code, ErrorCode::InvalidArgument);
        EXPECT_THAT(proxy.error().message + proxy.error().cause, Not(HasSubstr("hush")));
    }
}

TEST(ProxyExceptions, AreNamesWithAllBelowThem)
{
    for (const char* entry :
         {"example.org", ".example.org", "*.example.org", "EXAMPLE.org.", "a, example.org b"}) {
        EXPECT_TRUE(excepted("https://example.org/", entry)) << entry;
        EXPECT_TRUE(excepted("https://mcp.example.org/", entry)) << entry;
        EXPECT_FALSE(excepted("https://notexample.org/", entry)) << entry;
        EXPECT_FALSE(excepted("https://example.org.evil/", entry)) << entry;
    }
    EXPECT_TRUE(excepted("https://anything/", "x,*"));
}

TEST(ProxyExceptions, MayNameAPort)
{
    EXPECT_TRUE(excepted("https://example.org/", "example.org:443"));
    EXPECT_FALSE(excepted("https://example.org:8443/", "example.org:443"));
    EXPECT_FALSE(excepted("https://example.org/", "example.org:x"));
    EXPECT_TRUE(excepted("http://[fd00::1]:81/", "[fd00::1]:81"));
    EXPECT_FALSE(excepted("http://[fd00::1]:82/", "[fd00::1]:81"));
}

TEST(ProxyExceptions, AreAddressesAndNetworks)
{
    EXPECT_TRUE(excepted("http://10.1.2.3/", "10.1.2.3"));
    EXPECT_FALSE(excepted("http://10.1.2.3/", "2.3,1.2.3"));
    EXPECT_TRUE(excepted("http://10.1.2.3/", "10.0.0.0/8"));
    EXPECT_FALSE(excepted("http://11.1.2.3/", "10.0.0.0/8"));
    EXPECT_FALSE(excepted("http://host/", "0.0.0.0/0"));
    EXPECT_TRUE(excepted("http://[fd00::1]/", "fd00:0::1"));
    EXPECT_TRUE(excepted("http://[fd00::1]/", "fd00::/16"));
    EXPECT_FALSE(excepted("http://[fd01::1]/", "fd00::/16"));
    EXPECT_FALSE(excepted("http://10.1.2.3/", "/,:,[,],10.0.0.0/99,...,,"));
}

TEST(SystemProxy, DependsOnTheSchemeAndLeavesLoopbackAlone)
{
    const SystemProxies system{"http://secure:1", "http://plain:2", "inside"};
    const auto named = [&system](const std::string& url) {
        const auto proxy = systemProxyFor(*parseUrl(url), system);
        return !proxy ? proxy.error().message : *proxy ? (*proxy)->name() : "none";
    };
    EXPECT_EQ(named("https://outside/"), "http://secure:1");
    EXPECT_EQ(named("http://outside/"), "http://plain:2");
    for (const char* url : {"https://inside/",
                            "http://localhost/",
                            "https://127.0.0.9/",
                            "https://0.0.0.0/",
                            "https://[::ffff:127.0.0.1]/",
                            "https://[::1]/"}) {
        EXPECT_EQ(named(url), "none") << url;
    }
    EXPECT_FALSE(*systemProxyFor(*parseUrl("https://outside/"), {}));
}

TEST(SystemProxy, ThatCannotBeUsedIsNotPassedOver)
{
    const auto proxy =
        systemProxyFor(*parseUrl("https://outside/"), {"socks5://u:hush@proxy", {}, {}});
    ASSERT_FALSE(proxy);
    EXPECT_THAT(proxy.error().message, HasSubstr("https_proxy"));
    EXPECT_THAT(proxy.error().message, Not(HasSubstr("hush")));
}

// A client whose way leads through a proxy inside the test.
class Proxied : public Tls
{
protected:
    void startProxy(std::uint16_t target, const std::string& userInfo = {})
    {
        loop.call([&] {
            proxy = std::make_unique<TestProxy>(loop.io(), target);
            options.proxy = *parseProxy(userInfo + proxy->url().substr(7));
        });
    }

    // Only once its client is done.
    std::vector<std::string> heads()
    {
        return loop.call([this] { return proxy->heads(); });
    }

    void answerWith(const std::string& bytes)
    {
        loop.call([&] { proxy->answerWith(bytes); });
    }

    void TearDown() override
    {
        loop.call([this] {
            client.reset();
            proxy.reset();
        });
        Tls::TearDown();
    }

    Error refusal(const std::string& host)
    {
        makeClient(host);
        const auto answer = beginSend(post("end of request")).get();
        return answer ? Error{ErrorCode::Internal, "none", {}} : answer.error();
    }

    std::unique_ptr<TestProxy> proxy;
};

TEST_F(Proxied, TunnelsTlsToTheServerItNames)
{
    const Credentials credentials = makeCredentials("DNS:mcp.example");
    trust(credentials);
    TlsServer server(credentials);
    startProxy(server.port(), "user:pass@");
    EXPECT_EQ(bodyFrom("mcp.example", 8443), "200 mcp.example");
    EXPECT_EQ(beginExchange(post("end of request")).get(), "200 mcp.example");
    ASSERT_EQ(heads().size(), 1U) << "the tunnel is kept";
    EXPECT_THAT(heads()[0],
                StartsWith("CONNECT mcp.example:8443 HTTP/1.1\r\nHost: mcp.example:8443\r\n"));
    EXPECT_THAT(heads()[0], HasSubstr("Proxy-Authorization: Basic dXNlcjpwYXNz\r\n"));
    loop.call([this] { client.reset(); });
}

TEST_F(Proxied, DoesNotTrustAProxyToBeTheServer)
{
    TlsServer server(makeCredentials("DNS:mcp.example"));
    trust(makeCredentials("DNS:mcp.example"));
    startProxy(server.port());
    EXPECT_THAT(refusal("https://mcp.example").message,
                HasSubstr("certificate of https://mcp.example:443 is not trusted"));
    loop.call([this] { client.reset(); });
}

TEST_F(Proxied, SendsPlainRequestsWithTheWholeUrl)
{
    RawServer server;
    startProxy(server.port(), "user:pass@");
    makeClient("http://mcp.example:8080");
    auto answer = beginExchange(post("hello", "/mcp?a=b"));
    RawClient connection = server.accept();
    const std::string seen = connection.readUntil("hello");
    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
    EXPECT_EQ(answer.get(), "200 hi");
    ASSERT_EQ(heads().size(), 1U);
    EXPECT_THAT(
        heads()[0],
        StartsWith("POST http://mcp.example:8080/mcp?a=b HTTP/1.1\r\nHost: mcp.example:8080\r\n"));
    EXPECT_THAT(heads()[0], HasSubstr("Proxy-Authorization: Basic dXNlcjpwYXNz\r\n"));
    EXPECT_THAT(seen, StartsWith("POST /mcp?a=b HTTP/1.1\r\n"));
}

TEST_F(Proxied, NamesAProxyThatRefuses)
{
    startProxy(1, "alice:hush@");
    answerWith("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 3\r\n\r\nno!");
    for (const char* origin : {"https://mcp.example", "http://mcp.example"}) {
        const Error error = refusal(origin);
        EXPECT_EQ(error.code, ErrorCode::Unavailable);
        EXPECT_THAT(error.message,
                    HasSubstr("The proxy " + proxy->url() + " does not accept the user name"));
        for (const char* secret : {"alice", "hush", "YWxpY2U6aHVzaA", "aHVzaA"}) {
            EXPECT_THAT(error.message + error.cause, Not(HasSubstr(secret)));
        }
        EXPECT_FALSE(sent) << origin;
    }
    answerWith("HTTP/1.1 403 Forbidden\r\n\r\n");
    EXPECT_THAT(
        refusal("https://mcp.example").message,
        HasSubstr("does not connect to https://mcp.example:443: it answered with status 403"));
    answerWith("HTTP/1.1 502 Bad Gateway\r\nTransfer-Encoding: chunked\r\n\r\n");
    EXPECT_THAT(refusal("https://mcp.example").message, HasSubstr("status 502"));
    EXPECT_FALSE(sent);
}

TEST_F(Proxied, SaysThatAProxyWantsASignIn)
{
    startProxy(1);
    answerWith("HTTP/1.1 407 Sign in\r\n\r\n");
    EXPECT_THAT(refusal("https://mcp.example").message,
                AllOf(HasSubstr("wants a user name and a password (407)"),
                      HasSubstr("must be the system's"),
                      HasSubstr("in the gateway's environment")));
}

TEST_F(Proxied, TakesNoEndlessOrSenselessAnswer)
{
    startProxy(1);
    for (const std::string& bytes : {std::string("SSH-2.0-OpenSSH\r\n"),
                                     "HTTP/1.1 200 OK\r\nX: " + std::string(20'000, 'x'),
                                     "HTTP/1.1 200 OK\r\n" + std::string(20'000, '\n'),
                                     std::string("HTTP/1.1 200 OK\r\n\r\nearly")}) {
        answerWith(bytes);
        const Error error = refusal("https://mcp.example");
        EXPECT_EQ(error.code, ErrorCode::ProtocolError) << bytes.substr(0, 40) << error.message;
        EXPECT_THAT(error.message, HasSubstr("The proxy " + proxy->url()));
    }
}

TEST_F(Proxied, GivesUpOnASilentProxy)
{
    options.connectTimeout = std::chrono::milliseconds(40);
    RawServer silent;
    startProxy(1);
    options.proxy->address.port = silent.port();
    const Error error = refusal("https://mcp.example");
    EXPECT_EQ(error.code, ErrorCode::DeadlineExceeded);
    EXPECT_THAT(error.message, HasSubstr("(the proxy) did not answer in time"));
}

TEST_F(Proxied, NamesAProxyThatIsNotThere)
{
    {
        const RawServer gone;
        startProxy(1);
        options.proxy->address.port = gone.port();
    }
    const Error error = refusal("https://mcp.example");
    EXPECT_EQ(error.code, ErrorCode::Unavailable);
    EXPECT_THAT(error.message,
                HasSubstr("Cannot connect to " + options.proxy->name() + " (the proxy)."));
}

} // namespace portcullis::http::test
