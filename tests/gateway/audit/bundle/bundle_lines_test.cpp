#include "gateway/audit/bundle/declared_scope.h"
#include "gateway/audit/bundle/fields.h"
#include "gateway/audit/bundle/header.h"
#include "gateway/audit/bundle/manifest.h"
#include "gateway/audit/bundle/record_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portcullis::audit::bundle {

namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

constexpr Where kWhere{"file", ", line ", 7};

std::string headerWith(const std::string& members)
{
    return R"({"body":")" + std::string(64, 'a') + R"(",)" + members + "}";
}

TEST(BundleLines, AreWrittenInOneWayOnly)
{
    EXPECT_TRUE(parseCanonical(R"({"a":1,"b":[true,"x"]})", kWhere));
    for (const auto* const text : {R"({"b":1,"a":1})",
                                   R"({"a": 1})",
                                   R"({"a":-0})",
                                   R"({"a":1e3})",
                                   R"({"a":01})",
                                   R"({"a":null})",
                                   R"([1])",
                                   "",
                                   "{}\n"}) {
        const auto parsed = parseCanonical(text, kWhere);
        ASSERT_FALSE(parsed) << text;
        EXPECT_EQ(parsed.error().message, "file, line 7: this is not in canonical form.");
    }
}

TEST(BundleFields, NameTheFirstThatIsNotWhatItMustBe)
{
    const auto document = parseCanonical(R"({"flag":true,"number":1,"text":"x"})", kWhere);
    Fields fields(document->root(), kWhere);
    EXPECT_EQ(fields.integer("number"), 1);
    EXPECT_EQ(fields.text("text"), "x");
    EXPECT_TRUE(fields.result());
    EXPECT_EQ(fields.integer("flag"), 0);
    EXPECT_EQ(fields.text("number"), "");
    EXPECT_EQ(fields.result().error().message,
              "file, line 7: flag is missing or not what it must be.");
}

TEST(BundleHeader, IsTakenApart)
{
    const auto header = Header::parse(
        headerWith(R"("call":"c","hw":3,"key":"k","kn":2,"n":1,"sn":4,"srv":"s","t":2,)"
                   R"("type":"call.intent","v":1)"),
        kWhere);
    ASSERT_TRUE(header) << header.error().message;
    EXPECT_EQ(header->n, 1);
    EXPECT_EQ(header->t, 2);
    EXPECT_EQ(header->hw, 3);
    EXPECT_EQ(header->call, "c");
    EXPECT_EQ(header->key->owner, "k");
    EXPECT_EQ(header->key->number, 2);
    EXPECT_EQ(header->server->owner, "s");
    EXPECT_EQ(header->server->number, 4);
    EXPECT_TRUE(header->isIntent());
}

TEST(BundleHeader, NeedsWhatBelongsTogether)
{
    const auto problem = [](const std::string& members) {
        const auto header = Header::parse(headerWith(members), kWhere);
        return header ? std::string() : header.error().message;
    };
    EXPECT_EQ(problem(R"("hw":3,"n":1,"t":2,"type":"run.open","v":1)"), "");
    EXPECT_THAT(problem(R"("hw":3,"n":1,"t":2,"type":"call.intent","v":1)"),
                HasSubstr("call is missing"));
    EXPECT_THAT(problem(R"("hw":3,"key":"k","n":1,"t":2,"type":"run.open","v":1)"),
                HasSubstr("kn is missing"));
    EXPECT_THAT(problem(R"("hw":3,"n":1,"sn":1,"t":2,"type":"run.open","v":1)"),
                HasSubstr("sn counts nothing"));
    EXPECT_THAT(problem(R"("hw":3,"n":true,"t":2,"type":"run.open","v":1)"),
                HasSubstr("n is missing"));
    EXPECT_THAT(problem(R"("hw":3,"n":1,"t":2,"type":")" + std::string(1024, 'x') + R"(","v":1)"),
                EndsWith("the header is too long."));
}

