#include "app/desktop/gateway_start.h"
#include "app/desktop/keep_port.h"
#include "app/desktop/start_dialog.h"
#include "gateway/base/crypto.h"
#include "gateway/engine/config_store.h"
#include "gateway/engine/data_folder.h"
#include "tests/app/desktop/held_lock.h"
#include "tests/support/temp_folder.h"
#include "tests/ui/ui_test.h"

#include <QLabel>
#include <QSpinBox>
#include <QTcpServer>

using namespace portcullis;
using namespace portcullis::test;
using desktop::Obstacle;
using desktop::Remedy;

namespace {

constexpr const char* kHost = "127.0.0.1";

// A data folder whose configuration names a port that another program listens on.
struct TakenPort
{
    TakenPort()
    {
        if (!other.listen(QHostAddress::LocalHost)) {
            throw std::runtime_error("no port can be listened on");
        }
        api::GatewayConfig config;
        config.settings.listenPort = other.serverPort();
        if (!engine::prepareDataFolder(folder.path()) ||
            !engine::ConfigStore(folder.path()).save(config)) {
            throw std::runtime_error("the configuration cannot be saved");
        }
    }

    [[nodiscard]] engine::GatewayOptions options() const
    {
        engine::GatewayOptions made;
        made.dataFolder = folder.path();
        return made;
    }

    [[nodiscard]] std::uint16_t storedPort() const
    {
        return engine::ConfigStore(folder.path()).load()->settings.listenPort;
    }

    TempFolder folder;
    SystemClock clock;
    QTcpServer other;
};

QString textOf(const desktop::StartDialog& dialog)
{
    QString text;
    for (const QLabel* label : dialog.findChildren<QLabel*>()) {
        text += label->text() + QLatin1Char('\n');
    }
    return text;
}

} // namespace

