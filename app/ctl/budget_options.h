#pragma once

#include "app/ctl/common.h"
#include "gateway/api/config.h"

#include <CLI/CLI.hpp>

#include <array>
#include <optional>
#include <string>

namespace portcullis::ctl {

// What `budget set` and `budget remove` say of a budget: whose, of what, in which time.
struct BudgetOptions
{
    Common common;
    std::string id;
    std::array<std::string, 5> owners;  // by level
    std::array<std::string, 6> amounts; // by unit
    std::string period;
    std::string window;
    std::string zone;
    std::optional<std::uint32_t> warnAt;
    std::string failedCalls;
};

void addBudgetOptions(CLI::App& command, BudgetOptions& options);

// The budget they mean, on top of the one that has its id already. Errors: InvalidArgument and
// NotFound, with what to do.
[[nodiscard]] Result<api::Budget> budgetFrom(const BudgetOptions& options,
                                             const api::GatewayConfig& config);

// "10 calls / day", for people.
[[nodiscard]] std::string describeLimit(const api::Budget& budget, const std::string& currency);

} // namespace portcullis::ctl
