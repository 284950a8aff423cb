#pragma once

#include "app/common/remote_gateway.h"
#include "app/ctl/common.h"
#include "gateway/api/gateway_client.h"
#include "gateway/engine/log_aids.h"

#include <memory>

// Whom a command speaks to.
namespace portcullis::ctl {

// The gateway that runs on the data folder, or, where none does, the folder itself. The commands
// are the same for both. `aids` are for the second.
[[nodiscard]] Result<std::unique_ptr<api::GatewayClient>> connectGateway(const Common& common,
                                                                         engine::LogAids aids = {});

// Only the one that runs. Unavailable, with what to do, where none does.
[[nodiscard]] Result<std::unique_ptr<remote::RemoteGateway>> connectRunning(const Common& common);

} // namespace portcullis::ctl
