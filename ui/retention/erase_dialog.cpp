#include "ui/retention/erase_dialog.h"

#include "ui/audit/log_job.h"
#include "ui/gateway_bridge.h"
#include "ui/retention/erase_form.h"
#include "ui/retention/record_words.h"
#include "ui/text.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/labels.h"
#include "ui/window_place.h"
#include "ui/words.h"

#include <QCheckBox>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace portcullis::ui {

namespace {

constexpr std::size_t kRangesShown = 5;
constexpr std::size_t kHoldsShown = 3;

QString counted(const char* text, std::uint64_t count)
{
    return QCoreApplication::translate("Retention", text, nullptr, static_cast<int>(count));
}

QString rangesText(const std::vector<api::NumberRange>& ranges)
{
    QStringList parts;
    for (const api::NumberRange& range : ranges) {
        if (static_cast<std::size_t>(parts.size()) == kRangesShown) {
            parts << QStringLiteral("…");
            break;
        }
        parts << (range.end - range.begin == 1 ? QString::number(range.begin)
                                               : QString(QString::number(range.begin) % u'–' %
                                                         QString::number(range.end - 1)));
    }
    return QCoreApplication::translate("Retention", "Records %1.")
        .arg(parts.join(QStringLiteral(", ")));
}

// What was not looked into might have been meant, too.
QStringList blindSpots(const api::EraseReport& report)
{
    QStringList lines;
    if (report.unreadable > 0) {
        lines << counted(QT_TRANSLATE_N_NOOP("Retention",
                                             "%Ln could not be looked into: damaged, or without a "
                                             "key."),
                         report.unreadable);
    }
    if (report.withoutText > 0) {
        lines << counted(
            QT_TRANSLATE_N_NOOP("Retention",
                                "%Ln could not be searched: kept only to be proven, without a "
                                "text. To erase them, say which by their records, key, server, "
                                "tool, call or time."),
            report.withoutText);
    }
    return lines;
}

} // namespace

EraseDialog::EraseDialog(GatewayBridge& bridge, const api::RecordFilter& suggested, QWidget* parent)
    : QDialog(parent)
    , m_bridge(bridge)
    , m_finder(new EraseFinder(bridge, this))
    , m_job(new LogJob(this))
    , m_form(new EraseForm(bridge.config(), suggested))
    , m_scroll(new QScrollArea)
    , m_progress(new QProgressBar)
    , m_result(new Banner(Banner::Closing::ByCode))
    , m_sure(new QCheckBox(tr("I know that the&y can never be read again")))
    , m_close(makeButton(ButtonKind::Normal, tr("Close")))
    , m_find(makeButton(ButtonKind::Primary, tr("Look")))
    , m_erase(makeButton(ButtonKind::Destroy, tr("Erase for good")))
{
    setObjectName(QStringLiteral("eraseDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Erase arguments and results"));
    build();
    connectAll();
    setState(State::Choosing);
    resizeWithinScreen(*this, QSize(640, 660));
    m_form->focusFirst();
}

void EraseDialog::build()
{
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(m_form);
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    nameForAccessibility(m_progress, tr("How far the work is"));
    m_sure->setObjectName(QStringLiteral("sure"));
    m_find->setObjectName(QStringLiteral("findContents"));
    m_find->setDefault(true);
    m_erase->setObjectName(QStringLiteral("eraseContents"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kGrid);
    buttons->addStretch(1);
    for (QPushButton* button : {m_close, m_find, m_erase}) {
        buttons->addWidget(button);
    }
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGrid, 3 * kGrid, 3 * kGrid, 2 * kGrid);
    column->setSpacing(2 * kGrid);
    column->addWidget(makeLabel(
        TextRole::Muted,
        tr("Destroys what calls carried, with the keys to it: not even copies of the database open "
           "it again. That there was a call stays, and so does a record of this erasure. All that "
           "is filled in must be true of a record.")));
    column->addWidget(m_scroll, 1);
    column->addWidget(m_progress);
    column->addWidget(m_result);
    column->addWidget(m_sure);
    column->addLayout(buttons);
}

void EraseDialog::connectAll()
{
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_find, &QPushButton::clicked, this, &EraseDialog::find);
    connect(m_erase, &QPushButton::clicked, this, &EraseDialog::erase);
    connect(m_sure, &QCheckBox::toggled, m_erase, &QWidget::setEnabled);
    connect(m_form, &EraseForm::changed, this, &EraseDialog::forgetFinding);
    connect(m_finder, &EraseFinder::progressed, m_progress, &QProgressBar::setValue);
    connect(m_finder, &EraseFinder::found, this, &EraseDialog::showFinding);
    connect(m_finder, &EraseFinder::failed, this, [this](const Error& error) {
        showFailure(tr("Looking failed: %1").arg(describe(error)), error);
    });
    connect(m_job, &LogJob::progressed, m_progress, &QProgressBar::setValue);
}

