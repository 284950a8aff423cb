#pragma once

#include "gateway/api/config.h"
#include "gateway/api/status.h"
#include "gateway/base/clock.h"
#include "tests/ui/fake_gateway_client.h"

namespace portcullis::test {

// Stands still at 2026-11-22 09:30:00 UTC.
class FixedClock final : public Clock
{
public:
    [[nodiscard]] WallTime wallNow() const override;

    [[nodiscard]] MonotonicTime monotonicNow() const override { return {}; }

    [[nodiscard]] std::chrono::microseconds elapsedNow() const override { return {}; }
};

[[nodiscard]] WallTime sampleNow();

// A gateway in full swing: four servers in different states, four keys, calls and refusals.
void fillWithSamples(FakeGatewayClient& client);
// A gateway that runs and knows nothing yet.
void fillForFirstStart(FakeGatewayClient& client);

[[nodiscard]] api::ToolInfo
sampleTool(const std::string& server, const std::string& name, const std::string& description = {});
[[nodiscard]] api::ActivityRow sampleCall(std::int64_t n,
                                          const std::string& server,
                                          const std::string& tool,
                                          api::Outcome outcome);
[[nodiscard]] api::ActivityRow sampleRefusal(std::int64_t n,
                                             const std::string& server,
                                             const std::string& tool,
                                             api::Reason reason);

} // namespace portcullis::test
