#include "ui/keys/key_panel.h"

#include "ui/gateway_bridge.h"
#include "ui/keys/allow_list_editor.h"
#include "ui/keys/key_words.h"
#include "ui/keys/keys_model.h"
#include "ui/permissions.h"
#include "ui/text.h"
#include "ui/widgets/icon_label.h"
#include "ui/widgets/labels.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace portcullis::ui {

KeyPanel::KeyPanel(GatewayBridge& bridge, const Clock& clock, QWidget* parent)
    : DetailPanel(parent)
    , m_bridge(bridge)
    , m_clock(clock)
    , m_dot(new IconLabel(16))
    , m_state(makeLabel(TextRole::Body))
    , m_facts(makeLabel(TextRole::Muted))
    , m_edit(makeButton(ButtonKind::Normal, tr("Edit…"), "edit"))
    , m_enable(makeButton(ButtonKind::Normal, {}, "power"))
    , m_configuration(makeButton(ButtonKind::Normal, tr("Connect…"), "code"))
    , m_rotate(makeButton(ButtonKind::Normal, tr("New secret…"), "restart"))
    , m_remove(makeButton(ButtonKind::Danger, tr("Remove…"), "remove"))
    , m_oldSecret(new QWidget)
    , m_oldUntil(makeLabel(TextRole::Body))
    , m_allow(new AllowListEditor(bridge, AllowListEditor::Saving::ByButton))
{
    auto* state = new QHBoxLayout;
    state->setSpacing(kGrid / 2);
    state->addWidget(m_dot);
    state->addWidget(m_state, 1);
    column().addLayout(state);
    letShrink(m_facts);
    column().addWidget(m_facts);
    buildOldSecret();
    buildActions();
    column().addSpacing(kGrid);
    column().addWidget(makeLabel(TextRole::Subheading, tr("Allowed tools")));
    column().addWidget(m_allow, 1);
    connect(&bridge, &GatewayBridge::configChanged, this, &KeyPanel::refresh);
    connect(&bridge, &GatewayBridge::statusChanged, this, &KeyPanel::refresh);
    connect(m_allow, &AllowListEditor::explanationRequested, this, &KeyPanel::explanationRequested);
    connect(m_allow, &AllowListEditor::saveRequested, this, [this] {
        emit allowListSaveRequested(m_allow->rules());
    });
}

void KeyPanel::buildActions()
{
    addActions({m_edit, m_configuration, m_rotate, m_enable, m_remove});
    m_rotate->setObjectName(QStringLiteral("rotateKey"));
    m_rotate->setToolTip(tr("Replace the secret; the old one goes on for a time"));
    connect(m_rotate, &QPushButton::clicked, this, &KeyPanel::rotationRequested);
    for (QPushButton* button : {m_edit, m_enable, m_remove}) {
        needs(*button, api::Operation::Configure);
    }
    m_configuration->setToolTip(tr("Show what a client's configuration must say"));
    m_edit->setObjectName(QStringLiteral("editKey"));
    m_enable->setObjectName(QStringLiteral("enableKey"));
    connect(m_edit, &QPushButton::clicked, this, &KeyPanel::editRequested);
    connect(m_configuration, &QPushButton::clicked, this, &KeyPanel::configurationRequested);
    connect(m_remove, &QPushButton::clicked, this, &KeyPanel::removeRequested);
    connect(m_enable, &QPushButton::clicked, this, [this] {
        if (const api::KeyConfig* key = api::findKey(m_bridge.config(), m_id)) {
            emit enableRequested(key->disabled);
        }
    });
}

void KeyPanel::buildOldSecret()
{
    auto* end = makeButton(ButtonKind::Quiet, tr("End it now…"), "close");
    end->setObjectName(QStringLiteral("endOldSecret"));
    m_oldUntil->setObjectName(QStringLiteral("oldSecretUntil"));
    letShrink(m_oldUntil);
    auto* row = new QHBoxLayout(m_oldSecret);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGrid);
    row->addWidget(m_oldUntil, 1);
    row->addWidget(end);
    m_oldSecret->hide();
    column().addWidget(m_oldSecret);
    connect(end, &QPushButton::clicked, this, &KeyPanel::endOldSecretRequested);
}

void KeyPanel::keepDraft()
{
    if (m_id.empty()) {
        return;
    }
    if (m_allow->isChanged()) {
        m_drafts[m_id] = m_allow->rules();
    } else {
        m_drafts.erase(m_id);
    }
}

void KeyPanel::showKey(const KeyId& id)
{
    if (id == m_id) {
        refresh();
        return;
    }
    keepDraft();
    m_id = id;
    if (const api::KeyConfig* key = api::findKey(m_bridge.config(), id)) {
        m_allow->setRules(key->allow);
        if (const auto draft = m_drafts.find(id); draft != m_drafts.end()) {
            m_allow->setDraft(draft->second);
        }
    }
    refresh();
}

void KeyPanel::refresh()
{
    const api::KeyConfig* key = api::findKey(m_bridge.config(), m_id);
    if (key == nullptr) {
        return;
    }
    const WallTime now = m_clock.wallNow();
    const Phrase phrase = describe(*key, m_bridge.config(), now);
    setName(keyLabel(*key));
    m_dot->showIcon("dot", tintOf(phrase.tone));
    m_state->setText(phrase.title + QStringLiteral(". ") + phrase.explanation);
    QStringList facts;
    if (!key->owner.empty()) {
        facts.push_back(tr("Owner: %1").arg(toQString(key->owner)));
    }
    facts += ownerFacts(*key, m_bridge.config());
    facts.push_back(tr("Created: %1").arg(dateText(key->created)));
    facts.push_back(tr("Last used: %1").arg(lastUseText(m_bridge, key->id, now)));
    facts.push_back(isolated(key->id.str()));
    m_facts->setText(facts.join(QStringLiteral("   ·   ")));
    const bool oldWorks = key->retiring && key->retiring->until > now;
    m_oldSecret->setVisible(oldWorks);
    if (oldWorks) {
        m_oldUntil->setText(
            tr("Old secret works until %1").arg(momentText(key->retiring->until, now)));
    }
    m_enable->setText(key->disabled ? tr("Enable") : tr("Disable"));
    m_allow->setCase(key->caseId);
    if (key->allow != m_allow->savedRules()) {
        m_allow->setRules(key->allow); // saved, here or elsewhere
    }
}

} // namespace portcullis::ui
