#pragma once

#include "gateway/api/config.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

// The configuration as JSON: the file in the data folder, import, export and `config show`. The
// schema for people and editors is resources/config.schema.json. Errors name the place in the file
// as a JSON pointer (/servers/2/command) and say what is allowed there.
namespace portcullis::api {

// Reads a whole configuration. Members that are missing get their defaults, so that
// {"servers":[{"id":"fx","transport":"stdio","command":["node","server.mjs"]}]} is complete.
// Unknown members are refused: a misspelt limit must not silently be no limit. What is read keeps
// all rules of validate().
[[nodiscard]] Result<GatewayConfig> parseConfig(std::string_view text);

// Pretty-printed, stable order, every member written. parseConfig() reads it back to an equal value
// when environment, headers and tools are sorted by name, as every change leaves them (they are
// JSON objects here).
[[nodiscard]] std::string formatConfig(const GatewayConfig& config);

// Single values, for the control socket and --json output. Reading one checks its form only; the
// rules are checked when it is applied. configFromJson() checks both.
[[nodiscard]] nlohmann::json toJson(const ServerConfig& server);
[[nodiscard]] nlohmann::json toJson(const KeyConfig& key);
[[nodiscard]] nlohmann::json toJson(const Settings& settings);
[[nodiscard]] nlohmann::json toJson(const Customer& customer);
[[nodiscard]] nlohmann::json toJson(const Team& team);
[[nodiscard]] nlohmann::json toJson(const Case& one);
[[nodiscard]] nlohmann::json toJson(const Budget& budget);
[[nodiscard]] nlohmann::json toJson(const Price& price);
[[nodiscard]] nlohmann::json toJson(const GatewayConfig& config);
[[nodiscard]] Result<ServerConfig> serverFromJson(const nlohmann::json& json,
                                                  const std::string& path = {});
[[nodiscard]] Result<KeyConfig> keyFromJson(const nlohmann::json& json,
                                            const std::string& path = {});
[[nodiscard]] Result<Settings> settingsFromJson(const nlohmann::json& json,
                                                const std::string& path = {});
[[nodiscard]] Result<Customer> customerFromJson(const nlohmann::json& json,
                                                const std::string& path = {});
[[nodiscard]] Result<Team> teamFromJson(const nlohmann::json& json, const std::string& path = {});
[[nodiscard]] Result<Case> caseFromJson(const nlohmann::json& json, const std::string& path = {});
// Without an id it gets its default one.
[[nodiscard]] Result<Budget> budgetFromJson(const nlohmann::json& json,
                                            const std::string& path = {});
[[nodiscard]] Result<Price> priceFromJson(const nlohmann::json& json, const std::string& path = {});
[[nodiscard]] Result<GatewayConfig> configFromJson(const nlohmann::json& json);

} // namespace portcullis::api
