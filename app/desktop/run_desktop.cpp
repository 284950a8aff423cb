#include "app/desktop/run_desktop.h"

#include "app/desktop/keep_port.h"
#include "app/desktop/quit_signals.h"
#include "app/desktop/single_instance.h"
#include "app/desktop/system_scheme.h"
#include "app/desktop/tray.h"
#include "app/desktop/window_settings.h"
#include "gateway/audit/bundle/bundle_check.h"
#include "gateway/policy/advisor.h"
#include "ui/gateway_bridge.h"
#include "ui/words.h"

#include <QApplication>
#include <QSystemTrayIcon>

namespace portcullis::desktop {

namespace {

ui::Scheme schemeFor(ui::ThemeChoice choice, const SystemScheme& system)
{
    switch (choice) {
    case ui::ThemeChoice::Light:
        return ui::Scheme::Light;
    case ui::ThemeChoice::Dark:
        return ui::Scheme::Dark;
    case ui::ThemeChoice::System:
        break;
    }
    return system.scheme();
}

void followTheme(QApplication& application,
                 ui::MainWindow& window,
                 WindowSettings& settings,
                 SystemScheme& system)
{
    window.setThemeChoice(settings.theme());
    QObject::connect(
        &window, &ui::MainWindow::themeChosen, &application, [&](ui::ThemeChoice choice) {
            settings.setTheme(choice);
            ui::applyTheme(application, schemeFor(choice, system));
        });
    QObject::connect(&system, &SystemScheme::schemeChanged, &application, [&] {
        ui::applyTheme(application, schemeFor(settings.theme(), system));
    });
}

// The settings and the advisor outlive the window.
ui::WindowAids aidsWith(WindowSettings& settings, const api::PolicyAdvisor& advisor)
{
    ui::WindowAids aids;
    aids.checkBundle = &audit::bundle::checkBundle;
    aids.filters = {[&settings] { return settings.filters(); },
                    [&settings](const QString& text) { settings.setFilters(text); }};
    aids.advisor = &advisor;
    return aids;
}

} // namespace

int runDesktop(QApplication& application,
               api::GatewayClient& gateway,
               const Clock& clock,
               SingleInstance& instance,
               const DesktopOptions& options,
               const std::function<void(ui::MainWindow&)>& ready)
{
    SystemScheme system; // looks at the platform's palette, so before ours
    WindowSettings settings(options.settingsFile);
    ui::applyTheme(application, schemeFor(settings.theme(), system));
    const policy::Advisor advisor;
    ui::GatewayBridge bridge(gateway);
    ui::MainWindow window(bridge, clock, aidsWith(settings, advisor));
    settings.restore(window);
    followTheme(application, window, settings, system);
    const auto quit = [&] {
        settings.remember(window);
        QCoreApplication::quit();
    };
    QuitSignals quitSignals;
    QObject::connect(&quitSignals, &QuitSignals::quitRequested, &application, quit);
    QObject::connect(&window, &ui::MainWindow::quitRequested, &application, quit);
    QObject::connect(
        &instance, &SingleInstance::raiseRequested, &window, [&window] { bringForward(window); });
    // Without a tray a hidden window could not be found again, so closing it quits.
    std::optional<Tray> tray;
    if (QSystemTrayIcon::isSystemTrayAvailable()) {
        QApplication::setQuitOnLastWindowClosed(false);
        window.setHideOnClose(true);
        tray.emplace(bridge, window);
        QObject::connect(&*tray, &Tray::quitRequested, &application, quit);
    }
    if (options.page) {
        window.showPage(*options.page);
    }
    if (options.portToKeep) {
        keepPort(bridge, *options.portToKeep, [&window](const Error& error) {
            window.showProblem(
                QCoreApplication::translate("main", "The new port could not be saved"),
                ui::describeFully(error));
        });
    }
    window.show();
    if (ready) {
        ready(window);
    }
    return QApplication::exec();
}

} // namespace portcullis::desktop
