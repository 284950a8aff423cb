#include "gateway/api/argument_forms.h"

#include <gtest/gtest.h>

namespace portcullis::api {
namespace {

using namespace std::string_literals;

TEST(NormalisedPath, IsLexical)
{
    EXPECT_EQ(normalisedPath("/"), "/");
    EXPECT_EQ(normalisedPath("//srv///cases/./a/"), "/srv/cases/a");
    EXPECT_EQ(normalisedPath("/srv/cases/../etc"), "/srv/etc");
    EXPECT_EQ(normalisedPath("/srv/%2e%2e/etc"), "/srv/%2e%2e/etc") << "escapes are not decoded";
    EXPECT_EQ(normalisedPath("/srv/...//a"), "/srv/.../a");
}

TEST(NormalisedPath, HasNoneForWhatCannotBeTold)
{
    for (const std::string& text : {""s,
                                    "srv"s,
                                    "./srv"s,
                                    "~/x"s,
                                    "\\srv"s,
                                    "/srv/\0/x"s,
                                    "/.."s,
                                    "/a/../../srv"s,
                                    " /srv"s}) {
        EXPECT_EQ(normalisedPath(text), std::nullopt) << text;
    }
}

TEST(NormalisedPath, ReadsFileUrisOfThisMachineThatNeedNoDecoding)
{
    EXPECT_EQ(normalisedPath("file:///srv/cases"), "/srv/cases");
    EXPECT_EQ(normalisedPath("FILE://localhost/srv"), "/srv");
    for (const char* text : {"file:///srv/%2e%2e/x",
                             "file:///srv/../x",
                             "file://host/srv",
                             "file:///srv?x",
                             "file:///srv#x",
                             "file:/srv",
                             "file:///srv\\x"}) {
        EXPECT_EQ(normalisedPath(text), std::nullopt) << text;
    }
}

TEST(IsUnder, EndsAtAPartOfThePath)
{
    EXPECT_TRUE(isUnder("/srv/cases", "/srv/cases"));
    EXPECT_TRUE(isUnder("/srv/cases/a", "/srv/cases"));
    EXPECT_FALSE(isUnder("/srv/cases-old", "/srv/cases"));
    EXPECT_FALSE(isUnder("/srv", "/srv/cases"));
    EXPECT_TRUE(isUnder("/etc", "/"));
}

TEST(HostOfUrl, IsInOneForm)
{
    EXPECT_EQ(hostOfUrl("https://Example.ORG/a?b#c"), "example.org");
    EXPECT_EQ(hostOfUrl("http://example.org:8080"), "example.org");
    EXPECT_EQ(hostOfUrl("http://example.org?x=a"), "example.org");
    EXPECT_EQ(hostOfUrl("http://[0:0:0:0:0:0:0:1]:80/"), "::1");
    EXPECT_EQ(hostOfUrl("http://192.0.2.1/"), "192.0.2.1");
    EXPECT_EQ(hostOfUrl("https://a.org/?mail=x@b.org"), "a.org");
}

TEST(HostOfUrl, HasNoneWhereParsersDisagree)
{
    for (const std::string& text : {"https://good.org@evil.org/"s,
                                    "https://user:pw@good.org/"s,
                                    "https://good.org\\@evil.org/"s,
                                    "https://good.org#@evil.org/"s,
                                    "https://good.org?@evil.org/"s,
                                    "https:\\\\good.org/"s,
                                    "https:/good.org/"s,
                                    "https:good.org"s,
                                    "https:///good.org"s,
                                    "//good.org/"s,
                                    "good.org"s,
                                    "https://good.org./"s,
                                    "https://good..org/"s,
                                    "https://.good.org/"s,
                                    "https://good%2eorg/"s,
                                    "https://g\u00f6od.org/"s,
                                    "https://good.org\uff0fx/"s,
                                    "https://good.org:99999/"s,
                                    "https://good.org:/"s,
                                    "https://good.org:8x/"s,
                                    "https://0x7f.0.0.1/"s,
                                    "https://2130706433/"s,
                                    "https://127.1/"s,
                                    "https://0177.0.0.1/"s,
                                    "https://[::1/"s,
                                    "https://[::1]x/"s,
                                    "https://[fe80::1%25eth0]/"s,
                                    "https://[::ffff:1.2.3.999]/"s,
                                    " https://good.org/"s,
                                    "https://good.org /"s,
                                    "https://go\tod.org/"s,
                                    "https://good.org\0.evil.org/"s,
                                    "https://"s,
                                    ""s}) {
        EXPECT_EQ(hostOfUrl(text), std::nullopt) << text;
    }
}

TEST(CompareNumbers, IsExact)
{
    const auto less = std::strong_ordering::less;
    const auto equal = std::strong_ordering::equal;
    EXPECT_EQ(compareNumbers("9007199254740992", "9007199254740993"), less);
    EXPECT_EQ(compareNumbers("1e2", "100.000"), equal);
    EXPECT_EQ(compareNumbers("-0", "0.0e5"), equal);
    EXPECT_EQ(compareNumbers("-2", "-1"), less);
    EXPECT_EQ(compareNumbers("-1", "0"), less);
    EXPECT_EQ(compareNumbers("0.05", "0.5"), less);
    EXPECT_EQ(compareNumbers("0.5", "0.51"), less);
    EXPECT_EQ(compareNumbers("1e400", "1e401"), less);
    EXPECT_EQ(compareNumbers("1e-400", "0"), std::strong_ordering::greater);
    EXPECT_EQ(compareNumbers("1E+2", "99"), std::strong_ordering::greater);
}

TEST(CompareNumbers, GivesUpOnWhatIsTooLong)
{
    EXPECT_EQ(compareNumbers(std::string(600, '1'), "1"), std::nullopt);
    EXPECT_EQ(compareNumbers("1e99999999999999999999", "1"), std::nullopt);
}

TEST(PlainUri, BringsFileUrisInOneForm)
{
    EXPECT_EQ(plainUri("FILE:/srv/a"), "file:///srv/a");
    EXPECT_EQ(plainUri("file://LOCALHOST/srv/a"), "file:///srv/a");
    EXPECT_EQ(plainUri("Note://Case-1/A"), "note://case-1/A");
    EXPECT_EQ(plainUri("note:abc"), "note:abc");
    EXPECT_EQ(plainUri("http://a/b%20c?x=//"), "http://a/b%20c?x=//");
}

TEST(PlainUri, HasNoneForPathsThatCouldBeReadInTwoWays)
{
    for (const char* text : {"file:///srv/../etc",
                             "file:///srv/%2e%2E/etc",
                             "file:///srv/%2fetc",
                             "file:////etc",
                             "file:///srv//a",
                             "file:///srv/./a",
                             "file:///%65tc/a",
                             "file:///srv\\a",
                             "file:///srv?/../etc",
                             "file:///srv/%",
                             "file:///srv/%zz",
                             "file:///sr v",
                             "srv/a",
                             ""}) {
        EXPECT_EQ(plainUri(text), std::nullopt) << text;
    }
}

TEST(UriBeginsWith, EndsAtAPart)
{
    EXPECT_TRUE(uriBeginsWith("file:///srv/a", "file:///srv"));
    EXPECT_TRUE(uriBeginsWith("file:///srv/a", "file:///srv/"));
    EXPECT_FALSE(uriBeginsWith("file:///srv-2/a", "file:///srv"));
    EXPECT_TRUE(uriBeginsWith("note:abc", "note:"));
    EXPECT_TRUE(uriBeginsWith("note:abc", "note:abc"));
}

} // namespace
} // namespace portcullis::api
