#include "app/ctl/ask.h"
#include "app/ctl/commands.h"
#include "app/ctl/connect.h"
#include "app/ctl/key_lookup.h"
#include "app/ctl/output.h"
#include "app/ctl/rule_options.h"
#include "app/ctl/server_tools.h"
#include "app/ctl/widening.h"
#include "gateway/api/config_change.h"

#include <nlohmann/json.hpp>

namespace portcullis::ctl {

namespace {

struct AllowOptions
{
    Common common;
    std::string key;
    RuleOptions rules;
};

void show(const RuleChange& change, const KeyId& key, std::size_t tools, bool asJson)
{
    if (asJson) {
        nlohmann::json answer = describeRuleChange(change, key.str());
        describeToolCount(answer, tools);
        printJson(answer);
        return;
    }
    showRuleChange(change, "Key " + key.str() + " may use");
    if (const std::string warning = toolCountWarning(tools); !warning.empty()) {
        printLine("That is broad: " + warning + ".");
    }
}

// How many tools the key shows with its new rules, as far as they are known.
std::size_t countTools(api::GatewayClient& gateway, api::KeyConfig key, const Rules& rules)
{
    const auto config = askConfig(gateway);
    key.allow = rules;
    return config ? api::countShownTools(key, **config, askAllTools(gateway, **config)) : 0;
}

Result<ExitCode> work(const AllowOptions& options)
{
    if (!options.rules.given()) {
        report(nothingToChange(), options.common.json);
        return ExitCode::Usage;
    }
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto key = lookUpKey(**gateway, options.key);
    if (!key) {
        return fail(key.error());
    }
    const auto change = changeRules(options.rules, key->allow, "The key");
    if (!change) {
        return fail(change.error());
    }
    if (change->now != key->allow) {
        const api::SetAllowList list{key->id, change->now};
        const auto wanted = isWanted(**gateway, options.common, options.rules.sure, list);
        if (!wanted || !*wanted) {
            return declined(wanted);
        }
        if (auto done = applyChange(**gateway, list); !done) {
            return fail(std::move(done.error()));
        }
    }
    show(*change, key->id, countTools(**gateway, *key, change->now), options.common.json);
    return ExitCode::Ok;
}

void addChange(CommandLine& commands,
               CLI::App& key,
               const char* name,
               const char* description,
               api::RuleEffect effect)
{
    const auto options = std::make_shared<AllowOptions>();
    options->rules.effect = effect;
    const std::shared_ptr<Common> common(options, &options->common);
    CLI::App& command =
        commands.add(key, name, description, CommandLine::Takes::DataUnlockJson, common, [options] {
            return work(*options);
        });
    command.add_option("key", options->key, "The key's id, or its name")
        ->required()
        ->type_name("KEY");
    addRuleOptions(command, options->rules);
}

} // namespace

void addKeyAllowCommand(CommandLine& commands, CLI::App& key)
{
    addChange(commands,
              key,
              "allow",
              "Change what a key may use, and show the difference",
              api::RuleEffect::Allow);
    addChange(commands,
              key,
              "deny",
              "Take something out of what a key may use, whatever allows it",
              api::RuleEffect::Deny);
}

} // namespace portcullis::ctl
