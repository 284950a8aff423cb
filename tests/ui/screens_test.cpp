#include "tests/ui/screen_checks.h"
#include "tests/ui/ui_test.h"
#include "ui/activity/activity_page.h"
#include "ui/keys/keys_page.h"
#include "ui/servers/servers_page.h"
#include "ui/setup/locked_view.h"
#include "ui/theme/theme.h"
#include "ui/translations.h"

#include <QAction>
#include <QComboBox>
#include <QRadioButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QTabBar>
#include <QTableView>
#include <QTreeWidget>

using namespace portcullis;
using namespace portcullis::test;

namespace {

void fillRefusing(FakeGatewayClient& client)
{
    fillWithSamples(client);
    client.currentStatus.state = api::GatewayState::Refusing;
    client.currentStatus.reason = "The audit log cannot be written: no space is left on the disk "
                                  "with /home/mara/.local/share/portcullis.";
}

void fillFillingUp(FakeGatewayClient& client)
{
    fillWithSamples(client);
    client.currentStatus.logWarning = "The audit log's disk has only 1731 MiB left; below 512 MiB "
                                      "every call will be refused. Free some space.";
}

void fillLocked(FakeGatewayClient& client)
{
    fillWithSamples(client);
    client.currentStatus.state = api::GatewayState::Locked;
    client.currentStatus.reason =
        "The desktop's keyring is locked, or does not have this installation's key.";
}

void fillWithChangedTools(FakeGatewayClient& client)
{
    fillWithSamples(client);
    std::vector<api::ToolInfo>& tools = *client.tools[ServerId("files")];
    for (api::ToolInfo* tool : {&tools[0], &tools[4]}) {
        tool->approvedHash = std::string(64, 'a');
        tool->definitionHash = std::string(64, 'b');
        tool->changed = true;
    }
    tools[4].held = true;
    tools[2].hidden = true;
    for (int i = 0; i < 90; ++i) {
        client.tools[ServerId("tickets")]->push_back(
            sampleTool("tickets", "report_" + std::to_string(i)));
    }
}

} // namespace

// Every screen from fixed values, in light and dark: pictures when PORTCULLIS_SCREENSHOTS names a
// folder, and checks of what a picture cannot show.
class ScreensTest final : public QObject
{
    Q_OBJECT

private slots:

    void screens_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }

    void screens()
    {
        QFETCH(bool, dark);
        m_dark = dark;
        if (!dark) {
            ui::installTranslations(*qApp, QLocale::c());
        }
        ui::applyTheme(*qApp, dark ? ui::Scheme::Dark : ui::Scheme::Light);
        pages();
        emptyPages();
        states();
        serverDialogs();
        changedTools();
        settings();
        keyDialogs();
        smallDialogs();
    }

