#pragma once

#include "gateway/api/explanation.h"
#include "tests/ui/ui_test.h"

// A history for tests of the window: the last four changes of the samples' configuration.
namespace portcullis::test {

inline void keep(FakeGatewayClient& client,
                 const api::GatewayConfig& config,
                 std::optional<std::uint64_t> previous,
                 const char* change,
                 const std::string& subject)
{
    api::Revision revision;
    revision.revision = config.revision;
    revision.previous = previous;
    revision.time = sampleNow();
    revision.by = "gui";
    revision.user = "ada/1000";
    revision.change = change;
    revision.subject = subject;
    client.history[config.revision] = {revision,
                                       std::make_shared<const api::GatewayConfig>(config)};
}

// Revisions 10 to 13: as found, the first key's allow-list, the same key removed, the settings.
inline void fillHistory(FakeGatewayClient& client)
{
    api::GatewayConfig config = client.currentConfig;
    const KeyId key = config.keys.front().id;
    config.revision = 10;
    keep(client, config, std::nullopt, api::kConfigFound, "");
    config.keys.front().allow.clear();
    config.revision = 11;
    keep(client, config, 10, "key.allow", key.str());
    config.keys.erase(config.keys.begin());
    config.revision = 12;
    keep(client, config, 11, "key.remove", key.str());
    config.settings.receipts = !config.settings.receipts;
    config.revision = 13;
    keep(client, config, 12, "settings.update", "");
    client.currentConfig = config;
}

inline void fillWithHistory(FakeGatewayClient& client)
{
    fillWithSamples(client);
    fillHistory(client);
}

// Says what it was told to say.
class ScriptedAdvisor final : public api::PolicyAdvisor
{
public:
    [[nodiscard]] Result<api::Explanation> explain(const api::ConfigPtr&,
                                                   const api::ToolsOfServers&,
                                                   const api::DecisionQuestion&) const override
    {
        return api::Explanation{};
    }

    [[nodiscard]] api::EffectiveDifference difference(const api::GatewayConfig&,
                                                      const api::GatewayConfig&,
                                                      const api::ToolsOfServers&) const override
    {
        return answer;
    }

    api::EffectiveDifference answer;
};

} // namespace portcullis::test
