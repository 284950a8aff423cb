#include "tests/ui/teams/sample_teams.h"
#include "tests/ui/ui_test.h"
#include "ui/keys/keys_page.h"
#include "ui/teams/name_fields.h"
#include "ui/teams/owner_tree.h"
#include "ui/teams/teams_page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QTableView>

using namespace portcullis;
using namespace portcullis::test;

namespace {

// A window with the page Teams in front.
struct Teams : Window
{
    explicit Teams(void (*fill)(FakeGatewayClient&) = fillWithTeams)
        : Window(fill)
    {
        window->showPage(ui::PageId::Teams);
        settle();
    }

    [[nodiscard]] QTreeView* tree() const { return find<QTreeView>("owners"); }

    [[nodiscard]] QModelIndex row(const char* name) const
    {
        return rowNamed(*tree()->model(), QString::fromUtf8(name));
    }

    void select(const char* name) const
    {
        QVERIFY2(row(name).isValid(), name);
        tree()->setCurrentIndex(row(name));
        settle();
    }

    [[nodiscard]] QString problem() const
    {
        auto* banner = find<ui::Banner>("problemBanner");
        return banner->isVisible() ? banner->message() : QString();
    }
};

// All texts of the question that is asked.
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
Widget* part(const char* dialog, const char* name)
{
    QDialog* const open = openDialog(dialog);
    return open == nullptr ? nullptr : open->findChild<Widget*>(QLatin1String(name));
}

QString fieldProblem()
{
    for (const QLabel* label :
         openDialog("ownerDialog")->findChildren<QLabel*>(QStringLiteral("fieldProblem"))) {
        if (label->isVisible()) {
            return label->text();
        }
    }
    return {};
}

void fillWithTwoCustomersOfOneTeam(FakeGatewayClient& client)
{
    fillWithTeams(client);
    client.currentConfig.teams.pop_back();
    client.currentConfig.keys[2].team = TeamId();
}

} // namespace

