#pragma once

#include "gateway/api/explanation.h"

namespace portcullis::policy {

// Explains decisions with the rules that make them, and compares configurations by what they come
// to. Stateless. Thread: any.
class Advisor final : public api::PolicyAdvisor
{
public:
    [[nodiscard]] Result<api::Explanation>
    explain(const api::ConfigPtr& config,
            const api::ToolsOfServers& tools,
            const api::DecisionQuestion& question) const override;

    [[nodiscard]] api::EffectiveDifference
    difference(const api::GatewayConfig& before,
               const api::GatewayConfig& after,
               const api::ToolsOfServers& tools) const override;
};

// What keys may do after a change and could not before, and the other way round. Conservative:
// rules with other conditions count as admitting more unless they are plainly stricter.
[[nodiscard]] api::EffectiveDifference effectiveDifference(const api::GatewayConfig& before,
                                                           const api::GatewayConfig& after,
                                                           const api::ToolsOfServers& tools);

} // namespace portcullis::policy
