#include "app/ctl/ask.h"
#include "app/ctl/commands.h"
#include "app/ctl/connect.h"
#include "app/ctl/key_binding_options.h"
#include "app/ctl/key_lookup.h"
#include "app/ctl/key_place_options.h"
#include "app/ctl/output.h"
#include "app/ctl/rates.h"
#include "app/ctl/server_tools.h"
#include "app/ctl/widening.h"
#include "gateway/api/config_json.h"
#include "gateway/base/clock.h"
#include "gateway/policy/standing.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string_view>

namespace portcullis::ctl {

namespace {

using Takes = CommandLine::Takes;
using nlohmann::json;

struct KeyOptions
{
    Common common;
    std::string name;
    std::vector<std::string> allow;
    std::string owner;
    std::string expires;
    std::string content = "full";
    bool lenientAccept = false;
    KeyPlaceOptions place;
    bool sure = false;
    KeyBindingOptions binding;
};

Result<api::NewKey> newKeyFrom(const KeyOptions& options)
{
    api::NewKey key;
    key.label = options.name;
    key.owner = options.owner;
    key.lenientAccept = options.lenientAccept;
    const auto content = parseContent(options.content);
    auto allow = parseRules(options.allow);
    if (!content || !allow) {
        return fail(content ? allow.error() : content.error());
    }
    key.content = *content;
    key.allow = std::move(*allow);
    if (!options.expires.empty()) {
        const auto expires = parseExpiry(options.expires, SystemClock().wallNow());
        if (!expires) {
            return fail(expires.error());
        }
        key.expires = *expires;
    }
    return key;
}

Result<ExitCode> create(const KeyOptions& options)
{
    auto key = newKeyFrom(options);
    if (!key) {
        return fail(std::move(key.error()));
    }
    if (auto bound = bind(options.binding, *key); !bound) {
        return fail(std::move(bound.error()));
    }
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    if (options.place.given()) {
        const auto config = askConfig(**gateway);
        if (!config) {
            return fail(config.error());
        }
        if (auto placed = place(options.place, **config, *key); !placed) {
            return fail(std::move(placed.error()));
        }
    }
    const auto made = ask<api::CreatedKey>(
        [&](auto done) { (*gateway)->createKey(std::move(*key), std::move(done)); });
    if (!made) {
        return fail(made.error());
    }
    const std::string secret(made->secret.revealText());
    if (options.common.json) {
        printJsonLine({{"id", made->key.id.str()}, {"secret", secret}});
        return ExitCode::Ok;
    }
    print(formatPairs({{"Key", made->key.id.str()}, {"Secret", secret}}));
    printLine("The secret is shown once and kept nowhere: give it to its client now.");
    return ExitCode::Ok;
}

// Why it is refused, or that it is not.
std::string keyState(const api::KeyConfig& key, const api::GatewayConfig& config)
{
    switch (policy::standingOf(key, config, SystemClock().wallNow())) {
    case api::Reason::KeyDisabled:
        return "disabled";
    case api::Reason::KeyExpired:
        return "expired";
    case api::Reason::TeamDisabled:
        return "team disabled";
    case api::Reason::CustomerDisabled:
        return "customer disabled";
    case api::Reason::CaseClosed:
        return "case closed";
    default:
        return "active";
    }
}

std::string oldSecret(const api::KeyConfig& key)
{
    if (!key.retiring) {
        return "none";
    }
    const bool works = key.retiring->until > SystemClock().wallNow();
    return (works ? "works until " : "ended ") + formatSecond(key.retiring->until);
}

std::string lastUsed(const api::GatewayStatus& status, const KeyId& id)
{
    const auto found = std::ranges::find(status.keys, id, &api::KeyUse::key);
    return found == status.keys.end() ? "" : formatSecond(found->lastUsed);
}

json describe(const api::KeyConfig& key,
              const api::GatewayConfig& config,
              const api::GatewayStatus& status)
{
    json one = describeKey(key);
    one["state"] = keyState(key, config);
    const auto found = std::ranges::find(status.keys, key.id, &api::KeyUse::key);
    one["lastUsed"] = found == status.keys.end() ? json() : json(formatTime(found->lastUsed));
    return one;
}

void warnOfTools(const api::GatewayConfig& config, const api::ToolsOfServers& tools)
{
    for (const api::KeyConfig& key : config.keys) {
        const std::string warning = toolCountWarning(api::countShownTools(key, config, tools));
        if (!warning.empty()) {
            printLine("Key " + key.id.str() + " is broad: " + warning + ".");
        }
    }
}

Result<ExitCode> list(const KeyOptions& options)
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
    const api::ToolsOfServers tools = askAllTools(**gateway, **config);
    json all = json::array();
    Table table(
        {"ID", "NAME", "OWNER", "TEAM", "CASE", "STATE", "EXPIRES", "LAST USED", "MAY USE"});
    for (const api::KeyConfig& key : (*config)->keys) {
        all.push_back(describe(key, **config, *status));
        describeToolCount(all.back(), api::countShownTools(key, **config, tools));
        table.add({key.id.str(),
                   key.label,
                   key.owner,
                   key.team.str(),
                   key.caseId.str(),
                   keyState(key, **config),
                   key.expires ? formatSecond(*key.expires) : "never",
                   lastUsed(*status, key.id),
                   joinRules(key.allow)});
    }
    if (options.common.json) {
        printJson(all);
    } else if ((*config)->keys.empty()) {
        printLine("No keys yet: make one with `portcullisctl key create`.");
    } else {
        print(table.text());
        warnOfTools(**config, tools);
    }
    return ExitCode::Ok;
}

Result<ExitCode> show(const KeyOptions& options)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto key = lookUpKey(**gateway, options.name);
    const auto status = askStatus(**gateway);
    const auto config = askConfig(**gateway);
    if (!key || !status || !config) {
        return fail(!key ? key.error() : !status ? status.error() : config.error());
    }
    if (options.common.json) {
        printJson(describe(*key, **config, *status));
        return ExitCode::Ok;
    }
    const std::string used = lastUsed(*status, key->id);
    print(formatPairs(
        {{"Key", key->id.str()},
         {"Name", key->label},
         {"Owner", key->owner},
         {"State", keyState(*key, **config)},
         {"Created", formatSecond(key->created)},
         {"Expires", key->expires ? formatSecond(*key->expires) : "never"},
         {"Last used", used.empty() ? "never, as far as is known" : used},
         {"Log keeps", contentName(key->content)},
         {"Lenient Accept", key->lenientAccept ? "on" : "off"},
         {"Team", key->team.empty() ? "none" : key->team.str()},
         {"Case", key->caseId.empty() ? "none" : key->caseId.str()},
         {"Rate", key->rate ? formatRate(*key->rate) : "as the settings say"},
         {"Calls at once",
          key->concurrency > 0 ? std::to_string(key->concurrency) : "as the settings say"},
         {"Ways in", joinTransports(key->transports)},
         {"Programs", printable(joinPrograms(key->programs))},
         {"Old secret", oldSecret(*key)},
         {"May use", key->allow.empty() ? "nothing" : joinRules(key->allow)}}));
    return ExitCode::Ok;
}

