#include "tests/ui/revisions/sample_history.h"
#include "tests/ui/screen_checks.h"
#include "ui/revisions/revisions_dialog.h"
#include "ui/theme/theme.h"
#include "ui/translations.h"

#include <QTableView>

using namespace portcullis;
using namespace portcullis::test;

// The history of changes and its questions, in both languages, light and dark.
class RevisionsScreensTest final : public QObject
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
        FakeGatewayClient client;
        fillWithSamples(client);
        ui::GatewayBridge bridge(client);
        Window::settle();
        QDialog* dialog = open(bridge);
        take(dialog, "revisions-empty");
        dialog->reject();

        fillHistory(client);
        client.history[11].revision.damage = "What was kept of revision 11 is damaged.";
        bridge.refresh();
        Window::settle();
        dialog = open(bridge);
        auto* list = dialog->findChild<QTableView*>(QStringLiteral("revisions"));
        list->selectRow(2);
        take(dialog, "revisions-damaged");
        client.history[11].revision.damage.clear();
        list->selectRow(1);
        take(dialog, "revisions");
        click(dialog->findChild<QPushButton*>(QStringLiteral("undoRevision")));
        take(openDialog("revertDialog"), "revisions-undo");
        openDialog("revertDialog")->reject();
        list->selectRow(3);
        click(dialog->findChild<QPushButton*>(QStringLiteral("restoreRevision")));
        take(openDialog("revertDialog"), "revisions-restore");
        openDialog("revertDialog")->reject();
        dialog->reject();
    }

private:
    [[nodiscard]] QDialog* open(ui::GatewayBridge& bridge)
    {
        auto* dialog = new ui::RevisionsDialog(bridge, &m_advisor, nullptr);
        dialog->open();
        Window::settle();
        return dialog;
    }

    void take(QWidget* widget, const char* name)
    {
        QVERIFY2(widget != nullptr, name);
        lookAt(*widget, QLatin1String(name) + m_suffix);
    }

    ScriptedAdvisor m_advisor;
    QString m_suffix;
};

QTEST_MAIN(RevisionsScreensTest)
#include "revisions_screens_test.moc"
