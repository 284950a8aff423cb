#include "tests/ui/ui_test.h"
#include "ui/servers/server_form.h"
#include "ui/servers/servers_page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/tab_pages.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QRadioButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QTabBar>
#include <QTableView>

using namespace portcullis;
using namespace portcullis::test;
using ui::ServerForm;

namespace {

using namespace std::chrono_literals;

// Every field differs from its default.
api::ServerConfig everything(api::Transport transport)
{
    api::ServerConfig server;
    server.id = ServerId("full");
    server.name = "Everything";
    server.enabled = false;
    server.transport = transport;
    server.protocol = transport == api::Transport::Sse ? api::ProtocolChoice::Session
                                                       : api::ProtocolChoice::Stateless;
    if (transport == api::Transport::Stdio) {
        server.command = {"/opt/mcp/x", "--all"};
        server.workingDirectory = "/srv/x";
        server.environment = {{"TOKEN", api::SecretRef{"full.TOKEN.1"}}, {"MODE", "fast"}};
    } else {
        server.url = "https://x.example/mcp";
        server.headers = {{"X-Key", "1"}};
        server.caFile = "/etc/ca.pem";
        server.allowPlainHttp = true;
        server.clientCertFile = "/etc/client.pem";
        server.clientKeyFile = "/etc/client.key";
        server.clientKeyPassphrase = api::SecretRef{"full.clientKey.1"};
        server.proxy = "http://proxy.example:3128";
    }
    server.start = api::StartMode::Lazy;
    server.idleStop = 90s;
    server.scope = api::InstanceScope::Key;
    server.onePerson = true;
    server.offersAddresses = server.offersSampling = false;
    server.keepWebLinks = true;
    server.roots = {"/srv/case", "/srv/other case"};
    server.changedTools = api::ChangedTools::Hold;
    server.tools = {{"a", "b", "Does b", false}, {"c", "", {}, true}};
    server.content = api::ContentMode::ProveOnly;
    server.callTimeout = 1500ms;
    server.maxInFlight = 3;
    server.rate = api::RateLimit{250, 90s, 40};
    return server;
}

QString fieldProblem(const QWidget* root)
{
    for (const QLabel* label : root->findChildren<QLabel*>(QStringLiteral("fieldProblem"))) {
        if (label->isVisible()) {
            return label->text();
        }
    }
    return {};
}

// A dialog that adds a server at a web address.
QDialog* addWebServer(Window& w)
{
    w.window->findChild<ui::ServersPage*>()->addServer();
    QDialog* dialog = openDialog("serverDialog");
    type(dialog->findChild<QLineEdit*>(QStringLiteral("serverName")), QStringLiteral("web"));
    dialog->findChild<QRadioButton*>(QStringLiteral("kindHttp"))->click();
    dialog->findChild<QLineEdit*>(QStringLiteral("serverUrl"))
        ->setText(QStringLiteral("https://x.example/mcp"));
    return dialog;
}

void setText(const QDialog* dialog, const char* name, const char* text)
{
    dialog->findChild<QLineEdit*>(QLatin1String(name))->setText(QLatin1String(text));
}

void save(QDialog* dialog)
{
    click(dialog->findChild<QPushButton*>(QStringLiteral("saveServer")));
}

} // namespace

