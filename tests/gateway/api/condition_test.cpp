#include "gateway/api/condition.h"

#include <gtest/gtest.h>

namespace portcullis::api {
namespace {

TEST(Condition, IsReadFromText)
{
    EXPECT_EQ(parseCondition("mode = r"), (Condition{"mode", ConditionKind::Equals, {R"("r")"}}));
    EXPECT_EQ(parseCondition("a.b=5"), (Condition{"a.b", ConditionKind::Equals, {"5"}}));
    EXPECT_EQ(parseCondition("id = \"5\""), (Condition{"id", ConditionKind::Equals, {R"("5")"}}));
    EXPECT_EQ(parseCondition(" mode  in  r, rb ,\"a,b\",true "),
              (Condition{"mode", ConditionKind::OneOf, {R"("r")", R"("rb")", R"("a,b")", "true"}}));
    EXPECT_EQ(parseCondition("path under /srv//cases/"),
              (Condition{"path", ConditionKind::Under, {"/srv/cases"}}));
    EXPECT_EQ(parseCondition("url host Example.ORG,*.a.org,::1"),
              (Condition{"url", ConditionKind::Host, {"example.org", "*.a.org", "::1"}}));
    EXPECT_EQ(parseCondition("n between 1..1e3"),
              (Condition{"n", ConditionKind::Between, {"1", "1e3"}}));
    EXPECT_EQ(parseCondition("/a~1c matches [a-z ]+"),
              (Condition{"/a~1c", ConditionKind::Matches, {"[a-z ]+"}}));
    EXPECT_EQ(parseCondition("\"a = b\" = c"),
              (Condition{"a = b", ConditionKind::Equals, {R"("c")"}}));
}

TEST(Condition, RoundTripsAsText)
{
    for (const char* text : {"mode = r",
                             "mode = \" r\"",
                             "mode = \"5\"",
                             "mode = -5e3",
                             "mode = null",
                             "mode in r,rb,\"a,b\",\"true\",true",
                             "path under /",
                             "path under /srv/a b",
                             "url host 192.0.2.1,*.example.org",
                             "n between ..10",
                             "n between -1..",
                             "/a~1b/0 matches a, b \"c\"",
                             "\"a b\" = c"}) {
        const auto condition = parseCondition(text);
        ASSERT_TRUE(condition) << text << ": " << condition.error().message;
        EXPECT_EQ(formatCondition(*condition), text);
        EXPECT_EQ(parseCondition(formatCondition(*condition)), *condition);
    }
}

TEST(Condition, KeepsABlankAtTheEndOfAFolder)
{
    const auto condition = parseCondition("path under /srv/old /");
    ASSERT_TRUE(condition);
    EXPECT_EQ(condition->operands.front(), "/srv/old ");
    EXPECT_EQ(formatCondition(*condition), "path under /srv/old /");
    EXPECT_EQ(parseCondition(formatCondition(*condition)), *condition);
}

TEST(Condition, RefusesWhatIsNoneAndSaysWhatBelongsThere)
{
    const std::pair<const char*, const char*> wrong[] = {
        {"", "must be an argument, one of"},
        {"path", "must be an argument, one of"},
        {"path is x", "must be an argument, one of"},
        {"= x", "must be an argument, one of"},
        {"\"path = x", "must be an argument, one of"},
        {"a..b = x", "must name an argument"},
        {"/a~2 = x", "must name an argument"},
        {"a.b.c.d.e.f.g.h.i = x", "must name an argument"},
        {"mode in \"r", "must compare with texts"},
        {"path under srv", "must name an absolute folder"},
        {"path under /srv/../etc", "must name an absolute folder"},
        {"path under", "1 to 1024"},
        {"url host a b", "must name hosts"},
        {"url host https://a.org", "must name hosts"},
        {"url host *.192.0.2.1", "must name hosts"},
        {"url host a.org,", "1 to 1024"},
        {"n between 1", "must be a range"},
        {"n between ..", "must be a range"},
        {"n between 2..1", "not above"},
        {"n between 01..2", "must be a range"},
        {"n between NaN..2", "must be a range"},
        {"q matches (", "cannot be used"},
        {"q matches a{1001}", "cannot be used"},
    };
    for (const auto& [text, what] : wrong) {
        const auto condition = parseCondition(text);
        ASSERT_FALSE(condition) << text;
        EXPECT_NE(condition.error().message.find(what), std::string::npos)
            << text << ": " << condition.error().message;
    }
}

TEST(Condition, IsBounded)
{
    std::string many = "a in 1";
    for (std::size_t i = 1; i < kMaxOperands; ++i) {
        many += ",1";
    }
    EXPECT_TRUE(parseCondition(many));
    EXPECT_FALSE(parseCondition(many + ",1"));
    EXPECT_FALSE(parseCondition("a = " + std::string(kMaxOperandBytes, 'x')));
    EXPECT_FALSE(parseCondition(std::string(257, 'x') + " = a"));
    EXPECT_FALSE(parseCondition("a = \u202e")) << "text that reorders what follows";
}

TEST(ArgumentPath, ReadsNamesAndPointers)
{
    using Path = std::vector<std::string>;
    EXPECT_EQ(argumentPath("a.b"), (Path{"a", "b"}));
    EXPECT_EQ(argumentPath("/a.b/c~1d~0e/0"), (Path{"a.b", "c/d~e", "0"}));
    EXPECT_EQ(argumentPath(""), std::nullopt);
}

} // namespace
} // namespace portcullis::api
