#include "app/ctl/budget_table.h"

#include <gtest/gtest.h>

namespace portcullis::ctl {
namespace {

using namespace std::chrono_literals;

api::BudgetState sampleState()
{
    api::BudgetState state;
    state.budget.id = BudgetId("team.ops.cost-micros.month");
    state.budget.level = api::BudgetLevel::Team;
    state.budget.owner = "ops";
    state.budget.unit = api::BudgetUnit::CostMicros;
    state.budget.limit = 20'000'000;
    state.budget.period = api::BudgetPeriod::Month;
    const WallTime now = fromMicros(1'800'000'000'000'000);
    state.use = api::BudgetUse{5'000'000, 1'000'000, now, now + 24h, true, {{now - 24h, now, 7}}};
    return state;
}

TEST(BudgetTable, ShowsAmountsSharesAndWindowsBefore)
{
    const std::string text = budgetTable({sampleState()}, "EUR");
    EXPECT_NE(text.find("team ops"), std::string::npos) << text;
    EXPECT_NE(text.find("20.00 EUR"), std::string::npos) << text;
    EXPECT_NE(text.find("30 %"), std::string::npos) << text; // what is reserved is taken, too
    EXPECT_NE(text.find("2027-01-16 08:00:00Z"), std::string::npos) << text;
    EXPECT_NE(text.find("0.000007 EUR"), std::string::npos) << text;
}

TEST(BudgetTable, SaysWhereNobodyCounts)
{
    api::BudgetState state = sampleState();
    state.use.reset();
    EXPECT_NE(budgetTable({state}, "EUR").find("not counted"), std::string::npos);
}

TEST(BudgetCsv, HasOneLineAWindowInWholeNumbers)
{
    const std::string csv = budgetCsv({sampleState()}, "EUR");
    EXPECT_EQ(csv,
              "budget,level,owner,unit,currency,period,window,time_zone,limit,start,end,used,"
              "reserved,warned\r\n"
              "team.ops.cost-micros.month,team,ops,cost-micros,EUR,month,calendar,UTC,20000000,"
              "2027-01-15T08:00:00.000Z,2027-01-16T08:00:00.000Z,5000000,1000000,true\r\n"
              "team.ops.cost-micros.month,team,ops,cost-micros,EUR,month,calendar,UTC,20000000,"
              "2027-01-14T08:00:00.000Z,2027-01-15T08:00:00.000Z,7,0,\r\n");
}

TEST(BudgetCsv, HoldsNoFormulas)
{
    api::BudgetState state = sampleState();
    state.use.reset();
    state.budget.owner = "=1,\"x\"";
    EXPECT_NE(budgetCsv({state}, "EUR").find(",\"'=1,\"\"x\"\"\","), std::string::npos);
}

} // namespace
} // namespace portcullis::ctl
