#pragma once

#include "gateway/base/clock.h" // before ids.h: Qt's moc cannot read <compare> on its own
#include "gateway/base/ids.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// How much may be used of what, by whom, in which time; what a call costs; and what has been used.
// Amounts are whole numbers in the unit of their budget, from 0 to kMaxAmount.
namespace portcullis::api {

// Whose calls a budget counts. A call counts against every budget of its key, its key's team, that
// team's customer, its key's case and its server; the first one that has no room refuses it.
enum class BudgetLevel : std::uint8_t
{
    Customer,
    Team,
    Key,
    Case,
    Server // the provider
};

enum class BudgetUnit : std::uint8_t
{
    Calls,
    WriteCalls,           // calls of tools that do not say that they only read
    Bytes,                // of arguments and results
    Tokens,               // of arguments and results
    UpstreamMilliseconds, // from the sending of a call to a server until its answer
    CostMicros            // millionths of Settings::currency
};

enum class BudgetPeriod : std::uint8_t
{
    Minute,
    Hour,
    Day,
    Week, // from Monday
    Month,
    Quarter,
    Year,
    CaseLife // from the opening of a case, without end; for budgets of cases only
};

// How the windows of a budget lie. Meaningless for a case's life.
enum class BudgetWindow : std::uint8_t
{
    Calendar, // one after the other, as the calendar of the time zone has them
    Rolling   // the last 60 s, 1 h, 24 h, 7, 30, 91 or 365 days before now
};

inline constexpr std::uint64_t kMaxAmount = 9'000'000'000'000'000;  // exact in every JSON reader
inline constexpr std::uint64_t kMaxPriceMicros = 1'000'000'000'000; // of one call: a million
inline constexpr const char* kUtc = "UTC";

// One limit.
struct Budget
{
    // What has been used is kept under it and the window's begin: a budget that is changed, or
    // removed and set again, goes on with what was used in the window.
    BudgetId id;
    BudgetLevel level = BudgetLevel::Key;
    std::string
        owner; // the id of that customer, team, key, case or server; always one that is there
    BudgetUnit unit = BudgetUnit::Calls;
    std::uint64_t limit = 0; // 1 to kMaxAmount
    BudgetPeriod period = BudgetPeriod::Day;
    BudgetWindow window = BudgetWindow::Calendar;
    std::string timeZone = kUtc;      // "Europe/Berlin"; for calendar windows
    std::uint32_t warnAtPercent = 80; // of the limit, 1 to 100; 0: no warning
    bool failedCallsCount = true;     // otherwise a call that fails gives back what it took
    bool operator==(const Budget&) const = default;
};

// What one call costs. A tool's own price beats its server's; without any a call costs nothing.
struct Price
{
    ServerId server;
    std::string tool;         // the server's own name, or "*" for every tool of it
    std::uint64_t micros = 0; // millionths of Settings::currency, 0 to kMaxPriceMicros
    bool operator==(const Price&) const = default;
};

// What was used in one window that has ended.
struct BudgetWindowUse
{
    WallTime start{};
    WallTime end{};         // not in it
    std::uint64_t used = 0; // settled, in the budget's unit
    bool operator==(const BudgetWindowUse&) const = default;
};

// What has been used of a budget in its present window.
struct BudgetUse
{
    std::uint64_t used = 0;     // settled, in the budget's unit
    std::uint64_t reserved = 0; // held besides by calls that run
    WallTime windowStart{};     // rolling: so long before now as the period lasts
    // When there is room again: the end of a calendar window; rolling: when the oldest use that
    // counts leaves the window. Absent for a case's life, and rolling where nothing is used.
    std::optional<WallTime> reset;
    bool warned = false; // the warning of this window has been given
    // Windows that have ended, newest first, as many as were asked for and are kept; empty for a
    // case's life. Rolling: the calendar's windows of the same length in UTC.
    std::vector<BudgetWindowUse> history;
    bool operator==(const BudgetUse&) const = default;
};

// A budget of the configuration and what is known of its use.
struct BudgetState
{
    Budget budget;
    std::optional<BudgetUse> use; // absent where nobody counts: no gateway, or its log is locked
    bool operator==(const BudgetState&) const = default;
};

inline constexpr std::uint32_t kMaxBudgetHistory = 400;
// Windows that have ended, of all budgets of one answer together: it has to fit into one line of
// the control socket.
inline constexpr std::uint32_t kMaxAnswerHistory = 100'000;

struct BudgetQuery
{
    // Windows that have ended, at most kMaxBudgetHistory; fewer of each where historyOfEach() says
    // so, and all of them for who asks for one budget at a time.
    std::uint32_t history = 0;
    std::optional<BudgetId> budget; // only this one; none where it is not there
    bool operator==(const BudgetQuery&) const = default;
};

// How many windows an answer about so many budgets has of each.
[[nodiscard]] std::uint32_t historyOfEach(const BudgetQuery& query, std::size_t budgets);

// Its stable name in the configuration and in records: "team", "calls", "day", "rolling".
[[nodiscard]] const char* levelName(BudgetLevel level);
[[nodiscard]] const char* unitName(BudgetUnit unit);
[[nodiscard]] const char* periodName(BudgetPeriod period);
[[nodiscard]] const char* windowName(BudgetWindow window);

// "team.ops.calls.day": what a budget is called that nobody gave a name. One level, owner, unit and
// period have one such budget.
[[nodiscard]] BudgetId defaultBudgetId(const Budget& budget);

} // namespace portcullis::api
