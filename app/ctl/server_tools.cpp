#include "app/ctl/server_tools.h"

#include "app/ctl/ask.h"
#include "app/ctl/commands.h"
#include "app/ctl/connect.h"
#include "app/ctl/output.h"
#include "gateway/api/wire.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace portcullis::ctl {

namespace {

using Takes = CommandLine::Takes;
using nlohmann::json;

struct ToolsOptions
{
    Common common;
    std::string id;
    std::vector<std::string> tools;
};

std::string stateOf(const api::ToolInfo& tool)
{
    if (tool.hidden) {
        return "hidden";
    }
    if (tool.held) {
        return "changed, held";
    }
    return tool.changed ? "changed" : "";
}

Result<ExitCode> tools(const ToolsOptions& options)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto found = askTools(**gateway, options.id);
    if (!found) {
        return fail(found.error());
    }
    if (options.common.json) {
        json all = json::array();
        for (const api::ToolInfo& tool : *found) {
            all.push_back(api::toJson(tool));
        }
        printJson(all);
    } else if (found->empty()) {
        printLine("No tools are known of it yet.");
    } else {
        printTools(*found);
    }
    return ExitCode::Ok;
}

// What is to be approved: the tools named, or all that have changed, as they are shown now.
Result<std::vector<api::ToolApproval>> approvals(const std::vector<api::ToolInfo>& offered,
                                                 const std::vector<std::string>& names)
{
    std::vector<api::ToolApproval> wanted;
    for (const std::string& name : names) {
        const auto found = std::ranges::find(offered, name, &api::ToolInfo::name);
        if (found == offered.end()) {
            return fail(ErrorCode::NotFound,
                        "The server has no tool \"" + name +
                            "\": `portcullisctl server tools` shows them.");
        }
        if (found->changed) {
            wanted.push_back({found->name, found->definitionHash});
        }
    }
    for (const api::ToolInfo& tool : offered) {
        if (names.empty() && tool.changed) {
            wanted.push_back({tool.name, tool.definitionHash});
        }
    }
    return wanted;
}

Result<ExitCode> approve(const ToolsOptions& options)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto offered = askTools(**gateway, options.id);
    auto wanted = offered ? approvals(*offered, options.tools) : fail(offered.error());
    if (!wanted) {
        return fail(std::move(wanted.error()));
    }
    if (!wanted->empty()) {
        auto done = ask<void>(
            [&](auto completion) {
                (*gateway)->approveTools(ServerId(options.id), *wanted, std::move(completion));
            },
            kLongPatience);
        if (!done) {
            return fail(std::move(done.error()));
        }
    }
    json names = json::array();
    for (const api::ToolApproval& tool : *wanted) {
        names.push_back(tool.tool);
    }
    if (options.common.json) {
        printJson({{"id", options.id}, {"approved", names}});
        return ExitCode::Ok;
    }
    for (const api::ToolApproval& tool : *wanted) {
        printLine("Approved " + printable(options.id + ":" + tool.tool) + ".");
    }
    if (wanted->empty()) {
        printLine("Nothing has changed that is not approved.");
    }
    return ExitCode::Ok;
}

CLI::App& addOne(CommandLine& commands,
                 CLI::App& group,
                 const char* name,
                 const char* description,
                 Takes takes,
                 const std::shared_ptr<ToolsOptions>& options,
                 Result<ExitCode> (*work)(const ToolsOptions&))
{
    const std::shared_ptr<Common> common(options, &options->common);
    CLI::App& command = commands.add(
        group, name, description, takes, common, [options, work] { return work(*options); });
    command.add_option("id", options->id, "The server's id")->required()->type_name("ID");
    return command;
}

} // namespace

Result<std::vector<api::ToolInfo>> askTools(api::GatewayClient& gateway, const std::string& server)
{
    return ask<std::vector<api::ToolInfo>>(
        [&](auto done) { gateway.serverTools(ServerId(server), std::move(done)); });
}

void printTools(const std::vector<api::ToolInfo>& tools)
{
    Table table({"TOOL", "NAME AT /mcp", "TITLE", "HINTS", "STATE"});
    for (const api::ToolInfo& tool : tools) {
        std::string hints = tool.readOnlyHint ? "read-only" : "";
        if (tool.destructiveHint) {
            hints += hints.empty() ? "destructive" : ", destructive";
        }
        table.add({tool.name, tool.publicName, tool.title, hints, stateOf(tool)});
    }
    print(table.text());
}

api::ToolsOfServers askAllTools(api::GatewayClient& gateway, const api::GatewayConfig& config)
{
    api::ToolsOfServers all;
    for (const api::ServerConfig& server : config.servers) {
        if (auto tools = askTools(gateway, server.id.str()); tools && server.enabled) {
            all[server.id] = std::move(*tools);
        }
    }
    return all;
}

std::string toolCountWarning(std::size_t count)
{
    const auto limit = api::exceededToolLimit(count);
    return limit ? "it shows " + std::to_string(count) + " tools, and some clients take at most " +
                       std::to_string(*limit)
                 : std::string();
}

void describeToolCount(json& key, std::size_t count)
{
    const auto limit = api::exceededToolLimit(count);
    key["tools"] = count;
    key["toolsWarning"] = limit ? json(*limit) : json();
}

void addServerToolsCommands(CommandLine& commands, CLI::App& server)
{
    addOne(commands,
           server,
           "tools",
           "List the tools a server offers",
           Takes::DataJson,
           std::make_shared<ToolsOptions>(),
           tools);
    const auto options = std::make_shared<ToolsOptions>();
    addOne(commands,
           server,
           "approve",
           "Accept changed definitions of a server's tools as they are now",
           Takes::DataUnlockJson,
           options,
           approve)
        .add_option("tool", options->tools, "The tools; without any, all that have changed")
        ->type_name("TOOL");
}

} // namespace portcullis::ctl
