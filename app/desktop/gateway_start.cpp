#include "app/desktop/gateway_start.h"

#include "gateway/engine/config_store.h"

#include <QHostAddress>
#include <QTcpServer>

#include <limits>
#include <utility>

namespace portcullis::desktop {

namespace {

constexpr std::uint16_t kFirstOrdinaryPort = 1024;

// A port is what can be changed about it when it is taken, or kept for the system's own services.
bool isAboutPort(const Error& error, std::uint16_t port)
{
    return error.code == ErrorCode::Busy ||
           (error.code == ErrorCode::PermissionDenied && port != 0 && port < kFirstOrdinaryPort);
}

Error folderHeld(const std::filesystem::path& dataFolder, const FolderHolder& holder)
{
    const std::string who =
        holder.process == 0 ? "Another program" : "Process " + std::to_string(holder.process);
    return {ErrorCode::Busy, who + " has the folder " + dataFolder.string() + " open.", {}};
}

Obstacle obstacleOf(const Error& error, const engine::GatewayOptions& options)
{
    Obstacle obstacle;
    obstacle.error = error;
    obstacle.dataFolder = options.dataFolder;
    // First, because another gateway of this folder has its port as well.
    if (const auto holder = findFolderHolder(options.dataFolder);
        holder && error.code == ErrorCode::Busy) {
        obstacle.kind = Obstacle::Kind::Folder;
        obstacle.holder = *holder;
        obstacle.error = folderHeld(options.dataFolder, *holder);
        return obstacle;
    }
    const auto stored = engine::ConfigStore(options.dataFolder).load();
    const api::Settings settings = stored ? stored->settings : api::Settings();
    obstacle.host = options.listenHost.value_or(settings.listenHost);
    obstacle.port = options.listenPort.value_or(settings.listenPort);
    if (stored && isAboutPort(error, obstacle.port)) {
        obstacle.kind = Obstacle::Kind::Port;
    }
    return obstacle;
}

} // namespace

std::optional<StartedGateway>
startGateway(engine::GatewayOptions options, const Clock& clock, const AskPerson& ask)
{
    std::optional<std::uint16_t> otherPort;
    for (;;) {
        auto gateway = engine::Gateway::create(options, clock);
        if (gateway) {
            return StartedGateway{std::move(*gateway), otherPort};
        }
        const auto remedy = ask(obstacleOf(gateway.error(), options));
        if (!remedy) {
            return std::nullopt;
        }
        if (remedy->port) {
            otherPort = remedy->port;
            options.listenPort = remedy->port;
        }
    }
}

std::uint16_t freePortAfter(const std::string& host, std::uint16_t port)
{
    const QHostAddress address(QString::fromStdString(host));
    constexpr std::uint16_t kLast = std::numeric_limits<std::uint16_t>::max();
    for (std::uint32_t candidate = std::max<std::uint32_t>(port + 1U, kFirstOrdinaryPort);
         candidate <= kLast;
         ++candidate) {
        QTcpServer probe;
        if (probe.listen(address, static_cast<quint16>(candidate))) {
            return static_cast<std::uint16_t>(candidate);
        }
    }
    return 0;
}

} // namespace portcullis::desktop
