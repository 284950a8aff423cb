#include "tests/support/temp_folder.h"
#include "tests/ui/audit/sample_log.h"
#include "tests/ui/ui_test.h"
#include "ui/audit/checkpoint_dialog.h"
#include "ui/audit/checkpoint_sheet.h"
#include "ui/text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/copy_field.h"

#include <QFile>
#include <QFileDialog>
#include <QPainter>
#include <QProcess>

using namespace portcullis;
using namespace portcullis::test;

namespace {

struct OpenCheckpoint : Window
{
    explicit OpenCheckpoint(Result<api::Checkpoint> made)
    {
        client.signedNow = std::move(made);
        dialog = new ui::CheckpointDialog(*bridge, window.get());
        dialog->open();
        settle();
    }

    template <typename Widget>
    [[nodiscard]] Widget* part(const char* name) const
    {
        return dialog->findChild<Widget*>(QLatin1String(name));
    }

    ui::CheckpointDialog* dialog; // the window's
};

// What another maker's reader finds in a picture; "" when it finds no code.
std::string read(const QImage& picture)
{
    const TempFolder folder;
    const QString file = ui::toQString(folder.file("picture.png").string());
    QProcess reader;
    if (picture.save(file)) {
        reader.start(QStringLiteral("zbarimg"),
                     {QStringLiteral("--quiet"),
                      QStringLiteral("--raw"),
                      QStringLiteral("--oneshot"),
                      QStringLiteral("-Sbinary"),
                      file});
        reader.waitForFinished(60'000);
    }
    return reader.readAllStandardOutput().toStdString();
}

} // namespace

// The checkpoint of a real log, in the window, in a file and on paper; pictures of it are read by
// another maker's reader.
class CheckpointTest final : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase()
    {
        m_log.fill(20);
        auto made = m_log.log().checkpoint(0);
        QVERIFY(made.has_value());
        m_checkpoint = std::move(*made);
    }

    void showsACodeThatACameraReads()
    {
        for (const auto scheme : {ui::Scheme::Light, ui::Scheme::Dark}) {
            ui::applyTheme(*qApp, scheme);
            const OpenCheckpoint w(m_checkpoint);
            QCOMPARE(read(w.part<QWidget>("checkpointCode")->grab().toImage()), m_checkpoint.note);
            QCOMPARE(w.part<ui::CopyField>("checkpointPin")->text(),
                     ui::toQString(api::formatPin(m_checkpoint.head)));
        }
        ui::applyTheme(*qApp, ui::Scheme::Light);
    }

    void savesTheNoteAsItIs()
    {
        const OpenCheckpoint w(m_checkpoint);
        click(w.part<QPushButton>("saveCheckpoint"));
        auto* chooser = w.dialog->findChild<QFileDialog*>();
        QVERIFY(chooser != nullptr);
        const TempFolder folder;
        const QString path = ui::toQString(folder.file("checkpoint.note").string());
        emit chooser->fileSelected(path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().toStdString(), m_checkpoint.note);
        emit chooser->fileSelected(QStringLiteral("/nowhere/checkpoint.note"));
        QVERIFY(w.dialog->findChild<ui::Banner*>()->isVisible());
    }

    void paintsAPageThatACameraReads()
    {
        constexpr int kDpi = 150;
        QImage page(1240, 1754, QImage::Format_RGB32); // A4
        page.fill(Qt::white);
        QPainter painter(&page);
        ui::paintCheckpoint(
            painter, page.rect().adjusted(100, 100, -100, -100), kDpi, m_checkpoint);
        painter.end();
        QCOMPARE(read(page), m_checkpoint.note);
        const QString folder = qEnvironmentVariable("PORTCULLIS_SCREENSHOTS");
        QVERIFY(folder.isEmpty() || page.save(folder + QStringLiteral("/checkpoint-page.png")));
    }

    void saysWhyThereIsNone()
    {
        const OpenCheckpoint w(fail(ErrorCode::NotFound, "The log has no records."));
        QVERIFY(w.dialog->findChild<ui::Banner*>()->isVisible());
        QVERIFY(!w.part<QPushButton>("saveCheckpoint")->isEnabled());
        QVERIFY(!w.part<QPushButton>("printCheckpoint")->isEnabled());
        QVERIFY(!w.part<QWidget>("checkpointCode")->isVisible());
    }

private:
    SampleLog m_log;
    api::Checkpoint m_checkpoint;
};

QTEST_MAIN(CheckpointTest)
#include "checkpoint_test.moc"
