#include "gateway/audit/bundle/bundle_check.h"
#include "tests/ui/bundle/bundles.h"
#include "tests/ui/ui_test.h"
#include "ui/bundle/drop_area.h"
#include "ui/widgets/banner.h"

#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QFileDialog>
#include <QLabel>
#include <QProgressBar>

#include <latch>

using namespace portcullis;
using namespace portcullis::test;

namespace {

struct BundleWindow : Window
{
    explicit BundleWindow(void (*fill)(FakeGatewayClient&) = fillWithSamples,
                          api::BundleCheck check = &audit::bundle::checkBundle)
        : Window(fill, {.checkBundle = std::move(check), .filters = {}})
    {}

    [[nodiscard]] static QDialog* dialog() { return openDialog("checkBundleDialog"); }

    template <typename Widget>
    [[nodiscard]] static Widget* part(const char* name)
    {
        return dialog()->findChild<Widget*>(QLatin1String(name));
    }

    // What the banner says, once the check has ended.
    [[nodiscard]] static QString verdict()
    {
        auto* banner = part<ui::Banner>("bundleVerdict");
        return QTest::qWaitFor([banner] { return banner->isVisible(); }, 20'000) ? banner->message()
                                                                                 : QString();
    }

    [[nodiscard]] static QString everythingSaid()
    {
        QString text;
        for (const QLabel* label : dialog()->findChildren<QLabel*>()) {
            text += label->isVisible() ? label->text() + QLatin1Char('\n') : QString();
        }
        return text;
    }

    void dropOn(const QString& file) const
    {
        QVERIFY(drop(window.get(), {QUrl::fromLocalFile(file)}));
        QVERIFY(dialog() != nullptr);
    }
};

void lock(FakeGatewayClient& client)
{
    fillWithSamples(client);
    client.currentStatus.state = api::GatewayState::Locked;
}

} // namespace

// Evidence bundles in the window, checked by the gateway's own check.
class CheckBundleTest final : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { QVERIFY(m_bundles.make()); }

    void checksABundleThatIsDroppedOnTheWindow()
    {
        const BundleWindow w;
        w.dropOn(m_bundles.file("part.zip"));
        QVERIFY(w.verdict().startsWith(QStringLiteral("Valid. ")));
        const QString said = w.everythingSaid();
        for (const char* text : {"portcullis.local/000102030405060708090a0b0c0d0e0f/0",
                                 "5 to 12 of 19",
                                 "Quarterly review",
                                 "M. Example, Example Hospital",
                                 "every record",
                                 "The log's own keys"}) {
            QVERIFY2(said.contains(QLatin1String(text)), text);
        }
    }

    void worksWhileTheGatewayIsLocked()
    {
        const BundleWindow w(lock);
        w.dropOn(m_bundles.file("whole.zip"));
        QVERIFY(w.verdict().startsWith(QStringLiteral("Valid. ")));
    }

    void opensABundleWithTheKeyboard()
    {
        const BundleWindow w;
        press(w.window.get(), Qt::Key_O, Qt::ControlModifier);
        auto* chooser = w.dialog()->findChild<QFileDialog*>();
        QVERIFY(chooser != nullptr);
        emit chooser->fileSelected(m_bundles.file("whole.zip"));
        chooser->close();
        QVERIFY(w.verdict().startsWith(QStringLiteral("Valid. ")));
        QVERIFY(w.find<QAction>("checkBundle")->isEnabled());
    }

    void tellsThatABundleWasChanged()
    {
        const BundleWindow w;
        w.dropOn(m_bundles.damaged("whole.zip"));
        QVERIFY2(w.verdict().startsWith(QStringLiteral("Not valid. ")), qPrintable(w.verdict()));
        QVERIFY(!w.everythingSaid().contains(QStringLiteral("Signed by")));
    }

    void tellsWhatWouldCompleteABundle()
    {
        const BundleWindow w;
        w.dropOn(m_bundles.file("purged.zip"));
        QVERIFY2(w.verdict().startsWith(QStringLiteral("Valid, but incomplete. 5 bodies were")),
                 qPrintable(w.verdict()));
    }

