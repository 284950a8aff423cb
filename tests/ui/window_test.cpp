#include "tests/ui/ui_test.h"
#include "ui/setup/locked_view.h"
#include "ui/setup/setup_guide.h"
#include "ui/theme/theme.h"
#include "ui/translations.h"
#include "ui/window_place.h"

#include <QLabel>
#include <QScreen>
#include <QSignalSpy>
#include <QTranslator>

using namespace portcullis;
using namespace portcullis::test;

namespace {

void fillLocked(FakeGatewayClient& client)
{
    fillWithSamples(client);
    client.currentStatus.state = api::GatewayState::Locked;
    client.currentStatus.reason = "The desktop's keyring did not give the key.";
}

void fillWithLongNames(FakeGatewayClient& client)
{
    fillWithSamples(client);
    const std::string name(120, 'W');
    for (api::ServerConfig& server : client.currentConfig.servers) {
        server.name = name;
    }
    for (api::KeyConfig& key : client.currentConfig.keys) {
        key.label = name;
        key.owner = name;
    }
}

QRect available()
{
    return QGuiApplication::primaryScreen()->availableGeometry();
}

} // namespace

// The window as a whole: states of the gateway, the way through a first start, the keyboard.
class WindowTest final : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { ui::applyTheme(*qApp, ui::Scheme::Light); }

    // Back to the words of the source.
    void cleanup() { qDeleteAll(qApp->findChildren<QTranslator*>()); }

    void placeIsKeptWithinTheScreen()
    {
        const QRect screen(100, 30, 1280, 690);
        const QRect fitting(300, 100, 800, 500);
        QCOMPARE(ui::placeWithin(fitting, screen), fitting);
        for (const QRect& wanted : {QRect(0, 0, 1320, 820),
                                    QRect(-4000, -3000, 900, 400),
                                    QRect(9000, 9000, 900, 400),
                                    QRect(100, 30, 5000, 50)}) {
            const QRect place = ui::placeWithin(wanted, screen);
            QVERIFY(screen.contains(place));
            QVERIFY(place.top() > screen.top()); // the title bar is above
        }
    }

    void firstSizeFitsTheScreen()
    {
        FixedClock clock;
        FakeGatewayClient client;
        fillWithSamples(client);
        ui::GatewayBridge bridge(client);
        const ui::MainWindow window(bridge, clock);
        QCOMPARE(available().size(), QSize(1280, 720));
        QVERIFY(window.width() <= available().width());
        QVERIFY(window.height() < available().height());
        QVERIFY(window.width() > 1200);
    }

    void everyPageFitsANarrowWindow_data()
    {
        QTest::addColumn<QString>("language");
        QTest::newRow("English") << QStringLiteral("en");
        QTest::newRow("German") << QStringLiteral("de");
    }

    void everyPageFitsANarrowWindow()
    {
        QFETCH(QString, language);
        ui::installTranslations(*qApp, QLocale(language));
        Window w(fillWithLongNames);
        for (const char* name : {"overview", "servers", "keys", "teams", "activity"}) {
            w.window->showPage(*ui::pageFromName(QString::fromLatin1(name)));
            Window::settle();
            const QSize needed = w.window->minimumSizeHint();
            const QSize smallest = w.window->minimumSize();
            QVERIFY2(needed.width() <= smallest.width(),
                     qPrintable(QString::number(needed.width())));
            QVERIFY2(needed.height() <= smallest.height(),
                     qPrintable(QString::number(needed.height())));
            QVERIFY(smallest.width() <= 1000 && smallest.height() <= 620);
        }
    }

    void lockedStateIsUnlockedByThePassphrase()
    {
        Window w(fillLocked);
        auto* view = w.window->findChild<ui::LockedView*>();
        QTRY_VERIFY(view->isVisible());
        auto* field = w.find<QLineEdit>("passphrase");
        type(field, QStringLiteral("wrong"));
        click(w.find<QPushButton>("unlock"));
        QVERIFY(field->text().isEmpty());
        QVERIFY(view->isVisible());
        QCOMPARE(w.client.passphrases, (std::vector<std::string>{"wrong"}));
        type(field, QStringLiteral("correct horse"));
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_VERIFY(!view->isVisible());
        QVERIFY(w.window->findChild<QWidget*>(QStringLiteral("navigation"))->isEnabled());
    }

    void refusingIsToldInABanner()
    {
        Window w;
        auto* banner = w.find<QWidget>("stateBanner");
        QVERIFY(!banner->isVisible());
        api::GatewayStatus status = w.client.currentStatus;
        status.state = api::GatewayState::Refusing;
        status.reason = "The disk with the log is full.";
        w.client.setStatus(status);
        QTRY_VERIFY(banner->isVisible());
        QVERIFY(
            banner->accessibleName().contains(QStringLiteral("The disk with the log is full.")));
        status.state = api::GatewayState::Running;
        w.client.setStatus(status);
        QTRY_VERIFY(!banner->isVisible());
    }

    void firstStartLeadsThroughThreeSteps()
    {
        Window w(fillForFirstStart);
        auto* guide = w.window->findChild<ui::SetupGuide*>();
        QVERIFY(guide->isVisible());
        QCOMPARE(guide->stepsDone(), 0);
        QVERIFY(!button(guide, QStringLiteral("Create key…"))->isEnabled());

        click(button(guide, QStringLiteral("Add server…")));
        QDialog* server = openDialog("serverDialog");
        type(server->findChild<QLineEdit*>(QStringLiteral("serverName")), QStringLiteral("fx"));
        type(server->findChild<QLineEdit*>(QStringLiteral("serverCommand")),
             QStringLiteral("/bin/fx"));
        click(server->findChild<QPushButton*>(QStringLiteral("saveServer")));
        QTRY_COMPARE(guide->stepsDone(), 1);

        QTRY_VERIFY(openDialog("serverDialog") == nullptr);
        click(button(guide, QStringLiteral("Create key…")));
        QDialog* key = openDialog("newKeyDialog");
        type(key->findChild<QLineEdit*>(QStringLiteral("keyLabel")), QStringLiteral("Agent"));
        click(key->findChild<QPushButton*>(QStringLiteral("createKey")));
        QTRY_VERIFY(openDialog("keyCreatedDialog") != nullptr);
        openDialog("keyCreatedDialog")->accept();
        QTRY_COMPARE(guide->stepsDone(), 2);

        click(button(guide, QStringLiteral("Show configuration…")));
        QTRY_VERIFY(openDialog("clientConfigDialog") != nullptr);
        openDialog("clientConfigDialog")->accept();
        api::GatewayStatus status = w.client.currentStatus;
        status.keys = {{w.client.currentConfig.keys[0].id, sampleNow()}};
        w.client.setStatus(status);
        QTRY_VERIFY(!guide->isVisible());
    }

    void shortcutsReachEveryPage()
    {
        Window w;
        const std::array pages = {ui::PageId::Overview,
                                  ui::PageId::Servers,
                                  ui::PageId::Keys,
                                  ui::PageId::Teams,
                                  ui::PageId::Budgets,
                                  ui::PageId::Activity,
                                  ui::PageId::Audit};
        for (std::size_t i = pages.size(); i-- > 0;) {
            press(w.window.get(),
                  static_cast<Qt::Key>(Qt::Key_1 + static_cast<int>(i)),
                  Qt::ControlModifier);
            QCOMPARE(w.window->currentPage(), pages[i]);
        }
        w.window->showPage(ui::PageId::Keys);
        press(w.window.get(), Qt::Key_N, Qt::ControlModifier);
        QTRY_VERIFY(openDialog("newKeyDialog") != nullptr);
        openDialog("newKeyDialog")->reject();
        const int before = w.client.configQueries;
        press(w.window.get(), Qt::Key_F5);
        QVERIFY(w.client.configQueries > before);
    }

    void detailsOfARefusalLeadToItsCall()
    {
        Window w;
        click(button(w.window.get(), QStringLiteral("Details")));
        QCOMPARE(w.window->currentPage(), ui::PageId::Activity);
        auto* verdict = w.find<QWidget>("verdict");
        QTRY_VERIFY(verdict->isVisible());
        QVERIFY(verdict->accessibleName().contains(QStringLiteral("Tool not allowed")));
    }

    void closingQuitsOrHides()
    {
        Window w;
        QSignalSpy quit(w.window.get(), &ui::MainWindow::quitRequested);
        w.window->setHideOnClose(true);
        w.window->close();
        QCOMPARE(quit.count(), 0);
        w.window->show();
        w.window->setHideOnClose(false);
        w.window->close();
        QCOMPARE(quit.count(), 1);
    }

    void themeFollowsTheChoice()
    {
        ui::applyTheme(*qApp, ui::Scheme::Dark);
        QCOMPARE(ui::schemeOf(QApplication::palette()), ui::Scheme::Dark);
        ui::applyTheme(*qApp, ui::Scheme::Light);
        QCOMPARE(ui::schemeOf(QApplication::palette()), ui::Scheme::Light);
    }
};

QTEST_MAIN(WindowTest)
#include "window_test.moc"
