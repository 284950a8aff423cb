#include "gateway/audit/bundle/bundle_check.h"
#include "tests/ui/bundle/bundles.h"
#include "tests/ui/screen_checks.h"
#include "tests/ui/ui_test.h"
#include "ui/theme/theme.h"
#include "ui/translations.h"
#include "ui/widgets/banner.h"

#include <QAction>
#include <QCheckBox>
#include <QFileDialog>

using namespace portcullis;
using namespace portcullis::test;

// The check of a bundle, in both languages, light and dark.
class BundleScreensTest final : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { QVERIFY(m_bundles.make()); }

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
        if (!dark) {
            QLocale::setDefault(QLocale(language));
            ui::installTranslations(*qApp, QLocale(language));
        }
        ui::applyTheme(*qApp, dark ? ui::Scheme::Dark : ui::Scheme::Light);
        const Window w(fillWithSamples,
                       {.checkBundle = &audit::bundle::checkBundle, .filters = {}});
        w.find<QAction>("checkBundle")->trigger();
        w.window->findChild<QFileDialog*>()->close();
        take("bundle-none");
        show(w, m_bundles.file("signed.zip"));
        take("bundle-incomplete");
        show(w, m_bundles.file("part.zip"));
        take("bundle-valid");
        show(w, m_bundles.damaged("whole.zip"));
        take("bundle-invalid");
        dialog()->findChild<QCheckBox*>(QStringLiteral("compareBundle"))->click();
        show(w, m_bundles.file("cases.json"));
        take("bundle-none-such");
    }

private:
    static QDialog* dialog() { return openDialog("checkBundleDialog"); }

    static void show(const Window& w, const QString& file)
    {
        QVERIFY(drop(w.window.get(), {QUrl::fromLocalFile(file)}));
        auto* banner = dialog()->findChild<ui::Banner*>(QStringLiteral("bundleVerdict"));
        QTRY_VERIFY(banner->isVisible());
    }

    static void take(const char* name)
    {
        QVERIFY2(dialog() != nullptr, name);
        lookAt(*dialog(), QLatin1String(name) + u'-' + QLatin1String(QTest::currentDataTag()));
    }

    Bundles m_bundles;
};

QTEST_MAIN(BundleScreensTest)
#include "bundle_screens_test.moc"
