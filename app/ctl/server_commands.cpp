#include "app/ctl/ask.h"
#include "app/ctl/commands.h"
#include "app/ctl/connect.h"
#include "app/ctl/output.h"
#include "app/ctl/secret_uses.h"
#include "app/ctl/server_tools.h"
#include "gateway/api/config_json.h"
#include "gateway/api/wire.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace portcullis::ctl {

namespace {

using Takes = CommandLine::Takes;
using nlohmann::json;

struct ServerOptions
{
    Common common;
    std::string id;
};

// The server of that id in the configuration.
Result<api::ServerConfig> configured(api::GatewayClient& gateway, const std::string& id)
{
    const auto config = askConfig(gateway);
    if (!config) {
        return fail(config.error());
    }
    const api::ServerConfig* server = api::findServer(**config, ServerId(id));
    if (server == nullptr) {
        return fail(ErrorCode::NotFound,
                    "There is no server \"" + id + "\": `portcullisctl server list` shows them.");
    }
    return *server;
}

std::string target(const api::ServerConfig& server)
{
    if (server.transport != api::Transport::Stdio) {
        return server.url;
    }
    std::string text;
    for (const std::string& word : server.command) {
        text += (text.empty() ? "" : " ") + word;
    }
    return text;
}

Result<ExitCode> list(const ServerOptions& options)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto config = askConfig(**gateway);
    const auto status = askStatus(**gateway);
    if (!config || !status) {
        return fail(config ? status.error() : config.error());
    }
    json all = json::array();
    Table table({"ID", "STATE", "TOOLS", "PROTOCOL", "COMMAND OR URL"});
    for (const api::ServerConfig& server : (*config)->servers) {
        const auto found = std::ranges::find(status->servers, server.id, &api::ServerStatus::id);
        const api::ServerStatus now = found != status->servers.end() ? *found : api::ServerStatus{};
        json one = api::toJson(server);
        one["status"] = api::toJson(now);
        table.add({server.id.str(),
                   one["status"].value("state", std::string()),
                   std::to_string(now.tools),
                   now.revision,
                   target(server)});
        all.push_back(std::move(one));
    }
    if (options.common.json) {
        printJson(all);
    } else if ((*config)->servers.empty()) {
        printLine("No servers yet: add one with `portcullisctl server add`.");
    } else {
        print(table.text());
    }
    return ExitCode::Ok;
}

Result<ExitCode> test(const ServerOptions& options)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    auto server = configured(**gateway, options.id);
    if (!server) {
        return fail(std::move(server.error()));
    }
    const auto result = ask<api::ServerReport>(
        [&](auto done) { (*gateway)->testServer(std::move(*server), std::move(done)); },
        kLongPatience);
    if (!result && result.error().code != ErrorCode::Locked) {
        report(result.error(), options.common.json); // the server is what does not work
        return ExitCode::Failed;
    }
    if (!result) {
        return fail(result.error());
    }
    if (options.common.json) {
        printJson(api::toJson(*result));
        return ExitCode::Ok;
    }
    print(formatPairs({{"Server", result->serverName + " " + result->serverVersion},
                       {"Protocol", result->revision},
                       {"Tools", std::to_string(result->tools.size())}}));
    for (const std::string& note : result->notes) {
        printLine("Note: " + printable(note));
    }
    if (!result->tools.empty()) {
        print("\n");
        printTools(result->tools);
    }
    return ExitCode::Ok;
}

// The secrets that only the removed server used go with it. Gives those that could not.
std::vector<std::string> forgetSecrets(api::GatewayClient& gateway,
                                       const std::set<std::string>& names)
{
    std::vector<std::string> left;
    for (const std::string& name : names) {
        const auto done = ask<void>([&](auto completion) {
            gateway.putSecret(name, SecretBytes(), std::move(completion));
        });
        if (!done && done.error().code != ErrorCode::NotFound) {
            left.push_back(name);
        }
    }
    return left;
}

