#include "tests/ui/budgets/sample_budgets.h"
#include "tests/ui/ui_test.h"
#include "ui/budgets/budget_panel.h"
#include "ui/budgets/budgets_model.h"
#include "ui/budgets/budgets_page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>
#include <QTreeView>

using namespace portcullis;
using namespace portcullis::test;

namespace {

// The window on the page of budgets.
struct Stage : Window
{
    explicit Stage(void (*fill)(FakeGatewayClient&) = fillWithBudgets)
        : Window(fill)
    {
        window->showPage(ui::PageId::Budgets);
        settle();
        page = window->findChild<ui::BudgetsPage*>();
        tree = page->findChild<QTreeView*>(QStringLiteral("budgets"));
    }

    // Everything that is listed, a line a row.
    [[nodiscard]] QStringList listed() const
    {
        QStringList lines;
        const QAbstractItemModel* model = tree->model();
        for (int group = 0; group < model->rowCount(); ++group) {
            const QModelIndex level = model->index(group, 0);
            lines << level.data().toString();
            for (int row = 0; row < model->rowCount(level); ++row) {
                lines << model->index(row, 0, level).data().toString() + QStringLiteral(" | ") +
                             model->index(row, 1, level).data().toString();
            }
        }
        return lines;
    }

    ui::BudgetsPage* page;
    QTreeView* tree;
};

template <typename Widget>
Widget* part(const QWidget* root, const char* name)
{
    return root->findChild<Widget*>(QLatin1String(name));
}

void choose(const QWidget* root, const char* name, int value)
{
    auto* box = part<QComboBox>(root, name);
    box->setCurrentIndex(box->findData(value));
}

QString problems(const QWidget* root)
{
    QString text;
    for (const QLabel* label : root->findChildren<QLabel*>(QStringLiteral("fieldProblem"))) {
        text += label->isVisible() ? label->text() : QString();
    }
    return text;
}

QString message(const QWidget* root)
{
    for (const auto* banner : root->findChildren<ui::Banner*>()) {
        if (banner->isVisible()) {
            return banner->message();
        }
    }
    return {};
}

template <typename Change>
const Change* lastChange(const FakeGatewayClient& client)
{
    return client.changes.empty() ? nullptr : std::get_if<Change>(&client.changes.back());
}

} // namespace

