#pragma once

#include "app/ctl/common.h"
#include "app/ctl/exit_code.h"
#include "gateway/api/gateway_client.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

// What the commands for customers, teams, cases, budgets and prices share.
namespace portcullis::ctl {

// By id, or by name when exactly one has it. Errors: NotFound, with the command that lists them.
[[nodiscard]] Result<api::Customer> lookUpCustomer(const api::GatewayConfig& config,
                                                   const std::string& name);
[[nodiscard]] Result<api::Team> lookUpTeam(const api::GatewayConfig& config,
                                           const std::string& name);
[[nodiscard]] Result<api::Case> lookUpCase(const api::GatewayConfig& config,
                                           const std::string& name);

// The id of a case as the log has it. A removed one is still there: what is no known name is taken
// for an id. Errors: those of asking the gateway.
[[nodiscard]] Result<CaseId> recordedCase(api::GatewayClient& gateway, const std::string& name);

// Makes a change and prints what came of it: `answer` with --json, otherwise the sentence.
[[nodiscard]] Result<ExitCode> applyAndSay(api::GatewayClient& gateway,
                                           const Common& common,
                                           api::ConfigChange change,
                                           const nlohmann::json& answer,
                                           const std::string& sentence);

// "Team ops is now disabled." without a change where it is so already.
[[nodiscard]] Result<ExitCode> switchAndSay(api::GatewayClient& gateway,
                                            const Common& common,
                                            bool differs,
                                            api::ConfigChange change,
                                            const nlohmann::json& answer,
                                            const std::string& what,
                                            const std::string& state);

} // namespace portcullis::ctl