Result<ExitCode> remove(const ServerOptions& options)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto before = askConfig(**gateway);
    if (!before) {
        return fail(before.error());
    }
    const ServerId id(options.id);
    if (auto done = applyChange(**gateway, api::RemoveServer{id}); !done) {
        return fail(std::move(done.error()));
    }
    std::set<std::string> names = ownSecrets(**before, id);
    const bool ownFolder = !options.common.controlSocket(); // otherwise its vault is not seen here
    if (const auto stored = storedSecrets(options.common.dataFolder()); ownFolder && stored) {
        std::erase_if(names, [&](const std::string& name) { return !stored->contains(name); });
    }
    for (const std::string& name : forgetSecrets(**gateway, names)) {
        warn("The secret " + name +
             " is still stored: forget it with `portcullisctl secret remove " + name + "`.");
    }
    if (options.common.json) {
        printJson({{"removed", options.id}});
    } else {
        printLine("Removed server " + options.id + ".");
    }
    return ExitCode::Ok;
}

Result<ExitCode> setEnabled(const ServerOptions& options, bool enabled)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    auto server = configured(**gateway, options.id);
    if (!server) {
        return fail(std::move(server.error()));
    }
    const bool differs = server->enabled != enabled;
    server->enabled = enabled;
    if (differs) {
        if (auto done = applyChange(**gateway, api::UpdateServer{*server}); !done) {
            return fail(std::move(done.error()));
        }
    }
    if (options.common.json) {
        printJson(api::toJson(*server));
    } else {
        printLine("Server " + options.id + " is " + (differs ? "now " : "already ") +
                  (enabled ? "enabled." : "disabled."));
    }
    return ExitCode::Ok;
}

Result<ExitCode> restart(const ServerOptions& options)
{
    auto gateway = connectRunning(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    auto done = ask<void>([&](auto completion) {
        (*gateway)->restartServer(ServerId(options.id), std::move(completion));
    });
    if (!done) {
        return fail(std::move(done.error()));
    }
    if (options.common.json) {
        printJson({{"restarted", options.id}});
    } else {
        printLine("Server " + options.id + " is being started again.");
    }
    return ExitCode::Ok;
}

using ServerWork = Result<ExitCode> (*)(const ServerOptions&);

void addOne(CommandLine& commands,
            CLI::App& group,
            const char* name,
            const char* description,
            Takes takes,
            ServerWork work)
{
    const auto options = std::make_shared<ServerOptions>();
    const std::shared_ptr<Common> common(options, &options->common);
    CLI::App& command = commands.add(
        group, name, description, takes, common, [options, work] { return work(*options); });
    if (work != list) {
        command.add_option("id", options->id, "The server's id")->required()->type_name("ID");
    }
}

} // namespace

void addServerCommands(CommandLine& commands)
{
    CLI::App& group = commands.group("server", "Upstream MCP servers");
    addServerAddCommand(commands, group);
    addOne(commands, group, "list", "List the servers and their states", Takes::DataJson, list);
    addServerSetCommand(commands, group);
    addServerRuleCommands(commands, group);
    addServerToolsCommands(commands, group);
    addOne(commands,
           group,
           "test",
           "Try a server: start it, list its tools, stop it",
           Takes::DataUnlockJson,
           test);
    addOne(commands,
           group,
           "enable",
           "Let a server run",
           Takes::DataUnlockJson,
           [](const ServerOptions& o) { return setEnabled(o, true); });
    addOne(commands,
           group,
           "disable",
           "Stop a server and keep it configured",
           Takes::DataUnlockJson,
           [](const ServerOptions& o) { return setEnabled(o, false); });
    addOne(commands,
           group,
           "restart",
           "Start a server again, out of back-off or failure",
           Takes::DataJson,
           restart);
    addOne(commands,
           group,
           "remove",
           "Remove a server, its lines in every allow-list and its secrets",
           Takes::DataUnlockJson,
           remove);
}

} // namespace portcullis::ctl
