#include "app/ctl/ask.h"
#include "app/ctl/commands.h"
#include "app/ctl/connect.h"
#include "app/ctl/output.h"
#include "app/ctl/owner_lookup.h"
#include "app/ctl/widening.h"
#include "gateway/api/config_json.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace portcullis::ctl {

namespace {

using Takes = CommandLine::Takes;
using nlohmann::json;

struct CustomerOptions
{
    Common common;
    std::string customer;
    std::string name;
    bool sure = false;
};

std::ptrdiff_t countTeams(const api::GatewayConfig& config, const CustomerId& id)
{
    return std::ranges::count(config.teams, id, &api::Team::customer);
}

Result<ExitCode> list(const CustomerOptions& options)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto config = askConfig(**gateway);
    if (!config) {
        return fail(config.error());
    }
    json all = json::array();
    Table table({"ID", "NAME", "STATE", "TEAMS"});
    for (const api::Customer& customer : (*config)->customers) {
        const auto teams = countTeams(**config, customer.id);
        all.push_back(api::toJson(customer));
        all.back()["teams"] = teams;
        table.add({customer.id.str(),
                   customer.name,
                   customer.disabled ? "disabled" : "enabled",
                   std::to_string(teams)});
    }
    if (options.common.json) {
        printJson(all);
    } else if (all.empty()) {
        printLine("No customers yet: add one with `portcullisctl customer add`.");
    } else {
        print(table.text());
    }
    return ExitCode::Ok;
}

Result<ExitCode> add(const CustomerOptions& options)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const api::Customer customer{CustomerId(options.customer), options.name, false};
    return applyAndSay(**gateway,
                       options.common,
                       api::AddCustomer{customer},
                       api::toJson(customer),
                       "Added customer " + options.customer + ".");
}

// The gateway, and the customer that is meant.
struct Found
{
    std::unique_ptr<api::GatewayClient> gateway;
    api::Customer customer;
};

Result<Found> find(const CustomerOptions& options)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto config = askConfig(**gateway);
    if (!config) {
        return fail(config.error());
    }
    auto customer = lookUpCustomer(**config, options.customer);
    if (!customer) {
        return fail(std::move(customer.error()));
    }
    return Found{std::move(*gateway), std::move(*customer)};
}

Result<ExitCode> edit(const CustomerOptions& options)
{
    auto found = find(options);
    if (!found) {
        return fail(std::move(found.error()));
    }
    found->customer.name = options.name;
    return applyAndSay(*found->gateway,
                       options.common,
                       api::UpdateCustomer{found->customer},
                       api::toJson(found->customer),
                       "Changed customer " + found->customer.id.str() + ".");
}

Result<ExitCode> setDisabled(const CustomerOptions& options, bool disabled)
{
    auto found = find(options);
    if (!found) {
        return fail(std::move(found.error()));
    }
    const bool differs = found->customer.disabled != disabled;
    found->customer.disabled = disabled;
    const api::UpdateCustomer change{found->customer};
    if (differs) {
        const auto wanted = isWanted(*found->gateway, options.common, options.sure, change);
        if (!wanted || !*wanted) {
            return declined(wanted);
        }
    }
    return switchAndSay(*found->gateway,
                        options.common,
                        differs,
                        change,
                        api::toJson(found->customer),
                        "Customer " + found->customer.id.str(),
                        disabled ? "disabled, and all keys of its teams with it" : "enabled");
}

Result<ExitCode> remove(const CustomerOptions& options)
{
    auto found = find(options);
    if (!found) {
        return fail(std::move(found.error()));
    }
    const std::string id = found->customer.id.str();
    return applyAndSay(*found->gateway,
                       options.common,
                       api::RemoveCustomer{found->customer.id},
                       {{"removed", id}},
                       "Removed customer " + id + ".");
}

using Work = std::function<Result<ExitCode>(const CustomerOptions&)>;

struct Added
{
    CLI::App& command;
    CustomerOptions& options;
};

Added addOne(CommandLine& commands,
             CLI::App& group,
             const char* name,
             const char* description,
             const Work& work,
             Takes takes = Takes::DataUnlockJson)
{
    const auto options = std::make_shared<CustomerOptions>();
    const std::shared_ptr<Common> common(options, &options->common);
    CLI::App& command = commands.add(
        group, name, description, takes, common, [options, work] { return work(*options); });
    if (takes == Takes::DataUnlockJson) {
        command.add_option("customer", options->customer, "Its id, or its name")
            ->required()
            ->type_name("CUSTOMER");
    }
    return {command, *options};
}

} // namespace

void addCustomerCommands(CommandLine& commands)
{
    CLI::App& group = commands.group("customer", "Customers, who own teams");
    addOne(commands, group, "list", "List the customers", list, Takes::DataJson);
    const Added added = addOne(commands, group, "add", "Add a customer", add);
    added.command.add_option("--name", added.options.name, "Name for people")->type_name("NAME");
    const Added edited = addOne(commands, group, "edit", "Name a customer anew", edit);
    edited.command.add_option("--name", edited.options.name, "Name for people")
        ->type_name("NAME")
        ->required();
    addOne(commands,
           group,
           "disable",
           "Refuse the keys of all its teams until it is enabled",
           [](const CustomerOptions& o) { return setDisabled(o, true); });
    const Added enabled =
        addOne(commands, group, "enable", "Accept them again", [](const CustomerOptions& o) {
            return setDisabled(o, false);
        });
    addSureOption(enabled.command, enabled.options.sure);
    addOne(commands, group, "remove", "Remove a customer without teams, and its budgets", remove);
}

} // namespace portcullis::ctl
