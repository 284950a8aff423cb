#pragma once

#include "app/ctl/command_line.h"

#include <string>
#include <vector>

// Every file of commands adds its own.
namespace portcullis::ctl {

void addServeCommand(CommandLine& commands);
void addStatusCommands(CommandLine& commands);
void addServerCommands(CommandLine& commands);
void addServerAddCommand(CommandLine& commands, CLI::App& server);
void addServerSetCommand(CommandLine& commands, CLI::App& server);
void addServerRuleCommands(CommandLine& commands, CLI::App& server);
void addServerToolsCommands(CommandLine& commands, CLI::App& server);
void addKeyCommands(CommandLine& commands);
void addKeyAllowCommand(CommandLine& commands, CLI::App& key);
// An option with a rule that may be given many times.
void addRuleOption(CLI::App& command,
                   const char* name,
                   std::vector<std::string>& out,
                   const char* description);
void addPolicyCommands(CommandLine& commands);
void addLockdownCommands(CommandLine& commands);
void addKeySetCommand(CommandLine& commands, CLI::App& key);
void addKeyRotateCommands(CommandLine& commands, CLI::App& key);
void addCustomerCommands(CommandLine& commands);
void addTeamCommands(CommandLine& commands);
void addCaseCommands(CommandLine& commands);
void addCaseRuleCommands(CommandLine& commands, CLI::App& group);
void addBudgetCommands(CommandLine& commands);
void addPriceCommands(CommandLine& commands);
void addSecretCommands(CommandLine& commands);
void addConfigCommands(CommandLine& commands);
void addRoleCommands(CommandLine& commands);
void addConfigHistoryCommands(CommandLine& commands, CLI::App& config);
void addActivityCommands(CommandLine& commands);
void addAuditCommands(CommandLine& commands);
void addAuditExportCommand(CommandLine& commands, CLI::App& audit);
void addAuditProveCommand(CommandLine& commands, CLI::App& audit);
void addAuditVerifyCommand(CommandLine& commands, CLI::App& audit);
void addWitnessCommands(CommandLine& commands);
void addRetentionCommands(CommandLine& commands);
void addHoldCommands(CommandLine& commands, CLI::App& retention);
void addBridgeCommand(CommandLine& commands);
void addDemoCommands(CommandLine& commands);

} // namespace portcullis::ctl
