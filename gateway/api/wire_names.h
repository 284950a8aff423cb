#pragma once

#include "gateway/api/config_names.h"
#include "gateway/api/event.h"
#include "gateway/api/status.h"

// Names of states on the wire. Inner header of this room.
namespace portcullis::api {

inline constexpr Name<GatewayState> kGatewayStates[] = {
    {GatewayState::Stopped, "stopped"},
    {GatewayState::Locked, "locked"},
    {GatewayState::Running, "running"},
    {GatewayState::Refusing, "refusing"},
    {GatewayState::Stopping, "stopping"},
};

inline constexpr Name<ServerState> kServerStates[] = {
    {ServerState::Disabled, "disabled"},
    {ServerState::Idle, "idle"},
    {ServerState::Starting, "starting"},
    {ServerState::Ready, "ready"},
    {ServerState::Backoff, "backoff"},
    {ServerState::Failed, "failed"},
};

inline constexpr Name<PinPlace> kPinPlaces[] = {
    {PinPlace::None, "none"},
    {PinPlace::Folder, "folder"},
    {PinPlace::Keychain, "keychain"},
};

inline constexpr const char* kStatusChanged = "status_changed";
inline constexpr const char* kConfigChanged = "config_changed";
inline constexpr const char* kToolsChanged = "tools_changed";
inline constexpr const char* kCallChanged = "call_changed";
inline constexpr const char* kBudgetWarning = "budget_warning";

[[nodiscard]] Result<LockdownStatus> lockdownAt(const Json& json, const std::string& path);
[[nodiscard]] Result<GatewayStatus> statusAt(const Json& json, const std::string& path);
[[nodiscard]] Result<ToolInfo> toolAt(const Json& json, const std::string& path);
[[nodiscard]] Result<ActivityRow> rowAt(const Json& json, const std::string& path);
[[nodiscard]] Json warningToJson(const BudgetWarning& warning);
[[nodiscard]] Result<BudgetWarning> warningAt(const Json& json, const std::string& path);

} // namespace portcullis::api
