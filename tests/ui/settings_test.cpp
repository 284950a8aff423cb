#include "tests/ui/ui_test.h"
#include "ui/settings/limit_fields.h"
#include "ui/settings/settings_form.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"

#include <QAction>
#include <QCheckBox>
#include <QLabel>
#include <QRadioButton>
#include <QSpinBox>
#include <QTabBar>

using namespace portcullis;
using namespace portcullis::test;

namespace {

QDialog* openSettings(Window& w)
{
    press(w.window.get(), Qt::Key_Comma, Qt::ControlModifier);
    return openDialog("settingsDialog");
}

QString fieldProblem(const QWidget* root)
{
    for (const QLabel* label : root->findChildren<QLabel*>(QStringLiteral("fieldProblem"))) {
        if (label->isVisible()) {
            return label->text();
        }
    }
    return {};
}

api::GatewayConfig configOf(const api::Settings& settings)
{
    api::GatewayConfig config;
    config.settings = settings;
    return config;
}

const ui::LimitField& limitField(const char* member)
{
    return *std::ranges::find_if(ui::limitFields(), [member](const ui::LimitField& field) {
        return QLatin1String(field.member) == QLatin1String(member);
    });
}

} // namespace

// The settings of the gateway: shown, changed, refused, taken back to the defaults.
class SettingsTest final : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { ui::applyTheme(*qApp, ui::Scheme::Light); }

    void savesWhatWasChangedAndNothingElse()
    {
        Window w;
        w.client.currentConfig.settings.limits.sessions = 77;
        QDialog* dialog = openSettings(w);
        QVERIFY(dialog != nullptr);
        api::Settings expected = w.bridge->config().settings;
        dialog->findChild<QRadioButton*>(QStringLiteral("durabilityStandard"))->click();
        dialog->findChild<QCheckBox*>(QStringLiteral("serverPrefix"))->setChecked(false);
        dialog->findChild<QSpinBox*>(QStringLiteral("nameLength"))->setValue(64);
        dialog->findChild<QCheckBox*>(QStringLiteral("offerSse"))->setChecked(true);
        dialog->findChild<QCheckBox*>(QStringLiteral("lenientSessions"))->setChecked(false);
        dialog->findChild<QSpinBox*>(QStringLiteral("/limits/resultBytes"))->setValue(2048);
        click(dialog->findChild<QPushButton*>(QStringLiteral("saveSettings")));
        QTRY_COMPARE(w.client.changes.size(), std::size_t{1});
        expected.durability = api::Durability::Standard;
        expected.toolNames = {64, false};
        expected.offerSse = true;
        expected.lenientSessions = false;
        expected.limits.resultBytes = 2048 * 1024;
        QCOMPARE(std::get<api::UpdateSettings>(w.client.changes[0]).settings, expected);
        QTRY_VERIFY(openDialog("settingsDialog") == nullptr);
    }

    void asksBeforeTheLogKeepsLess()
    {
        Window w;
        QDialog* dialog = openSettings(w);
        auto* save = dialog->findChild<QPushButton*>(QStringLiteral("saveSettings"));
        auto* days = dialog->findChild<QSpinBox*>(QStringLiteral("contentDays"));
        QCOMPARE(days->value(), 0);
        days->setValue(90);
        click(save);
        QTRY_VERIFY(openDialog("confirm") != nullptr);
        QVERIFY(w.client.changes.empty());
        openDialog("confirm")->reject();
        QVERIFY(w.client.changes.empty());
        click(save);
        QTRY_VERIFY(openDialog("confirm") != nullptr);
        click(openDialog("confirm")->findChild<QPushButton*>(QStringLiteral("confirmAction")));
        QTRY_COMPARE(w.client.currentConfig.settings.retention, (api::Retention{90, 0}));
        QTRY_VERIFY(openDialog("settingsDialog") == nullptr);
        dialog = openSettings(w);
        dialog->findChild<QSpinBox*>(QStringLiteral("contentDays"))->setValue(0);
        click(dialog->findChild<QPushButton*>(QStringLiteral("saveSettings")));
        QTRY_COMPARE(w.client.currentConfig.settings.retention, api::Retention());
    }

    void tellsWhenANewAddressCounts()
    {
        Window w;
        QDialog* dialog = openSettings(w);
        auto* notice = dialog->findChild<QWidget*>(QStringLiteral("listenNotice"));
        QVERIFY(!notice->isVisible());
        auto* port = dialog->findChild<QSpinBox*>(QStringLiteral("listenPort"));
        port->setValue(9000);
        QVERIFY(notice->isVisible());
        port->setValue(8717);
        QVERIFY(!notice->isVisible());
        type(dialog->findChild<QLineEdit*>(QStringLiteral("listenHost")), QStringLiteral("[::1]"));
        QVERIFY(notice->isVisible());
        click(dialog->findChild<QPushButton*>(QStringLiteral("saveSettings")));
        QTRY_COMPARE(w.client.currentConfig.settings.listenHost, std::string("::1"));
    }

    void refusesAnAddressOfTheNetworkAtItsField()
    {
        Window w;
        QDialog* dialog = openSettings(w);
        dialog->findChild<QTabBar*>()->setCurrentIndex(1);
        auto* host = dialog->findChild<QLineEdit*>(QStringLiteral("listenHost"));
        host->setText(QStringLiteral("192.168.0.7"));
        click(dialog->findChild<QPushButton*>(QStringLiteral("saveSettings")));
        QVERIFY(w.client.changes.empty());
        QVERIFY(host->isVisible()); // its tab is in front
        QVERIFY(fieldProblem(dialog).contains(QStringLiteral("127.0.0.1")));
        QCOMPARE(host->accessibleDescription(), fieldProblem(dialog));
        host->setText(QStringLiteral("127.0.0.2"));
        click(dialog->findChild<QPushButton*>(QStringLiteral("saveSettings")));
        QTRY_COMPARE(w.client.currentConfig.settings.listenHost, std::string("127.0.0.2"));
    }

    void showsTheGatewaysRefusal()
    {
        Window w;
        QDialog* dialog = openSettings(w);
        w.client.failNext = Error{ErrorCode::IoError, "The disk is full.", {}};
        click(dialog->findChild<QPushButton*>(QStringLiteral("saveSettings")));
        QVERIFY(openDialog("settingsDialog") == dialog);
        bool told = false;
        for (const QLabel* label : dialog->findChildren<QLabel*>()) {
            told = told ||
                   (label->isVisible() && label->text() == QStringLiteral("The disk is full."));
        }
        QVERIFY(told);
        dialog->reject();
    }

    void restoresTheDefaultsOfTheTabInFront()
    {
        api::Settings settings;
        settings.listenPort = 9000;
        settings.limits.bodyBytes = 4096;
        settings.limits.sessionIdle = std::chrono::hours(2);
        ui::SettingsForm form(configOf(settings));
        QCOMPARE(form.settings(), settings);
        form.findChild<QTabBar*>()->setCurrentIndex(1);
        form.restoreDefaults();
        QCOMPARE(form.settings().limits, api::Limits());
        QCOMPARE(form.settings().listenPort, std::uint16_t{9000});
        form.findChild<QTabBar*>()->setCurrentIndex(0);
        form.restoreDefaults();
        QCOMPARE(form.settings(), api::Settings());
    }

    void keepsWhatIsFinerThanTheFields()
    {
        api::Settings settings;
        settings.limits.bodyBytes = 5 * 1024 + 17;
        settings.limits.headerBytes = 100;
        settings.limits.sessionIdle = std::chrono::seconds(90);
        const ui::SettingsForm form(configOf(settings));
        QCOMPARE(form.settings(), settings);
    }

    void fieldsOfLimitsAllowWhatTheRulesAllow()
    {
        for (const ui::LimitField& field : ui::limitFields()) {
            for (const int value : {field.low, field.high}) {
                api::Settings settings;
                ui::setLimit(settings.limits, field, value);
                QVERIFY2(!api::brokenRule(settings), field.member);
                QCOMPARE(ui::shownLimit(settings.limits, field), value);
            }
        }
        api::Limits limits;
        ui::setLimit(limits, limitField("/limits/requestsPerMinute"), 0);
        QCOMPARE(limits.requestsPerMinute, 0U);
    }

    void eachLimitHasAFieldOfItsOwn()
    {
        api::Limits limits;
        QSet<QString> members;
        for (const ui::LimitField& field : ui::limitFields()) {
            members.insert(QLatin1String(field.member));
            const api::Limits before = limits;
            ui::setLimit(limits, field, ui::shownLimit(limits, field) + 1);
            QVERIFY2(limits != before, field.member);
        }
        QCOMPARE(members.size(), static_cast<qsizetype>(ui::kLimitFields));
    }

    void whatAPolicyHasLockedCannotBeChanged()
    {
        Window w([](FakeGatewayClient& client) {
            fillWithSamples(client);
            client.currentConfig.settings.receipts = false;
            api::LockdownStatus& lockdown = client.currentStatus.lockdown.emplace();
            lockdown.issuer = "Security Operations";
            lockdown.version = 7;
            lockdown.places = {{"/settings/receipts", api::LockKind::Fixed, "false"},
                               {"/settings/limits", api::LockKind::Fixed, "{}"},
                               {"/settings/retention/contentDays", api::LockKind::AtLeast, "90"}};
        });
        auto* shown = w.find<ui::Banner>("lockdown");
        QVERIFY(shown->isVisible());
        QVERIFY(shown->message().contains(QStringLiteral("Security Operations, version 7")));
        QDialog* dialog = openSettings(w);
        auto* receipts = dialog->findChild<QCheckBox*>(QStringLiteral("receipts"));
        QVERIFY(!receipts->isEnabled());
        QVERIFY(!dialog->findChild<QSpinBox*>(QStringLiteral("/limits/sessions"))->isEnabled());
        QVERIFY(dialog->findChild<QSpinBox*>(QStringLiteral("contentDays"))->isEnabled());
        QVERIFY(dialog->findChild<QCheckBox*>(QStringLiteral("offerSse"))->isEnabled());
        QStringList texts;
        for (const QLabel* label : dialog->findChildren<QLabel*>(QStringLiteral("fieldLock"))) {
            texts.push_back(label->text());
        }
        QCOMPARE(texts.count(QStringLiteral("Locked by Security Operations")),
                 static_cast<qsizetype>(ui::kLimitFields) + 1);
        QCOMPARE(texts.count(QStringLiteral("Within bounds set by Security Operations")), 1);
        QCOMPARE(receipts->accessibleDescription(),
                 QStringLiteral("Locked by Security Operations"));
        click(dialog->findChild<QPushButton*>(QStringLiteral("restoreDefaults")));
        QVERIFY2(!receipts->isChecked(), "what is locked is no default");
    }

    void aLockedGatewayHasNoSettings()
    {
        Window w([](FakeGatewayClient& client) {
            fillWithSamples(client);
            client.currentStatus.state = api::GatewayState::Locked;
        });
        QVERIFY(!w.find<QAction>("settings")->isEnabled());
        QVERIFY(openSettings(w) == nullptr);
    }
};

QTEST_MAIN(SettingsTest)
#include "settings_test.moc"
