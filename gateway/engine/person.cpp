#include "gateway/engine/person.h"

#include "gateway/policy/own_view.h"
#include "gateway/policy/roles.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace portcullis::engine {

namespace {

bool isOneOf(const std::vector<KeyId>& keys, const KeyId& key)
{
    return std::ranges::find(keys, key) != keys.end();
}

// Of events but those of state and configuration, which everybody gets their part of.
bool concerns(const api::Event& event,
              const std::vector<KeyId>& keys,
              const api::GatewayConfig& config)
{
    if (const auto* call = std::get_if<api::CallChanged>(&event.what)) {
        return isOneOf(keys, call->row.key);
    }
    if (const auto* warning = std::get_if<api::BudgetWarning>(&event.what)) {
        return api::findBudget(policy::ownPart(config, keys), warning->budget) != nullptr;
    }
    return false;
}

} // namespace

api::Roles GuardedClient::Person::roles(const api::GatewayConfig& config) const
{
    return policy::rolesOf(config.roles, account, owner);
}

bool GuardedClient::Person::may(const api::GatewayConfig& config, api::Operation operation) const
{
    return policy::mayDo(roles(config), operation);
}

std::optional<Error> GuardedClient::Person::refuse(const api::GatewayConfig& config,
                                                   api::Operation operation) const
{
    const api::Roles own = roles(config);
    if (policy::mayDo(own, operation)) {
        return std::nullopt;
    }
    if (denied && policy::isRecorded(operation)) {
        denied(account, operation);
    }
    return policy::refusal(account, own, operation);
}

std::vector<KeyId> GuardedClient::Person::keys(const api::GatewayConfig& config) const
{
    return policy::keysOf(config, account.name);
}

api::ConfigPtr GuardedClient::Person::seen(const api::ConfigPtr& config) const
{
    if (may(*config, api::Operation::SeeConfiguration)) {
        return config;
    }
    const bool own = may(*config, api::Operation::SeeOwn);
    return std::make_shared<const api::GatewayConfig>(own ? policy::ownPart(*config, keys(*config))
                                                          : api::GatewayConfig());
}

api::GatewayStatus GuardedClient::Person::seen(api::GatewayStatus status,
                                               const api::GatewayConfig& config) const
{
    status.permissions = policy::permissionsOf(account, roles(config));
    if (may(config, api::Operation::SeeConfiguration)) {
        return status;
    }
    return may(config, api::Operation::SeeOwn) ? policy::ownPart(status, keys(config))
                                               : policy::strangersPart(status);
}

std::optional<api::Event> GuardedClient::Person::seen(const api::Event& event,
                                                      const api::GatewayConfig& config) const
{
    api::Event part = event;
    if (auto* status = std::get_if<api::StatusChanged>(&part.what)) {
        status->status = seen(std::move(status->status), config);
        return part;
    }
    if (auto* changed = std::get_if<api::ConfigChanged>(&part.what)) {
        changed->config = changed->config ? seen(changed->config) : nullptr;
        return part;
    }
    const bool all = may(config, api::Operation::SeeActivity);
    const bool own = may(config, api::Operation::SeeOwn);
    if (all || (own && concerns(part, keys(config), config))) {
        return part;
    }
    return std::nullopt;
}

} // namespace portcullis::engine
