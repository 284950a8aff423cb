#include "gateway/budget/refusal.h"

#include "gateway/base/json_writer.h"
#include "gateway/budget/amounts.h"

#include <array>
#include <string_view>

namespace portcullis::budget {

namespace {

constexpr std::array<std::string_view, kUnits> kUnitTexts = {
    "calls", "writing calls", "bytes", "tokens", "ms of the servers' time", ""};
constexpr std::array<std::string_view, kLevels> kLevelTexts = {
    "customer", "team", "key", "case", "server"};
constexpr std::array<std::string_view, 8> kPeriodTexts = {
    "minute", "hour", "day", "week", "month", "quarter", "year", "the case's life"};
constexpr std::array<std::string_view, 8> kPeriodMembers = {
    "minute", "hour", "day", "week", "month", "quarter", "year", "case-life"};

template <typename Enum, std::size_t N>
std::string_view textOf(const std::array<std::string_view, N>& texts, Enum value)
{
    return texts[static_cast<std::size_t>(value)];
}

// 2500000 millionths: "2.5 EUR".
std::string money(std::uint64_t micros, std::string_view currency)
{
    constexpr std::uint64_t kWhole = 1'000'000;
    std::string text = std::to_string(micros / kWhole);
    if (const std::uint64_t part = micros % kWhole; part != 0) {
        std::string digits = std::to_string(kWhole + part).substr(1);
        digits.erase(digits.find_last_not_of('0') + 1);
        text += "." + digits;
    }
    return text.append(" ").append(currency);
}

std::string amount(const Refusal& refusal, std::uint64_t value, std::string_view currency)
{
    if (refusal.budget.unit == api::BudgetUnit::CostMicros) {
        return money(value, currency);
    }
    return std::to_string(value) + " " + std::string(textOf(kUnitTexts, refusal.budget.unit));
}

std::string windowText(const api::Budget& budget)
{
    const std::string period(textOf(kPeriodTexts, budget.period));
    if (budget.period == api::BudgetPeriod::CaseLife) {
        return "in " + period;
    }
    if (budget.window == api::BudgetWindow::Rolling) {
        return "in any " + period;
    }
    return "per " + period + " (" + budget.timeZone + ")";
}

} // namespace

std::string refusalText(const Refusal& refusal, std::string_view currency)
{
    const auto shown = [&](std::uint64_t value) { return amount(refusal, value, currency); };
    std::string text = "The call was not made: its " +
                       std::string(textOf(kLevelTexts, refusal.budget.level)) + " may use " +
                       shown(refusal.budget.limit) + " " + windowText(refusal.budget) + ", " +
                       shown(refusal.used) + " are used";
    if (refusal.reserved > 0) {
        text += " and " + shown(refusal.reserved) + " held by calls that run";
    }
    text +=
        "; this call needs " + shown(refusal.asked) + " (budget " + refusal.budget.id.str() + "). ";
    if (!refusal.retryAfter) {
        return text + "Trying again does not help; ask the administrator of the gateway.";
    }
    if (refusal.reset) {
        text += "There is room again at " + formatTime(*refusal.reset) + " or later. ";
    }
    return text + "Try again in " + std::to_string(refusal.retryAfter->count()) + " s.";
}

std::string refusalJson(const Refusal& refusal)
{
    const api::Budget& budget = refusal.budget;
    JsonWriter json;
    json.beginObject().member("budget", budget.id.str());
    json.member("level", textOf(kLevelTexts, budget.level));
    json.member("limit", std::int64_t(budget.limit));
    json.member("period", textOf(kPeriodMembers, budget.period));
    json.member("reason", "budget_exhausted").member("requested", std::int64_t(refusal.asked));
    json.member("reserved", std::int64_t(refusal.reserved));
    if (refusal.reset) {
        json.member("resetsAt", formatTime(*refusal.reset));
    }
    if (refusal.retryAfter) {
        json.member("retryAfterSeconds", std::int64_t(refusal.retryAfter->count()));
    }
    json.member("unit", kUnitMembers[placeOf(budget.unit)]);
    json.member("used", std::int64_t(refusal.used));
    json.member("window", budget.window == api::BudgetWindow::Rolling ? "rolling" : "calendar");
    return json.endObject().take();
}

} // namespace portcullis::budget
