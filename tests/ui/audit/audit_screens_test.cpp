#include "tests/ui/audit/sample_log.h"
#include "tests/ui/screen_checks.h"
#include "tests/ui/ui_test.h"
#include "ui/audit/audit_model.h"
#include "ui/audit/audit_page.h"
#include "ui/theme/theme.h"
#include "ui/translations.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QTableView>

#include <future>

using namespace portcullis;
using namespace portcullis::test;
using ui::AuditModel;

namespace {

SampleLog* sampleLog = nullptr; // of the test's run

void fillWithLog(FakeGatewayClient& client)
{
    fillWithSamples(client);
    client.currentStatus.auditRecords = sampleLog->log().recordCount();
    client.currentStatus.pinPlace = api::PinPlace::Keychain;
    client.openReader = [] { return sampleLog->log().openReader(); };
}

struct AuditWindow : Window
{
    AuditWindow()
        : Window(fillWithLog)
    {
        window->showPage(ui::PageId::Audit);
        table = find<QTableView>("records");
        model = qobject_cast<AuditModel*>(table->model());
    }

    QTableView* table = nullptr;
    AuditModel* model = nullptr;
};

template <typename Widget>
Widget* part(const QDialog* dialog, const char* name)
{
    return dialog->findChild<Widget*>(QLatin1String(name));
}

} // namespace

// The audit page and its dialogs over a real log, in both languages, light and dark.
class AuditScreensTest final : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase()
    {
        m_log.fill(1500);
        audit::ReviewSignedOff review;
        review.review = {0, 1000, false, "Read in full."};
        review.by = "gui";
        std::promise<void> written;
        m_log.log().append(std::move(review),
                           [&written](const Result<audit::Receipt>&) { written.set_value(); });
        written.get_future().wait();
        QVERIFY(m_log.log().check({}, "gui", {}).has_value());
    }

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
        emptyPage();
        checkDialog();
        exportDialog();
        signOffDialog();
        checkpointDialog();
    }

private:
    void page()
    {
        sampleLog = &m_log;
        AuditWindow w;
        QTRY_VERIFY(w.model->rowCount() > 0 && w.model->rowAt(2) != nullptr);
        take(w.window.get(), "audit");
        const std::int64_t n = w.model->rowAt(2)->n;
        w.client.details[n] = m_log.log().details(n).value();
        w.table->selectRow(2);
        take(w.window.get(), "audit-call");
        auto* records = w.find<QComboBox>("part");
        records->setCurrentIndex(1);
        QTRY_VERIFY(!w.model->isLoading() && w.model->rowAt(0) != nullptr);
        const std::int64_t refused = w.model->rowAt(0)->n;
        w.client.details[refused] = m_log.log().details(refused).value();
        w.table->selectRow(0);
        take(w.window.get(), "audit-refusal");
        w.window->resize(w.window->minimumSize());
        take(w.window.get(), "audit-small");
    }

    void emptyPage()
    {
        SampleLog empty;
        sampleLog = &empty;
        {
            AuditWindow w;
            QTRY_VERIFY(!w.table->isVisible());
            take(w.window.get(), "audit-empty");
        }
        sampleLog = &m_log;
    }

    void checkDialog()
    {
        AuditWindow w;
        w.find<QAction>("checkLog")->trigger();
        QDialog* dialog = openDialog("checkLogDialog");
        take(dialog, "check");
        part<QLineEdit>(dialog, "pin")->setText(QStringLiteral("no pin"));
        click(part<QPushButton>(dialog, "startCheck"));
        take(dialog, "check-problem");
        part<QLineEdit>(dialog, "pin")->clear();
        w.client.logReport = api::LogReport{{}, 3141, 0, 42, {}, {}};
        click(part<QPushButton>(dialog, "startCheck"));
        take(dialog, "check-good");
        w.client.logReport = api::LogReport{
            {}, 3141, 0, 42, "Record 1200: its body is not the one its header names.", 1200};
        click(part<QPushButton>(dialog, "startCheck"));
        take(dialog, "check-bad");
        w.client.holding = true;
        click(part<QPushButton>(dialog, "startCheck"));
        take(dialog, "check-running");
        dialog->reject();
    }

    void exportDialog()
    {
        AuditWindow w;
        QTRY_VERIFY(w.find<QPushButton>("exportLog")->isEnabled());
        click(w.find<QPushButton>("exportLog"));
        QDialog* dialog = openDialog("exportDialog");
        take(dialog, "export");
        part<QComboBox>(dialog, "period")->setCurrentIndex(1);
        part<QLineEdit>(dialog, "hidden")->setText(QStringLiteral("patient"));
        click(part<QPushButton>(dialog, "startExport"));
        take(dialog, "export-problem");
        auto* scroll = dialog->findChild<QScrollArea*>();
        scroll->verticalScrollBar()->setValue(scroll->verticalScrollBar()->maximum());
        take(dialog, "export-end");
        dialog->reject();
    }

    void signOffDialog()
    {
        AuditWindow w;
        QTRY_VERIFY(w.find<QPushButton>("signOff")->isEnabled());
        click(w.find<QPushButton>("signOff"));
        QDialog* dialog = openDialog("signOffDialog");
        take(dialog, "signoff");
        part<QComboBox>(dialog, "result")->setCurrentIndex(1);
        click(part<QPushButton>(dialog, "recordSignOff"));
        take(dialog, "signoff-problem");
        dialog->reject();
    }

    void checkpointDialog()
    {
        AuditWindow w;
        w.client.signedNow = m_log.log().checkpoint(0);
        QTRY_VERIFY(w.find<QAction>("checkpoint")->isEnabled());
        w.find<QAction>("checkpoint")->trigger();
        take(openDialog("checkpointDialog"), "checkpoint");
        openDialog("checkpointDialog")->reject();
        w.client.signedNow = fail(ErrorCode::Corrupt, "The log does not carry its own signature.");
        w.find<QAction>("checkpoint")->trigger();
        take(openDialog("checkpointDialog"), "checkpoint-none");
        openDialog("checkpointDialog")->reject();
    }

    void take(QWidget* widget, const char* name)
    {
        QVERIFY2(widget != nullptr, name);
        lookAt(*widget, QLatin1String(name) + m_suffix);
    }

    SampleLog m_log;
    QString m_suffix;
};

QTEST_MAIN(AuditScreensTest)
#include "audit_screens_test.moc"
