#include "app/ctl/ask.h"
#include "app/ctl/commands.h"
#include "app/ctl/connect.h"
#include "app/ctl/output.h"
#include "app/ctl/owner_lookup.h"
#include "gateway/api/amounts.h"
#include "gateway/api/config_json.h"

#include <nlohmann/json.hpp>

namespace portcullis::ctl {

namespace {

using Takes = CommandLine::Takes;
using nlohmann::json;

struct PriceOptions
{
    Common common;
    std::string what; // "fx:echo", "fx:*"
    std::string amount;
    std::string currency;
};

// The gateway and its configuration.
struct Connected
{
    std::unique_ptr<api::GatewayClient> gateway;
    api::ConfigPtr config;
};

Result<Connected> connect(const PriceOptions& options)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto config = askConfig(**gateway);
    if (!config) {
        return fail(config.error());
    }
    return Connected{std::move(*gateway), *config};
}

std::string money(std::uint64_t micros, const api::GatewayConfig& config)
{
    return api::formatAmount(api::BudgetUnit::CostMicros, micros, config.settings.currency);
}

Result<ExitCode> list(const PriceOptions& options)
{
    const auto connected = connect(options);
    if (!connected) {
        return fail(connected.error());
    }
    const api::GatewayConfig& config = *connected->config;
    json all = json::array();
    Table table({"SERVER", "TOOL", "A CALL"});
    for (const api::Price& price : config.prices) {
        all.push_back(api::toJson(price));
        table.add({price.server.str(), price.tool, money(price.micros, config)});
    }
    if (options.common.json) {
        printJson({{"currency", config.settings.currency}, {"prices", all}});
    } else if (all.empty()) {
        printLine("No prices yet: calls cost nothing. Set one with `portcullisctl price set`.");
    } else {
        print(table.text());
    }
    return ExitCode::Ok;
}

Result<ExitCode> set(const PriceOptions& options)
{
    const auto connected = connect(options);
    if (!connected) {
        return fail(connected.error());
    }
    const auto rule = api::parseRule(options.what);
    const auto micros = api::parseAmount(
        api::BudgetUnit::CostMicros, options.amount, connected->config->settings.currency);
    if (!rule || !micros) {
        return fail(
            rule
                ? Error{ErrorCode::InvalidArgument, "The price " + micros.error().message + ".", {}}
                : rule.error());
    }
    const api::Price price{rule->server, rule->tool, *micros};
    return applyAndSay(*connected->gateway,
                       options.common,
                       api::SetPrice{price},
                       api::toJson(price),
                       "A call of " + options.what + " costs " +
                           money(price.micros, *connected->config) + ".");
}

Result<ExitCode> remove(const PriceOptions& options)
{
    const auto connected = connect(options);
    if (!connected) {
        return fail(connected.error());
    }
    const auto rule = api::parseRule(options.what);
    if (!rule) {
        return fail(rule.error());
    }
    return applyAndSay(*connected->gateway,
                       options.common,
                       api::RemovePrice{rule->server, rule->tool},
                       {{"removed", options.what}},
                       "Removed the price of " + options.what + ".");
}

// Amounts are numbers of the currency's units: another one makes other money of them.
Result<ExitCode> currency(const PriceOptions& options)
{
    const auto connected = connect(options);
    if (!connected) {
        return fail(connected.error());
    }
    api::Settings settings = connected->config->settings;
    const json answer = {
        {"currency", options.currency.empty() ? settings.currency : options.currency}};
    if (options.currency.empty()) {
        if (options.common.json) {
            printJson(answer);
        } else {
            printLine(settings.currency);
        }
        return ExitCode::Ok;
    }
    settings.currency = options.currency;
    return applyAndSay(*connected->gateway,
                       options.common,
                       api::UpdateSettings{settings},
                       answer,
                       "Prices and budgets are in " + options.currency +
                           " now; their numbers stay as they are.");
}

using PriceWork = Result<ExitCode> (*)(const PriceOptions&);

struct Added
{
    CLI::App& command;
    PriceOptions& options;
};

Added addOne(CommandLine& commands,
             CLI::App& group,
             const char* name,
             const char* description,
             Takes takes,
             PriceWork work)
{
    const auto options = std::make_shared<PriceOptions>();
    CLI::App& command = commands.add(group,
                                     name,
                                     description,
                                     takes,
                                     std::shared_ptr<Common>(options, &options->common),
                                     [options, work] { return work(*options); });
    return {command, *options};
}

void addWhat(const Added& added)
{
    added.command.add_option("what", added.options.what, "The tool, or all of a server's")
        ->required()
        ->type_name("SERVER:TOOL|SERVER:*")
        ->check(checkRule);
}

} // namespace

void addPriceCommands(CommandLine& commands)
{
    CLI::App& group = commands.group("price", "What calls cost");
    addOne(commands, group, "list", "List the prices", Takes::DataJson, list);
    const Added setting =
        addOne(commands, group, "set", "Set the price of a call", Takes::DataUnlockJson, set);
    addWhat(setting);
    setting.command
        .add_option("amount", setting.options.amount, "0.25, or \"0.25 EUR\"; at most six decimals")
        ->required()
        ->type_name("AMOUNT");
    addWhat(addOne(commands, group, "remove", "Remove a price", Takes::DataUnlockJson, remove));
    const Added coin = addOne(commands,
                              group,
                              "currency",
                              "Show or change in which currency prices are",
                              Takes::DataUnlockJson,
                              currency);
    coin.command.add_option("currency", coin.options.currency, "Its code: EUR, USD, CHF")
        ->type_name("CODE");
}

} // namespace portcullis::ctl
