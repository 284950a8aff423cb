#pragma once

#include <QMenu>
#include <QObject>
#include <QSystemTrayIcon>

namespace portcullis::ui {
class GatewayBridge;
class MainWindow;
} // namespace portcullis::ui

namespace portcullis::desktop {

// The icon in the desktop's tray, where there is one: state at a glance, the window a click away.
// Owner: runDesktop(). GUI thread.
class Tray final : public QObject
{
    Q_OBJECT

public:
    Tray(ui::GatewayBridge& bridge, ui::MainWindow& window, QObject* parent = nullptr);

signals:
    void quitRequested();

private:
    void refresh();

    ui::GatewayBridge& m_bridge;
    QMenu m_menu;
    QSystemTrayIcon m_icon;
};

// Brings the window before the person, from wherever it is.
void bringForward(ui::MainWindow& window);

} // namespace portcullis::desktop
