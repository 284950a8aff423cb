#include "app/ctl/ask.h"
#include "app/ctl/commands.h"
#include "app/ctl/connect.h"
#include "app/ctl/output.h"
#include "gateway/api/wire.h"

#include <nlohmann/json.hpp>

namespace portcullis::ctl {

namespace {

using Takes = CommandLine::Takes;

std::string stateName(const nlohmann::json& json)
{
    return json.value("state", std::string());
}

std::string formatStatus(const api::GatewayStatus& status)
{
    std::string state = stateName(api::toJson(status));
    if (!status.reason.empty()) {
        state += ": " + status.reason;
    }
    std::vector<std::pair<std::string, std::string>> pairs{{"State", state}};
    if (!status.endpoint.empty()) {
        pairs.emplace_back("Endpoint", status.endpoint);
    }
    pairs.emplace_back("Data folder", status.dataFolder);
    pairs.emplace_back("Configuration", "revision " + std::to_string(status.configRevision));
    if (status.state != api::GatewayState::Stopped) {
        pairs.emplace_back("Sessions", std::to_string(status.sessions));
        pairs.emplace_back("Calls",
                           std::to_string(status.calls) + " since the start, " +
                               std::to_string(status.inFlight) + " running, " +
                               std::to_string(status.refused) + " refused");
        pairs.emplace_back("Log",
                           std::to_string(status.auditRecords) + " records" +
                               (status.logWarning.empty() ? "" : ". " + status.logWarning));
        if (!status.pinProblem.empty()) {
            pairs.emplace_back("Pin", "does not follow the log: " + status.pinProblem);
        }
    }
    if (status.lockdown && !status.lockdown->issuer.empty()) {
        pairs.emplace_back("Policy",
                           "version " + std::to_string(status.lockdown->version) + " of " +
                               printable(status.lockdown->issuer));
    }
    return formatPairs(pairs);
}

std::string formatServers(const api::GatewayStatus& status)
{
    if (status.servers.empty()) {
        return {};
    }
    Table table({"SERVER", "STATE", "TOOLS", "PROTOCOL", "RESTARTS", "LAST ERROR"});
    for (const api::ServerStatus& server : status.servers) {
        table.add({server.id.str(),
                   stateName(api::toJson(server)),
                   std::to_string(server.tools),
                   server.revision,
                   std::to_string(server.restarts),
                   server.lastError ? server.lastError->message : ""});
    }
    return "\n" + table.text();
}

Result<ExitCode> showStatus(const Common& common)
{
    auto gateway = connectGateway(common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto status = askStatus(**gateway);
    if (!status) {
        return fail(status.error());
    }
    if (common.json) {
        printJson(api::toJson(*status));
    } else {
        print(formatStatus(*status) + formatServers(*status));
    }
    const bool working =
        status->state == api::GatewayState::Running || status->state == api::GatewayState::Refusing;
    return working ? ExitCode::Ok : ExitCode::Unavailable;
}

Result<ExitCode> unlock(const Common& common)
{
    auto gateway = connectRunning(common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const UnlockWay way = common.unlockWay();
    if (way.kind == UnlockKind::Keychain) {
        return fail(ErrorCode::Unsupported,
                    "A running Portcullis asks the keychain itself: give its passphrase here.");
    }
    auto passphrase = readPassphrase(way);
    if (!passphrase) {
        return fail(std::move(passphrase.error()));
    }
    auto opened =
        ask<void>([&](auto done) { (*gateway)->unlock(std::move(*passphrase), std::move(done)); });
    if (!opened) {
        return fail(std::move(opened.error()));
    }
    return ExitCode::Ok;
}

} // namespace

void addStatusCommands(CommandLine& commands)
{
    const auto common = std::make_shared<Common>();
    commands.add(commands.root(),
                 "status",
                 "Show whether Portcullis runs, and its servers",
                 Takes::DataJson,
                 common,
                 [common] { return showStatus(*common); });
    const auto forUnlock = std::make_shared<Common>();
    commands.add(commands.root(),
                 "unlock",
                 "Open a running, locked Portcullis with its passphrase",
                 Takes::DataUnlock,
                 forUnlock,
                 [forUnlock] { return unlock(*forUnlock); });
}

} // namespace portcullis::ctl
