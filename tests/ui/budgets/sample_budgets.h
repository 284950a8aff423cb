#pragma once

#include "tests/ui/samples.h"

namespace portcullis::test {

inline api::Budget
sampleBudget(api::BudgetLevel level, const char* owner, api::BudgetUnit unit, std::uint64_t limit)
{
    api::Budget budget;
    budget.level = level;
    budget.owner = owner;
    budget.unit = unit;
    budget.limit = limit;
    budget.id = api::defaultBudgetId(budget);
    return budget;
}

inline api::BudgetUse sampleUse(std::uint64_t used, std::uint64_t reserved)
{
    using namespace std::chrono_literals;
    api::BudgetUse use;
    use.used = used;
    use.reserved = reserved;
    use.windowStart = sampleNow() - 9h - 30min;
    use.reset = use.windowStart + 24h;
    return use;
}

// The samples with owners of every level, six budgets in every standing, and two prices.
inline void fillWithBudgets(FakeGatewayClient& client)
{
    using namespace std::chrono_literals;
    using api::BudgetLevel;
    using api::BudgetUnit;
    fillWithSamples(client);
    api::GatewayConfig& config = client.currentConfig;
    config.customers = {{CustomerId("acme"), "Acme", false}};
    config.teams = {{TeamId("ops"), CustomerId("acme"), "Operations", false}};
    config.cases = {
        {CaseId("c12"), "Case 12/2026", sampleNow() - 240h, std::nullopt, std::nullopt}};
    const std::string key = config.keys[0].id.str();
    config.budgets = {
        sampleBudget(BudgetLevel::Key, key.c_str(), BudgetUnit::Calls, 1000),
        sampleBudget(BudgetLevel::Team, "ops", BudgetUnit::Bytes, 5'000'000),
        sampleBudget(BudgetLevel::Customer, "acme", BudgetUnit::CostMicros, 250'000'000),
        sampleBudget(BudgetLevel::Server, "files", BudgetUnit::UpstreamMilliseconds, 7'200'000),
        sampleBudget(BudgetLevel::Case, "c12", BudgetUnit::Tokens, 100'000),
        sampleBudget(BudgetLevel::Team, "ops", BudgetUnit::WriteCalls, 200)};
    config.budgets[0].timeZone = "Europe/Berlin";
    config.budgets[3].window = api::BudgetWindow::Rolling;
    config.budgets[4].period = api::BudgetPeriod::CaseLife;
    config.prices = {{ServerId("files"), "*", 250'000},
                     {ServerId("tickets"), "comment", 1'500'000}};
    auto& uses = client.budgetUses;
    uses[config.budgets[0].id] = sampleUse(812, 3);
    for (int day = 1; day <= 14; ++day) {
        const WallTime start = uses[config.budgets[0].id].windowStart - day * 24h;
        uses[config.budgets[0].id].history.push_back(
            {start, start + 24h, static_cast<std::uint64_t>(day * 331 % 1090)});
    }
    uses[config.budgets[1].id] = sampleUse(5'000'000, 0);
    uses[config.budgets[2].id] = sampleUse(12'500'000, 0);
    uses[config.budgets[3].id] = sampleUse(6'000'000, 1'200'000);
    uses[config.budgets[4].id] = sampleUse(400, 0);
    uses[config.budgets[4].id].reset.reset();
}

} // namespace portcullis::test
