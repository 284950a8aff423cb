#include "gateway/api/budget.h"

#include "gateway/api/governance_names.h"

#include <algorithm>

namespace portcullis::api {

const char* levelName(BudgetLevel level)
{
    return nameIn(kBudgetLevels, level);
}

const char* unitName(BudgetUnit unit)
{
    return nameIn(kBudgetUnits, unit);
}

const char* periodName(BudgetPeriod period)
{
    return nameIn(kBudgetPeriods, period);
}

const char* windowName(BudgetWindow window)
{
    return nameIn(kBudgetWindows, window);
}

std::uint32_t historyOfEach(const BudgetQuery& query, std::size_t budgets)
{
    const std::size_t fitting = kMaxAnswerHistory / std::max<std::size_t>(1, budgets);
    return static_cast<std::uint32_t>(std::min<std::size_t>(query.history, fitting));
}

BudgetId defaultBudgetId(const Budget& budget)
{
    std::string id = levelName(budget.level);
    for (const std::string& part : {budget.owner,
                                    std::string(unitName(budget.unit)),
                                    std::string(periodName(budget.period))}) {
        id += '.';
        id += part;
    }
    return BudgetId(std::move(id));
}

} // namespace portcullis::api
