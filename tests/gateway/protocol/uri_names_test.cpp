#include "gateway/protocol/uri_names.h"
#include "tests/gateway/protocol/support.h"

#include <gtest/gtest.h>

#include <array>
#include <set>

namespace portcullis::protocol {

namespace {

const ServerId kServer("docs");

std::string forClient(std::string_view uri)
{
    return UriNames(kServer).toClient(uri);
}

std::string block(const std::string& text, const UriNames& uris = UriNames(kServer))
{
    JsonWriter out;
    writeContentBlock(out, Json(text).root(), uris);
    return out.take();
}

std::string withUri(const std::string& text, std::string_view key = "uri")
{
    JsonWriter out;
    writeWithUri(out, Json(text).root(), key, UriNames(kServer));
    return out.take();
}

constexpr std::array<std::string_view, 22> kUris = {"file:///a",
                                                    "https://h/p?q#f",
                                                    "ui://rest",
                                                    "ui://rest/page/1",
                                                    "ui://",
                                                    "ui:///",
                                                    "ui:",
                                                    "ui:/a",
                                                    "UI://rest",
                                                    "ui+x://a",
                                                    "docs+file:///a",
                                                    "other+ui://a/b",
                                                    "ui://docs/a",
                                                    "ui://ui://a",
                                                    "a+b+c",
                                                    "+",
                                                    "/",
                                                    "",
                                                    " file:///a ",
                                                    "caf\xC3\xA9:\xF0\x9F\x98\x80",
                                                    "\xFF\xFE",
                                                    "a\"\\\n\t"};

} // namespace

// E-20
TEST(UriNames, CarryTheServer)
{
    EXPECT_EQ(forClient("file:///a"), "docs+file:///a");
    EXPECT_EQ(forClient("https://h/p"), "docs+https://h/p"); // E-21
    EXPECT_EQ(forClient("ui://rest"), "ui://docs/rest");
    EXPECT_EQ(forClient("ui://rest/p?q"), "ui://docs/rest/p?q");
    EXPECT_EQ(forClient("UI://rest"), "docs+UI://rest");
}

TEST(UriNames, LeaveUrisAloneByDefault)
{
    EXPECT_FALSE(UriNames().rewrites());
    for (const std::string_view uri : kUris) {
        EXPECT_EQ(UriNames().toClient(uri), uri);
    }
}

// E-20: every URI leads back, whatever it looks like.
TEST(UriNames, ReadBackAsTheyWere)
{
    for (const char* const server : {"docs", "a", "ui", "uix", "abcdef-12345"}) {
        const ServerId id{std::string(server)};
        for (const std::string_view uri : kUris) {
            const auto target = readUriName(UriNames(id).toClient(uri));
            ASSERT_TRUE(target.has_value()) << server << " " << uri;
            EXPECT_EQ(*target, (ResourceTarget{id, std::string(uri)})) << server << " " << uri;
        }
        const std::string withNul("a\0b", 3);
        EXPECT_EQ(readUriName(UriNames(id).toClient(withNul))->uri, withNul);
    }
}

TEST(UriNames, NeverMeanTwoThings)
{
    std::set<std::string> seen;
    for (const char* const server : {"docs", "ui", "other"}) {
        for (const std::string_view uri : kUris) {
            EXPECT_TRUE(seen.insert(UriNames(ServerId(server)).toClient(uri)).second)
                << server << " " << uri;
        }
    }
}

// E-25
TEST(ReadUriName, FindsNoServerWhereNoneIsNamed)
{
    for (const char* const uri : {"",
                                  "file:///a",
                                  "+file:///a",
                                  "+",
                                  "ui://",
                                  "ui:///a",
                                  "ui://docs",
                                  "ui://docs+file:",
                                  "ui:",
                                  "docs",
                                  "https://h/p"}) {
        EXPECT_FALSE(readUriName(uri).has_value()) << uri;
    }
}

TEST(ReadUriName, LeavesUnknownServersToTheCaller)
{
    EXPECT_EQ(readUriName("no/such server+u"), (ResourceTarget{ServerId("no/such server"), "u"}));
    EXPECT_EQ(readUriName("https://h/c++"), (ResourceTarget{ServerId("https://h/c"), "+"}));
    EXPECT_EQ(readUriName("ui://Docs/x"), (ResourceTarget{ServerId("Docs"), "ui://x"}));
}

TEST(ReadUriName, ReadsAnEmptyUri)
{
    EXPECT_EQ(readUriName("docs+"), (ResourceTarget{kServer, ""}));
    EXPECT_EQ(readUriName("ui://docs/"), (ResourceTarget{kServer, "ui://"}));
}

// E-23: the examples of RFC 6570, level 4 and below. The prefix stays literal and comes first, so
// what a client expands reads back as what the server's own template expands to.
TEST(UriNames, LeaveTemplatesExpandable)
{
    const struct
    {
        const char* own;
        const char* expanded; // with var=value, path=/foo/bar, list=red,green,blue, keys=...
    } cases[] = {
        {"{var:3}", "val"},
        {"{var:30}", "value"},
        {"{list}", "red,green,blue"},
        {"{list*}", "red,green,blue"},
        {"{keys}", "semi,%3B,dot,.,comma,%2C"},
        {"{keys*}", "semi=%3B,dot=.,comma=%2C"},
        {"{+path:6}/here", "/foo/b/here"},
        {"{+list}", "red,green,blue"},
        {"{+keys*}", "semi=;,dot=.,comma=,"},
        {"{#path:6}here", "#/foo/bhere"},
        {"{#keys*}", "#semi=;,dot=.,comma=,"},
        {"X{.var:3}", "X.val"},
        {"X{.list*}", "X.red.green.blue"},
        {"{/var:1,var}", "/v/value"},
        {"{/list*,path:4}", "/red/green/blue/%2Ffoo"},
        {"{;hello:5}", ";hello=Hello"},
        {"{;keys*}", ";semi=%3B;dot=.;comma=%2C"},
        {"{?var:3}", "?var=val"},
        {"{?list*}", "?list=red&list=green&list=blue"},
        {"{&var:3}", "&var=val"},
        {"{&keys*}", "&semi=%3B&dot=.&comma=%2C"},
        {"{scheme}://{host}{/path*}", "https://h/a/b"},
        {"{scheme}://{host}", "ui://h"},
        {"{+any}", "ui://h/a+b"},
        {"file:///{+path}{?q*}", "file:////foo/bar?a=1"},
        {"ui://{page}{?var:3}", "ui://p?var=val"},
        {"ui://{+rest}", "ui://docs/a+b"},
    };

    for (const auto& [own, expanded] : cases) {
        const std::string known = forClient(own);
        const std::size_t expression = known.find('{');
        const std::string prefix = known.substr(0, expression);
        const std::string_view literal =
            std::string_view(own).substr(0, std::string(own).find('{'));
        EXPECT_EQ(prefix, forClient(literal).substr(0, expression)) << own;
        EXPECT_TRUE(prefix.starts_with("docs+") || prefix.starts_with("ui://docs/")) << known;
        // The expressions are the server's own, so the client's expansion is this.
        const std::string rest(std::string_view(expanded).substr(literal.size()));
        EXPECT_EQ(readUriName(prefix + rest), (ResourceTarget{kServer, expanded})) << own;
    }
}

// E-22
TEST(WriteWithUri, ChangesTheOneMember)
{
    EXPECT_EQ(withUri(R"({"a" : 1e400,"uri":"f:\/x","b":{"uri":"y"}})"),
              R"({"a":1e400,"uri":"docs+f:/x","b":{"uri":"y"}})");
    EXPECT_EQ(withUri(R"({"u\u0072i":"x"})"), R"({"u\u0072i":"docs+x"})");
    EXPECT_EQ(withUri(R"({"uriTemplate":"{x}"})", "uriTemplate"), R"({"uriTemplate":"docs+{x}"})");
    EXPECT_EQ(withUri(R"({"uri":""})"), R"({"uri":"docs+"})");
    EXPECT_EQ(withUri(R"({"uri":"\ud800"})"), "{\"uri\":\"docs+\xEF\xBF\xBD\"}");
}

TEST(WriteWithUri, PassesWhatHasNoSuchText)
{
    for (const char* const text :
         {"null", "7", "[]", R"(["uri"])", "{ }", R"({"uri":7})", R"({"uri":{"uri":"x"}})"}) {
        EXPECT_EQ(withUri(text), text);
    }
}

// E-22
TEST(WriteContentBlock, RewritesLinksAndEmbeddedResources)
{
    EXPECT_EQ(block(R"({"type":"resource_link","uri":"f:x","name":"f:x"})"),
              R"({"type":"resource_link","uri":"docs+f:x","name":"f:x"})");
    EXPECT_EQ(block(R"({"uri":"f:x","type":"resource\u005flink"})"),
              R"({"uri":"docs+f:x","type":"resource\u005flink"})");
    EXPECT_EQ(block(R"({"type":"resource","resource":{"uri":"ui://a","text":"f:x"},"_meta":{}})"),
              R"({"type":"resource","resource":{"uri":"ui://docs/a","text":"f:x"},"_meta":{}})");
}

TEST(WriteContentBlock, PassesAllOtherBlocks)
{
    for (const char* const text : {R"({"type":"text","text":"f:x","uri":"f:x"})",
                                   R"({"type":"text","text":"t","":"f:x"})",
                                   R"({"type":"image","data":"AA==","mimeType":"image/png"})",
                                   R"({"type":"resource","resource":"f:x"})",
                                   R"({"type":"resource","uri":"f:x"})",
                                   R"({"type":"resource","resource":[{"uri":"f:x"}]})",
                                   R"({"type":"resource_link","uri":null})",
                                   R"({"type":["resource_link"],"uri":"f:x"})",
                                   R"({"uri":"f:x"})",
                                   "{}",
                                   "[]",
                                   "null",
                                   R"("resource_link")"}) {
        EXPECT_EQ(block(text), text);
    }
}

TEST(WriteContentBlock, PassesEverythingWhereNamesAreTheServersOwn)
{
    for (const char* const text : {R"({ "type" : "resource_link", "uri":"f:x" })",
                                   R"({"type":"resource", "resource":{"uri":"f:x"}})"}) {
        EXPECT_EQ(block(text, {}), text);
    }
}

// E-22: on the way back only what names this very server is its own again.
TEST(UriNames, TurnsOwnUrisBackAndNoOthers)
{
    const UriNames uris(ServerId("docs"));
    for (const char* const uri : {"f:x", "ui://a/b", "", "docs+f:x"}) {
        EXPECT_EQ(uris.toServer(uris.toClient(uri)), uri);
    }
    for (const char* const uri : {"other+f:x", "f:x", "ui://other/a", ""}) {
        EXPECT_EQ(uris.toServer(uri), uri);
    }
    EXPECT_EQ(UriNames().toServer("docs+f:x"), "docs+f:x");
}

// B-85
TEST(WriteMetaMember, CallsAnAppAsClientsDoHoweverItIsNamed)
{
    const auto written = [](const std::string& meta, const UriNames& uris) {
        const Json json(meta);
        JsonWriter out;
        out.beginObject();
        for (JsonValue member = json.root().first(); member.exists(); member = member.next()) {
            writeMetaMember(out, member, uris);
        }
        return out.endObject().take();
    };
    const std::string own =
        R"({"ui":{"resourceUri":"ui://a","csp":{}},"ui/resourceUri":"ui://a","x":"ui://a"})";
    EXPECT_EQ(
        written(own, UriNames(ServerId("docs"))),
        R"({"ui":{"resourceUri":"ui://docs/a","csp":{}},"ui/resourceUri":"ui://docs/a","x":"ui://a"})");
    EXPECT_EQ(written(own, {}), own);
    const std::string odd = R"({"ui":"ui://a","ui/resourceUri":{"a":"ui://a"}})";
    EXPECT_EQ(written(odd, UriNames(ServerId("docs"))), odd);
}

// E-21
TEST(UriNames, KeepWebLinksWhereTheyAreWantedSo)
{
    const UriNames keeping(ServerId("docs"), UriNames::WebLinks::Keep);
    const UriNames rewriting(ServerId("docs"));
    const auto written = [](const UriNames& uris, const std::string& block) {
        const auto document = JsonDocument::parse(block);
        JsonWriter out;
        writeContentBlock(out, document->root(), uris);
        return out.take();
    };
    const std::string link = R"({"type":"resource_link","uri":"HTTPS://a.example/+b","name":"n"})";
    EXPECT_EQ(written(keeping, link), link);
    EXPECT_NE(written(rewriting, link).find(R"("docs+HTTPS://a.example/+b")"), std::string::npos);
    for (const std::string other : {"http://a.example/", "file:///a", "https:a", "httpsx://a"}) {
        const std::string block = R"({"type":"resource_link","uri":")" + other + R"(","name":"n"})";
        EXPECT_NE(written(keeping, block).find("\"docs+" + other + "\""), std::string::npos)
            << other;
    }
    const std::string embedded =
        R"({"type":"resource","resource":{"uri":"https://a.example/","text":"t"}})";
    EXPECT_NE(written(keeping, embedded).find("docs+https://"), std::string::npos);
    EXPECT_EQ(keeping.toServer("https://a.example/+b"), "https://a.example/+b"); // and back
}

} // namespace portcullis::protocol
