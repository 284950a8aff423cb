#include "app/ctl/server_tools.h"

#include "app/ctl/ask.h"
#include "app/ctl/commands.h"
#include "app/ctl/connect.h"
#include "app/ctl/output.h"
#include "gateway/api/wire.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace portcullis::ctl {

namespace {

using Takes = CommandLine::Takes;
using nlohmann::json;

constexpr std::size_t kShortHash = 12;
constexpr std::size_t kLeastHash = 8; // digits that name a definition

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

bool isHashPrefix(std::string_view text)
{
    return text.size() >= kLeastHash &&
           text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// The tool that TOOL or TOOL@HASH names.
Result<const api::ToolInfo*> namedTool(const std::vector<api::ToolInfo>& offered,
                                       const std::string& text)
{
    const std::size_t at = text.rfind('@');
    if (at != std::string::npos && isHashPrefix(std::string_view(text).substr(at + 1))) {
        // First, so that no server's "x@12345678" passes for its x of that hash.
        const auto tool = std::ranges::find(offered, text.substr(0, at), &api::ToolInfo::name);
        if (tool != offered.end()) {
            return tool->definitionHash.starts_with(text.substr(at + 1))
                       ? Result<const api::ToolInfo*>(&*tool)
                       : fail(ErrorCode::InvalidArgument,
                              "The tool \"" + tool->name +
                                  "\" has changed again: look again, then approve.");
        }
    }
    const auto tool = std::ranges::find(offered, text, &api::ToolInfo::name);
    if (tool == offered.end()) {
        return fail(ErrorCode::NotFound,
                    "The server has no tool \"" + text +
                        "\": `portcullisctl server tools` shows them.");
    }
    return &*tool;
}

// What is to be approved: the tools named, or all that have changed, as they are shown now.
Result<std::vector<api::ToolInfo>> approvals(const std::vector<api::ToolInfo>& offered,
                                             const std::vector<std::string>& names)
{
    std::vector<api::ToolInfo> wanted;
    for (const std::string& name : names) {
        const auto found = namedTool(offered, name);
        if (!found) {
            return fail(found.error());
        }
        if ((*found)->changed) {
            wanted.push_back(**found);
        }
    }
    for (const api::ToolInfo& tool : offered) {
        if (names.empty() && tool.changed) {
            wanted.push_back(tool);
        }
    }
    return wanted;
}

// What a person answers for with this approval.
void printApproved(const std::string& server, const api::ToolInfo& tool)
{
    const std::string before =
        tool.approvedHash.empty() ? "none" : tool.approvedHash.substr(0, kShortHash);
    printLine("Approved " + printable(server + ":" + tool.name) + ".");
    std::vector<std::pair<std::string, std::string>> lines{
        {"  before", before}, {"  now", tool.definitionHash.substr(0, kShortHash)}};
    if (!tool.title.empty()) {
        lines.emplace_back("  title", printable(tool.title));
    }
    lines.emplace_back("  description", printable(tool.description));
    print(formatPairs(lines));
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
    std::vector<api::ToolApproval> asked;
    json names = json::array();
    for (const api::ToolInfo& tool : *wanted) {
        asked.push_back({tool.name, tool.definitionHash});
        names.push_back(tool.name);
    }
    if (!asked.empty()) {
        auto done = ask<void>(
            [&](auto completion) {
                (*gateway)->approveTools(ServerId(options.id), asked, std::move(completion));
            },
            kLongPatience);
        if (!done) {
            return fail(std::move(done.error()));
        }
    }
    if (options.common.json) {
        printJson({{"id", options.id}, {"approved", names}});
        return ExitCode::Ok;
    }
    for (const api::ToolInfo& tool : *wanted) {
        printApproved(options.id, tool);
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
    Table table({"TOOL", "NAME AT /mcp", "TITLE", "HINTS", "DEFINITION", "STATE"});
    for (const api::ToolInfo& tool : tools) {
        std::string hints = tool.readOnlyHint ? "read-only" : "";
        if (tool.destructiveHint) {
            hints += hints.empty() ? "destructive" : ", destructive";
        }
        table.add({tool.name,
                   tool.publicName,
                   tool.title,
                   hints,
                   tool.definitionHash.substr(0, kShortHash),
                   stateOf(tool)});
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
        .add_option("tool",
                    options->tools,
                    "The tools, each with @ and the hash of its definition that was looked at, or "
                    "as it is now; without any, all that have changed")
        ->type_name("TOOL[@HASH]");
}

} // namespace portcullis::ctl
