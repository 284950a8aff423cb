#include "app/ctl/ask.h"
#include "app/ctl/commands.h"
#include "app/ctl/connect.h"
#include "app/ctl/key_lookup.h"
#include "app/ctl/output.h"
#include "app/ctl/owner_lookup.h"
#include "app/ctl/rule_options.h"
#include "app/ctl/widening.h"
#include "gateway/api/config_json.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

namespace portcullis::ctl {

namespace {

using Takes = CommandLine::Takes;
using nlohmann::json;

struct CaseOptions
{
    Common common;
    std::string id;
    std::optional<std::string> name;
    std::vector<std::string> allow;
    std::vector<std::string> revoke;
    bool allowNothing = false;
    bool asKeys = false;
    std::vector<std::string> when; // of all rules in `allow`
    bool sure = false;
};

Result<ExitCode> list(const CaseOptions& options)
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
    Table table({"ID", "NAME", "STATE", "OPENED", "CLOSED", "KEYS", "MAY USE"});
    for (const api::Case& one : (*config)->cases) {
        const auto keys = std::ranges::count(
            (*config)->keys, one.id, [](const api::KeyConfig& key) { return key.caseId; });
        all.push_back(api::toJson(one));
        all.back()["keys"] = keys;
        const std::string rules = one.allow ? joinRules(*one.allow) : "what its keys may";
        table.add({one.id.str(),
                   one.name,
                   one.closed ? "closed" : "open",
                   formatSecond(one.opened),
                   one.closed ? formatSecond(*one.closed) : "",
                   std::to_string(keys),
                   rules.empty() ? "nothing" : rules});
    }
    if (options.common.json) {
        printJson(all);
    } else if (all.empty()) {
        printLine("No cases yet: add one with `portcullisctl case add`.");
    } else {
        print(table.text());
    }
    return ExitCode::Ok;
}

// What is revoked must be there: a misspelt rule would leave the right in place.
Result<> changeRules(const CaseOptions& options, api::Case& one)
{
    const auto allowed = readRules(options.allow, options.when);
    const auto revoked = parseRules(options.revoke);
    if (!allowed || !revoked) {
        return fail(allowed ? revoked.error() : allowed.error());
    }
    if (options.asKeys) {
        one.allow.reset();
        return {};
    }
    if (options.allowNothing) {
        one.allow.emplace();
    }
    for (const api::AllowRule& rule : *revoked) {
        const auto isMeant = [&rule](const api::AllowRule& has) {
            return has.effect == rule.effect &&
                   api::formatSelector(has) == api::formatSelector(rule);
        };
        if (!one.allow || std::erase_if(*one.allow, isMeant) == 0) {
            return fail(ErrorCode::NotFound,
                        "The case has no rule " + api::formatRule(rule) + " of its own.");
        }
    }
    for (const api::AllowRule& rule : *allowed) {
        std::vector<api::AllowRule>& rules = one.allow ? *one.allow : one.allow.emplace();
        if (std::ranges::find(rules, rule) == rules.end()) {
            rules.push_back(rule);
        }
    }
    return {};
}

// The gateway, and the case that is meant.
struct Found
{
    std::unique_ptr<api::GatewayClient> gateway;
    api::Case one;
};

Result<Found> find(const CaseOptions& options)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto config = askConfig(**gateway);
    if (!config) {
        return fail(config.error());
    }
    auto one = lookUpCase(**config, options.id);
    if (!one) {
        return fail(std::move(one.error()));
    }
    return Found{std::move(*gateway), std::move(*one)};
}

Result<ExitCode> add(const CaseOptions& options)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    api::Case one;
    one.id = CaseId(options.id);
    one.name = options.name.value_or(std::string());
    one.opened = SystemClock().wallNow();
    if (auto ruled = changeRules(options, one); !ruled) {
        return fail(std::move(ruled.error()));
    }
    return applyAndSay(**gateway,
                       options.common,
                       api::AddCase{one},
                       api::toJson(one),
                       "Opened case " + options.id +
                           ". Bind keys to it: `portcullisctl key set KEY "
                           "--case " +
                           options.id + "`.");
}

