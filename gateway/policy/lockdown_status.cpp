#include "gateway/api/config_json.h"
#include "gateway/api/json_text.h"
#include "gateway/policy/lockdown.h"

#include <nlohmann/json.hpp>

// What a policy locks, as values to show.
namespace portcullis::policy {

namespace {

[[nodiscard]] std::string wordsFor(const api::AllowedServer& allowed)
{
    if (!allowed.server) {
        return "https://" + allowed.host;
    }
    const api::ServerConfig& server = *allowed.server;
    std::string words = server.id.str() + ":";
    for (const std::string& part : server.command) {
        words += " " + part;
    }
    return words + (server.url.empty() ? "" : " " + server.url);
}

} // namespace

api::LockdownStatus Lockdown::status() const
{
    using api::LockKind;
    api::LockdownStatus status;
    status.issuer = m_policy.issuer;
    status.version = m_policy.version;
    status.issued = m_policy.issued;
    status.expires = m_policy.expires;
    status.released = m_policy.released;
    status.ceiling = m_policy.rules;
    for (const api::FixedPlace& fixed : m_policy.fixed) {
        status.places.push_back({fixed.place, LockKind::Fixed, fixed.value});
    }
    for (const api::BoundedPlace& bound : m_policy.atMost) {
        status.places.push_back({bound.place, LockKind::AtMost, std::to_string(bound.bound)});
    }
    for (const api::BoundedPlace& bound : m_policy.atLeast) {
        status.places.push_back({bound.place, LockKind::AtLeast, std::to_string(bound.bound)});
    }
    for (const api::Budget& budget : m_policy.budgets) {
        status.places.push_back({"/budgets/" + budget.id.str(),
                                 LockKind::Budget,
                                 api::formatJsonText(api::toJson(budget))});
    }
    for (const api::AllowRule& rule : m_policy.rules) {
        status.places.push_back({{}, LockKind::Rules, api::formatRule(rule)});
    }
    if (m_policy.servers) {
        for (const api::AllowedServer& allowed : *m_policy.servers) {
            status.places.push_back({{}, LockKind::Servers, wordsFor(allowed)});
        }
        if (m_policy.servers->empty()) {
            status.places.push_back({{}, LockKind::Servers, "none"});
        }
    }
    return status;
}

} // namespace portcullis::policy
