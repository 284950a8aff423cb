#include "ui/retention/place_hold_dialog.h"

#include "ui/audit/log_job.h"
#include "ui/gateway_bridge.h"
#include "ui/retention/record_choice.h"
#include "ui/retention/record_words.h"
#include "ui/text.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/form.h"
#include "ui/widgets/labels.h"
#include "ui/window_place.h"
#include "ui/words.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <limits>

namespace portcullis::ui {

namespace {

constexpr std::int64_t kNoEnd = std::numeric_limits<std::int64_t>::max();

QString reasonHint()
{
    return PlaceHoldDialog::tr("Such as the number of the case. It stands in the log, with the "
                               "account of this computer that you use.");
}

} // namespace

PlaceHoldDialog::PlaceHoldDialog(GatewayBridge& bridge,
                                 const api::RecordFilter& suggested,
                                 QWidget* parent)
    : QDialog(parent)
    , m_bridge(bridge)
    , m_job(new LogJob(this))
    , m_form(new Form)
    , m_choice(new RecordChoice(bridge.config()))
    , m_everything(new QCheckBox(tr("&Every record, those to come as well")))
    , m_result(new Banner(Banner::Closing::ByCode))
    , m_place(makeButton(ButtonKind::Primary, tr("Place the hold")))
    , m_close(makeButton(ButtonKind::Normal, tr("Cancel")))
    , m_reason(*m_form, reasonHint())
{
    setObjectName(QStringLiteral("placeHoldDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Place a legal hold"));
    m_choice->setFilter(suggested);
    build();
    resizeWithinScreen(*this, QSize(620, 650));
    m_choice->focusFirst();
}

void PlaceHoldDialog::build()
{
    m_everything->setObjectName(QStringLiteral("everything"));
    m_place->setObjectName(QStringLiteral("placeHold"));
    m_place->setDefault(true);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kGrid);
    buttons->addStretch(1);
    buttons->addWidget(m_close);
    buttons->addWidget(m_place);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGrid, 3 * kGrid, 3 * kGrid, 2 * kGrid);
    column->setSpacing(2 * kGrid);
    column->addWidget(makeLabel(
        TextRole::Muted,
        tr("Nothing of these records is removed or erased, whatever their age, until the hold is "
           "released. All that is filled in must be true of a record.")));
    column->addWidget(m_choice);
    column->addWidget(m_everything);
    column->addWidget(m_form);
    column->addWidget(m_result);
    column->addStretch(1);
    column->addLayout(buttons);
    setTabOrder(m_everything, m_reason.field());
    connect(m_everything, &QCheckBox::toggled, m_choice, &QWidget::setDisabled);
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_place, &QPushButton::clicked, this, &PlaceHoldDialog::place);
}

void PlaceHoldDialog::place()
{
    m_result->hide();
    const bool everything = m_everything->isChecked();
    const auto records =
        everything ? std::optional<api::RecordFilter>(std::in_place) : m_choice->filter();
    if (!records) {
        return;
    }
    if (!everything && *records == api::RecordFilter()) {
        m_result->showMessage(Tone::Bad,
                              tr("Which records?"),
                              tr("Fill in what they have in common, or choose every record."));
        m_choice->focusFirst();
        return;
    }
    if (!m_reason.check()) {
        return;
    }
    m_place->setEnabled(false);
    api::Hold hold;
    hold.records = *records;
    hold.reason = m_reason.text();
    m_bridge.setHold(std::move(hold), this, [this](const Result<api::Hold>& placed) {
        if (placed) {
            emit this->placed();
            count(*placed);
            return;
        }
        m_place->setEnabled(true);
        m_result->showMessage(Tone::Bad,
                              tr("The hold was not placed: %1").arg(describe(placed.error())),
                              adviceFor(placed.error()));
    });
}

void PlaceHoldDialog::count(const api::Hold& hold)
{
    for (QWidget* field : {static_cast<QWidget*>(m_choice),
                           static_cast<QWidget*>(m_everything),
                           static_cast<QWidget*>(m_form)}) {
        field->setEnabled(false);
    }
    m_place->hide();
    m_close->setText(tr("Close"));
    m_close->setDefault(true);
    m_close->setFocus();
    m_result->showMessage(Tone::Good, tr("The hold is in force"), tr("Counting what it keeps…"));
    api::EraseRequest look;
    look.records = api::NumberRange{0, kNoEnd};
    look.within = hold.records;
    look.onlyLook = true;
    m_bridge.eraseContents(std::move(look),
                           m_job->begin(),
                           this,
                           [this](const Result<api::EraseReport>& report) { showCount(report); });
}

void PlaceHoldDialog::showCount(const Result<api::EraseReport>& report)
{
    const QString title = tr("The hold is in force");
    if (!report) {
        m_result->showMessage(
            Tone::Good,
            title,
            tr("What it keeps now could not be counted: %1").arg(describe(report.error())));
    } else if (report->count == 0) {
        m_result->showMessage(
            Tone::Warn,
            title,
            tr("It keeps no arguments and results as of now. If that is not right, release it and "
               "look at what it holds for."));
    } else {
        m_result->showMessage(Tone::Good,
                              title,
                              tr("It keeps the arguments or results of %Ln record(s) as of now.",
                                 nullptr,
                                 static_cast<int>(report->count)));
    }
}

} // namespace portcullis::ui
