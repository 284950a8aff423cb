#include "gateway/policy/decision.h"

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
    for (const api::KeyConfig& key : m_config->keys) {
        if (key.disabled) {
            continue; // asked again on denial, for the reason
        }
        auto& servers = m_rights[key.id];
        for (const api::AllowRule& rule : key.allow) {
            ServerRights& rights = servers[rule.server];
            if (rule.tool == api::kEveryTool) {
                rights.every = true;
            } else {
                rights.tools.insert(rule.tool);
            }
        }
    }
}

Decision AllowLists::decide(const KeyId& key, const ServerId& server, const std::string& tool) const
{
    const auto servers = m_rights.find(key);
    if (servers == m_rights.end()) {
        const bool known = api::findKey(*m_config, key) != nullptr;
        return deny(known ? api::Reason::KeyDisabled : api::Reason::UnknownKey);
    }
    if (!m_enabled.contains(server)) {
        const bool known = api::findServer(*m_config, server) != nullptr;
        return deny(known ? api::Reason::ServerDisabled : api::Reason::UnknownTool);
    }
    const auto rights = servers->second.find(server);
    if (rights == servers->second.end()) {
        return deny(api::Reason::ToolNotAllowed);
    }
    // The line that names the tool says more to a reader of the log than the one for all tools.
    if (rights->second.tools.contains(tool)) {
        return {Verdict::Allow, api::Reason::Allowed, api::formatRule({server, tool})};
    }
    if (rights->second.every) {
        return {Verdict::Allow, api::Reason::Allowed, api::formatRule({server, api::kEveryTool})};
    }
    return deny(api::Reason::ToolNotAllowed);
}

bool AllowLists::reaches(const KeyId& key, const ServerId& server) const
{
    const auto servers = m_rights.find(key);
    return servers != m_rights.end() && servers->second.contains(server) &&
           m_enabled.contains(server);
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