TEST(BundleScope, EveryMemberMustAgree)
{
    const auto manifest = parseCanonical(
        R"({"scope":{"decision":"allow","from":10,"key":"k","server":"s","to":20}})", kWhere);
    const auto scope = DeclaredScope::read(manifest->root());
    ASSERT_TRUE(scope) << scope.error().message;
    Header header;
    header.type = "call.intent";
    header.key = Header::Counter{"k", 1};
    header.server = Header::Counter{"s", 1};
    header.hw = 10;
    EXPECT_TRUE(scope->holds(header));
    header.hw = 20;
    EXPECT_FALSE(scope->holds(header));
    header.hw = 19;
    EXPECT_TRUE(scope->holds(header));
    header.type = "call.denied";
    EXPECT_FALSE(scope->holds(header));
    header.type = "call.intent";
    header.server.reset();
    EXPECT_FALSE(scope->holds(header));
}

TEST(BundleScope, HasNoMemberThatNothingChecks)
{
    const auto problem = [](const std::string& text) {
        const auto scope = DeclaredScope::read(parseCanonical(text, kWhere)->root());
        return scope ? std::string() : scope.error().message;
    };
    EXPECT_EQ(problem(R"({"scope":{}})"), "");
    EXPECT_THAT(problem("{}"), HasSubstr("scope is missing"));
    EXPECT_THAT(problem(R"({"scope":{"type":"x"}})"), HasSubstr("type is unknown"));
    EXPECT_THAT(problem(R"({"scope":{"to":"x"}})"), HasSubstr("to is missing"));
    EXPECT_THAT(problem(R"({"scope":{"decision":"x"}})"), HasSubstr("the decision is unknown"));
}

TEST(BundleSums, AreThoseOfSha256sum)
{
    const std::string digest(64, 'a');
    const auto sums = parseSums(digest + "  a b\n" + digest + "  c/d\n");
    ASSERT_TRUE(sums);
    EXPECT_EQ(sums->size(), 2U);
    EXPECT_TRUE(sums->contains("a b"));
    EXPECT_FALSE(parseSums(""));
    EXPECT_FALSE(parseSums("\n"));
    EXPECT_FALSE(parseSums(digest + "  a"));
    EXPECT_FALSE(parseSums(digest + "  \n"));
    EXPECT_FALSE(parseSums(digest + " *a\n"));
    EXPECT_FALSE(parseSums(std::string(64, 'A') + "  a\n"));
    EXPECT_EQ(parseSums(digest + "  a\n" + digest + "  a\n").error().message,
              "MANIFEST.sha256, line 2: a stands there twice.");
}

TEST(BundleProof, MustLieWithinTheLog)
{
    EXPECT_TRUE(parseProof(R"({"begin":0,"end":1,"left":[],"right":[],"size":1})"));
    for (const auto* const text : {R"({"begin":-1,"end":1,"left":[],"right":[],"size":1})",
                                   R"({"begin":1,"end":0,"left":[],"right":[],"size":1})",
                                   R"({"begin":0,"end":2,"left":[],"right":[],"size":1})",
                                   R"({"begin":0,"end":1,"left":[1],"right":[],"size":1})",
                                   R"({"begin":0,"end":1,"left":[],"right":["00"],"size":1})",
                                   R"({"begin":0,"end":1,"left":[],"size":1})"}) {
        EXPECT_FALSE(parseProof(text)) << text;
    }
}

TEST(BundleOpening, HasItsTextInOneOfTwoWays)
{
    const auto opening = [](const std::string& members) {
        const std::string salt(64, '0');
        const auto document =
            parseCanonical("{" + members.substr(0, members.find('|')) + R"("f":"x","n":3,"s":")" +
                               salt + R"(")" + members.substr(members.find('|') + 1) + "}",
                           kWhere);
        return Opening::parse(document.value().root(), 3);
    };
    EXPECT_EQ(opening(R"(|,"v":"text")")->text, "text");
    EXPECT_EQ(opening(R"("b":"/w==",|)")->text, "\xFF");
    EXPECT_EQ(opening("|").error().message,
              "log/openings.jsonl, record 3: an opening has n, f, s and either b or v.");
    EXPECT_FALSE(opening(R"("b":"/w==",|,"v":"text")"));
    EXPECT_FALSE(opening(R"(|,"v":"text","x":1)"));
    EXPECT_FALSE(opening(R"("b":"/x==",|)"));
    EXPECT_FALSE(opening(R"(|,"v":1)"));
}

} // namespace

} // namespace portcullis::audit::bundle
