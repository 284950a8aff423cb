#include "gateway/budget/refusal.h"

#include <gtest/gtest.h>

namespace portcullis::budget {
namespace {

Refusal sample()
{
    Refusal refusal;
    refusal.budget.id = BudgetId("team.ops.calls.day");
    refusal.budget.level = api::BudgetLevel::Team;
    refusal.budget.limit = 1000;
    refusal.used = 998;
    refusal.reserved = 2;
    refusal.asked = 1;
    WallTime reset;
    EXPECT_TRUE(parseTime("2026-11-23T00:00:00Z", reset));
    refusal.reset = reset;
    refusal.retryAfter = std::chrono::seconds(3600);
    return refusal;
}

TEST(Refusal, SaysTheLimitItsUseAndWhenToTryAgain)
{
    EXPECT_EQ(
        refusalText(sample(), "EUR"),
        "The call was not made: its team may use 1000 calls per day (UTC), 998 calls are used "
        "and 2 calls held by calls that run; this call needs 1 calls (budget "
        "team.ops.calls.day). There is room again at 2026-11-23T00:00:00.000Z or later. Try "
        "again in 3600 s.");
}

TEST(Refusal, SaysThatTryingAgainDoesNotHelp)
{
    Refusal refusal = sample();
    refusal.budget.unit = api::BudgetUnit::CostMicros;
    refusal.budget.period = api::BudgetPeriod::CaseLife;
    refusal.budget.limit = 2'500'000;
    refusal.used = 2'000'001;
    refusal.reserved = 0;
    refusal.asked = 1'000'000;
    refusal.reset.reset();
    refusal.retryAfter.reset();
    EXPECT_EQ(
        refusalText(refusal, "EUR"),
        "The call was not made: its team may use 2.5 EUR in the case's life, 2.000001 EUR are "
        "used; this call needs 1 EUR (budget team.ops.calls.day). Trying again does not help; "
        "ask the administrator of the gateway.");
    EXPECT_EQ(
        refusalJson(refusal),
        R"({"budget":"team.ops.calls.day","level":"team","limit":2500000,"period":"case-life",)"
        R"("reason":"budget_exhausted","requested":1000000,"reserved":0,"unit":"cost_micros",)"
        R"("used":2000001,"window":"calendar"})");
}

TEST(Refusal, ProgramsReadTheSame)
{
    EXPECT_EQ(refusalJson(sample()),
              R"({"budget":"team.ops.calls.day","level":"team","limit":1000,"period":"day",)"
              R"("reason":"budget_exhausted","requested":1,"reserved":2,)"
              R"("resetsAt":"2026-11-23T00:00:00.000Z","retryAfterSeconds":3600,"unit":"calls",)"
              R"("used":998,"window":"calendar"})");
}

} // namespace
} // namespace portcullis::budget
