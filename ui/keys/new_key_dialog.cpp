#include "ui/gateway_bridge.h"
#include "ui/keys/allow_list_editor.h"
#include "ui/keys/key_dialogs.h"
#include "ui/keys/key_form.h"
#include "ui/text.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/labels.h"
#include "ui/window_place.h"
#include "ui/words.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace portcullis::ui {

NewKeyDialog::NewKeyDialog(GatewayBridge& bridge, const Clock& clock, QWidget* parent)
    : QDialog(parent)
    , m_bridge(bridge)
    , m_form(new KeyForm(clock))
    , m_allow(new AllowListEditor(bridge, AllowListEditor::Saving::ByOwner))
    , m_problem(new Banner(Banner::Closing::ByCode))
    , m_create(makeButton(ButtonKind::Primary, tr("Create key")))
{
    setObjectName(QStringLiteral("newKeyDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Create key"));
    m_form->setChoices(bridge.config());
    build();
    resizeWithinScreen(*this, QSize(920, 600));
    m_form->focusLabel();
}

void NewKeyDialog::build()
{
    auto* right = new QVBoxLayout;
    right->setSpacing(kGrid);
    right->addWidget(makeLabel(TextRole::Subheading, tr("Allowed tools")));
    right->addWidget(
        makeLabel(TextRole::Caption,
                  tr("Nothing is allowed until you check it; you can change this at any time.")));
    right->addWidget(m_allow, 1);
    auto* left = new QVBoxLayout;
    left->addWidget(m_form);
    left->addStretch(1);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(4 * kGrid);
    columns->addLayout(left, 2);
    columns->addLayout(right, 3);
    auto* cancel = makeButton(ButtonKind::Normal, tr("Cancel"));
    m_create->setObjectName(QStringLiteral("createKey"));
    m_create->setDefault(true);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kGrid);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_create);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGrid, 3 * kGrid, 3 * kGrid, 2 * kGrid);
    column->setSpacing(2 * kGrid);
    column->addLayout(columns, 1);
    column->addWidget(m_problem);
    column->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_create, &QPushButton::clicked, this, &NewKeyDialog::create);
}

void NewKeyDialog::create()
{
    if (m_form->label().empty()) {
        m_problem->showMessage(Tone::Bad,
                               tr("Give the key a label, so that you can tell it from others."));
        m_form->focusLabel();
        return;
    }
    if (!m_form->settle()) {
        return;
    }
    api::NewKey key;
    key.label = m_form->label();
    key.owner = m_form->owner();
    key.expires = m_form->expires();
    key.content = m_form->content();
    key.lenientAccept = m_form->lenientAccept();
    key.allow = m_allow->rules();
    key.team = m_form->team();
    key.caseId = m_form->caseId();
    key.rate = m_form->rate();
    key.concurrency = m_form->concurrency();
    key.transports = m_form->transports();
    key.programs = m_form->programs();
    m_waiting = true;
    m_create->setEnabled(false);
    m_problem->hide();
    m_bridge.createKey(std::move(key), this, [this](Result<api::CreatedKey> answer) {
        m_waiting = false;
        m_create->setEnabled(true);
        if (!answer) {
            m_problem->showMessage(
                Tone::Bad, describe(answer.error()), toQString(answer.error().cause));
            return;
        }
        emit created(std::make_shared<api::CreatedKey>(std::move(*answer)));
        accept();
    });
}

void NewKeyDialog::reject()
{
    if (!m_waiting) {
        QDialog::reject();
    }
}

} // namespace portcullis::ui
