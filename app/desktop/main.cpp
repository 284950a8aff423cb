#include "app/common/installation.h"
#include "app/desktop/opening.h"
#include "app/desktop/process_hardening.h"
#include "app/desktop/run_desktop.h"
#include "app/desktop/single_instance.h"
#include "app/desktop/start_failure.h"
#include "app/keychain/keychain_store.h"
#include "gateway/engine/data_folder.h"
#include "ui/translations.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QLocale>

#include <cstdio>
#include <optional>

namespace {

using namespace portcullis;

struct Arguments
{
    std::filesystem::path dataFolder;
    std::optional<ui::PageId> page;
};

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
        QApplication::translate("main", "Open overview, servers, keys or activity."),
        QStringLiteral("PAGE"));
    parser.addOption(data);
    parser.addOption(page);
    parser.process(application);
    Arguments arguments;
    arguments.dataFolder = parser.isSet(data)
                               ? std::filesystem::path(parser.value(data).toStdString())
                               : installation::defaultDataFolder();
    if (parser.isSet(page)) {
        arguments.page = ui::pageFromName(parser.value(page));
        if (!arguments.page) {
            std::fputs("portcullis: --show-page is overview, servers, keys or activity.\n", stderr);
            std::exit(2);
        }
    }
    return arguments;
}

} // namespace

int main(int argc, char** argv)
{
    desktop::keepMemoryPrivate();
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("Portcullis"));
    QApplication::setApplicationVersion(QStringLiteral(PORTCULLIS_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("portcullis"));
    ui::installTranslations(application, QLocale());
    const Arguments arguments = readArguments(application);

    if (auto folder = engine::prepareDataFolder(arguments.dataFolder); !folder) {
        return desktop::showStartFailure(application, folder.error());
    }
    desktop::SingleInstance instance(arguments.dataFolder);
    if (!instance.claim()) {
        return instance.raiseOther() ? 0 : 1;
    }
    const SystemClock clock;
    engine::GatewayOptions options;
    options.dataFolder = arguments.dataFolder;
    options.supervisor = installation::supervisorProgram();
    options.openWithPassphrase = installation::passphraseOpener(arguments.dataFolder);
    auto gateway = engine::Gateway::create(std::move(options), clock);
    if (!gateway) {
        return desktop::showStartFailure(application, gateway.error());
    }
    keychain::KeychainStore keychain;
    desktop::DesktopOptions desktopOptions;
    desktopOptions.settingsFile =
        QString::fromStdString((arguments.dataFolder / "window.ini").string());
    desktopOptions.page = arguments.page;
    std::unique_ptr<desktop::Opening> opening;
    const int status = desktop::runDesktop(
        application, **gateway, clock, instance, desktopOptions, [&](ui::MainWindow& window) {
            opening = std::make_unique<desktop::Opening>(
                arguments.dataFolder, keychain, **gateway, window.lockedView());
            opening->begin();
        });
    opening.reset();
    (*gateway)->stop();
    return status;
}