Result<ExitCode> edit(const CaseOptions& options)
{
    const bool rules =
        !options.allow.empty() || !options.revoke.empty() || options.asKeys || options.allowNothing;
    if (!options.name && !rules) {
        report({ErrorCode::InvalidArgument,
                "Say what to change with --name, --allow, --revoke, --allow-nothing or --as-keys.",
                {}},
               options.common.json);
        return ExitCode::Usage;
    }
    auto found = find(options);
    if (!found) {
        return fail(std::move(found.error()));
    }
    found->one.name = options.name.value_or(found->one.name);
    if (auto ruled = changeRules(options, found->one); !ruled) {
        return fail(std::move(ruled.error()));
    }
    const api::UpdateCase change{found->one};
    const auto wanted = isWanted(*found->gateway, options.common, options.sure, change);
    if (!wanted || !*wanted) {
        return declined(wanted);
    }
    return applyAndSay(*found->gateway,
                       options.common,
                       change,
                       api::toJson(found->one),
                       "Changed case " + found->one.id.str() + ".");
}

Result<ExitCode> setClosed(const CaseOptions& options, bool closed)
{
    auto found = find(options);
    if (!found) {
        return fail(std::move(found.error()));
    }
    api::Case& one = found->one;
    const bool differs = one.closed.has_value() != closed;
    if (differs) {
        // A clock that was set back must not keep a case from being closed.
        one.closed =
            closed ? std::optional(std::max(one.opened, SystemClock().wallNow())) : std::nullopt;
        const auto wanted =
            isWanted(*found->gateway, options.common, options.sure, api::UpdateCase{one});
        if (!wanted || !*wanted) {
            return declined(wanted);
        }
    }
    return switchAndSay(*found->gateway,
                        options.common,
                        differs,
                        api::UpdateCase{one},
                        api::toJson(one),
                        "Case " + one.id.str(),
                        closed ? "closed, and no key bound to it may be used" : "open");
}

Result<ExitCode> remove(const CaseOptions& options)
{
    const auto found = find(options);
    if (!found) {
        return fail(found.error());
    }
    const std::string id = found->one.id.str();
    return applyAndSay(*found->gateway,
                       options.common,
                       api::RemoveCase{found->one.id},
                       {{"removed", id}},
                       "Removed case " + id + ".");
}

using Work = std::function<Result<ExitCode>(const CaseOptions&)>;

struct Added
{
    CLI::App& command;
    CaseOptions& options;
};

Added addOne(CommandLine& commands,
             CLI::App& group,
             const char* name,
             const char* description,
             const Work& work,
             Takes takes = Takes::DataUnlockJson)
{
    const auto options = std::make_shared<CaseOptions>();
    const std::shared_ptr<Common> common(options, &options->common);
    CLI::App& command = commands.add(
        group, name, description, takes, common, [options, work] { return work(*options); });
    if (takes == Takes::DataUnlockJson) {
        command.add_option("case", options->id, "Its id, or its name")
            ->required()
            ->type_name("CASE");
    }
    return {command, *options};
}

void addMembers(const Added& added)
{
    added.command.add_option("--name", added.options.name, "Name for people")->type_name("NAME");
    addRuleOption(added.command,
                  "--allow",
                  added.options.allow,
                  "What its keys may use, of what they may use themselves");
    added.command.add_flag("--allow-nothing",
                           added.options.allowNothing,
                           "Begin its list anew: with nothing, or with what --allow says");
    addWhenOption(added.command, added.options.when);
}

} // namespace

void addCaseCommands(CommandLine& commands)
{
    CLI::App& group = commands.group("case", "Cases, to which keys may be bound");
    addOne(commands, group, "list", "List the cases", list, Takes::DataJson);
    addMembers(addOne(commands, group, "add", "Open a case", add));
    const Added edited = addOne(commands, group, "edit", "Change a case", edit);
    addMembers(edited);
    addRuleOption(edited.command, "--revoke", edited.options.revoke, "A rule to take away");
    addSureOption(edited.command, edited.options.sure);
    addCaseRuleCommands(commands, group);
    edited.command.add_flag(
        "--as-keys", edited.options.asKeys, "Without a list of its own: whatever its keys may use");
    addOne(
        commands, group, "close", "Refuse its keys until it is opened", [](const CaseOptions& o) {
            return setClosed(o, true);
        });
    const Added reopened =
        addOne(commands, group, "reopen", "Go on with a closed case", [](const CaseOptions& o) {
            return setClosed(o, false);
        });
    addSureOption(reopened.command, reopened.options.sure);
    addOne(commands, group, "remove", "Remove a case without keys, and its budgets", remove);
}

} // namespace portcullis::ctl