// The page of budgets, its dialogs and prices.
class BudgetsTest final : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase()
    {
        QLocale::setDefault(QLocale(QStringLiteral("en_US")));
        ui::applyTheme(*qApp, ui::Scheme::Light);
    }

    void modelKeepsTheRulesOfModels()
    {
        FakeGatewayClient client;
        fillWithBudgets(client);
        ui::GatewayBridge bridge(client);
        Window::settle();
        FixedClock clock;
        ui::BudgetsModel model(bridge, clock);
        ui::BudgetsFilter filter;
        filter.setSourceModel(&model);
        const QAbstractItemModelTester tester(&model);
        const QAbstractItemModelTester filtered(&filter);
        QCOMPARE(model.rowCount(), 5);
        client.apply(api::RemoveBudget{client.currentConfig.budgets[0].id}, [](auto) {});
        QTRY_COMPARE(model.rowCount(), 4);
        filter.setPressing(true);
        QCOMPARE(filter.rowCount(), 0);
    }

    void budgetsStandBelowTheirLevelsInWords()
    {
        Stage s;
        const QStringList lines = s.listed();
        QCOMPARE(lines.size(), 11);
        QCOMPARE(lines[0], QStringLiteral("Customers (1)"));
        QCOMPARE(lines[2], QStringLiteral("Teams (2)"));
        QVERIFY(lines[3].contains(QStringLiteral("Used up")));
        QVERIFY(lines[4].contains(QStringLiteral("Not counted")));
        QVERIFY(lines[6].startsWith(QStringLiteral("Editor: Calls a day | Near its limit")));
        QVERIFY(lines[6].contains(QStringLiteral("3 held")));
        QVERIFY(lines[6].contains(QStringLiteral("812 of 1,000")));
        QVERIFY(lines[8].contains(QStringLiteral("Full for now")));
    }

    void searchAndChoiceNarrowTheList()
    {
        Stage s;
        type(part<QLineEdit>(s.page, "search"), QStringLiteral("editor"));
        QCOMPARE(s.listed().size(), 2);
        type(part<QLineEdit>(s.page, "search"), QStringLiteral("nobody"));
        QVERIFY(s.listed().isEmpty());
        QVERIFY(part<QLabel>(s.page, "noBudgetFits")->isVisible());
        QVERIFY(!part<QPushButton>(s.page, "saveBudgetsCsv")->isEnabled());
        part<QLineEdit>(s.page, "search")->clear();
        choose(s.page, "budgetsWhich", static_cast<int>(api::BudgetLevel::Team));
        QCOMPARE(s.listed().size(), 3);
        QVERIFY(s.tree->isExpanded(s.tree->model()->index(0, 0)));
        choose(s.page, "budgetsWhich", ui::BudgetsFilter::kPressing);
        QCOMPARE(s.listed().size(), 6);
    }

    void warningsAndTimeBringNewNumbers()
    {
        Stage s;
        const BudgetId id = s.client.currentConfig.budgets[0].id;
        s.client.budgetUses[id].used = 1000;
        s.client.sendWarning({id, 1000, 1000, std::nullopt});
        QTRY_VERIFY(s.listed()[6].contains(QStringLiteral("Used up")));
        s.client.budgetUses[id].used = 5;
        QTRY_VERIFY_WITH_TIMEOUT(s.listed()[6].contains(QStringLiteral("5 of 1,000")), 10'000);
    }

    void nothingIsAskedWhileThePageIsNotSeen()
    {
        Stage s;
        s.window->showPage(ui::PageId::Overview);
        Window::settle();
        const auto before = s.client.budgetQueries.size();
        s.client.sendWarning({s.client.currentConfig.budgets[0].id, 900, 1000, std::nullopt});
        for (int i = 0; i < 20; ++i) {
            Window::settle();
        }
        QCOMPARE(s.client.budgetQueries.size(), before);
        s.window->showPage(ui::PageId::Budgets);
        QTRY_VERIFY(s.client.budgetQueries.size() > before);
    }

    void numbersThatCannotBeReadAreNotShownAsThoseOfNow()
    {
        Stage s;
        s.client.failNext = Error{ErrorCode::Locked, "The log is locked.", {}};
        s.page->reload();
        auto* banner = part<ui::Banner>(s.page, "budgetsUnread");
        QTRY_VERIFY(banner->isVisible());
        QVERIFY(banner->message().contains(QStringLiteral("The log is locked.")));
        QVERIFY(banner->message().contains(QStringLiteral("Unlock Portcullis")));
        QVERIFY(s.listed()[6].contains(QStringLiteral("Not counted")));
        s.page->reload();
        QTRY_VERIFY(!banner->isVisible());
        QVERIFY(s.listed()[6].contains(QStringLiteral("812 of 1,000")));
    }

    void panelTellsTermsAndEarlierWindows()
    {
        Stage s;
        s.page->choose(s.client.currentConfig.budgets[0].id);
        auto* panel = s.page->findChild<ui::BudgetPanel*>();
        auto* history = part<QTableView>(panel, "history");
        QTRY_COMPARE(history->model()->rowCount(), 14);
        QVERIFY(s.client.budgetQueries.back().history > 0);
        QCOMPARE(history->model()->index(0, 1).data().toString(), QStringLiteral("331"));
        QVERIFY(!part<QWidget>(panel, "historyChart")->accessibleDescription().isEmpty());
        QVERIFY(part<QWidget>(panel, "gauge")
                    ->accessibleDescription()
                    .contains(QStringLiteral("812 of 1,000")));
        s.page->choose(s.client.currentConfig.budgets[4].id);
        QTRY_VERIFY(!history->isVisible());
        QVERIFY(part<QLabel>(panel, "historyNote")->isVisible());
    }

    void anEmptyPageLeadsToTheFirstBudget()
    {
        Stage s(fillWithSamples);
        QVERIFY(!s.tree->isVisible());
        click(button(s.page, QStringLiteral("Add budget…")));
        QVERIFY(openDialog("budgetDialog") != nullptr);
        openDialog("budgetDialog")->reject();
    }

    void addedBudgetSaysWhatWasTyped()
    {
        Stage s;
        press(s.window.get(), Qt::Key_N, Qt::ControlModifier);
        QPointer<QDialog> dialog = openDialog("budgetDialog");
        QVERIFY(dialog);
        choose(dialog, "budgetLevel", static_cast<int>(api::BudgetLevel::Server));
        auto* owner = part<QComboBox>(dialog, "budgetOwner");
        owner->setCurrentIndex(owner->findData(QStringLiteral("tickets")));
        choose(dialog, "budgetUnit", static_cast<int>(api::BudgetUnit::Bytes));
        choose(dialog, "budgetPeriod", static_cast<int>(api::BudgetPeriod::Month));
        type(part<QLineEdit>(dialog, "budgetLimit"), QStringLiteral("5 MB"));
        QCOMPARE(part<QLabel>(dialog, "budgetMeaning")->text(),
                 QStringLiteral("Means 5,000,000 bytes."));
        part<QComboBox>(dialog, "budgetZone")->setEditText(QStringLiteral("Europe/Berlin"));
        part<QSpinBox>(dialog, "budgetWarnAt")->setValue(50);
        part<QCheckBox>(dialog, "budgetFailed")->setChecked(false);
        click(part<QPushButton>(dialog, "saveBudget"));
        const auto* set = lastChange<api::SetBudget>(s.client);
        QVERIFY(set != nullptr);
        api::Budget wanted =
            sampleBudget(api::BudgetLevel::Server, "tickets", api::BudgetUnit::Bytes, 5'000'000);
        wanted.period = api::BudgetPeriod::Month;
        wanted.id = BudgetId("server.tickets.bytes.month");
        wanted.timeZone = "Europe/Berlin";
        wanted.warnAtPercent = 50;
        wanted.failedCallsCount = false;
        QVERIFY(set->budget == wanted);
        QTRY_VERIFY(dialog.isNull());
        QTRY_VERIFY(s.listed()
                        .join(QLatin1Char('\n'))
                        .contains(QStringLiteral("Ticket system: Bytes a month")));
    }

    void wrongFieldsAreToldBeforeAnythingIsSaved()
    {
        Stage s;
        s.page->addBudget();
        QDialog* dialog = openDialog("budgetDialog");
        auto* save = part<QPushButton>(dialog, "saveBudget");
        click(save);
        QVERIFY(problems(dialog).contains(QStringLiteral("whole number")));
        auto* limit = part<QLineEdit>(dialog, "budgetLimit");
        type(limit, QStringLiteral("0"));
        click(save);
        QVERIFY(problems(dialog).contains(QStringLiteral("more than nothing")));
        type(limit, QStringLiteral("1,000"));
        click(save);
        QVERIFY(problems(dialog).contains(QStringLiteral("without separators")));
        type(limit, QStringLiteral("10k"));
        part<QComboBox>(dialog, "budgetZone")->setEditText(QStringLiteral("Mars/Base"));
        click(save);
        QVERIFY(problems(dialog).contains(QStringLiteral("Europe/Berlin")));
        part<QComboBox>(dialog, "budgetZone")->setEditText(QStringLiteral("UTC"));
        choose(dialog, "budgetLevel", static_cast<int>(api::BudgetLevel::Team));
        choose(dialog, "budgetUnit", static_cast<int>(api::BudgetUnit::Bytes));
        type(limit, QStringLiteral("1 GB"));
        click(save);
        QVERIFY(problems(dialog).contains(QStringLiteral("of this name already")));
        QVERIFY(s.client.changes.empty());
        type(part<QLineEdit>(dialog, "budgetName"), QStringLiteral("second"));
        click(save);
        QVERIFY(lastChange<api::SetBudget>(s.client) != nullptr);
    }

    void onlyCasesHaveALife()
    {
        Stage s;
        s.page->addBudget();
        QDialog* dialog = openDialog("budgetDialog");
        auto* period = part<QComboBox>(dialog, "budgetPeriod");
        const int life = static_cast<int>(api::BudgetPeriod::CaseLife);
        QCOMPARE(period->findData(life), -1);
        choose(dialog, "budgetLevel", static_cast<int>(api::BudgetLevel::Case));
        choose(dialog, "budgetPeriod", life);
        QVERIFY(!part<QComboBox>(dialog, "budgetZone")->isEnabled());
        QVERIFY(!part<QComboBox>(dialog, "budgetWindow")->isEnabled());
        dialog->reject();
    }

    void editingKeepsWhatABudgetIsCalledBy()
    {
        Stage s;
        const api::Budget before = s.client.currentConfig.budgets[0];
        s.page->choose(before.id);
        click(part<QPushButton>(s.page, "editBudget"));
        QPointer<QDialog> dialog = openDialog("budgetDialog");
        QVERIFY(
            part<QLabel>(dialog, "budgetNote")->text().contains(QStringLiteral("stays counted")));
        for (const char* name : {"budgetLevel", "budgetOwner", "budgetUnit", "budgetPeriod"}) {
            QVERIFY2(!part<QComboBox>(dialog, name)->isEnabled(), name);
        }
        type(part<QLineEdit>(dialog, "budgetLimit"), QStringLiteral("2k"));
        s.client.failNext = Error{ErrorCode::Unavailable, "The gateway is busy.", {}};
        click(part<QPushButton>(dialog, "saveBudget"));
        QVERIFY(dialog && message(dialog).contains(QStringLiteral("The gateway is busy.")));
        click(part<QPushButton>(dialog, "saveBudget"));
        const auto* set = lastChange<api::SetBudget>(s.client);
        QVERIFY(set != nullptr);
        api::Budget wanted = before;
        wanted.limit = 2000;
        QVERIFY(set->budget == wanted);
        QTRY_VERIFY(s.listed()[6].contains(QStringLiteral("812 of 2,000")));
    }

    void removingAsksFirst()
    {
        Stage s;
        const BudgetId id = s.client.currentConfig.budgets[0].id;
        s.page->choose(id);
        press(s.window.get(), Qt::Key_Delete);
        QVERIFY(openDialog("confirm") != nullptr);
        openDialog("confirm")->reject();
        QVERIFY(s.client.changes.empty());
        click(part<QPushButton>(s.page, "removeBudget"));
        s.client.failNext = Error{ErrorCode::Unavailable, "The gateway is busy.", {}};
        QSignalSpy failed(s.page, &ui::BudgetsPage::problem);
        click(part<QPushButton>(openDialog("confirm"), "confirmAction"));
        QTRY_COMPARE(failed.count(), 1);
        click(part<QPushButton>(s.page, "removeBudget"));
        click(part<QPushButton>(openDialog("confirm"), "confirmAction"));
        QVERIFY(lastChange<api::RemoveBudget>(s.client) != nullptr);
        QTRY_COMPARE(s.listed().size(), 9);
    }

    void listIsSavedAsItIsFiltered()
    {
        Stage s;
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("budgets.csv"));
        choose(s.page, "budgetsWhich", static_cast<int>(api::BudgetLevel::Team));
        QVERIFY(s.page->save(path));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().count('\n'), 3);
        QSignalSpy failed(s.page, &ui::BudgetsPage::problem);
        QVERIFY(!s.page->save(folder.filePath(QStringLiteral("none/budgets.csv"))));
        QCOMPARE(failed.count(), 1);
    }

    void pricesAreSetAndRemoved()
    {
        Stage s;
        click(part<QPushButton>(s.page, "prices"));
        QDialog* dialog = openDialog("pricesDialog");
        auto* table = part<QTableView>(dialog, "prices");
        QCOMPARE(table->model()->rowCount(), 2);
        auto* server = part<QComboBox>(dialog, "priceServer");
        auto* amount = part<QLineEdit>(dialog, "priceAmount");
        server->setCurrentIndex(server->findData(QStringLiteral("files")));
        QTRY_VERIFY(part<QComboBox>(dialog, "priceTool")->count() > 3);
        part<QComboBox>(dialog, "priceTool")->setEditText(QStringLiteral("search"));
        type(amount, QStringLiteral("cheap"));
        click(part<QPushButton>(dialog, "setPrice"));
        QVERIFY(problems(dialog).contains(QStringLiteral("EUR")));
        type(amount, QStringLiteral("0.50 EUR"));
        click(part<QPushButton>(dialog, "setPrice"));
        const auto* set = lastChange<api::SetPrice>(s.client);
        QVERIFY(set != nullptr);
        QVERIFY((set->price == api::Price{ServerId("files"), "search", 500'000}));
        QTRY_COMPARE(table->model()->rowCount(), 3);
        table->selectRow(0);
        QCOMPARE(amount->text(), QStringLiteral("0.25 EUR"));
        click(part<QPushButton>(dialog, "removePrice"));
        click(part<QPushButton>(openDialog("confirm"), "confirmAction"));
        const auto* removed = lastChange<api::RemovePrice>(s.client);
        QVERIFY(removed != nullptr);
        QCOMPARE(removed->tool, std::string("*"));
        dialog->reject();
    }
};

QTEST_MAIN(BudgetsTest)
#include "budgets_test.moc"