Result<ExitCode> setDisabled(const KeyOptions& options, bool disabled)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto key = lookUpKey(**gateway, options.name);
    if (!key) {
        return fail(key.error());
    }
    const bool differs = key->disabled != disabled;
    if (differs) {
        api::UpdateKey change = api::updateOf(*key);
        change.disabled = disabled;
        const auto wanted = isWanted(**gateway, options.common, options.sure, change);
        if (!wanted || !*wanted) {
            return declined(wanted);
        }
        if (auto done = applyChange(**gateway, change); !done) {
            return fail(std::move(done.error()));
        }
    }
    if (options.common.json) {
        printJson({{"id", key->id.str()}, {"disabled", disabled}});
    } else {
        printLine("Key " + key->id.str() + " is " + (differs ? "now " : "already ") +
                  (disabled ? "disabled." : "enabled."));
    }
    return ExitCode::Ok;
}

Result<ExitCode> remove(const KeyOptions& options)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto key = lookUpKey(**gateway, options.name);
    if (!key) {
        return fail(key.error());
    }
    if (auto done = applyChange(**gateway, api::RemoveKey{key->id}); !done) {
        return fail(std::move(done.error()));
    }
    if (options.common.json) {
        printJson({{"removed", key->id.str()}});
    } else {
        printLine("Removed key " + key->id.str() + ".");
    }
    return ExitCode::Ok;
}

using KeyWork = Result<ExitCode> (*)(const KeyOptions&);

void addKey(CLI::App& command, KeyOptions& options)
{
    command.add_option("key", options.name, "The key's id, or its name")
        ->required()
        ->type_name("KEY");
}

void addOne(CommandLine& commands,
            CLI::App& group,
            const char* name,
            const char* description,
            Takes takes,
            KeyWork work)
{
    const auto options = std::make_shared<KeyOptions>();
    const std::shared_ptr<Common> common(options, &options->common);
    CLI::App& command = commands.add(
        group, name, description, takes, common, [options, work] { return work(*options); });
    if (work != list) {
        addKey(command, *options);
    }
    if (std::string_view(name) == "enable") {
        addSureOption(command, options->sure);
    }
}

void addCreate(CommandLine& commands, CLI::App& group)
{
    const auto options = std::make_shared<KeyOptions>();
    const std::shared_ptr<Common> common(options, &options->common);
    CLI::App& command = commands.add(group,
                                     "create",
                                     "Make a virtual key; its secret is shown once",
                                     Takes::DataUnlockJson,
                                     common,
                                     [options] { return create(*options); });
    command.add_option("name", options->name, "Name for people")->required()->type_name("NAME");
    addRuleOption(command, "--allow", options->allow, "A tool it may use, or all of a server's");
    command.add_option("--owner", options->owner, "Who answers for it")->type_name("OWNER");
    command.add_option("--expires", options->expires, "When it ends: a time, or 30d, or 12h")
        ->type_name("WHEN")
        ->check(checkExpiry);
    command
        .add_option("--content", options->content, "What the log keeps: full, prove-only or none")
        ->type_name("MODE")
        ->check(CLI::IsMember({"full", "prove-only", "none"}));
    command.add_flag("--lenient-accept",
                     options->lenientAccept,
                     "Let Accept: application/json alone do, answered with JSON");
    addKeyPlaceOptions(command, options->place, false);
    addKeyBindingOptions(command, options->binding, false);
}

} // namespace

void addKeyCommands(CommandLine& commands)
{
    CLI::App& group = commands.group("key", "Virtual keys and what they may use");
    addCreate(commands, group);
    addOne(commands, group, "list", "List the keys", Takes::DataJson, list);
    addOne(commands, group, "show", "Show one key", Takes::DataJson, show);
    addKeyAllowCommand(commands, group);
    addKeySetCommand(commands, group);
    addKeyRotateCommands(commands, group);
    addOne(commands,
           group,
           "disable",
           "Refuse a key until it is enabled",
           Takes::DataUnlockJson,
           [](const KeyOptions& o) { return setDisabled(o, true); });
    addOne(commands,
           group,
           "enable",
           "Accept a disabled key again",
           Takes::DataUnlockJson,
           [](const KeyOptions& o) { return setDisabled(o, false); });
    addOne(commands, group, "remove", "Remove a key", Takes::DataUnlockJson, remove);
}

} // namespace portcullis::ctl
