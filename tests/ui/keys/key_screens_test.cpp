#include "tests/ui/revisions/sample_history.h"
#include "tests/ui/screen_checks.h"
#include "ui/keys/key_panel.h"
#include "ui/theme/theme.h"
#include "ui/translations.h"

#include <QScrollArea>

using namespace portcullis;
using namespace portcullis::test;

namespace {

// The first key has all that its panel can show: rules of its own, an old secret, a long state.
void fillWithAll(FakeGatewayClient& client)
{
    fillWithSamples(client);
    api::KeyConfig& key = client.currentConfig.keys[0];
    api::AllowRule denied = *api::parseRule("files:delete_file");
    denied.effect = api::RuleEffect::Deny;
    key.allow.push_back(denied);
    key.disabled = true;
    key.retiring = api::RetiringSecret{key.hash, sampleNow() + std::chrono::hours(3)};
}

} // namespace

// The panel of a key in both languages, whose words differ in length.
class KeyScreensTest final : public QObject
{
    Q_OBJECT

private slots:

    void everythingOfAKeyIsWithinItsPanel_data()
    {
        QTest::addColumn<QString>("language");
        QTest::newRow("en") << QStringLiteral("en");
        QTest::newRow("de") << QStringLiteral("de");
    }

    void everythingOfAKeyIsWithinItsPanel()
    {
        QFETCH(QString, language);
        QLocale::setDefault(QLocale(language));
        ui::installTranslations(*qApp, QLocale(language));
        ui::applyTheme(*qApp, ui::Scheme::Light);
        const ScriptedAdvisor advisor;
        ui::WindowAids aids;
        aids.advisor = &advisor;
        Window w(fillWithAll, std::move(aids));
        w.window->showPage(ui::PageId::Keys);
        check(w, QStringLiteral("keys-all-") + language);
        w.window->resize(w.window->minimumSize());
        check(w, QStringLiteral("small-keys-all-") + language);
    }

private:
    static void check(Window& w, const QString& name)
    {
        lookAt(*w.window, name);
        auto* panel = w.window->findChild<ui::KeyPanel*>();
        auto* area = panel->findChild<QScrollArea*>();
        QVERIFY2(area->widget()->width() <= area->viewport()->width(),
                 qPrintable(name + QStringLiteral(": %1 in %2")
                                       .arg(area->widget()->width())
                                       .arg(area->viewport()->width())));
        auto* why = panel->findChild<QPushButton*>(QStringLiteral("whyButton"));
        QVERIFY(why->isVisible());
        const QRect place(why->mapTo(area->widget(), QPoint()), why->size());
        QVERIFY2(area->widget()->rect().contains(place), qPrintable(name));
    }
};

QTEST_MAIN(KeyScreensTest)
#include "key_screens_test.moc"
