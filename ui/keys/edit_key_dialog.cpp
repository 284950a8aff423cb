#include "ui/gateway_bridge.h"
#include "ui/keys/key_dialogs.h"
#include "ui/keys/key_form.h"
#include "ui/keys/wider_rights.h"
#include "ui/text.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/labels.h"
#include "ui/window_place.h"
#include "ui/words.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace portcullis::ui {

EditKeyDialog::EditKeyDialog(GatewayBridge& bridge,
                             const Clock& clock,
                             const api::KeyConfig& key,
                             QWidget* parent)
    : QDialog(parent)
    , m_bridge(bridge)
    , m_key(key)
    , m_form(new KeyForm(clock))
    , m_problem(new Banner(Banner::Closing::ByCode))
    , m_save(makeButton(ButtonKind::Primary, tr("Save")))
{
    setObjectName(QStringLiteral("editKeyDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Edit key"));
    m_form->setChoices(bridge.config());
    m_form->setKey(key);
    m_save->setObjectName(QStringLiteral("saveKey"));
    auto* cancel = makeButton(ButtonKind::Normal, tr("Cancel"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kGrid);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_save);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGrid, 3 * kGrid, 3 * kGrid, 2 * kGrid);
    column->setSpacing(2 * kGrid);
    column->addWidget(m_form);
    column->addStretch(1);
    column->addWidget(m_problem);
    column->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &EditKeyDialog::save);
    resizeWithinScreen(*this, QSize(480, 568));
}

void EditKeyDialog::save()
{
    if (!m_form->settle()) {
        return;
    }
    api::UpdateKey change = api::updateOf(m_key);
    change.label = m_form->label();
    change.owner = m_form->owner();
    change.expires = m_form->expires();
    change.content = m_form->content();
    change.lenientAccept = m_form->lenientAccept();
    change.team = m_form->team();
    change.caseId = m_form->caseId();
    change.rate = m_form->rate();
    change.concurrency = m_form->concurrency();
    change.transports = m_form->transports();
    change.programs = m_form->programs();
    m_save->setEnabled(false);
    confirmWider(
        this,
        m_bridge,
        change,
        [this, change] { send(change); },
        [this] { m_save->setEnabled(true); });
}

void EditKeyDialog::send(const api::UpdateKey& change)
{
    m_save->setEnabled(false);
    m_bridge.apply(change, this, [this](Result<> applied) {
        m_save->setEnabled(true);
        if (applied) {
            accept();
        } else {
            m_problem->showMessage(
                Tone::Bad, describe(applied.error()), toQString(applied.error().cause));
        }
    });
}

} // namespace portcullis::ui
