#include "app/common/installation.h"
#include "app/common/private_memory.h"
#include "app/common/remote_gateway.h"
#include "app/common/system_proxies.h"
#include "app/desktop/opening.h"
#include "app/desktop/run_desktop.h"
#include "app/desktop/single_instance.h"
#include "app/desktop/start_dialog.h"
#include "app/desktop/system_scheme.h"
#include "app/keychain/keychain_pins.h"
#include "app/keychain/keychain_store.h"
#include "app/report/pdf_renderer.h"
#include "gateway/engine/data_folder.h"
#include "ui/translations.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QLocale>
#include <QPointer>
#include <QStandardPaths>

#include <cstdio>
#include <optional>

namespace {

using namespace portcullis;

struct Arguments
{
    std::filesystem::path dataFolder;
    // Of a gateway that runs elsewhere on this machine; otherwise this program is one itself.
    std::optional<std::filesystem::path> socket;
    std::optional<ui::PageId> page;
};

// Ends the program for a page that there is not.
ui::PageId pageNamed(const QString& name)
{
    const auto page = ui::pageFromName(name);
    if (!page) {
        std::fputs("portcullis: --show-page is overview, servers, keys, teams, budgets, activity "
                   "or audit.\n",
                   stderr);
        std::exit(2);
    }
    return *page;
}

Arguments readArguments(const QApplication& application)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QApplication::translate(
        "main",
        "A local MCP gateway that identifies, allows, records and proves every tool call."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption data(QStringLiteral("data"),
                                  QApplication::translate("main", "Use this data folder."),
                                  QStringLiteral("DIR"));
    const QCommandLineOption page(
        QStringLiteral("show-page"),
        QApplication::translate("main",
                                "Open overview, servers, keys, teams, budgets, activity or audit."),
        QStringLiteral("PAGE"));
    const QCommandLineOption connect(
        QStringLiteral("connect"),
        QApplication::translate("main", "Show the gateway behind this control socket."),
        QStringLiteral("SOCKET"));
    parser.addOption(data);
    parser.addOption(connect);
    parser.addOption(page);
    parser.process(application);
    Arguments arguments;
    std::error_code unknown; // then it stays as it is, and the folder says what is wrong
    arguments.dataFolder =
        parser.isSet(data) ? std::filesystem::absolute(parser.value(data).toStdString(), unknown)
                           : installation::defaultDataFolder();
    if (parser.isSet(connect)) {
        arguments.socket = parser.value(connect).toStdString();
    } else if (!parser.isSet(data)) {
        arguments.socket = installation::serviceSocket();
    }
    if (parser.isSet(page)) {
        arguments.page = pageNamed(parser.value(page));
    }
    return arguments;
}

// Says it on the terminal, too, where a start from a script is looked at.
std::optional<desktop::Remedy> askPerson(QApplication& application,
                                         desktop::SingleInstance& instance,
                                         const desktop::Obstacle& obstacle)
{
    std::fprintf(stderr, "portcullis: %s\n", obstacle.error.message.c_str());
    if (!obstacle.error.cause.empty()) {
        std::fprintf(stderr, "  %s\n", obstacle.error.cause.c_str());
    }
    const desktop::SystemScheme system;
    ui::applyTheme(application, system.scheme());
    desktop::StartDialog dialog(obstacle);
    QObject::connect(&instance, &desktop::SingleInstance::raiseRequested, &dialog, [&dialog] {
        dialog.raise();
        dialog.activateWindow();
    });
    return dialog.exec() == QDialog::Accepted ? std::optional(dialog.remedy()) : std::nullopt;
}

engine::GatewayOptions gatewayOptions(const Arguments& arguments, keychain::KeychainStore& keychain)
{
    engine::GatewayOptions options;
    options.dataFolder = arguments.dataFolder;
    options.supervisor = installation::supervisorProgram();
    options.tokenProgram = installation::tokenProgram();
    options.bridgeProgram = installation::bridgeProgram();
    options.proxies = installation::systemProxies();
    options.openWithPassphrase = installation::passphraseOpener(arguments.dataFolder);
    options.logAids.pins = std::make_shared<keychain::KeychainPins>(
        keychain, arguments.dataFolder / engine::kKeySlotsFile);
    options.logAids.renderer = std::make_shared<const report::PdfRenderer>();
    return options;
}

int run(QApplication& application, const Arguments& arguments, desktop::SingleInstance& instance)
{
    const SystemClock clock;
    keychain::KeychainStore keychain; // before the gateway, which remembers its log there
    const auto started = desktop::startGateway(
        gatewayOptions(arguments, keychain), clock, [&](const desktop::Obstacle& obstacle) {
            return askPerson(application, instance, obstacle);
        });
    if (!started) {
        return 1;
    }
    engine::Gateway& gateway = *started->gateway;
    desktop::DesktopOptions options;
    options.settingsFile = QString::fromStdString((arguments.dataFolder / "window.ini").string());
    options.page = arguments.page;
    options.portToKeep = started->otherPort;
    std::unique_ptr<desktop::Opening> opening;
    const int status = desktop::runDesktop(
        application, gateway, clock, instance, options, [&](ui::MainWindow& window) {
            opening = std::make_unique<desktop::Opening>(
                arguments.dataFolder, keychain, gateway, window.lockedView());
            opening->begin();
        });
    opening.reset();
    gateway.stop();
    return status;
}

// The window of a gateway in another process: it is not this program's to start, open or stop.
int runConnected(QApplication& application,
                 const std::filesystem::path& socket,
                 const Arguments& arguments,
                 desktop::SingleInstance& instance)
{
    auto remote = remote::RemoteGateway::connect(socket);
    if (!remote) {
        desktop::Obstacle obstacle;
        obstacle.error = remote.error();
        obstacle.dataFolder = socket;
        static_cast<void>(askPerson(application, instance, obstacle));
        return 1;
    }
    const SystemClock clock;
    desktop::DesktopOptions options;
    options.settingsFile = QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
                           QStringLiteral("/portcullis/window.ini");
    options.page = arguments.page;
    return desktop::runDesktop(
        application, **remote, clock, instance, options, [&](ui::MainWindow& window) {
            window.lockedView().setMode(ui::LockedMode::Passphrase);
            const QPointer<ui::MainWindow> shown(&window);
            (*remote)->onGone([shown] {
                // Over the application, which outlives the gateway.
                QMetaObject::invokeMethod(
                    QCoreApplication::instance(),
                    [shown] {
                        if (shown) {
                            shown->showProblem(
                                QApplication::translate("main", "The gateway has gone"),
                                QApplication::translate(
                                    "main",
                                    "What is shown is how it was. Open this window again when the "
                                    "gateway is back."));
                        }
                    },
                    Qt::QueuedConnection);
            });
        });
}

} // namespace

int main(int argc, char** argv)
{
    installation::keepMemoryPrivate();
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("Portcullis"));
    QApplication::setApplicationVersion(QStringLiteral(PORTCULLIS_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("portcullis"));
    ui::installTranslations(application, QLocale());
    const Arguments arguments = readArguments(application);

    desktop::SingleInstance instance(arguments.socket.value_or(arguments.dataFolder));
    while (!instance.claim()) {
        if (instance.raiseOther()) {
            return 0;
        }
        desktop::Obstacle obstacle;
        obstacle.kind = desktop::Obstacle::Kind::Folder;
        obstacle.error = {
            ErrorCode::Busy, "Another Portcullis has the folder and does not answer.", {}};
        obstacle.dataFolder = arguments.dataFolder;
        obstacle.holder = instance.holder();
        if (!askPerson(application, instance, obstacle)) {
            return 1;
        }
    }
    return arguments.socket ? runConnected(application, *arguments.socket, arguments, instance)
                            : run(application, arguments, instance);
}
