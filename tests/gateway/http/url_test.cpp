#include "gateway/http/client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portcullis::http {
namespace {

struct Good
{
    const char* text;
    const char* origin;
    const char* hostHeader;
    const char* target;
    bool loopback;
};

class GoodUrl : public testing::TestWithParam<Good>
{};

TEST_P(GoodUrl, IsTakenApart)
{
    const auto url = parseUrl(GetParam().text);
    ASSERT_TRUE(url) << url.error().message;
    EXPECT_EQ(url->origin(), GetParam().origin);
    EXPECT_EQ(url->hostHeader(), GetParam().hostHeader);
    EXPECT_EQ(url->target, GetParam().target);
    EXPECT_EQ(url->isLoopback(), GetParam().loopback);
}

INSTANTIATE_TEST_SUITE_P(
    Url,
    GoodUrl,
    testing::Values(
        Good{"http://localhost", "http://localhost:80", "localhost", "/", true},
        Good{"HTTP://LocalHost:8080/MCP", "http://localhost:8080", "localhost:8080", "/MCP", true},
        Good{"https://tools.corp/mcp?a=b&c",
             "https://tools.corp:443",
             "tools.corp",
             "/mcp?a=b&c",
             false},
        Good{"https://tools.corp:443?x", "https://tools.corp:443", "tools.corp", "/?x", false},
        Good{"http://127.1.2.3:1/", "http://127.1.2.3:1", "127.1.2.3:1", "/", true},
        Good{"http://[::1]:8080/x", "http://[::1]:8080", "[::1]:8080", "/x", true},
        Good{"http://[0:0:0:0:0:0:0:1]", "http://[::1]:80", "[::1]", "/", true},
        Good{"http://0.0.0.0", "http://0.0.0.0:80", "0.0.0.0", "/", true},
        Good{"http://[::]/", "http://[::]:80", "[::]", "/", true},
        Good{"http://[::ffff:127.0.0.1]/",
             "http://[::ffff:127.0.0.1]:80",
             "[::ffff:127.0.0.1]",
             "/",
             true},
        Good{"http://[::ffff:0.0.0.0]/",
             "http://[::ffff:0.0.0.0]:80",
             "[::ffff:0.0.0.0]",
             "/",
             true},
        Good{"http://[::ffff:10.0.0.1]/",
             "http://[::ffff:10.0.0.1]:80",
             "[::ffff:10.0.0.1]",
             "/",
             false},
        Good{"https://[2001:DB8::1]/", "https://[2001:db8::1]:443", "[2001:db8::1]", "/", false},
        Good{"http://a-b_c.d./", "http://a-b_c.d.:80", "a-b_c.d.", "/", false},
        Good{"http://localhost.evil.org",
             "http://localhost.evil.org:80",
             "localhost.evil.org",
             "/",
             false},
        Good{"http://10.0.0.1:65535/%20",
             "http://10.0.0.1:65535",
             "10.0.0.1:65535",
             "/%20",
             false}));

class BadUrl : public testing::TestWithParam<const char*>
{};

TEST_P(BadUrl, IsRefusedWithAHint)
{
    const auto url = parseUrl(GetParam());
    ASSERT_FALSE(url);
    EXPECT_EQ(url.error().code, ErrorCode::InvalidArgument);
    EXPECT_THAT(url.error().message, testing::EndsWith("."));
}

INSTANTIATE_TEST_SUITE_P(Url,
                         BadUrl,
                         testing::Values("",
                                         "localhost:8080",
                                         "ftp://x/",
                                         "file:///etc/passwd",
                                         "http:/x",
                                         "http://",
                                         "http:///x",
                                         "http://:80/",
                                         "http://user@host/",
                                         "http://user:secret@host/",
                                         "http://host/#part",
                                         "http://host#part",
                                         "http://host:/",
                                         "http://host:0/",
                                         "http://host:65536/",
                                         "http://host:+80/",
                                         "http://host:8x/",
                                         "http://a b/",
                                         "http://host/a b",
                                         "http://host/\x01",
                                         "http://host/\xC3\xA4",
                                         "http://b\xC3\xBC"
                                         "cher.de/",
                                         "http://ho%73t/",
                                         "http://.host/",
                                         "http://127.1/",
                                         "http://2130706433/",
                                         "http://0x7f000001/",
                                         "http://0x7f.1/",
                                         "http://127.0.0.0x1/",
                                         "http://1.2.3.4.5/",
                                         "http://256.0.0.1/",
                                         "http://[::1/",
                                         "http://::1/",
                                         "http://[::1]x/",
                                         "http://[::1]80/",
                                         "http://[fe80::1%25eth0]/",
                                         "http://[]/",
                                         "http://[127.0.0.1]/",
                                         "http://host\\evil/"));

TEST(Url, DoesNotRepeatASecretInItsErrors)
{
    const auto url = parseUrl("http://user:secret@host/");
    ASSERT_FALSE(url);
    EXPECT_THAT(url.error().message, testing::Not(testing::HasSubstr("secret")));
}

// The examples of RFC 3986 section 5.4, where they are of a kind that a server may send.
TEST(Url, ResolvesReferences)
{
    const auto base = parseUrl("http://a/b/c/d;p?q");
    const std::pair<const char*, const char*> cases[] = {{"g", "/b/c/g"},
                                                         {"./g", "/b/c/g"},
                                                         {"g/", "/b/c/g/"},
                                                         {"/g", "/g"},
                                                         {"?y", "/b/c/d;p?y"},
                                                         {"g?y/../x", "/b/c/g?y/../x"},
                                                         {"", "/b/c/d;p?q"},
                                                         {".", "/b/c/"},
                                                         {"..", "/b/"},
                                                         {"../g", "/b/g"},
                                                         {"../..", "/"},
                                                         {"../../../g", "/g"},
                                                         {"/../g", "/g"},
                                                         {"g.", "/b/c/g."},
                                                         {"..g", "/b/c/..g"},
                                                         {"./g/.", "/b/c/g/"},
                                                         {"g/../h", "/b/c/h"}};
    for (const auto& [reference, target] : cases) {
        const auto url = resolveUrl(*base, reference);
        ASSERT_TRUE(url) << reference;
        EXPECT_EQ(url->origin() + url->target, std::string("http://a:80") + target) << reference;
    }
    EXPECT_EQ(resolveUrl(*base, "//other/x")->origin(), "http://other:80");
    EXPECT_EQ(resolveUrl(*base, "https://other/x")->origin(), "https://other:443");
    EXPECT_FALSE(resolveUrl(*base, "mailto:somebody"));
    EXPECT_FALSE(resolveUrl(*base, "g#part"));
}

} // namespace
} // namespace portcullis::http