void EraseDialog::setState(State state)
{
    m_state = state;
    const bool works =
        state == State::Finding || state == State::Erasing || state == State::Stopping;
    const bool found = state == State::Found;
    m_form->setEnabled(!works);
    m_progress->setVisible(works);
    m_find->setVisible(!found);
    m_find->setEnabled(!works);
    m_sure->setVisible(found);
    m_sure->setChecked(false);
    m_erase->setVisible(found);
    m_erase->setEnabled(false);
    m_close->setText(works ? tr("Stop") : tr("Close"));
    m_close->setEnabled(state != State::Stopping);
    (found ? m_close : m_find)->setDefault(true);
}

// An erasure that has begun is stopped, and what came of it is shown before the dialog goes.
void EraseDialog::reject()
{
    switch (m_state) {
    case State::Finding:
        m_finder->cancel();
        setState(State::Choosing);
        break;
    case State::Erasing:
        setState(State::Stopping);
        m_job->cancel();
        break;
    case State::Stopping:
        break;
    case State::Choosing:
    case State::Found:
        QDialog::reject();
        break;
    }
}

void EraseDialog::find()
{
    m_result->hide();
    const auto request = m_form->request();
    if (!request) {
        return;
    }
    if (!request->records && request->within == api::RecordFilter() &&
        request->containing.empty()) {
        m_result->showMessage(Tone::Bad,
                              tr("Which records?"),
                              tr("Fill in what they have in common, or a text that is in them."));
        m_form->focusFirst();
        return;
    }
    m_progress->setValue(0);
    setState(State::Finding);
    m_finder->find(*request);
}

void EraseDialog::forgetFinding()
{
    m_finding.reset();
    m_result->hide();
    setState(State::Choosing);
}

void EraseDialog::showFinding(const EraseFinding& finding)
{
    const auto count = static_cast<int>(finding.report.count);
    QStringList lines;
    if (count > 0) {
        lines << rangesText(finding.report.records);
    }
    lines << blindSpots(finding.report);
    if (!finding.kept.empty()) {
        setState(State::Choosing);
        showKept(finding);
        m_find->setFocus();
        return;
    }
    if (count == 0) {
        setState(State::Choosing);
        lines.prepend(tr("They may be erased already, or were never kept."));
        m_result->showMessage(
            Tone::Info, tr("There are no such arguments and results"), lines.join(u'\n'));
        m_find->setFocus();
        return;
    }
    m_finding = finding;
    setState(State::Found);
    m_result->showMessage(
        Tone::Warn,
        tr("The arguments or results of %Ln record(s) would be erased", nullptr, count),
        lines.join(u'\n'));
    m_sure->setFocus();
}

void EraseDialog::showKept(const EraseFinding& finding)
{
    QStringList lines;
    for (const EraseFinding::Kept& kept : finding.kept) {
        if (static_cast<std::size_t>(lines.size()) == kHoldsShown) {
            lines << QStringLiteral("…");
            break;
        }
        lines << tr("%Ln kept by the hold %1.", nullptr, static_cast<int>(kept.count))
                     .arg(holdText(kept.hold, m_bridge.config()));
    }
    lines << tr("Release the hold under Legal holds, or leave its records out.");
    m_result->showMessage(Tone::Bad,
                          tr("Of %Ln record(s) that were found, some are on legal hold: none can "
                             "be erased",
                             nullptr,
                             static_cast<int>(finding.report.count)),
                          lines.join(u'\n'));
}

void EraseDialog::showFailure(const QString& title, const Error& error)
{
    setState(State::Choosing);
    m_result->showMessage(Tone::Bad, title, adviceFor(error));
}

void EraseDialog::erase()
{
    const std::string reason = m_form->reason();
    if (reason.empty() || !m_finding) {
        if (QWidget* const field = m_form->focusWidget()) {
            m_scroll->ensureWidgetVisible(field, 0, kGrid);
        }
        return;
    }
    api::EraseRequest request = m_finding->request;
    request.onlyLook = false;
    request.reason = reason;
    m_finding.reset();
    m_result->hide();
    m_progress->setValue(0);
    setState(State::Erasing);
    m_bridge.eraseContents(std::move(request),
                           m_job->begin(),
                           this,
                           [this](const Result<api::EraseReport>& report) { showOutcome(report); });
}

void EraseDialog::showOutcome(const Result<api::EraseReport>& report)
{
    if (!report) {
        showFailure(tr("Not all was erased: %1").arg(describe(report.error())), report.error());
        return;
    }
    setState(State::Choosing);
    m_close->setDefault(true);
    m_close->setFocus();
    m_result->showMessage(Tone::Good,
                          tr("Erased the arguments or results of %Ln record(s)",
                             nullptr,
                             static_cast<int>(report->count)),
                          tr("The log has a record of it. Copies of the data folder that were made "
                             "before hold the keys as they were: destroy their file audit.keys."));
}

} // namespace portcullis::ui
