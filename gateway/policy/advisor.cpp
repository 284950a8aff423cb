#include "gateway/policy/advisor.h"

#include "gateway/base/json.h"
#include "gateway/policy/decision.h"
#include "gateway/policy/standing.h"

#include <algorithm>
#include <memory>

namespace portcullis::policy {

namespace {

using api::Explanation;

[[nodiscard]] const api::ToolInfo* findTool(const api::ToolsOfServers& tools,
                                            const api::DecisionQuestion& question)
{
    const auto server = tools.find(question.server);
    if (server == tools.end()) {
        return nullptr;
    }
    const auto tool = std::ranges::find(server->second, question.name, &api::ToolInfo::name);
    return tool == server->second.end() ? nullptr : &*tool;
}

[[nodiscard]] api::ExplainedRule
explainRule(const Rule& rule, const Subject& subject, const Arguments& arguments)
{
    api::ExplainedRule told;
    told.text = rule.text;
    told.effect = rule.source->effect;
    told.applies = selects(*rule.source, subject);
    told.holds = told.applies;
    for (const Condition& condition : rule.conditions) {
        const Holding holding = condition.test(arguments);
        told.conditions.push_back({api::formatCondition(condition.source()), holding});
        const bool counts =
            holding == Holding::Held || (holding == Holding::Unreadable && rule.denies());
        told.holds = told.holds && counts;
    }
    return told;
}

[[nodiscard]] api::ExplainedLevel
explainLevel(const AllowLists::Level& level, const Subject& subject, const Arguments& arguments)
{
    api::ExplainedLevel told;
    told.level = level.level;
    told.needsRule = level.needsRule;
    bool denied = false;
    bool allowed = !level.needsRule;
    if (level.rules != nullptr) {
        for (const Rule& rule : level.rules->rules()) {
            told.rules.push_back(explainRule(rule, subject, arguments));
            denied = denied || (rule.denies() && told.rules.back().holds);
            allowed = allowed || (!rule.denies() && told.rules.back().holds);
        }
    }
    told.allows = allowed && !denied;
    return told;
}

// What no rule is asked for: keys that have run out, tools that are withheld from everybody.
[[nodiscard]] api::Reason withheld(const api::GatewayConfig& config,
                                   const api::ToolsOfServers& tools,
                                   const api::DecisionQuestion& question,
                                   const api::ToolInfo* tool)
{
    const api::KeyConfig* key = api::findKey(config, question.key);
    if (key != nullptr && key->expires && *key->expires <= question.now) {
        return api::Reason::KeyExpired;
    }
    if (question.what != api::Governed::Tool) {
        return api::Reason::Allowed;
    }
    if (tool == nullptr) {
        // A server that has never said what it has may have it.
        const auto known = tools.find(question.server);
        return known == tools.end() || known->second.empty() ? api::Reason::Allowed
                                                             : api::Reason::UnknownTool;
    }
    if (tool->hidden) {
        return api::Reason::ToolHidden;
    }
    return tool->held ? api::Reason::ToolChanged : api::Reason::Allowed;
}

// The configuration as if the key were not refused for what it is or belongs to: what its rules
// come to is worth knowing before it is let in again. The same one where it is not refused.
[[nodiscard]] api::ConfigPtr asIfLetIn(const api::ConfigPtr& config, const KeyId& id)
{
    const api::KeyConfig* const known = api::findKey(*config, id);
    if (known == nullptr || standingOf(*known, *config, WallTime::min()) == api::Reason::Allowed) {
        return config;
    }
    auto changed = std::make_shared<api::GatewayConfig>(*config);
    const auto key = std::ranges::find(changed->keys, id, &api::KeyConfig::id);
    key->disabled = false;
    key->team = {};
    const auto bound = std::ranges::find(changed->cases, key->caseId, &api::Case::id);
    if (bound == changed->cases.end()) {
        key->caseId = {};
    } else {
        bound->closed.reset();
    }
    return changed;
}

[[nodiscard]] std::vector<api::ExplainedLevel>
explainLevels(const AllowLists& lists, const Question& asked, const Arguments& arguments)
{
    std::vector<api::ExplainedLevel> levels;
    for (const AllowLists::Level& level : lists.levels(asked)) {
        levels.push_back(explainLevel(level, asked.subject, arguments));
    }
    return levels;
}

} // namespace

Result<Explanation> Advisor::explain(const api::ConfigPtr& config,
                                     const api::ToolsOfServers& tools,
                                     const api::DecisionQuestion& question) const
{
    const auto document =
        JsonDocument::parse(question.arguments.empty() ? "{}" : question.arguments);
    if (!document || !document->root().isObject()) {
        return fail(ErrorCode::InvalidArgument,
                    "The arguments must be a JSON object, without a name twice.");
    }
    const RequestRulesPtr ceiling =
        question.ceiling.empty() ? nullptr : std::make_shared<const RequestRules>(question.ceiling);
    const AllowLists lists(config, ceiling);
    const RequestRules request(question.request);
    const api::ToolInfo* const tool = findTool(tools, question);
    Subject subject{question.name, question.what, {}, false};
    if (tool != nullptr) {
        subject.hints = hintsOf(*tool);
    }
    Arguments arguments{document->root(), {}};
    if (question.what == api::Governed::Resource) {
        arguments = {{}, question.name};
    }
    const Question asked{
        question.key, question.server, subject, question.request.empty() ? nullptr : &request};
    Decision decision = lists.decide(asked, arguments);
    const api::Reason other = withheld(*config, tools, question, tool);
    if (other == api::Reason::KeyExpired ||
        (decision.verdict == Verdict::Allow && other != api::Reason::Allowed)) {
        decision = {Verdict::Deny, other, {}, api::RuleLevel::Key, {}};
    }
    Explanation told;
    told.allowed = decision.verdict == Verdict::Allow;
    told.reason = decision.reason;
    told.rule = decision.rule;
    told.level = decision.level;
    told.argument = decision.refused ? decision.refused->argument : std::string();
    const api::ConfigPtr letIn = asIfLetIn(config, question.key);
    told.levels = letIn == config ? explainLevels(lists, asked, arguments)
                                  : explainLevels(AllowLists(letIn, ceiling), asked, arguments);
    return told;
}

api::EffectiveDifference Advisor::difference(const api::GatewayConfig& before,
                                             const api::GatewayConfig& after,
                                             const api::ToolsOfServers& tools) const
{
    return effectiveDifference(before, after, tools);
}

} // namespace portcullis::policy
