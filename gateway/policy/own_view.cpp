#include "gateway/policy/own_view.h"

#include <algorithm>

namespace portcullis::policy {

namespace {

bool isOneOf(const std::vector<KeyId>& keys, const KeyId& key)
{
    return std::ranges::find(keys, key) != keys.end();
}

template <typename T, typename Keep>
void copyIf(const std::vector<T>& from, std::vector<T>& to, Keep keep)
{
    std::ranges::copy_if(from, std::back_inserter(to), keep);
}

} // namespace

std::vector<KeyId> keysOf(const api::GatewayConfig& config, std::string_view account)
{
    std::vector<KeyId> keys;
    if (account.empty()) {
        return keys;
    }
    for (const api::KeyConfig& key : config.keys) {
        if (key.owner == account) {
            keys.push_back(key.id);
        }
    }
    return keys;
}

api::GatewayConfig ownPart(const api::GatewayConfig& config, const std::vector<KeyId>& keys)
{
    api::GatewayConfig own;
    own.revision = config.revision;
    own.settings = config.settings;
    copyIf(config.keys, own.keys, [&](const auto& key) { return isOneOf(keys, key.id); });
    copyIf(config.teams, own.teams, [&](const api::Team& team) {
        return std::ranges::find(own.keys, team.id, &api::KeyConfig::team) != own.keys.end();
    });
    copyIf(config.customers, own.customers, [&](const api::Customer& customer) {
        return std::ranges::find(own.teams, customer.id, &api::Team::customer) != own.teams.end();
    });
    copyIf(config.cases, own.cases, [&](const api::Case& one) {
        return std::ranges::find(own.keys, one.id, &api::KeyConfig::caseId) != own.keys.end();
    });
    copyIf(config.budgets, own.budgets, [&](const api::Budget& budget) {
        return budget.level == api::BudgetLevel::Key && isOneOf(keys, KeyId(budget.owner));
    });
    return own;
}

api::GatewayStatus ownPart(const api::GatewayStatus& status, const std::vector<KeyId>& keys)
{
    api::GatewayStatus own = strangersPart(status);
    own.reason = status.reason;
    own.endpoint = status.endpoint;
    own.socketPath = status.socketPath;
    own.configRevision = status.configRevision;
    own.logAlarm = status.logAlarm;
    copyIf(status.keys, own.keys, [&](const auto& use) { return isOneOf(keys, use.key); });
    return own;
}

api::GatewayStatus strangersPart(const api::GatewayStatus& status)
{
    api::GatewayStatus part;
    part.state = status.state;
    part.permissions = status.permissions;
    return part;
}

} // namespace portcullis::policy
