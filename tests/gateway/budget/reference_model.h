#pragma once

#include "gateway/api/budget.h"
#include "gateway/base/clock.h"
#include "gateway/budget/amounts.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace portcullis::test {

// What the ledger should say, in the simplest way: every amount ever taken is kept and all that
// count are added up. Knows minutes, hours and days of UTC, rolling windows and a case's life.
// Owner: the test. Thread: its own. Failure: none.
class ReferenceModel
{
public:
    using Call = std::uint64_t;

    // Whose call it is, by level.
    using Owners = std::array<std::string, budget::kLevels>;

    // Removed budgets are remembered.
    void configure(const std::vector<api::Budget>& budgets);
    void passTime(std::chrono::microseconds elapsed, WallTime wall);

    // What the call would be granted; nothing when it is to be refused.
    [[nodiscard]] std::optional<budget::Amounts>
    grant(const Owners& owners, const budget::Amounts& least, const budget::Amounts& most);
    void take(Call call, const Owners& owners, const budget::Amounts& granted);
    // Would these totals fit?
    [[nodiscard]] bool fits(Call call, const budget::Amounts& totals);
    void change(Call call, const budget::Amounts& totals);
    void settle(Call call, const budget::Amounts& used, bool failed);
    void giveBack(Call call);
    // It ends as it is: nobody will settle it.
    void freeze(Call call);

    [[nodiscard]] std::int64_t used(const BudgetId& id); // with what is reserved
    [[nodiscard]] std::int64_t reserved(const BudgetId& id);
    // Of exactly the window that ends now, for budgets that were not overdrawn by settling.
    [[nodiscard]] std::int64_t usedExactly(const BudgetId& id);

private:
    struct Charge
    {
        Call call = 0;
        WallTime at{};
        std::int64_t amount = 0;
        bool open = true;
    };

    struct Account
    {
        api::Budget budget;
        bool configured = false;
        std::vector<Charge> charges;
    };

    [[nodiscard]] bool counts(const api::Budget& budget, WallTime at) const;
    void forget(Account& account) const;
    [[nodiscard]] std::vector<Account*> accountsOf(const Owners& owners,
                                                   const budget::Amounts& most);
    template <typename Visit>
    void visit(Call call, Visit change);

    std::map<BudgetId, Account> m_accounts;
    WallTime m_now{};
};

} // namespace portcullis::test
