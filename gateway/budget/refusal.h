#pragma once

#include "gateway/api/budget.h"
#include "gateway/base/clock.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace portcullis::budget {

// Why a call got nothing: of all budgets without room the one that has some again last.
struct Refusal
{
    api::Budget budget;
    std::uint64_t used = 0;     // settled
    std::uint64_t reserved = 0; // held by calls that run
    std::uint64_t asked = 0;    // at least
    std::optional<WallTime> reset;
    // How long to wait at least, whole seconds, 1 or more; absent when waiting does not help.
    std::optional<std::chrono::seconds> retryAfter;
};

// For the model that made the call: which limit, what is used, when to try again.
[[nodiscard]] std::string refusalText(const Refusal& refusal, std::string_view currency);
// The same for programs: {"budget","level","limit","period","reason","requested","reserved",
// "resetsAt","retryAfterSeconds","unit","used","window"}, amounts in the unit of records.
[[nodiscard]] std::string refusalJson(const Refusal& refusal);

} // namespace portcullis::budget
