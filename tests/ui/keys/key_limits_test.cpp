#include "tests/ui/teams/sample_teams.h"
#include "tests/ui/ui_test.h"
#include "ui/keys/key_form.h"
#include "ui/keys/key_panel.h"
#include "ui/keys/key_words.h"
#include "ui/keys/keys_model.h"
#include "ui/keys/keys_page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/rate_field.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QSpinBox>
#include <QTabBar>
#include <QTableView>

using namespace portcullis;
using namespace portcullis::test;

namespace {

using namespace std::chrono_literals;

template <typename Widget>
Widget* part(const QWidget* root, const char* name)
{
    return root->findChild<Widget*>(QLatin1String(name));
}

void choose(const QWidget* root, const char* box, const char* id)
{
    auto* field = part<QComboBox>(root, box);
    const int row = field->findData(QLatin1String(id));
    QVERIFY2(row >= 0, id);
    field->setCurrentIndex(row);
}

void setRate(const QWidget* root, const api::RateLimit& rate)
{
    part<QCheckBox>(root, "rateLimited")->setChecked(true);
    part<QSpinBox>(root, "rateCalls")->setValue(static_cast<int>(rate.calls));
    part<QSpinBox>(root, "rateSeconds")->setValue(static_cast<int>(rate.period.count()));
    part<QSpinBox>(root, "rateBurst")->setValue(static_cast<int>(rate.burst));
}

QDialog* editFirstKey(Window& w)
{
    w.window->showPage(ui::PageId::Keys);
    click(button(w.window.get(), QStringLiteral("Edit…")));
    return openDialog("editKeyDialog");
}

void fillWithLimits(FakeGatewayClient& client)
{
    fillWithTeams(client);
    client.currentConfig.keys[0].rate = api::RateLimit{120, 90s, 20};
    client.currentConfig.keys[0].concurrency = 4;
}

} // namespace

