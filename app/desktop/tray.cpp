#include "app/desktop/tray.h"

#include "ui/gateway_bridge.h"
#include "ui/main_window.h"
#include "ui/theme/icons.h"
#include "ui/words.h"

namespace portcullis::desktop {

Tray::Tray(ui::GatewayBridge& bridge, ui::MainWindow& window, QObject* parent)
    : QObject(parent)
    , m_bridge(bridge)
    , m_icon(ui::applicationIcon())
{
    connect(m_menu.addAction(tr("&Open Portcullis")), &QAction::triggered, &window, [&window] {
        bringForward(window);
    });
    m_menu.addSeparator();
    connect(m_menu.addAction(tr("&Quit")), &QAction::triggered, this, &Tray::quitRequested);
    m_icon.setContextMenu(&m_menu);
    connect(&m_icon,
            &QSystemTrayIcon::activated,
            &window,
            [&window](QSystemTrayIcon::ActivationReason reason) {
                if (reason == QSystemTrayIcon::Trigger) {
                    bringForward(window);
                }
            });
    connect(&bridge, &ui::GatewayBridge::statusChanged, this, &Tray::refresh);
    refresh();
    m_icon.show();
}

void Tray::refresh()
{
    m_icon.setToolTip(tr("Portcullis: %1").arg(ui::describe(m_bridge.status().state).title));
}

void bringForward(ui::MainWindow& window)
{
    window.setWindowState(window.windowState() & ~Qt::WindowMinimized);
    window.show();
    window.raise();
    window.activateWindow();
}

} // namespace portcullis::desktop
