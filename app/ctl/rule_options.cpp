#include "app/ctl/rule_options.h"

#include "app/ctl/commands.h"
#include "app/ctl/key_lookup.h"
#include "app/ctl/option_values.h"
#include "app/ctl/output.h"
#include "app/ctl/widening.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace portcullis::ctl {

namespace {

bool holds(const Rules& rules, const api::AllowRule& rule)
{
    return std::ranges::find(rules, rule) != rules.end();
}

// Does a rule of the list go with one that is named? Without conditions, all of them do.
bool isMeant(const api::AllowRule& has, const api::AllowRule& named)
{
    return has.effect == named.effect && api::formatSelector(has) == api::formatSelector(named) &&
           (named.conditions.empty() || has.conditions == named.conditions);
}

// With the server that they are all about.
std::vector<std::string> complete(const ServerId& server, std::vector<std::string> texts)
{
    const std::string prefix = server.str() + ":";
    for (std::string& text : texts) {
        if (!server.empty() && !text.starts_with(prefix)) {
            text.insert(0, prefix);
        }
    }
    return texts;
}

Result<Rules> readNamed(const RuleOptions& options, const std::vector<std::string>& texts)
{
    return readRules(complete(options.server, texts), options.when, options.effect);
}

nlohmann::json toList(const Rules& rules)
{
    nlohmann::json list = nlohmann::json::array();
    for (const api::AllowRule& rule : rules) {
        list.push_back(api::formatRule(rule));
    }
    return list;
}

std::string checkCondition(const std::string& text)
{
    const auto condition = api::parseCondition(text);
    return condition ? std::string() : condition.error().message;
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

void addWhenOption(CLI::App& command, std::vector<std::string>& when)
{
    command.add_option("--when", when, "A condition on an argument; all that are given hold")
        ->type_name("CONDITION")
        ->expected(1)
        ->take_all()
        ->check(checkCondition);
}

void addRuleOptions(CLI::App& command, RuleOptions& options, RuleNames names)
{
    const auto check = [names](const std::string& text) {
        const bool completed = names == RuleNames::OfOneServer && checkRule("x:" + text).empty();
        return completed ? std::string() : checkRule(text);
    };
    command.add_option("rule", options.rules, "What the rule is about")
        ->type_name("RULE")
        ->check(check);
    const auto addMore = [&](const char* name, std::vector<std::string>& out, const char* what) {
        command.add_option(name, out, what)
            ->type_name("RULE")
            ->expected(1)
            ->take_all()
            ->check(check);
    };
    if (options.effect == api::RuleEffect::Allow) {
        addMore("--allow", options.allow, "The same as an option");
    }
    addMore("--revoke", options.revoke, "A rule to take away");
    addWhenOption(command, options.when);
    addSureOption(command, options.sure);
}

Result<Rules> readRules(const std::vector<std::string>& texts,
                        const std::vector<std::string>& when,
                        api::RuleEffect effect)
{
    auto rules = parseRules(texts);
    if (!rules) {
        return fail(std::move(rules.error()));
    }
    for (api::AllowRule& rule : *rules) {
        rule.effect = effect;
        for (const std::string& text : when) {
            auto condition = api::parseCondition(text);
            if (!condition) {
                return fail(std::move(condition.error()));
            }
            rule.conditions.push_back(std::move(*condition));
        }
    }
    return rules;
}

Error nothingToChange()
{
    return {ErrorCode::InvalidArgument, "Say what to change: a rule, or --revoke.", {}};
}

Result<RuleChange>
changeRules(const RuleOptions& options, const Rules& before, const std::string& owner)
{
    std::vector<std::string> named = options.rules;
    named.insert(named.end(), options.allow.begin(), options.allow.end());
    const auto allowed = readNamed(options, named);
    const auto revoked = readNamed(options, options.revoke);
    if (!allowed || !revoked) {
        return fail(allowed ? revoked.error() : allowed.error());
    }
    RuleChange result;
    for (const api::AllowRule& one : *revoked) {
        if (std::ranges::none_of(before, [&](const auto& has) { return isMeant(has, one); })) {
            return fail(ErrorCode::NotFound,
                        owner + " has no rule " + api::formatRule(one) + "; it has " +
                            (before.empty() ? "none" : joinRules(before)) + ".");
        }
    }
    for (const api::AllowRule& has : before) {
        const bool goes =
            std::ranges::any_of(*revoked, [&has](const auto& one) { return isMeant(has, one); });
        (goes ? result.removed : result.now).push_back(has);
    }
    for (const api::AllowRule& rule : *allowed) {
        if (!holds(result.now, rule)) {
            result.now.push_back(rule);
            result.added.push_back(rule);
        }
    }
    return result;
}

void showRuleChange(const RuleChange& change, const std::string& may)
{
    for (const api::AllowRule& rule : change.removed) {
        printLine("- " + api::formatRule(rule));
    }
    for (const api::AllowRule& rule : change.added) {
        printLine("+ " + api::formatRule(rule));
    }
    if (change.added.empty() && change.removed.empty()) {
        printLine("Nothing changed.");
    }
    printLine(may + " " + (change.now.empty() ? "nothing" : joinRules(change.now)) + ".");
}

nlohmann::json describeRuleChange(const RuleChange& change, const std::string& id)
{
    return {{"id", id},
            {"allow", toList(change.now)},
            {"added", toList(change.added)},
            {"removed", toList(change.removed)}};
}

} // namespace portcullis::ctl
