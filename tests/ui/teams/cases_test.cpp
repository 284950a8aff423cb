#include "tests/ui/teams/sample_teams.h"
#include "tests/ui/ui_test.h"
#include "ui/teams/cases_model.h"
#include "ui/teams/teams_page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QLabel>
#include <QTableView>

using namespace portcullis;
using namespace portcullis::test;

namespace {

struct Cases : Window
{
    explicit Cases(void (*fill)(FakeGatewayClient&) = fillWithTeams)
        : Window(fill)
    {
        window->showPage(ui::PageId::Teams);
        window->findChild<ui::TeamsPage*>()->showCases();
        settle();
    }

    void select(const char* name) const
    {
        auto* table = find<QTableView>("cases");
        const QModelIndex row = rowNamed(*table->model(), QString::fromUtf8(name));
        QVERIFY2(row.isValid(), name);
        table->setCurrentIndex(row);
        settle();
    }

    [[nodiscard]] const api::Case& stored(std::size_t i) const
    {
        return client.currentConfig.cases.at(i);
    }

    [[nodiscard]] QString problem() const
    {
        auto* banner = find<ui::Banner>("problemBanner");
        return banner->isVisible() ? banner->message() : QString();
    }
};

QString question()
{
    QString text;
    if (const QDialog* dialog = openDialog("confirm")) {
        for (const QLabel* label : dialog->findChildren<QLabel*>()) {
            text += label->text() + QLatin1Char('\n');
        }
    }
    return text;
}

void agree()
{
    QVERIFY(openDialog("confirm") != nullptr);
    click(openDialog("confirm")->findChild<QPushButton*>(QStringLiteral("confirmAction")));
}

template <typename Widget>
Widget* part(const char* name)
{
    QDialog* const open = openDialog("caseDialog");
    return open == nullptr ? nullptr : open->findChild<Widget*>(QLatin1String(name));
}

// Checks a tool of the server Project files in the dialog's list.
void checkTool(const char* tool, Qt::CheckState state)
{
    auto* tree = part<QTreeView>("allowList");
    QTRY_VERIFY(rowNamed(*tree->model(), QString::fromUtf8(tool)).isValid());
    QVERIFY(tree->model()->setData(rowNamed(*tree->model(), QString::fromUtf8(tool)),
                                   static_cast<int>(state),
                                   Qt::CheckStateRole));
}

using Rules = std::vector<api::AllowRule>;

} // namespace

