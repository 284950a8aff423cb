#include "tests/ui/ui_test.h"
#include "ui/activity/activity_model.h"
#include "ui/activity/activity_page.h"
#include "ui/activity/call_panel.h"
#include "ui/theme/theme.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QHeaderView>
#include <QPlainTextEdit>
#include <QTableView>

using namespace portcullis;
using namespace portcullis::test;
using ui::ActivityModel;

// The live list of calls.
class ActivityTest final : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { ui::applyTheme(*qApp, ui::Scheme::Light); }

    void liveCallsKeepTheSelection()
    {
        Window w;
        w.window->showPage(ui::PageId::Activity);
        QTableView* table = activityTable(w);
        QTRY_VERIFY(table->model()->rowCount() > 5);
        table->selectRow(2);
        const QString tool =
            table->currentIndex().siblingAtColumn(ActivityModel::Tool).data().toString();
        w.client.sendCall(sampleCall(40320, "files", "brand_new", api::Outcome::Ok));
        QTRY_COMPARE(model(w)->rowAt(0)->n, std::int64_t{40320});
        QCOMPARE(table->currentIndex().row(), 3);
        QCOMPARE(table->currentIndex().siblingAtColumn(ActivityModel::Tool).data().toString(),
                 tool);
    }

    void liveCallsKeepTheFilter()
    {
        Window w;
        w.window->showPage(ui::PageId::Activity);
        w.find<QCheckBox>("refusedOnly")->setChecked(true);
        QTRY_COMPARE(model(w)->rowCount(), 3);
        w.client.sendCall(sampleCall(40320, "files", "search", api::Outcome::Ok));
        w.client.sendCall(sampleRefusal(40321, "files", "write_file", api::Reason::ToolNotAllowed));
        QTRY_COMPARE(model(w)->rowCount(), 4);
        QCOMPARE(model(w)->rowAt(0)->n, std::int64_t{40321});
    }

    void aCallEndsInItsRow()
    {
        Window w;
        QTRY_VERIFY(model(w)->rowCount() > 5);
        const int rows = model(w)->rowCount();
        api::ActivityRow ended = *model(w)->rowAt(0);
        QCOMPARE(ended.outcome, api::Outcome::Running);
        ended.n = 40330;
        ended.outcome = api::Outcome::Ok;
        w.client.sendCall(ended);
        QTRY_COMPARE(model(w)->rowAt(0)->outcome, api::Outcome::Ok);
        QCOMPARE(model(w)->rowCount(), rows);
    }

    void explainsARefusal()
    {
        Window w;
        w.window->showPage(ui::PageId::Activity);
        QTableView* table = activityTable(w);
        QTRY_VERIFY(table->model()->rowCount() > 5);
        table->selectRow(2);
        auto* verdict = w.find<QWidget>("verdict");
        QTRY_VERIFY(verdict->isVisible());
        QVERIFY(verdict->accessibleName().contains(QStringLiteral("Tool not allowed")));
        QVERIFY(verdict->accessibleName().contains(QStringLiteral("allow-list")));
    }

    void showsWhatWasRecorded()
    {
        Window w;
        w.window->showPage(ui::PageId::Activity);
        QTableView* table = activityTable(w);
        QTRY_VERIFY(table->model()->rowCount() > 5);
        table->selectRow(1);
        auto* panel = w.window->findChild<ui::CallPanel*>();
        const auto shown = [panel] {
            QString texts;
            for (const QPlainTextEdit* field : panel->findChildren<QPlainTextEdit*>()) {
                texts += field->toPlainText();
            }
            return texts;
        };
        QTRY_VERIFY(shown().contains(QStringLiteral("notes/2026-11-21.md")));
        QVERIFY(shown().contains(QStringLiteral("Meeting at nine.")));
    }

    void fetchesOlderPages()
    {
        FakeGatewayClient client;
        fillWithSamples(client);
        client.rows.clear();
        for (std::int64_t n = 450; n > 0; --n) {
            client.rows.push_back(sampleCall(n, "files", "search", api::Outcome::Ok));
        }
        FixedClock clock;
        ui::GatewayBridge bridge(client);
        ActivityModel model(bridge, clock);
        QTRY_COMPARE(model.rowCount(), 200);
        QVERIFY(model.canFetchMore({}));
        model.fetchMore({});
        QTRY_COMPARE(model.rowCount(), 400);
        QCOMPARE(client.queries.back().before, std::optional<std::int64_t>(251));
        model.fetchMore({});
        QTRY_COMPARE(model.rowCount(), 450);
        QVERIFY(!model.canFetchMore({}));
    }

    void staysBounded()
    {
        FakeGatewayClient client;
        fillForFirstStart(client);
        FixedClock clock;
        ui::GatewayBridge bridge(client);
        ActivityModel model(bridge, clock);
        QTRY_VERIFY(!model.isLoading());
        for (std::int64_t n = 1; n <= 6000; ++n) {
            client.sendCall(sampleRefusal(n, "files", "search", api::Reason::RateLimited));
        }
        QTRY_COMPARE(model.rowCount(), static_cast<int>(ActivityModel::kMaxRows));
        QCOMPARE(model.rowAt(0)->n, std::int64_t{6000});
        QVERIFY(model.isFull());
    }

    void anAnswerToAnOldFilterIsDropped()
    {
        FakeGatewayClient client;
        fillWithSamples(client);
        FixedClock clock;
        ui::GatewayBridge bridge(client);
        ActivityModel model(bridge, clock);
        QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_VERIFY(model.rowCount() > 5);
        client.holding = true;
        model.reload();
        api::ActivityQuery filter;
        filter.refusedOnly = true;
        model.setFilter(filter);
        client.release();
        QTRY_COMPARE(model.rowCount(), 3);
    }

    void toolsHaveRoomInASmallWindow()
    {
        Window w;
        w.window->resize(w.window->minimumSize());
        w.window->showPage(ui::PageId::Activity);
        Window::settle();
        const QHeaderView* header = activityTable(w)->horizontalHeader();
        QVERIFY2(header->sectionSize(ActivityModel::Tool) >= 100,
                 qPrintable(QString::number(header->sectionSize(ActivityModel::Tool))));
        w.window->resize(1320, 820);
        Window::settle();
        QCOMPARE(header->sectionSize(ActivityModel::Verdict), 144);
    }

    void reportsALogThatCannotBeRead()
    {
        Window w;
        w.client.failNext = Error{ErrorCode::Corrupt, "The log is damaged.", {}};
        w.window->findChild<ui::ActivityPage*>()->reload();
        QTRY_VERIFY(w.find<QWidget>("problemBanner")->isVisible());
    }

private:
    static QTableView* activityTable(const Window& w)
    {
        return w.window->findChild<ui::ActivityPage*>()->findChild<QTableView*>();
    }

    static ActivityModel* model(const Window& w) { return w.window->findChild<ActivityModel*>(); }
};

QTEST_MAIN(ActivityTest)
#include "activity_test.moc"
