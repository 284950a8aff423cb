#include "app/ctl/ask.h"
#include "app/ctl/commands.h"
#include "app/ctl/connect.h"
#include "app/ctl/key_lookup.h"
#include "app/ctl/output.h"
#include "app/ctl/server_tools.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace portcullis::ctl {

namespace {

using Rules = std::vector<api::AllowRule>;

struct AllowOptions
{
    Common common;
    std::string key;
    std::vector<std::string> allow;
    std::vector<std::string> revoke;
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

// What is revoked must be there: a misspelt rule would leave the right in place.
Result<Difference> change(const Rules& before, const Rules& allow, const Rules& revoke)
{
    Difference result;
    result.now = before;
    for (const api::AllowRule& rule : revoke) {
        if (!holds(result.now, rule)) {
            return fail(ErrorCode::NotFound,
                        "The key has no rule " + api::formatRule(rule) + "; it has " +
                            (before.empty() ? "none" : joinRules(before)) + ".");
        }
        std::erase(result.now, rule);
        result.removed.push_back(rule);
    }
    for (const api::AllowRule& rule : allow) {
        if (!holds(result.now, rule)) {
            result.now.push_back(rule);
            result.added.push_back(rule);
        }
    }
    return result;
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
std::size_t countTools(api::GatewayClient& gateway, const Rules& rules)
{
    const auto config = askConfig(gateway);
    api::KeyConfig key;
    key.allow = rules;
    return config ? api::countShownTools(key, askAllTools(gateway, **config)) : 0;
}

Result<ExitCode> allow(const AllowOptions& options)
{
    const auto allowed = parseRules(options.allow);
    const auto revoked = parseRules(options.revoke);
    if (!allowed || !revoked) {
        return fail(allowed ? revoked.error() : allowed.error());
    }
    if (allowed->empty() && revoked->empty()) {
        report({ErrorCode::InvalidArgument, "Say what to change with --allow or --revoke.", {}},
               options.common.json);
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
    const auto difference = change(key->allow, *allowed, *revoked);
    if (!difference) {
        return fail(difference.error());
    }
    if (difference->now != key->allow) {
        const api::SetAllowList list{key->id, difference->now};
        if (auto done = applyChange(**gateway, list); !done) {
            return fail(std::move(done.error()));
        }
    }
    show(*difference, key->id, countTools(**gateway, difference->now), options.common.json);
    return ExitCode::Ok;
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
    const auto options = std::make_shared<AllowOptions>();
    const std::shared_ptr<Common> common(options, &options->common);
    CLI::App& command = commands.add(key,
                                     "allow",
                                     "Change what a key may use, and show the difference",
                                     CommandLine::Takes::DataUnlockJson,
                                     common,
                                     [options] { return allow(*options); });
    command.add_option("key", options->key, "The key's id, or its name")
        ->required()
        ->type_name("KEY");
    addRuleOption(command, "--allow", options->allow, "A tool it may use, or all of a server's");
    addRuleOption(command, "--revoke", options->revoke, "A rule to take away");
}

} // namespace portcullis::ctl
