#include "app/ctl/ask.h"
#include "app/ctl/commands.h"
#include "app/ctl/connect.h"
#include "app/ctl/effect_view.h"
#include "app/ctl/key_lookup.h"
#include "app/ctl/output.h"
#include "app/ctl/server_tools.h"
#include "gateway/api/config_json.h"
#include "gateway/base/atomic_file.h"
#include "gateway/policy/advisor.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>
#include <iterator>

namespace portcullis::ctl {

namespace {

using nlohmann::json;

constexpr std::size_t kMaxFileBytes = std::size_t{16} * 1024 * 1024;

struct PolicyOptions
{
    Common common;
    std::string key;
    std::string tool;
    std::string arguments; // a file, or "-"
    std::string narrow;
    std::string file; // a configuration
};

Result<std::string> readText(const std::string& file)
{
    if (file.empty()) {
        return std::string();
    }
    if (file == "-") {
        return std::string(std::istreambuf_iterator<char>(std::cin), {});
    }
    return readWholeFile(file, kMaxFileBytes);
}

// By the rule that would name it, or by the name that clients see.
Result<api::AllowRule> findSubject(const std::string& text, const api::ToolsOfServers& tools)
{
    for (const auto& [server, offered] : tools) {
        const auto found = std::ranges::find(offered, text, &api::ToolInfo::publicName);
        if (found != offered.end()) {
            return api::AllowRule{server, found->name};
        }
    }
    auto rule = api::parseRule(text);
    if (!rule) {
        return fail(ErrorCode::NotFound,
                    "No client sees a tool of that name; say server:tool, server:prompt:NAME or "
                    "server:resource:URI.");
    }
    return rule;
}

Result<api::DecisionQuestion>
readQuestion(const PolicyOptions& options, const KeyId& key, const api::ToolsOfServers& tools)
{
    const auto subject = findSubject(options.tool, tools);
    auto arguments = readText(options.arguments);
    if (!subject || !arguments) {
        return fail(subject ? arguments.error() : subject.error());
    }
    api::DecisionQuestion question;
    question.key = key;
    question.server = subject->server;
    question.name = subject->tool;
    question.what = subject->what;
    question.arguments = std::move(*arguments);
    question.now = SystemClock().wallNow();
    if (!options.narrow.empty()) {
        auto rules = api::parseNarrowRules(options.narrow);
        if (!rules) {
            return fail(std::move(rules.error()));
        }
        question.request = std::move(*rules);
    }
    return question;
}

json toJson(const api::ExplainedLevel& level)
{
    json rules = json::array();
    for (const api::ExplainedRule& rule : level.rules) {
        json conditions = json::array();
        for (const api::ExplainedCondition& condition : rule.conditions) {
            conditions.push_back(
                {{"condition", condition.text}, {"holds", api::holdingName(condition.holding)}});
        }
        rules.push_back({{"rule", rule.text},
                         {"applies", rule.applies},
                         {"holds", rule.holds},
                         {"conditions", std::move(conditions)}});
    }
    return {{"level", api::ruleLevelName(level.level)},
            {"allows", level.allows},
            {"needsRule", level.needsRule},
            {"rules", std::move(rules)}};
}

void showJson(const api::Explanation& told)
{
    json answer = {{"allowed", told.allowed},
                   {"reason", api::reasonName(told.reason)},
                   {"rule", told.rule},
                   {"level", api::ruleLevelName(told.level)},
                   {"levels", json::array()}};
    answer["argument"] = told.argument.empty() ? json() : json(told.argument);
    for (const api::ExplainedLevel& level : told.levels) {
        answer["levels"].push_back(toJson(level));
    }
    printJson(answer);
}

void showLevel(const api::ExplainedLevel& level)
{
    printLine(std::string("Rules of the ") + api::ruleLevelName(level.level) + ": " +
              (level.allows ? "allow it." : "do not allow it."));
    std::size_t others = 0;
    for (const api::ExplainedRule& rule : level.rules) {
        if (!rule.applies) {
            ++others;
            continue;
        }
        printLine(std::string("  ") + (rule.holds ? "holds     " : "does not  ") +
                  printable(rule.text));
        for (const api::ExplainedCondition& condition : rule.conditions) {
            printLine("      " + printable(condition.text) + ": " +
                      api::holdingName(condition.holding));
        }
    }
    if (others > 0) {
        printLine("  " + std::to_string(others) + (others == 1 ? " rule is" : " rules are") +
                  " about something else.");
    }
    if (level.rules.empty()) {
        printLine(level.needsRule ? "  There is none, and nothing is allowed without one."
                                  : "  There is none.");
    }
}

Result<ExitCode> explain(const PolicyOptions& options)
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
    const api::ToolsOfServers tools = askAllTools(**gateway, **config);
    auto question = readQuestion(options, key->id, tools);
    const auto status = askStatus(**gateway);
    if (!question || !status) {
        return fail(question ? status.error() : question.error());
    }
    if (status->lockdown) {
        question->ceiling = status->lockdown->ceiling;
    }
    const auto told = policy::Advisor().explain(*config, tools, *question);
    if (!told) {
        return fail(told.error());
    }
    if (options.common.json) {
        showJson(*told);
        return ExitCode::Ok;
    }
    printLine(std::string(told->allowed ? "Allowed" : "Refused") + " (" +
              api::reasonName(told->reason) + ")" +
              (told->rule.empty() ? "." : " by: " + printable(told->rule)));
    if (!told->argument.empty()) {
        printLine("The argument is \"" + printable(told->argument) + "\".");
    }
    std::ranges::for_each(told->levels, showLevel);
    return ExitCode::Ok;
}

Result<ExitCode> diff(const PolicyOptions& options)
{
    const auto text = readText(options.file);
    if (!text) {
        return fail(text.error());
    }
    const auto after = api::parseConfig(*text);
    if (!after) {
        return fail(after.error());
    }
    auto gateway = connectGateway(options.common);
    if (!gateway) {
        return fail(std::move(gateway.error()));
    }
    const auto before = askConfig(**gateway);
    if (!before) {
        return fail(before.error());
    }
    const api::EffectiveDifference difference =
        policy::effectiveDifference(**before, *after, askAllTools(**gateway, **before));
    if (!options.common.json) {
        showEffect(difference);
        return ExitCode::Ok;
    }
    printJson(effectToJson(difference));
    return ExitCode::Ok;
}

} // namespace

