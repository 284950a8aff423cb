#include "ui/teams/case_panel.h"

#include "ui/gateway_bridge.h"
#include "ui/permissions.h"
#include "ui/teams/cases_model.h"
#include "ui/teams/owner_words.h"
#include "ui/text.h"
#include "ui/widgets/icon_label.h"
#include "ui/widgets/labels.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace portcullis::ui {

CasePanel::CasePanel(GatewayBridge& bridge, QWidget* parent)
    : DetailPanel(parent)
    , m_bridge(bridge)
    , m_dot(new IconLabel(16))
    , m_state(makeLabel(TextRole::Body))
    , m_advice(makeLabel(TextRole::Muted))
    , m_edit(makeButton(ButtonKind::Normal, tr("Edit…"), "edit"))
    , m_close(makeButton(ButtonKind::Normal, {}, "power"))
    , m_remove(makeButton(ButtonKind::Danger, tr("Remove…"), "remove"))
{
    auto* state = new QHBoxLayout;
    state->setSpacing(kGrid / 2);
    state->addWidget(m_dot);
    state->addWidget(m_state, 1);
    column().addLayout(state);
    addActions({m_edit, m_close, m_remove});
    for (QPushButton* button : {m_edit, m_close, m_remove}) {
        needs(*button, api::Operation::Configure);
    }
    m_edit->setObjectName(QStringLiteral("editCase"));
    m_close->setObjectName(QStringLiteral("closeCase"));
    m_remove->setObjectName(QStringLiteral("removeCase"));
    QFormLayout* facts = makeFacts();
    m_allowed = addFact(*facts, tr("Its keys may use"));
    m_keys = addFact(*facts, tr("Keys"));
    m_opened = addFact(*facts, tr("Opened"));
    m_closed = addFact(*facts, tr("Closed"));
    m_shortName = addFact(*facts, tr("Short name"));
    m_keys->setObjectName(QStringLiteral("caseKeys"));
    column().addSpacing(kGrid);
    column().addLayout(facts);
    letShrink(m_advice);
    column().addWidget(m_advice);
    column().addStretch(1);
    connect(&bridge, &GatewayBridge::configChanged, this, &CasePanel::refresh);
    connect(m_edit, &QPushButton::clicked, this, &CasePanel::editRequested);
    connect(m_remove, &QPushButton::clicked, this, &CasePanel::removeRequested);
    connect(m_close, &QPushButton::clicked, this, [this] {
        if (const api::Case* one = api::findCase(m_bridge.config(), m_id)) {
            emit closeRequested(!one->closed);
        }
    });
}

void CasePanel::showCase(const CaseId& id)
{
    m_id = id;
    refresh();
}

void CasePanel::refresh()
{
    const api::Case* one = api::findCase(m_bridge.config(), m_id);
    if (one == nullptr) {
        return;
    }
    const Phrase phrase = describe(*one);
    const KeyList keys = keysOf(*one, m_bridge.config());
    setName(ownerName(*one));
    m_dot->showIcon("dot", tintOf(phrase.tone));
    m_state->setText(phrase.title + QStringLiteral(". ") + phrase.explanation);
    m_allowed->setText(allowedText(*one, m_bridge.config()));
    m_keys->setText(keysText(keys));
    m_opened->setText(dateText(one->opened));
    m_closed->setText(one->closed ? dateText(*one->closed) : QStringLiteral("—"));
    m_shortName->setText(isolated(one->id.str()));
    m_close->setText(one->closed ? tr("Reopen") : tr("Close…"));
    m_advice->setText(keys.empty() ? tr("To bind a key to it, edit the key on the page Keys.")
                                   : QString());
}

} // namespace portcullis::ui
