#include "gateway/audit/budget_records.h"
#include "gateway/audit/canonical.h"
#include "tests/gateway/audit/log_fixture.h"

#include <vector>

// What stands in the log of budgets, and what of it is found again.
namespace portcullis::audit {
namespace {

class BudgetRecords : public test::LogTest
{
protected:
    static CallIntent intent(int call, std::string budget)
    {
        CallIntent record = test::intent(test::callId(call));
        record.budget = std::move(budget);
        return record;
    }

    static CallOutcome outcome(int call, std::int64_t of, std::string budget)
    {
        CallOutcome record = test::outcome(test::callId(call), of, "{}");
        record.budget = std::move(budget);
        return record;
    }

    static std::string said(AuditLog& log)
    {
        const auto entries = log.budgetEntries();
        EXPECT_TRUE(entries) << (entries ? "" : entries.error().message);
        std::string text;
        for (const BudgetEntry& entry : entries.value_or(std::vector<BudgetEntry>())) {
            const char* kind = entry.kind == BudgetEntry::Kind::State      ? "="
                               : entry.kind == BudgetEntry::Kind::Reserved ? "+"
                                                                           : "-";
            text += kind + entry.json;
        }
        return text;
    }
};

TEST_F(BudgetRecords, AreCanonical)
{
    const auto log = open();
    const std::int64_t begun = mustAppend(*log, intent(1, R"({"at":1,"budgets":["a"],"id":1})"));
    mustAppend(*log, outcome(1, begun, R"({"at":2,"budgets":[],"calls":1,"id":1})"));
    const std::int64_t state =
        mustAppend(*log, BudgetState{R"({"at":3,"budgets":[],"next":2,"running":[]})"});
    std::vector<std::string> bodies;
    for (const std::int64_t n : {begun, state}) {
        const auto details = log->details(n);
        ASSERT_TRUE(details);
        bodies.insert(bodies.end(), {details->intentBody, details->outcomeBody});
    }
    std::erase(bodies, std::string());
    EXPECT_EQ(bodies.size(), 3U);
    for (const std::string& body : bodies) {
        EXPECT_TRUE(parseCanonical(body)) << body;
    }
}

TEST_F(BudgetRecords, AreFoundFromTheLastStateOnInTheirOrder)
{
    const auto log = open();
    mustAppend(*log, intent(1, R"({"id":1})"));
    mustAppend(*log, BudgetState{R"({"next":2})"});
    const std::int64_t second = mustAppend(*log, intent(2, R"({"id":2})"));
    mustAppend(*log, test::intent(test::callId(3))); // of no budget
    mustAppend(*log, outcome(2, second, R"({"id":2,"used":0})"));
    EXPECT_EQ(said(*log), R"(={"next":2}+{"id":2}-{"id":2,"used":0})");
}

TEST_F(BudgetRecords, AreAllFoundWhereThereIsNoState)
{
    const auto log = open();
    EXPECT_EQ(said(*log), "");
    mustAppend(*log, intent(1, R"({"id":1})"));
    CallIntent misleading = intent(2, {});
    misleading.tool = R"("budget":{)";
    mustAppend(*log, misleading);
    EXPECT_EQ(said(*log), R"(+{"id":1})");
}

TEST_F(BudgetRecords, OutliveTheLogsEnd)
{
    {
        const auto log = open();
        mustAppend(*log, intent(1, R"({"id":1})"));
    }
    EXPECT_EQ(said(*open()), R"(+{"id":1})");
}

} // namespace
} // namespace portcullis::audit