void addPolicyCommands(CommandLine& commands)
{
    CLI::App& group = commands.group("policy", "Why something is allowed or not");
    const auto asked = std::make_shared<PolicyOptions>();
    CLI::App& command = commands.add(group,
                                     "explain",
                                     "Say what would become of a call, and which rules decide",
                                     CommandLine::Takes::DataJson,
                                     std::shared_ptr<Common>(asked, &asked->common),
                                     [asked] { return explain(*asked); });
    command.add_option("--key", asked->key, "The key's id, or its name")
        ->required()
        ->type_name("KEY");
    command.add_option("--tool", asked->tool, "As a rule or as a client names it")
        ->required()
        ->type_name("TOOL");
    command.add_option("--args", asked->arguments, "File with the arguments as JSON; - for input")
        ->type_name("FILE");
    command.add_option("--narrow", asked->narrow, "Rules that the request would carry")
        ->type_name("RULES");

    const auto compared = std::make_shared<PolicyOptions>();
    CLI::App& other = commands.add(group,
                                   "diff",
                                   "Say what keys would gain and lose with another configuration",
                                   CommandLine::Takes::DataJson,
                                   std::shared_ptr<Common>(compared, &compared->common),
                                   [compared] { return diff(*compared); });
    other.add_option("file", compared->file, "The other configuration; - for standard input")
        ->required()
        ->type_name("FILE");
}

} // namespace portcullis::ctl
