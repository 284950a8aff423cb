#include "gateway/policy/standing.h"

namespace portcullis::policy {

namespace {

[[nodiscard]] api::Reason reasonOf(const api::Team& team, const api::Customer* customer)
{
    if (team.disabled) {
        return api::Reason::TeamDisabled;
    }
    if (customer == nullptr || customer->disabled) {
        return api::Reason::CustomerDisabled;
    }
    return api::Reason::Allowed;
}

[[nodiscard]] api::Reason reasonOf(const api::Case* bound)
{
    return bound == nullptr || bound->closed ? api::Reason::CaseClosed : api::Reason::Allowed;
}

[[nodiscard]] api::Reason ownReason(const api::KeyConfig& key, WallTime now)
{
    if (key.disabled) {
        return api::Reason::KeyDisabled;
    }
    return key.expires && now >= *key.expires ? api::Reason::KeyExpired : api::Reason::Allowed;
}

} // namespace

Owners::Owners(const api::GatewayConfig& config)
{
    for (const api::Team& team : config.teams) {
        m_teams.emplace(team.id, reasonOf(team, api::findCustomer(config, team.customer)));
    }
    for (const api::Case& one : config.cases) {
        m_cases.emplace(one.id, reasonOf(&one));
    }
}

api::Reason Owners::reasonFor(const api::KeyConfig& key) const
{
    if (!key.team.empty()) {
        const auto team = m_teams.find(key.team);
        if (team == m_teams.end()) {
            return api::Reason::TeamDisabled;
        }
        if (team->second != api::Reason::Allowed) {
            return team->second;
        }
    }
    if (key.caseId.empty()) {
        return api::Reason::Allowed;
    }
    const auto bound = m_cases.find(key.caseId);
    return bound == m_cases.end() ? api::Reason::CaseClosed : bound->second;
}

api::Reason standingOf(const api::KeyConfig& key, const Owners& owners, WallTime now)
{
    const api::Reason own = ownReason(key, now);
    return own == api::Reason::Allowed ? owners.reasonFor(key) : own;
}

api::Reason standingOf(const api::KeyConfig& key, const api::GatewayConfig& config, WallTime now)
{
    if (const api::Reason own = ownReason(key, now); own != api::Reason::Allowed) {
        return own;
    }
    if (!key.team.empty()) {
        const api::Team* team = api::findTeam(config, key.team);
        const api::Reason reason = team == nullptr
                                       ? api::Reason::TeamDisabled
                                       : reasonOf(*team, api::findCustomer(config, team->customer));
        if (reason != api::Reason::Allowed) {
            return reason;
        }
    }
    return key.caseId.empty() ? api::Reason::Allowed : reasonOf(api::findCase(config, key.caseId));
}

} // namespace portcullis::policy
