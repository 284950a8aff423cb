#include "tests/ui/revisions/sample_history.h"
#include "ui/revisions/revisions_dialog.h"
#include "ui/theme/theme.h"
#include "ui/translations.h"
#include "ui/widgets/banner.h"

#include <QAction>
#include <QLabel>
#include <QTableView>

using namespace portcullis;
using namespace portcullis::test;

namespace {

template <typename Widget>
Widget* part(const QDialog* dialog, const char* name)
{
    return dialog->findChild<Widget*>(QLatin1String(name));
}

QDialog* openHistory(Window& w)
{
    press(w.window.get(), Qt::Key_H, Qt::ControlModifier);
    return openDialog("revisionsDialog");
}

QString cell(const QDialog* dialog, const char* table, int row, int column)
{
    return part<QTableView>(dialog, table)->model()->index(row, column).data().toString();
}

int rows(const QDialog* dialog, const char* table)
{
    return part<QTableView>(dialog, table)->model()->rowCount();
}

void choose(const QDialog* dialog, int row)
{
    part<QTableView>(dialog, "revisions")->selectRow(row);
    Window::settle();
}

QString message(const QDialog* dialog)
{
    for (const auto* banner : dialog->findChildren<ui::Banner*>()) {
        if (banner->isVisible()) {
            return banner->message();
        }
    }
    return {};
}

} // namespace