// What a key belongs to, its limits, and why it is refused.
class KeyLimitsTest final : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { ui::applyTheme(*qApp, ui::Scheme::Light); }

    void newKeyHasTeamCaseAndLimits()
    {
        Window w(fillWithTeams);
        w.window->findChild<ui::KeysPage*>()->createKey();
        QDialog* dialog = openDialog("newKeyDialog");
        type(part<QLineEdit>(dialog, "keyLabel"), QStringLiteral("Agent"));
        choose(dialog, "keyTeam", "nights");
        choose(dialog, "keyCase", "c-12");
        setRate(dialog, {30, 10s, 5});
        part<QSpinBox>(dialog, "keyConcurrency")->setValue(2);
        click(part<QPushButton>(dialog, "createKey"));
        QTRY_COMPARE(w.client.newKeys.size(), std::size_t{1});
        const api::NewKey& key = w.client.newKeys[0];
        QCOMPARE(key.team, TeamId("nights"));
        QCOMPARE(key.caseId, CaseId("c-12"));
        QVERIFY(key.rate == (api::RateLimit{30, 10s, 5}));
        QCOMPARE(key.concurrency, std::uint32_t{2});
        QTRY_VERIFY(openDialog("keyCreatedDialog") != nullptr);
        openDialog("keyCreatedDialog")->accept();
    }

    void newKeyBelongsToNobodyUnlessSomebodyIsChosen()
    {
        Window w(fillWithTeams);
        w.window->findChild<ui::KeysPage*>()->createKey();
        QDialog* dialog = openDialog("newKeyDialog");
        type(part<QLineEdit>(dialog, "keyLabel"), QStringLiteral("Agent"));
        click(part<QPushButton>(dialog, "createKey"));
        QTRY_COMPARE(w.client.newKeys.size(), std::size_t{1});
        QVERIFY(w.client.newKeys[0].team.empty());
        QVERIFY(w.client.newKeys[0].caseId.empty());
        QVERIFY(!w.client.newKeys[0].rate);
        QCOMPARE(w.client.newKeys[0].concurrency, std::uint32_t{0});
        QTRY_VERIFY(openDialog("keyCreatedDialog") != nullptr);
        openDialog("keyCreatedDialog")->accept();
    }

    void missingLabelBringsItsTabToTheFront()
    {
        Window w(fillWithTeams);
        w.window->findChild<ui::KeysPage*>()->createKey();
        QDialog* dialog = openDialog("newKeyDialog");
        auto* tabs = dialog->findChild<QTabBar*>();
        tabs->setCurrentIndex(1);
        Window::settle();
        QVERIFY(part<QComboBox>(dialog, "keyTeam")->isVisible());
        click(part<QPushButton>(dialog, "createKey"));
        QCOMPARE(tabs->currentIndex(), 0);
        QVERIFY(part<QLineEdit>(dialog, "keyLabel")->isVisible());
        dialog->reject();
    }

    void editingAnotherFieldKeepsTeamCaseAndLimits()
    {
        Window w(fillWithLimits);
        const api::KeyConfig before = w.client.currentConfig.keys[0];
        QDialog* dialog = editFirstKey(w);
        type(part<QLineEdit>(dialog, "keyLabel"), QStringLiteral("Renamed"));
        click(part<QPushButton>(dialog, "saveKey"));
        QTRY_COMPARE(w.client.currentConfig.keys[0].label, std::string("Renamed"));
        const api::KeyConfig& after = w.client.currentConfig.keys[0];
        QCOMPARE(after.team, before.team);
        QCOMPARE(after.caseId, before.caseId);
        QVERIFY(after.rate == before.rate);
        QCOMPARE(after.concurrency, before.concurrency);
    }

    void teamCaseAndLimitsCanBeTakenAway()
    {
        Window w(fillWithLimits);
        QDialog* dialog = editFirstKey(w);
        choose(dialog, "keyTeam", "");
        choose(dialog, "keyCase", "");
        part<QCheckBox>(dialog, "rateLimited")->setChecked(false);
        part<QSpinBox>(dialog, "keyConcurrency")->setValue(0);
        click(part<QPushButton>(dialog, "saveKey"));
        QTRY_VERIFY(w.client.currentConfig.keys[0].team.empty());
        QVERIFY(w.client.currentConfig.keys[0].caseId.empty());
        QVERIFY(!w.client.currentConfig.keys[0].rate);
        QCOMPARE(w.client.currentConfig.keys[0].concurrency, std::uint32_t{0});
    }

    void choicesSayWhatWouldRefuseTheKey()
    {
        FakeGatewayClient client;
        fillWithTeams(client);
        client.currentConfig.teams[1].disabled = true;
        const FixedClock clock;
        ui::KeyForm form(clock);
        form.setChoices(client.currentConfig);
        auto* team = part<QComboBox>(&form, "keyTeam");
        QCOMPARE(team->itemText(1), QStringLiteral("City Police / Analysts"));
        QCOMPARE(team->itemText(2), QStringLiteral("City Police / Nights (disabled)"));
        auto* one = part<QComboBox>(&form, "keyCase");
        QCOMPARE(one->itemText(1), QStringLiteral("Case 12"));
        QCOMPARE(one->itemText(2), QStringLiteral("Case 13 (closed)"));
        QVERIFY(part<QSpinBox>(&form, "keyConcurrency")
                    ->specialValueText()
                    .contains(QStringLiteral("64")));
    }

    void teamThatIsGoneByThenIsSaidInTheDialog()
    {
        Window w(fillWithTeams);
        QDialog* dialog = editFirstKey(w);
        choose(dialog, "keyTeam", "nights");
        w.client.currentConfig.keys[2].team = TeamId();
        w.client.currentConfig.teams.pop_back(); // elsewhere, a moment ago
        click(part<QPushButton>(dialog, "saveKey"));
        Window::settle();
        QVERIFY(dialog->isVisible());
        QVERIFY(part<QPushButton>(dialog, "saveKey")->isEnabled());
        QCOMPARE(w.client.currentConfig.keys[0].team, TeamId("analysts"));
        dialog->reject();
    }

    void rateFieldHoldsEveryRateOfTheConfiguration()
    {
        ui::RateField field(QStringLiteral("&Limit"));
        QVERIFY(!field.rate());
        for (const api::RateLimit& rate :
             {api::RateLimit{1, 1s, 1}, api::RateLimit{1'000'000, 24h, 1'000'000}}) {
            field.setRate(rate);
            QVERIFY(field.rate() == rate);
        }
        field.setRate(std::nullopt);
        QVERIFY(!field.rate());
        QVERIFY(!part<QSpinBox>(&field, "rateCalls")->isVisibleTo(&field));
    }

    void refusals_data()
    {
        QTest::addColumn<int>("what");
        QTest::addColumn<QString>("title");
        QTest::addColumn<QString>("names");
        QTest::newRow("nothing") << 0 << QStringLiteral("Active") << QString();
        QTest::newRow("team") << 1 << QStringLiteral("Team disabled") << QStringLiteral("Analysts");
        QTest::newRow("customer") << 2 << QStringLiteral("Customer disabled")
                                  << QStringLiteral("City Police");
        QTest::newRow("case") << 3 << QStringLiteral("Case closed") << QStringLiteral("Case 12");
        QTest::newRow("itself") << 4 << QStringLiteral("Disabled") << QString();
        QTest::newRow("expired") << 5 << QStringLiteral("Expired") << QString();
    }

    void refusals()
    {
        QFETCH(int, what);
        QFETCH(QString, title);
        QFETCH(QString, names);
        FakeGatewayClient client;
        fillWithTeams(client);
        api::GatewayConfig& config = client.currentConfig;
        config.teams[0].disabled = what == 1 || what >= 4; // the key itself comes first
        config.customers[0].disabled = what == 2;
        if (what == 3) {
            config.cases[0].closed = sampleNow();
        }
        config.keys[0].disabled = what == 4;
        if (what == 5) {
            config.keys[0].expires = sampleNow();
        }
        const ui::Phrase phrase = ui::describe(config.keys[0], config, sampleNow());
        QCOMPARE(phrase.title, title);
        QVERIFY2(phrase.explanation.contains(names), qPrintable(phrase.explanation));
        QCOMPARE(phrase.tone == ui::Tone::Good, what == 0);
    }

    void keysPageShowsWhyAKeyIsRefused()
    {
        Window w(fillWithLimits);
        w.window->showPage(ui::PageId::Keys);
        auto* table = w.window->findChild<ui::KeysPage*>()->findChild<QTableView*>();
        const auto state = [table] {
            return table->model()->index(0, ui::KeysModel::State).data().toString();
        };
        QCOMPARE(state(), QStringLiteral("Active"));
        w.client.currentConfig.teams[0].disabled = true;
        w.bridge->refresh();
        QTRY_COMPARE(state(), QStringLiteral("Team disabled"));
        QString said;
        for (const QLabel* label : w.window->findChild<ui::KeyPanel*>()->findChildren<QLabel*>()) {
            said += label->text() + QLatin1Char('\n');
        }
        QVERIFY2(said.contains(QStringLiteral("its team “Analysts” is disabled")),
                 qPrintable(said));
        QVERIFY(said.contains(QStringLiteral("City Police / Analysts")));
        QVERIFY(said.contains(QStringLiteral("120 calls in 90 seconds, 20 at one moment")));
    }
};

QTEST_MAIN(KeyLimitsTest)
#include "key_limits_test.moc"
