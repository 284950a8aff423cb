#include "app/ctl/budget_table.h"

#include "app/ctl/output.h"
#include "gateway/api/amounts.h"

namespace portcullis::ctl {

namespace {

std::string percentOf(std::uint64_t used, std::uint64_t limit)
{
    // Not used * 100: that could leave the range.
    const double share = limit == 0 ? 0 : static_cast<double>(used) / static_cast<double>(limit);
    return std::to_string(static_cast<std::uint64_t>(share * 100)) + " %";
}

std::string windowOf(const api::Budget& budget)
{
    if (budget.period == api::BudgetPeriod::CaseLife) {
        return "case-life";
    }
    return std::string(api::periodName(budget.period)) + ", " +
           (budget.window == api::BudgetWindow::Rolling ? "rolling" : budget.timeZone);
}

void addRows(Table& table, const api::BudgetState& state, const std::string& currency)
{
    const api::Budget& budget = state.budget;
    const auto amount = [&](std::uint64_t value) {
        return api::formatAmount(budget.unit, value, currency);
    };
    const std::string owner = std::string(api::levelName(budget.level)) + " " + budget.owner;
    if (!state.use) {
        table.add({budget.id.str(),
                   owner,
                   api::unitName(budget.unit),
                   windowOf(budget),
                   amount(budget.limit),
                   "not counted",
                   "",
                   "",
                   ""});
        return;
    }
    const api::BudgetUse& use = *state.use;
    table.add({budget.id.str(),
               owner,
               api::unitName(budget.unit),
               windowOf(budget),
               amount(budget.limit),
               amount(use.used),
               percentOf(use.used + use.reserved, budget.limit),
               amount(use.reserved),
               use.reset ? formatSecond(*use.reset) : ""});
    for (const api::BudgetWindowUse& window : use.history) {
        table.add({"",
                   "",
                   "",
                   formatSecond(window.start),
                   "",
                   amount(window.used),
                   percentOf(window.used, budget.limit),
                   "",
                   formatSecond(window.end)});
    }
}

// A name that begins like a formula must not become one in a spreadsheet.
std::string cell(const std::string& text)
{
    const bool formula = !text.empty() && std::string_view("=+-@\t\r").contains(text.front());
    std::string safe = formula ? "'" + text : text;
    if (safe.find_first_of(",\"\r\n") == std::string::npos) {
        return safe;
    }
    std::string quoted = "\"";
    for (const char c : safe) {
        quoted += c == '"' ? "\"\"" : std::string(1, c);
    }
    return quoted + "\"";
}

void addLine(std::string& csv, const std::vector<std::string>& cells)
{
    for (std::size_t i = 0; i < cells.size(); ++i) {
        csv += (i == 0 ? "" : ",") + cell(cells[i]);
    }
    csv += "\r\n";
}

std::vector<std::string> beginning(const api::Budget& budget, const std::string& currency)
{
    return {budget.id.str(),
            api::levelName(budget.level),
            budget.owner,
            api::unitName(budget.unit),
            budget.unit == api::BudgetUnit::CostMicros ? currency : "",
            api::periodName(budget.period),
            api::windowName(budget.window),
            budget.timeZone,
            std::to_string(budget.limit)};
}

void addLines(std::string& csv, const api::BudgetState& state, const std::string& currency)
{
    std::vector<std::string> line = beginning(state.budget, currency);
    const std::size_t begin = line.size();
    if (!state.use) {
        line.insert(line.end(), {"", "", "", "", ""});
        addLine(csv, line);
        return;
    }
    const api::BudgetUse& use = *state.use;
    line.insert(line.end(),
                {formatTime(use.windowStart),
                 use.reset ? formatTime(*use.reset) : "",
                 std::to_string(use.used),
                 std::to_string(use.reserved),
                 use.warned ? "true" : "false"});
    addLine(csv, line);
    for (const api::BudgetWindowUse& window : use.history) {
        line.resize(begin);
        line.insert(line.end(),
                    {formatTime(window.start),
                     formatTime(window.end),
                     std::to_string(window.used),
                     "0",
                     ""});
        addLine(csv, line);
    }
}

} // namespace

std::string budgetTable(const std::vector<api::BudgetState>& states, const std::string& currency)
{
    Table table(
        {"ID", "OWNER", "UNIT", "WINDOW", "LIMIT", "USED", "SHARE", "RESERVED", "ROOM AGAIN"});
    for (const api::BudgetState& state : states) {
        addRows(table, state, currency);
    }
    return table.text();
}

std::string budgetCsv(const std::vector<api::BudgetState>& states, const std::string& currency)
{
    std::string csv;
    addLine(csv,
            {"budget",
             "level",
             "owner",
             "unit",
             "currency",
             "period",
             "window",
             "time_zone",
             "limit",
             "start",
             "end",
             "used",
             "reserved",
             "warned"});
    for (const api::BudgetState& state : states) {
        addLines(csv, state, currency);
    }
    return csv;
}

} // namespace portcullis::ctl
