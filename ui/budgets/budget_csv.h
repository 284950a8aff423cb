#pragma once

#include "gateway/api/config.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace portcullis::ui {

// Budgets and their use for spreadsheets: RFC 4180, UTF-8, a header and a line a budget. Amounts
// are whole numbers in the budget's unit, times UTC (ISO 8601); what is not known is empty. The
// columns are those of `portcullisctl budget list --csv`. A cell that a spreadsheet would take for
// a formula begins with an apostrophe. Pure.
[[nodiscard]] QByteArray budgetCsv(const std::vector<api::BudgetState>& states,
                                   const QString& currency);

} // namespace portcullis::ui
