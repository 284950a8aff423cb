#include "tests/ui/ui_test.h"
#include "ui/retention/erase_dialog.h"
#include "ui/retention/holds_dialog.h"
#include "ui/retention/keep_dialog.h"
#include "ui/retention/place_hold_dialog.h"
#include "ui/theme/theme.h"
#include "ui/translations.h"
#include "ui/widgets/banner.h"

#include <QCheckBox>
#include <QDateTimeEdit>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPointer>
#include <QSpinBox>
#include <QTableView>

#include <functional>

using namespace portcullis;
using namespace portcullis::test;

namespace {

// A dialog over the samples' gateway, in front of an empty window.
struct Stage
{
    Stage()
    {
        fillWithSamples(client);
        bridge = std::make_unique<ui::GatewayBridge>(client);
        page.show();
        Window::settle();
    }

    template <typename Dialog, typename... Arguments>
    QDialog* open(Arguments&&... arguments)
    {
        auto* dialog = new Dialog(*bridge, std::forward<Arguments>(arguments)..., &page);
        dialog->open();
        Window::settle();
        return dialog;
    }

    FakeGatewayClient client;
    std::unique_ptr<ui::GatewayBridge> bridge;
    QWidget page;
};

template <typename Widget>
Widget* part(const QDialog* dialog, const char* name)
{
    return dialog->findChild<Widget*>(QLatin1String(name));
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

QString problems(const QDialog* dialog)
{
    QString text;
    for (const QLabel* label : dialog->findChildren<QLabel*>(QStringLiteral("fieldProblem"))) {
        text += label->isVisible() ? label->text() : QString();
    }
    return text;
}

void giveReason(const QDialog* dialog)
{
    part<QPlainTextEdit>(dialog, "reason")->setPlainText(QStringLiteral("Case 12/2026"));
}

api::Hold sampleHold()
{
    api::Hold hold;
    hold.id = "h-1";
    hold.records.server = ServerId("files");
    hold.reason = "Case 12/2026";
    hold.by = "ctl";
    hold.n = 17;
    return hold;
}

} // namespace

class RetentionTest final : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase()
    {
        ui::installTranslations(*qApp, QLocale(QStringLiteral("en"))); // for plurals
        ui::applyTheme(*qApp, ui::Scheme::Light);
    }

    void aHoldNeedsRecordsAndAReason()
    {
        Stage stage;
        QDialog* dialog = stage.open<ui::PlaceHoldDialog>(api::RecordFilter());
        auto* place = part<QPushButton>(dialog, "placeHold");
        click(place);
        QVERIFY(message(dialog).startsWith(QStringLiteral("Which records?")));
        part<QLineEdit>(dialog, "choiceTool")->setText(QStringLiteral("read_file"));
        click(place);
        QVERIFY(problems(dialog).contains(QStringLiteral("Give a reason")));
        QCOMPARE(dialog->focusWidget(), part<QPlainTextEdit>(dialog, "reason"));
        QVERIFY(stage.client.heldRecords.empty());
        giveReason(dialog);
        stage.client.erased.count = 3;
        click(place);
        QCOMPARE(stage.client.heldRecords.size(), 1U);
        QCOMPARE(stage.client.heldRecords[0].records.tool, std::optional<std::string>("read_file"));
        QCOMPARE(stage.client.heldRecords[0].reason, std::string("Case 12/2026"));
        QVERIFY(message(dialog).contains(QStringLiteral("3 records")));
        QVERIFY2(stage.client.erasures.back().onlyLook, "it was only counted");
        QVERIFY(!place->isVisible());
    }

    void everyRecordIsHeldOnlyWhenThatIsChosen()
    {
        Stage stage;
        QDialog* dialog = stage.open<ui::PlaceHoldDialog>(api::RecordFilter());
        part<QLineEdit>(dialog, "choiceTool")->setText(QStringLiteral("read_file"));
        part<QCheckBox>(dialog, "everything")->setChecked(true);
        giveReason(dialog);
        click(part<QPushButton>(dialog, "placeHold"));
        QCOMPARE(stage.client.heldRecords.size(), 1U);
        QCOMPARE(stage.client.heldRecords[0].records, api::RecordFilter());
        QVERIFY2(message(dialog).contains(QStringLiteral("no arguments and results")),
                 "a hold that keeps nothing is a slip");
    }

