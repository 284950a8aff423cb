#pragma once

#include "app/ctl/common.h"
#include "app/ctl/exit_code.h"
#include "gateway/api/config_change.h"
#include "gateway/api/gateway_client.h"

#include <CLI/App.hpp>

// What a change of rules, owners or cases comes to for every key, told before it is made.
namespace portcullis::ctl {

// Adds --yes.
void addSureOption(CLI::App& command, bool& sure);

// Tells what keys gain and lose, and asks whether it is to be made when something is gained: not
// when `sure`, not with --json, and only where a person sits at the terminal. Errors: those of
// asking the gateway, and of a change that it would refuse.
[[nodiscard]] Result<bool> isWanted(api::GatewayClient& gateway,
                                    const Common& common,
                                    bool sure,
                                    const api::ConfigChange& change);

// How a command ends whose change is not made: the answer was no, or could not be had.
[[nodiscard]] Result<ExitCode> declined(const Result<bool>& wanted);

} // namespace portcullis::ctl