    void comparesWithWhatIsKnown()
    {
        const BundleWindow w;
        w.dropOn(m_bundles.file("signed.zip"));
        QVERIFY(w.verdict().startsWith(QStringLiteral("Valid, but incomplete. Whether CN=org")));
        w.part<QCheckBox>("compareBundle")->click();
        w.part<QLineEdit>("bundleAuthority")->setText(m_bundles.file("keys/org-ca.pem"));
        w.part<QLineEdit>("previousBundle")->setText(m_bundles.file("part.zip"));
        w.part<QLineEdit>("bundlePin")->setText(QStringLiteral("nothing"));
        auto* start = w.part<QPushButton>("startBundleCheck");
        click(start);
        QVERIFY(w.everythingSaid().contains(QStringLiteral("Write it as SIZE:ROOT")));
        w.part<QLineEdit>("bundlePin")
            ->setText(QStringLiteral("19:QDDUqUrE8zIa2DtFJsH1PElXbNgaw3036wZmRJ2VCjU="));
        click(start);
        QVERIFY2(w.verdict().startsWith(QStringLiteral("Valid. ")), qPrintable(w.verdict()));
        const QString said = w.everythingSaid();
        for (const char* text : {"Signed by CN=org; the certificate is trusted.",
                                 "The pin is met.",
                                 "It goes on where the previous bundle ends."}) {
            QVERIFY2(said.contains(QLatin1String(text)), text);
        }
    }

    void takesOneLocalFileOnly()
    {
        const BundleWindow w;
        const QUrl bundle = QUrl::fromLocalFile(m_bundles.file("whole.zip"));
        QVERIFY(!drop(w.window.get(), {bundle, bundle}));
        QVERIFY(!drop(w.window.get(), {QUrl(QStringLiteral("https://example.org/whole.zip"))}));
        QVERIFY(!drop(w.window.get(), {QUrl(QStringLiteral("file://server/share/whole.zip"))}));
        QVERIFY(!drop(w.window.get(), {QUrl::fromLocalFile(m_bundles.file("folder"))}));
        QCOMPARE(w.dialog(), nullptr);
    }

    void saysWhatIsNoBundle()
    {
        const BundleWindow w;
        w.dropOn(m_bundles.file("cases.json"));
        QCOMPARE(w.verdict(),
                 QStringLiteral("This is no evidence bundle. A bundle is a ZIP archive, and this "
                                "file is none."));
        QVERIFY(!w.part<QPushButton>("copyVerdict")->isVisible());
        QVERIFY(drop(w.dialog()->findChild<ui::DropArea*>(),
                     {QUrl::fromLocalFile(m_bundles.file("whole.zip"))}));
        QTRY_VERIFY(w.verdict().startsWith(QStringLiteral("Valid. ")));
    }

    void copiesTheVerdictAsText()
    {
        const BundleWindow w;
        w.dropOn(m_bundles.file("whole.zip"));
        QVERIFY(!w.verdict().isEmpty());
        click(w.part<QPushButton>("copyVerdict"));
        const QString text = QGuiApplication::clipboard()->text();
        QVERIFY(text.startsWith(QStringLiteral("whole.zip\nLog portcullis.local/")));
        QVERIFY(text.contains(QStringLiteral("\nVALID: nothing was changed")));
    }

    void stopsOnDemand()
    {
        std::latch begun(1);
        const BundleWindow w(
            fillWithSamples,
            [&begun](const std::filesystem::path&,
                     const api::BundleCheckOptions& options) -> Result<api::BundleVerdict> {
                options.progress(1, 2);
                begun.count_down();
                while (!options.stop.stop_requested()) {
                    std::this_thread::yield();
                }
                return fail(ErrorCode::Cancelled, "stopped");
            });
        w.dropOn(m_bundles.file("whole.zip"));
        begun.wait();
        QTRY_COMPARE(w.dialog()->findChild<QProgressBar*>()->value(), 500);
        click(button(w.dialog(), QStringLiteral("Stop")));
        QTRY_VERIFY(w.part<QPushButton>("startBundleCheck")->isEnabled());
        QVERIFY(!w.part<ui::Banner>("bundleVerdict")->isVisible());
        click(w.part<QPushButton>("startBundleCheck"));
        w.dialog()->reject(); // in the midst of it
        QTRY_COMPARE(w.dialog(), nullptr);
    }

private:
    Bundles m_bundles;
};

QTEST_MAIN(CheckBundleTest)
#include "check_bundle_test.moc"
