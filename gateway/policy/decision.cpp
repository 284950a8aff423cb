#include "gateway/policy/decision.h"

#include "gateway/policy/standing.h"

#include <algorithm>
#include <array>
#include <utility>

namespace portcullis::policy {

namespace {

[[nodiscard]] Decision deny(api::Reason reason)
{
    Decision decision;
    decision.reason = reason;
    return decision;
}

[[nodiscard]] std::string recordedText(const Rule* rule, api::RuleLevel level)
{
    if (rule == nullptr) {
        return {};
    }
    return level == api::RuleLevel::Key
               ? rule->text
               : "(" + std::string(api::ruleLevelName(level)) + ") " + rule->text;
}

[[nodiscard]] Decision toDecision(const Finding& finding, api::RuleLevel level)
{
    if (finding.verdict == Verdict::Allow) {
        return {Verdict::Allow, api::Reason::Allowed, finding.rule->text, level, {}};
    }
    Decision decision = deny(api::Reason::ToolNotAllowed);
    decision.level = level;
    if (level == api::RuleLevel::Case) {
        decision.reason = api::Reason::ToolNotInCase;
    } else if (level == api::RuleLevel::Policy) {
        decision.reason = api::Reason::ToolNotInPolicy;
    }
    if (finding.rule == nullptr) {
        return decision;
    }
    decision.rule = recordedText(finding.rule, level);
    decision.reason = finding.rule->denies() && finding.rule->conditions.empty()
                          ? api::Reason::DeniedByRule
                          : api::Reason::ArgumentsNotAllowed;
    if (finding.refused != nullptr) {
        decision.refused = {finding.refused->source().argument, finding.refused->source().kind};
    } else if (finding.rule->denies() && !finding.rule->conditions.empty()) {
        const api::Condition& first = finding.rule->conditions.front().source();
        decision.refused = {first.argument, first.kind};
    }
    return decision;
}

template <typename Map, typename Key>
[[nodiscard]] const RuleSet* findIn(const Map& map, const Key& key)
{
    const auto found = map.find(key);
    return found == map.end() ? nullptr : &found->second;
}

[[nodiscard]] bool passesWithoutRule(const AllowLists::Level& level, const Finding& finding)
{
    return !level.needsRule && (finding.rule == nullptr || !finding.rule->denies());
}

} // namespace

RequestRules::RequestRules(std::vector<api::AllowRule> rules)
    : m_source(std::move(rules))
{
    for (const api::AllowRule& rule : m_source) {
        m_servers[rule.server].add(rule);
        m_needsRule = m_needsRule || rule.effect == api::RuleEffect::Allow;
    }
}

const RuleSet* RequestRules::about(const ServerId& server) const
{
    return findIn(m_servers, server);
}

AllowLists::AllowLists(api::ConfigPtr config, RequestRulesPtr ceiling)
    : m_config(std::move(config))
    , m_ceiling(std::move(ceiling))
{
    if (!m_config) {
        m_config = std::make_shared<const api::GatewayConfig>();
    }
    for (const api::ServerConfig& server : m_config->servers) {
        if (server.enabled) {
            m_enabled.insert(server.id);
        }
        for (const api::AllowRule& rule : server.rules) {
            m_servers[server.id].add(rule);
        }
    }
    std::unordered_map<CaseId, std::shared_ptr<const ServerRules>> cases;
    for (const api::Case& one : m_config->cases) {
        cases.emplace(
            one.id, one.allow ? std::make_shared<const ServerRules>(rulesOf(*one.allow)) : nullptr);
    }
    const Owners owners(*m_config);
    for (const api::KeyConfig& key : m_config->keys) {
        if (key.disabled || owners.reasonFor(key) != api::Reason::Allowed) {
            continue; // asked again on denial, for the reason
        }
        const auto bound = cases.find(key.caseId);
        m_keys.emplace(
            key.id, KeyRules{rulesOf(key.allow), bound == cases.end() ? nullptr : bound->second});
    }
}

AllowLists::ServerRules AllowLists::rulesOf(const std::vector<api::AllowRule>& rules)
{
    ServerRules servers;
    for (const api::AllowRule& rule : rules) {
        servers[rule.server].add(rule);
    }
    return servers;
}

api::Reason AllowLists::standing(const Question& question) const
{
    if (!m_keys.contains(question.key)) {
        const api::KeyConfig* known = api::findKey(*m_config, question.key);
        return known == nullptr ? api::Reason::UnknownKey
                                : standingOf(*known, *m_config, WallTime::min());
    }
    if (!m_enabled.contains(question.server)) {
        const bool known = api::findServer(*m_config, question.server) != nullptr;
        return known ? api::Reason::ServerDisabled : api::Reason::UnknownTool;
    }
    return api::Reason::Allowed;
}

AllowLists::Levels AllowLists::levels(const Question& question) const
{
    Levels levels;
    if (m_ceiling) {
        levels.add(
            {api::RuleLevel::Policy, m_ceiling->about(question.server), m_ceiling->needsRule()});
    }
    if (const RuleSet* server = findIn(m_servers, question.server)) {
        levels.add({api::RuleLevel::Server, server, server->allowsAny()});
    }
    const auto key = m_keys.find(question.key);
    levels.add({api::RuleLevel::Key,
                key == m_keys.end() ? nullptr : findIn(key->second.own, question.server),
                true});
    if (key != m_keys.end() && key->second.ofCase) {
        levels.add({api::RuleLevel::Case, findIn(*key->second.ofCase, question.server), true});
    }
    if (question.request != nullptr) {
        levels.add({api::RuleLevel::Request,
                    question.request->about(question.server),
                    question.request->needsRule()});
    }
    return levels;
}

AllowLists::Answer
AllowLists::ask(const Question& question, const Arguments& arguments, Ask how) const
{
    Answer answer;
    for (const Level& level : levels(question)) {
        Finding finding;
        if (level.rules != nullptr) {
            finding = how == Ask::Show ? level.rules->shows(question.subject)
                                       : level.rules->decide(question.subject, arguments);
        }
        if (finding.verdict == Verdict::Deny && !passesWithoutRule(level, finding)) {
            return {finding, level.level};
        }
        if (level.level == api::RuleLevel::Key) {
            answer.finding = finding;
        }
    }
    return answer;
}

// What is not there for the key at all is told first: an answer about its arguments would say that
// it exists.
AllowLists::Answer AllowLists::answer(const Question& question, const Arguments& arguments) const
{
    const Answer shown = ask(question, {}, Ask::Show);
    if (shown.finding.verdict == Verdict::Deny) {
        return shown;
    }
    const Levels all = levels(question);
    const bool conditional = std::ranges::any_of(all, [](const Level& level) {
        return level.rules != nullptr && level.rules->hasConditions();
    });
    return conditional ? ask(question, arguments, Ask::Decide) : shown;
}

bool AllowLists::mayShow(const KeyId& key, const ServerId& server, api::Governed what) const
{
    const Question question{key, server, {{}, what}, nullptr};
    if (standing(question) != api::Reason::Allowed) {
        return false;
    }
    const auto mayShowAt = [what](const Level& level) {
        return !level.needsRule || (level.rules != nullptr && level.rules->allowsAnyOf(what));
    };
    return std::ranges::all_of(levels(question), mayShowAt);
}

Decision AllowLists::decide(const Question& question, const Arguments& arguments) const
{
    if (const api::Reason reason = standing(question); reason != api::Reason::Allowed) {
        return deny(reason);
    }
    const Answer found = answer(question, arguments);
    return toDecision(found.finding, found.level);
}

Decision AllowLists::show(const Question& question) const
{
    const Subject& subject = question.subject;
    if (subject.what == api::Governed::Resource && !subject.isTemplate) {
        return decide(question, {{}, subject.name});
    }
    if (const api::Reason reason = standing(question); reason != api::Reason::Allowed) {
        return deny(reason);
    }
    const Answer found = ask(question, {}, Ask::Show);
    return toDecision(found.finding, found.level);
}

bool AllowLists::shows(const Question& question) const
{
    if (standing(question) != api::Reason::Allowed) {
        return false;
    }
    const Subject& subject = question.subject;
    const Answer found = subject.what == api::Governed::Resource && !subject.isTemplate
                             ? answer(question, {{}, subject.name})
                             : ask(question, {}, Ask::Show);
    return found.finding.verdict == Verdict::Allow;
}

bool AllowLists::reaches(const KeyId& key, const ServerId& server) const
{
    const auto held = m_keys.find(key);
    if (held == m_keys.end() || !m_enabled.contains(server)) {
        return false;
    }
    const auto allows = [&server](const ServerRules& rules) {
        const RuleSet* const found = findIn(rules, server);
        return found != nullptr && found->allowsAny();
    };
    if (m_ceiling && m_ceiling->needsRule()) {
        const RuleSet* const most = m_ceiling->about(server);
        if (most == nullptr || !most->allowsAny()) {
            return false;
        }
    }
    return allows(held->second.own) &&
           (held->second.ofCase == nullptr || allows(*held->second.ofCase));
}

api::ContentMode stricter(api::ContentMode a, api::ContentMode b)
{
    return std::max(a, b); // the modes are declared from the one that keeps most
}

} // namespace portcullis::policy
