#include "app/desktop/keep_port.h"

#include "ui/gateway_bridge.h"

#include <utility>

namespace portcullis::desktop {

void keepPort(ui::GatewayBridge& bridge,
              std::uint16_t port,
              std::function<void(const Error&)> failed)
{
    auto* waiting = new QObject(&bridge);
    QObject::connect(
        &bridge,
        &ui::GatewayBridge::statusChanged,
        waiting,
        [&bridge, port, failed = std::move(failed), waiting] {
            if (!bridge.isReady() || bridge.status().state != api::GatewayState::Running) {
                return;
            }
            QObject::disconnect(&bridge, nullptr, waiting, nullptr);
            waiting->deleteLater();
            api::Settings settings = bridge.config().settings;
            settings.listenPort = port;
            bridge.apply(api::UpdateSettings{settings}, &bridge, [failed](const Result<>& saved) {
                if (!saved) {
                    failed(saved.error());
                }
            });
        });
}

} // namespace portcullis::desktop
