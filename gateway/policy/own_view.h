#pragma once

#include "gateway/api/config.h"
#include "gateway/api/status.h"

#include <string_view>
#include <vector>

// What of a gateway somebody sees who may see no more than their own keys. Pure; any thread.
namespace portcullis::policy {

// The keys whose owner is this account, by its name; none for an account without one.
[[nodiscard]] std::vector<KeyId> keysOf(const api::GatewayConfig& config, std::string_view account);

// The configuration as far as these keys go: they themselves, their teams, customers, cases and
// own budgets. Nothing of servers, prices, roles and other keys. Valid like the whole.
[[nodiscard]] api::GatewayConfig ownPart(const api::GatewayConfig& config,
                                         const std::vector<KeyId>& keys);

// Where and whether the gateway works, and when these keys were used; no counters of all.
[[nodiscard]] api::GatewayStatus ownPart(const api::GatewayStatus& status,
                                         const std::vector<KeyId>& keys);

// For somebody without any role: that there is a gateway, and who they are to it.
[[nodiscard]] api::GatewayStatus strangersPart(const api::GatewayStatus& status);

} // namespace portcullis::policy