// The form of a server: nothing is lost in it, and what is wrong is said where it is wrong.
class ServerFormTest final : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { ui::applyTheme(*qApp, ui::Scheme::Light); }

    void keepsEveryFieldOfAServer()
    {
        for (const auto transport :
             {api::Transport::Stdio, api::Transport::Http, api::Transport::Sse}) {
            const api::ServerConfig server = everything(transport);
            ServerForm form(ServerForm::Mode::Edit, {});
            form.setServer(server);
            std::vector<ui::SecretDrafts::Secret> secrets;
            const Result<api::ServerConfig> taken = form.takeServer(secrets);
            QVERIFY(taken.has_value());
            QCOMPARE(*taken, server);
            QVERIFY(secrets.empty());
        }
    }

    void savesTheNewSettings()
    {
        Window w(fillForFirstStart);
        QDialog* dialog = addWebServer(w);
        setText(dialog, "clientCert", "/etc/client.pem");
        setText(dialog, "clientKey", "/etc/client.key");
        setText(dialog, "clientKeyPassphrase", "open sesame");
        auto* proxy = dialog->findChild<QComboBox*>(QStringLiteral("proxy"));
        proxy->setCurrentIndex(2);
        setText(dialog, "proxyAddress", "http://proxy.example:3128");
        dialog->findChild<QComboBox*>(QStringLiteral("start"))->setCurrentIndex(1);
        dialog->findChild<QSpinBox*>(QStringLiteral("idleStop"))->setValue(5);
        dialog->findChild<QComboBox*>(QStringLiteral("scope"))->setCurrentIndex(2);
        dialog->findChild<QCheckBox*>(QStringLiteral("onePerson"))->setChecked(true);
        dialog->findChild<QCheckBox*>(QStringLiteral("keepWebLinks"))->setChecked(true);
        dialog->findChild<QCheckBox*>(QStringLiteral("offersSampling"))->setChecked(false);
        dialog->findChild<QPlainTextEdit*>(QStringLiteral("roots"))
            ->setPlainText(QStringLiteral(" /srv/case \n\n/srv/b\n"));
        dialog->findChild<QComboBox*>(QStringLiteral("changedTools"))->setCurrentIndex(1);
        save(dialog);
        QTRY_COMPARE(w.client.currentConfig.servers.size(), std::size_t{1});
        const api::ServerConfig& server = w.client.currentConfig.servers[0];
        QCOMPARE(server.clientCertFile, std::string("/etc/client.pem"));
        QCOMPARE(server.clientKeyFile, std::string("/etc/client.key"));
        QVERIFY(server.clientKeyPassphrase.has_value());
        QCOMPARE(w.client.secrets[server.clientKeyPassphrase->name], std::string("open sesame"));
        QCOMPARE(server.proxy, std::string("http://proxy.example:3128"));
        QVERIFY(server.start == api::StartMode::Lazy);
        QCOMPARE(server.idleStop, std::chrono::seconds(300));
        QVERIFY(server.scope == api::InstanceScope::Session && server.onePerson);
        QVERIFY(server.changedTools == api::ChangedTools::Hold);
        QVERIFY(server.keepWebLinks);
        QVERIFY(server.offersForms && server.offersAddresses && server.offersRoots);
        QVERIFY(!server.offersSampling);
        QCOMPARE(server.roots, (std::vector<std::string>{"/srv/case", "/srv/b"}));
    }

    void aProgramHasNoNetworkSettings()
    {
        ServerForm form(ServerForm::Mode::Edit, {});
        form.setServer(everything(api::Transport::Http));
        form.findChild<QRadioButton*>(QStringLiteral("kindStdio"))->click();
        form.findChild<QLineEdit*>(QStringLiteral("serverCommand"))->setText(QStringLiteral("/x"));
        QVERIFY(!form.findChild<ui::TabPages*>()->isTabVisible(2));
        std::vector<ui::SecretDrafts::Secret> secrets;
        const Result<api::ServerConfig> taken = form.takeServer(secrets);
        QVERIFY(taken.has_value());
        QVERIFY(taken->clientCertFile.empty() && !taken->clientKeyPassphrase);
        QCOMPARE(taken->proxy, std::string(api::kSystemProxy));
        QCOMPARE(taken->tools.size(), std::size_t{2});
    }

    void refusesTheOldTransportWithoutSessions()
    {
        ServerForm form(ServerForm::Mode::Edit, {});
        form.setServer(everything(api::Transport::Http));
        form.findChild<QCheckBox*>(QStringLiteral("serverSse"))->click();
        std::vector<ui::SecretDrafts::Secret> secrets;
        QVERIFY(!form.takeServer(secrets).has_value());
        QVERIFY(form.problemRow() != nullptr);
    }

    void forgetsAPassphraseThatIsLeftOut()
    {
        Window w;
        w.client.currentConfig.servers.push_back(everything(api::Transport::Http));
        w.client.secrets["full.clientKey.1"] = "old";
        w.bridge->refresh();
        Window::settle();
        w.window->showPage(ui::PageId::Servers);
        w.window->findChild<ui::ServersPage*>()->findChild<QTableView*>()->selectRow(4);
        Window::settle();
        click(button(w.window.get(), QStringLiteral("Edit…")));
        QDialog* dialog = openDialog("serverDialog");
        dialog->findChild<QTabBar*>()->setCurrentIndex(2);
        auto* field = dialog->findChild<QLineEdit*>(QStringLiteral("clientKeyPassphrase"));
        QVERIFY(field->text().isEmpty());
        QVERIFY(field->placeholderText().startsWith(QStringLiteral("Stored")));
        dialog->findChild<QPushButton*>(QStringLiteral("leaveOutSecret"))->click();
        save(dialog);
        QTRY_VERIFY(!w.client.currentConfig.servers[4].clientKeyPassphrase);
        QTRY_VERIFY(!w.client.secrets.contains("full.clientKey.1"));
    }

    void saysAtTheFieldWhatIsMissing()
    {
        Window w(fillForFirstStart);
        QDialog* dialog = addWebServer(w);
        setText(dialog, "clientCert", "/etc/client.pem");
        save(dialog);
        QVERIFY(w.client.changes.empty());
        auto* key = dialog->findChild<QLineEdit*>(QStringLiteral("clientKey"));
        QVERIFY(key->isVisible()); // its tab is in front
        QVERIFY(key->hasFocus() || !dialog->isActiveWindow());
        QVERIFY(fieldProblem(dialog).contains(QStringLiteral("belong together")));
        QCOMPARE(key->accessibleDescription(), fieldProblem(dialog));
        setText(dialog, "clientKey", "client.key");
        save(dialog);
        QVERIFY(fieldProblem(dialog).contains(QStringLiteral("whole path")));
        setText(dialog, "clientKey", "/etc/client.key");
        dialog->findChild<QComboBox*>(QStringLiteral("proxy"))->setCurrentIndex(2);
        setText(dialog, "proxyAddress", "none"); // no way around the other choices
        save(dialog);
        QVERIFY(fieldProblem(dialog).contains(QStringLiteral("with its port")));
        auto* address = dialog->findChild<QLineEdit*>(QStringLiteral("proxyAddress"));
        QCOMPARE(address->accessibleDescription(), fieldProblem(dialog));
        setText(dialog, "proxyAddress", "http://proxy.example:3128");
        save(dialog);
        QTRY_COMPARE(w.client.currentConfig.servers.size(), std::size_t{1});
    }

    void saysAtTheFieldWhatIsWrongWithTheConnection()
    {
        Window w(fillForFirstStart);
        w.window->findChild<ui::ServersPage*>()->addServer();
        QDialog* dialog = openDialog("serverDialog");
        type(dialog->findChild<QLineEdit*>(QStringLiteral("serverName")), QStringLiteral("x"));
        dialog->findChild<QTabBar*>()->setCurrentIndex(3);
        save(dialog);
        QVERIFY(fieldProblem(dialog).contains(QStringLiteral("program")));
        setText(dialog, "serverCommand", "x \"y");
        save(dialog);
        QVERIFY(fieldProblem(dialog).contains(QStringLiteral("quotes")));
        QVERIFY(w.client.changes.empty());
        dialog->reject();
    }

    void aShortPageIsNotAsTallAsALongOne()
    {
        ServerForm form(ServerForm::Mode::Add, {});
        form.resize(600, 400);
        form.show();
        auto* bar = form.findChild<QTabBar*>();
        Window::settle();
        const int connection = form.minimumSizeHint().height();
        bar->setCurrentIndex(3);
        Window::settle();
        QVERIFY(form.minimumSizeHint().height() > connection + 100);
    }

    void theKeyboardGoesWithThePage()
    {
        Window w(fillForFirstStart);
        w.window->findChild<ui::ServersPage*>()->addServer();
        QDialog* dialog = openDialog("serverDialog");
        QCOMPARE(dialog->focusWidget()->objectName(), QStringLiteral("serverName"));
        dialog->findChild<QTabBar*>()->setCurrentIndex(3);
        QCOMPARE(dialog->focusWidget()->objectName(), QStringLiteral("start"));
        dialog->findChild<QTabBar*>()->setFocus(); // arrow keys go on through the tabs
        dialog->findChild<QTabBar*>()->setCurrentIndex(0);
        QVERIFY(qobject_cast<QTabBar*>(dialog->focusWidget()) != nullptr);
        dialog->reject();
    }

    void tabKeyGoesDownThePage_data()
    {
        QTest::addColumn<bool>("http");
        QTest::addColumn<int>("tab");
        QTest::newRow("program, connection") << false << 0;
        QTest::newRow("program, advanced") << false << 3;
        QTest::newRow("web, connection") << true << 0;
        QTest::newRow("web, network") << true << 2;
        QTest::newRow("web, advanced") << true << 3;
    }

    void tabKeyGoesDownThePage()
    {
        QFETCH(bool, http);
        QFETCH(int, tab);
        Window w(fillForFirstStart);
        QDialog* dialog = addWebServer(w);
        if (!http) {
            dialog->findChild<QRadioButton*>(QStringLiteral("kindStdio"))->click();
        }
        dialog->findChild<QTabBar*>()->setCurrentIndex(tab);
        Window::settle();
        QWidget* page = dialog->findChild<ui::TabPages*>()->page(tab);
        QPoint last(0, 0);
        int fields = 0;
        for (QWidget* widget = dialog->nextInFocusChain(); widget != dialog;
             widget = widget->nextInFocusChain()) {
            const bool stop = page->isAncestorOf(widget) && widget->isVisible() &&
                              (widget->focusPolicy() & Qt::TabFocus) != 0 &&
                              widget->focusProxy() == nullptr;
            if (!stop) {
                continue;
            }
            const QPoint place = widget->mapTo(page, widget->rect().center());
            const bool sameLine = std::abs(place.y() - last.y()) < 8;
            QVERIFY2(sameLine ? place.x() > last.x() : place.y() > last.y(),
                     qPrintable(widget->objectName() + widget->accessibleName()));
            last = place;
            ++fields;
        }
        QVERIFY(fields >= 4);
        dialog->reject();
    }
};

QTEST_MAIN(ServerFormTest)
#include "server_form_test.moc"
