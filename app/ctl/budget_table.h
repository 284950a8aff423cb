#pragma once

#include "gateway/api/budget.h"

#include <string>
#include <vector>

// Budgets and their use, for people and for spreadsheets.
namespace portcullis::ctl {

// In aligned columns, amounts with their units; a window that has ended stands below its budget.
[[nodiscard]] std::string budgetTable(const std::vector<api::BudgetState>& states,
                                      const std::string& currency);

// RFC 4180: a header, then one line a window, the present one first. Amounts are whole numbers in
// the budget's unit, times RFC 3339 in UTC; what is not known is empty. A cell that a spreadsheet
// would take for a formula begins with an apostrophe.
[[nodiscard]] std::string budgetCsv(const std::vector<api::BudgetState>& states,
                                    const std::string& currency);

} // namespace portcullis::ctl
