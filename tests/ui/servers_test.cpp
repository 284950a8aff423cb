#include "tests/ui/ui_test.h"
#include "ui/servers/servers_page.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QLabel>
#include <QRadioButton>
#include <QTableView>

using namespace portcullis;
using namespace portcullis::test;

// The page Servers: adding, trying, editing, removing.
class ServersTest final : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { ui::applyTheme(*qApp, ui::Scheme::Light); }

    void addsAProgram()
    {
        Window w(fillForFirstStart);
        w.window->showPage(ui::PageId::Servers);
        click(button(w.window.get(), QStringLiteral("Add server…")));
        QDialog* dialog = openDialog("serverDialog");
        QVERIFY(dialog != nullptr);
        type(dialog->findChild<QLineEdit*>(QStringLiteral("serverName")),
             QStringLiteral("My Files"));
        QCOMPARE(dialog->findChild<QLineEdit*>(QStringLiteral("serverId"))->text(),
                 QStringLiteral("my-files"));
        type(dialog->findChild<QLineEdit*>(QStringLiteral("serverCommand")),
             QStringLiteral("node \"/opt/my tools/x.mjs\" --all"));
        click(dialog->findChild<QPushButton*>(QStringLiteral("saveServer")));
        QTRY_COMPARE(w.client.currentConfig.servers.size(), std::size_t{1});
        const api::ServerConfig& server = w.client.currentConfig.servers[0];
        QCOMPARE(server.id.str(), std::string("my-files"));
        QCOMPARE(server.command,
                 (std::vector<std::string>{"node", "/opt/my tools/x.mjs", "--all"}));
        QTRY_VERIFY(openDialog("serverDialog") == nullptr);
        QTRY_COMPARE(
            w.window->findChild<ui::ServersPage*>()->findChild<QTableView*>()->model()->rowCount(),
            1);
    }

    void refusesWhatIsNotValidAndStaysOpen()
    {
        Window w(fillForFirstStart);
        w.window->findChild<ui::ServersPage*>()->addServer();
        QDialog* dialog = openDialog("serverDialog");
        click(dialog->findChild<QPushButton*>(QStringLiteral("saveServer")));
        QVERIFY(openDialog("serverDialog") != nullptr);
        QVERIFY(w.client.changes.empty());
        dialog->reject();
    }

    void triesAConnectionBeforeSaving()
    {
        Window w(fillForFirstStart);
        w.client.report =
            api::ServerReport{"2025-11-25", "fx", "1.0", {sampleTool("fx", "echo")}, {}, {}};
        w.window->findChild<ui::ServersPage*>()->addServer();
        QDialog* dialog = openDialog("serverDialog");
        type(dialog->findChild<QLineEdit*>(QStringLiteral("serverName")), QStringLiteral("fx"));
        type(dialog->findChild<QLineEdit*>(QStringLiteral("serverCommand")),
             QStringLiteral("/bin/fx"));
        click(dialog->findChild<QPushButton*>(QStringLiteral("testServer")));
        QTRY_COMPARE(w.client.tested.size(), std::size_t{1});
        QVERIFY(w.client.changes.empty());
        bool works = false;
        for (const QLabel* label : dialog->findChildren<QLabel*>()) {
            works = works || label->text() == QStringLiteral("The connection works");
        }
        QVERIFY(works);
        dialog->reject();
    }

    void keepsSecretsOutOfTheConfiguration()
    {
        Window w(fillForFirstStart);
        w.window->findChild<ui::ServersPage*>()->addServer();
        QDialog* dialog = openDialog("serverDialog");
        type(dialog->findChild<QLineEdit*>(QStringLiteral("serverName")), QStringLiteral("web"));
        dialog->findChild<QRadioButton*>(QStringLiteral("kindHttp"))->click();
        type(dialog->findChild<QLineEdit*>(QStringLiteral("serverUrl")),
             QStringLiteral("https://x.example/mcp"));
        QWidget* headers = nullptr;
        for (QPushButton* add : dialog->findChildren<QPushButton*>(QStringLiteral("addValue"))) {
            if (add->text() == QStringLiteral("Add header")) {
                headers = add->parentWidget();
                add->click();
            }
        }
        QVERIFY(headers != nullptr);
        const auto fields = headers->findChildren<QLineEdit*>();
        QCOMPARE(fields.size(), 2);
        fields[0]->setText(QStringLiteral("Authorization"));
        headers->findChild<QCheckBox*>()->setChecked(true);
        QCOMPARE(fields[1]->echoMode(), QLineEdit::Password);
        fields[1]->setText(QStringLiteral("Bearer s3cret"));
        click(dialog->findChild<QPushButton*>(QStringLiteral("saveServer")));
        QTRY_COMPARE(w.client.currentConfig.servers.size(), std::size_t{1});
        const auto& value = w.client.currentConfig.servers[0].headers[0].value;
        QVERIFY(std::holds_alternative<api::SecretRef>(value));
        QCOMPARE(w.client.secrets[std::get<api::SecretRef>(value).name],
                 std::string("Bearer s3cret"));
        QCOMPARE(w.client.secrets.size(), std::size_t{1});
    }

    void forgetsSecretsOfACancelledDialog()
    {
        Window w(fillForFirstStart);
        w.window->findChild<ui::ServersPage*>()->addServer();
        QDialog* dialog = openDialog("serverDialog");
        QPushButton* add = nullptr;
        for (QPushButton* candidate :
             dialog->findChildren<QPushButton*>(QStringLiteral("addValue"))) {
            add = candidate->text() == QStringLiteral("Add variable") ? candidate : add;
        }
        add->click();
        const auto fields = add->parentWidget()->findChildren<QLineEdit*>();
        fields[0]->setText(QStringLiteral("TOKEN"));
        add->parentWidget()->findChild<QCheckBox*>()->setChecked(true);
        fields[1]->setText(QStringLiteral("abc"));
        click(dialog->findChild<QPushButton*>(QStringLiteral("testServer")));
        QTRY_COMPARE(w.client.secrets.size(), std::size_t{1});
        dialog->reject();
        QTRY_VERIFY(w.client.secrets.empty());
    }

    void editingKeepsAStoredSecret()
    {
        Window w;
        w.window->showPage(ui::PageId::Servers);
        auto* table = w.window->findChild<ui::ServersPage*>()->findChild<QTableView*>();
        table->selectRow(1);
        Window::settle();
        click(button(w.window.get(), QStringLiteral("Edit…")));
        QDialog* dialog = openDialog("serverDialog");
        QVERIFY(dialog->findChild<QLineEdit*>(QStringLiteral("serverId"))->isReadOnly());
        type(dialog->findChild<QLineEdit*>(QStringLiteral("serverName")),
             QStringLiteral("Tickets"));
        click(dialog->findChild<QPushButton*>(QStringLiteral("saveServer")));
        QTRY_COMPARE(w.client.currentConfig.servers[1].name, std::string("Tickets"));
        QCOMPARE(w.client.currentConfig.servers[1].headers.size(), std::size_t{1});
        QCOMPARE(w.client.secrets["tickets.Authorization.0a1b2c3d"], std::string("Bearer t0ken"));
    }

    void disablesAndEnables()
    {
        Window w;
        w.window->showPage(ui::PageId::Servers);
        click(button(w.window.get(), QStringLiteral("Disable")));
        QVERIFY(w.client.changes.empty());
        QVERIFY(openDialog("confirm") != nullptr); // a call is running
        click(openDialog("confirm")->findChild<QPushButton*>(QStringLiteral("confirmAction")));
        QTRY_VERIFY(!w.client.currentConfig.servers[0].enabled);
        QTRY_VERIFY(button(w.window.get(), QStringLiteral("Enable")) != nullptr);
        click(button(w.window.get(), QStringLiteral("Enable")));
        QTRY_VERIFY(w.client.currentConfig.servers[0].enabled);
    }

    void asksNothingWhenNoCallRuns()
    {
        Window w;
        w.window->showPage(ui::PageId::Servers);
        api::GatewayStatus status = w.client.currentStatus;
        for (api::ServerStatus& server : status.servers) {
            server.inFlight = 0;
        }
        w.client.setStatus(status);
        QTRY_COMPARE(w.bridge->status(), status);
        click(button(w.window.get(), QStringLiteral("Restart")));
        QTRY_COMPARE(w.client.restarted.size(), std::size_t{1});
        click(button(w.window.get(), QStringLiteral("Disable")));
        QTRY_VERIFY(!w.client.currentConfig.servers[0].enabled);
    }

    void asksBeforeRemoving()
    {
        Window w;
        w.window->showPage(ui::PageId::Servers);
        press(w.window.get(), Qt::Key_Delete);
        Window::settle();
        QDialog* question = openDialog("confirm");
        QVERIFY(question != nullptr);
        question->reject();
        Window::settle();
        QVERIFY(w.client.changes.empty());
        press(w.window.get(), Qt::Key_Delete);
        Window::settle();
        question = openDialog("confirm");
        QVERIFY(question != nullptr);
        click(question->findChild<QPushButton*>(QStringLiteral("confirmAction")));
        QTRY_COMPARE(w.client.currentConfig.servers.size(), std::size_t{3});
        QVERIFY(std::holds_alternative<api::RemoveServer>(w.client.changes[0]));
    }

    void showsTheFailureOfACommand()
    {
        Window w;
        w.window->showPage(ui::PageId::Servers);
        w.client.failNext = Error{ErrorCode::Busy, "Somebody else holds the configuration.", {}};
        click(button(w.window.get(), QStringLiteral("Restart")));
        QVERIFY(openDialog("confirm") != nullptr);
        click(openDialog("confirm")->findChild<QPushButton*>(QStringLiteral("confirmAction")));
        QWidget* banner = w.find<QWidget>("problemBanner");
        QTRY_VERIFY(banner->isVisible());
        QVERIFY(banner->accessibleName().contains(QStringLiteral("Somebody else holds")));
    }

    void searchNarrowsTheTable()
    {
        Window w;
        w.window->showPage(ui::PageId::Servers);
        press(w.window.get(), Qt::Key_F, Qt::ControlModifier);
        Window::settle();
        auto* field = qobject_cast<QLineEdit*>(QApplication::focusWidget());
        QVERIFY(field != nullptr);
        QTest::keyClicks(field, QStringLiteral("map"));
        QCOMPARE(
            w.window->findChild<ui::ServersPage*>()->findChild<QTableView*>()->model()->rowCount(),
            1);
    }
};

QTEST_MAIN(ServersTest)
#include "servers_test.moc"