// What was changed is shown, compared and taken back.
class RevisionsTest final : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase()
    {
        ui::installTranslations(*qApp, QLocale(QStringLiteral("en"))); // for plurals
        ui::applyTheme(*qApp, ui::Scheme::Light);
    }

    void listsWhoChangedWhatWithTheNewestChosen()
    {
        Window w(fillWithHistory);
        QDialog* dialog = openHistory(w);
        QVERIFY(dialog != nullptr);
        QCOMPARE(rows(dialog, "revisions"), 4);
        QCOMPARE(cell(dialog, "revisions", 0, 0), QStringLiteral("13"));
        QCOMPARE(cell(dialog, "revisions", 0, 1), QStringLiteral("2026-11-22 09:30:00"));
        QCOMPARE(cell(dialog, "revisions", 0, 2), QStringLiteral("ada, the window"));
        QCOMPARE(cell(dialog, "revisions", 0, 3), QStringLiteral("Settings"));
        QTRY_COMPARE(rows(dialog, "differences"), 1);
        QCOMPARE(cell(dialog, "differences", 0, 0), QStringLiteral("settings › receipts"));
        QVERIFY(part<QPushButton>(dialog, "undoRevision")->isEnabled());
        QVERIFY2(!part<QPushButton>(dialog, "restoreRevision")->isEnabled(), "it is in force");
        QCOMPARE(dialog->focusWidget(), part<QTableView>(dialog, "revisions"));
    }

    void showsWhatAnotherOneChanged()
    {
        Window w(fillWithHistory);
        const api::KeyConfig key = w.client.history[10].config->keys.front();
        QDialog* dialog = openHistory(w);
        choose(dialog, 1);
        QTRY_COMPARE(rows(dialog, "differences"), 1);
        QCOMPARE(cell(dialog, "differences", 0, 0),
                 QStringLiteral("Key “%1”").arg(QString::fromStdString(key.label)));
        QVERIFY(!cell(dialog, "differences", 0, 1).isEmpty());
        QVERIFY(cell(dialog, "differences", 0, 2).isEmpty());
        choose(dialog, 3);
        QTRY_VERIFY(part<QLabel>(dialog, "revisionCaption")
                        ->text()
                        .startsWith(QStringLiteral("Nothing is known from before")));
        QVERIFY(!part<QPushButton>(dialog, "undoRevision")->isEnabled());
        QVERIFY(part<QPushButton>(dialog, "restoreRevision")->isEnabled());
    }

    void undoesAfterTellingWhatComesBack()
    {
        ScriptedAdvisor advisor;
        api::KeyDifference gain;
        gain.label = "Claude";
        gain.gained = {"files:read"};
        advisor.answer.keys = {gain};
        ui::WindowAids aids;
        aids.advisor = &advisor;
        Window w(fillWithHistory, std::move(aids));
        const std::size_t keys = w.client.currentConfig.keys.size();
        QDialog* dialog = openHistory(w);
        choose(dialog, 1);
        click(part<QPushButton>(dialog, "undoRevision"));
        QDialog* ask = openDialog("revertDialog");
        QVERIFY(ask != nullptr);
        QTRY_VERIFY(part<QPushButton>(ask, "revert")->isEnabled());
        const QString effect = part<QLabel>(ask, "effect")->text();
        QVERIFY2(effect.contains(QStringLiteral("gains 1 tool")), qPrintable(effect));
        QVERIFY2(effect.contains(QStringLiteral("1 key comes back")), qPrintable(effect));
        QVERIFY(w.client.changes.empty());
        click(part<QPushButton>(ask, "revert"));
        QCOMPARE(w.client.changes.size(), std::size_t{1});
        QCOMPARE(std::get<api::UndoRevision>(w.client.changes[0]), (api::UndoRevision{12, 13}));
        QCOMPARE(w.client.currentConfig.keys.size(), keys + 1);
        QTRY_VERIFY(openDialog("revertDialog") == nullptr);
    }

    void restoresAWholeState()
    {
        Window w(fillWithHistory);
        QDialog* dialog = openHistory(w);
        choose(dialog, 3);
        click(part<QPushButton>(dialog, "restoreRevision"));
        QDialog* ask = openDialog("revertDialog");
        QVERIFY(ask != nullptr);
        QVERIFY(rows(ask, "differences") > 1);
        click(part<QPushButton>(ask, "revert"));
        QCOMPARE(w.client.changes.size(), std::size_t{1});
        QCOMPARE(std::get<api::RestoreRevision>(w.client.changes[0]),
                 (api::RestoreRevision{10, 13}));
        QCOMPARE(w.client.currentConfig.keys, w.client.history[10].config->keys);
    }

    void anEarlierSecretIsNotTakenBackSilently()
    {
        Window w(fillWithHistory);
        api::GatewayConfig other = w.client.currentConfig;
        other.keys.front().hash.fill(0x5A);
        other.revision = 14;
        keep(w.client, other, 13, "key.update", other.keys.front().id.str());
        w.client.currentConfig = other;
        w.bridge->refresh();
        QDialog* dialog = openHistory(w);
        click(part<QPushButton>(dialog, "undoRevision"));
        QDialog* ask = openDialog("revertDialog");
        QVERIFY(ask != nullptr);
        const QString effect = part<QLabel>(ask, "effect")->text();
        QVERIFY2(effect.contains(QStringLiteral("1 key goes back to an earlier secret")),
                 qPrintable(effect));
        ask->reject();
    }

    void cancellingChangesNothing()
    {
        Window w(fillWithHistory);
        QDialog* dialog = openHistory(w);
        click(part<QPushButton>(dialog, "undoRevision"));
        QDialog* ask = openDialog("revertDialog");
        QVERIFY(ask != nullptr);
        QTest::keyClick(ask, Qt::Key_Escape);
        QTRY_VERIFY(openDialog("revertDialog") == nullptr);
        QVERIFY(w.client.changes.empty());
    }

    void saysWhatStandsInTheWay()
    {
        Window w(fillWithHistory);
        QDialog* dialog = openHistory(w);
        choose(dialog, 2); // the allow-list of a key that is gone
        click(part<QPushButton>(dialog, "undoRevision"));
        QVERIFY(openDialog("revertDialog") == nullptr);
        QVERIFY2(message(dialog).contains(QStringLiteral("Revision 11 cannot be undone")),
                 qPrintable(message(dialog)));
        QVERIFY2(message(dialog).contains(QStringLiteral("allow-list")),
                 qPrintable(message(dialog)));
    }

    void aRefusalLeavesTheQuestionOpen()
    {
        Window w(fillWithHistory);
        QDialog* dialog = openHistory(w);
        click(part<QPushButton>(dialog, "undoRevision"));
        QDialog* ask = openDialog("revertDialog");
        w.client.failNext = Error{ErrorCode::InvalidArgument, "Look again.", {}};
        click(part<QPushButton>(ask, "revert"));
        QVERIFY(ask->isVisible());
        QVERIFY(message(ask).contains(QStringLiteral("Look again.")));
        QVERIFY(part<QPushButton>(ask, "revert")->isEnabled());
        ask->reject();
    }

    void aDamagedRevisionIsNamedAsSuch()
    {
        Window w(fillWithHistory);
        w.client.history[12].revision.damage = "What was kept of revision 12 is damaged.";
        QDialog* dialog = openHistory(w);
        QCOMPARE(cell(dialog, "revisions", 1, 3), QStringLiteral("Damaged"));
        choose(dialog, 1);
        QTRY_VERIFY(message(dialog).contains(QStringLiteral("revision 12 is damaged")));
        QVERIFY(!part<QPushButton>(dialog, "undoRevision")->isEnabled());
        QVERIFY(!part<QPushButton>(dialog, "restoreRevision")->isEnabled());
    }

    void aChangeByAnotherShowsUp()
    {
        Window w(fillWithHistory);
        QDialog* dialog = openHistory(w);
        api::Settings settings = w.client.currentConfig.settings;
        settings.offerSse = !settings.offerSse;
        w.bridge->apply(api::UpdateSettings{settings}, nullptr, {});
        keep(w.client, w.client.currentConfig, 13, "settings.update", "");
        QTRY_COMPARE(rows(dialog, "revisions"), 5);
        QCOMPARE(part<QTableView>(dialog, "revisions")->currentIndex().row(), 1); // the same one
        QVERIFY(part<QPushButton>(dialog, "restoreRevision")->isEnabled());
    }

    void olderChangesAreFetchedWhenAskedFor()
    {
        Window w(fillWithHistory);
        for (std::uint64_t number = 14; number <= 120; ++number) {
            w.client.currentConfig.revision = number;
            keep(w.client, w.client.currentConfig, number - 1, "settings.update", "");
        }
        w.bridge->refresh();
        QDialog* dialog = openHistory(w);
        QCOMPARE(rows(dialog, "revisions"), 100);
        click(part<QPushButton>(dialog, "olderRevisions"));
        QTRY_COMPARE(rows(dialog, "revisions"), 111);
        QVERIFY(!part<QPushButton>(dialog, "olderRevisions")->isVisible());
    }

    void anEmptyHistorySaysWhatWillBeThere()
    {
        Window w;
        QDialog* dialog = openHistory(w);
        QVERIFY(!part<QTableView>(dialog, "revisions")->isVisible());
        QVERIFY(!part<QPushButton>(dialog, "undoRevision")->isEnabled());
    }

    void whileLockedThereIsNoHistory()
    {
        Window w(fillWithHistory);
        api::GatewayStatus locked = w.client.currentStatus;
        locked.state = api::GatewayState::Locked;
        w.client.setStatus(locked);
        QTRY_VERIFY(!w.find<QAction>("history")->isEnabled());
    }

    void whatIsGoneHasTheNameThatItHadLast()
    {
        Window w(fillWithHistory);
        QDialog* dialog = openHistory(w);
        QTRY_COMPARE(cell(dialog, "revisions", 1, 3), QStringLiteral("Key removed: Editor"));
        QCOMPARE(cell(dialog, "revisions", 2, 3), QStringLiteral("Allow-list of the key: Editor"));
    }

    void nothingIsHiddenBeforeAWayBackIsTaken()
    {
        Window w(fillWithHistory);
        QDialog* dialog = openHistory(w);
        choose(dialog, 1); // a key was removed
        QTRY_VERIFY(cell(dialog, "differences", 0, 1).contains(QStringLiteral(" more")));
        click(part<QPushButton>(dialog, "undoRevision"));
        QDialog* ask = openDialog("revertDialog");
        QVERIFY(ask != nullptr);
        const QString whole = cell(ask, "differences", 0, 2);
        QVERIFY2(!whole.contains(QStringLiteral(" more")), qPrintable(whole));
        QVERIFY2(whole.contains(QStringLiteral("owner: Mara Lind")), qPrintable(whole));
        const auto* table = part<QTableView>(ask, "differences");
        const auto lines = static_cast<int>(whole.count(QLatin1Char('\n'))) + 1;
        QTRY_VERIFY(table->rowHeight(0) >= lines * table->fontMetrics().height());
        const QVariant tip =
            part<QTableView>(dialog, "differences")->model()->index(0, 1).data(Qt::ToolTipRole);
        QVERIFY(tip.toString().contains(QStringLiteral("owner: Mara Lind")));
        ask->reject();
    }
};

QTEST_MAIN(RevisionsTest)
#include "revisions_test.moc"
