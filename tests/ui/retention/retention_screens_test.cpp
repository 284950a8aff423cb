#include "tests/ui/screen_checks.h"
#include "ui/retention/erase_dialog.h"
#include "ui/retention/holds_dialog.h"
#include "ui/retention/keep_dialog.h"
#include "ui/retention/place_hold_dialog.h"
#include "ui/theme/theme.h"
#include "ui/translations.h"

#include <QCheckBox>
#include <QPlainTextEdit>
#include <QSpinBox>

using namespace portcullis;
using namespace portcullis::test;

namespace {

api::Hold makeHold(const char* server, const char* reason, const char* by)
{
    api::Hold hold;
    hold.id = "0197c9a2-1111-7222-8333-444455556666";
    hold.records.server = ServerId(server);
    hold.reason = reason;
    hold.by = by;
    hold.n = 1704;
    return hold;
}

template <typename Widget>
Widget* part(const QDialog* dialog, const char* name)
{
    return dialog->findChild<Widget*>(QLatin1String(name));
}

} // namespace

// The dialogs of holds, erasures and days to keep, in both languages, light and dark.
class RetentionScreensTest final : public QObject
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
        holds(client, bridge);
        erasure(client, bridge);
        keeping(client, bridge);
    }

private:
    void holds(FakeGatewayClient& client, ui::GatewayBridge& bridge)
    {
        QDialog* dialog = open<ui::HoldsDialog>(bridge, api::RecordFilter());
        take(dialog, "holds-empty");
        click(part<QPushButton>(dialog, "placeHold"));
        QDialog* place = openDialog("placeHoldDialog");
        take(place, "hold-new");
        click(part<QPushButton>(place, "placeHold"));
        part<QCheckBox>(place, "choiceFrom")->setChecked(true);
        click(part<QPushButton>(place, "placeHold"));
        take(place, "hold-problem");
        part<QPlainTextEdit>(place, "reason")->setPlainText(QStringLiteral("Case 12/2026"));
        client.erased.count = 3141;
        click(part<QPushButton>(place, "placeHold"));
        take(place, "hold-placed");
        place->reject();
        client.heldRecords = {
            makeHold("files", "Case 12/2026, as counsel asked on the phone on 3 November", "gui"),
            makeHold("mail", "Audit 2026", "ctl")};
        dialog->reject();
        dialog = open<ui::HoldsDialog>(bridge, api::RecordFilter());
        take(dialog, "holds");
        click(part<QPushButton>(dialog, "releaseHold"));
        take(openDialog("releaseHoldDialog"), "hold-release");
        openDialog("releaseHoldDialog")->reject();
        dialog->reject();
    }

    void erasure(FakeGatewayClient& client, ui::GatewayBridge& bridge)
    {
        client.erased = {{{4, 5}, {8, 10}, {90, 400}}, 313, 2, 5};
        api::RecordFilter files;
        files.server = ServerId("files");
        QDialog* dialog = open<ui::EraseDialog>(bridge, files);
        take(dialog, "erase");
        auto* find = part<QPushButton>(dialog, "findContents");
        click(find);
        take(dialog, "erase-held");
        client.heldRecords.clear();
        click(find);
        take(dialog, "erase-found");
        part<QPlainTextEdit>(dialog, "reason")->setPlainText(QStringLiteral("Art. 17"));
        part<QCheckBox>(dialog, "sure")->setChecked(true);
        take(dialog, "erase-sure");
        client.holding = true;
        click(part<QPushButton>(dialog, "eraseContents"));
        take(dialog, "erase-running");
        client.holding = false;
        client.release();
        take(dialog, "erase-done");
        dialog->reject();
    }

    void keeping(FakeGatewayClient& client, ui::GatewayBridge& bridge)
    {
        client.removed = {120, 34};
        QDialog* dialog = open<ui::KeepDialog>(bridge);
        take(dialog, "keep");
        part<QSpinBox>(dialog, "bodyDays")->setValue(365);
        part<QSpinBox>(dialog, "contentDays")->setValue(90);
        QTRY_VERIFY(!client.removals.empty() && client.removals.back().contentsBefore);
        take(dialog, "keep-days");
        dialog->reject();
    }

    template <typename Dialog, typename... Arguments>
    static QDialog* open(ui::GatewayBridge& bridge, Arguments&&... arguments)
    {
        auto* dialog = new Dialog(bridge, std::forward<Arguments>(arguments)..., nullptr);
        dialog->open();
        Window::settle();
        return dialog;
    }

    void take(QWidget* widget, const char* name)
    {
        QVERIFY2(widget != nullptr, name);
        lookAt(*widget, QLatin1String(name) + m_suffix);
    }

    QString m_suffix;
};

QTEST_MAIN(RetentionScreensTest)
#include "retention_screens_test.moc"
