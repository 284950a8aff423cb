#include "ui/audit/check_log_dialog.h"

#include "ui/audit/log_job.h"
#include "ui/gateway_bridge.h"
#include "ui/text.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/form.h"
#include "ui/widgets/labels.h"
#include "ui/window_place.h"
#include "ui/words.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace portcullis::ui {

CheckLogDialog::CheckLogDialog(GatewayBridge& bridge, QWidget* parent)
    : QDialog(parent)
    , m_bridge(bridge)
    , m_job(new LogJob(this))
    , m_deep(new QCheckBox(tr("Check every &signature, too")))
    , m_pin(new QLineEdit)
    , m_progress(new QProgressBar)
    , m_verdict(new Banner(Banner::Closing::ByCode))
    , m_start(makeButton(ButtonKind::Primary, tr("Check")))
    , m_close(makeButton(ButtonKind::Normal, tr("Close")))
{
    setObjectName(QStringLiteral("checkLogDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Check the log"));
    build();
    setRunning(false);
    resizeWithinScreen(*this, QSize(520, 380));
}

void CheckLogDialog::build()
{
    m_deep->setObjectName(QStringLiteral("deepCheck"));
    m_deep->setChecked(true);
    m_pin->setObjectName(QStringLiteral("pin"));
    m_pin->setFont(monospaceFont());
    m_pin->setLayoutDirection(Qt::LeftToRight);
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    nameForAccessibility(m_progress, tr("How far the check is"));
    m_start->setObjectName(QStringLiteral("startCheck"));
    m_start->setDefault(true);
    auto* form = new Form;
    form->addField({}, m_deep, tr("Takes longer: each commit of the log was signed."));
    m_pinRow =
        form->addField(tr("&Pin"),
                       m_pin,
                       tr("Size and root that you noted at another time, as SIZE:ROOT. Shows "
                          "that nothing since then was taken away. May stay empty."));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kGrid);
    buttons->addStretch(1);
    buttons->addWidget(m_close);
    buttons->addWidget(m_start);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGrid, 3 * kGrid, 3 * kGrid, 2 * kGrid);
    column->setSpacing(2 * kGrid);
    column->addWidget(makeLabel(TextRole::Muted,
                                tr("Reads the whole log and derives everything in it anew. Calls "
                                   "go on meanwhile; what comes "
                                   "of it is recorded.")));
    column->addWidget(form);
    column->addWidget(m_progress);
    column->addWidget(m_verdict);
    column->addStretch(1);
    column->addLayout(buttons);
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_start, &QPushButton::clicked, this, &CheckLogDialog::start);
    connect(m_job, &LogJob::progressed, m_progress, &QProgressBar::setValue);
}

void CheckLogDialog::setRunning(bool isRunning)
{
    m_start->setEnabled(!isRunning);
    m_deep->setEnabled(!isRunning);
    m_pin->setEnabled(!isRunning);
    m_progress->setVisible(isRunning);
    m_close->setText(isRunning ? tr("Stop") : tr("Close"));
}

void CheckLogDialog::start()
{
    api::CheckRequest request;
    request.depth = m_deep->isChecked() ? api::CheckDepth::Deep : api::CheckDepth::Heads;
    const std::string pin = toStdString(m_pin->text().trimmed());
    m_pinRow->showProblem({});
    if (!pin.empty()) {
        auto head = api::parsePin(pin);
        if (!head) {
            m_pinRow->showProblem(tr("Write it as SIZE:ROOT, as a checkpoint shows it."));
            m_pinRow->focusField();
            return;
        }
        request.pin = std::move(*head);
    }
    m_verdict->hide();
    m_progress->setValue(0);
    setRunning(true);
    m_bridge.checkLog(
        std::move(request), m_job->begin(), this, [this](Result<api::LogReport> report) {
            setRunning(false);
            showReport(report);
        });
}

void CheckLogDialog::showReport(const Result<api::LogReport>& report)
{
    if (!report) {
        m_verdict->showMessage(
            Tone::Bad, describe(report.error()), toQString(report.error().cause));
        return;
    }
    if (report->fault) {
        m_verdict->showMessage(
            Tone::Bad, tr("The log is not as it was written"), toQString(*report->fault));
        return;
    }
    const QLocale locale;
    if (report->isPinMissing) {
        m_verdict->showMessage(
            Tone::Warn,
            tr("The end of the log may be missing"),
            tr("%1 records are as they were written, but nothing is remembered of the log outside "
               "it, or not all of it can be read (the keychain's entry and pin.json). Compare it "
               "with a checkpoint that you have kept: write its pin above.")
                .arg(locale.toString(report->records)));
        return;
    }
    m_verdict->showMessage(
        Tone::Good,
        tr("The log is as it was written"),
        tr("%1 records, %2 signatures checked; none is missing between the first "
           "and the last.")
            .arg(locale.toString(report->records), locale.toString(report->signatures)));
}

} // namespace portcullis::ui
