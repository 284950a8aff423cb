#include "gateway/api/config.h"

#include "gateway/api/config_rules.h"

#include <algorithm>

namespace portcullis::api {

const ServerConfig* findServer(const GatewayConfig& config, const ServerId& id)
{
    const auto found = std::ranges::find(config.servers, id, &ServerConfig::id);
    return found == config.servers.end() ? nullptr : &*found;
}

const KeyConfig* findKey(const GatewayConfig& config, const KeyId& id)
{
    const auto found = std::ranges::find(config.keys, id, &KeyConfig::id);
    return found == config.keys.end() ? nullptr : &*found;
}

const Customer* findCustomer(const GatewayConfig& config, const CustomerId& id)
{
    const auto found = std::ranges::find(config.customers, id, &Customer::id);
    return found == config.customers.end() ? nullptr : &*found;
}

const Team* findTeam(const GatewayConfig& config, const TeamId& id)
{
    const auto found = std::ranges::find(config.teams, id, &Team::id);
    return found == config.teams.end() ? nullptr : &*found;
}

const Case* findCase(const GatewayConfig& config, const CaseId& id)
{
    const auto found = std::ranges::find(config.cases, id, &Case::id);
    return found == config.cases.end() ? nullptr : &*found;
}

const Budget* findBudget(const GatewayConfig& config, const BudgetId& id)
{
    const auto found = std::ranges::find(config.budgets, id, &Budget::id);
    return found == config.budgets.end() ? nullptr : &*found;
}

std::uint64_t priceOf(const GatewayConfig& config, const ServerId& server, std::string_view tool)
{
    std::uint64_t micros = 0;
    for (const Price& price : config.prices) {
        if (price.server == server && price.tool == tool) {
            return price.micros;
        }
        if (price.server == server && price.tool == kEveryTool) {
            micros = price.micros;
        }
    }
    return micros;
}

const KeyConfig* findKeyByName(const GatewayConfig& config, std::string_view name)
{
    const KeyConfig* byLabel = nullptr;
    for (const KeyConfig& key : config.keys) {
        if (key.id.str() == name) {
            return &key;
        }
    }
    for (const KeyConfig& key : config.keys) {
        if (key.label == name) {
            if (byLabel != nullptr) {
                return nullptr; // two keys of this label: guessing would hit the wrong one
            }
            byLabel = &key;
        }
    }
    return byLabel;
}

std::string formatRule(const AllowRule& rule)
{
    std::string text;
    text.reserve(rule.server.str().size() + 1 + rule.tool.size());
    text += rule.server.str();
    text += ':';
    text += rule.tool;
    return text;
}

Result<AllowRule> parseRule(std::string_view text)
{
    // A server's id holds no colon, a tool's name may.
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) {
        return fail(
            ErrorCode::InvalidArgument,
            "An allow rule is \"server:tool\", or \"server:*\" for every tool of a server.");
    }
    AllowRule rule{ServerId(std::string(text.substr(0, colon))),
                   std::string(text.substr(colon + 1))};
    if (const auto problem = checkRule(rule)) {
        return fail(ErrorCode::InvalidArgument, "The allow rule " + problem->what + ".");
    }
    return rule;
}

} // namespace portcullis::api