private:
    void pages()
    {
        Window w;
        for (const char* name : {"overview", "servers", "keys", "activity"}) {
            w.window->showPage(*ui::pageFromName(QString::fromLatin1(name)));
            take(w.window.get(), name);
        }
        auto* table = w.window->findChild<ui::ActivityPage*>()->findChild<QTableView*>();
        table->selectRow(2);
        take(w.window.get(), "activity-refusal");
        table->selectRow(1);
        take(w.window.get(), "activity-call");
        w.window->showPage(ui::PageId::Servers);
        w.window->findChild<ui::ServersPage*>()->findChild<QTableView*>()->selectRow(2);
        take(w.window.get(), "servers-failing");
        w.window->resize(w.window->minimumSize());
        for (const char* name : {"overview", "servers", "keys", "activity"}) {
            w.window->showPage(*ui::pageFromName(QString::fromLatin1(name)));
            take(w.window.get(), (std::string("small-") + name).c_str());
        }
    }

    void emptyPages()
    {
        Window w(fillForFirstStart);
        for (const char* name : {"overview", "servers", "keys", "activity"}) {
            w.window->showPage(*ui::pageFromName(QString::fromLatin1(name)));
            take(w.window.get(), (std::string("empty-") + name).c_str());
        }
    }

    void states()
    {
        Window refusing(fillRefusing);
        take(refusing.window.get(), "refusing");
        Window filling(fillFillingUp);
        take(filling.window.get(), "filling-up");
        Window locked(fillLocked);
        take(locked.window.get(), "locked");
        ui::LockedView& view = locked.window->lockedView();
        view.setMode(ui::LockedMode::NewPassphrase);
        take(locked.window.get(), "locked-new-passphrase");
        view.setMode(ui::LockedMode::Waiting);
        take(locked.window.get(), "locked-waiting");
        view.setMode(ui::LockedMode::Either, QStringLiteral("The keychain is locked."));
        view.showProblem({ErrorCode::Locked, "This is not the passphrase.", {}});
        take(locked.window.get(), "locked-either");
    }

    void serverDialogs()
    {
        Window w;
        w.client.report = api::ServerReport{"2025-11-25",
                                            "fx",
                                            "1.0",
                                            *w.client.tools[ServerId("files")],
                                            {"One tool was left out: its name is empty."},
                                            {}};
        w.window->findChild<ui::ServersPage*>()->addServer();
        QDialog* dialog = openDialog("serverDialog");
        take(dialog, "server-add");
        type(dialog->findChild<QLineEdit*>(QStringLiteral("serverName")), QStringLiteral("Files"));
        type(dialog->findChild<QLineEdit*>(QStringLiteral("serverCommand")),
             QStringLiteral("/opt/mcp/files"));
        click(dialog->findChild<QPushButton*>(QStringLiteral("testServer")));
        take(dialog, "server-tested");
        w.client.report = fail(ErrorCode::Unavailable,
                               "The program ended before it answered.",
                               "/opt/mcp/files: error while loading shared libraries");
        click(dialog->findChild<QPushButton*>(QStringLiteral("testServer")));
        take(dialog, "server-test-failed");
        dialog->findChild<QTabBar*>()->setCurrentIndex(1);
        dialog->findChild<QPushButton*>(QStringLiteral("addValue"))->click();
        take(dialog, "server-environment");
        dialog->findChild<QTabBar*>()->setCurrentIndex(3);
        take(dialog, "server-advanced");
        dialog->reject();
        webServerDialog(w);
    }

    void webServerDialog(Window& w)
    {
        w.window->findChild<ui::ServersPage*>()->addServer();
        QDialog* dialog = openDialog("serverDialog");
        dialog->findChild<QRadioButton*>(QStringLiteral("kindHttp"))->click();
        type(dialog->findChild<QLineEdit*>(QStringLiteral("serverName")), QStringLiteral("Web"));
        dialog->findChild<QLineEdit*>(QStringLiteral("serverUrl"))
            ->setText(QStringLiteral("https://tools.example/mcp"));
        dialog->findChild<QTabBar*>()->setCurrentIndex(2);
        take(dialog, "server-network");
        dialog->findChild<QLineEdit*>(QStringLiteral("clientCert"))
            ->setText(QStringLiteral("/etc/portcullis/client.pem"));
        dialog->findChild<QComboBox*>(QStringLiteral("proxy"))->setCurrentIndex(2);
        click(dialog->findChild<QPushButton*>(QStringLiteral("saveServer")));
        take(dialog, "server-network-problem");
        auto* scroll = dialog->findChild<QScrollArea*>();
        scroll->verticalScrollBar()->setValue(scroll->verticalScrollBar()->maximum());
        take(dialog, "server-network-end");
        dialog->findChild<QTabBar*>()->setCurrentIndex(3);
        scroll->verticalScrollBar()->setValue(scroll->verticalScrollBar()->maximum());
        take(dialog, "server-advanced-end");
        dialog->reject();
    }

    void changedTools()
    {
        Window w(fillWithChangedTools);
        w.window->showPage(ui::PageId::Servers);
        Window::settle();
        auto* tree = w.window->findChild<QTreeWidget*>(QStringLiteral("serverTools"));
        tree->setCurrentItem(tree->topLevelItem(0));
        take(w.window.get(), "servers-changed");
        w.window->resize(1280, 660);
        take(w.window.get(), "servers-changed-720");
        click(w.find<QPushButton>("approveTool"));
        take(openDialog("confirm"), "tool-approve");
        openDialog("confirm")->reject();
        click(w.find<QPushButton>("approveAllTools"));
        take(openDialog("confirm"), "tool-approve-all");
        openDialog("confirm")->reject();
        click(w.find<QPushButton>("showToolAs"));
        take(openDialog("toolDialog"), "tool-show-as");
        openDialog("toolDialog")->reject();
        w.window->showPage(ui::PageId::Keys);
        take(w.window.get(), "keys-many-tools");
    }

    void settings()
    {
        Window w;
        press(w.window.get(), Qt::Key_Comma, Qt::ControlModifier);
        QDialog* dialog = openDialog("settingsDialog");
        take(dialog, "settings");
        dialog->findChild<QLineEdit*>(QStringLiteral("listenHost"))
            ->setText(QStringLiteral("10.0.0.1"));
        click(dialog->findChild<QPushButton*>(QStringLiteral("saveSettings")));
        take(dialog, "settings-problem");
        dialog->findChild<QTabBar*>()->setCurrentIndex(1);
        take(dialog, "settings-limits");
        dialog->reject();
    }

    void keyDialogs()
    {
        Window w;
        w.window->showPage(ui::PageId::Keys);
        w.window->findChild<ui::KeysPage*>()->createKey();
        QDialog* dialog = openDialog("newKeyDialog");
        take(dialog, "key-new");
        type(dialog->findChild<QLineEdit*>(QStringLiteral("keyLabel")), QStringLiteral("Agent"));
        click(dialog->findChild<QPushButton*>(QStringLiteral("createKey")));
        take(openDialog("keyCreatedDialog"), "key-created");
        openDialog("keyCreatedDialog")->accept();
        w.window->findChild<ui::KeysPage*>()->showConfiguration();
        take(openDialog("clientConfigDialog"), "client-config");
        openDialog("clientConfigDialog")->accept();
    }

    void smallDialogs()
    {
        Window w;
        w.window->showPage(ui::PageId::Keys);
        press(w.window.get(), Qt::Key_Delete);
        Window::settle();
        take(openDialog("confirm"), "confirm");
        openDialog("confirm")->reject();
        click(button(w.window.get(), QStringLiteral("Edit…")));
        take(openDialog("editKeyDialog"), "key-edit");
        openDialog("editKeyDialog")->reject();
        for (QAction* action : w.window->findChildren<QAction*>()) {
            if (action->text() == QStringLiteral("&About Portcullis")) {
                action->trigger();
            }
        }
        take(openDialog("aboutDialog"), "about");
        openDialog("aboutDialog")->accept();
    }

    void take(QWidget* widget, const char* name)
    {
        QVERIFY(widget != nullptr);
        lookAt(*widget, QLatin1String(name) + QLatin1String(m_dark ? "-dark" : "-light"));
    }

    bool m_dark = false;
};

QTEST_MAIN(ScreensTest)
#include "screens_test.moc"
