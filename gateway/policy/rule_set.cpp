#include "gateway/policy/rule_set.h"

#include <algorithm>

namespace portcullis::policy {

namespace {

using api::AllowRule;
using api::Governed;

[[nodiscard]] bool namesOneTool(const AllowRule& rule)
{
    return rule.what == Governed::Tool && rule.tool != api::kEveryTool && !api::isHint(rule.tool);
}

[[nodiscard]] const Condition* firstNotHeld(const Rule& rule, const Arguments& arguments)
{
    for (const Condition& condition : rule.conditions) {
        const Holding holding = condition.test(arguments);
        const bool counts =
            holding == Holding::Held || (holding == Holding::Unreadable && rule.denies());
        if (!counts) {
            return &condition;
        }
    }
    return nullptr;
}

} // namespace

void RuleSet::add(const AllowRule& rule)
{
    Rule prepared{&rule, api::formatRule(rule), {}};
    prepared.conditions.reserve(rule.conditions.size());
    for (const api::Condition& condition : rule.conditions) {
        prepared.conditions.emplace_back(condition);
    }
    const auto index = static_cast<std::uint32_t>(m_rules.size());
    if (namesOneTool(rule)) {
        m_tools[rule.tool].push_back(index);
    } else {
        m_others.push_back(index);
    }
    (prepared.denies() ? m_denies : m_allows) += 1;
    m_conditions += prepared.conditions.size();
    m_rules.push_back(std::move(prepared));
}

bool RuleSet::allowsAnyOf(api::Governed what) const
{
    return std::ranges::any_of(m_rules, [what](const Rule& rule) {
        const bool everything =
            rule.source->what == Governed::Tool && rule.source->tool == api::kEveryTool;
        return !rule.denies() && (everything || rule.source->what == what);
    });
}

template <typename Visit>
bool RuleSet::visit(const Subject& subject, Visit visit) const
{
    if (subject.what == Governed::Tool) {
        const auto named = m_tools.find(subject.name);
        if (named != m_tools.end()) {
            for (const std::uint32_t index : named->second) {
                if (visit(m_rules[index])) {
                    return true;
                }
            }
        }
    }
    return std::ranges::any_of(m_others, [&](std::uint32_t index) {
        return selects(*m_rules[index].source, subject) && visit(m_rules[index]);
    });
}

Finding RuleSet::shows(const Subject& subject) const
{
    Finding finding;
    const bool denied = m_denies > 0 && visit(subject, [&finding](const Rule& rule) {
                            finding.rule = &rule;
                            return rule.denies() && rule.conditions.empty();
                        });
    if (denied) {
        return finding;
    }
    const bool allowed = visit(subject, [&finding](const Rule& rule) {
        finding.rule = &rule;
        return !rule.denies();
    });
    return allowed ? Finding{Verdict::Allow, finding.rule, nullptr} : Finding();
}

Finding RuleSet::decide(const Subject& subject, const Arguments& arguments) const
{
    Finding finding;
    const bool denied = m_denies > 0 && visit(subject, [&](const Rule& rule) {
                            finding.rule = &rule;
                            return rule.denies() && firstNotHeld(rule, arguments) == nullptr;
                        });
    if (denied) {
        return finding;
    }
    finding.rule = nullptr;
    visit(subject, [&](const Rule& rule) {
        if (rule.denies()) {
            return false;
        }
        const Condition* const refused = firstNotHeld(rule, arguments);
        if (refused == nullptr) {
            finding = {Verdict::Allow, &rule, nullptr};
            return true;
        }
        if (finding.rule == nullptr) {
            finding = {Verdict::Deny, &rule, refused};
        }
        return false;
    });
    return finding;
}

} // namespace portcullis::policy
