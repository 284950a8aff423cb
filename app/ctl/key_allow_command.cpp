#include "app/ctl/ask.h"
#include "app/ctl/commands.h"
#include "app/ctl/connect.h"
#include "app/ctl/key_lookup.h"
#include "app/ctl/output.h"
#include "app/ctl/server_tools.h"
#include "app/ctl/terminal.h"
#include "gateway/api/config_change.h"
#include "gateway/policy/advisor.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace portcullis::ctl {

namespace {

using Rules = std::vector<api::AllowRule>;

struct AllowOptions
{
    Common common;
    std::string key;
    std::vector<std::string> rules; // as arguments
    std::vector<std::string> allow; // the same as options
    std::vector<std::string> revoke;
    std::vector<std::string> when;
    api::RuleEffect effect = api::RuleEffect::Allow;
    bool sure = false;
};

struct Difference
{
    Rules now;
    Rules added;
    Rules removed;
};

bool holds(const Rules& rules, const api::AllowRule& rule)
{
    return std::ranges::find(rules, rule) != rules.end();
}

// Does a rule that the key has go with one that is named? Without conditions, all of them do.
bool isMeant(const api::AllowRule& has, const api::AllowRule& named)
{
    return has.effect == named.effect && api::formatSelector(has) == api::formatSelector(named) &&
           (named.conditions.empty() || has.conditions == named.conditions);
}

// What is revoked must be there: a misspelt rule would leave the right in place.
Result<Difference> change(const Rules& before, const Rules& allow, const Rules& revoke)
{
    Difference result;
    for (const api::AllowRule& named : revoke) {
        if (std::ranges::none_of(before, [&](const auto& has) { return isMeant(has, named); })) {
            return fail(ErrorCode::NotFound,
                        "The key has no rule " + api::formatRule(named) + "; it has " +
                            (before.empty() ? "none" : joinRules(before)) + ".");
        }
    }
    for (const api::AllowRule& has : before) {
        const bool goes =
            std::ranges::any_of(revoke, [&has](const auto& named) { return isMeant(has, named); });
        (goes ? result.removed : result.now).push_back(has);
    }
    for (const api::AllowRule& rule : allow) {
        if (!holds(result.now, rule)) {
            result.now.push_back(rule);
            result.added.push_back(rule);
        }
    }
    return result;
}

// The rules that are named, with the effect and the conditions of the command.
Result<Rules> readRules(const AllowOptions& options, const std::vector<std::string>& texts)
{
    auto rules = parseRules(texts);
    if (!rules) {
        return fail(std::move(rules.error()));
    }
    for (api::AllowRule& rule : *rules) {
        rule.effect = options.effect;
        for (const std::string& text : options.when) {
            auto condition = api::parseCondition(text);
            if (!condition) {
                return fail(std::move(condition.error()));
            }
            rule.conditions.push_back(std::move(*condition));
        }
    }
    return rules;
}

// What the change comes to, for every key; and whether it is to be made.
Result<bool> isWanted(const AllowOptions& options,
                      const api::GatewayConfig& config,
                      const api::SetAllowList& list,
                      const api::ToolsOfServers& tools)
{
    const auto after = api::applyChange(config, list);
    if (!after) {
        return fail(after.error());
    }
    const api::EffectiveDifference effect = policy::effectiveDifference(config, *after, tools);
    const std::string told = api::describeDifference(effect);
    if (!options.common.json && !told.empty()) {
        printLine(told);
    }
    return options.sure || options.common.json || !effect.widens() || confirm("Save this?");
}

nlohmann::json toList(const Rules& rules)
{
    nlohmann::json list = nlohmann::json::array();
    for (const api::AllowRule& rule : rules) {
        list.push_back(api::formatRule(rule));
    }
    return list;
}

void show(const Difference& difference, const KeyId& key, std::size_t tools, bool asJson)
{
    if (asJson) {
        nlohmann::json answer = {{"id", key.str()},
                                 {"allow", toList(difference.now)},
                                 {"added", toList(difference.added)},
                                 {"removed", toList(difference.removed)}};
        describeToolCount(answer, tools);
        printJson(answer);
        return;
    }
    for (const api::AllowRule& rule : difference.removed) {
        printLine("- " + api::formatRule(rule));
    }
    for (const api::AllowRule& rule : difference.added) {
        printLine("+ " + api::formatRule(rule));
    }
    if (difference.added.empty() && difference.removed.empty()) {
        printLine("Nothing changed.");
    }
    printLine("Key " + key.str() + " may use " +
              (difference.now.empty() ? "nothing" : joinRules(difference.now)) + ".");
    if (const std::string warning = toolCountWarning(tools); !warning.empty()) {
        printLine("That is broad: " + warning + ".");
    }
}

// How many tools the key shows with its new rules, as far as they are known.
std::size_t countTools(const api::ToolsOfServers& tools, const Rules& rules)
{
    api::KeyConfig key;
    key.allow = rules;
    return api::countShownTools(key, tools);
}

Result<ExitCode> changeKey(const AllowOptions& options, const Rules& allowed, const Rules& revoked)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto key = lookUpKey(**gateway, options.key);
    const auto config = askConfig(**gateway);
    if (!key || !config) {
        return fail(key ? config.error() : key.error());
    }
    const auto difference = change(key->allow, allowed, revoked);
    if (!difference) {
        return fail(difference.error());
    }
    const api::ToolsOfServers tools = askAllTools(**gateway, **config);
    if (difference->now != key->allow) {
        const api::SetAllowList list{key->id, difference->now};
        const auto wanted = isWanted(options, **config, list, tools);
        if (!wanted) {
            return fail(wanted.error());
        }
        if (!*wanted) {
            printLine("Nothing changed.");
            return ExitCode::Failed;
        }
        if (auto done = applyChange(**gateway, list); !done) {
            return fail(std::move(done.error()));
        }
    }
    show(*difference, key->id, countTools(tools, difference->now), options.common.json);
    return ExitCode::Ok;
}

