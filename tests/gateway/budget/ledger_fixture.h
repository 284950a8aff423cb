#pragma once

#include "gateway/budget/ledger.h"
#include "tests/support/manual_clock.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace portcullis::budget {

// A ledger, its clock and what it has warned of. Owner: the test. Thread: its own. Failure: none.
class LedgerTest : public testing::Test
{
protected:
    static api::Budget
    budgetOf(const char* id, api::BudgetLevel level, const char* owner, std::uint64_t limit)
    {
        api::Budget budget;
        budget.id = BudgetId(id);
        budget.level = level;
        budget.owner = owner;
        budget.limit = limit;
        return budget;
    }

    static api::Budget ofKey(std::uint64_t limit)
    {
        return budgetOf("key", api::BudgetLevel::Key, "vk_1", limit);
    }

    static api::Budget ofTeam(std::uint64_t limit)
    {
        return budgetOf("team", api::BudgetLevel::Team, "ops", limit);
    }

    static Claim claimOf(api::BudgetUnit unit, std::int64_t least, std::int64_t most)
    {
        Claim claim;
        claim.least[placeOf(unit)] = least;
        claim.most[placeOf(unit)] = most;
        return claim;
    }

    static Claim calls(std::int64_t count) { return claimOf(api::BudgetUnit::Calls, count, count); }

    static Amounts usedCalls(std::int64_t count) { return calls(count).least; }

    void configure(const std::vector<api::Budget>& budgets)
    {
        EXPECT_TRUE(m_ledger.configure(budgets).empty());
    }

    // What is granted, or nothing.
    Reservation take(const Claim& claim)
    {
        auto answer = m_ledger.reserve(m_payer, claim);
        auto* reservation = std::get_if<Reservation>(&answer);
        return reservation != nullptr ? std::move(*reservation) : Reservation();
    }

    Refusal refusal(const Claim& claim)
    {
        const auto answer = m_ledger.reserve(m_payer, claim);
        const auto* refused = std::get_if<Refusal>(&answer);
        EXPECT_NE(refused, nullptr);
        return refused != nullptr ? *refused : Refusal();
    }

    api::BudgetUse use(const char* id) { return *m_ledger.use(BudgetId(id), 0); }

    void spend(std::int64_t count)
    {
        m_ledger.settle(take(calls(count)), usedCalls(count), Ending::Succeeded);
    }

    test::ManualClock m_clock;
    std::vector<api::BudgetWarning> m_warnings;
    Payer m_payer{"acme", "ops", "vk_1", "case-1", "fx"};
    Ledger m_ledger{m_clock,
                    [this](const api::BudgetWarning& warning) { m_warnings.push_back(warning); }};
};

} // namespace portcullis::budget
