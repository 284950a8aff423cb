#pragma once

#include "gateway/api/config.h"
#include "gateway/base/json.h"
#include "gateway/policy/decision.h"

#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

// Configurations of rules for tests.
namespace portcullis::policy::test {

inline const KeyId kKey{"vk_a"};
inline const ServerId kFx{"fx"};

// "fx:read" or "deny fx:read", with conditions.
inline api::AllowRule rule(std::string text, std::initializer_list<const char*> conditions = {})
{
    const bool denies = text.starts_with("deny ");
    api::AllowRule made = *api::parseRule(denies ? text.substr(5) : text);
    made.effect = denies ? api::RuleEffect::Deny : api::RuleEffect::Allow;
    for (const char* condition : conditions) {
        made.conditions.push_back(*api::parseCondition(condition));
    }
    return made;
}

using Rules = std::vector<api::AllowRule>;

inline api::GatewayConfig configOf(Rules key, Rules server = {})
{
    api::GatewayConfig config;
    config.servers.emplace_back().id = kFx;
    config.servers.back().rules = std::move(server);
    config.keys.emplace_back().id = kKey;
    config.keys.back().label = "analyst";
    config.keys.back().allow = std::move(key);
    return config;
}

inline api::ConfigPtr sharedConfig(Rules key, Rules server = {})
{
    return std::make_shared<const api::GatewayConfig>(configOf(std::move(key), std::move(server)));
}

inline Decision decideTool(const AllowLists& lists,
                           const std::string& tool,
                           const std::string& arguments,
                           const RequestRules* request = nullptr,
                           ToolHints hints = {})
{
    const auto document = JsonDocument::parse(arguments);
    return lists.decide({kKey, kFx, {tool, api::Governed::Tool, hints, false}, request},
                        {document->root(), {}});
}

} // namespace portcullis::policy::test
