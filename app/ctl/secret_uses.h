#pragma once

#include "gateway/api/config.h"
#include "gateway/base/result.h"

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

// Which secrets a configuration names, and which are stored.
namespace portcullis::ctl {

// By name: the places that use it, such as "fx (variable TOKEN)".
[[nodiscard]] std::map<std::string, std::vector<std::string>>
secretUses(const api::GatewayConfig& config);

// The secrets that this server uses and no other one does.
[[nodiscard]] std::set<std::string> ownSecrets(const api::GatewayConfig& config,
                                               const ServerId& server);

// The names in a data folder's vault. Errors: Corrupt, IoError.
[[nodiscard]] Result<std::set<std::string>> storedSecrets(const std::filesystem::path& dataFolder);

} // namespace portcullis::ctl
