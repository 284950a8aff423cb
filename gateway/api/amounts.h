#pragma once

#include "gateway/api/budget.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

// Amounts of budgets and prices as people write them. Pure. Exact: decimals that do not come out
// whole in the unit are refused, never rounded.
namespace portcullis::api {

// What else may be written than "2.5M", "5 MB" (thousands), "5 MiB" (1024s), "1.5 h", "12.50 EUR".
enum class AmountStyle : std::uint8_t
{
    Exact, // nothing: '.' marks decimals, and the names of units are spelt as above
    Free   // ',' marks decimals, too; units in any case; "€" for EUR
};

struct AmountSyntax
{
    AmountStyle style = AmountStyle::Exact;
    // Where three decimals follow ("1,000"), which of '.' and ',' marks decimals here; the other
    // one is refused then, since it means a thousand to many. 0: neither.
    char point = '.';
};

// In the unit, at most kMaxAmount. Times are milliseconds, of which a number alone counts seconds;
// costs are millionths of the currency, and another currency is refused. Errors: InvalidArgument
// with the end of a sentence: "must be …".
[[nodiscard]] Result<std::uint64_t> parseAmount(BudgetUnit unit,
                                                std::string_view text,
                                                std::string_view currency,
                                                const AmountSyntax& syntax = {});

// "1000", "5 MB", "2 h", "12.50 EUR": parseAmount() reads it back to the same amount.
[[nodiscard]] std::string
formatAmount(BudgetUnit unit, std::uint64_t amount, std::string_view currency);

} // namespace portcullis::api
