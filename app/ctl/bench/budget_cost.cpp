#include "app/ctl/bench/budget_cost.h"

#include "gateway/budget/ledger.h"

#include <chrono>
#include <utility>

namespace portcullis::ctl::bench {

namespace {

using SteadyClock = std::chrono::steady_clock;
using api::BudgetLevel;

constexpr unsigned kKeys = 50;

std::string keyName(unsigned index)
{
    return "vk_" + std::to_string(1'000'000'000'000'000 + index);
}

api::Budget budgetOf(BudgetLevel level, std::string owner)
{
    api::Budget budget;
    budget.level = level;
    budget.owner = std::move(owner);
    budget.id = BudgetId(std::to_string(static_cast<int>(level)) + "." + budget.owner);
    budget.limit = api::kMaxAmount;
    budget.period = api::BudgetPeriod::Hour;
    budget.window = level == BudgetLevel::Key || level == BudgetLevel::Server
                        ? api::BudgetWindow::Rolling
                        : api::BudgetWindow::Calendar;
    return budget;
}

} // namespace

Result<MicroResult> measureBudgets(double seconds)
{
    const SystemClock clock;
    budget::Ledger ledger(clock, nullptr);
    std::vector<api::Budget> budgets = {budgetOf(BudgetLevel::Customer, "customer"),
                                        budgetOf(BudgetLevel::Team, "team"),
                                        budgetOf(BudgetLevel::Server, "server0")};
    std::vector<std::string> keys;
    for (unsigned index = 0; index < kKeys; ++index) {
        keys.push_back(keyName(index));
        budgets.push_back(budgetOf(BudgetLevel::Key, keys.back()));
    }
    if (const auto wrong = ledger.configure(budgets); !wrong.empty()) {
        return fail(wrong.front());
    }
    budget::Claim claim;
    claim.least[budget::placeOf(api::BudgetUnit::Calls)] = 1;
    claim.most = claim.least;
    Latencies times;
    const auto end = SteadyClock::now() + std::chrono::duration<double>(seconds);
    for (unsigned turn = 0; SteadyClock::now() < end; ++turn) {
        const auto begin = SteadyClock::now();
        auto answer =
            ledger.reserve({"customer", "team", keys[turn % kKeys], {}, "server0"}, claim);
        auto* reservation = std::get_if<budget::Reservation>(&answer);
        if (reservation == nullptr || !*reservation) {
            return fail(ErrorCode::Internal, "A call that should be within its budgets was not.");
        }
        ledger.settle(std::move(*reservation), claim.least, budget::Ending::Succeeded);
        times.add(SteadyClock::now() - begin);
    }
    return MicroResult{"reserve and settle at 4 levels", times.percentiles()};
}

} // namespace portcullis::ctl::bench
