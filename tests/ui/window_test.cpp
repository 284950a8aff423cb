#include "tests/ui/ui_test.h"
#include "ui/setup/locked_view.h"
#include "ui/setup/setup_guide.h"
#include "ui/theme/theme.h"

#include <QLabel>
#include <QSignalSpy>

using namespace portcullis;
using namespace portcullis::test;

namespace {

void fillLocked(FakeGatewayClient& client)
{
    fillWithSamples(client);
    client.currentStatus.state = api::GatewayState::Locked;
    client.currentStatus.reason = "The desktop's keyring did not give the key.";
}

} // namespace

// The window as a whole: states of the gateway, the way through a first start, the keyboard.
class WindowTest final : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { ui::applyTheme(*qApp, ui::Scheme::Light); }

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
        const std::array pages = {
            ui::PageId::Overview, ui::PageId::Servers, ui::PageId::Keys, ui::PageId::Activity};
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
