#include "gateway/api/argument_forms.h"
#include "gateway/api/config_rules.h"

#include <algorithm>

// What rules of allow-lists may say.
namespace portcullis::api {

namespace {

[[nodiscard]] std::size_t countPatterns(const std::vector<AllowRule>& rules)
{
    std::size_t count = 0;
    for (const AllowRule& rule : rules) {
        count += static_cast<std::size_t>(
            std::ranges::count(rule.conditions, ConditionKind::Matches, &Condition::kind));
    }
    return count;
}

[[nodiscard]] MaybeProblem checkName(const AllowRule& rule)
{
    if (!isToolName(rule.tool)) {
        return Problem{"", "must name a tool of at most 256 printable characters, or \"*\""};
    }
    if (rule.what == Governed::Resource && rule.tool != kEveryTool && !plainUri(rule.tool)) {
        return Problem{"",
                       "must say how URIs begin, such as file:///srv/cases/, without \"..\", "
                       "doubled slashes and escapes of letters"};
    }
    return std::nullopt;
}

} // namespace

MaybeProblem checkRule(const AllowRule& rule)
{
    if (!isServerId(rule.server.str())) {
        return Problem{"",
                       "must begin with the id of a server: 1 to 12 lower-case letters, digits "
                       "and '-', beginning with a letter"};
    }
    if (auto problem = checkName(rule)) {
        return problem;
    }
    if (rule.conditions.size() > kMaxConditions) {
        return Problem{"/when", "must be at most 16 conditions"};
    }
    for (std::size_t i = 0; i < rule.conditions.size(); ++i) {
        if (auto problem = conditionProblem(rule.conditions[i])) {
            return Problem{"/when/" + std::to_string(i), *problem};
        }
    }
    return std::nullopt;
}

MaybeProblem checkRules(const std::vector<AllowRule>& rules)
{
    if (rules.size() > kMaxRules) {
        return Problem{"", "must be at most 10000 rules"};
    }
    std::size_t conditions = 0;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        if (auto problem = checkRule(rules[i])) {
            problem->member.insert(0, "/" + std::to_string(i));
            return problem;
        }
        conditions += rules[i].conditions.size();
    }
    if (conditions > kMaxListConditions) {
        return Problem{"", "must have at most 1000 conditions"};
    }
    return std::nullopt;
}

MaybeProblem checkPatterns(const GatewayConfig& config)
{
    std::size_t count = 0;
    for (const ServerConfig& server : config.servers) {
        count += countPatterns(server.rules);
    }
    for (const KeyConfig& key : config.keys) {
        count += countPatterns(key.allow);
    }
    for (const Case& one : config.cases) {
        count += one.allow ? countPatterns(*one.allow) : 0;
    }
    return count > kMaxPatterns
               ? MaybeProblem(Problem{"", "must have at most 500 patterns in its allow rules"})
               : std::nullopt;
}

} // namespace portcullis::api
