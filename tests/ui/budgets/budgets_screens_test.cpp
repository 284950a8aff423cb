#include "tests/ui/budgets/sample_budgets.h"
#include "tests/ui/screen_checks.h"
#include "ui/budgets/budgets_page.h"
#include "ui/theme/theme.h"
#include "ui/translations.h"

using namespace portcullis;
using namespace portcullis::test;

// The page of budgets and its dialogs in both languages, light and dark, wide and narrow.
class BudgetsScreensTest final : public QObject
{
    Q_OBJECT

private slots:

    void screens_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<bool>("dark");
        QTest::newRow("en-light") << QStringLiteral("en") << false;
        QTest::newRow("en-dark") << QStringLiteral("en") << true;
        QTest::newRow("de-light") << QStringLiteral("de") << false;
        QTest::newRow("de-dark") << QStringLiteral("de") << true;
    }

    void screens()
    {
        QFETCH(QString, language);
        QFETCH(bool, dark);
        m_suffix = QStringLiteral("-%1").arg(QLatin1String(QTest::currentDataTag()));
        if (!dark) {
            QLocale::setDefault(QLocale(language));
            ui::installTranslations(*qApp, QLocale(language));
        }
        ui::applyTheme(*qApp, dark ? ui::Scheme::Dark : ui::Scheme::Light);
        page();
        dialogs();
    }

private:
    void page()
    {
        Window w(fillWithBudgets);
        w.window->resize(1280, 680);
        w.window->showPage(ui::PageId::Budgets);
        auto* page = w.window->findChild<ui::BudgetsPage*>();
        page->choose(w.client.currentConfig.budgets[0].id);
        take(w.window.get(), "budgets");
        w.window->resize(w.window->minimumSize());
        Window::settle();
        QVERIFY(w.window->minimumSizeHint().width() <= w.window->minimumSize().width());
        QVERIFY(w.window->minimumSizeHint().height() <= w.window->minimumSize().height());
        take(w.window.get(), "budgets-small");
        Window first(fillForFirstStart);
        first.window->showPage(ui::PageId::Budgets);
        take(first.window.get(), "budgets-empty");
    }

    void dialogs()
    {
        Window w(fillWithBudgets);
        w.window->showPage(ui::PageId::Budgets);
        auto* page = w.window->findChild<ui::BudgetsPage*>();
        page->addBudget();
        take(openDialog("budgetDialog"), "budget-new");
        click(openDialog("budgetDialog")->findChild<QPushButton*>(QStringLiteral("saveBudget")));
        take(openDialog("budgetDialog"), "budget-problem");
        openDialog("budgetDialog")->reject();
        page->choose(w.client.currentConfig.budgets[0].id);
        click(page->findChild<QPushButton*>(QStringLiteral("editBudget")));
        take(openDialog("budgetDialog"), "budget-edit");
        openDialog("budgetDialog")->reject();
        click(page->findChild<QPushButton*>(QStringLiteral("prices")));
        take(openDialog("pricesDialog"), "prices");
        openDialog("pricesDialog")->reject();
    }

    void take(QWidget* widget, const char* name)
    {
        QVERIFY2(widget != nullptr, name);
        lookAt(*widget, QLatin1String(name) + m_suffix);
    }

    QString m_suffix;
};

QTEST_MAIN(BudgetsScreensTest)
#include "budgets_screens_test.moc"