    void fieldsThatCannotBeAreMarked()
    {
        Stage stage;
        QDialog* dialog = stage.open<ui::PlaceHoldDialog>(api::RecordFilter());
        part<QLineEdit>(dialog, "choiceCall")->setText(QStringLiteral("019aab12"));
        giveReason(dialog);
        click(part<QPushButton>(dialog, "placeHold"));
        QVERIFY(problems(dialog).contains(QStringLiteral("whole id")));
        part<QLineEdit>(dialog, "choiceCall")->clear();
        part<QCheckBox>(dialog, "choiceFrom")->setChecked(true);
        part<QCheckBox>(dialog, "choiceTo")->setChecked(true);
        part<QDateTimeEdit>(dialog, "choiceToTime")
            ->setDateTime(part<QDateTimeEdit>(dialog, "choiceFromTime")->dateTime());
        click(part<QPushButton>(dialog, "placeHold"));
        QVERIFY(problems(dialog).contains(QStringLiteral("not later")));
        QVERIFY(stage.client.heldRecords.empty());
    }

    void aHoldThatIsNotPlacedStaysInTheDialog()
    {
        Stage stage;
        api::RecordFilter files;
        files.server = ServerId("files");
        QDialog* dialog = stage.open<ui::PlaceHoldDialog>(files);
        giveReason(dialog);
        stage.client.failNext = Error{ErrorCode::IoError, "The log could not be written.", {}};
        click(part<QPushButton>(dialog, "placeHold"));
        QVERIFY(message(dialog).contains(QStringLiteral("Make room on the disk")));
        click(part<QPushButton>(dialog, "placeHold"));
        QCOMPARE(stage.client.heldRecords.size(), 1U);
        QCOMPARE(stage.client.heldRecords[0].records, files);
    }

    void holdsAreListedAndReleasedWithAReason()
    {
        Stage stage;
        stage.client.heldRecords = {sampleHold()};
        QDialog* dialog = stage.open<ui::HoldsDialog>(api::RecordFilter());
        auto* table = part<QTableView>(dialog, "holds");
        QVERIFY(table->isVisible());
        QCOMPARE(table->model()->rowCount(), 1);
        QCOMPARE(table->model()->index(0, 2).data().toString(), QStringLiteral("the command line"));
        click(part<QPushButton>(dialog, "releaseHold"));
        QDialog* question = openDialog("releaseHoldDialog");
        QVERIFY(question != nullptr);
        click(part<QPushButton>(question, "releaseHold"));
        QVERIFY(problems(question).contains(QStringLiteral("Give a reason")));
        giveReason(question);
        click(part<QPushButton>(question, "releaseHold"));
        QCOMPARE(stage.client.releases,
                 (std::vector<std::pair<std::string, std::string>>{{"h-1", "Case 12/2026"}}));
        QVERIFY2(!table->isVisible(), "and says that nothing is on hold");
        QVERIFY(!part<QPushButton>(dialog, "releaseHold")->isEnabled());
    }

    void aHoldThatIsGoneIsSaidAndTheListIsReadAgain()
    {
        Stage stage;
        stage.client.heldRecords = {sampleHold()};
        QDialog* dialog = stage.open<ui::HoldsDialog>(api::RecordFilter());
        click(part<QPushButton>(dialog, "releaseHold"));
        QDialog* question = openDialog("releaseHoldDialog");
        giveReason(question);
        stage.client.failNext = Error{ErrorCode::NotFound, "There is no hold h-1.", {}};
        stage.client.heldRecords.clear();
        click(part<QPushButton>(question, "releaseHold"));
        QVERIFY(message(question).contains(QStringLiteral("There is no hold h-1.")));
        press(question, Qt::Key_Escape);
        QVERIFY(!part<QTableView>(dialog, "holds")->isVisible());
    }

