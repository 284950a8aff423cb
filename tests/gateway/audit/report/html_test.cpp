#include "gateway/audit/report/compose.h"
#include "gateway/audit/report/html.h"
#include "gateway/audit/report/plain_text.h"
#include "gateway/audit/report/svg.h"

#include <gtest/gtest.h>

namespace portcullis::audit::report {
namespace {

constexpr const char* kEvil = "<script>alert('x')</script> & \"quoted\"";

// A document with a text of the log in each kind of block.
Document evilDocument()
{
    Drawing drawing{kEvil, kEvil, 100, 50, {}};
    drawing.shapes.push_back(Box{0, 0, 10, 10, Ink::Allowed, kEvil});
    drawing.shapes.push_back(Label{{5, 5}, kEvil, Anchor::Start, Ink::Text, 12});
    Document document{kEvil, kEvil, {}, {"cover", "", {}}, {}};
    document.sections.push_back({"section",
                                 kEvil,
                                 {Subheading{kEvil},
                                  Paragraph{kEvil},
                                  Bullets{{kEvil}},
                                  Facts{{{kEvil, kEvil, true}}},
                                  Tiles{{{kEvil, kEvil}}},
                                  Grid{kEvil, {{kEvil}}, {{kEvil}}},
                                  Literal{kEvil},
                                  drawing}});
    return document;
}

TEST(ReportPage, NoTextOfTheLogBecomesMarkup)
{
    const std::string page = htmlOf(evilDocument());
    EXPECT_EQ(page.find("<script"), std::string::npos);
    EXPECT_EQ(page.find("alert('"), std::string::npos);
    EXPECT_EQ(page.find("\"quoted\""), std::string::npos);
    EXPECT_NE(page.find("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;quoted&quot;"),
              std::string::npos);
}

TEST(ReportPage, LoadsNothingAndRunsNothing)
{
    const std::string page = htmlOf(evilDocument());
    EXPECT_NE(page.find("content=\"default-src 'none'; style-src 'unsafe-inline'; "
                        "base-uri 'none'; form-action 'none'\""),
              std::string::npos);
    for (const char* const outside :
         {"http:", "https:", "src=", "url(", "@import", "<link", " onload"}) {
        EXPECT_EQ(page.find(outside), std::string::npos) << outside;
    }
}

TEST(ReportPage, EveryChartHasATitleAndADescription)
{
    const std::string svg = svgOf(Drawing{"Calls by day", "Busiest day: none.", 10, 10, {}}, "c1");
    EXPECT_NE(svg.find("role=\"img\" aria-labelledby=\"c1-t c1-d\""), std::string::npos);
    EXPECT_NE(svg.find("<title id=\"c1-t\">Calls by day</title>"), std::string::npos);
    EXPECT_NE(svg.find("<desc id=\"c1-d\">Busiest day: none.</desc>"), std::string::npos);
}

TEST(ReportPage, ALongTableAfterItsChartIsFolded)
{
    Document document{"t", "s", {}, {"cover", "", {}}, {}};
    Grid grid{"Numbers", {{"A"}}, std::vector<std::vector<std::string>>(40, {"1"})};
    document.sections.push_back({"a", "a", {Drawing{"c", "d", 10, 10, {}}, grid}});
    EXPECT_NE(htmlOf(document).find("<details><summary>Numbers"), std::string::npos);
    document.sections.front().blocks.erase(document.sections.front().blocks.begin());
    EXPECT_EQ(htmlOf(document).find("<details>"), std::string::npos);
}

TEST(ReportPage, ALogOfNothingMakesAWholeReport)
{
    Subject subject;
    subject.end = 1;
    subject.size = 1;
    const Document document = compose(subject, Figures({}, {}), {});
    const std::string page = htmlOf(document);
    EXPECT_NE(page.find("No call was recorded in this time."), std::string::npos);
    EXPECT_NE(page.find("Nothing was refused in the records shown."), std::string::npos);
    EXPECT_EQ(page.find("nan"), std::string::npos);
    EXPECT_TRUE(page.ends_with("</html>\n"));
}

TEST(ReportPage, WhereNothingHappenedThereIsNoRow)
{
    Subject subject;
    subject.end = 1;
    subject.size = 1;
    Figures figures(fromMicros(0), fromMicros(0) + std::chrono::hours(47));
    figures.timeline.at(fromMicros(0)).allowed = 1;
    const std::string page = htmlOf(compose(subject, figures, {}));
    EXPECT_NE(page.find("<td>1970-01-01 00:00</td>"), std::string::npos);
    EXPECT_EQ(page.find("<td>1970-01-01 01:00</td>"), std::string::npos);
    EXPECT_NE(page.find("leaves out each hour in which nothing happened."), std::string::npos);
}

TEST(ReportPage, AScopeIsSaidBeforeAnyFigure)
{
    Subject subject;
    subject.end = 1;
    subject.size = 1;
    subject.scope = {"key vk_1"};
    const std::string page = htmlOf(compose(subject, Figures({}, {}), {}));
    const std::size_t warning = page.find("The bundle is about a part of the records: key vk_1");
    ASSERT_NE(warning, std::string::npos);
    EXPECT_LT(warning, page.find("Calls by hour"));
}

TEST(PlainTexts, ShowControlsAndDirectionsAsReplacements)
{
    EXPECT_EQ(plainText("a\x01\x7F\r\n\tz"), "a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\n\tz");
    EXPECT_EQ(plainText("x\xE2\x80\xAEy\xE2\x81\xA6z\xC2\x85"),
              "x\xEF\xBF\xBDy\xEF\xBF\xBDz\xEF\xBF\xBD");
    EXPECT_EQ(plainText("\xFFü€"), "\xEF\xBF\xBDü€");
}

} // namespace
} // namespace portcullis::audit::report
