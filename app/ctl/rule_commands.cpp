#include "app/ctl/ask.h"
#include "app/ctl/commands.h"
#include "app/ctl/connect.h"
#include "app/ctl/output.h"
#include "app/ctl/owner_lookup.h"
#include "app/ctl/rule_options.h"
#include "app/ctl/widening.h"

#include <nlohmann/json.hpp>

#include <algorithm>

// What a server lets out at all, and what the keys of a case may use: as `key allow` and `key
// deny` do it for a key.
namespace portcullis::ctl {

namespace {

struct ListOptions
{
    Common common;
    std::string name; // of the server or the case
    RuleOptions rules;
};

// The gateway, and whose rules are to be changed.
template <typename T>
struct Found
{
    std::unique_ptr<api::GatewayClient> gateway;
    T one;
};

Result<Found<api::ServerConfig>> findServer(const ListOptions& options)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto config = askConfig(**gateway);
    if (!config) {
        return fail(config.error());
    }
    const api::ServerConfig* server = api::findServer(**config, ServerId(options.name));
    if (server == nullptr) {
        return fail(ErrorCode::NotFound,
                    "There is no server \"" + options.name +
                        "\": `portcullisctl server list` shows them.");
    }
    return Found<api::ServerConfig>{std::move(*gateway), *server};
}

Result<Found<api::Case>> findCase(const ListOptions& options)
{
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto config = askConfig(**gateway);
    if (!config) {
        return fail(config.error());
    }
    auto one = lookUpCase(**config, options.name);
    if (!one) {
        return fail(std::move(one.error()));
    }
    return Found<api::Case>{std::move(*gateway), std::move(*one)};
}

// Makes the change and says what became of the list.
Result<ExitCode> finish(api::GatewayClient& gateway,
                        const ListOptions& options,
                        const RuleChange& list,
                        const api::ConfigChange& change,
                        const std::string& owner)
{
    if (!list.added.empty() || !list.removed.empty()) {
        const auto wanted = isWanted(gateway, options.common, options.rules.sure, change);
        if (!wanted || !*wanted) {
            return declined(wanted);
        }
        if (auto done = applyChange(gateway, change); !done) {
            return fail(std::move(done.error()));
        }
    }
    if (options.common.json) {
        printJson(describeRuleChange(list, options.name));
    } else {
        showRuleChange(list, owner);
    }
    return ExitCode::Ok;
}

Result<ExitCode> changeServer(const ListOptions& options)
{
    auto found = findServer(options);
    if (!found) {
        return fail(std::move(found.error()));
    }
    RuleOptions rules = options.rules;
    rules.server = found->one.id;
    const auto list = changeRules(rules, found->one.rules, "The server");
    if (!list) {
        return fail(list.error());
    }
    found->one.rules = list->now;
    const std::string owner = "Server " + found->one.id.str();
    return finish(*found->gateway,
                  options,
                  *list,
                  api::UpdateServer{found->one},
                  list->now.empty() ? owner + " has rules about" : owner + " lets out");
}

Result<ExitCode> changeCase(const ListOptions& options)
{
    auto found = findCase(options);
    if (!found) {
        return fail(std::move(found.error()));
    }
    if (!found->one.allow && options.rules.effect == api::RuleEffect::Deny) {
        return fail(ErrorCode::InvalidArgument,
                    "The case has no list of its own, and one that only denies would leave its "
                    "keys nothing: say first what they may use, with `portcullisctl case allow`.");
    }
    const auto list = changeRules(options.rules, found->one.allow.value_or(Rules()), "The case");
    if (!list) {
        return fail(list.error());
    }
    found->one.allow = list->now;
    return finish(*found->gateway,
                  options,
                  *list,
                  api::UpdateCase{found->one},
                  "The keys of case " + found->one.id.str() +
                      " may use, of what they may themselves,");
}

using Work = Result<ExitCode> (*)(const ListOptions&);

struct Texts
{
    const char* argument;
    const char* type;
    const char* what; // the argument names
    RuleNames names;
};

void addOne(CommandLine& commands,
            CLI::App& group,
            api::RuleEffect effect,
            const char* description,
            const Texts& texts,
            Work work)
{
    const auto options = std::make_shared<ListOptions>();
    options->rules.effect = effect;
    const std::shared_ptr<Common> common(options, &options->common);
    CLI::App& command = commands.add(group,
                                     effect == api::RuleEffect::Allow ? "allow" : "deny",
                                     description,
                                     CommandLine::Takes::DataUnlockJson,
                                     common,
                                     [options, work]() -> Result<ExitCode> {
                                         if (!options->rules.given()) {
                                             report(nothingToChange(), options->common.json);
                                             return ExitCode::Usage;
                                         }
                                         return work(*options);
                                     });
    command.add_option(texts.argument, options->name, texts.what)
        ->required()
        ->type_name(texts.type);
    addRuleOptions(command, options->rules, texts.names);
}

} // namespace

void addServerRuleCommands(CommandLine& commands, CLI::App& server)
{
    const Texts texts{"id", "ID", "The server's id", RuleNames::OfOneServer};
    addOne(commands,
           server,
           api::RuleEffect::Allow,
           "Let only this out of a server, whatever keys allow",
           texts,
           changeServer);
    addOne(commands,
           server,
           api::RuleEffect::Deny,
           "Keep something of a server from all keys",
           texts,
           changeServer);
}

void addCaseRuleCommands(CommandLine& commands, CLI::App& group)
{
    const Texts texts{"case", "CASE", "Its id, or its name", RuleNames::Whole};
    addOne(commands,
           group,
           api::RuleEffect::Allow,
           "Change what its keys may use, of what they may use themselves",
           texts,
           changeCase);
    addOne(commands,
           group,
           api::RuleEffect::Deny,
           "Take something out of what its keys may use",
           texts,
           changeCase);
}

} // namespace portcullis::ctl
