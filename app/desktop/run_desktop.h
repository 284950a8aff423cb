#pragma once

#include "gateway/api/gateway_client.h"
#include "gateway/base/clock.h"
#include "ui/main_window.h"

#include <QString>

#include <functional>
#include <optional>

class QApplication;

namespace portcullis::desktop {

class SingleInstance;

struct DesktopOptions
{
    QString settingsFile;
    std::optional<ui::PageId> page;
    std::optional<std::uint16_t> portToKeep; // saved once the gateway runs
};

// Shows the window over a gateway and runs until somebody quits; returns the exit code. `ready` is
// called once with the window before the event loop begins. The gateway outlives the call.
[[nodiscard]] int runDesktop(QApplication& application,
                             api::GatewayClient& gateway,
                             const Clock& clock,
                             SingleInstance& instance,
                             const DesktopOptions& options,
                             const std::function<void(ui::MainWindow&)>& ready = {});

} // namespace portcullis::desktop
