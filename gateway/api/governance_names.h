#pragma once

#include "gateway/api/budget.h"
#include "gateway/api/config.h"
#include "gateway/api/json_reader.h"

// Names and JSON of customers, teams, cases, budgets and prices. Inner header of this room.
namespace portcullis::api {

inline constexpr Name<BudgetLevel> kBudgetLevels[] = {
    {BudgetLevel::Customer, "customer"},
    {BudgetLevel::Team, "team"},
    {BudgetLevel::Key, "key"},
    {BudgetLevel::Case, "case"},
    {BudgetLevel::Server, "server"},
};

inline constexpr Name<BudgetUnit> kBudgetUnits[] = {
    {BudgetUnit::Calls, "calls"},
    {BudgetUnit::WriteCalls, "write-calls"},
    {BudgetUnit::Bytes, "bytes"},
    {BudgetUnit::Tokens, "tokens"},
    {BudgetUnit::UpstreamMilliseconds, "upstream-milliseconds"},
    {BudgetUnit::CostMicros, "cost-micros"},
};

inline constexpr Name<BudgetPeriod> kBudgetPeriods[] = {
    {BudgetPeriod::Minute, "minute"},
    {BudgetPeriod::Hour, "hour"},
    {BudgetPeriod::Day, "day"},
    {BudgetPeriod::Week, "week"},
    {BudgetPeriod::Month, "month"},
    {BudgetPeriod::Quarter, "quarter"},
    {BudgetPeriod::Year, "year"},
    {BudgetPeriod::CaseLife, "case-life"},
};

inline constexpr Name<BudgetWindow> kBudgetWindows[] = {
    {BudgetWindow::Calendar, "calendar"},
    {BudgetWindow::Rolling, "rolling"},
};

[[nodiscard]] Json toJson(const RateLimit& rate);
[[nodiscard]] Result<RateLimit> rateFromJson(const Json& json, const std::string& path);
[[nodiscard]] Json rateOrNull(const std::optional<RateLimit>& rate);

} // namespace portcullis::api