Result<ExitCode> work(const AllowOptions& options)
{
    std::vector<std::string> added = options.rules;
    added.insert(added.end(), options.allow.begin(), options.allow.end());
    const auto allowed = readRules(options, added);
    const auto revoked = readRules(options, options.revoke);
    if (!allowed || !revoked) {
        return fail(allowed ? revoked.error() : allowed.error());
    }
    if (allowed->empty() && revoked->empty()) {
        report({ErrorCode::InvalidArgument, "Say what to change: a rule, or --revoke.", {}},
               options.common.json);
        return ExitCode::Usage;
    }
    return changeKey(options, *allowed, *revoked);
}

std::string checkCondition(const std::string& text)
{
    const auto condition = api::parseCondition(text);
    return condition ? std::string() : condition.error().message;
}

void addChange(CommandLine& commands,
               CLI::App& key,
               const char* name,
               const char* description,
               api::RuleEffect effect)
{
    const auto options = std::make_shared<AllowOptions>();
    options->effect = effect;
    const std::shared_ptr<Common> common(options, &options->common);
    CLI::App& command =
        commands.add(key, name, description, CommandLine::Takes::DataUnlockJson, common, [options] {
            return work(*options);
        });
    command.add_option("key", options->key, "The key's id, or its name")
        ->required()
        ->type_name("KEY");
    command.add_option("rule", options->rules, "What the rule is about")
        ->type_name("RULE")
        ->check(checkRule);
    if (effect == api::RuleEffect::Allow) {
        addRuleOption(
            command, "--allow", options->allow, "A tool it may use, or all of a server's");
    }
    addRuleOption(command, "--revoke", options->revoke, "A rule to take away");
    command
        .add_option("--when", options->when, "A condition on an argument; all that are given hold")
        ->type_name("CONDITION")
        ->expected(1)
        ->take_all()
        ->check(checkCondition);
    command.add_flag("--yes", options->sure, "Do not ask when something is gained");
}

} // namespace

void addRuleOption(CLI::App& command,
                   const char* name,
                   std::vector<std::string>& out,
                   const char* description)
{
    command.add_option(name, out, description)
        ->type_name("SERVER:TOOL|SERVER:*")
        ->expected(1)
        ->take_all()
        ->check(checkRule);
}

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
