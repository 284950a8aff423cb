#include "ui/audit/export_dialog.h"

#include "ui/audit/export_form.h"
#include "ui/audit/log_job.h"
#include "ui/gateway_bridge.h"
#include "ui/text.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/copy_field.h"
#include "ui/widgets/labels.h"
#include "ui/window_place.h"
#include "ui/words.h"

#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QStandardPaths>
#include <QVBoxLayout>

namespace portcullis::ui {

namespace {

QString suggestedFile()
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    return QDir(folder).filePath(QDate::currentDate().toString(Qt::ISODate) +
                                 QStringLiteral(".portcullis-audit.zip"));
}

} // namespace

ExportDialog::ExportDialog(GatewayBridge& bridge, QWidget* parent)
    : QDialog(parent)
    , m_bridge(bridge)
    , m_job(new LogJob(this))
    , m_form(new ExportForm(bridge.config()))
    , m_scroll(new QScrollArea)
    , m_progress(new QProgressBar)
    , m_result(new Banner(Banner::Closing::ByCode))
    , m_checkpoint(new CopyField(CopyField::Shape::Line, tr("Checkpoint")))
    , m_start(makeButton(ButtonKind::Primary, tr("Export…")))
    , m_close(makeButton(ButtonKind::Normal, tr("Close")))
{
    setObjectName(QStringLiteral("exportDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Export evidence"));
    build();
    setRunning(false);
    m_checkpoint->hide();
    resizeWithinScreen(*this, QSize(640, 720));
}

void ExportDialog::build()
{
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(m_form);
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    nameForAccessibility(m_progress, tr("How far the export is"));
    m_start->setObjectName(QStringLiteral("startExport"));
    m_start->setDefault(true);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kGrid);
    buttons->addStretch(1);
    buttons->addWidget(m_close);
    buttons->addWidget(m_start);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGrid, 3 * kGrid, 3 * kGrid, 2 * kGrid);
    column->setSpacing(2 * kGrid);
    column->addWidget(makeLabel(
        TextRole::Muted,
        tr("One signed archive with a report, tables and the records themselves. Whoever gets it "
           "checks it without Portcullis and without a network.")));
    column->addWidget(m_scroll, 1);
    column->addWidget(m_progress);
    column->addWidget(m_result);
    column->addWidget(m_checkpoint);
    column->addLayout(buttons);
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_start, &QPushButton::clicked, this, &ExportDialog::start);
    connect(m_job, &LogJob::progressed, m_progress, &QProgressBar::setValue);
}

void ExportDialog::setRunning(bool isRunning)
{
    m_form->setEnabled(!isRunning);
    m_start->setEnabled(!isRunning);
    m_progress->setVisible(isRunning);
    m_close->setText(isRunning ? tr("Stop") : tr("Close"));
}

void ExportDialog::start()
{
    const auto request = m_form->request();
    if (!request) {
        return;
    }
    auto* chooser = new QFileDialog(this, tr("Export evidence"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setAcceptMode(QFileDialog::AcceptSave);
    chooser->setDefaultSuffix(QStringLiteral("zip"));
    chooser->setNameFilter(tr("Evidence bundles (*.zip)"));
    chooser->selectFile(suggestedFile());
    connect(chooser, &QFileDialog::fileSelected, this, [this, request](const QString& file) {
        exportTo(file, *request);
    });
    chooser->open();
}

void ExportDialog::exportTo(const QString& file, const api::ExportRequest& request)
{
    m_result->hide();
    m_checkpoint->hide();
    m_progress->setValue(0);
    setRunning(true);
    m_bridge.exportBundle(request,
                          m_form->takeSecret(),
                          toStdString(QDir::cleanPath(file)),
                          m_job->begin(),
                          this,
                          [this, file](Result<api::ExportSummary> summary) {
                              setRunning(false);
                              showResult(summary, file);
                          });
}

void ExportDialog::showResult(const Result<api::ExportSummary>& summary, const QString& file)
{
    if (!summary) {
        m_result->showMessage(
            Tone::Bad, describe(summary.error()), toQString(summary.error().cause));
        return;
    }
    const QLocale locale;
    m_result->showMessage(
        Tone::Good,
        tr("Written: %1").arg(isolated(QDir::toNativeSeparators(file))),
        tr("%1 records, %2 values shown, %3 withheld. Give the reviewer this checkpoint in another "
           "way as well, on paper or by telephone.")
            .arg(locale.toString(summary->end - summary->begin),
                 locale.toString(summary->counts.values),
                 locale.toString(summary->counts.withheld)));
    m_checkpoint->setText(toQString(api::formatPin(summary->head)));
    m_checkpoint->show();
}

} // namespace portcullis::ui
