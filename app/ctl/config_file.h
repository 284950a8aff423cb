#pragma once

#include "gateway/api/config.h"
#include "gateway/base/result.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

// Configuration files that people write, and what they change.
namespace portcullis::ctl {

// The stored configuration with what the file says instead: its servers, settings, keys and all
// other members, each only when the file has it. What the stored configuration says of servers
// which are gone goes with them: lines of allow-lists, prices, budgets. Programs of the file that
// name no working directory start in `folder`, unless that is empty. Errors: InvalidArgument with
// the place in the file.
[[nodiscard]] Result<api::GatewayConfig> mergeConfig(const api::GatewayConfig& stored,
                                                     std::string_view text,
                                                     const std::filesystem::path& folder = {});

// The same from a file.
[[nodiscard]] Result<api::GatewayConfig> mergeConfigFile(const api::GatewayConfig& stored,
                                                         const std::filesystem::path& file,
                                                         const std::filesystem::path& folder = {});

// One line each for what is new (+), gone (-) and other (~).
[[nodiscard]] std::vector<std::string> differences(const api::GatewayConfig& before,
                                                   const api::GatewayConfig& after);

} // namespace portcullis::ctl
