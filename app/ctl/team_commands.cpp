#include "app/ctl/ask.h"
#include "app/ctl/commands.h"
#include "app/ctl/connect.h"
#include "app/ctl/output.h"
#include "app/ctl/owner_lookup.h"
#include "app/ctl/widening.h"
#include "gateway/api/config_json.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

namespace portcullis::ctl {

namespace {

using Takes = CommandLine::Takes;
using nlohmann::json;

struct TeamOptions
{
    Common common;
    std::string team;
    std::string customer;
    std::optional<std::string> name;
    bool sure = false;
};

std::string stateOf(const api::GatewayConfig& config, const api::Team& team)
{
    if (team.disabled) {
        return "disabled";
    }
    const api::Customer* customer = api::findCustomer(config, team.customer);
    return customer == nullptr || customer->disabled ? "customer disabled" : "enabled";
}

Result<ExitCode> list(const TeamOptions& options)
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
    Table table({"ID", "CUSTOMER", "NAME", "STATE", "KEYS"});
    for (const api::Team& team : (*config)->teams) {
        const auto keys = std::ranges::count(
            (*config)->keys, team.id, [](const api::KeyConfig& key) { return key.team; });
        all.push_back(api::toJson(team));
        all.back()["keys"] = keys;
        table.add({team.id.str(),
                   team.customer.str(),
                   team.name,
                   stateOf(**config, team),
                   std::to_string(keys)});
    }
    if (options.common.json) {
        printJson(all);
    } else if (all.empty()) {
        printLine("No teams yet: add one with `portcullisctl team add`.");
    } else {
        print(table.text());
    }
    return ExitCode::Ok;
}

// The gateway, its configuration, and the team that is meant unless it is to be made.
struct Found
{
    std::unique_ptr<api::GatewayClient> gateway;
    api::ConfigPtr config;
    api::Team team;
};

enum class Team
{
    New,
    Known
};

Result<Found> find(const TeamOptions& options, Team team = Team::Known)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto config = askConfig(**gateway);
    if (!config) {
        return fail(config.error());
    }
    Found found{std::move(*gateway), *config, {}};
    if (team == Team::Known) {
        auto known = lookUpTeam(**config, options.team);
        if (!known) {
            return fail(std::move(known.error()));
        }
        found.team = std::move(*known);
    } else {
        found.team.id = TeamId(options.team);
    }
    if (!options.customer.empty()) {
        const auto customer = lookUpCustomer(**config, options.customer);
        if (!customer) {
            return fail(customer.error());
        }
        found.team.customer = customer->id;
    }
    found.team.name = options.name.value_or(found.team.name);
    return found;
}

Result<ExitCode> add(const TeamOptions& options)
{
    const auto found = find(options, Team::New);
    if (!found) {
        return fail(found.error());
    }
    return applyAndSay(*found->gateway,
                       options.common,
                       api::AddTeam{found->team},
                       api::toJson(found->team),
                       "Added team " + options.team +
                           ". Its keys: `portcullisctl key set KEY --team " + options.team + "`.");
}

Result<ExitCode> edit(const TeamOptions& options)
{
    if (!options.name && options.customer.empty()) {
        report({ErrorCode::InvalidArgument, "Say what to change with --name or --customer.", {}},
               options.common.json);
        return ExitCode::Usage;
    }
    const auto found = find(options);
    if (!found) {
        return fail(found.error());
    }
    const api::UpdateTeam change{found->team};
    const auto wanted = isWanted(*found->gateway, options.common, options.sure, change);
    if (!wanted || !*wanted) {
        return declined(wanted);
    }
    return applyAndSay(*found->gateway,
                       options.common,
                       change,
                       api::toJson(found->team),
                       "Changed team " + found->team.id.str() + ".");
}

Result<ExitCode> setDisabled(const TeamOptions& options, bool disabled)
{
    auto found = find(options);
    if (!found) {
        return fail(std::move(found.error()));
    }
    const bool differs = found->team.disabled != disabled;
    found->team.disabled = disabled;
    const api::UpdateTeam change{found->team};
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
                        api::toJson(found->team),
                        "Team " + found->team.id.str(),
                        disabled ? "disabled, and all its keys with it" : "enabled");
}

Result<ExitCode> remove(const TeamOptions& options)
{
    const auto found = find(options);
    if (!found) {
        return fail(found.error());
    }
    const std::string id = found->team.id.str();
    return applyAndSay(*found->gateway,
                       options.common,
                       api::RemoveTeam{found->team.id},
                       {{"removed", id}},
                       "Removed team " + id + ".");
}

using Work = std::function<Result<ExitCode>(const TeamOptions&)>;

struct Added
{
    CLI::App& command;
    TeamOptions& options;
};

Added addOne(CommandLine& commands,
             CLI::App& group,
             const char* name,
             const char* description,
             const Work& work,
             Takes takes = Takes::DataUnlockJson)
{
    const auto options = std::make_shared<TeamOptions>();
    const std::shared_ptr<Common> common(options, &options->common);
    CLI::App& command = commands.add(
        group, name, description, takes, common, [options, work] { return work(*options); });
    if (takes == Takes::DataUnlockJson) {
        command.add_option("team", options->team, "Its id, or its name")
            ->required()
            ->type_name("TEAM");
    }
    return {command, *options};
}

CLI::Option* addMembers(const Added& added)
{
    added.command.add_option("--name", added.options.name, "Name for people")->type_name("NAME");
    return added.command.add_option("--customer", added.options.customer, "To whom it belongs")
        ->type_name("CUSTOMER");
}

} // namespace

void addTeamCommands(CommandLine& commands)
{
    CLI::App& group = commands.group("team", "Teams, which own keys");
    addOne(commands, group, "list", "List the teams", list, Takes::DataJson);
    addMembers(addOne(commands, group, "add", "Add a team of a customer", add))->required();
    const Added edited = addOne(commands, group, "edit", "Name a team anew, or move it", edit);
    addMembers(edited);
    addSureOption(edited.command, edited.options.sure);
    addOne(commands,
           group,
           "disable",
           "Refuse its keys until it is enabled",
           [](const TeamOptions& o) { return setDisabled(o, true); });
    const Added enabled =
        addOne(commands, group, "enable", "Accept them again", [](const TeamOptions& o) {
            return setDisabled(o, false);
        });
    addSureOption(enabled.command, enabled.options.sure);
    addOne(commands, group, "remove", "Remove a team without keys, and its budgets", remove);
}

} // namespace portcullis::ctl
