#pragma once

#include "gateway/api/gateway_client.h"
#include "gateway/base/result.h"
#include "gateway/engine/control_jobs.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <functional>
#include <string>

namespace portcullis::engine {

// What came over the control socket in one line.
struct ControlCommand
{
    std::int64_t id = 0;
    std::string name; // that of a command of GatewayClient
    nlohmann::json params;
};

using ControlReply = std::function<void(Result<nlohmann::json>)>;

// Has the gateway do it; replies once, perhaps later and on any thread. False, and no reply, when
// there is no such command. Thread: gateway.
[[nodiscard]] bool obey(api::GatewayClient& gateway,
                        const ControlCommand& command,
                        ControlJobs& jobs,
                        const ControlReply& reply);

} // namespace portcullis::engine
