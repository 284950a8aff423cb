#include "tests/ui/audit/sample_log.h"
#include "tests/ui/ui_test.h"
#include "ui/audit/audit_model.h"
#include "ui/audit/audit_page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QFile>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>

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

    void choosePart(const char* text) const
    {
        auto* part = find<QComboBox>("part");
        part->setCurrentIndex(part->findText(QLatin1String(text)));
    }

    // Other pages have one, too.
    [[nodiscard]] QLineEdit* search() const
    {
        return window->findChild<ui::AuditPage*>()->findChild<QLineEdit*>(QStringLiteral("search"));
    }

    QTableView* table = nullptr;
    AuditModel* model = nullptr;
};

} // namespace

// The audit page over a real log.
class AuditPageTest final : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase()
    {
        ui::applyTheme(*qApp, ui::Scheme::Light);
        const int calls = qEnvironmentVariableIntValue("PORTCULLIS_SAMPLE_CALLS");
        m_log = std::make_unique<SampleLog>();
        m_log->fill(calls > 0 ? calls : 1500);
        sampleLog = m_log.get();
    }

    void cleanupTestCase() { m_log.reset(); }

    void showsTheNewestCalls()
    {
        AuditWindow w;
        QTRY_VERIFY(w.model->rowCount() > 1000);
        QTRY_VERIFY(w.model->rowAt(0) != nullptr);
        QTRY_VERIFY(w.model->rowAt(1) != nullptr);
        QVERIFY(w.model->rowAt(0)->n > w.model->rowAt(1)->n);
        QCOMPARE(w.model->index(0, AuditModel::Kind).data().toString(), QStringLiteral("Call"));
        const QAbstractItemModelTester tester(
            w.model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    }

    void jumpsAnywhere()
    {
        AuditWindow w;
        QTRY_VERIFY(w.model->rowCount() > 1000);
        QScrollBar* bar = w.table->verticalScrollBar();
        for (const int place : {bar->maximum(), bar->maximum() / 2, 0}) {
            bar->setValue(place);
            const int row = w.table->rowAt(10);
            QTRY_VERIFY(w.model->rowAt(row) != nullptr);
        }
    }

    void filtersAndCounts()
    {
        AuditWindow w;
        QTRY_VERIFY(w.model->rowCount() > 1000);
        w.choosePart("Everything");
        QTRY_COMPARE(w.model->rowCount(), static_cast<int>(m_log->log().recordCount()));
        type(w.search(), QStringLiteral("delete_"));
        w.choosePart("Refusals");
        QTRY_VERIFY(!w.model->isLoading());
        QTRY_VERIFY(w.model->rowCount() > 0 && w.model->rowAt(0) != nullptr);
        QVERIFY(w.model->rowAt(0)->tool.startsWith(QStringLiteral("delete_")));
        type(w.search(), QStringLiteral("nothing like it"));
        QTRY_COMPARE(w.model->rowCount(), 0);
        QTRY_VERIFY(w.find<QLabel>("count")->text().startsWith(QStringLiteral("Nothing matches")));
    }

    void sortsByClickingAColumn()
    {
        AuditWindow w;
        QTRY_VERIFY(w.model->rowCount() > 1000);
        QHeaderView* header = w.table->horizontalHeader();
        emit header->sectionClicked(AuditModel::Tool);
        QTRY_VERIFY(w.model->rowAt(0) != nullptr &&
                    w.model->rowAt(0)->tool == QStringLiteral("tool_0"));
        emit header->sectionClicked(AuditModel::Tool);
        QTRY_VERIFY(w.model->rowAt(0) != nullptr &&
                    w.model->rowAt(0)->tool == QStringLiteral("tool_9"));
        emit header->sectionClicked(AuditModel::Sent); // not to be sorted by
        QCOMPARE(header->sortIndicatorSection(), static_cast<int>(AuditModel::Tool));
    }

    void showsTheChainOfACall()
    {
        AuditWindow w;
        QTRY_VERIFY(w.model->rowCount() > 0 && w.model->rowAt(0) != nullptr);
        const std::int64_t n = w.model->rowAt(0)->n;
        w.client.details[n] = m_log->log().details(n).value();
        w.table->selectRow(0);
        const auto said = [&w] {
            QString text;
            for (const QLabel* label : w.window->findChildren<QLabel*>()) {
                text += label->isVisible() ? label->text() + QLatin1Char('\n') : QString();
            }
            return text;
        };
        QTRY_VERIFY(said().contains(QStringLiteral("Allowed")));
        QTRY_VERIFY(said().contains(QStringLiteral("leaf ")));
        QTRY_VERIFY(said().contains(QStringLiteral("8 bytes sent")));
    }

    void writesTheViewAsCsv()
    {
        AuditWindow w;
        QTRY_VERIFY(w.model->rowCount() > 1000);
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("view.csv"));
        auto* reader = w.window->findChild<ui::LogReader*>();
        int outcomes = 0;
        connect(reader, &ui::LogReader::saved, this, [&outcomes](const QString& error) {
            QCOMPARE(error, QString());
            ++outcomes;
        });
        reader->save(path);
        QTRY_COMPARE(outcomes, 1);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().count("\r\n"), qsizetype{w.model->rowCount() + 1});
        reader->save(folder.filePath(QStringLiteral("stopped.csv")));
        reader->cancelSave();
        QTRY_VERIFY(outcomes == 2 || QFile::exists(folder.filePath(QStringLiteral("stopped.csv"))));
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files).filter(QStringLiteral("csv.")).size(),
                 0);
    }

    void signsOffARange()
    {
        AuditWindow w;
        QTRY_VERIFY(w.model->rowCount() > 1000);
        click(w.find<QPushButton>("signOff"));
        QDialog* dialog = openDialog("signOffDialog");
        QVERIFY(dialog != nullptr);
        dialog->findChild<QSpinBox*>(QStringLiteral("lastRecord"))->setValue(99);
        dialog->findChild<QComboBox*>(QStringLiteral("result"))->setCurrentIndex(1);
        auto* record = dialog->findChild<QPushButton*>(QStringLiteral("recordSignOff"));
        click(record);
        QVERIFY(w.client.signedOff.empty()); // findings need a comment
        dialog->findChild<QPlainTextEdit*>(QStringLiteral("comment"))
            ->setPlainText(QStringLiteral("Deletions by the new key."));
        click(record);
        QTRY_COMPARE(w.client.signedOff.size(), 1U);
        QCOMPARE(w.client.signedOff.front(),
                 (api::SignOff{0, 100, true, "Deletions by the new key."}));
    }

    void saysWhatIsSignedOff()
    {
        std::promise<void> written;
        audit::ReviewSignedOff review;
        review.review = {0, 1000, false, "Read in full."};
        review.by = "gui";
        m_log->log().append(std::move(review),
                            [&written](const Result<audit::Receipt>&) { written.set_value(); });
        written.get_future().wait();
        AuditWindow w;
        QTRY_VERIFY(
            w.find<QLabel>("logState")->text().contains(QStringLiteral("up to record 999")));
        w.choosePart("Sign-offs");
        QTRY_COMPARE(w.model->rowCount(), 1);
    }

    void saysWhenTheLogWasCheckedAndWhereItIsRemembered()
    {
        AuditWindow w;
        const auto state = [&w] { return w.find<QLabel>("logState")->text(); };
        QTRY_VERIFY(state().contains(QStringLiteral("never checked as a whole")));
        QVERIFY(m_log->log().check({}, "gui", {}).value().fault == std::nullopt);
        w.client.currentStatus.pinPlace = api::PinPlace::Keychain;
        w.client.setStatus(w.client.currentStatus);
        w.window->findChild<ui::AuditPage*>()->reload();
        QTRY_VERIFY(state().contains(QStringLiteral("found as it was written on")));
        QTRY_VERIFY(state().contains(QStringLiteral("remembered in the keychain")));
        w.choosePart("Checks");
        QTRY_COMPARE(w.model->rowCount(), 1);
    }

    void saysThatTheLogIsNoLongerRememberedAndWasFoundFaulty()
    {
        audit::LogChecked record;
        record.report.fault = "Record 7: its body is another.";
        record.by = "gui";
        std::promise<void> written;
        m_log->log().append(std::move(record),
                            [&written](const Result<audit::Receipt>&) { written.set_value(); });
        written.get_future().wait();
        AuditWindow w;
        w.client.currentStatus.pinProblem = "The keychain is locked.";
        w.client.setStatus(w.client.currentStatus);
        const auto state = [&w] { return w.find<QLabel>("logState")->text(); };
        QTRY_VERIFY(state().contains(QStringLiteral("Record 7: its body is another.")));
        QTRY_VERIFY(
            state().contains(QStringLiteral("not remembered at present: The keychain is locked.")));
    }

    void warnsThatTheEndOfALogMayBeMissingOfWhichNothingIsRemembered()
    {
        AuditWindow w;
        api::LogReport report;
        report.records = 7;
        report.isPinMissing = true;
        w.client.logReport = report;
        w.find<QAction>("checkLog")->trigger();
        QDialog* dialog = openDialog("checkLogDialog");
        click(dialog->findChild<QPushButton*>(QStringLiteral("startCheck")));
        const auto* verdict = dialog->findChild<ui::Banner*>();
        QVERIFY(verdict->message().contains(QStringLiteral("The end of the log may be missing")));
        QVERIFY(verdict->message().contains(QStringLiteral("pin.json")));
        dialog->reject();
    }

    void invitesWhenTheLogIsEmpty()
    {
        SampleLog empty;
        SampleLog* const full = std::exchange(sampleLog, &empty);
        {
            AuditWindow w;
            QTRY_VERIFY(!w.table->isVisible());
        }
        sampleLog = full;
    }

    void aLogWithoutCallsOffersTheRest()
    {
        SampleLog fresh;
        std::promise<void> written;
        fresh.log().append(audit::ConfigurationChanged{"key.add", "vk_0", 1, "aa", "bb", "gui"},
                           [&written](const Result<audit::Receipt>&) { written.set_value(); });
        written.get_future().wait();
        SampleLog* const full = std::exchange(sampleLog, &fresh);
        {
            AuditWindow w;
            const QString offer = QStringLiteral("Show everything");
            QTRY_VERIFY(button(w.window.get(), offer) != nullptr);
            QVERIFY(!w.table->isVisible());
            w.choosePart("Refusals"); // what was asked for is not there, and can be cleared
            QTRY_VERIFY(w.table->isVisible());
            w.choosePart("Calls");
            QTRY_VERIFY(button(w.window.get(), offer) != nullptr);
            click(button(w.window.get(), offer));
            QTRY_COMPARE(w.model->rowCount(), static_cast<int>(fresh.log().recordCount()));
            QTRY_VERIFY(w.table->isVisible());
        }
        sampleLog = full;
    }

private:
    std::unique_ptr<SampleLog> m_log;
};

QTEST_MAIN(AuditPageTest)
#include "audit_page_test.moc"
