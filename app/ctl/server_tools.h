#pragma once

#include "gateway/api/gateway_client.h"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

// The tools of servers as the commands show and count them.
namespace portcullis::ctl {

[[nodiscard]] Result<std::vector<api::ToolInfo>> askTools(api::GatewayClient& gateway,
                                                          const std::string& server);
void printTools(const std::vector<api::ToolInfo>& tools);

// The known tools of all enabled servers. What cannot be asked has none.
[[nodiscard]] api::ToolsOfServers askAllTools(api::GatewayClient& gateway,
                                              const api::GatewayConfig& config);

// The same for a program: the members "tools" and "toolsWarning", the exceeded number or null.
void describeToolCount(nlohmann::json& key, std::size_t count);

// A phrase when a key shows more tools than some clients put up with (E-12); otherwise empty.
[[nodiscard]] std::string toolCountWarning(std::size_t count);

} // namespace portcullis::ctl
