#pragma once

#include "gateway/base/result.h"

#include <cstdint>
#include <functional>

namespace portcullis::ui {
class GatewayBridge;
} // namespace portcullis::ui

namespace portcullis::desktop {

// Saves the port that was chosen at the start. A change of the configuration is recorded, so this
// waits until the gateway runs. `failed` is called when it cannot be saved. GUI thread; ends with
// the bridge.
void keepPort(ui::GatewayBridge& bridge,
              std::uint16_t port,
              std::function<void(const Error&)> failed);

} // namespace portcullis::desktop
