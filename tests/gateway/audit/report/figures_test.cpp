#include "gateway/audit/report/figures.h"

#include <gtest/gtest.h>

namespace portcullis::audit::report {
namespace {

RecordView
record(std::uint64_t n, const std::string& type, const std::string& body, std::int64_t t = 0)
{
    const std::string number = std::to_string(n);
    const std::string time = std::to_string(t);
    auto view = RecordView::parse(R"({"key":"vk_1","n":)" + number + R"(,"srv":"fx","hw":)" + time +
                                      R"(,"t":)" + time + R"(,"type":")" + type + "\"}",
                                  body);
    EXPECT_TRUE(view) << (view ? "" : view.error().cause);
    return view ? std::move(*view) : RecordView();
}

class FiguresOfRecords : public ::testing::Test
{
protected:
    void add(const RecordView& view)
    {
        m_counter.passed(view);
        m_counter.shown(view);
    }

    [[nodiscard]] const TableRows& rows(Table table) const
    {
        return m_figures.tables.at(indexOf(table));
    }

    Figures m_figures{WallTime(), WallTime()};
    Counter m_counter{m_figures, 10};
};

TEST_F(FiguresOfRecords, CallsAreCountedByTheirDecisionAndEnd)
{
    add(record(10, "call.intent", R"({"tool":"a","args":{"bytes":5}})"));
    add(record(11, "call.intent", R"({"tool":"a"})"));
    add(record(12, "call.outcome", R"({"in":10,"status":"ok","tool":"a","dur_us":100})"));
    add(record(13, "call.outcome", R"({"in":3,"status":"timeout","tool":"a","dur_us":900})"));
    add(record(14, "call.denied", R"({"tool":"b","policy":{"reason":"tool_not_allowed"}})"));
    add(record(15, "access.refused", R"({"count":12,"reason":"unknown_key"})"));
    EXPECT_EQ(m_figures.allowed, 2U);
    EXPECT_EQ(m_figures.denied, 1U);
    EXPECT_EQ(m_figures.refused, 12U);
    EXPECT_EQ(m_figures.failed, 1U);
    EXPECT_EQ(m_figures.unended, 1U); // the outcome of record 3 ends none of the range
    EXPECT_EQ(m_figures.total.largest(), 900);
    const auto tools = m_figures.tools.largest(10);
    ASSERT_EQ(tools.size(), 2U);
    EXPECT_EQ(tools[0].name, "fx:a");
    EXPECT_EQ(tools[0].tally.failed, 1U);
    EXPECT_EQ(m_figures.reasons.largest(1)[0].tally.denied, 12U);
}

TEST_F(FiguresOfRecords, OrphansEndTheirCalls)
{
    add(record(10, "call.intent", R"({"tool":"a"})"));
    add(record(11, "call.orphaned", R"({"in":10,"tool":"a","reason":"the run ended"})"));
    EXPECT_EQ(m_figures.orphaned, 1U);
    EXPECT_EQ(m_figures.unended, 0U);
    EXPECT_EQ(rows(Table::Orphans).count, 1U);
}

TEST_F(FiguresOfRecords, AClockThatIsSetBackIsSeenOnce)
{
    add(record(10, "run.open", "{}", 5'000'000));
    add(record(11, "run.close", "{}", 2'000'000));
    add(record(12, "run.open", "{}", 2'500'000));
    EXPECT_EQ(m_figures.clockStepsBack, 1U);
    EXPECT_EQ(m_figures.largestStepBack, 3'000'000);
    ASSERT_EQ(m_figures.clockSteps.size(), 1U);
    EXPECT_EQ(m_figures.clockSteps[0].n, 11U);
}

TEST_F(FiguresOfRecords, ChangesStandInTheTablesThatTheyBelongTo)
{
    add(record(10, "admin.config", R"({"change":"key.add","subject":"vk_2","by":"gui"})"));
    add(record(11, "admin.config", R"({"change":"key.allow","subject":"vk_2"})"));
    add(record(12, "admin.config", R"({"change":"server.update","subject":"fx"})"));
    add(record(13, "admin.config", R"({"change":"config.replace"})"));
    EXPECT_EQ(rows(Table::AdminActions).count, 4U);
    EXPECT_EQ(rows(Table::KeyLifecycle).count, 3U);
    EXPECT_EQ(rows(Table::PolicyChanges).count, 3U);
}

TEST_F(FiguresOfRecords, ReviewsAndExportsAreReadByTheirNames)
{
    add(record(10,
               "review.signoff",
               R"({"by":"J. Auditor","comment":"as expected","range":{"begin":1,"end":9}})"));
    add(record(11,
               "export.bundle",
               R"({"by":"ctl","purpose":"Q3","range":{"begin":0,"end":9},"requested_by":"J"})"));
    ASSERT_EQ(rows(Table::AccessReviews).count, 1U);
    const std::vector<std::string> review{"10",
                                          "1970-01-01T00:00:00.000Z",
                                          "review.signoff",
                                          "vk_1",
                                          "fx",
                                          "J. Auditor",
                                          "1",
                                          "9",
                                          "as expected",
                                          "",
                                          "J. Auditor"};
    EXPECT_EQ(rows(Table::AccessReviews).newest.front(), review);
    ASSERT_EQ(rows(Table::Exports).count, 1U);
    EXPECT_EQ(rows(Table::Exports).newest.front().at(5), "ctl");
    EXPECT_EQ(rows(Table::Exports).newest.front().at(8), "9");
    EXPECT_EQ(rows(Table::AdminActions).count, 2U);
}

TEST_F(FiguresOfRecords, OfManyRowsTheNewestAreKept)
{
    for (std::uint64_t n = 10; n < 500; ++n) {
        add(record(n, "call.denied", R"({"tool":"b","policy":{"reason":"x"}})"));
    }
    EXPECT_EQ(rows(Table::Denials).count, 490U);
    EXPECT_EQ(rows(Table::Denials).newest.size(), kRowsInReport);
    EXPECT_EQ(rows(Table::Denials).newest.back().front(), "499");
}

TEST_F(FiguresOfRecords, ARecordOfAnUnknownTypeCountsByItsTypeOnly)
{
    add(record(10, "something.new", R"({"anything":[1,2]})"));
    EXPECT_EQ(m_figures.types.largest(1)[0].name, "something.new");
    for (const Table table : kTables) {
        EXPECT_EQ(rows(table).count, 0U);
    }
}

TEST(RecordViews, MembersThatAreMissingOrOfAnotherTypeAreEmpty)
{
    const RecordView view = record(1, "x", R"({"a":{"b":7,"c":"t"},"list":[1]})");
    EXPECT_EQ(view.text("a.b"), "7");
    EXPECT_EQ(view.text("a.c"), "t");
    EXPECT_EQ(view.text("a.d"), "");
    EXPECT_EQ(view.text("a.c.d"), "");
    EXPECT_EQ(view.text("list"), "[1]");
    EXPECT_EQ(view.integer("a.c"), 0);
}

TEST(RecordViews, ADamagedRecordIsAnError)
{
    EXPECT_FALSE(RecordView::parse("{", ""));
    EXPECT_FALSE(RecordView::parse(R"({"n":1})", "{"));
}

} // namespace
} // namespace portcullis::audit::report