// Cases and their allow-lists.
class CasesTest final : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { ui::applyTheme(*qApp, ui::Scheme::Light); }

    void emptyPageInvitesToOpenACase()
    {
        Cases w(fillWithSamples);
        click(button(w.window->findChild<ui::TeamsPage*>(), QStringLiteral("Open a case…")));
        type(part<QLineEdit>("ownerName"), QStringLiteral("Case 14"));
        click(part<QPushButton>("saveCase"));
        QTRY_COMPARE(w.client.currentConfig.cases.size(), std::size_t{1});
        QCOMPARE(w.stored(0).id, CaseId("case-14"));
        QVERIFY(w.stored(0).opened == sampleNow());
        QVERIFY(!w.stored(0).allow);
        QVERIFY(!w.stored(0).closed);
    }

    void newCaseCanLimitItsKeys()
    {
        Cases w;
        press(w.window.get(), Qt::Key_N, Qt::ControlModifier);
        type(part<QLineEdit>("ownerName"), QStringLiteral("Case 14"));
        QVERIFY(!part<QTreeView>("allowList")->isEnabled());
        part<QCheckBox>("caseLimited")->click();
        QVERIFY(part<QTreeView>("allowList")->isEnabled());
        checkTool("search", Qt::Checked);
        click(part<QPushButton>("saveCase"));
        QTRY_COMPARE(w.client.currentConfig.cases.size(), std::size_t{3});
        QVERIFY(w.stored(2).allow == Rules({{ServerId("files"), "search"}}));
    }

    void limitWithNothingCheckedAllowsNothing()
    {
        Cases w;
        press(w.window.get(), Qt::Key_N, Qt::ControlModifier);
        type(part<QLineEdit>("ownerName"), QStringLiteral("Case 14"));
        part<QCheckBox>("caseLimited")->click();
        click(part<QPushButton>("saveCase"));
        QTRY_COMPARE(w.client.currentConfig.cases.size(), std::size_t{3});
        QVERIFY(w.stored(2).allow.has_value() && w.stored(2).allow->empty());
    }

    void changedListIsToldBeforeItIsSaved()
    {
        Cases w;
        w.select("Case 12");
        click(w.find<QPushButton>("editCase"));
        QVERIFY(part<QCheckBox>("caseLimited")->isChecked());
        checkTool("write_file", Qt::Checked);
        click(part<QPushButton>("saveCase"));
        QVERIFY(w.client.changes.empty());
        QVERIFY2(question().contains(QStringLiteral("write_file")), qPrintable(question()));
        QVERIFY(question().contains(QStringLiteral("Editor")));
        agree();
        QTRY_VERIFY(w.stored(0).allow ==
                    Rules({{ServerId("files"), "read_file"}, {ServerId("files"), "write_file"}}));
        QCOMPARE(w.stored(0).name, std::string("Case 12"));
        QTRY_VERIFY(openDialog("caseDialog") == nullptr);
    }

    void takingTheLimitAwayIsToldToo()
    {
        Cases w;
        w.select("Case 12");
        click(w.find<QPushButton>("editCase"));
        part<QCheckBox>("caseLimited")->click();
        click(part<QPushButton>("saveCase"));
        QVERIFY2(question().contains(QStringLiteral("The limit goes")), qPrintable(question()));
        agree();
        QTRY_VERIFY(!w.stored(0).allow);
    }

    void renamingAsksNothing()
    {
        Cases w;
        w.select("Case 12");
        click(w.find<QPushButton>("editCase"));
        QTRY_VERIFY(part<QTreeView>("allowList")->model()->rowCount() > 0);
        type(part<QLineEdit>("ownerName"), QStringLiteral("Twelve"));
        click(part<QPushButton>("saveCase"));
        QTRY_COMPARE(w.stored(0).name, std::string("Twelve"));
        QVERIFY(openDialog("confirm") == nullptr);
        QVERIFY(w.stored(0).allow == Rules({{ServerId("files"), "read_file"}}));
    }

    void closingSaysWhichKeysItTurnsAwayAndReopeningAsksNothing()
    {
        Cases w;
        const WallTime opened = w.stored(0).opened;
        w.select("Case 12");
        click(w.find<QPushButton>("closeCase"));
        QVERIFY(w.client.changes.empty());
        QVERIFY2(question().contains(QStringLiteral("1 key")), qPrintable(question()));
        QVERIFY(question().contains(QStringLiteral("Editor")));
        agree();
        QTRY_VERIFY(w.stored(0).closed == sampleNow());
        QTRY_COMPARE(w.find<QPushButton>("closeCase")->text(), QStringLiteral("Reopen"));
        click(w.find<QPushButton>("closeCase"));
        QTRY_VERIFY(!w.stored(0).closed);
        QVERIFY(w.stored(0).opened == opened);
    }

    void caseOpenedAfterNowCanStillBeClosed()
    {
        Cases w;
        w.client.currentConfig.cases[0].opened = sampleNow() + std::chrono::hours(1);
        w.bridge->refresh();
        Window::settle();
        w.select("Case 12");
        click(w.find<QPushButton>("closeCase"));
        agree();
        QTRY_VERIFY(w.stored(0).closed == w.stored(0).opened);
    }

    void boundCaseIsNotRemovedAndItIsSaidWhatToDo()
    {
        Cases w;
        w.select("Case 12");
        press(w.window.get(), Qt::Key_Delete);
        QVERIFY(openDialog("confirm") == nullptr);
        QVERIFY2(w.problem().contains(QStringLiteral("Editor")), qPrintable(w.problem()));
        QVERIFY(w.problem().contains(QStringLiteral("Release")));
        QVERIFY(w.client.changes.empty());
    }

    void refusalOfTheGatewayIsShownWithWhatToDo()
    {
        Cases w;
        w.client.currentConfig.keys[3].caseId = CaseId("c-13"); // elsewhere, a moment ago
        w.select("Case 13");
        click(w.find<QPushButton>("removeCase"));
        agree();
        QTRY_VERIFY2(w.problem().contains(QStringLiteral("release or remove it first")),
                     qPrintable(w.problem()));
        QCOMPARE(w.client.currentConfig.cases.size(), std::size_t{2});
    }

    void removesACaseWithoutKeys()
    {
        Cases w;
        w.select("Case 13");
        click(w.find<QPushButton>("removeCase"));
        QVERIFY(question().contains(QStringLiteral("Case 13")));
        agree();
        QTRY_COMPARE(w.client.currentConfig.cases.size(), std::size_t{1});
    }

    void modelHoldsWhatViewsExpect()
    {
        FakeGatewayClient client;
        fillWithTeams(client);
        ui::GatewayBridge bridge(client);
        QTRY_VERIFY(bridge.isReady());
        ui::CasesModel model(bridge);
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const auto text = [&](int row, int column) {
            return model.index(row, column).data().toString();
        };
        QCOMPARE(text(0, ui::CasesModel::Allowed), QStringLiteral("1 tool(s) of Project files"));
        QCOMPARE(text(1, ui::CasesModel::Allowed), QStringLiteral("What its keys may"));
        QCOMPARE(text(0, ui::CasesModel::Keys), QStringLiteral("1"));
        QCOMPARE(text(1, ui::CasesModel::State), QStringLiteral("Closed"));
        bridge.apply(api::RemoveCase{CaseId("c-13")}, &bridge, {});
        QTRY_COMPARE(model.rowCount(), 1);
    }
};

QTEST_MAIN(CasesTest)
#include "cases_test.moc"