// Customers, teams and their keys.
class TeamsTest final : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { ui::applyTheme(*qApp, ui::Scheme::Light); }

    void emptyPageInvitesToAddACustomer()
    {
        Teams w(fillWithSamples);
        QVERIFY(!w.tree()->isVisible());
        click(button(w.window->findChild<ui::TeamsPage*>(), QStringLiteral("Add customer…")));
        type(part<QLineEdit>("ownerDialog", "ownerName"), QStringLiteral("City Police, 2nd"));
        QCOMPARE(part<QLineEdit>("ownerDialog", "ownerId")->text(),
                 QStringLiteral("city-police-2nd"));
        click(part<QPushButton>("ownerDialog", "saveOwner"));
        QTRY_COMPARE(w.client.currentConfig.customers.size(), std::size_t{1});
        QCOMPARE(w.client.currentConfig.customers[0].name, std::string("City Police, 2nd"));
        QTRY_VERIFY(w.tree()->isVisible());
        QVERIFY(w.row("Trial").isValid()); // a key without a team
        QTRY_VERIFY(openDialog("ownerDialog") == nullptr);
    }

    void treeHasCustomersTeamsKeysAndTheRest()
    {
        const Teams w;
        const QAbstractItemModel& model = *w.tree()->model();
        QCOMPARE(model.rowCount(), 3); // two customers and the keys without a team
        QCOMPARE(w.row("Analysts").parent(), w.row("City Police"));
        QCOMPARE(model.rowCount(w.row("Analysts")), 2);
        QCOMPARE(w.row("Notebook").parent(), w.row("Nights"));
        QCOMPARE(w.row("Trial").parent(), w.row("Keys without a team"));
        QCOMPARE(w.row("City Police").siblingAtColumn(ui::OwnerTree::Keys).data().toString(),
                 QStringLiteral("3"));
        QVERIFY(w.row("lab").isValid()); // without a name, by its id
    }

    void modelHoldsWhatViewsExpect()
    {
        FakeGatewayClient client;
        fillWithTeams(client);
        ui::GatewayBridge bridge(client);
        QTRY_VERIFY(bridge.isReady());
        const FixedClock clock;
        ui::OwnerTree model(bridge, clock);
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        bridge.apply(api::RemoveKey{client.currentConfig.keys[3].id}, &bridge, {});
        QTRY_VERIFY(!rowNamed(model, QStringLiteral("Trial")).isValid());
        QCOMPARE(model.rowCount(), 2);
        const ui::OwnerRef team{ui::OwnerKind::Team, "nights"};
        QCOMPARE(model.indexOf(team).data().toString(), QStringLiteral("Nights"));
        QVERIFY(ui::OwnerTree::refOf(model.indexOf(team)) == team);
    }

    void shortNamesAreSuggested()
    {
        QCOMPARE(ui::suggestShortName(QStringLiteral(" Größe & Co. "), {}),
                 QStringLiteral("gr-e-co"));
        QCOMPARE(ui::suggestShortName(QStringLiteral("Lab"), {"lab", "lab-2"}),
                 QStringLiteral("lab-3"));
        QCOMPARE(ui::suggestShortName(QString(60, QLatin1Char('x')), {}).size(), 40);
    }

    void whatIsWrongIsSaidAtItsField_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("problem");
        const QString letters = QStringLiteral("1 to 40 letters");
        QTest::newRow("no id") << QStringLiteral("New") << QString() << letters;
        QTest::newRow("space") << QStringLiteral("New") << QStringLiteral("a b") << letters;
        QTest::newRow("umlaut") << QStringLiteral("New") << QStringLiteral("kür") << letters;
        QTest::newRow("dot first") << QStringLiteral("New") << QStringLiteral(".a") << letters;
        QTest::newRow("taken id") << QStringLiteral("New") << QStringLiteral("lab")
                                  << QStringLiteral("has this short name");
        QTest::newRow("taken name") << QStringLiteral("City Police") << QStringLiteral("new")
                                    << QStringLiteral("has this name");
        QTest::newRow("long name") << QString(81, QLatin1Char('n')) << QStringLiteral("new")
                                   << QStringLiteral("80 characters");
    }

    void whatIsWrongIsSaidAtItsField()
    {
        QFETCH(QString, name);
        QFETCH(QString, id);
        QFETCH(QString, problem);
        const Teams w;
        press(w.window.get(), Qt::Key_N, Qt::ControlModifier);
        part<QLineEdit>("ownerDialog", "ownerName")->setText(name);
        part<QLineEdit>("ownerDialog", "ownerId")->setText(id);
        click(part<QPushButton>("ownerDialog", "saveOwner"));
        QVERIFY2(fieldProblem().contains(problem), qPrintable(fieldProblem()));
        QVERIFY(w.client.changes.empty());
        openDialog("ownerDialog")->reject();
    }

    void refusedNameLeavesTheDialogOpen()
    {
        Teams w;
        w.select("City Police");
        click(w.find<QPushButton>("addTeam"));
        type(part<QLineEdit>("ownerDialog", "ownerName"), QStringLiteral("Analysts"));
        click(part<QPushButton>("ownerDialog", "saveOwner"));
        auto* problem = part<ui::Banner>("ownerDialog", "ownerProblem");
        QTRY_VERIFY(problem->isVisible());
        QVERIFY2(problem->message().contains(QStringLiteral("another team")),
                 qPrintable(problem->message()));
        QVERIFY(w.client.changes.empty());
        openDialog("ownerDialog")->reject();
    }

    void teamIsAddedToTheChosenCustomer()
    {
        Teams w;
        w.select("lab");
        click(w.find<QPushButton>("addTeam"));
        QCOMPARE(part<QComboBox>("ownerDialog", "teamCustomer")->currentData().toString(),
                 QStringLiteral("lab"));
        type(part<QLineEdit>("ownerDialog", "ownerName"), QStringLiteral("Chemists"));
        click(part<QPushButton>("ownerDialog", "saveOwner"));
        QTRY_COMPARE(w.client.currentConfig.teams.size(), std::size_t{3});
        QCOMPARE(w.client.currentConfig.teams[2].customer, CustomerId("lab"));
        QTRY_COMPARE(w.tree()->currentIndex(), w.row("Chemists"));
    }

    void editingRenamesAndMovesATeamAndKeepsTheRest()
    {
        Teams w;
        w.client.currentConfig.teams[0].disabled = true;
        w.bridge->refresh();
        Window::settle();
        w.select("Analysts");
        click(w.find<QPushButton>("editOwner"));
        QVERIFY(part<QLineEdit>("ownerDialog", "ownerId")->isReadOnly());
        type(part<QLineEdit>("ownerDialog", "ownerName"), QStringLiteral("Readers"));
        auto* customer = part<QComboBox>("ownerDialog", "teamCustomer");
        customer->setCurrentIndex(customer->findData(QStringLiteral("lab")));
        click(part<QPushButton>("ownerDialog", "saveOwner"));
        const api::Team expected{TeamId("analysts"), CustomerId("lab"), "Readers", true};
        QTRY_VERIFY(w.client.currentConfig.teams[0] == expected);
        QTRY_COMPARE(w.row("Readers").parent(), w.row("lab"));
        QCOMPARE(w.tree()->currentIndex(), w.row("Readers")); // it stays chosen
    }

    void disablingATeamSaysWhichKeysItTurnsAway()
    {
        Teams w;
        w.select("Analysts");
        click(w.find<QPushButton>("enableOwner"));
        QVERIFY(w.client.changes.empty());
        QVERIFY2(question().contains(QStringLiteral("2 key")), qPrintable(question()));
        QVERIFY(question().contains(QStringLiteral("Editor, Nightly report")));
        agree();
        QTRY_VERIFY(w.client.currentConfig.teams[0].disabled);
        QCOMPARE(w.client.currentConfig.teams[0].name, std::string("Analysts"));
        QTRY_COMPARE(w.row("Editor").siblingAtColumn(ui::OwnerTree::State).data().toString(),
                     QStringLiteral("Team disabled"));
        click(w.find<QPushButton>("enableOwner")); // back again, without a question
        QTRY_VERIFY(!w.client.currentConfig.teams[0].disabled);
    }

    void disablingACustomerSaysWhichKeysItTurnsAway()
    {
        Teams w;
        w.select("City Police");
        click(w.find<QPushButton>("enableOwner"));
        QVERIFY2(question().contains(QStringLiteral("3 key")), qPrintable(question()));
        agree();
        QTRY_VERIFY(w.client.currentConfig.customers[0].disabled);
        QTRY_COMPARE(w.row("Nights").siblingAtColumn(ui::OwnerTree::State).data().toString(),
                     QStringLiteral("Customer disabled"));
        QTRY_VERIFY(w.find<QLabel>("ownerState")->text().startsWith(QStringLiteral("Disabled")));
    }

    void saysWhenNobodyIsTurnedAway()
    {
        Teams w;
        w.select("lab");
        click(w.find<QPushButton>("enableOwner"));
        QVERIFY2(question().contains(QStringLiteral("No key")), qPrintable(question()));
        openDialog("confirm")->reject();
        QVERIFY(w.client.changes.empty());
    }

    void whatIsInUseIsNotRemovedAndItIsSaidWhatToDo()
    {
        Teams w;
        w.select("City Police");
        press(w.window.get(), Qt::Key_Delete);
        QVERIFY(openDialog("confirm") == nullptr);
        QVERIFY2(w.problem().contains(QStringLiteral("Analysts, Nights")), qPrintable(w.problem()));
        QVERIFY(w.problem().contains(QStringLiteral("another customer")));
        w.select("Analysts");
        click(w.find<QPushButton>("removeOwner"));
        QVERIFY2(w.problem().contains(QStringLiteral("Editor, Nightly report")),
                 qPrintable(w.problem()));
        QVERIFY(w.problem().contains(QStringLiteral("another team")));
        QVERIFY(w.client.changes.empty());
    }

    void refusalOfTheGatewayIsShownWithWhatToDo()
    {
        Teams w;
        w.client.currentConfig.teams.push_back(
            {TeamId("new"), CustomerId("lab"), "", false}); // elsewhere, a moment ago
        w.select("lab");
        click(w.find<QPushButton>("removeOwner"));
        agree();
        QTRY_VERIFY2(w.problem().contains(QStringLiteral("move or remove it first")),
                     qPrintable(w.problem()));
        QCOMPARE(w.client.currentConfig.customers.size(), std::size_t{2});
    }

    void removesWhatIsNotUsedWithItsBudgets()
    {
        Teams w;
        api::Budget budget;
        budget.level = api::BudgetLevel::Customer;
        budget.owner = "lab";
        budget.limit = 10;
        w.bridge->apply(api::SetBudget{budget}, w.bridge.get(), {});
        QTRY_COMPARE(w.bridge->config().budgets.size(), std::size_t{1});
        w.select("lab");
        click(w.find<QPushButton>("removeOwner"));
        QVERIFY2(question().contains(QStringLiteral("1 budget")), qPrintable(question()));
        agree();
        QTRY_COMPARE(w.client.currentConfig.customers.size(), std::size_t{1});
        QVERIFY(w.client.currentConfig.budgets.empty());
        QTRY_VERIFY(!w.row("lab").isValid());
    }

    void keyIsEditedAndShownFromTheTree()
    {
        Teams w;
        w.select("Notebook");
        click(w.find<QPushButton>("editOwner"));
        auto* team = part<QComboBox>("editKeyDialog", "keyTeam");
        QVERIFY(team != nullptr);
        team->setCurrentIndex(team->findData(QStringLiteral("analysts")));
        click(part<QPushButton>("editKeyDialog", "saveKey"));
        QTRY_COMPARE(w.client.currentConfig.keys[2].team, TeamId("analysts"));
        QTRY_COMPARE(w.row("Notebook").parent(), w.row("Analysts"));
        click(w.find<QPushButton>("showKey"));
        QCOMPARE(w.window->currentPage(), ui::PageId::Keys);
        auto* table = w.window->findChild<ui::KeysPage*>()->findChild<QTableView*>();
        QCOMPARE(table->currentIndex().siblingAtColumn(0).data().toString(),
                 QStringLiteral("Notebook"));
    }

    void searchFindsKeysAndKeepsWhatTheyBelongTo()
    {
        Teams w;
        press(w.window.get(), Qt::Key_F, Qt::ControlModifier);
        auto* search = w.window->findChild<ui::TeamsPage*>()->findChild<QLineEdit*>();
        QVERIFY(search->hasFocus());
        search->setText(QStringLiteral("notebook"));
        QCOMPARE(w.tree()->model()->rowCount(), 1);
        QCOMPARE(w.tree()->model()->rowCount(w.row("City Police")), 1);
        search->clear();
        QVERIFY(w.row("Trial").isValid());
    }

    void namesHaveRoomInASmallWindow()
    {
        Teams w;
        const QHeaderView* header = w.tree()->header();
        QVERIFY(!header->isSectionHidden(ui::OwnerTree::Keys));
        w.window->resize(w.window->minimumSize());
        Window::settle();
        QVERIFY(header->isSectionHidden(ui::OwnerTree::Keys));
        QVERIFY2(header->sectionSize(ui::OwnerTree::Name) >= 180,
                 qPrintable(QString::number(header->sectionSize(ui::OwnerTree::Name))));
        w.window->resize(1320, 820);
        Window::settle();
        QVERIFY(!header->isSectionHidden(ui::OwnerTree::Keys));
        QCOMPARE(header->sectionSize(ui::OwnerTree::State), 168);
    }

    void whatWasFoldedStaysFolded()
    {
        Teams w(fillWithTwoCustomersOfOneTeam);
        w.tree()->collapse(w.row("Analysts"));
        w.client.currentConfig.customers[1].name = "Laboratory";
        w.bridge->refresh();
        QTRY_VERIFY(w.row("Laboratory").isValid());
        QVERIFY(!w.tree()->isExpanded(w.row("Analysts")));
        QVERIFY(w.tree()->isExpanded(w.row("City Police")));
    }
};

QTEST_MAIN(TeamsTest)
#include "teams_test.moc"