    void anErasureIsShownFirstAndNeedsAYes()
    {
        Stage stage;
        api::RecordFilter files;
        files.server = ServerId("files");
        QDialog* dialog = stage.open<ui::EraseDialog>(files);
        stage.client.erased = {{{4, 5}, {8, 10}}, 3, 0, 1};
        auto* erase = part<QPushButton>(dialog, "eraseContents");
        QVERIFY(!erase->isVisible());
        click(part<QPushButton>(dialog, "findContents"));
        QVERIFY(message(dialog).contains(QStringLiteral("3 records would be erased")));
        QVERIFY(message(dialog).contains(QStringLiteral("Records 4, 8–9.")));
        QVERIFY(message(dialog).contains(QStringLiteral("1 could not be searched")));
        QVERIFY(erase->isVisible() && !erase->isEnabled());
        QCOMPARE(dialog->focusWidget(), part<QCheckBox>(dialog, "sure"));
        part<QCheckBox>(dialog, "sure")->setChecked(true);
        click(erase);
        QVERIFY(problems(dialog).contains(QStringLiteral("Give a reason")));
        QCOMPARE(stage.client.erasures.size(), 1U);
        giveReason(dialog);
        click(erase);
        QCOMPARE(stage.client.erasures.size(), 2U);
        const api::EraseRequest& last = stage.client.erasures.back();
        QVERIFY(!last.onlyLook);
        QCOMPARE(last.within, files);
        QCOMPARE(last.reason, std::string("Case 12/2026"));
        QVERIFY2(last.records == api::NumberRange({4, 10}), "nothing that came later");
        QVERIFY(message(dialog).contains(QStringLiteral("Erased the arguments or results of 3")));
        QVERIFY(message(dialog).contains(QStringLiteral("audit.keys")));
        QVERIFY(!erase->isVisible());
    }

    void whatWasLookedAtIsForgottenWhenSomethingElseIsMeant()
    {
        Stage stage;
        api::RecordFilter files;
        files.server = ServerId("files");
        QDialog* dialog = stage.open<ui::EraseDialog>(files);
        stage.client.erased = {{{4, 5}}, 1, 0, 0};
        click(part<QPushButton>(dialog, "findContents"));
        part<QCheckBox>(dialog, "sure")->setChecked(true);
        part<QLineEdit>(dialog, "choiceTool")->setText(QStringLiteral("x"));
        QVERIFY(!part<QPushButton>(dialog, "eraseContents")->isVisible());
        click(part<QPushButton>(dialog, "findContents"));
        QVERIFY(!part<QCheckBox>(dialog, "sure")->isChecked());
    }

    void aHoldThatKeepsSomeOfItIsNamedAndNothingCanBeErased()
    {
        Stage stage;
        stage.client.heldRecords = {sampleHold(), sampleHold()};
        stage.client.heldRecords[1].records.server = ServerId("mail");
        api::RecordFilter files;
        files.server = ServerId("files");
        files.tool = "read_file";
        QDialog* dialog = stage.open<ui::EraseDialog>(files);
        stage.client.erased = {{{4, 5}, {7, 8}}, 2, 0, 0};
        click(part<QPushButton>(dialog, "findContents"));
        QVERIFY(message(dialog).contains(QStringLiteral("2 kept by the hold “Case 12/2026”")));
        QVERIFY(message(dialog).contains(QStringLiteral("Release the hold")));
        QVERIFY(!part<QPushButton>(dialog, "eraseContents")->isVisible());
        QCOMPARE(stage.client.erasures.size(), 2U); // of the other hold there can be none
        QCOMPARE(stage.client.erasures[1].within.tool, std::optional<std::string>("read_file"));
        QVERIFY(stage.client.erasures[1].records == api::NumberRange({4, 8}));
    }

    void anErasureByNumbersOrTextIsAskedForAsItIsMeant()
    {
        Stage stage;
        QDialog* dialog = stage.open<ui::EraseDialog>(api::RecordFilter());
        auto* find = part<QPushButton>(dialog, "findContents");
        click(find);
        QVERIFY(message(dialog).startsWith(QStringLiteral("Which records?")));
        auto* numbers = part<QLineEdit>(dialog, "recordNumbers");
        for (const char* wrong : {"x", "9-3", "-4", "1-2-3"}) {
            numbers->setText(QLatin1String(wrong));
            click(find);
            QVERIFY2(!problems(dialog).isEmpty(), wrong);
        }
        QVERIFY(stage.client.erasures.empty());
        numbers->setText(QStringLiteral("100-199"));
        part<QLineEdit>(dialog, "containing")->setText(QStringLiteral("P1 "));
        click(find);
        QVERIFY(stage.client.erasures.back().records == api::NumberRange({100, 200}));
        QCOMPARE(stage.client.erasures.back().containing, std::string("P1 "));
        QVERIFY(message(dialog).contains(QStringLiteral("There are no such")));
        numbers->setText(QStringLiteral("7"));
        click(find);
        QVERIFY(stage.client.erasures.back().records == api::NumberRange({7, 8}));
    }

