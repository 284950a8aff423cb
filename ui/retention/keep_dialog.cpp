#include "ui/retention/keep_dialog.h"

#include "ui/audit/log_job.h"
#include "ui/gateway_bridge.h"
#include "ui/retention/record_words.h"
#include "ui/text.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/confirm.h"
#include "ui/widgets/form.h"
#include "ui/widgets/labels.h"
#include "ui/window_place.h"
#include "ui/words.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace portcullis::ui {

namespace {

constexpr int kMostDays = 36'500; // a century
constexpr int kPauseMillis = 300;

std::optional<WallTime> daysAgo(std::uint32_t days)
{
    return days == 0
               ? std::nullopt
               : std::optional(toWallTime(QDateTime::currentDateTime().addDays(-qint64{days})));
}

} // namespace

KeepDialog::KeepDialog(GatewayBridge& bridge, QWidget* parent)
    : QDialog(parent)
    , m_bridge(bridge)
    , m_job(new LogJob(this))
    , m_contents(makeDays("contentDays", bridge.config().settings.retention.contentDays))
    , m_bodies(makeDays("bodyDays", bridge.config().settings.retention.bodyDays))
    , m_effect(makeLabel(TextRole::Body))
    , m_problem(new Banner(Banner::Closing::ByCode))
    , m_save(makeButton(ButtonKind::Primary, tr("Save")))
{
    setObjectName(QStringLiteral("keepDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("How long the log keeps what it knows"));
    build();
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPauseMillis);
    connect(&m_pause, &QTimer::timeout, this, &KeepDialog::count);
    resizeWithinScreen(*this, QSize(560, 400));
    m_contents->setFocus();
    count();
}

QSpinBox* KeepDialog::makeDays(const char* name, std::uint32_t days)
{
    auto* field = new QSpinBox;
    field->setObjectName(QLatin1String(name));
    field->setButtonSymbols(QAbstractSpinBox::NoButtons);
    field->setRange(0, kMostDays);
    field->setSpecialValueText(tr("For ever"));
    field->setSuffix(tr(" days"));
    field->setValue(static_cast<int>(days));
    connect(field, &QSpinBox::valueChanged, &m_pause, qOverload<>(&QTimer::start));
    return field;
}

void KeepDialog::build()
{
    m_effect->setObjectName(QStringLiteral("effect"));
    m_save->setObjectName(QStringLiteral("saveKeep"));
    m_save->setDefault(true);
    auto* form = new Form;
    form->addPair(new FormRow(tr("&Arguments and results"),
                              m_contents,
                              tr("0 for ever. What is older can never be read again.")),
                  new FormRow(tr("&Who called, and why"),
                              m_bodies,
                              tr("0 for ever. Arguments and results go along with it.")));
    auto* cancel = makeButton(ButtonKind::Normal, tr("Cancel"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kGrid);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_save);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGrid, 3 * kGrid, 3 * kGrid, 2 * kGrid);
    column->setSpacing(2 * kGrid);
    column->addWidget(makeLabel(TextRole::Muted,
                                tr("That there was a call, when, and of which tool, stays in any "
                                   "case. What is on legal hold stays as it is. Each removal is a "
                                   "record of the log.")));
    column->addWidget(form);
    column->addWidget(makeLabel(TextRole::Subheading, tr("What would go now")));
    column->addWidget(m_effect);
    column->addWidget(m_problem);
    column->addStretch(1);
    column->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &KeepDialog::save);
}

api::Retention KeepDialog::retention() const
{
    return {static_cast<std::uint32_t>(m_contents->value()),
            static_cast<std::uint32_t>(m_bodies->value())};
}

void KeepDialog::count()
{
    const api::Retention days = retention();
    const unsigned number = ++m_counts;
    if (days == api::Retention()) {
        m_job->cancel();
        m_effect->setText(tr("Nothing: all is kept for ever."));
        return;
    }
    m_effect->setText(tr("Counting…"));
    m_bridge.removeOld({daysAgo(days.contentDays), daysAgo(days.bodyDays), true},
                       m_job->begin(),
                       this,
                       [this, number](const Result<api::RetentionReport>& report) {
                           if (number == m_counts) {
                               showCount(report);
                           }
                       });
}

void KeepDialog::showCount(const Result<api::RetentionReport>& report)
{
    if (!report) {
        m_effect->setText(tr("It could not be counted: %1").arg(describe(report.error())));
        return;
    }
    if (*report == api::RetentionReport()) {
        m_effect->setText(tr("Nothing that is not on legal hold is that old."));
        return;
    }
    QStringList lines;
    if (report->contents > 0) {
        lines << tr("The arguments or results of %Ln record(s).",
                    nullptr,
                    static_cast<int>(report->contents));
    }
    if (report->bodies > 0) {
        lines << tr(
            "Who called, and why, of %Ln record(s).", nullptr, static_cast<int>(report->bodies));
    }
    m_effect->setText(lines.join(u'\n'));
}

void KeepDialog::save()
{
    m_problem->hide();
    if (!keepsLess(m_bridge.config().settings.retention, retention())) {
        apply();
        return;
    }
    confirm(this,
            {tr("Keep less of the log?"),
             tr("What is older than you say now is removed within the hour, and can never be read "
                "again: not here, and not in copies of the log."),
             tr("Keep less")},
            [this] { apply(); });
}

void KeepDialog::apply()
{
    api::Settings settings = m_bridge.config().settings;
    settings.retention = retention();
    m_save->setEnabled(false);
    m_bridge.apply(api::UpdateSettings{std::move(settings)}, this, [this](const Result<>& done) {
        m_save->setEnabled(true);
        if (done) {
            accept();
            return;
        }
        m_problem->showMessage(Tone::Bad,
                               tr("It stays as it was: %1").arg(describe(done.error())),
                               adviceFor(done.error()));
    });
}

} // namespace portcullis::ui
