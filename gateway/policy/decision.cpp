#include "gateway/policy/decision.h"

#include "gateway/policy/standing.h"

#include <algorithm>
#include <utility>

namespace portcullis::policy {

namespace {

[[nodiscard]] Decision deny(api::Reason reason)
{
    return {Verdict::Deny, reason, {}};
}

} // namespace

AllowLists::AllowLists(api::ConfigPtr config)
    : m_config(std::move(config))
{
    if (!m_config) {
        m_config = std::make_shared<const api::GatewayConfig>();
    }
    for (const api::ServerConfig& server : m_config->servers) {
        if (server.enabled) {
            m_enabled.insert(server.id);
        }
    }
    std::unordered_map<CaseId, std::shared_ptr<const Rights>> cases;
    for (const api::Case& one : m_config->cases) {
        cases.emplace(one.id,
                      one.allow ? std::make_shared<const Rights>(rightsOf(*one.allow)) : nullptr);
    }
    const Owners owners(*m_config);
    for (const api::KeyConfig& key : m_config->keys) {
        if (key.disabled || owners.reasonFor(key) != api::Reason::Allowed) {
            continue; // asked again on denial, for the reason
        }
        const auto bound = cases.find(key.caseId);
        m_rights.emplace(
            key.id, KeyRights{rightsOf(key.allow), bound == cases.end() ? nullptr : bound->second});
    }
}

AllowLists::Rights AllowLists::rightsOf(const std::vector<api::AllowRule>& rules)
{
    Rights servers;
    for (const api::AllowRule& rule : rules) {
        ServerRights& rights = servers[rule.server];
        if (rule.tool == api::kEveryTool) {
            rights.every = true;
        } else {
            rights.tools.insert(rule.tool);
        }
    }
    return servers;
}

Decision AllowLists::denyKey(const KeyId& key) const
{
    const api::KeyConfig* known = api::findKey(*m_config, key);
    return deny(known == nullptr ? api::Reason::UnknownKey
                                 : standingOf(*known, *m_config, WallTime::min()));
}

Decision AllowLists::decide(const KeyId& key, const ServerId& server, const std::string& tool) const
{
    const auto held = m_rights.find(key);
    if (held == m_rights.end()) {
        return denyKey(key);
    }
    if (!m_enabled.contains(server)) {
        const bool known = api::findServer(*m_config, server) != nullptr;
        return deny(known ? api::Reason::ServerDisabled : api::Reason::UnknownTool);
    }
    const auto rights = held->second.own.find(server);
    if (rights == held->second.own.end() || !rights->second.cover(tool)) {
        return deny(api::Reason::ToolNotAllowed);
    }
    if (const auto& ofCase = held->second.ofCase) {
        const auto also = ofCase->find(server);
        if (also == ofCase->end() || !also->second.cover(tool)) {
            return deny(api::Reason::ToolNotInCase);
        }
    }
    // The line that names the tool says more to a reader of the log than the one for all tools.
    if (rights->second.tools.contains(tool)) {
        return {Verdict::Allow, api::Reason::Allowed, api::formatRule({server, tool})};
    }
    return {Verdict::Allow, api::Reason::Allowed, api::formatRule({server, api::kEveryTool})};
}

bool AllowLists::reaches(const KeyId& key, const ServerId& server) const
{
    const auto held = m_rights.find(key);
    return held != m_rights.end() && m_enabled.contains(server) &&
           held->second.own.contains(server) &&
           (held->second.ofCase == nullptr || held->second.ofCase->contains(server));
}

Decision AllowLists::decideAll(const KeyId& key, const ServerId& server) const
{
    // A tool without a name is on no list: only the line for everything lets it pass.
    return decide(key, server, {});
}

bool AllowLists::reachesAll(const KeyId& key, const ServerId& server) const
{
    return decideAll(key, server).verdict == Verdict::Allow;
}

api::ContentMode stricter(api::ContentMode a, api::ContentMode b)
{
    return std::max(a, b); // the modes are declared from the one that keeps most
}

} // namespace portcullis::policy
