#include "tests/ui/ui_test.h"
#include "ui/servers/servers_page.h"
#include "ui/servers/tool_dialog.h"
#include "ui/servers/tool_words.h"
#include "ui/servers/tools_view.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTreeWidget>

using namespace portcullis;
using namespace portcullis::test;

namespace {

constexpr const char* kOldHash = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
constexpr const char* kNewHash = "ffeeddccbbaa99887766554433221100ffeeddccbbaa99887766554433221100";

void markChanged(api::ToolInfo& tool)
{
    tool.approvedHash = kOldHash;
    tool.definitionHash = kNewHash;
    tool.changed = true;
}

// Its first server has a tool that changed, one that is held back and one that is hidden.
void fillWithChanges(FakeGatewayClient& client)
{
    fillWithSamples(client);
    std::vector<api::ToolInfo>& tools = *client.tools[ServerId("files")];
    markChanged(tools[0]);
    markChanged(tools[1]);
    tools[1].held = true;
    tools[2].hidden = true;
    client.currentConfig.servers[0].tools = {{"search", {}, {}, true}};
}

QTreeWidget* toolsOf(const Window& w)
{
    w.window->showPage(ui::PageId::Servers);
    Window::settle();
    return w.window->findChild<QTreeWidget*>(QStringLiteral("serverTools"));
}

void selectTool(QTreeWidget* tree, int row)
{
    tree->setCurrentItem(tree->topLevelItem(row));
    Window::settle();
}

QString texts(const QWidget* root)
{
    QString all;
    for (const QLabel* label : root->findChildren<QLabel*>()) {
        all += label->text() + QLatin1Char('\n');
    }
    return all;
}

} // namespace

