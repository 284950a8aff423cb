#pragma once

#include "gateway/api/budget.h"

#include <QLocale>
#include <QString>

#include <cstdint>
#include <optional>

// Amounts of budgets and prices as people of a locale write and read them. Pure; GUI thread (tr).
namespace portcullis::ui {

// "10k", "2.5M", "100k tokens", "5 MB" (thousands), "5 MiB" (1024s), "90 s", "2 h", "12.50 EUR":
// whole amounts of the unit, exact. The point of decimals is that of the locale or the other one of
// '.' and ','; nothing where the text might mean two amounts ("1,000"), is none, or is more than
// api::kMaxAmount.
[[nodiscard]] std::optional<std::uint64_t> parseAmount(api::BudgetUnit unit,
                                                       const QString& text,
                                                       const QString& currency,
                                                       const QLocale& locale = QLocale());

// Exact; parseAmount() reads it back to the same amount.
[[nodiscard]] QString
editableAmount(api::BudgetUnit unit, std::uint64_t amount, const QString& currency);

// For reading: "12,500", "4.9 MB", "1.5 h", "12.50 EUR"; times and sizes to two decimals.
[[nodiscard]] QString
amountText(api::BudgetUnit unit, std::uint64_t amount, const QString& currency);

// The same, exact and with what it counts: "5,000,000 bytes".
[[nodiscard]] QString
exactAmountText(api::BudgetUnit unit, std::uint64_t amount, const QString& currency);

// What may be typed, as a hint below a field.
[[nodiscard]] QString amountHint(api::BudgetUnit unit, const QString& currency);
// What is wrong with a text that parseAmount() does not read, and what to write instead.
[[nodiscard]] QString amountProblem(api::BudgetUnit unit, const QString& currency);

} // namespace portcullis::ui
