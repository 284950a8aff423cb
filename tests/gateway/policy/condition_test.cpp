#include "gateway/policy/condition.h"

#include <gtest/gtest.h>

namespace portcullis::policy {
namespace {

Holding test(const char* condition, const std::string& arguments)
{
    const auto document = JsonDocument::parse(arguments);
    EXPECT_TRUE(document) << arguments;
    return Condition(*api::parseCondition(condition)).test({document->root(), {}});
}

void expectHeld(const char* condition, const std::string& arguments)
{
    EXPECT_EQ(test(condition, arguments), Holding::Held) << condition << " " << arguments;
}

void expectNot(const char* condition, const std::string& arguments)
{
    EXPECT_EQ(test(condition, arguments), Holding::NotHeld) << condition << " " << arguments;
}

void expectUnreadable(const char* condition, const std::string& arguments)
{
    EXPECT_EQ(test(condition, arguments), Holding::Unreadable) << condition << " " << arguments;
}

TEST(Condition, ComparesWithValuesOfTheSameType)
{
    expectHeld("mode = r", R"({"mode":"r"})");
    expectHeld("mode = r", R"({"mode":"\u0072"})");
    expectNot("mode = r", R"({"mode":"w"})");
    expectNot("mode = r", R"({"mode":"R"})");
    expectHeld("n = 5", R"({"n":5.0})");
    expectNot("n = 5", R"({"n":6})");
    expectUnreadable("n = 5", R"({"n":"5"})");
    expectUnreadable("n = \"5\"", R"({"n":5})");
    expectHeld("b = true", R"({"b":true})");
    expectNot("b = true", R"({"b":false})");
    expectUnreadable("b = true", R"({"b":"true"})");
    expectHeld("x = null", R"({"x":null})");
    expectHeld("mode in r,5", R"({"mode":5})");
    expectNot("mode in r,5", R"({"mode":"x"})");
    expectUnreadable("mode in r,5", R"({"mode":["r"]})");
    expectUnreadable("mode in r,5", R"({"mode":{}})");
}

TEST(Condition, AMissingArgumentIsUnreadable)
{
    expectUnreadable("path under /srv", "{}");
    expectUnreadable("path under /srv", R"({"path":null})");
    expectUnreadable("a.b = 1", R"({"a":1})");
    expectUnreadable("a.b = 1", R"({"a.b":1})");
    const auto document = JsonDocument::parse("[]");
    EXPECT_EQ(Condition(*api::parseCondition("a = 1")).test({document->root(), {}}),
              Holding::Unreadable);
    EXPECT_EQ(Condition(*api::parseCondition("a = 1")).test({}), Holding::Unreadable);
}

TEST(Condition, GoesDownMembersAndElements)
{
    expectHeld("a.b = 1", R"({"a":{"b":1}})");
    expectHeld("/a.b = 1", R"({"a.b":1})");
    expectHeld("list.1 = 2", R"({"list":[1,2]})");
    expectUnreadable("list.01 = 2", R"({"list":[1,2]})");
    expectUnreadable("list.2 = 2", R"({"list":[1,2]})");
    expectHeld("list.1 = 2", R"({"list":{"1":2}})");
}

// encoding/json of Go takes the last of these, whatever its case.
TEST(Condition, ANameThatAnotherReaderTakesForTheSameIsUnreadable)
{
    expectUnreadable("path under /srv", R"({"path":"/srv/a","Path":"/etc/passwd"})");
    expectUnreadable("path under /srv", R"({"Path":"/etc/passwd","path":"/srv/a"})");
    expectUnreadable("path under /srv", R"({"PATH":"/srv/a"})");
    expectUnreadable("path under /srv", R"({"path":"/srv/a","\u0050ath":"/etc"})");
    expectUnreadable("key = 1", "{\"key\":1,\"\u212Aey\":2}");
    expectUnreadable("sum = 1", "{\"sum\":1,\"\u017Fum\":2}");
    expectHeld("path under /srv", R"({"\u0070ath":"/srv/a","paths":"/etc"})");
}

TEST(Condition, PathsAreComparedNormalised)
{
    expectHeld("path under /srv/cases", R"({"path":"/srv//cases/./a"})");
    expectHeld("path under /srv/cases", R"({"path":"file:///srv/cases/a"})");
    expectNot("path under /srv/cases", R"({"path":"/srv/cases/../secret"})");
    expectNot("path under /srv/cases", R"({"path":"/srv/cases2"})");
    expectUnreadable("path under /srv/cases", R"({"path":"cases"})");
    expectUnreadable("path under /srv/cases", R"({"path":"/srv/cases\u0000/../../etc"})");
    expectUnreadable("path under /srv/cases", R"({"path":["/srv/cases"]})");
}

TEST(Condition, HostsAreExactOrBelow)
{
    expectHeld("url host example.org", R"({"url":"https://EXAMPLE.org:8443/x"})");
    expectNot("url host example.org", R"({"url":"https://a.example.org/"})");
    expectHeld("url host *.example.org", R"({"url":"https://a.example.org/"})");
    expectNot("url host *.example.org", R"({"url":"https://example.org/"})");
    expectNot("url host *.example.org", R"({"url":"https://badexample.org/"})");
    expectHeld("url host ::1", R"({"url":"http://[0::1]/"})");
    expectUnreadable("url host example.org", R"({"url":"https://example.org@evil.org/"})");
    expectUnreadable("url host example.org", R"({"url":"example.org"})");
}

TEST(Condition, RangesAreOfNumbersAlone)
{
    expectHeld("n between 1..10", R"({"n":10})");
    expectHeld("n between 1..10", R"({"n":1e0})");
    expectNot("n between 1..10", R"({"n":10.000000000000000000000000000001})");
    expectNot("n between ..9007199254740992", R"({"n":9007199254740993})");
    expectHeld("n between 5..", R"({"n":1e300})");
    expectUnreadable("n between 1..10", R"({"n":"5"})");
    expectUnreadable("n between 1..10", R"({"n":true})");
    expectUnreadable("n between 1..10", "{\"n\":" + std::string(600, '1') + "}");
}

TEST(Condition, PatternsMatchTheWholeText)
{
    expectHeld("q matches [a-z ]+", R"({"q":"two words"})");
    expectNot("q matches [a-z ]+", R"({"q":"two words; drop"})");
    expectHeld("q matches .*drop.*", R"({"q":"a\ndrop\nb"})");
    expectUnreadable("q matches .*", R"({"q":5})");
}

TEST(Condition, HugeAndDamagedTextsAreUnreadable)
{
    expectUnreadable("q matches a+", "{\"q\":\"" + std::string(kMaxArgumentText, 'a') + "\"}");
    expectHeld("q matches a+", "{\"q\":\"" + std::string(kMaxArgumentText - 2, 'a') + "\"}");
    expectUnreadable("q matches .*", R"({"q":"a\ud800b"})");
    expectHeld("q matches .*", "{\"q\":\"a\uFFFDb\"}");
    std::string many = "{\"q\":1";
    for (std::size_t i = 0; i < kMaxArgumentMembers; ++i) {
        many += ",\"m" + std::to_string(i) + "\":0";
    }
    expectUnreadable("q = 1", many + "}");
}

TEST(Condition, TheUriOfAResourceIsAnArgument)
{
    const Condition condition(*api::parseCondition("uri under /srv"));
    EXPECT_EQ(condition.test({{}, "file:///srv/a"}), Holding::Held);
    EXPECT_EQ(condition.test({{}, "file:///etc"}), Holding::NotHeld);
    EXPECT_EQ(condition.test({{}, "note:a"}), Holding::Unreadable);
    EXPECT_EQ(condition.test({{}, "\xff"}), Holding::Unreadable);
}

TEST(Condition, OneThatWasNeverCheckedIsNeverReadable)
{
    const auto document = JsonDocument::parse(R"({"q":"("})");
    const Condition bad(api::Condition{"q", api::ConditionKind::Matches, {"("}});
    EXPECT_EQ(bad.test({document->root(), {}}), Holding::Unreadable);
    const Condition empty(api::Condition{"q", api::ConditionKind::Between, {}});
    EXPECT_EQ(empty.test({document->root(), {}}), Holding::Unreadable);
}

} // namespace
} // namespace portcullis::policy
