#pragma once

#include "gateway/api/gateway_client.h"

#include <string>
#include <vector>

// Keys and rules as a person names them.
namespace portcullis::ctl {

// By id, or by a name that only one key has.
[[nodiscard]] Result<api::KeyConfig> lookUpKey(api::GatewayClient& gateway,
                                               const std::string& name);

[[nodiscard]] Result<std::vector<api::AllowRule>> parseRules(const std::vector<std::string>& texts);
[[nodiscard]] std::string joinRules(const std::vector<api::AllowRule>& rules);
} // namespace portcullis::ctl
