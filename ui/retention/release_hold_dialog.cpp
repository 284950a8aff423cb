#include "ui/retention/release_hold_dialog.h"

#include "ui/gateway_bridge.h"
#include "ui/retention/record_words.h"
#include "ui/text.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/form.h"
#include "ui/widgets/labels.h"
#include "ui/window_place.h"
#include "ui/words.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace portcullis::ui {

ReleaseHoldDialog::ReleaseHoldDialog(GatewayBridge& bridge, api::Hold hold, QWidget* parent)
    : QDialog(parent)
    , m_bridge(bridge)
    , m_hold(std::move(hold))
    , m_form(new Form)
    , m_problem(new Banner(Banner::Closing::ByCode))
    , m_release(makeButton(ButtonKind::Destroy, tr("Release the hold")))
    , m_reason(*m_form, tr("It stands in the log, with the account of this computer that you use."))
{
    setObjectName(QStringLiteral("releaseHoldDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Release a legal hold"));
    build();
    resizeWithinScreen(*this, QSize(520, 400));
    m_reason.field()->setFocus();
}

void ReleaseHoldDialog::build()
{
    m_release->setObjectName(QStringLiteral("releaseHold"));
    auto* cancel = makeButton(ButtonKind::Normal, tr("Cancel"));
    cancel->setDefault(true);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kGrid);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_release);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGrid, 3 * kGrid, 3 * kGrid, 2 * kGrid);
    column->setSpacing(2 * kGrid);
    auto* what = makeLabel(TextRole::Heading, toQString(m_hold.reason).simplified());
    auto* records = makeLabel(TextRole::Body, recordsText(m_hold.records, m_bridge.config()));
    letShrink(what);
    letShrink(records);
    column->addWidget(what);
    column->addWidget(records);
    column->addWidget(makeLabel(TextRole::Muted, consequence()));
    column->addWidget(m_form);
    column->addWidget(m_problem);
    column->addStretch(1);
    column->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_release, &QPushButton::clicked, this, &ReleaseHoldDialog::release);
}

QString ReleaseHoldDialog::consequence() const
{
    const QString placed =
        tr("Placed by %1, in record %2.").arg(placeText(toQString(m_hold.by))).arg(m_hold.n);
    const bool removes = m_bridge.config().settings.retention != api::Retention();
    return placed + QLatin1Char(' ') +
           (removes ? tr("What only this hold keeps and what is too old by the settings goes "
                         "within the hour, and can never be read again.")
                    : tr("Its records can be erased again. By themselves they stay: the settings "
                         "keep everything for ever."));
}

void ReleaseHoldDialog::release()
{
    m_problem->hide();
    if (!m_reason.check()) {
        return;
    }
    m_release->setEnabled(false);
    m_bridge.releaseHold(m_hold.id, m_reason.text(), this, [this](const Result<>& done) {
        m_release->setEnabled(true);
        if (done) {
            emit released();
            accept();
            return;
        }
        m_problem->showMessage(Tone::Bad,
                               tr("The hold was not released: %1").arg(describe(done.error())),
                               adviceFor(done.error()));
    });
}

} // namespace portcullis::ui
