#include "app/ctl/connect.h"

#include "app/common/installation.h"
#include "app/common/system_proxies.h"
#include "app/ctl/folder_gateway.h"
#include "gateway/base/peer_identity.h"
#include "gateway/engine/data_folder.h"
#include "gateway/engine/guarded_client.h"

#include <utility>

namespace portcullis::ctl {

Result<std::unique_ptr<remote::RemoteGateway>> connectRunning(const Common& common)
{
    if (const auto socket = common.controlSocket()) {
        return remote::RemoteGateway::connect(*socket);
    }
    const std::filesystem::path folder = common.dataFolder();
    auto gateway =
        remote::RemoteGateway::connect(engine::socketPath(folder, engine::kControlSocket));
    if (!gateway && gateway.error().code == ErrorCode::Unavailable) {
        return fail(ErrorCode::Unavailable,
                    "Portcullis is not running on " + folder.string() +
                        ": start the application or `portcullisctl serve`.");
    }
    return gateway;
}

Result<std::unique_ptr<api::GatewayClient>> connectGateway(const Common& common,
                                                           engine::LogAids aids)
{
    auto running = connectRunning(common);
    if (running) {
        return std::unique_ptr<api::GatewayClient>(std::move(*running));
    }
    if (running.error().code != ErrorCode::Unavailable || common.controlSocket()) {
        return fail(std::move(running.error()));
    }
    FolderGateway::Options options;
    options.dataFolder = common.dataFolder();
    options.supervisor = installation::supervisorProgram();
    options.tokenProgram = installation::tokenProgram();
    options.proxies = installation::systemProxies();
    options.openMaster = [folder = options.dataFolder, way = common.unlockWay()] {
        return openMaster(folder, way);
    };
    options.logAids = std::move(aids);
    options.recordChanges = !common.unlock.empty();
    const std::uint32_t user = ownUser();
    return std::unique_ptr<api::GatewayClient>(std::make_unique<engine::GuardedClient>(
        std::make_shared<FolderGateway>(std::move(options)), systemIdentity()->ofUser(user), user));
}

} // namespace portcullis::ctl