// The tools of a server: what became of them, approving a change, showing them otherwise.
class ToolsTest final : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { ui::applyTheme(*qApp, ui::Scheme::Light); }

    void marksWhatChangedInWords()
    {
        const Window w(fillWithChanges);
        QTreeWidget* tree = toolsOf(w);
        QVERIFY(tree->topLevelItem(0)->text(1).startsWith(
            QStringLiteral("Changed since it was approved. Reads")));
        QVERIFY(tree->topLevelItem(1)->text(1).startsWith(QStringLiteral("Held back")));
        QVERIFY(tree->topLevelItem(2)->text(1).startsWith(QStringLiteral("Hidden")));
        QVERIFY(tree->topLevelItem(3)->text(1).startsWith(QStringLiteral("Writes")));
        QVERIFY(tree->topLevelItem(0)->icon(0).cacheKey() != 0);
    }

    void approvesAfterAQuestionWithBothFingerprints()
    {
        Window w(fillWithChanges);
        QTreeWidget* tree = toolsOf(w);
        auto* approve = w.find<QPushButton>("approveTool");
        QVERIFY(!approve->isEnabled());
        selectTool(tree, 3);
        QVERIFY(!approve->isEnabled()); // it did not change
        selectTool(tree, 0);
        click(approve);
        QVERIFY(w.client.approvals.empty());
        QDialog* question = openDialog("confirm");
        QVERIFY(question != nullptr);
        QVERIFY(texts(question).contains(QStringLiteral("0011223344556677")));
        QVERIFY(texts(question).contains(QStringLiteral("ffeeddccbbaa9988")));
        click(question->findChild<QPushButton*>(QStringLiteral("confirmAction")));
        QTRY_COMPARE(w.client.approvals.size(), std::size_t{1});
        QCOMPARE(w.client.approvals[0].first, ServerId("files"));
        const std::vector<api::ToolApproval> wanted = {{"read_file", kNewHash}};
        QCOMPARE(w.client.approvals[0].second, wanted);
    }

    void looksAgainAfterAnApproval()
    {
        Window w(fillWithChanges);
        QTreeWidget* tree = toolsOf(w);
        selectTool(tree, 0);
        click(w.find<QPushButton>("approveTool"));
        w.client.tools[ServerId("files")]->front().changed = false;
        click(openDialog("confirm")->findChild<QPushButton*>(QStringLiteral("confirmAction")));
        QTRY_VERIFY(tree->topLevelItem(0)->text(1).startsWith(QStringLiteral("Reads")));
        QCOMPARE(tree->currentItem(), tree->topLevelItem(0)); // still the one that was looked at
        QVERIFY(!w.find<QPushButton>("approveTool")->isEnabled());
    }

    void approvesAllThatChanged()
    {
        Window w(fillWithChanges);
        toolsOf(w);
        click(w.find<QPushButton>("approveAllTools"));
        QVERIFY(texts(openDialog("confirm")).contains(QStringLiteral("read_file")));
        click(openDialog("confirm")->findChild<QPushButton*>(QStringLiteral("confirmAction")));
        QTRY_COMPARE(w.client.approvals.size(), std::size_t{1});
        QCOMPARE(w.client.approvals[0].second.size(), std::size_t{2});
    }

    void tellsWhenItCannotBeApproved()
    {
        Window w(fillWithChanges);
        selectTool(toolsOf(w), 0);
        click(w.find<QPushButton>("approveTool"));
        w.client.failNext = Error{ErrorCode::InvalidArgument, "It has changed again.", {}};
        click(openDialog("confirm")->findChild<QPushButton*>(QStringLiteral("confirmAction")));
        auto* banner = w.find<QWidget>("problemBanner");
        QTRY_VERIFY(banner->isVisible());
        QVERIFY(banner->accessibleName().contains(QStringLiteral("changed again")));
    }

    void offersApprovingOnlyWhereSomethingChanged()
    {
        const Window w;
        toolsOf(w);
        QVERIFY(!w.find<QPushButton>("approveTool")->isVisible());
        QVERIFY(!w.find<QPushButton>("approveAllTools")->isVisible());
        QVERIFY(w.find<QPushButton>("showToolAs")->isVisible());
    }

    void hasAMenu()
    {
        ui::ToolsView view(ui::ToolsView::Actions::Offered);
        api::ToolInfo tool = sampleTool("files", "read_file");
        markChanged(tool);
        view.showTools({tool});
        view.show();
        auto* tree = view.findChild<QTreeWidget*>();
        emit tree->customContextMenuRequested({});
        QVERIFY(view.findChild<QMenu*>(QStringLiteral("toolMenu")) == nullptr); // nothing selected
        selectTool(tree, 0);
        const QSignalSpy showAs(&view, &ui::ToolsView::showAsRequested);
        const QSignalSpy approve(&view, &ui::ToolsView::approveRequested);
        emit tree->customContextMenuRequested({});
        auto* menu = view.findChild<QMenu*>(QStringLiteral("toolMenu"));
        QVERIFY(menu != nullptr);
        for (QAction* action : menu->actions()) {
            action->trigger();
        }
        QCOMPARE(showAs.size(), 1);
        QCOMPARE(approve.size(), 1);
        menu->close();
    }

    void showsAToolOtherwise()
    {
        Window w(fillWithChanges);
        selectTool(toolsOf(w), 3);
        click(w.find<QPushButton>("showToolAs"));
        QDialog* dialog = openDialog("toolDialog");
        QVERIFY(dialog != nullptr);
        auto* description = dialog->findChild<QPlainTextEdit*>(QStringLiteral("toolDescription"));
        QVERIFY(!description->isEnabled());
        type(dialog->findChild<QLineEdit*>(QStringLiteral("toolName")), QStringLiteral("store"));
        dialog->findChild<QCheckBox*>(QStringLiteral("replaceDescription"))->setChecked(true);
        description->setPlainText(QStringLiteral("Stores text."));
        dialog->findChild<QComboBox*>(QStringLiteral("toolContent"))->setCurrentIndex(2);
        click(dialog->findChild<QPushButton*>(QStringLiteral("saveTool")));
        QTRY_COMPARE(w.client.changes.size(), std::size_t{1});
        const std::vector<api::ToolOverride> wanted = {
            {"search", {}, {}, true, api::ContentMode::Full},
            {"write_file", "store", "Stores text.", false, api::ContentMode::None}};
        QCOMPARE(w.client.currentConfig.servers[0].tools, wanted);
        QTRY_VERIFY(openDialog("toolDialog") == nullptr);
    }

    void showsAHiddenToolAgain()
    {
        Window w(fillWithChanges);
        selectTool(toolsOf(w), 2);
        click(w.find<QPushButton>("showToolAs"));
        QDialog* dialog = openDialog("toolDialog");
        QVERIFY(dialog->findChild<QCheckBox*>(QStringLiteral("hideTool"))->isChecked());
        click(dialog->findChild<QPushButton*>(QStringLiteral("resetTool")));
        QVERIFY(!dialog->findChild<QCheckBox*>(QStringLiteral("hideTool"))->isChecked());
        click(dialog->findChild<QPushButton*>(QStringLiteral("saveTool")));
        QTRY_VERIFY(w.client.currentConfig.servers[0].tools.empty());
    }

    void refusesANameThatNoClientTakes()
    {
        Window w(fillWithChanges);
        selectTool(toolsOf(w), 3);
        click(w.find<QPushButton>("showToolAs"));
        QDialog* dialog = openDialog("toolDialog");
        dialog->findChild<QLineEdit*>(QStringLiteral("toolName"))
            ->setText(QStringLiteral("two words"));
        click(dialog->findChild<QPushButton*>(QStringLiteral("saveTool")));
        QVERIFY(w.client.changes.empty());
        QVERIFY(texts(dialog).contains(QStringLiteral("at most 128")));
        dialog->reject();
    }

    void tellsWhyAToolCannotBeShownOtherwise()
    {
        Window w([](FakeGatewayClient& client) {
            fillWithChanges(client);
            client.tools[ServerId("files")]->at(3).name = std::string(300, 'n');
        });
        selectTool(toolsOf(w), 3);
        click(w.find<QPushButton>("showToolAs"));
        QDialog* dialog = openDialog("toolDialog");
        dialog->findChild<QCheckBox*>(QStringLiteral("hideTool"))->setChecked(true);
        click(dialog->findChild<QPushButton*>(QStringLiteral("saveTool")));
        QVERIFY(w.client.changes.empty());
        QVERIFY(texts(dialog).contains(QStringLiteral("its own name is too long")));
        dialog->reject();
    }

    void keepsOverridesSorted()
    {
        api::ServerConfig server;
        for (const char* name : {"m", "z", "a"}) {
            server = ui::withOverride(server, {name, "shown", {}, false});
        }
        QCOMPARE(server.tools.size(), std::size_t{3});
        QCOMPARE(server.tools[0].tool, std::string("a"));
        QCOMPARE(server.tools[2].tool, std::string("z"));
        server = ui::withOverride(server, {"m", "", {}, false});
        QCOMPARE(server.tools.size(), std::size_t{2});
    }
};

QTEST_MAIN(ToolsTest)
#include "tools_test.moc"
