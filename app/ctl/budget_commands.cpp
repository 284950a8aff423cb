#include "app/ctl/ask.h"
#include "app/ctl/budget_options.h"
#include "app/ctl/budget_table.h"
#include "app/ctl/commands.h"
#include "app/ctl/connect.h"
#include "app/ctl/output.h"
#include "app/ctl/owner_lookup.h"
#include "gateway/api/config_json.h"
#include "gateway/api/wire.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>

namespace portcullis::ctl {

namespace {

using Takes = CommandLine::Takes;

struct ListOptions
{
    Common common;
    std::string budget;
    std::uint32_t history = 0;
    bool csv = false;
};

// One at a time where an answer about all of them would have less of the history of each.
Result<std::vector<api::BudgetState>> askBudgets(api::GatewayClient& gateway,
                                                 const api::GatewayConfig& config,
                                                 const api::BudgetQuery& query)
{
    const auto askOnce = [&gateway](const api::BudgetQuery& one) {
        return ask<std::vector<api::BudgetState>>(
            [&](auto done) { gateway.budgets(one, std::move(done)); });
    };
    if (query.budget || api::historyOfEach(query, config.budgets.size()) == query.history) {
        return askOnce(query);
    }
    std::vector<api::BudgetState> all;
    for (const api::Budget& budget : config.budgets) {
        auto states = askOnce({query.history, budget.id});
        if (!states) {
            return states;
        }
        std::ranges::move(*states, std::back_inserter(all));
    }
    return all;
}

Result<ExitCode> list(const ListOptions& options)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto config = askConfig(**gateway);
    if (!config) {
        return fail(config.error());
    }
    api::BudgetQuery query;
    query.history = options.history;
    if (!options.budget.empty()) {
        query.budget = BudgetId(options.budget);
    }
    const auto states = askBudgets(**gateway, **config, query);
    if (!states) {
        return fail(states.error());
    }
    if (query.budget && states->empty()) {
        return fail(ErrorCode::NotFound,
                    "There is no budget \"" + options.budget +
                        "\": `portcullisctl budget list` shows them.");
    }
    const std::string& currency = (*config)->settings.currency;
    if (options.common.json) {
        printJson(api::toJson(*states));
    } else if (options.csv) {
        print(budgetCsv(*states, currency));
    } else if (states->empty()) {
        printLine("No budgets yet: set one with `portcullisctl budget set`.");
    } else {
        print(budgetTable(*states, currency));
    }
    return ExitCode::Ok;
}

Result<ExitCode> set(const BudgetOptions& options)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto config = askConfig(**gateway);
    if (!config) {
        return fail(config.error());
    }
    const auto budget = budgetFrom(options, **config);
    if (!budget) {
        return fail(budget.error());
    }
    return applyAndSay(**gateway,
                       options.common,
                       api::SetBudget{*budget},
                       api::toJson(*budget),
                       "Budget " + budget->id.str() + ": " +
                           describeLimit(*budget, (*config)->settings.currency) + ".");
}

struct RemoveOptions
{
    Common common;
    std::string budget;
};

Result<ExitCode> remove(const RemoveOptions& options)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    return applyAndSay(**gateway,
                       options.common,
                       api::RemoveBudget{BudgetId(options.budget)},
                       {{"removed", options.budget}},
                       "Removed budget " + options.budget + ".");
}

void addList(CommandLine& commands, CLI::App& group)
{
    const auto options = std::make_shared<ListOptions>();
    CLI::App& command = commands.add(group,
                                     "list",
                                     "List the budgets and what is used of them",
                                     Takes::DataJson,
                                     std::shared_ptr<Common>(options, &options->common),
                                     [options] { return list(*options); });
    command.add_option("budget", options->budget, "Only this one")->type_name("BUDGET");
    command.add_flag("--csv", options->csv, "Comma-separated, one line a window");
    command.add_option("--history", options->history, "So many windows that have ended, too")
        ->type_name("NUMBER")
        ->check(CLI::Range(0U, api::kMaxBudgetHistory));
}

} // namespace

void addBudgetCommands(CommandLine& commands)
{
    CLI::App& group =
        commands.group("budget", "Limits on what may be used, by whom, in which time");
    addList(commands, group);

    const auto wanted = std::make_shared<BudgetOptions>();
    CLI::App& setting =
        commands.add(group,
                     "set",
                     "Set a budget, or change the one of this owner, unit and period",
                     Takes::DataUnlockJson,
                     std::shared_ptr<Common>(wanted, &wanted->common),
                     [wanted] { return set(*wanted); });
    addBudgetOptions(setting, *wanted);

    const auto gone = std::make_shared<RemoveOptions>();
    CLI::App& removal = commands.add(group,
                                     "remove",
                                     "Remove a budget",
                                     Takes::DataUnlockJson,
                                     std::shared_ptr<Common>(gone, &gone->common),
                                     [gone] { return remove(*gone); });
    removal.add_option("budget", gone->budget, "Its id, as `budget list` shows it")
        ->required()
        ->type_name("BUDGET");
}

} // namespace portcullis::ctl
