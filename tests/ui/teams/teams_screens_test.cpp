#include "tests/ui/screen_checks.h"
#include "tests/ui/teams/sample_teams.h"
#include "ui/teams/teams_page.h"
#include "ui/theme/theme.h"
#include "ui/translations.h"

#include <QCheckBox>
#include <QTabBar>
#include <QTableView>

using namespace portcullis;
using namespace portcullis::test;

namespace {

template <typename Widget>
Widget* part(const QWidget* root, const char* name)
{
    return root->findChild<Widget*>(QLatin1String(name));
}

void fillWithLongNames(FakeGatewayClient& client)
{
    fillWithTeams(client);
    const std::string name = "Rechtsanwaltsversorgungswerksverwaltungsratsmitgliedervers";
    client.currentConfig.customers[0].name = name;
    client.currentConfig.teams[0].name = name;
    client.currentConfig.cases[0].name = name;
    client.currentConfig.keys[0].rate = api::RateLimit{120, std::chrono::seconds(90), 20};
    client.currentConfig.keys[0].concurrency = 4;
}

} // namespace

// The page Teams and its dialogs, in both languages, light and dark, on a small screen.
class TeamsScreensTest final : public QObject
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
        empty();
        owners();
        cases();
        keys();
        narrow();
    }

private:
    void empty()
    {
        Window w;
        w.window->resize(1280, 680);
        w.window->showPage(ui::PageId::Teams);
        take(w.window.get(), "teams-empty");
        w.window->findChild<ui::TeamsPage*>()->showCases();
        take(w.window.get(), "cases-empty");
    }

    void owners()
    {
        Window w(fillWithTeams);
        w.window->resize(1280, 680);
        w.window->showPage(ui::PageId::Teams);
        take(w.window.get(), "teams");
        auto* tree = w.find<QTreeView>("owners");
        tree->setCurrentIndex(rowNamed(*tree->model(), QStringLiteral("Analysts")));
        take(w.window.get(), "teams-team");
        click(w.find<QPushButton>("editOwner"));
        take(openDialog("ownerDialog"), "team-edit");
        openDialog("ownerDialog")->reject();
        click(w.find<QPushButton>("enableOwner"));
        take(openDialog("confirm"), "team-disable");
        openDialog("confirm")->reject();
        click(w.find<QPushButton>("removeOwner"));
        take(w.window.get(), "teams-in-use");
        tree->setCurrentIndex(rowNamed(*tree->model(), QStringLiteral("Editor")));
        take(w.window.get(), "teams-key");
        press(w.window.get(), Qt::Key_N, Qt::ControlModifier);
        click(part<QPushButton>(openDialog("ownerDialog"), "saveOwner"));
        take(openDialog("ownerDialog"), "customer-problem");
        openDialog("ownerDialog")->reject();
    }

    void cases()
    {
        Window w(fillWithTeams);
        w.window->resize(1280, 680);
        w.window->showPage(ui::PageId::Teams);
        w.window->findChild<ui::TeamsPage*>()->showCases();
        take(w.window.get(), "cases");
        click(w.find<QPushButton>("closeCase"));
        take(openDialog("confirm"), "case-close");
        openDialog("confirm")->reject();
        click(w.find<QPushButton>("editCase"));
        take(openDialog("caseDialog"), "case-edit");
        part<QCheckBox>(openDialog("caseDialog"), "caseLimited")->click();
        take(openDialog("caseDialog"), "case-edit-unlimited");
        openDialog("caseDialog")->reject();
    }

    void keys()
    {
        Window w(fillWithLongNames);
        w.client.currentConfig.teams[0].disabled = true;
        w.bridge->refresh();
        w.window->resize(1280, 680);
        w.window->showPage(ui::PageId::Keys);
        take(w.window.get(), "keys-refused");
        auto* edit = w.window->findChild<QPushButton*>(QStringLiteral("editKey"));
        click(edit);
        openDialog("editKeyDialog")->findChild<QTabBar*>()->setCurrentIndex(1);
        take(openDialog("editKeyDialog"), "key-limits");
        openDialog("editKeyDialog")->reject();
        press(w.window.get(), Qt::Key_N, Qt::ControlModifier);
        openDialog("newKeyDialog")->findChild<QTabBar*>()->setCurrentIndex(1);
        take(openDialog("newKeyDialog"), "key-new-limits");
        openDialog("newKeyDialog")->reject();
    }

    void narrow()
    {
        Window w(fillWithLongNames);
        w.window->resize(w.window->minimumSize());
        w.window->showPage(ui::PageId::Teams);
        take(w.window.get(), "small-teams");
        w.window->findChild<ui::TeamsPage*>()->showCases();
        take(w.window.get(), "small-cases");
        QVERIFY(w.window->minimumSizeHint().width() <= w.window->minimumSize().width());
        QVERIFY(w.window->minimumSizeHint().height() <= w.window->minimumSize().height());
    }

    void take(QWidget* widget, const char* name)
    {
        QVERIFY2(widget != nullptr, name);
        lookAt(*widget, QLatin1String(name) + m_suffix);
    }

    QString m_suffix;
};

QTEST_MAIN(TeamsScreensTest)
#include "teams_screens_test.moc"