// The gateway's start with something in its way.
class StartTest final : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { ui::applyTheme(*qApp, ui::Scheme::Light); }

    void takenPortIsAskedAboutAndGivingUpChangesNothing()
    {
        const TakenPort taken;
        std::vector<Obstacle> asked;
        const auto started =
            desktop::startGateway(taken.options(), taken.clock, [&](const Obstacle& obstacle) {
                asked.push_back(obstacle);
                return std::optional<Remedy>();
            });
        QVERIFY(!started);
        QCOMPARE(asked.size(), std::size_t{1});
        QCOMPARE(asked[0].kind, Obstacle::Kind::Port);
        QCOMPARE(asked[0].port, taken.other.serverPort());
        QCOMPARE(asked[0].host, std::string(kHost));
        QCOMPARE(taken.storedPort(), taken.other.serverPort());
    }

    void tryingAgainSucceedsOnceThePortIsFree()
    {
        TakenPort taken;
        const std::uint16_t port = taken.other.serverPort();
        const auto started = desktop::startGateway(
            taken.options(), taken.clock, [&taken](const Obstacle&) -> std::optional<Remedy> {
                taken.other.close();
                return Remedy{};
            });
        QVERIFY(started);
        QVERIFY(!started->otherPort);
        QCOMPARE(taken.storedPort(), port);
    }

    void anotherPortIsUsedAndSavedWhenTheGatewayRuns()
    {
        const TakenPort taken;
        const std::uint16_t port = desktop::freePortAfter(kHost, taken.other.serverPort());
        QVERIFY(port > taken.other.serverPort());
        const auto started = desktop::startGateway(
            taken.options(), taken.clock, [port](const Obstacle&) -> std::optional<Remedy> {
                return Remedy{port};
            });
        QVERIFY(started);
        QCOMPARE(started->otherPort, std::optional(port));
        ui::GatewayBridge bridge(*started->gateway);
        desktop::keepPort(bridge, port, [](const Error& error) { QFAIL(error.message.c_str()); });
        QTRY_VERIFY(bridge.isReady());
        QVERIFY(bridge.status().endpoint.find(std::to_string(port)) != std::string::npos);
        QCOMPARE(taken.storedPort(), taken.other.serverPort()); // locked: nothing can be recorded
        started->gateway->open(randomSecret(32), [](const Result<>&) {});
        QTRY_COMPARE(bridge.config().settings.listenPort, port);
        QCOMPARE(taken.storedPort(), port);
        QCOMPARE(bridge.config().revision, std::uint64_t{1});
    }

    void aGatewayOfTheSameFolderIsNamedEvenThoughItsPortIsTaken()
    {
        TakenPort taken;
        taken.other.close();
        const auto first = engine::Gateway::create(taken.options(), taken.clock);
        QVERIFY(first);
        std::optional<Obstacle> asked;
        const auto second =
            desktop::startGateway(taken.options(), taken.clock, [&](const Obstacle& obstacle) {
                asked = obstacle;
                return std::optional<Remedy>();
            });
        QVERIFY(!second);
        QVERIFY(asked);
        QCOMPARE(asked->kind, Obstacle::Kind::Folder);
        QCOMPARE(asked->holder.process, ::getpid());
        QVERIFY(!asked->holder.program.empty());
    }

    void whoHasTheLogIsFound()
    {
        const TempFolder folder;
        QVERIFY(!desktop::findFolderHolder(folder.path()));
        {
            const HeldLock lock(folder.path(), ::getpid());
            const auto holder = desktop::findFolderHolder(folder.path());
            QVERIFY(holder);
            QCOMPARE(*holder, desktop::holderOfProcess(::getpid()));
        }
        QVERIFY(!desktop::findFolderHolder(folder.path()));
    }

    void brokenConfigurationIsNoMatterOfPorts()
    {
        const TakenPort taken;
        taken.folder.write(engine::kConfigFile, "{\"revision\":");
        std::optional<Obstacle> asked;
        const auto started =
            desktop::startGateway(taken.options(), taken.clock, [&](const Obstacle& obstacle) {
                asked = obstacle;
                return std::optional<Remedy>();
            });
        QVERIFY(!started);
        QCOMPARE(asked->kind, Obstacle::Kind::Other);
        const desktop::StartDialog dialog(*asked);
        QVERIFY(textOf(dialog).contains(QString::fromStdString(asked->error.message)));
    }

    void dialogOffersAPortThatIsFree()
    {
        const TakenPort taken;
        desktop::StartDialog dialog({Obstacle::Kind::Port,
                                     {ErrorCode::Busy, "", ""},
                                     {},
                                     kHost,
                                     taken.other.serverPort(),
                                     {}});
        dialog.show();
        Window::settle();
        QVERIFY(textOf(dialog).contains(
            QStringLiteral("Port %1 is used by another program").arg(taken.other.serverPort())));
        auto* port = dialog.findChild<QSpinBox*>(QStringLiteral("port"));
        const int first = port->value();
        QVERIFY(first > taken.other.serverPort());
        QTcpServer third;
        QVERIFY(third.listen(QHostAddress::LocalHost, static_cast<quint16>(first)));
        click(dialog.findChild<QPushButton*>(QStringLiteral("freePort")));
        QVERIFY(port->value() > first);
        click(dialog.findChild<QPushButton*>(QStringLiteral("usePort")));
        QCOMPARE(dialog.result(), static_cast<int>(QDialog::Accepted));
        QCOMPARE(dialog.remedy().port, std::optional(static_cast<std::uint16_t>(port->value())));
    }

    void dialogTriesAgainWithoutAnotherPort()
    {
        desktop::StartDialog dialog(
            {Obstacle::Kind::Port, {ErrorCode::Busy, "", ""}, {}, kHost, 8717, {}});
        dialog.show();
        click(dialog.findChild<QPushButton*>(QStringLiteral("tryAgain")));
        QCOMPARE(dialog.result(), static_cast<int>(QDialog::Accepted));
        QVERIFY(!dialog.remedy().port);
    }

    void dialogNamesWhoHasTheFolder()
    {
        desktop::StartDialog dialog({Obstacle::Kind::Folder,
                                     {ErrorCode::Busy, "", ""},
                                     "/home/mara/data",
                                     "",
                                     0,
                                     {4711, "portcullisctl"}});
        dialog.show();
        const QString text = textOf(dialog);
        for (const char* part : {"4711", "portcullisctl", "/home/mara/data", "kill 4711"}) {
            QVERIFY2(text.contains(QLatin1String(part)), qPrintable(text));
        }
        QVERIFY(dialog.findChild<QSpinBox*>(QStringLiteral("port")) == nullptr);
        click(button(&dialog, QStringLiteral("Quit")));
        QCOMPARE(dialog.result(), static_cast<int>(QDialog::Rejected));
    }
};

QTEST_MAIN(StartTest)
#include "start_test.moc"
