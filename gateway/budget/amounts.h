#pragma once

#include "gateway/api/budget.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace portcullis::budget {

inline constexpr std::size_t kUnits = 6;
inline constexpr std::size_t kLevels = 5;

// How much of each unit, by its place in BudgetUnit; from 0 to api::kMaxAmount.
using Amounts = std::array<std::int64_t, kUnits>;

[[nodiscard]] constexpr std::size_t placeOf(api::BudgetUnit unit)
{
    return static_cast<std::size_t>(unit);
}

[[nodiscard]] constexpr std::size_t placeOf(api::BudgetLevel level)
{
    return static_cast<std::size_t>(level);
}

// Their names in records, by place.
inline constexpr std::array<std::string_view, kUnits> kUnitMembers = {
    "calls", "write_calls", "bytes", "tokens", "upstream_ms", "cost_micros"};

} // namespace portcullis::budget