    void anErasureThatRunsIsStoppedBeforeTheDialogCloses()
    {
        Stage stage;
        api::RecordFilter files;
        files.server = ServerId("files");
        QPointer<QDialog> dialog = stage.open<ui::EraseDialog>(files);
        stage.client.erased = {{{4, 5}}, 1, 0, 0};
        click(part<QPushButton>(dialog, "findContents"));
        part<QCheckBox>(dialog, "sure")->setChecked(true);
        giveReason(dialog);
        stage.client.holding = true;
        click(part<QPushButton>(dialog, "eraseContents"));
        press(dialog, Qt::Key_Escape);
        QVERIFY(dialog != nullptr && dialog->isVisible());
        stage.client.erase = [](const api::EraseRequest&) -> Result<api::EraseReport> {
            return fail(ErrorCode::Cancelled,
                        "The erasure was cancelled. 1 contents were erased until then.");
        };
        stage.client.release();
        Window::settle();
        QVERIFY(message(dialog).contains(QStringLiteral("1 contents were erased until then")));
        QVERIFY(message(dialog).contains(QStringLiteral("Look again")));
        press(dialog, Qt::Key_Escape);
        QVERIFY(dialog == nullptr || !dialog->isVisible());
    }

    void lookingIsCalledOffAndItsAnswerDoesNotCount()
    {
        Stage stage;
        api::RecordFilter files;
        files.server = ServerId("files");
        QDialog* dialog = stage.open<ui::EraseDialog>(files);
        stage.client.erased = {{{4, 5}}, 1, 0, 0};
        stage.client.holding = true;
        click(part<QPushButton>(dialog, "findContents"));
        press(dialog, Qt::Key_Escape);
        QVERIFY(dialog->isVisible());
        stage.client.release();
        Window::settle();
        QVERIFY(!part<QPushButton>(dialog, "eraseContents")->isVisible());
    }

    void daysToKeepSayWhatWouldGoAndAskBeforeLessIsKept()
    {
        Stage stage;
        stage.client.removed = {12, 3};
        QDialog* dialog = stage.open<ui::KeepDialog>();
        auto* effect = part<QLabel>(dialog, "effect");
        QVERIFY(effect->text().startsWith(QStringLiteral("Nothing")));
        part<QSpinBox>(dialog, "contentDays")->setValue(30);
        QTRY_VERIFY(effect->text().contains(QStringLiteral("12 records")));
        QVERIFY(effect->text().contains(QStringLiteral("of 3 records")));
        QVERIFY(stage.client.removals.back().onlyLook);
        QVERIFY(!stage.client.removals.back().bodiesBefore);
        click(part<QPushButton>(dialog, "saveKeep"));
        QVERIFY(stage.client.changes.empty());
        click(part<QPushButton>(openDialog("confirm"), "confirmAction"));
        QCOMPARE(stage.client.changes.size(), 1U);
        QCOMPARE(stage.client.currentConfig.settings.retention, (api::Retention{30, 0}));
    }

    void everyDialogClosesOnEscapeAndChangesNothing()
    {
        Stage stage;
        const std::vector<std::function<QDialog*()>> openers = {
            [&] { return stage.open<ui::HoldsDialog>(api::RecordFilter()); },
            [&] { return stage.open<ui::PlaceHoldDialog>(api::RecordFilter()); },
            [&] { return stage.open<ui::EraseDialog>(api::RecordFilter()); },
            [&] { return stage.open<ui::KeepDialog>(); }};
        for (const auto& open : openers) {
            const QPointer<QDialog> dialog = open();
            press(dialog, Qt::Key_Escape);
            QVERIFY(dialog == nullptr || !dialog->isVisible());
        }
        QVERIFY(stage.client.heldRecords.empty());
        QVERIFY(stage.client.erasures.empty());
        QVERIFY(stage.client.changes.empty());
    }
};

QTEST_MAIN(RetentionTest)
#include "retention_test.moc"
