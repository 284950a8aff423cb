#pragma once

#include "gateway/api/budget.h"
#include "gateway/api/governance.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

// Amounts of budgets, prices and rates as people write and read them. Exact: decimals that do not
// come out whole in the unit are refused, never rounded.
namespace portcullis::ctl {

// "10", "10k", "2.5M": thousands and millions.
[[nodiscard]] Result<std::uint64_t> parseCount(std::string_view text);
// "5MB" (thousands), "5MiB" (1024s), "512".
[[nodiscard]] Result<std::uint64_t> parseBytes(std::string_view text);
// Milliseconds from "90s", "1.5min", "2h", "250ms"; a number alone is seconds.
[[nodiscard]] Result<std::uint64_t> parseDuration(std::string_view text);
// Millionths of the currency from "12.50" or "12.50 EUR"; another currency is refused.
[[nodiscard]] Result<std::uint64_t> parseMoney(std::string_view text, std::string_view currency);

// In the unit, by the one of those that fits it.
[[nodiscard]] Result<std::uint64_t>
parseAmount(api::BudgetUnit unit, std::string_view text, std::string_view currency);

// "1000", "5 MB", "2 h", "12.50 EUR": parseAmount() reads it back to the same amount.
[[nodiscard]] std::string
formatAmount(api::BudgetUnit unit, std::uint64_t amount, std::string_view currency);

// "60/min", "5/s", "1000/h", "10000/day"; the burst is that of `calls` unless it is set later.
[[nodiscard]] Result<api::RateLimit> parseRate(std::string_view text);
// "60/min, burst 10"
[[nodiscard]] std::string formatRate(const api::RateLimit& rate);

// For CLI::Option::check(): the end of a sentence or nothing.
[[nodiscard]] std::string checkRate(const std::string& text);

} // namespace portcullis::ctl
