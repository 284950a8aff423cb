#pragma once

#include "gateway/base/result.h"

#include <filesystem>

// Where an installation keeps its things.
namespace portcullis::engine {

inline constexpr const char* kConfigFile = "config.json";
inline constexpr const char* kHistoryFolder = "history"; // what the configuration was
inline constexpr const char* kKeySlotsFile = "keyslots.json";
inline constexpr const char* kVaultFile = "vault.json";
inline constexpr const char* kLogKeysFile = "logkeys.json";
inline constexpr const char* kPinFile = "pin.json";
inline constexpr const char* kLockdownFile = "lockdown.json";   // which policies there have been
inline constexpr const char* kTrustedTimeFile = "trusted.time"; // while the clock is not trusted
inline constexpr const char* kBridgeSocket = "mcp.sock";
inline constexpr const char* kControlSocket = "control.sock";

// Makes the folder with mode 0700; refuses one of another user, or one that others may write to.
[[nodiscard]] Result<> prepareDataFolder(const std::filesystem::path& folder);

// Where a socket of this data folder is: in its folder "run", or, as socket paths are short, in the
// user's runtime folder when that would be too long. The same for everybody who asks.
[[nodiscard]] std::filesystem::path socketPath(const std::filesystem::path& dataFolder,
                                               const char* name);

} // namespace portcullis::engine
