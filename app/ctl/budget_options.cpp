#include "app/ctl/budget_options.h"

#include "app/ctl/owner_lookup.h"
#include "gateway/api/amounts.h"

#include <algorithm>
#include <filesystem>

namespace portcullis::ctl {

namespace {

using api::BudgetLevel;
using api::BudgetPeriod;
using api::BudgetUnit;

constexpr BudgetPeriod kPeriods[] = {BudgetPeriod::Minute,
                                     BudgetPeriod::Hour,
                                     BudgetPeriod::Day,
                                     BudgetPeriod::Week,
                                     BudgetPeriod::Month,
                                     BudgetPeriod::Quarter,
                                     BudgetPeriod::Year,
                                     BudgetPeriod::CaseLife};

struct OwnerOption
{
    BudgetLevel level;
    const char* name;
    const char* type;
};

constexpr OwnerOption kOwners[] = {{BudgetLevel::Customer, "--customer", "CUSTOMER"},
                                   {BudgetLevel::Team, "--team", "TEAM"},
                                   {BudgetLevel::Key, "--key", "KEY"},
                                   {BudgetLevel::Case, "--case", "CASE"},
                                   {BudgetLevel::Server, "--server", "ID"}};

struct UnitOption
{
    BudgetUnit unit;
    const char* name;
    const char* type;
    const char* description;
};

constexpr UnitOption kUnits[] = {
    {BudgetUnit::Calls, "--calls", "NUMBER", "Calls: 1000, 10k, 2.5M"},
    {BudgetUnit::WriteCalls, "--write-calls", "NUMBER", "Calls of tools that may change something"},
    {BudgetUnit::Bytes, "--bytes", "BYTES", "Arguments and results: 4096, 5MB, 1GiB"},
    {BudgetUnit::Tokens, "--tokens", "NUMBER", "Of arguments and results: 100k"},
    {BudgetUnit::UpstreamMilliseconds, "--upstream-time", "TIME", "At servers: 90s, 15min, 2h"},
    {BudgetUnit::CostMicros, "--cost", "AMOUNT", "By the prices: 12.50, or \"12.50 EUR\""}};

std::string idOfOwner(const api::KeyConfig& key)
{
    return key.id.str();
}

template <typename T>
Result<std::string> idOf(const Result<T>& found)
{
    if (!found) {
        return fail(found.error());
    }
    return found->id.str();
}

Result<std::string>
findOwner(const api::GatewayConfig& config, BudgetLevel level, const std::string& name)
{
    switch (level) {
    case BudgetLevel::Customer:
        return idOf(lookUpCustomer(config, name));
    case BudgetLevel::Team:
        return idOf(lookUpTeam(config, name));
    case BudgetLevel::Case:
        return idOf(lookUpCase(config, name));
    case BudgetLevel::Key:
        if (const api::KeyConfig* key = api::findKeyByName(config, name)) {
            return idOfOwner(*key);
        }
        return fail(ErrorCode::NotFound,
                    "There is no one key \"" + name +
                        "\": `portcullisctl key list` shows them; name it by its id.");
    case BudgetLevel::Server:
        break;
    }
    if (api::findServer(config, ServerId(name)) == nullptr) {
        return fail(ErrorCode::NotFound,
                    "There is no server \"" + name + "\": `portcullisctl server list` shows them.");
    }
    return name;
}

Result<> checkZone(const std::string& zone)
{
    const std::filesystem::path database = "/usr/share/zoneinfo";
    std::error_code ignored;
    if (zone == api::kUtc) {
        return {}; // needs no database
    }
    if (!std::filesystem::is_directory(database, ignored)) {
        return fail(ErrorCode::Unsupported,
                    "This computer has no database of time zones: install the package tzdata, or "
                    "give the budget the time zone UTC.");
    }
    const bool strange =
        zone.empty() || zone.front() == '/' || zone.find("..") != std::string::npos;
    if (strange || !std::filesystem::is_regular_file(database / zone, ignored)) {
        return fail(ErrorCode::InvalidArgument,
                    "There is no time zone \"" + zone +
                        "\": name it as the time zone database does, such as Europe/Berlin.");
    }
    return {};
}

template <std::size_t N>
std::ptrdiff_t countGiven(const std::array<std::string, N>& values)
{
    return std::ranges::count_if(values, [](const std::string& v) { return !v.empty(); });
}

template <std::size_t N>
std::size_t given(const std::array<std::string, N>& values)
{
    return static_cast<std::size_t>(
        std::ranges::find_if(values, [](const std::string& v) { return !v.empty(); }) -
        values.begin());
}

// Whose, of what, in which time: what a budget is called by.
Result<api::Budget> subjectFrom(const BudgetOptions& options, const api::GatewayConfig& config)
{
    if (countGiven(options.owners) != 1) {
        return fail(ErrorCode::InvalidArgument,
                    "Say whose budget it is with one of --customer, --team, --key, --case and "
                    "--server.");
    }
    if (countGiven(options.amounts) != 1) {
        return fail(ErrorCode::InvalidArgument,
                    "Say how much of what with one of --calls, --write-calls, --bytes, --tokens, "
                    "--upstream-time and --cost.");
    }
    api::Budget budget;
    const std::size_t owner = given(options.owners);
    budget.level = kOwners[owner].level;
    auto id = findOwner(config, budget.level, options.owners[owner]);
    if (!id) {
        return fail(std::move(id.error()));
    }
    budget.owner = std::move(*id);
    budget.unit = kUnits[given(options.amounts)].unit;
    budget.period = *std::ranges::find(
        kPeriods, options.period, [](BudgetPeriod p) { return api::periodName(p); });
    budget.id = options.id.empty() ? api::defaultBudgetId(budget) : BudgetId(options.id);
    return budget;
}

} // namespace

void addBudgetOptions(CLI::App& command, BudgetOptions& options)
{
    for (std::size_t i = 0; i < std::size(kOwners); ++i) {
        command.add_option(kOwners[i].name, options.owners[i], "Whose")->type_name(kOwners[i].type);
    }
    for (std::size_t i = 0; i < std::size(kUnits); ++i) {
        command.add_option(kUnits[i].name, options.amounts[i], kUnits[i].description)
            ->type_name(kUnits[i].type);
    }
    std::vector<std::string> periods;
    std::ranges::transform(kPeriods, std::back_inserter(periods), api::periodName);
    command.add_option("--per", options.period, "minute to year, or case-life")
        ->type_name("PERIOD")
        ->required()
        ->check(CLI::IsMember(periods));
    command
        .add_option("--window", options.window, "By the calendar, or so long before each moment")
        ->type_name("calendar|rolling")
        ->check(CLI::IsMember({"calendar", "rolling"}));
    command.add_option("--zone", options.zone, "Whose calendar: Europe/Berlin")->type_name("ZONE");
    command
        .add_option("--warn-at", options.warnAt, "Warn at so much of the limit; 0 for no warning")
        ->type_name("PERCENT")
        ->check(CLI::Range(0U, 100U));
    command.add_option("--failed-calls", options.failedCalls, "Whether calls that fail count")
        ->type_name("count|give-back")
        ->check(CLI::IsMember({"count", "give-back"}));
    command.add_option("--id", options.id, "What it is called, for a second one of its kind")
        ->type_name("BUDGET");
}

Result<api::Budget> budgetFrom(const BudgetOptions& options, const api::GatewayConfig& config)
{
    auto subject = subjectFrom(options, config);
    if (!subject) {
        return subject;
    }
    const api::Budget* present = api::findBudget(config, subject->id);
    api::Budget budget = present == nullptr ? *subject : *present;
    budget.level = subject->level;
    budget.owner = subject->owner;
    budget.unit = subject->unit;
    budget.period = subject->period;
    const std::string& amount = options.amounts[given(options.amounts)];
    const auto limit = api::parseAmount(budget.unit, amount, config.settings.currency);
    if (!limit) {
        return fail(ErrorCode::InvalidArgument,
                    kUnits[given(options.amounts)].name + (" " + limit.error().message) + ".");
    }
    budget.limit = *limit;
    if (!options.window.empty()) {
        budget.window =
            options.window == "rolling" ? api::BudgetWindow::Rolling : api::BudgetWindow::Calendar;
    }
    if (!options.zone.empty()) {
        if (auto known = checkZone(options.zone); !known) {
            return fail(std::move(known.error()));
        }
        budget.timeZone = options.zone;
    }
    budget.warnAtPercent = options.warnAt.value_or(budget.warnAtPercent);
    if (!options.failedCalls.empty()) {
        budget.failedCallsCount = options.failedCalls == "count";
    }
    return budget;
}

std::string describeLimit(const api::Budget& budget, const std::string& currency)
{
    std::string text = api::formatAmount(budget.unit, budget.limit, currency);
    switch (budget.unit) {
    case BudgetUnit::Calls:
        text += " calls";
        break;
    case BudgetUnit::WriteCalls:
        text += " write calls";
        break;
    case BudgetUnit::Tokens:
        text += " tokens";
        break;
    case BudgetUnit::UpstreamMilliseconds:
        text += " at servers";
        break;
    case BudgetUnit::Bytes:
    case BudgetUnit::CostMicros:
        break;
    }
    text += budget.period == BudgetPeriod::CaseLife
                ? std::string(" for the case")
                : std::string(" / ") + api::periodName(budget.period);
    return text;
}

} // namespace portcullis::ctl
