#include "tests/ui/ui_test.h"
#include "ui/keys/allow_list_model.h"
#include "ui/keys/key_form.h"
#include "ui/keys/key_panel.h"
#include "ui/keys/keys_page.h"
#include "ui/text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/copy_field.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QDateEdit>
#include <QLabel>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTreeView>

using namespace portcullis;
using namespace portcullis::test;
using ui::AllowListModel;

namespace {

std::vector<std::string> format(const std::vector<api::AllowRule>& rules)
{
    std::vector<std::string> lines;
    for (const api::AllowRule& rule : rules) {
        lines.push_back(api::formatRule(rule));
    }
    return lines;
}

bool check(QAbstractItemModel& model, const QModelIndex& index, Qt::CheckState state)
{
    return model.setData(index, static_cast<int>(state), Qt::CheckStateRole);
}

Qt::CheckState stateOf(const QModelIndex& index)
{
    return static_cast<Qt::CheckState>(index.data(Qt::CheckStateRole).toInt());
}

using Lines = std::vector<std::string>;

} // namespace

// Keys and their allow-lists.
class KeysTest final : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { ui::applyTheme(*qApp, ui::Scheme::Light); }

    void showsTheSecretOnce()
    {
        Window w;
        w.window->showPage(ui::PageId::Keys);
        w.window->findChild<ui::KeysPage*>()->createKey();
        QDialog* dialog = openDialog("newKeyDialog");
        QVERIFY(dialog != nullptr);
        type(dialog->findChild<QLineEdit*>(QStringLiteral("keyLabel")), QStringLiteral("Agent"));
        auto* tree = dialog->findChild<QTreeView*>(QStringLiteral("allowList"));
        QTRY_COMPARE(tree->model()->rowCount(tree->model()->index(0, 0)), 6);
        QVERIFY(check(
            *tree->model(), tree->model()->index(1, 0, tree->model()->index(0, 0)), Qt::Checked));
        click(dialog->findChild<QPushButton*>(QStringLiteral("createKey")));
        QTRY_VERIFY(openDialog("keyCreatedDialog") != nullptr);
        QCOMPARE(w.client.newKeys.size(), std::size_t{1});
        QCOMPARE(format(w.client.newKeys[0].allow), Lines{"files:read_file"});
        QPointer<QDialog> shown = openDialog("keyCreatedDialog");
        auto* secret = shown->findChild<ui::CopyField*>(QStringLiteral("secret"));
        QCOMPARE(secret->text().toStdString(), w.client.nextSecret);
        QVERIFY(shown->findChild<QPlainTextEdit*>()->toPlainText().contains(secret->text()));
        click(shown->findChild<QPushButton*>(QStringLiteral("closeSecret")));
        QTRY_VERIFY(shown.isNull());
        const QString text = QString::fromStdString(w.client.nextSecret);
        for (const QLineEdit* field : w.window->findChildren<QLineEdit*>()) {
            QVERIFY(!field->text().contains(text));
        }
    }

    void closingTheSecretWipesIt()
    {
        Window w;
        w.window->findChild<ui::KeysPage*>()->createKey();
        QDialog* dialog = openDialog("newKeyDialog");
        type(dialog->findChild<QLineEdit*>(QStringLiteral("keyLabel")), QStringLiteral("Agent"));
        click(dialog->findChild<QPushButton*>(QStringLiteral("createKey")));
        QTRY_VERIFY(openDialog("keyCreatedDialog") != nullptr);
        QDialog* shown = openDialog("keyCreatedDialog");
        shown->setAttribute(Qt::WA_DeleteOnClose, false);
        shown->reject(); // nothing was copied: it asks first
        Window::settle();
        QVERIFY(shown->isVisible());
        click(openDialog("confirm")->findChild<QPushButton*>(QStringLiteral("confirmAction")));
        QVERIFY(!shown->isVisible());
        QVERIFY(shown->findChild<ui::CopyField*>(QStringLiteral("secret"))->text().isEmpty());
        QVERIFY(shown->findChild<QPlainTextEdit*>()->toPlainText().isEmpty());
        delete shown;
    }

    void keyNeedsALabel()
    {
        Window w;
        w.window->findChild<ui::KeysPage*>()->createKey();
        QDialog* dialog = openDialog("newKeyDialog");
        click(dialog->findChild<QPushButton*>(QStringLiteral("createKey")));
        QVERIFY(w.client.newKeys.empty());
        dialog->reject();
    }

    void keyCanExpire()
    {
        Window w;
        w.window->findChild<ui::KeysPage*>()->createKey();
        QDialog* dialog = openDialog("newKeyDialog");
        type(dialog->findChild<QLineEdit*>(QStringLiteral("keyLabel")), QStringLiteral("Agent"));
        auto* expiry = dialog->findChild<QComboBox*>(QStringLiteral("keyExpiry"));
        expiry->setCurrentIndex(expiry->findData(30));
        click(dialog->findChild<QPushButton*>(QStringLiteral("createKey")));
        QTRY_COMPARE(w.client.newKeys.size(), std::size_t{1});
        QVERIFY(w.client.newKeys[0].expires.has_value());
        QVERIFY(*w.client.newKeys[0].expires > sampleNow() + std::chrono::hours(24 * 30));
        QTRY_VERIFY(openDialog("keyCreatedDialog") != nullptr);
        openDialog("keyCreatedDialog")->accept();
    }

    void keyCanBeLenient()
    {
        Window w;
        w.window->findChild<ui::KeysPage*>()->createKey();
        QDialog* dialog = openDialog("newKeyDialog");
        type(dialog->findChild<QLineEdit*>(QStringLiteral("keyLabel")), QStringLiteral("Script"));
        dialog->findChild<QCheckBox*>(QStringLiteral("keyLenient"))->click();
        click(dialog->findChild<QPushButton*>(QStringLiteral("createKey")));
        QTRY_COMPARE(w.client.newKeys.size(), std::size_t{1});
        QVERIFY(w.client.newKeys[0].lenientAccept);
        QTRY_VERIFY(openDialog("keyCreatedDialog") != nullptr);
        openDialog("keyCreatedDialog")->accept();
    }

    void lenienceIsEditedAndElseKept()
    {
        Window w;
        w.client.currentConfig.keys[0].lenientAccept = true;
        w.bridge->refresh();
        Window::settle();
        w.window->showPage(ui::PageId::Keys);
        click(button(w.window.get(), QStringLiteral("Edit…")));
        QDialog* dialog = openDialog("editKeyDialog");
        QVERIFY(dialog->findChild<QCheckBox*>(QStringLiteral("keyLenient"))->isChecked());
        click(dialog->findChild<QPushButton*>(QStringLiteral("saveKey")));
        QTRY_COMPARE(w.client.changes.size(), std::size_t{1});
        QVERIFY(w.client.currentConfig.keys[0].lenientAccept);
        Window::settle();
        click(button(w.window.get(), QStringLiteral("Edit…")));
        openDialog("editKeyDialog")->findChild<QCheckBox*>(QStringLiteral("keyLenient"))->click();
        click(openDialog("editKeyDialog")->findChild<QPushButton*>(QStringLiteral("saveKey")));
        QTRY_VERIFY(!w.client.currentConfig.keys[0].lenientAccept);
    }

    void warnsWhenAKeySeesTooManyTools()
    {
        Window w;
        std::vector<api::ToolInfo> many;
        for (int i = 0; i < 42; ++i) {
            many.push_back(sampleTool("tickets", "tool" + std::to_string(i)));
        }
        many[0].hidden = true; // seen by nobody
        w.client.tools[ServerId("tickets")] = many;
        w.client.sendTools(ServerId("tickets"));
        w.window->showPage(ui::PageId::Keys);
        Window::settle();
        auto* warning = w.find<QWidget>("tooManyTools");
        QTRY_VERIFY(warning->isVisible()); // 3 of Files, all of Tickets
        QVERIFY(warning->accessibleName().contains(QStringLiteral("44 tools")));
        auto* tree = w.find<QTreeView>("allowList");
        QVERIFY(check(
            *tree->model(), tree->model()->index(0, 0, tree->model()->index(1, 0)), Qt::Unchecked));
        Window::settle();
        QVERIFY(!warning->isVisible());
    }

    void treeHoldsExactlyTheCheckedRules()
    {
        FakeGatewayClient client;
        fillWithSamples(client);
        ui::GatewayBridge bridge(client);
        QTRY_VERIFY(bridge.isReady());
        AllowListModel model(bridge);
        QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRules({{ServerId("files"), "search"}, {ServerId("files"), "gone"}});
        const QModelIndex files = model.index(0, 0);
        QTRY_COMPARE(model.rowCount(files), 7); // all tools, five tools, one that is gone
        QCOMPARE(stateOf(files), Qt::PartiallyChecked);
        QCOMPARE(format(model.rules()), (Lines{"files:search", "files:gone"}));

        QSignalSpy changed(&model, &AllowListModel::rulesChanged);
        QVERIFY(check(model, model.index(1, 0, files), Qt::Checked));
        QCOMPARE(changed.count(), 1);
        QCOMPARE(format(model.rules()), (Lines{"files:read_file", "files:search", "files:gone"}));
        QVERIFY(check(model, model.index(0, 0, files), Qt::Checked)); // all, future ones included
        QCOMPARE(format(model.rules()), Lines{"files:*"});
        QCOMPARE(stateOf(files), Qt::Checked);
        QVERIFY(!(model.index(2, 0, files).flags() & Qt::ItemIsUserCheckable));
        QVERIFY(check(model, model.index(0, 0, files), Qt::Unchecked));
        QCOMPARE(format(model.rules()), (Lines{"files:read_file", "files:search", "files:gone"}));
        QVERIFY(check(model, files, Qt::Checked)); // the tools of today
        QCOMPARE(model.rules().size(), std::size_t{6});
        QVERIFY(check(model, files, Qt::Unchecked));
        QVERIFY(model.rules().empty());
    }

    void newToolsAreNotAllowed()
    {
        FakeGatewayClient client;
        fillWithSamples(client);
        ui::GatewayBridge bridge(client);
        QTRY_VERIFY(bridge.isReady());
        AllowListModel model(bridge);
        model.setRules({{ServerId("tickets"), "comment"}});
        const QModelIndex tickets = model.index(1, 0);
        QTRY_COMPARE(model.rowCount(tickets), 3);
        auto tools = *client.tools[ServerId("tickets")];
        tools.push_back(sampleTool("tickets", "close_ticket"));
        client.tools[ServerId("tickets")] = tools;
        client.sendTools(ServerId("tickets"));
        QTRY_COMPARE(model.rowCount(tickets), 4);
        QCOMPARE(format(model.rules()), Lines{"tickets:comment"});
    }

    void savesAnAllowListAfterSayingWhatChanges()
    {
        Window w;
        w.window->showPage(ui::PageId::Keys);
        auto* panel = w.window->findChild<ui::KeyPanel*>();
        auto* tree = panel->findChild<QTreeView*>(QStringLiteral("allowList"));
        QTRY_COMPARE(tree->model()->rowCount(tree->model()->index(0, 0)), 6);
        auto* save = panel->findChild<QPushButton*>(QStringLiteral("saveAllowList"));
        QVERIFY(!save->isVisible());
        QVERIFY(check(
            *tree->model(), tree->model()->index(4, 0, tree->model()->index(0, 0)), Qt::Checked));
        QTRY_VERIFY(save->isVisible());
        const QString words =
            panel->findChild<QLabel*>(QStringLiteral("allowListDifference"))->text();
        QVERIFY2(words.contains(QStringLiteral("write_file")), qPrintable(words));
        click(save);
        QTRY_COMPARE(w.client.changes.size(), std::size_t{1});
        QCOMPARE(format(w.client.currentConfig.keys[0].allow),
                 (Lines{"files:read_file",
                        "files:list_folder",
                        "files:search",
                        "files:write_file",
                        "tickets:*"}));
        QTRY_VERIFY(!save->isVisible());
    }

    void searchFindsToolsAndKeepsTheirServer()
    {
        Window w;
        w.window->showPage(ui::PageId::Keys);
        auto* panel = w.window->findChild<ui::KeyPanel*>();
        auto* tree = panel->findChild<QTreeView*>(QStringLiteral("allowList"));
        QTRY_COMPARE(tree->model()->rowCount(tree->model()->index(0, 0)), 6);
        panel->findChild<QLineEdit*>(QStringLiteral("search"))->setText(QStringLiteral("delete"));
        QTRY_COMPARE(tree->model()->rowCount(), 1);
        QCOMPARE(tree->model()->rowCount(tree->model()->index(0, 0)), 1);
    }

    void savingALabelLeavesTheMomentOfExpiry()
    {
        const FixedClock clock;
        api::KeyConfig key;
        key.expires = sampleNow() - std::chrono::hours(1);
        ui::KeyForm form(clock);
        form.setKey(key);
        QCOMPARE(form.expires(), key.expires);
        auto* date = form.findChild<QDateEdit*>();
        date->setDate(date->date().addDays(1));
        QVERIFY(*form.expires() > sampleNow());
    }

    void toolTipsShowMarkupAsItIs()
    {
        const QString tip = ui::toolTipText(QStringLiteral("<img src='file:///x'>\n<b>bold</b>"));
        QVERIFY(!tip.contains(QStringLiteral("<img")));
        QVERIFY(tip.contains(QStringLiteral("&lt;b&gt;")));
    }

    void asksBeforeDisablingAndRemoving()
    {
        Window w;
        w.window->showPage(ui::PageId::Keys);
        click(w.find<QPushButton>("enableKey"));
        QVERIFY(w.client.changes.empty());
        QDialog* question = openDialog("confirm");
        QVERIFY(question != nullptr);
        click(question->findChild<QPushButton*>(QStringLiteral("confirmAction")));
        QTRY_VERIFY(w.client.currentConfig.keys[0].disabled);
        QCOMPARE(w.client.currentConfig.keys[0].label, std::string("Editor"));
        press(w.window.get(), Qt::Key_Delete);
        QTRY_VERIFY(openDialog("confirm") != nullptr);
        click(openDialog("confirm")->findChild<QPushButton*>(QStringLiteral("confirmAction")));
        QTRY_COMPARE(w.client.currentConfig.keys.size(), std::size_t{3});
    }
};

QTEST_MAIN(KeysTest)
#include "keys_test.moc"
